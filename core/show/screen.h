/* SPDX-License-Identifier: MIT */
/*
 * A terminal whose whole screen is painted again and again, in place: each line is written over the old one and the
 * rest of it erased behind it, so that nothing flickers. One write per picture.
 *
 *	screen_open();
 *	screen_paint(&picture);                     and again after screen_disturbed()
 *	poll(... screen_keyboard() ...), screen_wants_end()
 *	screen_close();
 *
 * Keys are read without echo and without waiting for a line; ^C and ^Z remain signals, ^S stops nothing. ^Z leaves the
 * terminal as it was found until the program goes on. There is one screen, on stdout; the keyboard is stdin.
 */
#ifndef SHOW_SCREEN_H
#define SHOW_SCREEN_H

#include "base/out.h"

struct picture {
	struct slice status; /* the first line */
	struct slice notes; /* a few lines below it */
	struct slice text; /* the rest: lines, each with its end */
	bool cut; /* the text is incomplete: more lines would follow */
};

/* Is stdout a terminal that can be painted? */
bool screen_possible(void);

/* Prepare the terminal. In a process group in the background, first stop until the shell's fg. Return false if the
 * terminal cannot be had: a signal ended the wait, or no shell is left that could give it. */
bool screen_open(void);

/* Leave the terminal as it was found. */
void screen_close(void);

/* Paint. The text is cut to the screen, and its last line is then "... N more". */
void screen_paint(const struct picture *p);

/* Must it be painted anew: has the size changed, or did the program go on after a stop? Asked once, it is forgotten. */
bool screen_disturbed(void);

/* Return the descriptor of the keyboard for poll; -1: there is none. */
int screen_keyboard(void);

/* Read the keys that were typed. Return true for a q. */
bool screen_wants_end(void);

#endif
