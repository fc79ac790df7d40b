/* SPDX-License-Identifier: MIT */
/*
 * buf - a byte buffer that grows.
 *
 * Start from an all-zero `struct buf`; buf_free gives the memory back and leaves an all-zero
 * one again.  The bytes always have a NUL behind them once anything was added, so that text
 * can be handed on as a string.  Running out of memory ends the program: this is a test peer.
 */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t len;
	size_t room;
};

/* Return room for `extra` bytes after the content; the caller adds the used bytes to len. */
char *buf_reserve(struct buf *b, size_t extra);
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_str(struct buf *b, const char *text);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Drops the first n bytes. */
void buf_drop(struct buf *b, size_t n);
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

/* Append a whole file. Return false, with errno set, if it cannot be read. */
bool buf_file(struct buf *b, const char *path);

#endif
