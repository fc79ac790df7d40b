/* SPDX-License-Identifier: MIT */
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static char known[SESSION_MAX][80];
static unsigned count; /* the newest is the last */

static void forget(unsigned i)
{
	memmove(known[i], known[i + 1], (count - i - 1) * sizeof(*known));
	count--;
}

static int find(const char *ref)
{
	unsigned i;

	for (i = 0; i < count; i++) {
		if (strcmp(known[i], ref) == 0)
			return (int)i;
	}
	return -1;
}

void session_learn(const char *ref)
{
	if (strlen(ref) >= sizeof(*known) || find(ref) >= 0)
		return;
	if (count == SESSION_MAX)
		forget(0);
	snprintf(known[count++], sizeof(*known), "%s", ref);
}

const char *session_new(bool bare)
{
	unsigned char r[16];
	char uuid[37];
	char ref[80];
	size_t i, at = 0;

	if (getrandom(r, sizeof(r), 0) != (ssize_t)sizeof(r)) {
		perror("server: getrandom");
		exit(1);
	}
	r[6] = (unsigned char)((r[6] & 0x0f) | 0x40);
	r[8] = (unsigned char)((r[8] & 0x3f) | 0x80);
	for (i = 0; i < sizeof(r); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			uuid[at++] = '-';
		snprintf(uuid + at, sizeof(uuid) - at, "%02x", r[i]);
		at += 2;
	}
	snprintf(ref, sizeof(ref), "%s%s", bare ? "" : "OpaqueRef:", uuid);
	session_learn(ref);
	return known[count - 1];
}

bool session_known(const char *ref)
{
	return find(ref) >= 0;
}

/* Made from the place it has, no part of its reference. */
const char *session_uuid(const char *ref)
{
	static char uuid[40];

	snprintf(uuid, sizeof(uuid), "5e551000-0000-4000-8000-%012x", (unsigned)find(ref));
	return uuid;
}

bool session_end(const char *ref)
{
	int i = find(ref);

	if (i < 0)
		return false;
	forget((unsigned)i);
	return true;
}
