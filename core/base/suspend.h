/* SPDX-License-Identifier: MIT */
#ifndef BASE_SUSPEND_H
#define BASE_SUSPEND_H

/*
 * Stop this process as ^Z does where no handler is installed: the kernel ignores it in an orphaned process group, which
 * no shell could continue. Call it from the handler of SIGTSTP, with that handler, which stays installed. Return when the
 * process continues.
 */
void suspend(void (*handler)(int signal));

#endif
