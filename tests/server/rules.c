/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "number.h"

static struct rule *rules;
static const char *replay_dir;

static const char *check_value(struct rule *rule)
{
	switch (rule->kind) {
	case RULE_ANSWER:
	case RULE_HTTP_ANSWER:
		return access(rule->value, R_OK) == 0 ? NULL : "cannot read the file";
	case RULE_CUT:
	case RULE_STALL:
		return number_read(rule->value, 0, (size_t)-1, &rule->number) ? NULL : "not a number";
	case RULE_FAULT:
		return strchr(rule->value, ',') ? NULL : "not CODE,STRING";
	default:
		return *rule->value ? NULL : "no error code";
	}
}

static void free_rule(struct rule *rule)
{
	free(rule->method);
	free(rule);
}

const char *rules_add(enum rule_kind kind, const char *text)
{
	struct rule *rule = calloc(1, sizeof(*rule)), **end;
	const char *wrong;
	char *equals;

	if (!rule)
		return "out of memory";
	rule->kind = kind;
	rule->method = strdup(text);
	equals = rule->method ? strchr(rule->method, '=') : NULL;
	if (!equals || equals == rule->method) {
		free_rule(rule);
		return "not METHOD=VALUE";
	}
	*equals = '\0';
	rule->value = equals + 1;
	wrong = check_value(rule);
	if (wrong) {
		free_rule(rule);
		return wrong;
	}
	for (end = &rules; *end; end = &(*end)->next)
		;
	*end = rule;
	return NULL;
}

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), n = strlen(ending);

	return len >= n && strcmp(name + len - n, ending) == 0;
}

/* A client may ask for all records and filter them itself. */
static bool is_for(const struct rule *rule, const char *method)
{
	if (strcmp(method, "VM.get_all_records") == 0 && strcmp(rule->method, "VM.get_all_records_where") == 0)
		return true;
	return strcmp(rule->method, method) == 0;
}

static struct rule *next_exactly(struct rule *rule, enum rule_kind kind, const char *method)
{
	for (; rule; rule = rule->next) {
		if (rule->kind == kind && !rule->used && is_for(rule, method))
			return rule;
	}
	return NULL;
}

static struct rule *find_exactly(enum rule_kind kind, const char *method)
{
	return next_exactly(rules, kind, method);
}

/* Return the body for the method in that encoding. */
static struct rule *find_body(const char *method, bool json)
{
	struct rule *rule = find_exactly(RULE_ANSWER, method);

	while (rule && ends_in(rule->value, ".json") != json)
		rule = next_exactly(rule->next, RULE_ANSWER, method);
	return rule;
}

struct rule *rules_find(enum rule_kind kind, const char *method)
{
	struct rule *rule = find_exactly(kind, method);

	return rule ? rule : find_exactly(kind, "*");
}

void rules_free(void)
{
	struct rule *next;

	for (; rules; rules = next) {
		next = rules->next;
		free_rule(rules);
	}
}

void rules_replay(const char *dir)
{
	replay_dir = dir;
}

/* Only a valid name of a method may become a part of a path. */
static bool is_name(const char *method)
{
	return *method != '.' && strlen(method) < 100 &&
		method[strspn(method,
			"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"0123456789_.:+-,")] == '\0';
}

static bool load_replay(const char *method, const char *parameters, const char *ending, struct buf *out)
{
	struct buf path = { 0 };
	bool good;

	buf_printf(&path, "%s/%s%s%s%s", replay_dir, method, *parameters ? "," : "", parameters, ending);
	good = buf_file(out, path.data);
	buf_free(&path);
	if (!good)
		buf_clear(out);
	return good;
}

/* A rule's file for the method; it was there at the start, so a failure now is worth a word. */
static bool load_rule(const char *method, bool json, struct buf *out, bool *whole)
{
	struct rule *rule = find_exactly(RULE_HTTP_ANSWER, method);

	*whole = rule != NULL;
	if (!rule)
		rule = find_body(method, json);
	if (!rule)
		return false;
	if (!buf_file(out, rule->value))
		fprintf(stderr, "server: %s: %s\n", rule->value, strerror(errno));
	return true;
}

bool rules_load(const char *method, const char *parameters, bool json, struct buf *out, bool *whole)
{
	const char *ending = json ? ".json" : ".xml";

	if (load_rule(method, json, out, whole))
		return true;
	if (replay_dir && is_name(method)) {
		*whole = (*parameters && is_name(parameters) && load_replay(method, parameters, ".http", out)) ||
			load_replay(method, "", ".http", out);
		if (*whole || (*parameters && is_name(parameters) && load_replay(method, parameters, ending, out)) ||
			load_replay(method, "", ending, out))
			return true;
		if (strcmp(method, "VM.get_all_records_where") == 0 &&
			load_replay("VM.get_all_records", "", ending, out))
			return true;
	}
	return load_rule("*", json, out, whole);
}

/* Note the encodings of a file with a method's answer. */
static void note_body(const char *method, const char *file, bool *xml, bool *json)
{
	if (strncmp(method, "session.", 8) == 0)
		return;
	*json |= ends_in(file, ".json");
	*xml |= !ends_in(file, ".json") && !ends_in(file, ".http");
}

bool rules_are_xml(void)
{
	DIR *dir = replay_dir ? opendir(replay_dir) : NULL;
	bool xml = false, json = false;
	struct dirent *entry;

	for (struct rule *rule = rules; rule; rule = rule->next) {
		if (rule->kind == RULE_ANSWER)
			note_body(rule->method, rule->value, &xml, &json);
		else if (rule->kind == RULE_FAULT)
			note_body(rule->method, ".xml", &xml, &json);
	}
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			note_body(entry->d_name, entry->d_name, &xml, &json);
	if (dir)
		closedir(dir);
	return xml && !json;
}
