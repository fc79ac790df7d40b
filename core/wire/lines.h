/* SPDX-License-Identifier: MIT */
/* Ends of lines, looked for in all bytes of a document that is, as most are, one line. */
#ifndef WIRE_LINES_H
#define WIRE_LINES_H

/* The first line end from p on, before `to`; NULL: there is none. */
const char *lines_next(const char *p, const char *to);

#endif
