/* SPDX-License-Identifier: Apache-2.0
 * linefast_scalar.c: the loops in plain C, for machines without better.
 */
#include "agent/sources/linefast_isa.h"

#include "agent/sources/bytes64.h"

static void
put_marks(size_t len, const struct mould_plain *plain,
    struct linefast_lines *lines)
{
	unsigned char *marks = linefast_next_marks(lines);

	for (size_t i = 0; i < len; i += 8) {
		unsigned bits = 0;

		for (size_t k = 0; k < 8; k++)
			bits |= (unsigned)!mould_is_plain(plain,
			    lines->base[i + k]) << k;
		marks[i / 8] = (unsigned char)bits;
	}
}

static void
index_lines(size_t len, const struct mould_plain *plain,
    struct linefast_lines *ret)
{
	uint64_t high = 0;
	size_t i = 0, count = 0;

	for (; i + 8 <= len; i += 8) {
		uint64_t word = bytes64_load(ret->base + i);
		uint64_t found = bytes64_equal(word, '\n');

		high |= word;
		for (; found != 0; found &= found - 1)
			ret->ends[count++] =
			    (uint16_t)(i + bytes64_first(found));
	}
	for (; i < len; i++) {
		high |= (unsigned char)ret->base[i];
		if (ret->base[i] == '\n')
			ret->ends[count++] = (uint16_t)i;
	}
	ret->count = count;
	ret->high = (high & BYTES64_EACH(0x80)) != 0;
	if (plain != NULL)
		put_marks(len, plain, ret);
}

static bool
has_shape(const char *at, const struct lineshape *shape)
{
	const unsigned char *bytes = (const unsigned char *)at;

	for (size_t i = 0; i < shape->len; i++)
		if (bytes[i] < shape->low[i] || bytes[i] > shape->high[i])
			return false;
	return true;
}

struct bounds {
	const struct lineshape *shape;
};

static inline struct bounds
bounds_of(const struct lineshape *shape, size_t width)
{
	(void)width;
	return (struct bounds){ shape };
}

static inline bool
is_between(const char *at, const struct bounds *bounds, size_t width)
{
	(void)width;
	return has_shape(at, bounds->shape);
}

/* Bit i: byte i is `c`. */
static inline uint32_t
places(const char *at, char c)
{
	return bytes64_places(at, c) | bytes64_places(at + 16, c) << 16;
}

static inline const char *
set_end(const char *at, const struct mould_set *set)
{
	while (*at >= set->low && *at <= set->high && *at != set->but)
		at++;
	return at;
}

static inline const char *
hex_end(const char *at)
{
	while (mould_is_plain(&mould_hex, *at))
		at++;
	return at;
}

/* A carry goes up only, and from what is no digit. */
static inline const char *
digits_end(const char *at)
{
	for (;; at += 8) {
		uint64_t bytes = bytes64_load(at) ^ BYTES64_EACH('0');
		uint64_t others = ((bytes + BYTES64_EACH(0x76)) | bytes) &
		    BYTES64_EACH(0x80);

		if (others != 0)
			return at + bytes64_first(others);
	}
}

/* All of them, so that the compiler can do many at a time. */
static inline bool
begins(const char *at, const struct mould_piece *piece)
{
	unsigned char bad = 0;

	for (size_t i = 0; i < MOULD_FIXED_MAX; i++) {
		unsigned char over = (unsigned char)
		    ((unsigned char)at[i] - piece->text[i]);

		bad |= over > piece->above[i];
	}
	return bad == 0;
}

static bool
fills(const char *at, const struct mould_piece *piece)
{
	for (size_t i = 0; i < piece->fixed; i++)
		if ((piece->holes >> i & 1) != 0 &&
		    !mould_is_plain(&mould_hex, at[i]))
			return false;
	return true;
}

#define TARGET
#include "agent/sources/linefast_walk.h"
#include "agent/sources/linemould_loop.h"

const struct linefast_isa linefast_scalar = {
	.name = "scalar",
	.index = index_lines,
	.walk = walk_lines,
	.fits = fits,
};
