/* SPDX-License-Identifier: MIT */
/*
 * loop - serves all connections until the program is told to end.
 */
#ifndef LOOP_H
#define LOOP_H

#include "opts.h"

/* Has SIGTERM and SIGINT end loop_run, now or later, and SIGUSR1 call pool_move. */
void loop_prepare(void);

/* Takes connections from the listening socket until then.  False on a failure (errno set). */
bool loop_run(const struct opts *opts, int listener);

#endif
