/* SPDX-License-Identifier: MIT */
#include "ask/config.h"
#include "base/near.h"
#include "wire/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
	struct stream stream;
	int fd;
	struct fail *fail;
};

static ssize_t read_bytes(struct stream *s, char *at, size_t room)
{
	struct file *file = (struct file *)s;
	ssize_t n;

	do
		n = read(file->fd, at, room);
	while (n < 0 && errno == EINTR);
	return n < 0 ? fail(file->fail, MISUSED, "%s", fail_errno()) : n;
}

/* Return the field for an attribute. Warn of an unknown one, and return NULL. */
static char *attribute_field(struct config *c, struct slice name, const char *file)
{
	struct near near = { .word = name };
	struct fail unknown = { 0 };
	static const struct {
		struct slice name;
		size_t offset;
	} places[] = {
		{ { "type", 4 }, offsetof(struct config, type) },
		{ { "uri", 3 }, offsetof(struct config, uri) },
		{ { "username", 8 }, offsetof(struct config, user) },
		{ { "password", 8 }, offsetof(struct config, password) },
		{ { "passwordfile", 12 }, offsetof(struct config, password_file) },
		{ { "plainpassword", 13 }, offsetof(struct config, plain_password) },
		{ { "cacert", 6 }, offsetof(struct config, cacert) },
		{ { "pin", 3 }, offsetof(struct config, pin) },
	};

	for (size_t i = 0; i < COUNT(places); i++)
		if (slice_is(places[i].name, name))
			return (char *)c + places[i].offset;
	fail(&unknown, MISUSED, "%s: <server> has no attribute '%.*s'", file, (int)name.len, name.at);
	for (size_t i = 0; i < COUNT(places); i++)
		near_try(&near, places[i].name);
	near_tell(&near, &unknown, "");
	warning("%.*s", (int)unknown.len, unknown.text);
	return NULL;
}

/* Read the attributes of an element `server`, after its XML_START. */
static void read_server(struct config *c, struct xml *x, const char *file)
{
	enum xml_event event;
	struct out value = { .fd = -1 };

	c->server = true;
	while ((event = xml_next(x)) == XML_ATTRIBUTE || event == XML_VALUE) {
		if (event == XML_ATTRIBUTE) {
			value.start = value.at = attribute_field(c, x->name, file);
			value.end = value.start ? value.start + CONFIG_TEXT - 1 : NULL;
		} else if (value.start) {
			out_bytes(&value, x->text);
		}
		if (value.failed)
			xml_refuse(x, MISUSED, "an attribute of more than 1023 bytes");
	}
}

static void read_document(struct config *c, int fd, const char *name, struct fail *f)
{
	static struct xml xml;
	struct file file = { { read_bytes, NULL }, fd, f };
	enum xml_event event;

	xml_open(&xml, &file.stream, f);
	while ((event = xml_next(&xml)) != XML_DONE)
		if (event == XML_START && !c->server && slice_is(xml.name, SLICE("server")))
			read_server(c, &xml, name);
	explicit_bzero(&xml, sizeof(xml)); /* its window held the password */
}

static void warn(const struct config *c, const struct stat *is, const char *name)
{
	if (c->password[0] && (is->st_mode & 077))
		warning("%s holds a password that others may read (chmod 600)", name);
}

/* Open a regular file. Return its descriptor; ABSENT without a message if there is none and it need not be there; or
 * FAILED. */
static int open_file(const char *name, bool must, struct stat *is, struct fail *f)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 && !must && (errno == ENOENT || errno == ENOTDIR))
		return ABSENT;
	if (fd < 0 || fstat(fd, is))
		fail(f, MISUSED, "%s: %s", name, fail_errno());
	else if (!S_ISREG(is->st_mode))
		fail(f, MISUSED, "%s: it is not a regular file", name);
	else
		return fd;
	if (fd >= 0)
		close(fd);
	return FAILED;
}

/* Is the server one of legacy XML-RPC? xm took any type but Xen-API for that; https: alone is Xen-API. */
static bool is_legacy(const struct config *c)
{
	struct slice rest = slice_of(c->uri), scheme = slice_before(&rest, ':');

	return strcmp(c->type, "Xen-API") != 0 && (c->type[0] || !slice_is_word(scheme, SLICE("https")));
}

int config_read(struct config *c, const char *name, bool must, struct fail *f)
{
	struct stat is;
	int fd;

	*c = (struct config){ .server = false };
	fd = open_file(name, must, &is, f);
	if (fd < 0)
		return fd == ABSENT ? 0 : FAILED;
	read_document(c, fd, name, f);
	close(fd);
	if (f->status != SHOWN) {
		f->status = MISUSED;
		fail_within(f, "%s", name);
		return FAILED;
	}
	warn(c, &is, name);
	c->legacy = is_legacy(c);
	if (c->server && c->legacy && strcmp(c->type, "LegacyXMLRPC"))
		notice("Invalid server type %s; using LegacyXMLRPC.", c->type);
	return 0;
}

int config_uri(const char *uri, bool legacy, char room[CONFIG_TEXT + 16], struct fail *f)
{
	struct slice rest = slice_of(uri), scheme = slice_before(&rest, ':');
	bool local = slice_is_word(scheme, SLICE("httpu"));
	struct out o = OUT_AT(room, CONFIG_TEXT + 16);

	if (slice_is_word(scheme, SLICE("ssh")))
		return fail(f, MISUSED, "'%s': ssh is not supported; run xmbox on the host, or use its http: port",
			uri);
	if (local && slice_begins(rest, SLICE("//")))
		rest = slice_drop(rest, 2);
	if (legacy && (local || slice_is_word(scheme, SLICE("http"))))
		scheme = SLICE("xend");
	else if (legacy)
		return fail(f, MISUSED, "'%s' is no URI of a legacy server (for Xen-API: type=\"Xen-API\", or -s)",
			uri);
	out_bytes(&o, scheme);
	if (scheme.len < strlen(uri)) /* else uri_parse refuses it */
		out_char(&o, ':');
	out_bytes(&o, rest);
	out_string(&o);
	return 0;
}
