/* SPDX-License-Identifier: MIT */
/*
 * Print domains as gauges and counters in the OpenMetrics text format 1.0, which Prometheus and node_exporter's
 * textfile collector read. Unknown facts are left out. Text from outside is escaped as in tables, then as a label.
 */
#ifndef SHOW_METRICS_H
#define SHOW_METRICS_H

#include "show/column.h"

/* Print the metrics of the domains, and xen_up for each of the sources (enum source_name) that answered. Each domain
 * is printed once, in order of uuid and id. The labels `uuid` and `name` identify it; domains of one uuid, or of none,
 * have the label `id`, too, since two samples with the same labels would make the whole text invalid. If even these
 * are the same, print one of the domains, with a warning and BROKEN in f. Return FAILED if memory is out. */
int metrics_print(struct out *o, const struct rows *rows, unsigned sources, struct arena *arena, struct fail *f);

#endif
