/* SPDX-License-Identifier: MIT */
/* The standard descriptors, 0 to 2. */
#ifndef LINK_DESCRIPTORS_H
#define LINK_DESCRIPTORS_H

/* Occupy the closed ones, so that no socket becomes standard output. Open them for reading only: writing to them still
 * fails. Open / in place of a missing /dev/null, as in an initramfs. */
void descriptors_hold(void);

#endif
