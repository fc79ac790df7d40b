/* SPDX-License-Identifier: MIT */
#include "changes.h"

#include <stdio.h>
#include <string.h>

#include "pool.h"

static struct {
	enum change_kind kind;
	char name[96];
	const char *text;
} changes[32];
static size_t count;

bool changes_add(enum change_kind kind, const char *text)
{
	size_t len = kind == CHANGE_ELSEWHERE ? strlen(text) : strcspn(text, "=");

	if (count == sizeof(changes) / sizeof(*changes) || len >= sizeof(changes->name))
		return false;
	if (kind != CHANGE_ELSEWHERE && text[len] != '=')
		return false;
	changes[count].kind = kind;
	memcpy(changes[count].name, text, len);
	changes[count].name[len] = '\0';
	changes[count++].text = text + len + 1;
	return true;
}

const char *changes_make(void)
{
	for (size_t i = 0; i < count; i++) {
		struct vm *vm = pool_named(changes[i].name);
		char *uuid = pool_uuid(changes[i].name);

		if (!vm && !(uuid && changes[i].kind == CHANGE_UUID))
			return changes[i].name;
		switch (changes[i].kind) {
		case CHANGE_NAME:
			snprintf(vm->name, sizeof(vm->name), "%s", changes[i].text);
			break;
		case CHANGE_UUID:
			snprintf(uuid, sizeof(vm->uuid), "%s", changes[i].text);
			break;
		case CHANGE_KEY:
			vm->key = changes[i].text;
			break;
		case CHANGE_METRICS_KEY:
			vm->metrics_key = changes[i].text;
			break;
		case CHANGE_ELSEWHERE:
			snprintf(vm->host, sizeof(vm->host), "%s", pool_host(1)->ref);
			break;
		}
	}
	return NULL;
}
