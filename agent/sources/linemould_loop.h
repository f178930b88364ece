/* SPDX-License-Identifier: Apache-2.0
 * linemould_loop.h: whether a line fits a mould, written once, compiled for each
 * set of instructions: the file that includes it defines TARGET, and before it
 * set_end, the first byte at or behind `at` that is not of a set, and is_same,
 * which compares up to MOULD_FIXED_MAX bytes.  Must not know what a line is searched for.  Covered by tests/unit/test_linefast.c.
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

/* The first mark at or behind `at`; 57 of them at least are looked at in one
 * go. */
TARGET static inline const char *
mark_at(struct mould_marks marks, const char *at)
{
	size_t i = (size_t)(at - marks.text);
	const char *bits = (const char *)marks.bits + i / 8;
	uint64_t word = bytes64_load(bits) >> i % 8;

	for (; word == 0; at += 56)
		word = bytes64_load(bits += 7) >> i % 8;
	return at + __builtin_ctzll(word);
}

TARGET static inline const char *
word_end(struct mould_marks marks, const char *at, char but)
{
	for (;; at++) {
		at = mark_at(marks, at);
		if (*at == but || (unsigned char)(*at - '!') > '~' - '!')
			return at;
	}
}

TARGET static inline const char *
string_stop(struct mould_marks marks, const char *at)
{
	for (;; at++) {
		at = mark_at(marks, at);
		if (*at == '"' || *at == '\\' ||
		    (unsigned char)(*at - ' ') >= 0x80 - ' ')
			return at;
	}
}

/* Digits and hexadecimal digits, 0x80 for each. */
TARGET static inline uint64_t
digits_in(uint64_t bytes)
{
	return between(bytes, BYTES64_EACH('0'), BYTES64_EACH('9'));
}

TARGET static inline uint64_t
hex_in(uint64_t bytes)
{
	return digits_in(bytes) | between(bytes | BYTES64_EACH(0x20),
	    BYTES64_EACH('a'), BYTES64_EACH('f'));
}

TARGET static inline const char *
digits_end(const char *at)
{
	for (;; at += 8) {
		uint64_t others =
		    digits_in(bytes64_load(at)) ^ BYTES64_EACH(0x80);

		if (others != 0)
			return at + bytes64_first(others);
	}
}

TARGET static inline const char *
hex_end(const char *at)
{
	for (;; at += 8) {
		uint64_t others =
		    hex_in(bytes64_load(at)) ^ BYTES64_EACH(0x80);

		if (others != 0)
			return at + bytes64_first(others);
	}
}

/* Escapes that are of one character; NULL at another. */
TARGET static inline const char *
string_end(struct mould_marks marks, const char *at)
{
	while (*(at = string_stop(marks, at)) == '\\') {
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
	at = digits_end(at);
	if (at == from || at - from > MOULD_DIGITS_MAX ||
	    (*from == '0' && at - from > 1))
		return NULL;
	if (*at != '.')
		return at;
	from = ++at;
	at = digits_end(at);
	return at == from || at - from > MOULD_DIGITS_MAX ? NULL : at;
}

TARGET static inline const char *
scalar_end(struct mould_marks marks, const char *at)
{
	if (*at == '"') {
		at = string_end(marks, at + 1);
		return at != NULL && *at == '"' ? at + 1 : NULL;
	}
	if (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0)
		return at + 4;
	return memcmp(at, "false", 5) == 0 ? at + 5 : number_end(at);
}

/* A scalar, or an array of scalars; NULL when unsure. */
TARGET static inline const char *
value_end(struct mould_marks marks, const char *at)
{
	if (*at != '[')
		return scalar_end(marks, at);
	if (at[1] == ']')
		return at + 2;
	do {
		at = scalar_end(marks, at + 1);
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
	const char *end = digits_end(at);
	size_t len = (size_t)(end - at);

	return len > 0 && (len < 5 ||
	        (len == 5 && memcmp(at, "65535", 5) <= 0)) ? end : NULL;
}

TARGET static inline bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
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

/* The end of a piece without `least` and `most`; NULL when it does not fit. */
TARGET static inline const char *
odd_end(const struct mould *mould, const struct mould_piece *piece,
    const char *at, const char *end, struct mould_marks marks,
    struct mould_name *name, struct mould_found *ret)
{
	switch ((enum mould_kind)piece->kind) {
	case MOULD_VALUE:
		return value_end(marks, at);
	case MOULD_TIME:
		return is_time(at, &mould->time) ? at + piece->least : NULL;
	case MOULD_BLANKS:
		return blanks_end(at);
	case MOULD_PORT:
		return port_end(at);
	case MOULD_REST:
		return end;
	case MOULD_LABELS:
		return labels_end(at, end, name, &ret->labels);
	default:
		return at;
	}
}

/* The end of one with `least` and `most`. */
TARGET static inline const char *
run_end(const struct mould_piece *piece, const char *at,
    struct mould_marks marks)
{
	switch ((enum mould_kind)piece->kind) {
	case MOULD_WORD:
		return word_end(marks, at, piece->set.but);
	case MOULD_PLAIN:
		return string_stop(marks, at);
	case MOULD_DIGITS:
		return digits_end(at);
	case MOULD_HEX:
		return hex_end(at);
	default:
		return set_end(at, &piece->set);
	}
}

/* No text of a mould's holds a newline or CR: none goes past the line's end. */
TARGET static bool
fits(const struct mould *mould, const char *from, const char *end,
    struct mould_marks marks, struct mould_name *name,
    struct mould_found *ret)
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
			at = string_end(marks, at);
		} else if (piece->kind <= MOULD_RUN) {
			size_t len;

			at = run_end(piece, at, marks);
			len = (size_t)(at - ret->from[i]);
			if (len < piece->least || len > piece->most)
				return false;
		} else {
			at = odd_end(mould, piece, at, end, marks, name, ret);
		}
		if (at == NULL)
			return false;
	}
	return at == end;
}

#endif
