/* SPDX-License-Identifier: MIT */
#include "changes.h"

#include <stdio.h>
#include <string.h>

#include "pool.h"

static struct {
	enum change_kind kind;
	char name[96];
	const char *text;
} changes[64];
static size_t count;

bool changes_add(enum change_kind kind, const char *text)
{
	bool name_only = kind == CHANGE_ELSEWHERE || kind >= CHANGE_LEAVES;
	size_t len = name_only ? strlen(text) : strcspn(text, "=");

	if (count == sizeof(changes) / sizeof(*changes) || len >= sizeof(changes->name))
		return false;
	if (!name_only && text[len] != '=')
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
		struct host *host = vm ? NULL : pool_host_named(changes[i].name);

		if (!vm && !(host && (changes[i].kind == CHANGE_NAME || changes[i].kind == CHANGE_UUID)))
			return changes[i].name;
		switch (changes[i].kind) {
		case CHANGE_NAME:
			snprintf(vm ? vm->name : host->name, vm ? sizeof(vm->name) : sizeof(host->name), "%s",
				changes[i].text);
			break;
		case CHANGE_UUID:
			snprintf(vm ? vm->uuid : host->uuid, sizeof(vm->uuid), "%s", changes[i].text);
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
		case CHANGE_SHADOW:
			snprintf(vm->shadow, sizeof(vm->shadow), "%s", changes[i].text);
			break;
		case CHANGE_LEAVES:
			vm->leaves = true;
			break;
		case CHANGE_ARRIVES:
			vm->arrives = vm->left = true;
			break;
		case CHANGE_MOVES:
			vm->moves = true;
			break;
		}
	}
	return NULL;
}
