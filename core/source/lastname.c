/* SPDX-License-Identifier: MIT */
#include "source/lastname.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path of each kind of file (# id, * uuid, % a backend of xenopsd) and its format. */
static const struct kind {
	char path[46];
	char uuid[5]; /* its member with the uuid; "": none but xl's, in any spelling */
	char sign; /* between a member and its value; '\0': they are a list of two */
	signed char object; /* depth of the brackets around the members; 0: no brackets, and the last name counts */
} kinds[] = {
	[LASTNAME_LIBXL] = { "/var/lib/xen/userdata-d.#.*.libxl-json", "uuid", ':', 2 },
	[LASTNAME_XENOPSD] = { "/var/run/nonpersistent/xenopsd/%/VM/*/config", "id", ':', 1 },
	[LASTNAME_XEND] = { "/var/lib/xend/domains/*/config.sxp", "uuid", '\0', 1 },
	[LASTNAME_XL] = { "/var/lib/xen/userdata-d.#.*.xl", "", '=', 0 },
};

/* The meaning of the next value, by the word before it. TAKEN: the name was read, and a second one is an error. */
enum member { OTHER, INFO, NAME, TAKEN, UUID };

struct reading {
	const struct kind *kind;
	const unsigned char *uuid;
	struct out *name;
	enum member member;
	bool inside; /* within the brackets around the members */
	struct nested nested;
};

/* Classify a word in the place of a member's name. */
static enum member member_of(const struct reading *r)
{
	struct slice word = out_slice(&r->nested.word);

	if (r->nested.word.failed)
		return OTHER;
	if (!r->inside)
		return r->nested.depth == 1 && slice_is(word, SLICE("c_info")) ? INFO : OTHER;
	if (r->nested.depth != r->kind->object + !r->kind->sign)
		return OTHER;
	if (slice_is(word, SLICE("name")) || slice_is(word, SLICE("name_label")))
		return NAME;
	return slice_is(word, slice_of(r->kind->uuid)) ? UUID : OTHER;
}

/* Take a value. Return false if the text is malformed or of another domain. */
static bool take_value(struct reading *r)
{
	struct slice value = out_slice(&r->nested.word);
	unsigned char its[16];

	if (r->member == UUID)
		return slice_uuid(value, its) && !memcmp(its, r->uuid, sizeof(its));
	if (r->member != NAME)
		return r->member != TAKEN;
	if (!r->kind->object)
		r->name->at = r->name->start;
	if (r->name->at == r->name->start)
		out_bytes(r->name, value);
	r->member = TAKEN;
	return !r->nested.word.failed;
}

bool lastname_read(struct stream *s, enum lastname_kind kind, const unsigned char uuid[16], struct out *name)
{
	const struct kind *k = &kinds[kind];
	struct reading r = { .kind = k, .uuid = uuid, .name = name, .inside = k->object < 2 };
	enum nested_token token, before = NESTED_END;

	nested_start(&r.nested, s, k->sign);
	for (; (token = nested_next(&r.nested)) > NESTED_END; before = token) {
		bool value = k->sign ? before == NESTED_SIGN : before != NESTED_OPEN;

		switch (token) {
		case NESTED_OPEN:
			r.inside |= r.member == INFO;
			break;
		case NESTED_CLOSE:
			if (r.inside && r.nested.depth < k->object)
				return name->at > name->start;
			r.member = OTHER;
			break;
		case NESTED_SIGN:
			break;
		default:
			if (!value)
				r.member = member_of(&r);
			else if ((token == NESTED_QUOTED || !k->sign) && !take_value(&r))
				return false;
		}
	}
	return !k->object && token == NESTED_END && name->at > name->start;
}

struct file {
	struct stream stream;
	int fd;
};

static ssize_t file_read(struct stream *s, char *at, size_t room)
{
	return read(((struct file *)s)->fd, at, room);
}

struct search {
	const char *root, *backend;
	int32_t id;
	const unsigned char *uuid;
	struct out *name, *file;
};

/* Build the NUL-terminated path of a file, or, with backend NULL, only the folder above the backends. Return NULL if
 * the path is too long. */
static const char *path(const struct search *s, enum lastname_kind kind)
{
	struct out *o = s->file;

	o->at = o->start;
	o->failed = false;
	out_add(o, s->root);
	for (const char *at = kinds[kind].path; *at && (*at != '%' || s->backend); at++) {
		if (*at == '#')
			out_number(o, s->id);
		else if (*at == '*')
			out_uuid(o, s->uuid);
		else
			out_bytes(o, *at == '%' ? slice_of(s->backend) : (struct slice){ at, 1 });
	}
	out_string(o);
	return o->failed ? NULL : o->start;
}

/* Does a file of this kind name the domain? */
static bool look(const struct search *s, enum lastname_kind kind)
{
	const char *file = path(s, kind);
	struct out *name = s->name;
	struct file f = { { file_read, NULL }, -1 };
	struct stat is;
	bool found;

	name->at = name->start;
	if (file)
		f.fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	if (f.fd < 0)
		return false;
	found = !fstat(f.fd, &is) && S_ISREG(is.st_mode) && lastname_read(&f.stream, kind, s->uuid, name);
	close(f.fd);
	if (kind == LASTNAME_LIBXL && out_slice(name).len >= 10 && !memcmp(name->at - 10, "--incoming", 10))
		name->at -= 10;
	return found && name->at > name->start;
}

/* Look in the folders of all backends of xenopsd. */
static bool look_everywhere(struct search *s)
{
	const char *folder;
	const struct dirent *entry;
	DIR *backends;
	bool found;

	s->backend = "classic";
	if (look(s, LASTNAME_XENOPSD))
		return true;
	s->backend = NULL;
	folder = path(s, LASTNAME_XENOPSD);
	backends = folder ? opendir(folder) : NULL;
	if (!backends)
		return false;
	for (found = false; !found && (entry = readdir(backends));) {
		s->backend = entry->d_name;
		found = s->backend[0] != '.' && look(s, LASTNAME_XENOPSD);
	}
	closedir(backends);
	return found;
}

bool lastname(const char *root, int32_t id, const unsigned char uuid[16], struct out *name, struct out *file)
{
	static const unsigned char nobodys[16];
	struct search s = { root, NULL, id, uuid, name, file };
	bool found = false;

	if (memcmp(uuid, nobodys, sizeof(nobodys)))
		for (enum lastname_kind kind = LASTNAME_LIBXL; kind <= LASTNAME_XL && !found; kind++)
			found = kind == LASTNAME_XENOPSD ? look_everywhere(&s) : look(&s, kind);
	if (!found) {
		name->at = name->start;
		file->at = file->start;
	}
	return found;
}
