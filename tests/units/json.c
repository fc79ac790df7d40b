/* SPDX-License-Identifier: MIT */
#include "unit.h"
#include "tests/memory.h"
#include "wire/json.h"

#include <stdio.h>

static struct json json;
static struct fail failure;
static struct memory memory;

static void document(const char *text)
{
	failure = (struct fail){ 0 };
	memory = memory_of(text, strlen(text), SIZE_MAX);
	json_open(&json, &memory.stream, &failure);
}

static bool ended(void)
{
	json_end(&json);
	return failure.status == SHOWN;
}

static bool value_is(const char *text, enum json_type type, const char *want)
{
	char room[64];
	struct out out = OUT_IN(room);

	document(text);
	return json_value(&json, &out) == type && slice_is(out_slice(&out), slice_of(want)) && ended();
}

static void values(void)
{
	char room[3];
	struct out text = OUT_IN(room);

	PROMISE("json: each value has its type, strings and numbers their text",
		value_is("\"a\\u0062\"", JSON_STRING, "ab") && value_is(" -12 ", JSON_INTEGER, "-12") &&
			value_is("1.0", JSON_REAL, "1.0") && value_is("1e5", JSON_REAL, "1e5") &&
			value_is("NaN", JSON_REAL, "NaN") && value_is("true", JSON_TRUE, "") &&
			value_is("false", JSON_FALSE, "") && value_is("null", JSON_NULL, ""));
	document("[\"abcd\",1]");
	json_value(&json, &text);
	PROMISE("json: a text that does not fit sets `failed`, and reading continues",
		json_item(&json) && json_value(&json, &text) == JSON_STRING && text.failed && json_item(&json));
}

static void plain(void)
{
	struct slice text = SLICE("");

	document("[\"ab\",-7,\"a\\n\",\"\",true, \"x\"]");
	json_value(&json, NULL);
	PROMISE("json: short texts are returned as slices",
		json_item(&json) && json_plain(&json, &text) == JSON_STRING && slice_is(text, SLICE("ab")) &&
			json_item(&json) && json_plain(&json, &text) == JSON_INTEGER && slice_is(text, SLICE("-7")));
	PROMISE("json: json_plain leaves a string with an escape",
		json_item(&json) && json_plain(&json, &text) == JSON_NONE && (json_skip(&json), json_item(&json)) &&
			json_plain(&json, &text) == JSON_STRING && !text.len);
	PROMISE("json: json_plain leaves a word, and a value after a blank",
		json_item(&json) && json_plain(&json, &text) == JSON_NONE && (json_skip(&json), json_item(&json)) &&
			json_plain(&json, &text) == JSON_NONE && (json_skip(&json), !json_item(&json)) && ended());
}

/* Return the values of the members b and bb, with 'b' for each member of another name. */
static void wanted(void)
{
	char room[64];
	struct out o = OUT_IN(room);

	document(
		"{\"a\":1,\"b\":2,\"c\":{\"b\":3},\"d\" : [[{\"b\":4}]],\"\":\"b\",\"\\u0062b\":5,\"e\":{},\"b\":6,\"f\":null}");
	json_value(&json, NULL);
	while (json_member(&json, wanted_name(SLICE("b")) | wanted_name(SLICE("bb"))))
		if (slice_is(json.name, SLICE("b")) || slice_is(json.name, SLICE("bb")))
			json_value(&json, &o);
		else
			json_skip(&json);
	PROMISE("json: members of a set are returned, with any others between them",
		slice_is(out_slice(&o), SLICE("256")) && ended());
}

static ssize_t broken_read(struct stream *s, char *at, size_t room)
{
	(void)s, (void)room;
	*at = '[';
	return failure.status || !memory.left-- ? fail(&failure, UNANSWERED, "no more") : 1;
}

static void failures(void)
{
	bool none;

	document("{\"a\":\n1}");
	json_value(&json, NULL);
	json_member(&json, WANTED_ALL);
	json_refuse(&json, BROKEN, "why");
	PROMISE("json: a refusal by the caller has the place",
		failure.status == BROKEN && json_refused(&json) &&
			slice_is((struct slice){ failure.text, failure.len }, SLICE("line 1, column 6: why")));
	none = json_value(&json, NULL) == JSON_NONE && !json_member(&json, WANTED_ALL) && !json_item(&json);
	json_skip(&json);
	PROMISE("json: nothing is returned after a refusal", none && !ended());
	document("");
	memory.left = 2;
	memory.stream.read = broken_read;
	json_skip(&json);
	PROMISE("json: a failure of the stream is not one of the document",
		failure.status == UNANSWERED && !json_refused(&json) && !ended());
}

void unit_json(void)
{
	values();
	plain();
	wanted();
	failures();
}
