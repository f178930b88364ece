/* SPDX-License-Identifier: Apache-2.0
 * linemould_loop.h: whether a line fits a mould, written once, compiled for each
 * set of instructions: the file that includes it defines TARGET, and before it
 * places, of a byte among 32; set_end, digits_end and hex_end, the first byte at
 * or behind `at` that is not of a set, no decimal or hexadecimal digit; begins,
 * with the text of a piece, and fills, the holes in it.  Must not know what a
 * line is searched for.
 * Covered by tests/unit/test_linefast.c.
 */
#ifndef AGENT_SOURCES_LINEMOULD_LOOP_H
#define AGENT_SOURCES_LINEMOULD_LOOP_H

#include "agent/sources/bytes64.h"
#include "agent/sources/linemould.h"

/* What is seldom met is left out of the loop, which has registers enough then. */
#define NOINLINE __attribute__((noinline))

/* A place in the line. */
struct place {
	const char *at;
	uint64_t left; /* its marks from `at` on, as many as are loaded; 0: they
	                * are to be loaded */
};

TARGET static inline uint64_t
marks_from(const struct mould_marks *marks, const char *at)
{
	size_t i = (size_t)(at - marks->text);

	return bytes64_load((const char *)marks->bits + i / 8) >> i % 8;
}

TARGET static inline void
advance(struct place *place, size_t n)
{
	place->at += n;
	place->left >>= n;
}

/* Of 57 bytes at least they are known in one go; false when none is there. */
TARGET static inline bool
has_mark(struct place *place, const struct mould_marks *marks)
{
	if (place->left != 0)
		return true;
	place->left = marks_from(marks, place->at);
	return __builtin_expect(place->left != 0, 1);
}

/* To the next mark. */
TARGET static inline void
seek(struct place *place, const struct mould_marks *marks)
{
	while (!has_mark(place, marks))
		place->at += 56;
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

	if (piece->kind == MOULD_WORD)
		return byte >= '!' && byte <= '~';
	return byte >= ' ' && byte < 0x80 && byte != '\\';
}

/* On from a mark that is not the end of a word or string: to the next that
 * may be; `at` is NULL when there is none. */
TARGET NOINLINE static struct place
pass_on(const struct mould_piece *piece, struct place place,
    const struct mould_marks *marks)
{
	do {
		if (is_within(piece, place.at))
			advance(&place, 1);
		else if (piece->kind == MOULD_STRING && is_escape(place.at))
			advance(&place, 2);
		else
			return (struct place){ NULL, 0 };
		seek(&place, marks);
	} while (*place.at != piece->set.but);
	return place;
}

/* The end of a word or string; NULL when it has none. */
TARGET static inline const char *
text_end(const struct mould_marks *marks, const char *at, enum mould_kind kind,
    char but)
{
	const struct mould_piece piece = { .kind = (uint8_t)kind,
		.set.but = but };
	struct place place = { at, 0 };

	seek(&place, marks);
	return *place.at == but ? place.at
	                        : pass_on(&piece, place, marks).at;
}

/* The first byte at or behind `at` that no word holds. */
TARGET static inline const char *
word_end(const struct mould_marks *marks, const char *at)
{
	static const struct mould_piece word = { .kind = MOULD_WORD };
	struct place place = { at, 0 };

	for (seek(&place, marks); is_within(&word, place.at);
	     seek(&place, marks))
		advance(&place, 1);
	return place.at;
}

/* Back to the last such byte of a word, which is not its first. */
TARGET NOINLINE static const char *
last_end(const struct mould_marks *marks, const char *at, char mark)
{
	const char *stop = word_end(marks, at);

	for (; stop - at > 8; stop -= 8) {
		uint64_t found = bytes64_equal(bytes64_load(stop - 8), mark);

		if (found != 0)
			return stop - 8 + bytes64_last(found);
	}
	while (stop > at && *stop != mark)
		stop--;
	return stop > at ? stop : NULL;
}

TARGET static inline const char *
blanks_end(const char *at)
{
	for (;; at += 8) {
		uint64_t others = bytes64_load(at) ^ BYTES64_EACH(' ');

		if (others != 0)
			return at + bytes64_first(others);
	}
}

TARGET static inline bool
is_text(const char *at)
{
	return *at >= ' ' && *at <= '~';
}

/* The end of a cell with other marks in it, or blanks before its quote; NULL when
 * a quote is open.  A doubled one is not followed by a comma: what comes next
 * does not fit. */
TARGET NOINLINE static const char *
cell_end(const struct mould_marks *marks, const char *at, char between)
{
	const char *from = between == ',' ? blanks_end(at) : at;
	bool quoted = between == ',' && *from == '"';
	char but = quoted ? '"' : between;
	struct place place = { from + quoted, 0 };

	for (seek(&place, marks); *place.at != but && is_text(place.at);
	     seek(&place, marks))
		advance(&place, 1);
	if (!quoted)
		return place.at;
	return *place.at == '"' ? place.at + 1 : NULL;
}

/* To the end of a cell by its first mark but commas within quotes; false when it
 * may end elsewhere. */
TARGET static inline bool
pass_cell(struct place *place, const struct mould_marks *marks, char between,
    const char *end)
{
	if (*place->at == '"' && between == ',') {
		do {
			advance(place, 1);
			seek(place, marks);
		} while (*place->at == ',');
		if (*place->at != '"')
			return false;
		advance(place, 1);
	} else {
		seek(place, marks);
	}
	return *place->at == between || place->at == end;
}

/* Bit i: one of the next 32 bytes is this separator, and no other mark before. */
TARGET static inline uint32_t
separators(const struct mould_marks *marks, const char *at, char between)
{
	uint32_t found = places(at, between);
	uint32_t others = (uint32_t)marks_from(marks, at) ^ found;

	return found & ((others & -others) - 1);
}

/* Over cells that hold no mark, but for the last of `left`; how many are left. */
TARGET static inline size_t
pass_short_cells(struct place *place, const struct mould_marks *marks,
    char between, size_t left)
{
	for (;;) {
		uint32_t found = separators(marks, place->at, between);
		size_t n = (size_t)__builtin_popcount(found);

		if (n < 2 || n >= left)
			return left;
		*place = (struct place){
			place->at + 32 - __builtin_clz(found), 0 };
		left -= n;
	}
}

/* To the end of as many cells as the piece has, or of all that are left; `at` is
 * NULL when there are not so many. */
TARGET NOINLINE static struct place
pass_cells(const struct mould_piece *piece, struct place place,
    const char *end, const struct mould_marks *marks)
{
	char between = piece->set.but;
	size_t left = piece->cells == 0 ? SIZE_MAX : piece->cells;

	left = pass_short_cells(&place, marks, between, left);
	for (;; advance(&place, 1)) {
		const char *from = place.at;

		if (!pass_cell(&place, marks, between, end))
			place = (struct place){ cell_end(marks, from, between),
				0 };
		if (place.at == NULL || --left == 0)
			return place;
		if (*place.at == between)
			continue;
		if (place.at != end || piece->cells > 0)
			place.at = NULL;
		return place;
	}
}

TARGET static inline bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Whether so many digits are an integer of JSON. */
TARGET static inline bool
is_integer(const char *at, size_t n)
{
	return n > 0 && n <= MOULD_DIGITS_MAX && (*at != '0' || n == 1);
}

/* An integer or a decimal fraction; NULL for another. */
TARGET static inline const char *
number_end(const char *at)
{
	const char *from = at + (*at == '-');

	at = digits_end(from);
	if (!is_integer(from, (size_t)(at - from)))
		return NULL;
	if (*at != '.')
		return at;
	from = ++at;
	at = digits_end(at);
	return at == from || at - from > MOULD_DIGITS_MAX ? NULL : at;
}

TARGET static inline const char *
scalar_end(const struct mould_marks *marks, const char *at)
{
	if (is_digit(*at) || *at == '-')
		return number_end(at);
	if (*at == '"') {
		at = text_end(marks, at + 1, MOULD_STRING, '"');
		return at == NULL ? NULL : at + 1;
	}
	if (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0)
		return at + 4;
	return memcmp(at, "false", 5) == 0 ? at + 5 : NULL;
}

/* A scalar, or an array of scalars; NULL when unsure. */
TARGET NOINLINE static const char *
value_end(const struct mould_marks *marks, const char *at)
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

/* The end of "(7)", how long a label is; NULL when it is odd. */
TARGET static inline const char *
length_end(const char *at, size_t *ret)
{
	if (at[0] != '(' || !is_digit(at[1]))
		return NULL;
	*ret = (size_t)(at[1] - '0');
	if (!is_digit(at[2]))
		return at[2] == ')' ? at + 3 : NULL;
	*ret = *ret * 10 + (size_t)(at[2] - '0');
	return at[3] == ')' ? at + 4 : NULL;
}

/* A label; more is copied. */
TARGET static inline void
put_label(char *to, const char *at, size_t len)
{
	memcpy(to, at, 16);
	if (len > 16)
		memcpy(to + 16, at + 16, 48);
}

/* The end of "(7)chatgpt(3)com(0)", which `name` gets; NULL when it is odd. */
TARGET NOINLINE static const char *
labels_end(const char *at, struct mould_name *name, struct str *ret)
{
	static const struct mould_set plain = { '!', '~', '.' };
	const char *stop = set_end(at, &plain);
	char *to = name->at + MOULD_NAME_BEFORE;
	size_t n = 0, len = 0;

	if (stop - at > MOULD_NAME_MAX)
		return NULL;
	for (at = length_end(at, &len); at != NULL && len > 0;
	     at = length_end(at, &len)) {
		if (len > 63 || (size_t)(stop - at) < len)
			return NULL;
		put_label(to + n, at, len);
		n += len;
		to[n++] = '.';
		at += len;
	}
	*ret = (struct str){ to, n };
	return n > 0 ? at : NULL;
}

/* Left out of the loop for what it keeps in registers. */
TARGET NOINLINE static const char *
hex_run(const char *at)
{
	return hex_end(at);
}

/* Bytes of the piece's set, as many as there are. */
TARGET static inline size_t
run_length(const struct mould_piece *piece, const char *at)
{
	return (size_t)((piece->kind == MOULD_HEX
	                        ? hex_run(at)
	                        : set_end(at, &piece->set)) - at);
}

/* 1024 to 65535, of four or five digits. */
TARGET static inline bool
is_high_port(const char *at, size_t n)
{
	return *at != '0' && (n == 4
	        ? memcmp(at, "1024", 4) >= 0
	        : *at < '6' || memcmp(at, "65535", 5) <= 0);
}

/* Whether so many of them are what the piece is. */
TARGET static inline bool
is_run(const struct mould_piece *piece, const char *at, size_t n)
{
	if ((uint32_t)n - piece->least > piece->span)
		return false;
	if (piece->kind <= MOULD_RUN)
		return true;
	if (piece->kind == MOULD_VALUE)
		return is_integer(at, n);
	if (piece->kind == MOULD_HIGH_PORT)
		return is_high_port(at, n);
	return piece->kind != MOULD_PORT || n < 5 || *at < '6' ||
	    memcmp(at, "65535", 5) <= 0;
}

/* The end of a piece that has no marks; NULL when it does not fit. */
TARGET NOINLINE static const char *
piece_end(const struct mould_piece *piece, const char *at, const char *end,
    struct mould_found *ret)
{
	const char *stop;
	size_t n;

	switch ((enum mould_kind)piece->kind) {
	case MOULD_VALUE:
		return is_digit(*at) ? number_end(at)
		                     : value_end(&ret->marks, at);
	case MOULD_HOLES:
		return fills(at - piece->fixed, piece) ? at : NULL;
	case MOULD_LABELS:
		return labels_end(blanks_end(at), &ret->name, &ret->labels);
	case MOULD_TAIL:
		stop = word_end(&ret->marks, at);
		return (size_t)(stop - at) < piece->least ? NULL : stop;
	case MOULD_LAST:
		return last_end(&ret->marks, at, piece->set.but);
	case MOULD_TABBED:
		return at == end || *at == '\t' ? end : NULL;
	default:
		n = run_length(piece, at);
		return is_run(piece, at, n) ? at + n : NULL;
	}
}

/* On from a mark that does not end the word or string before a piece to the one
 * that does; `at` is NULL when the piece does not begin there. */
TARGET NOINLINE static struct place
go_on(const struct mould *mould, const struct mould_piece *piece,
    struct place place, const struct mould_marks *marks)
{
	const struct place none = { NULL, 0 };

	if (piece == mould->pieces || piece[-1].kind > MOULD_STRING ||
	    *place.at == piece[-1].set.but)
		return none;
	place = pass_on(piece - 1, place, marks);
	return place.at != NULL && begins(place.at, piece) ? place : none;
}

/* A mark right where the piece begins. */
TARGET static inline bool
is_missing(const struct mould_piece *piece, const char *at)
{
	return piece->least > 0 && *at == piece->set.but;
}

/* Past bytes of a set.  That they end before the next mark, by the text between, is
 * guessed and then seen: what comes next need not wait for it.  False when they
 * do not, or do not fit. */
TARGET static inline bool
pass_run(struct place *place, const struct mould_piece *piece,
    const struct mould_marks *marks)
{
	size_t n;

	if (piece->mark == MOULD_NO_MARK || !has_mark(place, marks))
		return false;
	n = (size_t)__builtin_ctzll(place->left) - piece->mark;
	if (n != run_length(piece, place->at) || !is_run(piece, place->at, n))
		return false;
	advance(place, n);
	return true;
}

/* That the first mark ends a word or a string is seen when the next piece's text,
 * which begins with that byte, stands there.  No text of a mould's holds a
 * newline or CR: none goes past the line's end. */
TARGET static bool
fits(const struct mould *mould, const char *from, const char *end,
    struct mould_found *ret)
{
	const struct mould_piece *piece = mould->pieces;
	struct place place = { from, 0 };
	const struct mould_marks marks = ret->marks;
	const char **put = ret->from;

	for (;; piece++, put++) {
		if (!begins(place.at, piece)) {
			place = go_on(mould, piece, place, &ret->marks);
			if (place.at == NULL)
				return false;
		}
		advance(&place, piece->fixed);
		*put = place.at;
		if (piece->kind <= MOULD_STRING) {
			seek(&place, &marks);
			if (place.at == *put && is_missing(piece, place.at))
				return false;
			continue;
		}
		if (piece->kind <= MOULD_VALUE &&
		    pass_run(&place, piece, &marks))
			continue;
		if (piece->kind >= MOULD_END)
			return piece->kind == MOULD_REST || place.at == end;
		if (piece->kind == MOULD_NONE)
			continue;
		if (piece->kind == MOULD_CELLS)
			place = pass_cells(piece, place, end, &ret->marks);
		else
			place = (struct place){ piece->kind == MOULD_BLANKS
			        ? blanks_end(place.at)
			        : piece_end(piece, place.at, end, ret), 0 };
		if (place.at == NULL)
			return false;
	}
}

#endif
