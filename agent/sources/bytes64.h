/* SPDX-License-Identifier: Apache-2.0
 * bytes64.h: eight bytes at a time, the same on every machine: the first byte
 * in memory is the lowest.  Must not know what the bytes mean.
 * Covered by tests/unit/test_linefast.c.
 */
#ifndef AGENT_SOURCES_BYTES64_H
#define AGENT_SOURCES_BYTES64_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline uint64_t
bytes64_load(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

#define BYTES64_EACH(c) ((uint64_t)(unsigned char)(c) * 0x0101010101010101u)

/* bytes64_equal: 0x80 for each byte that is `c`, 0 for the others; exact, no
 * carry from one byte to the next. */
static inline uint64_t
bytes64_equal(uint64_t word, char c)
{
	uint64_t low = BYTES64_EACH(0x7f), x = word ^ BYTES64_EACH(c);

	return ~(((x & low) + low) | x | low);
}

/* bytes64_begin: the same, but only the first 0x80 is to be trusted; cheaper. */
static inline uint64_t
bytes64_begin(uint64_t word, char c)
{
	uint64_t x = word ^ BYTES64_EACH(c);

	return (x - BYTES64_EACH(1)) & ~x & BYTES64_EACH(0x80);
}

/* bytes64_bits: bit i for the i-th 0x80 of bytes64_equal. */
static inline unsigned
bytes64_bits(uint64_t equal)
{
	return (unsigned)((equal >> 7) * 0x0102040810204080u >> 56);
}

/* bytes64_places: bit i when the i-th of the sixteen bytes at `at` is `c`. */
static inline uint32_t
bytes64_places(const char *at, char c)
{
#ifdef __SSE2__
	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(
	    _mm_loadu_si128((const void *)at), _mm_set1_epi8(c)));
#else
	return bytes64_bits(bytes64_equal(bytes64_load(at), c)) |
	    bytes64_bits(bytes64_equal(bytes64_load(at + 8), c)) << 8;
#endif
}

/* The place, 0 to 7, of the first and of the last 0x80; there must be one. */
static inline unsigned
bytes64_first(uint64_t equal)
{
	return (unsigned)__builtin_ctzll(equal) / 8;
}

static inline unsigned
bytes64_last(uint64_t equal)
{
	return (63 - (unsigned)__builtin_clzll(equal)) / 8;
}

#endif
