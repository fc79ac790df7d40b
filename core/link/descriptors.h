/* SPDX-License-Identifier: MIT */
/* The standard descriptors, 0 to 2. */
#ifndef LINK_DESCRIPTORS_H
#define LINK_DESCRIPTORS_H

/* Occupy those that are closed, so that no socket becomes standard output. They are opened for reading only: writing
 * to them still fails. An initramfs may lack /dev/null: there, / is opened. */
void descriptors_hold(void);

#endif
