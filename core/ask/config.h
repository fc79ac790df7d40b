/* SPDX-License-Identifier: MIT */
/*
 * Read xm-config.xml as xm did: the attributes of the first element `server` name the server to ask. xm had type, uri,
 * username and password; cacert, pin, passwordfile and plainpassword='yes' are ours.
 *
 *	<xm><server type='Xen-API' uri='http://localhost:9363/' username='me' password='mine'/></xm>
 */
#ifndef ASK_CONFIG_H
#define ASK_CONFIG_H

#include "base/fail.h"

enum { CONFIG_TEXT = 1024 };

/* Texts are NUL-terminated; empty: no such attribute. */
struct config {
	bool server; /* the element exists */
	bool legacy; /* its type is xend's legacy XML-RPC, not Xen-API */
	char type[CONFIG_TEXT], uri[CONFIG_TEXT], user[CONFIG_TEXT], password[CONFIG_TEXT], password_file[CONFIG_TEXT],
		plain_password[CONFIG_TEXT], cacert[CONFIG_TEXT], pin[CONFIG_TEXT];
};

/* Read a file. Return 0, also if there is none and it need not be there; FAILED with MISUSED if it cannot be read, is
 * malformed or has an attribute that is too long. Warn of a password that others can read, of an unknown attribute and
 * of an unknown type. */
int config_read(struct config *c, const char *file, bool must, struct fail *f);

/* Convert a URI in xm's spelling (http:, https:, httpu:) to ours, by the type. Return 0, or FAILED with MISUSED if it
 * cannot be asked. */
int config_uri(const char *uri, bool legacy, char room[CONFIG_TEXT + 16], struct fail *f);

#endif
