/* SPDX-License-Identifier: MIT */
#include "ask/disknames.h"
#include "facts/index.h"
#include "link/sandbox.h"
#include "source/lastname.h"
#include "source/xapidb/file.h"
#include "source/xapidb/names.h"

#include <config.h>
#include <poll.h>
#include <unistd.h>

/* A message of the child: a name and its file follow. Without a name it is the end. */
struct head {
	int32_t id;
	uint16_t name, file; /* bytes */
};

/* The state of the child. */
struct reading {
	struct index live;
	struct ids wanted;
	size_t left; /* wanted domains with a uuid */
	const char *database;
	struct out out;
};

static void say(struct reading *r, int32_t id, struct slice name, struct slice file)
{
	const struct head head = { id, (uint16_t)name.len, (uint16_t)file.len };

	out_bytes(&r->out, (struct slice){ (const char *)&head, sizeof(head) });
	out_bytes(&r->out, name);
	out_bytes(&r->out, file);
	r->left -= ids_have(&r->wanted, id);
	ids_drop(&r->wanted, id);
}

/* Use one row of the database. Return false if no domain without a name is left. */
static bool take_row(void *to, const unsigned char uuid[16], struct slice name)
{
	struct reading *r = to;
	struct found same = index_by_uuid(&r->live, uuid);

	for (; same.count && name.len; same.count--, same.at++)
		if (ids_have(&r->wanted, same.at->id))
			say(r, same.at->id, name, slice_of(r->database));
	return r->left;
}

static void serve(const void *argument, int fd)
{
	char room[4096], place[XAPIDB_PATH];
	const struct deadline deadline = deadline_start(0); /* the parent has another */
	struct reading r = { .out = OUT_TO(fd, room) };
	struct fail f = { 0 };

	if (!child_hear(fd, &r.wanted, sizeof(r.wanted)) || index_domains(&r.live, argument, &f))
		return;
	sandbox_enter(SANDBOX_FILES);
	for (size_t i = 0; i < r.live.uuid_count; i++)
		r.left += ids_have(&r.wanted, r.live.uuids[i].id);
	for (size_t i = 0; i < r.live.uuid_count; i++) {
		const struct indexed *d = &r.live.uuids[i];
		char text[NESTED_WORD], path[LASTNAME_FILE];
		struct out name = OUT_IN(text), file = OUT_IN(path);

		if (ids_have(&r.wanted, d->id) && lastname("", d->id, d->uuid, &name, &file))
			say(&r, d->id, out_slice(&name), out_slice(&file));
	}
	r.database = CONFIG_SOURCE_FILE ? xapidb_place(XAPIDB_CONF, place) : "";
	if (CONFIG_SOURCE_FILE && r.left)
		xapidb_names(r.database, &deadline, take_row, &r);
	say(&r, 0, SLICE(""), SLICE(""));
	out_flush(&r.out);
}

void disknames_start(struct disknames *n, const struct domains *live)
{
	if (child_start(&n->child, serve, live))
		n->child.pid = 0;
}

int disknames_ask(struct disknames *n, const struct ids *wanted, int64_t left_ns, struct fail *f)
{
	n->deadline = deadline_start(left_ns > SECOND_NS ? left_ns : SECOND_NS);
	if (n->child.pid && write(n->child.fd, wanted, sizeof(*wanted)) == (ssize_t)sizeof(*wanted))
		return 0;
	return fail(f, EXCEEDED, "no process to read names on disk");
}

/* Read exactly len bytes. Return 0 or FAILED. */
static int pull(struct disknames *n, char *to, size_t len, struct fail *f)
{
	size_t got = 0;

	while (got < len) {
		if (deadline_wait(&n->deadline, n->child.fd, POLLIN, false, f))
			return FAILED;
		if (!child_read(&n->child, to, len, &got))
			return fail(f, BROKEN, "their reader ended");
	}
	return 0;
}

bool disknames_next(struct disknames *n, struct diskname *name, struct fail *f)
{
	struct head head;

	if (pull(n, (char *)&head, sizeof(head), f) || !head.name)
		return false;
	if (head.name > TEXT_KEPT || head.file > TEXT_KEPT) {
		fail(f, BROKEN, "their reader says %d bytes at once", head.name + head.file);
		return false;
	}
	if (pull(n, n->room, (size_t)head.name + head.file, f))
		return false;
	n->room[head.name + head.file] = '\0';
	*name = (struct diskname){ head.id, { n->room, head.name }, n->room + head.name };
	return true;
}

void disknames_end(struct disknames *n)
{
	if (n->child.pid)
		child_end(&n->child);
	n->child.pid = 0;
}
