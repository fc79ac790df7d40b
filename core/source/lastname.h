/* SPDX-License-Identifier: MIT */
/*
 * Names of last resort: what a file of this host calls a live domain that no daemon names. The hypervisor gave
 * its id and uuid; the first of these files that names it counts:
 *
 *	/var/lib/xen/userdata-d.ID.UUID.libxl-json              libxl since Xen 4.5; as it was when it was created
 *	/var/run/nonpersistent/xenopsd/classic/VM/UUID/config   XAPI's, of this host; then those of other backends
 *	/var/lib/xend/domains/UUID/config.sxp                   xend's managed domains
 *	/var/lib/xen/userdata-d.ID.UUID.xl                      libxl before that: xl's own file
 *
 * Such a file may be stale, damaged or foreign. It is read where it is a regular one, no further than
 * NESTED_LONGEST, and names the domain where the object (libxl: c_info) that has the name in it is there to its
 * end, and where a uuid in it is the domain's. Of one that was cut off there, no name; xl's has no such end: there
 * the last assignment counts. A name that is empty, longer than NESTED_WORD, or has a NUL or a control that is not
 * escaped in it is none. What a migration to here leaves at the end of libxl's, --incoming, is taken off.
 * Files that are not there, or not such files, are passed over without a word.
 */
#ifndef SOURCE_LASTNAME_H
#define SOURCE_LASTNAME_H

#include "wire/nested.h"

enum { LASTNAME_FILE = 512 }; /* bytes of the name of a file, with root (of up to 100) */

/* The name and the file that has it, each into an empty buffer that stays in memory (of NESTED_WORD,
 * LASTNAME_FILE); false, and both empty, where no file names it, and for the uuid of zeros, which many share.
 * root stands before each file's name: "", or a test's folder. The name is as it came from outside. */
bool lastname(const char *root, int32_t id, const unsigned char uuid[16], struct out *name, struct out *file);

/* One kind of file, in the order of above. */
enum lastname_kind { LASTNAME_LIBXL, LASTNAME_XENOPSD, LASTNAME_XEND, LASTNAME_XL };

/* The name that a text of this kind gives to the domain. */
bool lastname_read(struct stream *s, enum lastname_kind kind, const unsigned char uuid[16], struct out *name);

#endif
