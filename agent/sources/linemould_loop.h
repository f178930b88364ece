/* SPDX-License-Identifier: Apache-2.0
 * linemould_loop.h: whether a line fits a mould, written once, compiled for each
 * set of instructions: the file that includes it defines TARGET, and before it
 * has_shape, set_end and hex_end, the first byte at or behind `at` that is not of
 * a set or no hexadecimal digit, and is_same, which compares up to
 * MOULD_FIXED_MAX bytes.  Must not know what a line is searched for.
 * Covered by tests/unit/test_linefast.c.
 */
#ifndef AGENT_SOURCES_LINEMOULD_LOOP_H
#define AGENT_SOURCES_LINEMOULD_LOOP_H

#include "agent/sources/bytes64.h"
#include "agent/sources/linemould.h"

/* What is seldom met is left out of the loop, which has registers enough then. */
#define NOINLINE __attribute__((noinline))

/* 0x80 for each byte between those of low and high, all three ASCII: no borrow
 * goes from one byte to the next. */
TARGET static inline uint64_t
between(uint64_t bytes, uint64_t low, uint64_t high)
{
	uint64_t top = BYTES64_EACH(0x80);

	return ((bytes | top) - low) & ((high | top) - bytes) & ~bytes & top;
}

/* A place in the line. */
struct place {
	const char *at;
	uint64_t left; /* its marks from `at` on, as many as are loaded; 0: they
	                * are to be loaded */
};

TARGET static inline uint64_t
marks_from(struct mould_marks marks, const char *at)
{
	size_t i = (size_t)(at - marks.text);

	return bytes64_load((const char *)marks.bits + i / 8) >> i % 8;
}

TARGET static inline void
advance(struct place *place, size_t n)
{
	place->at += n;
	place->left >>= n;
}

/* To a place farther on. */
TARGET static inline void
move(struct place *place, const char *to)
{
	size_t n = (size_t)(to - place->at);

	place->at = to;
	place->left = n < 64 ? place->left >> n : 0;
}

/* To the next mark; of 57 bytes at least they are known in one go. */
TARGET static inline void
seek(struct place *place, struct mould_marks marks)
{
	if (place->left == 0) {
		place->left = marks_from(marks, place->at);
		while (place->left == 0)
			place->left = marks_from(marks, place->at += 56);
	}
	advance(place, (size_t)__builtin_ctzll(place->left));
}

TARGET static inline bool
is_escape(const char *at)
{
	return *at == '\\' && at[1] != '\0' &&
	    strchr("\"\\/bfnrt", at[1]) != NULL;
}

/* Whether a mark that is not the piece's end stands within it. */
TARGET static inline bool
is_within(const struct mould_piece *piece, const char *at)
{
	unsigned char byte = (unsigned char)*at;

	if (piece->kind == MOULD_WORD || piece->kind == MOULD_TEXT)
		return byte >= (piece->kind == MOULD_WORD ? '!' : ' ') &&
		    byte <= '~';
	return byte >= ' ' && byte < 0x80 && byte != '\\';
}

/* On from the first mark of a word, text or string; its end, or what it can't hold. */
TARGET NOINLINE static struct place
pass_on(const struct mould_piece *piece, struct place place,
    struct mould_marks marks)
{
	while (*place.at != piece->set.but) {
		if (is_within(piece, place.at))
			advance(&place, 1);
		else if (piece->kind == MOULD_STRING && is_escape(place.at))
			advance(&place, 2);
		else
			break;
		seek(&place, marks);
	}
	return place;
}

TARGET static inline struct place
pass_marked(const struct mould_piece *piece, struct place place,
    struct mould_marks marks)
{
	seek(&place, marks);
	return *place.at == piece->set.but ? place
	                                   : pass_on(piece, place, marks);
}

/* The end of a word or text. */
TARGET static inline const char *
text_end(struct mould_marks marks, const char *at, enum mould_kind kind,
    char but)
{
	const struct mould_piece piece = { .kind = (uint8_t)kind,
		.set.but = but };

	return pass_marked(&piece, (struct place){ at, 0 }, marks).at;
}

/* Back to the last such byte of a word. */
TARGET static inline const char *
last_end(struct mould_marks marks, const char *at, char mark)
{
	const char *stop = text_end(marks, at, MOULD_WORD, '\n');

	while (stop > at && *stop != mark)
		stop--;
	return stop > at ? stop : NULL;
}

/* A doubled quote is not followed by a comma: what comes next does not fit. */
TARGET static inline const char *
cell_end(struct mould_marks marks, const char *at)
{
	while (*at == ' ')
		at++;
	if (*at != '"')
		return text_end(marks, at, MOULD_TEXT, ',');
	at = text_end(marks, at + 1, MOULD_TEXT, '"');
	return *at == '"' ? at + 1 : NULL;
}

TARGET NOINLINE static const char *
cells_end(struct mould_marks marks, const char *at, const char *end)
{
	at = cell_end(marks, at);
	while (at != NULL && at < end)
		at = *at == ',' ? cell_end(marks, at + 1) : NULL;
	return at;
}

TARGET static inline const char *
digits_end(const char *at)
{
	for (;; at += 8) {
		uint64_t others = between(bytes64_load(at), BYTES64_EACH('0'),
		    BYTES64_EACH('9')) ^ BYTES64_EACH(0x80);

		if (others != 0)
			return at + bytes64_first(others);
	}
}

TARGET static inline bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
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
	static const struct mould_piece string = { .kind = MOULD_STRING,
		.set.but = '"' };

	if (is_digit(*at) || *at == '-')
		return number_end(at);
	if (*at == '"') {
		at = pass_marked(&string, (struct place){ at + 1, 0 }, marks)
		         .at;
		return *at == '"' ? at + 1 : NULL;
	}
	if (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0)
		return at + 4;
	return memcmp(at, "false", 5) == 0 ? at + 5 : NULL;
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

/* 1024 and more, without zeros before. */
TARGET static inline const char *
high_port_end(const char *at)
{
	const char *end = port_end(at);

	return end != NULL && *at != '0' && (end - at == 5 ||
	        (end - at == 4 && memcmp(at, "1024", 4) >= 0)) ? end : NULL;
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
TARGET NOINLINE static const char *
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

/* The end of a piece of a rarer kind; NULL when it does not fit. */
TARGET NOINLINE static const char *
other_end(const struct mould_piece *piece, const char *at, const char *end,
    struct mould_found *ret)
{
	switch ((enum mould_kind)piece->kind) {
	case MOULD_VALUE:
		return value_end(ret->marks, at);
	case MOULD_BLANKS:
		return blanks_end(at);
	case MOULD_PORT:
		return port_end(at);
	case MOULD_HIGH_PORT:
		return high_port_end(at);
	case MOULD_LAST:
		return last_end(ret->marks, at, piece->set.but);
	case MOULD_CELL:
		return cell_end(ret->marks, at);
	case MOULD_CELLS:
		return cells_end(ret->marks, at, end);
	case MOULD_TABBED:
		return at == end || *at == '\t' ? end : NULL;
	case MOULD_LABELS:
		return labels_end(at, end, &ret->name, &ret->labels);
	default:
		return at;
	}
}

/* The end of a piece that has no marks; NULL when it does not fit. */
TARGET static inline const char *
piece_end(const struct mould *mould, const struct mould_piece *piece,
    const char *at, const char *end, struct mould_found *ret)
{
	switch ((enum mould_kind)piece->kind) {
	case MOULD_DIGITS:
		return digits_end(at);
	case MOULD_HEX:
		return hex_end(at);
	case MOULD_RUN:
		return set_end(at, &piece->set);
	case MOULD_TIME:
		return has_shape(at, &mould->time) ? at + piece->least : NULL;
	case MOULD_REST:
		return end;
	default:
		return other_end(piece, at, end, ret);
	}
}

/* No text of a mould's holds a newline or CR: none goes past the line's end. */
TARGET static bool
fits(const struct mould *mould, const char *from, const char *end,
    struct mould_found *ret)
{
	const struct mould_piece *piece = mould->pieces;
	const struct mould_piece *last = piece + mould->count;
	const char *text = mould->text, **put = ret->from;
	const struct mould_marks marks = ret->marks;
	struct place place = { from, 0 };
	size_t len;

	for (; piece < last; piece++) {
		if (!is_same(place.at, text, piece->fixed))
			return false;
		text += piece->fixed;
		advance(&place, piece->fixed);
		*put = place.at;
		if (piece->kind <= MOULD_STRING) {
			place = pass_marked(piece, place, marks);
		} else if (piece->kind != MOULD_NONE) {
			const char *to = piece_end(mould, piece, place.at,
			    end, ret);

			if (to == NULL)
				return false;
			move(&place, to);
		}
		len = (size_t)(place.at - *put++);
		if (len < piece->least || len > piece->most)
			return false;
	}
	return place.at == end;
}

#endif
