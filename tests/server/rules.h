/* SPDX-License-Identifier: MIT */
/*
 * rules - what a test orders for single methods, each given as METHOD=VALUE.
 *
 * METHOD is a method in the spelling with a dot, or * for all of them; a rule for the method
 * itself goes before one for all, and of the same kind and method the first given one counts. One for
 * VM.get_all_records_where goes for VM.get_all_records, too.
 */
#ifndef RULES_H
#define RULES_H

#include "buf.h"

enum rule_kind {
	RULE_ANSWER, /* VALUE is a file with the answer's body, in JSON if named *.json, else in XML */
	RULE_HTTP_ANSWER, /* VALUE is a file: the whole HTTP answer */
	RULE_CUT, /* VALUE is a number of bytes */
	RULE_STALL,
	RULE_FAIL, /* VALUE is CODE[,ARG]... */
	RULE_FAIL_ONCE,
	RULE_FAULT, /* VALUE is CODE,STRING */
};

struct rule {
	enum rule_kind kind;
	char *method;
	char *value;
	size_t number; /* of RULE_CUT and RULE_STALL */
	bool used; /* of RULE_FAIL_ONCE: it will not be found again */
	struct rule *next;
};

/* Return NULL, or the error in the text. */
const char *rules_add(enum rule_kind kind, const char *text);
struct rule *rules_find(enum rule_kind kind, const char *method);
void rules_free(void);

/* The directory in which METHOD.xml, METHOD.json and METHOD.http stand for the answers of METHOD, and
 * METHOD,PARAMETER,... for that to a call with these parameters. */
void rules_replay(const char *dir);

/* Load the file with the method's answer, if there is one; *whole: it is a whole HTTP answer. */
bool rules_load(const char *method, const char *parameters, bool json, struct buf *out, bool *whole);

/* Are there bodies for calls on data, and all of them in XML? */
bool rules_are_xml(void);

#endif
