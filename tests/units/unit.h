/* SPDX-License-Identifier: MIT */
/*
 * A unit test: PROMISE(what, condition) prints one line for tests/run to count. Of several conditions the one that
 * failed is told where each is marked: PROMISE(what, CHECK(a) && CHECK(b)).
 */
#ifndef UNIT_H
#define UNIT_H

#include <stdbool.h>

void promise(const char *what, bool kept, const char *file, int line);
bool check(bool condition, const char *text);

#define PROMISE(what, condition) promise((what), (condition), __FILE__, __LINE__)
#define CHECK(condition) check((condition), #condition)

/* The distance of the places that loops over the bytes of a file try: 1 for every byte. */
extern int unit_step;

void unit_child(void);
void unit_base(void);
void unit_join(void);
void unit_lastname(void);
void unit_lastname_files(void);
void unit_link(void);
void unit_named(void);
void unit_json(void);
void unit_rpc(void);
void unit_xen(void);
void unit_file(void);

#endif
