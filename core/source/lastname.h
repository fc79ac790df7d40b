/* SPDX-License-Identifier: MIT */
/*
 * Names of last resort: find the name of a live domain in files of this host, for a domain that no daemon names. The
 * hypervisor has given its id and uuid. The first of these files with a name counts:
 *
 *	/var/lib/xen/userdata-d.ID.UUID.libxl-json              libxl since Xen 4.5; as it was when it was created
 *	/var/run/nonpersistent/xenopsd/classic/VM/UUID/config   XAPI's, of this host; then those of other backends
 *	/var/lib/xend/domains/UUID/config.sxp                   xend's managed domains
 *	/var/lib/xen/userdata-d.ID.UUID.xl                      libxl before that: xl's own file
 *
 * Such a file may be stale, damaged or foreign. Only regular files are read, up to NESTED_LONGEST bytes. A name is
 * accepted if the object around it (libxl: c_info) is complete and a uuid in it, if any, is the domain's. xl's files
 * have no such object: there the last assignment counts. Names are rejected if they are empty, longer than NESTED_WORD,
 * or contain a NUL or an unescaped control character. The suffix --incoming, left in libxl's files by a migration to
 * this host, is removed. Missing files and files in another format are skipped silently.
 */
#ifndef SOURCE_LASTNAME_H
#define SOURCE_LASTNAME_H

#include "wire/nested.h"

enum { LASTNAME_FILE = 512 }; /* bytes of a path, with a root of up to 100 */

/* Find the name, and the file it is from. Store each in an empty buffer of NESTED_WORD and LASTNAME_FILE bytes.
 * Return false, with both empty, if no file names the domain, and for the all-zero uuid, which many domains share.
 * `root` is put before each path: "", or a test's folder. The name is unescaped, as it came from outside. */
bool lastname(const char *root, int32_t id, const unsigned char uuid[16], struct out *name, struct out *file);

/* The kinds of files, in the order above. */
enum lastname_kind { LASTNAME_LIBXL, LASTNAME_XENOPSD, LASTNAME_XEND, LASTNAME_XL };

/* Find the domain's name in a text of this kind. */
bool lastname_read(struct stream *s, enum lastname_kind kind, const unsigned char uuid[16], struct out *name);

#endif
