# SPDX-License-Identifier: MIT
"""metrics.py FILE [JSON]: read OpenMetrics as Prometheus' own client does, and print each sample as

    name {"label": "value", ...} value

With JSON, what list -j says of the same domains, check that the samples are those of its values, and no others.
Nothing may be printed twice, and the older text format, which node_exporter reads, has the same samples."""
import json
import re
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.parser import text_string_to_metric_families as older

METRICS = {
    "memory": "xen_domain_memory_bytes",
    "memory_max": "xen_domain_memory_max_bytes",
    "vcpus": "xen_domain_vcpus",
    "cpu_time": "xen_domain_cpu_seconds_total",
    "start_time": "xen_domain_start_time_seconds",
}
TYPES = {
    "xen_up": ("gauge", ""),
    "xen_domain_info": ("gauge", ""),
    "xen_domain_memory_bytes": ("gauge", "bytes"),
    "xen_domain_memory_max_bytes": ("gauge", "bytes"),
    "xen_domain_vcpus": ("gauge", ""),
    "xen_domain_cpu_seconds": ("counter", "seconds"),
    "xen_domain_start_time_seconds": ("gauge", "seconds"),
}


def escaped(name):
    """A name as tables show it; a newline is a label's own."""
    return re.sub("[\x00-\x09\x0b-\x1f\x7f]", lambda c: "\\x%02x" % ord(c.group()),
                  re.sub("[\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", lambda c: "\\u%04x" % ord(c.group()), name))


def labels(row, *keys):
    return {key: escaped(str(row[key])) for key in keys if row[key] is not None}


def expected(rows):
    uuids = [row["uuid"] for row in rows]
    for row in rows:
        yield "xen_domain_info", labels(row, "name", "uuid", "id", "power", "state", "host"), 1
        more = ["id"] if row["uuid"] is None or uuids.count(row["uuid"]) > 1 else []
        for key, metric in METRICS.items():
            if row[key] is not None:
                yield metric, labels(row, "uuid", "name", *more), row[key]


def line(sample):
    name, labelled, value = sample[:3]
    return "%s %s %s" % (name, json.dumps(labelled, sort_keys=True, ensure_ascii=False), float(value))


text = open(sys.argv[1], encoding="utf-8", newline="\n").read()
families = list(text_string_to_metric_families(text))
found = [line(sample) for family in families for sample in family.samples]
wrong = []
if {family.name: (family.type, family.unit) for family in families} != TYPES:
    wrong.append("families: %s" % [(family.name, family.type, family.unit) for family in families])
# Its parser drops a sample that comes twice in a row: count lines, too.
if len(set(found)) != len([row for row in text.split("\n") if row and row[0] != "#"]):
    wrong.append("a sample stands there twice")
if sorted(found) != sorted(line(sample) for family in older(text) for sample in family.samples):
    wrong.append("the older format has other samples")
if len(sys.argv) > 2:
    rows = {json.dumps(row): row for row in json.load(open(sys.argv[2], encoding="utf-8"))}.values()
    want = {line(sample) for sample in expected(list(rows))}
    have = {sample for sample in found if not sample.startswith("xen_up ")}
    wrong += ["not there: " + sample for sample in want - have] + ["not so: " + sample for sample in have - want]
    if len(want) < 3:
        wrong.append("there is hardly a sample to compare")
print("\n".join(found))
sys.exit("\n".join(wrong) if wrong else 0)
