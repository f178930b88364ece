/* SPDX-License-Identifier: Apache-2.0
 * linefast_avx2.c: the loops in AVX2, 32 bytes at a time.
 */
#include "agent/sources/linefast_isa.h"

#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

TARGET static inline __m256i
load(const void *at)
{
	return _mm256_loadu_si256(at);
}

TARGET static inline uint64_t
newlines(__m256i a, __m256i b)
{
	__m256i newline = _mm256_set1_epi8('\n');
	uint32_t low =
	    (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, newline));
	uint32_t high =
	    (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, newline));

	return low | (uint64_t)high << 32;
}

TARGET static __attribute__((noinline)) void
put_more(uint16_t *to, uint32_t at, uint64_t found)
{
	for (; found != 0; found = _blsr_u64(found))
		*to++ = (uint16_t)(at + _tzcnt_u64(found));
}

/* Two places are written whether they are there or not: most often one is. */
TARGET static inline size_t
put_places(uint16_t *to, uint32_t at, uint64_t found)
{
	unsigned count = (unsigned)_mm_popcnt_u64(found);
	uint64_t rest = _blsr_u64(found);

	to[0] = (uint16_t)(at + _tzcnt_u64(found));
	to[1] = (uint16_t)(at + _tzcnt_u64(rest));
	if (__builtin_expect(count > 2, 0))
		put_more(to + 2, at, _blsr_u64(rest));
	return count;
}

/* Bit i: byte i is no plain one.  For bytes of 0x80 on, a shuffle gives 0. */
TARGET static inline uint32_t
marks_of(__m256i bytes, __m256i rows)
{
	const __m256i bits = _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 2, 4,
	    8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0));
	__m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4),
	    _mm256_set1_epi8(15));
	__m256i plain = _mm256_and_si256(_mm256_shuffle_epi8(rows, bytes),
	    _mm256_shuffle_epi8(bits, high));

	return (uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(plain, _mm256_setzero_si256()));
}

/* Those of 64 bytes, of which the first `len` count; `marks` is NULL, or where
 * theirs go.  How many newlines there are. */
TARGET static inline __attribute__((always_inline)) size_t
index_bytes(const char *from, uint32_t at, size_t len, __m256i rows,
    unsigned char *marks, uint16_t *to, __m256i *any)
{
	__m256i a = load(from), b = load(from + 32);
	uint64_t found = newlines(a, b);

	if (len < 64)
		found = _bzhi_u64(found, (unsigned)len);
	*any = _mm256_or_si256(*any, _mm256_or_si256(a, b));
	if (marks != NULL) {
		uint64_t both = marks_of(a, rows) |
		    (uint64_t)marks_of(b, rows) << 32;

		memcpy(marks, &both, sizeof(both));
	}
	return put_places(to, at, found);
}

/* Bytes behind the end may make the chunk high: no harm. */
TARGET static inline __attribute__((always_inline)) void
index_chunk(size_t len, __m256i rows, unsigned char *marks,
    struct linefast_lines *ret)
{
	__m256i any = _mm256_setzero_si256();
	const char *from = ret->base;
	uint16_t *to = ret->ends;
	uint32_t i = 0;

	for (size_t n = len / 64; n > 0; n--, i += 64, from += 64) {
		to += index_bytes(from, i, 64, rows, marks, to, &any);
		if (marks != NULL)
			marks += 8;
	}
	if (len % 64 > 0)
		to += index_bytes(from, i, len % 64, rows, marks, to, &any);
	ret->count = (size_t)(to - ret->ends);
	ret->high = _mm256_movemask_epi8(any) != 0;
}

TARGET static void
index_lines(size_t len, const struct mould_plain *plain,
    struct linefast_lines *ret)
{
	if (plain == NULL)
		index_chunk(len, _mm256_setzero_si256(), NULL, ret);
	else
		index_chunk(len, _mm256_broadcastsi128_si256(
		    _mm_loadu_si128((const void *)plain->rows)),
		    linefast_next_marks(ret), ret);
}

struct bounds {
	__m256i low[LINESHAPE_MAX / 32];
	__m256i high[LINESHAPE_MAX / 32];
};

TARGET static inline struct bounds
bounds_of(const struct lineshape *shape, size_t width)
{
	struct bounds bounds;

	for (size_t i = 0; i < width / 32; i++) {
		bounds.low[i] = load(shape->low + i * 32);
		bounds.high[i] = load(shape->high + i * 32);
	}
	return bounds;
}

/* All zero bits when the 32 bytes lie between low and high. */
TARGET static inline __m256i
outside(const char *at, __m256i low, __m256i high)
{
	__m256i bytes = load(at);

	return _mm256_or_si256(_mm256_subs_epu8(bytes, high),
	    _mm256_subs_epu8(low, bytes));
}

TARGET static inline bool
is_between(const char *at, const struct bounds *bounds, size_t width)
{
	__m256i bad = outside(at, bounds->low[0], bounds->high[0]);

	for (size_t i = 1; i < width / 32; i++)
		bad = _mm256_or_si256(bad, outside(at + i * 32,
		    bounds->low[i], bounds->high[i]));
	return _mm256_testz_si256(bad, bad);
}

/* Bit i: byte i is `c`. */
TARGET static inline uint32_t
places(const char *at, char c)
{
	return (uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(load(at), _mm256_set1_epi8(c)));
}

/* Bit i: byte i is not of the set. */
TARGET static inline uint32_t
no_set(const char *at, const struct mould_set *set)
{
	__m256i bytes = load(at);
	__m256i bad = _mm256_or_si256(
	    _mm256_cmpgt_epi8(_mm256_set1_epi8(set->low), bytes),
	    _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(set->high)));

	bad = _mm256_or_si256(bad,
	    _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(set->but)));
	return (uint32_t)_mm256_movemask_epi8(bad);
}

TARGET static inline const char *
set_end(const char *at, const struct mould_set *set)
{
	for (;; at += 32) {
		uint32_t found = no_set(at, set);

		if (found != 0)
			return at + _tzcnt_u32(found);
	}
}

/* Bit i: byte i is no hexadecimal digit. */
TARGET static inline uint32_t
no_hex(const char *at)
{
	return marks_of(load(at), _mm256_broadcastsi128_si256(
	    _mm_loadu_si128((const void *)mould_hex.rows)));
}

TARGET static inline const char *
hex_end(const char *at)
{
	for (;; at += 32) {
		uint32_t found = no_hex(at);

		if (found != 0)
			return at + _tzcnt_u32(found);
	}
}

/* 32 digits at most: no piece has so many. */
TARGET static inline const char *
digits_end(const char *at)
{
	static const struct mould_set digits = { '0', '9', '\n' };

	return at + _tzcnt_u32(no_set(at, &digits));
}

TARGET static inline bool
begins(const char *at, const struct mould_piece *piece)
{
	__m256i over = _mm256_subs_epu8(
	    _mm256_sub_epi8(load(at), load(piece->text)), load(piece->above));

	return _mm256_testz_si256(over, over);
}

TARGET static inline bool
fills(const char *at, const struct mould_piece *piece)
{
	return (no_hex(at) & piece->holes) == 0;
}

#include "agent/sources/linefast_walk.h"
#include "agent/sources/linemould_loop.h"

const struct linefast_isa linefast_avx2 = {
	.name = "avx2",
	.index = index_lines,
	.walk = walk_lines,
	.fits = fits,
};
