/* SPDX-License-Identifier: MIT */
#include "sax.h"

#include <libxml/parser.h>

static void start(void *data, const xmlChar *name, const xmlChar **attributes)
{
	(void)data, (void)attributes;
	sax_start((const char *)name);
}

static void end(void *data, const xmlChar *name)
{
	(void)data;
	sax_end((const char *)name);
}

static void text(void *data, const xmlChar *at, int len)
{
	(void)data;
	sax_text((const char *)at, (size_t)len);
}

static uint64_t decode(char *at, size_t len)
{
	xmlSAXHandler handler = { .startElement = start, .endElement = end, .characters = text };
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);

	memset(&sax, 0, sizeof(sax));
	for (size_t n; len; at += n, len -= n) {
		n = len < 16384 ? len : 16384;
		if (xmlParseChunk(parser, at, (int)n, n == len))
			sax.sum = 0, len = n;
	}
	xmlFreeParserCtxt(parser);
	return sax.sum;
}
