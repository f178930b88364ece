/* SPDX-License-Identifier: Apache-2.0
 * linefast_ssse3.c: the loops in SSSE3, 16 bytes at a time.
 */
#include "agent/sources/linefast_isa.h"

#include "agent/sources/bytes64.h"

#include <tmmintrin.h>

#define TARGET __attribute__((target("ssse3")))

TARGET static inline __m128i
load(const void *at)
{
	return _mm_loadu_si128(at);
}

TARGET static inline uint32_t
newlines(__m128i a, __m128i b)
{
	__m128i newline = _mm_set1_epi8('\n');

	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, newline)) |
	    (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, newline)) << 16;
}

/* Bit i: byte i is no plain one.  For bytes of 0x80 on, a shuffle gives 0. */
TARGET static inline uint32_t
marks_of(__m128i bytes, __m128i rows)
{
	const __m128i bits = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0,
	    0, 0, 0, 0, 0, 0);
	__m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4),
	    _mm_set1_epi8(15));
	__m128i plain = _mm_and_si128(_mm_shuffle_epi8(rows, bytes),
	    _mm_shuffle_epi8(bits, high));

	return (uint32_t)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(plain, _mm_setzero_si128()));
}

/* `marks` is NULL, or where they go.  Bytes behind the end may make the chunk
 * high: no harm. */
TARGET static inline void
index_chunk(size_t len, __m128i rows, unsigned char *marks,
    struct linefast_lines *ret)
{
	__m128i any = _mm_setzero_si128();
	size_t count = 0;

	for (size_t i = 0; i < len; i += 32) {
		__m128i a = load(ret->base + i);
		__m128i b = load(ret->base + i + 16);
		uint32_t found = newlines(a, b);

		if (len - i < 32)
			found &= (1u << (len - i)) - 1;
		any = _mm_or_si128(any, _mm_or_si128(a, b));
		for (; found != 0; found &= found - 1)
			ret->ends[count++] = (uint16_t)(i +
			    (unsigned)__builtin_ctz(found));
		if (marks != NULL) {
			uint32_t both = marks_of(a, rows) |
			    marks_of(b, rows) << 16;

			memcpy(marks + i / 8, &both, sizeof(both));
		}
	}
	ret->count = count;
	ret->high = _mm_movemask_epi8(any) != 0;
}

TARGET static void
index_lines(size_t len, const struct mould_plain *plain,
    struct linefast_lines *ret)
{
	if (plain == NULL)
		index_chunk(len, _mm_setzero_si128(), NULL, ret);
	else
		index_chunk(len, load(plain->rows), linefast_next_marks(ret),
		    ret);
}

struct bounds {
	__m128i low[LINESHAPE_MAX / 16];
	__m128i high[LINESHAPE_MAX / 16];
};

TARGET static inline struct bounds
bounds_of(const struct lineshape *shape, size_t width)
{
	struct bounds bounds;

	for (size_t i = 0; i < width / 16; i++) {
		bounds.low[i] = load(shape->low + i * 16);
		bounds.high[i] = load(shape->high + i * 16);
	}
	return bounds;
}

/* All zero bits when the 16 bytes lie between low and high. */
TARGET static inline __m128i
outside(const char *at, __m128i low, __m128i high)
{
	__m128i bytes = load(at);

	return _mm_or_si128(_mm_subs_epu8(bytes, high),
	    _mm_subs_epu8(low, bytes));
}

TARGET static inline bool
is_zero(__m128i bytes)
{
	return _mm_movemask_epi8(_mm_cmpeq_epi8(bytes,
	    _mm_setzero_si128())) == 0xffff;
}

TARGET static inline bool
is_between(const char *at, const struct bounds *bounds, size_t width)
{
	__m128i bad = outside(at, bounds->low[0], bounds->high[0]);

	for (size_t i = 1; i < width / 16; i++)
		bad = _mm_or_si128(bad, outside(at + i * 16, bounds->low[i],
		    bounds->high[i]));
	return is_zero(bad);
}

/* Bit i: byte i is `c`. */
TARGET static inline uint32_t
places(const char *at, char c)
{
	return bytes64_places(at, c) | bytes64_places(at + 16, c) << 16;
}

TARGET static inline const char *
set_end(const char *at, const struct mould_set *set)
{
	const __m128i low = _mm_set1_epi8(set->low);
	const __m128i high = _mm_set1_epi8(set->high);
	const __m128i but = _mm_set1_epi8(set->but);

	for (;; at += 16) {
		__m128i bytes = load(at);
		__m128i bad = _mm_or_si128(_mm_cmplt_epi8(bytes, low),
		    _mm_cmpgt_epi8(bytes, high));
		uint32_t found;

		bad = _mm_or_si128(bad, _mm_cmpeq_epi8(bytes, but));
		found = (uint32_t)_mm_movemask_epi8(bad);
		if (found != 0)
			return at + __builtin_ctz(found);
	}
}

TARGET static inline const char *
hex_end(const char *at)
{
	for (;; at += 16) {
		uint32_t found = marks_of(load(at), load(mould_hex.rows));

		if (found != 0)
			return at + __builtin_ctz(found);
	}
}

/* Bit i: byte i is no digit. */
TARGET static inline uint32_t
no_digits(const char *at)
{
	__m128i bytes = _mm_add_epi8(load(at), _mm_set1_epi8(0x80 - '0'));

	return (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(bytes,
	    _mm_set1_epi8(-128 + 9)));
}

TARGET static inline const char *
digits_end(const char *at)
{
	for (;; at += 16) {
		uint32_t found = no_digits(at);

		if (found != 0)
			return at + __builtin_ctz(found);
	}
}

/* All zero bits when the 16 bytes at `from` are as the piece's text. */
TARGET static inline __m128i
other(const char *at, const struct mould_piece *piece, size_t from)
{
	return _mm_subs_epu8(
	    _mm_sub_epi8(load(at + from), load(piece->text + from)),
	    load(piece->above + from));
}

TARGET static inline bool
begins(const char *at, const struct mould_piece *piece)
{
	__m128i bad = other(at, piece, 0);

	if (piece->fixed > 16)
		bad = _mm_or_si128(bad, other(at, piece, 16));
	return is_zero(bad);
}

TARGET static inline bool
fills(const char *at, const struct mould_piece *piece)
{
	__m128i rows = load(mould_hex.rows);
	uint32_t found = marks_of(load(at), rows) |
	    marks_of(load(at + 16), rows) << 16;

	return (found & piece->holes) == 0;
}

#include "agent/sources/linefast_walk.h"
#include "agent/sources/linemould_loop.h"

const struct linefast_isa linefast_ssse3 = {
	.name = "ssse3",
	.index = index_lines,
	.walk = walk_lines,
	.fits = fits,
};
