/* SPDX-License-Identifier: MIT */
/* Find ends of lines fast: every byte of a document is searched, and most documents are one line. */
#ifndef WIRE_LINES_H
#define WIRE_LINES_H

/* Return the first line feed between p and `to`; NULL: none. */
const char *lines_next(const char *p, const char *to);

#endif
