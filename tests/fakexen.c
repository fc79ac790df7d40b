/* SPDX-License-Identifier: MIT */
/*
 * A Xen for tests. xmbox-fakexen is xmbox, every object of it, linked with this file: the linker's --wrap directs
 * its open() and ioctl() here. /dev/xen/privcmd is then a text file that describes Xen and its domains, and
 * hypercalls are answered from that text. xen-lib.sh has the functions by which a script writes such a file into a
 * root of its own and runs xmbox-fakexen in there.
 *
 *	xen 4.17 pcpus=4                        the release: numbers of interfaces, length and layout of records
 *	domain 0 state=r mem=512 time=175.25
 *	domain 3 uuid=5f0c... state=b mem=2048 max=4096 vcpus=2/4 time=5000 label=system_u:system_r:domU_t
 *	domain 100-3099 state=b                 three thousand of them
 *	vcpu 3 1 state=r cpu=2 affinity=0-1,3   what differs of one VCPU
 *	fail vcpu EPERM domain=3                one hypercall fails
 *
 * A line is a word, its operands, then settings in any order. Empty lines and lines that begin with # are skipped.
 * A line that cannot be read ends the program with status 99 and a message.
 *
 * xen 4.MINOR	from 4.0 to 4.22, and later ones, which are as 4.22 with higher numbers. Without this line: 4.17
 *	3.MINOR         as 4.0, with numbers that are lower by one
 *	sysctl=N domctl=N  numbers of the interfaces; a call with another one fails with EACCES
 *	record=BYTES    length of a domain's record
 *	pcpus=N         4; VCPUs may run on the first 16384 at most
 *	count=N         what a list says it holds, whatever it does
 *	endless         a list begins with the first domain whichever was asked for
 *	log=FILE        one line is appended for each hypercall: its name, its operands (below), then 0 or the errno
 *
 * domain ID or ID-LAST  lists hold the domains in the order of these lines
 *	uuid=UUID       5f0c9a2e-7b41-4d3f-8e66-000000000003 for id 3, digits being decimal; of 0: all zeros
 *	state=LETTERS   of r b p s c d, in any order, - for none; s is a shutdown for reason 0 (poweroff), c for 3
 *	reason=N        another reason for s
 *	flags=N         more bits of the record's flags
 *	xs              it is xenstored's domain (known to Xen since 4.7)
 *	mem=MIB         in use, 64; fractions allowed
 *	max=MIB         none for 0, else mem's
 *	outstanding=MIB claimed, but not in use
 *	vcpus=N or N/MAX  online, and at most: 1; 0/0 for none
 *	time=SECONDS    of CPU, 0; as many decimals as nanoseconds have
 *	load=PERCENT    of one pCPU: the time grows with the monotonic clock
 *	pool=N          its cpupool
 *	label=TEXT      FLASK's; where no domain has one and none is forbidden, Xen was built without XSM
 *	forbidden       FLASK allows nothing about it: a list skips it, and before 4.19 fails if it is the last one
 *			it looks at
 *
 * vcpu ID NUMBER  of a domain above. Without it VCPUs have an even share of its time, run on one pCPU after the
 *		other, may run on all, are blocked where the domain is or (but the first) where that runs
 *	state=LETTERS   r, b or -
 *	cpu=N time=SECONDS affinity=LIST
 *	offline
 *
 * fail CALL ERRNO  by name (EPERM); OK: the call succeeds and writes nothing
 * slow CALL MS    the call takes that long
 *	domain=ID       those about this domain only
 *	after=N         the first N of them are spared
 *	times=N         only so many of them
 *
 * The CALLs, and what a log has of them:
 *	open            of the device: PATH
 *	version         xen_version
 *	physinfo        sysctl 3: the interface's number
 *	list            sysctl 6, getdomaininfolist: the first id, how many at most
 *	info            domctl 5, getdomaininfo: the id
 *	vcpu            domctl 14, getvcpuinfo: the id, the number
 *	affinity        domctl 25, getvcpuaffinity: the id, the number
 *	label           xsm_op 5, sid_to_context: the sid, which is the id + 1
 *	any             all of them but open
 *
 * Facts: Xen's public headers (domctl.h, sysctl.h, xsm/flask_op.h), and a dom0 of 4.17 and of 4.20 that were seen.
 */
#include <config.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES_OF_MIB = 256, PCPUS_MOST = 16384, UNREADABLE = 99, ALL = -1 };
enum call { OPEN, VERSION, PHYSINFO, LIST, INFO, VCPU, AFFINITY, LABEL, ANY, CALLS };

static const char *const call_names[CALLS] = { "open", "version", "physinfo", "list", "info", "vcpu", "affinity",
	"label", "any" };

static const struct {
	const char *name;
	int number;
} errors[] = {
	/* clang-format off */
	{ "OK", 0 }, { "EPERM", EPERM }, { "ENOENT", ENOENT }, { "ESRCH", ESRCH }, { "EINTR", EINTR }, { "EIO", EIO },
	{ "ENXIO", ENXIO }, { "EAGAIN", EAGAIN }, { "ENOMEM", ENOMEM }, { "EACCES", EACCES }, { "EFAULT", EFAULT },
	{ "EBUSY", EBUSY }, { "ENODEV", ENODEV }, { "EINVAL", EINVAL }, { "ENFILE", ENFILE }, { "EMFILE", EMFILE },
	{ "ENOTTY", ENOTTY }, { "ERANGE", ERANGE }, { "ENOSYS", ENOSYS }, { "ENOBUFS", ENOBUFS },
	/* clang-format on */
};

/* By Xen's minor number, from 4.0 on. */
static const struct {
	uint8_t domctl, sysctl, record;
} releases[] = {
	/* clang-format off */
	{ 0x06, 0x07, 80 }, { 0x07, 0x08, 80 }, { 0x08, 0x09, 88 }, { 0x09, 0x0a, 96 }, { 0x09, 0x0a, 96 }, { 0x0a, 0x0b, 96 }, { 0x0b, 0x0c, 96 },
	{ 0x0b, 0x0d, 96 }, { 0x0c, 0x0e, 96 }, { 0x0d, 0x0f, 96 }, { 0x0f, 0x10, 104 }, { 0x10, 0x11, 104 },
	{ 0x11, 0x12, 104 }, { 0x12, 0x12, 104 }, { 0x12, 0x13, 104 }, { 0x13, 0x13, 104 }, { 0x14, 0x14, 112 },
	{ 0x15, 0x15, 112 }, { 0x16, 0x15, 112 }, { 0x17, 0x15, 112 }, { 0x17, 0x15, 112 }, { 0x17, 0x16, 112 },
	/* clang-format on */
	{ 0x18, 0x16, 112 },
};

enum { RELEASES = sizeof(releases) / sizeof(*releases) };

struct vcpu {
	long number, cpu;
	bool offline;
	const char *state;
	uint64_t ns;
	unsigned char affinity[PCPUS_MOST / 8];
	struct vcpu *next;
};

struct domain {
	long id;
	unsigned char uuid[16];
	const char *state, *label;
	unsigned long reason, flags, vcpus, vcpus_max, pool;
	uint64_t pages, max_pages, outstanding, ns;
	bool xs, forbidden;
	struct vcpu *differing;
};

/* How calls of one kind go wrong. */
struct wrong {
	enum call call;
	int error; /* ALL: it is only slow */
	long ms, domain, after, times;
	struct wrong *next;
};

static struct {
	unsigned long major, minor, sysctl, domctl, record, pcpus, count;
	bool counts, endless, xsm;
	const char *log;
	struct domain *domains;
	size_t len, room;
	struct wrong *wrongs, **last_wrong;
	unsigned line;
} xen;

/* -- reading the description -- */

__attribute__((noreturn)) static void refuse(const char *what, const char *why)
{
	fprintf(stderr, "fakexen: line %u: %s: %s\n", xen.line, what, why);
	exit(UNREADABLE);
}

static void *take(size_t size)
{
	void *room = calloc(1, size);

	if (!room)
		refuse("memory", "there is none");
	return room;
}

static unsigned long number(const char *text)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(text, &end, 0);
	if (end == text || *end || *text == '-' || errno)
		refuse(text, "not a number");
	return n;
}

/* N or N.FRACTION of a unit, in its parts; exactly. */
static uint64_t parts(const char *text, uint64_t unit)
{
	char *end;
	uint64_t whole, part = 0;

	errno = 0;
	whole = strtoull(text, &end, 10);
	if (end == text || *text == '-' || errno || whole > UINT64_MAX / unit)
		refuse(text, "not a number, or too large");
	whole *= unit;
	if (*end == '.')
		for (end++; *end >= '0' && *end <= '9' && unit > 1; end++, unit /= 10)
			part += (uint64_t)(*end - '0') * unit / 10;
	if (*end || whole + part < whole)
		refuse(text, "not a number, too large, or too exact");
	return whole + part;
}

static uint64_t nanoseconds(const char *text)
{
	return parts(text, 1000000000);
}

static uint64_t pages(const char *text)
{
	return parts(text, PAGES_OF_MIB * PAGE) / PAGE;
}

static void read_uuid(const char *text, unsigned char uuid[16])
{
	const char *at = text;

	for (int i = 0; i < 16; i++) {
		unsigned byte;

		at += *at == '-' && (i == 4 || i == 6 || i == 8 || i == 10);
		if (sscanf(at, "%2x", &byte) != 1)
			refuse(text, "not a uuid");
		uuid[i] = (unsigned char)byte;
		at += 2;
	}
	if (*at || strlen(text) != 36)
		refuse(text, "not a uuid");
}

/* A list of numbers and ranges: 0-2,5 */
static void read_cpus(char *text, unsigned char map[PCPUS_MOST / 8])
{
	memset(map, 0, PCPUS_MOST / 8);
	for (char *item = strtok(text, ","); item; item = strtok(NULL, ",")) {
		char *dash = strchr(item, '-');
		unsigned long first, last;

		if (dash)
			*dash = '\0';
		first = number(item);
		last = dash ? number(dash + 1) : first;
		if (last >= PCPUS_MOST)
			refuse(item, "too many pCPUs");
		for (unsigned long n = first; n <= last; n++)
			map[n / 8] |= (unsigned char)(1 << n % 8);
	}
}

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static const char *letters(const char *text, const char *known)
{
	if (strspn(text, known) != strlen(text))
		refuse(text, "not a state");
	return strdup(text);
}

static struct domain *find(long id)
{
	for (size_t i = 0; i < xen.len; i++)
		if (xen.domains[i].id == id)
			return &xen.domains[i];
	return NULL;
}

/* The value of a setting KEY=VALUE, or of the word KEY, then empty; NULL: it is another one. */
static char *setting(char *word, const char *key)
{
	size_t len = strlen(key);

	if (strncmp(word, key, len))
		return NULL;
	return word[len] == '=' ? word + len + 1 : word[len] ? NULL : word + len;
}

/* Return the next word; it must exist. */
static char *operand(char ***words, const char *what)
{
	if (!**words)
		refuse(what, "missing");
	return *(*words)++;
}

static void release(unsigned long minor)
{
	unsigned long known = minor < RELEASES ? minor : RELEASES - 1;

	xen.major = 4;
	xen.minor = minor;
	xen.sysctl = releases[known].sysctl + (minor - known);
	xen.domctl = releases[known].domctl + (minor - known);
	xen.record = releases[known].record;
}

static void read_xen(char **words)
{
	char *word = operand(&words, "the release"), *value;

	if ((*word != '3' && *word != '4') || word[1] != '.')
		refuse(word, "not a release");
	release(*word == '4' ? number(word + 2) : 0);
	if (*word == '3') {
		xen.major = 3;
		xen.minor = number(word + 2);
		xen.sysctl--;
		xen.domctl--;
	}
	for (; (word = *words); words++) {
		if ((value = setting(word, "sysctl")))
			xen.sysctl = number(value);
		else if ((value = setting(word, "domctl")))
			xen.domctl = number(value);
		else if ((value = setting(word, "record")))
			xen.record = number(value);
		else if ((value = setting(word, "pcpus")))
			xen.pcpus = number(value);
		else if ((value = setting(word, "count")))
			xen.counts = true, xen.count = number(value);
		else if ((value = setting(word, "log")))
			xen.log = strdup(value);
		else if (setting(word, "endless"))
			xen.endless = true;
		else
			refuse(word, "not a setting of xen");
	}
}

static void set_domain(struct domain *d, char *word)
{
	char *value;

	if ((value = setting(word, "uuid")))
		read_uuid(value, d->uuid);
	else if ((value = setting(word, "state")))
		d->state = letters(value, "rbpscd-");
	else if ((value = setting(word, "reason")))
		d->reason = number(value);
	else if ((value = setting(word, "flags")))
		d->flags = number(value);
	else if (setting(word, "xs"))
		d->xs = true;
	else if (setting(word, "forbidden"))
		d->forbidden = xen.xsm = true;
	else if ((value = setting(word, "mem")))
		d->pages = pages(value);
	else if ((value = setting(word, "max")))
		d->max_pages = pages(value);
	else if ((value = setting(word, "outstanding")))
		d->outstanding = pages(value);
	else if ((value = setting(word, "time")))
		d->ns = nanoseconds(value);
	else if ((value = setting(word, "load")))
		d->ns = clock_ns() / 100 * number(value);
	else if ((value = setting(word, "pool")))
		d->pool = number(value);
	else if ((value = setting(word, "label")))
		d->label = strdup(value), xen.xsm = true;
	else if ((value = setting(word, "vcpus"))) {
		char *most = strchr(value, '/');

		if (most)
			*most++ = '\0';
		d->vcpus = number(value);
		d->vcpus_max = most ? number(most) : d->vcpus;
	} else {
		refuse(word, "not a setting of a domain");
	}
}

static void read_domain(char **words)
{
	char *ids = operand(&words, "an id"), *dash = strchr(ids, '-');
	long first, last;

	if (dash)
		*dash = '\0';
	first = (long)number(ids);
	last = dash ? (long)number(dash + 1) : first;
	for (long id = first; id <= last; id++) {
		struct domain *d;
		char uuid[37];

		if (xen.len == xen.room) {
			xen.room = xen.room * 2 + 16;
			xen.domains = realloc(xen.domains, xen.room * sizeof(*xen.domains));
		}
		if (!xen.domains)
			refuse("memory", "there is none");
		d = &xen.domains[xen.len++];
		*d = (struct domain){ .id = id,
			.state = "-",
			.pages = 64 * PAGES_OF_MIB,
			.max_pages = UINT64_MAX,
			.vcpus = 1,
			.vcpus_max = 1 };
		snprintf(uuid, sizeof(uuid), "5f0c9a2e-7b41-4d3f-8e66-%012ld", id);
		if (id)
			read_uuid(uuid, d->uuid);
		for (char **word = words; *word; word++)
			set_domain(d, *word);
		if (d->max_pages == UINT64_MAX)
			d->max_pages = id ? d->pages : UINT32_MAX;
	}
}

static bool has(const char *state, char letter)
{
	return strchr(state, letter);
}

/* A VCPU by default. */
static struct vcpu usual(const struct domain *d, long n)
{
	struct vcpu v = { .number = n, .cpu = n % (long)xen.pcpus, .offline = n >= (long)d->vcpus, .state = "-" };

	if (has(d->state, 'b') || (has(d->state, 'r') && n))
		v.state = "b";
	else if (has(d->state, 'r'))
		v.state = "r";
	v.ns = d->vcpus ? d->ns / d->vcpus : 0;
	for (unsigned long cpu = 0; cpu < xen.pcpus && cpu < PCPUS_MOST; cpu++)
		v.affinity[cpu / 8] |= (unsigned char)(1 << cpu % 8);
	return v;
}

static void read_vcpu(char **words)
{
	struct domain *d = find((long)number(operand(&words, "an id")));
	long n = (long)number(operand(&words, "a VCPU's number"));
	struct vcpu *v = take(sizeof(*v));
	char *value;

	if (!d || n >= (long)d->vcpus_max)
		refuse("vcpu", "there is no such VCPU");
	*v = usual(d, n);
	for (char *word; (word = *words); words++) {
		if ((value = setting(word, "state")))
			v->state = letters(value, "rb-");
		else if ((value = setting(word, "cpu")))
			v->cpu = (long)number(value);
		else if ((value = setting(word, "time")))
			v->ns = nanoseconds(value);
		else if ((value = setting(word, "affinity")))
			read_cpus(value, v->affinity);
		else if (setting(word, "offline"))
			v->offline = true;
		else
			refuse(word, "not a setting of a VCPU");
	}
	v->next = d->differing;
	d->differing = v;
}

static enum call read_call(const char *name)
{
	for (enum call c = OPEN; c < CALLS; c++)
		if (!strcmp(call_names[c], name))
			return c;
	refuse(name, "not a call");
}

static int read_error(const char *name)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (!strcmp(errors[i].name, name))
			return errors[i].number;
	refuse(name, "not an errno");
}

static void read_wrong(char **words, bool fails)
{
	struct wrong *w = take(sizeof(*w));
	char *value;

	*w = (struct wrong){ .call = read_call(operand(&words, "a call")), .error = ALL, .domain = ALL, .times = ALL };
	value = operand(&words, "what happens");
	if (fails)
		w->error = read_error(value);
	else
		w->ms = (long)number(value);
	for (char *word; (word = *words); words++) {
		if ((value = setting(word, "domain")))
			w->domain = (long)number(value);
		else if ((value = setting(word, "after")))
			w->after = (long)number(value);
		else if ((value = setting(word, "times")))
			w->times = (long)number(value);
		else
			refuse(word, "not a setting of what goes wrong");
	}
	*xen.last_wrong = w;
	xen.last_wrong = &w->next;
}

static void read_line(char *line)
{
	enum { WORDS = 32 };
	char *words[WORDS + 1] = { NULL };
	int n = 0;

	for (char *word = strtok(line, " \t\n"); word; word = strtok(NULL, " \t\n")) {
		if (n == WORDS)
			refuse(word, "too many words");
		words[n++] = word;
	}
	if (!n || words[0][0] == '#')
		return;
	if (!strcmp(words[0], "xen"))
		read_xen(words + 1);
	else if (!strcmp(words[0], "domain"))
		read_domain(words + 1);
	else if (!strcmp(words[0], "vcpu"))
		read_vcpu(words + 1);
	else if (!strcmp(words[0], "fail") || !strcmp(words[0], "slow"))
		read_wrong(words + 1, *words[0] == 'f');
	else
		refuse(words[0], "not known");
}

static void read_description(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;

	if (!file)
		return;
	memset(&xen, 0, sizeof(xen));
	release(17);
	xen.pcpus = 4;
	xen.last_wrong = &xen.wrongs;
	for (xen.line = 1; getline(&line, &room, file) > 0; xen.line++)
		read_line(line);
	if (!xen.pcpus)
		refuse("pcpus", "there is none");
	free(line);
	fclose(file);
}

/* -- answering hypercalls -- */

/* Return errno for a call about a domain, 0 to succeed without an effect, ALL to answer it. */
static int wrong(enum call call, long domain)
{
	for (struct wrong *w = xen.wrongs; w; w = w->next) {
		struct timespec wait = { w->ms / 1000, w->ms % 1000 * 1000000 };

		if ((w->call != call && (w->call != ANY || call == OPEN)) || (w->domain != ALL && w->domain != domain))
			continue;
		if (w->after ? w->after-- : !w->times)
			continue;
		w->times -= w->times > 0;
		nanosleep(&wait, NULL);
		if (w->error != ALL)
			return w->error;
	}
	return ALL;
}

static void note(enum call call, const char *operands, int error)
{
	char line[160];
	int fd, len;

	if (!xen.log)
		return;
	len = snprintf(line, sizeof(line), "%s %s %d\n", call_names[call], operands, error);
	fd = open(xen.log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, line, (size_t)len) != len) {
		perror(xen.log);
		exit(UNREADABLE);
	}
	close(fd);
}

static uint64_t get(const char *at, size_t size)
{
	uint64_t n = 0;

	memcpy(&n, at, size); /* of a little-endian machine, as all that run Xen */
	return n;
}

static void put(char *at, uint64_t n, size_t size)
{
	memcpy(at, &n, size);
}

static char *pointer(const char *at)
{
	return (char *)(uintptr_t)get(at, 8);
}

static uint32_t flags_of(const struct domain *d)
{
	static const char bits[] = "d spbr"; /* bit 1: it is HVM */
	uint32_t flags = (uint32_t)d->flags;

	for (uint32_t bit = 0; bits[bit]; bit++)
		if (has(d->state, bits[bit]))
			flags |= 1u << bit;
	if (has(d->state, 'c'))
		flags |= 1u << 2 | 3u << 16;
	else if (has(d->state, 's'))
		flags |= (uint32_t)d->reason << 16;
	else
		flags |= 0xffff0000;
	if (d->xs && xen.minor >= 7)
		flags |= 1u << (xen.minor < 9 ? 8 : 7);
	return flags;
}

/* At most `size` bytes of its record. */
static void record(char *at, const struct domain *d, size_t size)
{
	char whole[1024] = { 0 };
	/* 4.2 has no outstanding_pages, 4.1 no paged_pages, too, and 4.0 no cpupool */
	size_t less = xen.minor < 2 ? 16 : xen.minor < 3 ? 8 : 0;

	put(whole, (uint64_t)d->id, 2);
	put(whole + 4, flags_of(d), 4);
	put(whole + 8, d->pages, 8);
	put(whole + 16, d->max_pages, 8);
	if (!less)
		put(whole + 24, d->outstanding, 8);
	put(whole + 56 - less, d->ns, 8);
	put(whole + 64 - less, d->vcpus, 4);
	put(whole + 68 - less, d->vcpus_max - 1, 4);
	put(whole + 72 - less, (uint64_t)d->id + 1, 4);
	memcpy(whole + 76 - less, d->uuid, 16);
	if (xen.minor > 0)
		put(whole + 92 - less, d->pool, 4);
	memcpy(at, whole, size < sizeof(whole) ? size : sizeof(whole));
}

static int list(char *control)
{
	long first = xen.endless ? 0 : (long)get(control + 8, 2);
	size_t most = get(control + 12, 4), n = 0;
	char *buffer = pointer(control + 16);
	int error = 0;

	for (size_t i = 0; i < xen.len && n < most; i++) {
		if (xen.domains[i].id < first)
			continue;
		error = xen.domains[i].forbidden && xen.minor < 19 ? EACCES : 0;
		if (!xen.domains[i].forbidden)
			record(buffer + n++ * xen.record, &xen.domains[i], xen.record);
	}
	if (!error)
		put(control + 24, xen.counts ? xen.count : n, 4);
	return error;
}

/* Up to 4.17, the next domain if it does not exist. */
static int info(char *control)
{
	long id = (long)get(control + 8, 2);

	for (size_t i = 0; i < xen.len; i++) {
		if (xen.domains[i].id == id || (xen.domains[i].id > id && xen.minor < 18)) {
			if (xen.domains[i].forbidden)
				return EACCES;
			put(control + 8, (uint64_t)xen.domains[i].id, 2);
			record(control + 16, &xen.domains[i], 112);
			return 0;
		}
	}
	return ESRCH;
}

static int vcpu(char *control, enum call call)
{
	struct domain *d = find((long)get(control + 8, 2));
	long n = (long)get(control + 16, 4);
	bool two = xen.minor >= 5;
	struct vcpu v;
	uint64_t bits;

	if (!d)
		return ESRCH;
	if (d->forbidden)
		return EACCES;
	if (n >= (long)d->vcpus_max)
		return EINVAL;
	v = usual(d, n);
	for (const struct vcpu *other = d->differing; other; other = other->next)
		if (other->number == n)
			v = *other;
	if (call == VCPU) {
		control[20] = !v.offline;
		control[21] = !v.offline && has(v.state, 'b');
		control[22] = !v.offline && has(v.state, 'r');
		put(control + 24, v.ns, 8);
		put(control + 32, (uint64_t)v.cpu, 4);
		return 0;
	}
	bits = get(control + 32, 4);
	if (bits < xen.pcpus)
		return EINVAL;
	if (!two || get(control + 20, 4) & 1)
		memcpy(pointer(control + 24), v.affinity, (bits + 7) / 8);
	if (two && get(control + 20, 4) & 2)
		memset(pointer(control + 40), 0xff, (get(control + 48, 4) + 7) / 8);
	return 0;
}

static int label(char *control)
{
	struct domain *d = find((long)get(control + 8, 4) - 1);
	size_t room = get(control + 12, 4), len = d && d->label ? strlen(d->label) + 1 : 0;

	if (!xen.xsm)
		return ENOSYS;
	if (!len || get(control + 4, 4) != 1)
		return EINVAL;
	if (len > room)
		return ERANGE;
	memcpy(pointer(control + 16), d->label, len);
	put(control + 12, len, 4);
	return 0;
}

static enum call call_of(uint64_t op, const char *control)
{
	enum { XEN_VERSION = 17, XSM_OP = 27, SYSCTL = 35, DOMCTL = 36 };
	static const struct {
		uint64_t op, command;
		enum call call;
	} calls[] = { { SYSCTL, 3, PHYSINFO }, { SYSCTL, 6, LIST }, { DOMCTL, 5, INFO }, { DOMCTL, 14, VCPU },
		{ DOMCTL, 25, AFFINITY }, { XSM_OP, 5, LABEL } };

	if (op == XEN_VERSION && !control)
		return VERSION;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (op == calls[i].op && control && get(control, 4) == calls[i].command)
			return calls[i].call;
	return CALLS;
}

static int answer(enum call call, char *control, long *result)
{
	unsigned long version = control ? get(control + 4, 4) : 0;

	if (((call == PHYSINFO || call == LIST) && version != xen.sysctl) ||
		((call == INFO || call == VCPU || call == AFFINITY) && version != xen.domctl))
		return EACCES;
	switch (call) {
	case VERSION:
		*result = (long)(xen.major << 16 | xen.minor);
		return 0;
	case PHYSINFO:
		put(control + 16, xen.pcpus, 4);
		if (xen.minor > 0) /* in 4.0 there is the highest number of a node, of which there is one */
			put(control + 20, xen.pcpus - 1, 4);
		return 0;
	case LIST:
		return list(control);
	case INFO:
		return info(control);
	case LABEL:
		return label(control);
	default:
		return vcpu(control, call);
	}
}

/* What a log and "domain=" have of it. */
static long operands(enum call call, const char *control, char *text, size_t size)
{
	bool of_domain = call == INFO || call == VCPU || call == AFFINITY;
	long id = of_domain ? (long)get(control + 8, 2) : call == LABEL ? (long)get(control + 8, 4) - 1 : ALL;

	*text = '\0';
	if (call == PHYSINFO)
		snprintf(text, size, "%#lx", (unsigned long)get(control + 4, 4));
	else if (call == LIST)
		snprintf(text, size, "%lu %lu", (unsigned long)get(control + 8, 2),
			(unsigned long)get(control + 12, 4));
	else if (call == VCPU || call == AFFINITY)
		snprintf(text, size, "%ld %lu", id, (unsigned long)get(control + 16, 4));
	else if (call == INFO || call == LABEL)
		snprintf(text, size, "%lu", (unsigned long)get(control + 8, call == LABEL ? 4 : 2));
	return id;
}

static long hypercall(const uint64_t *asked)
{
	char *control = (char *)(uintptr_t)asked[1], text[64];
	enum call call = call_of(asked[0], control);
	long result = 0;
	int error;

	if (call == CALLS)
		return errno = ENOSYS, -1;
	error = wrong(call, operands(call, control, text, sizeof(text)));
	if (error == ALL)
		error = answer(call, control, &result);
	note(call, text, error);
	if (!error)
		return result;
	errno = error;
	return -1;
}

/* -- called by the linker's --wrap instead of open() and ioctl() -- */

static const char *const devices[] = { "/dev/xen/privcmd", "/proc/xen/privcmd" };

int __real_open(const char *path, int flags, ...);
int __real_ioctl(int fd, unsigned long request, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_ioctl(int fd, unsigned long request, ...);

int __wrap_open(const char *path, int flags, ...)
{
	va_list rest;
	mode_t mode = 0;
	int error = ALL;

	if (flags & O_CREAT) {
		va_start(rest, flags);
		mode = va_arg(rest, mode_t);
		va_end(rest);
	}
	if (!strcmp(path, devices[0]) || !strcmp(path, devices[1])) {
		read_description(path);
		error = xen.line ? wrong(OPEN, ALL) : ALL;
		note(OPEN, path, error > 0 ? error : 0);
	}
	if (error <= 0)
		return __real_open(path, flags, mode);
	errno = error;
	return -1;
}

/* glibc's name for open() with 64-bit file offsets. */
__attribute__((alias("__wrap_open"))) int __wrap_open64(const char *path, int flags, ...);

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	va_list rest;
	void *argument;

	va_start(rest, request);
	argument = va_arg(rest, void *);
	va_end(rest);
	if (request != _IOC(_IOC_NONE, 'P', 0, 6 * sizeof(uint64_t)))
		return __real_ioctl(fd, request, argument);
	for (int i = 0; !xen.line && i < 2; i++) /* a process that has ended had opened it */
		read_description(devices[i]);
	return (int)hypercall(argument);
}
