/* SPDX-License-Identifier: MIT */
#include "wire/xml_trail.h"

/* At the first name of a record. */
static void begin(struct xml *x, uint64_t wanted)
{
	struct xml_trail *t = &x->trail;
	uint64_t here = xml_offset(x);
	bool again = t->depth == x->depth && t->wanted == wanted;

	t->steps = again ? t->step : 0;
	t->back = again ? here - t->first : 0;
	t->first = t->begin = t->same = here;
	t->step = 0;
	t->open = true;
	t->depth = x->depth;
	t->wanted = wanted;
}

void xml_trail_step(struct xml *x, const char *at, bool plain)
{
	struct xml_trail *t = &x->trail;
	uint64_t here = xml_offset_of(x, at), len = here - t->begin;

	t->begin = here;
	if (!t->open || t->step == XML_STEPS || len > UINT16_MAX / 2) {
		t->open = false; /* no more is known of this record */
		t->steps = 0;
		return;
	}
	if (t->step < t->steps && len != t->lens[t->step] / 2) {
		t->back += len - t->lens[t->step] / 2;
		t->same = here;
	}
	t->lens[t->step++] = (uint16_t)(2 * len + plain);
}

#if XML_SSE2
static inline __m128i compared(const char *at, size_t back)
{
	return _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)at),
		_mm_loadu_si128((const __m128i *)(const void *)(at - back)));
}
#endif

/* The first byte from at on that is not the one `back` before it; end, if there is none before that. */
static const char *differs(const char *at, size_t back, const char *end)
{
#if XML_SSE2
	unsigned mask = 0;

	for (; end - at >= 64; at += 64) {
		__m128i one = _mm_and_si128(compared(at, back), compared(at + 16, back));
		__m128i two = _mm_and_si128(compared(at + 32, back), compared(at + 48, back));

		if (_mm_movemask_epi8(_mm_and_si128(one, two)) != 0xffff)
			break;
	}
	while (at < end && (mask = (unsigned)_mm_movemask_epi8(compared(at, back))) == 0xffff)
		at += 16;
	at += __builtin_ctz(~mask);
#else
	while (end - at >= 8 && xml_load(at) == xml_load(at - back))
		at += 8;
	while (at < end && *at == *(at - back))
		at++;
#endif
	return at < end ? at : end;
}

const char *xml_trail_pass(struct xml *x, const char *at)
{
	struct xml_trail *t = &x->trail;
	const uint16_t *len = t->lens + t->step, *end = t->lens + t->steps;
	const char *same = at, *from = at;
	uint64_t here = xml_offset_of(x, at);

	if (len >= end || !(*len & 1) || t->back > (size_t)(at - x->room))
		return at;
	if (t->same > here)
		same += t->same - here;
	if (at + *len / 2 > same) {
		same = differs(same, (size_t)t->back, x->end);
		t->same = xml_offset_of(x, same);
	}
	while (len < end && *len & 1 && *len / 2 <= same - at)
		at += *len++ / 2;
	t->step = (unsigned)(len - t->lens);
	t->begin += (size_t)(at - from);
	return at;
}

bool xml_trail(struct xml *x, uint64_t wanted, bool first)
{
	struct xml_trail *t = &x->trail;
	bool on = t->open && t->depth == x->depth && t->wanted == wanted;

	if (wanted == XML_ALL || x->depth + 3 > x->limit)
		return false;
	if (on && t->begin == xml_offset(x)) /* for the second time, at the window's end */
		return true;
	if (first)
		begin(x, wanted);
	else if (on)
		xml_trail_step(x, x->at, false);
	return first || on;
}
