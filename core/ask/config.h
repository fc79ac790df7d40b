/* SPDX-License-Identifier: MIT */
/*
 * xm-config.xml, as xm read it: of the first element `server` anywhere in it, what it says about the server
 * to ask. Ours beside xm's four: passwordfile, plainpassword='yes'.
 *
 *	<xm><server type='Xen-API' uri='http://localhost:9363/' username='me' password='mine'/></xm>
 */
#ifndef ASK_CONFIG_H
#define ASK_CONFIG_H

#include "base/fail.h"

enum { CONFIG_TEXT = 1024 };

/* Texts end with NUL; empty where the attribute is missing. */
struct config {
	bool server; /* there is such an element */
	bool legacy; /* its type: xend's legacy XML-RPC, not Xen-API */
	char type[CONFIG_TEXT], uri[CONFIG_TEXT], user[CONFIG_TEXT], password[CONFIG_TEXT],
		password_file[CONFIG_TEXT], plain_password[CONFIG_TEXT], cacert[CONFIG_TEXT], pin[CONFIG_TEXT];
};

/* Reads a file: 0 (also where there is none), or FAILED with MISUSED where it is not well-formed or an
 * attribute is too long. Warns of a password that others may read, and of a type that there is not. */
int config_read(struct config *c, const char *file, struct fail *f);

/* A URI as xm wrote it, http:, https: or httpu:, as ours, by the type: into room. FAILED with MISUSED for
 * what cannot be asked. */
int config_uri(const char *uri, bool legacy, char room[CONFIG_TEXT + 16], struct fail *f);

#endif
