/* SPDX-License-Identifier: MIT */
#ifndef BASE_SUSPEND_H
#define BASE_SUSPEND_H

/*
 * Stop this process as ^Z does without a handler. The kernel ignores the signal in an orphaned process group, since no
 * shell could continue it. Call this from the handler of SIGTSTP and pass the handler: it stays installed. Return when
 * the process continues.
 */
void suspend(void (*handler)(int signal));

#endif
