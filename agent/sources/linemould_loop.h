/* SPDX-License-Identifier: Apache-2.0
 * linemould_loop.h: whether a line fits a mould, written once, compiled for each
 * set of instructions: the file that includes it defines TARGET, and before it
 * set_end, the first byte at or behind `at` that is not of a set, string_stop,
 * the same for what stands in a JSON string, and is_same, which compares up to
 * MOULD_FIXED_MAX bytes.  Must not know what a line is searched for.  Covered by tests/unit/test_linefast.c.
 */
#ifndef AGENT_SOURCES_LINEMOULD_LOOP_H
#define AGENT_SOURCES_LINEMOULD_LOOP_H

#include "agent/sources/bytes64.h"
#include "agent/sources/linemould.h"

/* 0x80 for each byte between those of low and high, all three ASCII: no borrow
 * goes from one byte to the next. */
TARGET static inline uint64_t
between(uint64_t bytes, uint64_t low, uint64_t high)
{
	uint64_t top = BYTES64_EACH(0x80);

	return ((bytes | top) - low) & ((high | top) - bytes) & ~bytes & top;
}

TARGET static inline bool
is_time(const char *at, const struct lineshape *time)
{
	for (size_t i = 0; i < time->len; i += 8) {
		uint64_t inside = between(bytes64_load(at + i),
		    bytes64_load((const char *)time->low + i),
		    bytes64_load((const char *)time->high + i));
		uint64_t outside = inside ^ BYTES64_EACH(0x80);

		if (time->len - i < 8)
			outside <<= 64 - 8 * (time->len - i);
		if (outside != 0)
			return false;
	}
	return true;
}

TARGET static inline bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

TARGET static inline const char *
hex_end(const char *at)
{
	static const bool hex[256] = {
		['0' ... '9'] = true,
		['A' ... 'F'] = true,
		['a' ... 'f'] = true,
	};

	while (hex[(unsigned char)*at])
		at++;
	return at;
}

/* Escapes that are of one character; NULL at another. */
TARGET static inline const char *
string_end(const char *at)
{
	while (*(at = string_stop(at)) == '\\') {
		if (strchr("\"\\/bfnrt", at[1]) == NULL || at[1] == '\0')
			return NULL;
		at += 2;
	}
	return at;
}

/* An integer or a decimal fraction; NULL for another. */
TARGET static inline const char *
number_end(const char *at)
{
	const char *from;

	at += *at == '-';
	from = at;
	while (is_digit(*at))
		at++;
	if (at == from || at - from > MOULD_DIGITS_MAX ||
	    (*from == '0' && at - from > 1))
		return NULL;
	if (*at != '.')
		return at;
	from = ++at;
	while (is_digit(*at))
		at++;
	return at == from || at - from > MOULD_DIGITS_MAX ? NULL : at;
}

TARGET static inline const char *
scalar_end(const char *at)
{
	if (*at == '"') {
		at = string_end(at + 1);
		return at != NULL && *at == '"' ? at + 1 : NULL;
	}
	if (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0)
		return at + 4;
	return memcmp(at, "false", 5) == 0 ? at + 5 : number_end(at);
}

/* A scalar, or an array of scalars; NULL when unsure. */
TARGET static inline const char *
value_end(const char *at)
{
	if (*at != '[')
		return scalar_end(at);
	if (at[1] == ']')
		return at + 2;
	do {
		at = scalar_end(at + 1);
	} while (at != NULL && *at == ',');
	return at != NULL && *at == ']' ? at + 1 : NULL;
}

TARGET static inline const char *
blanks_end(const char *at)
{
	const char *from = at;

	while (*at == ' ')
		at++;
	return at > from ? at : NULL;
}

TARGET static inline const char *
port_end(const char *at)
{
	const char *from = at;
	uint32_t number = 0;

	while (is_digit(*at) && at - from < 6)
		number = number * 10 + (uint32_t)(*at++ - '0');
	return at > from && at - from < 6 && number <= UINT16_MAX ? at : NULL;
}

/* A label and a dot behind `n` bytes of the name; how many there are then, or
 * 0 when it is not plain.  Always 64 bytes are copied. */
TARGET static inline size_t
put_label(char *to, size_t n, const char *at, size_t len)
{
	static const struct mould_set plain = { '!', '~', '.' };

	if (n + len + 1 > MOULD_NAME_MAX || len > 63 ||
	    (size_t)(set_end(at, &plain) - at) < len)
		return 0;
	memcpy(to + n, at, 64);
	to[n + len] = '.';
	return n + len + 1;
}

/* The end of "(7)chatgpt(3)com(0)", which `name` gets; NULL when it is odd. */
TARGET static inline const char *
labels_end(const char *at, const char *end, struct mould_name *name,
    struct str *ret)
{
	char *to = name->at + MOULD_NAME_BEFORE;
	size_t n = 0;

	while (end - at >= 3 && *at == '(') {
		size_t len = 0;

		if (!is_digit(*++at))
			return NULL;
		len = (size_t)(*at++ - '0');
		if (is_digit(*at))
			len = len * 10 + (size_t)(*at++ - '0');
		if (*at++ != ')')
			return NULL;
		if (len == 0) {
			*ret = (struct str){ to, n };
			return n > 0 ? at : NULL;
		}
		if (len > (size_t)(end - at))
			return NULL;
		n = put_label(to, n, at, len);
		if (n == 0)
			return NULL;
		at += len;
	}
	return NULL;
}

/* The end of a piece, past its fixed bytes; NULL when it does not fit. */
TARGET static inline const char *
piece_end(const struct mould *mould, const struct mould_piece *piece,
    const char *at, const char *end, struct mould_name *name,
    struct mould_found *ret)
{
	const char *stop;

	switch ((enum mould_kind)piece->kind) {
	case MOULD_RUN:
		stop = set_end(at, &piece->set);
		break;
	case MOULD_VALUE:
		return value_end(at);
	case MOULD_TIME:
		return is_time(at, &mould->time) ? at + piece->least : NULL;
	case MOULD_HEX:
		stop = hex_end(at);
		break;
	case MOULD_BLANKS:
		return blanks_end(at);
	case MOULD_PORT:
		return port_end(at);
	case MOULD_REST:
		return end;
	case MOULD_LABELS:
		return labels_end(at, end, name, &ret->labels);
	default:
		return string_end(at);
	}
	return (size_t)(stop - at) >= piece->least &&
	        (size_t)(stop - at) <= piece->most
	    ? stop
	    : NULL;
}

/* A name has no escape, and is not too long. */
TARGET static inline bool
is_plain_name(const struct mould *mould, const struct mould_found *found)
{
	size_t i = mould->name;
	const char *at;

	if (i == MOULD_NO_PIECE || mould->pieces[i].kind != MOULD_STRING)
		return true;
	at = found->from[i];
	return found->to[i] > at && found->to[i] - at <= MOULD_NAME_MAX &&
	    string_stop(at) == found->to[i];
}

/* No text of a mould's holds a newline or CR: none goes past the line's end. */
TARGET static bool
fits(const struct mould *mould, const char *from, const char *end,
    struct mould_name *name, struct mould_found *ret)
{
	const char *at = from, *text = mould->text;

	for (size_t i = 0; i < mould->count; i++) {
		const struct mould_piece *piece = &mould->pieces[i];

		if (!is_same(at, text, piece->fixed))
			return false;
		at += piece->fixed;
		text += piece->fixed;
		ret->from[i] = at;
		if (piece->kind == MOULD_STRING) {
			const char *stop = string_stop(at);

			at = *stop == '\\' ? string_end(at) : stop;
		} else if (piece->kind != MOULD_NONE) {
			at = piece_end(mould, piece, at, end, name, ret);
		}
		if (at == NULL)
			return false;
		ret->to[i] = at;
	}
	return at == end && is_plain_name(mould, ret);
}

#endif
