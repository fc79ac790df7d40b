/* SPDX-License-Identifier: MIT */
#include "base/suspend.h"

#include <signal.h>
#include <stddef.h>

void suspend(void (*handler)(int signal))
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t stops, before;

	sigemptyset(&stops);
	sigaddset(&stops, SIGTSTP);
	sigaction(SIGTSTP, &action, NULL);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stops, &before); /* it is blocked while its handler runs; now it acts */
	sigprocmask(SIG_SETMASK, &before, NULL);
	action.sa_handler = handler;
	sigaction(SIGTSTP, &action, NULL);
}
