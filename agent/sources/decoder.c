/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/decoder.h"

#include "agent/sources/gunzip.h"

#include <string.h>

/* What decoder_init has looked at comes first. */
static size_t
bytes(struct decoder *decoder, char *to, size_t room)
{
	size_t n = decoder->head_len - decoder->head_at;

	if (n == 0)
		return gunzip_read(decoder->from, to, room);
	n = n < room ? n : room;
	memcpy(to, decoder->head + decoder->head_at, n);
	decoder->head_at += n;
	return n;
}

static size_t
put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

#define REPLACEMENT 0xfffd

/* One UTF-16 unit; at most 4 + 3 bytes come out of it. */
static size_t
put_unit(struct decoder *decoder, char *to, uint32_t unit)
{
	size_t n = 0;
	uint32_t high = decoder->high;

	decoder->high = 0;
	if (high != 0 && unit >= 0xdc00 && unit <= 0xdfff)
		return put_utf8(to, 0x10000 + ((high - 0xd800) << 10) +
		        (unit - 0xdc00));
	if (high != 0)
		n = put_utf8(to, REPLACEMENT);
	if (unit >= 0xd800 && unit <= 0xdbff) {
		decoder->high = unit;
		return n;
	}
	if (unit >= 0xdc00 && unit <= 0xdfff)
		unit = REPLACEMENT;
	return n + put_utf8(to + n, unit);
}

/* A UTF-16 unit becomes at most 3 bytes, a pair 4: units / 2 * 3 + 3 fit. */
static size_t
utf16(struct decoder *decoder, char *to, size_t room)
{
	size_t want = (room - 8) / 3 * 2, n = 0, got, i = 0;
	const unsigned char *in = (const unsigned char *)decoder->units;

	if (want > sizeof(decoder->units))
		want = sizeof(decoder->units);
	memcpy(decoder->units, decoder->odd, decoder->odd_len);
	got = bytes(decoder, decoder->units + decoder->odd_len,
	    want - decoder->odd_len);
	if (got == 0)
		return 0;
	got += decoder->odd_len;
	for (; i + 2 <= got; i += 2) {
		uint32_t unit = decoder->encoding == ENCODING_UTF16LE
		    ? (uint32_t)in[i] | (uint32_t)in[i + 1] << 8
		    : (uint32_t)in[i + 1] | (uint32_t)in[i] << 8;

		n += put_unit(decoder, to + n, unit);
	}
	decoder->odd_len = got - i;
	if (decoder->odd_len > 0)
		decoder->odd[0] = in[i];
	/* A lone surrogate gave nothing yet: that is not the end. */
	return n > 0 ? n : utf16(decoder, to, room);
}

/* NULs in every other byte of the first eight tell UTF-16 without a mark. */
static enum encoding
encoding_of(const unsigned char *head, size_t len, size_t *ret_mark)
{
	bool even = true, odd = true;

	*ret_mark = 2;
	if (len >= 2 && head[0] == 0xff && head[1] == 0xfe)
		return ENCODING_UTF16LE;
	if (len >= 2 && head[0] == 0xfe && head[1] == 0xff)
		return ENCODING_UTF16BE;
	*ret_mark = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	if (len < 8)
		return ENCODING_BYTES;
	for (size_t i = 0; i < 8; i += 2) {
		even = even && head[i] == 0 && head[i + 1] != 0;
		odd = odd && head[i] != 0 && head[i + 1] == 0;
	}
	return odd ? ENCODING_UTF16LE : even ? ENCODING_UTF16BE
	                                     : ENCODING_BYTES;
}

/* The first bytes decide the encoding; those that are no mark are put back. */
static void
detect(struct decoder *decoder)
{
	size_t n = 1, mark;

	while (n > 0 && decoder->head_len < 8) {
		n = gunzip_read(decoder->from,
		    decoder->head + decoder->head_len,
		    sizeof(decoder->head) - decoder->head_len);
		decoder->head_len += n;
	}
	decoder->encoding = encoding_of((const unsigned char *)decoder->head,
	    decoder->head_len, &mark);
	decoder->head_at = mark;
}

void
decoder_init(struct decoder *decoder, struct gunzip *from)
{
	memset(decoder, 0, sizeof(*decoder));
	decoder->from = from;
	detect(decoder);
}

size_t
decoder_read(struct decoder *decoder, char *to, size_t room)
{
	return decoder->encoding == ENCODING_BYTES ? bytes(decoder, to, room)
	                                           : utf16(decoder, to, room);
}
