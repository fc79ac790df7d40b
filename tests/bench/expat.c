/* SPDX-License-Identifier: MIT */
#include "sax.h"

#include <expat.h>

static void start(void *data, const char *name, const char **attributes)
{
	(void)data, (void)attributes;
	sax_start(name);
}

static void end(void *data, const char *name)
{
	(void)data;
	sax_end(name);
}

static void text(void *data, const char *at, int len)
{
	(void)data;
	sax_text(at, (size_t)len);
}

static uint64_t decode(char *at, size_t len)
{
	XML_Parser parser = XML_ParserCreate(NULL);

	memset(&sax, 0, sizeof(sax));
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, text);
	for (size_t n; len; at += n, len -= n) { /* by windows, as we do */
		n = len < 16384 ? len : 16384;
		if (XML_Parse(parser, at, (int)n, n == len) != XML_STATUS_OK)
			sax.sum = 0, len = n;
	}
	XML_ParserFree(parser);
	return sax.sum;
}
