/* SPDX-License-Identifier: Apache-2.0
 * dice.h: repeatable chance for tests: splitmix64 (public domain algorithm of
 * Steele, Lea and Flood) from a fixed seed.
 */
#ifndef TESTS_UNIT_DICE_H
#define TESTS_UNIT_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct dice {
	uint64_t state;
};

static inline uint64_t
dice_roll(struct dice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 .. n - 1 */
static inline uint32_t
dice_below(struct dice *dice, uint32_t n)
{
	return (uint32_t)(dice_roll(dice) % n);
}

/* 0 <= x < 1 */
static inline double
dice_real(struct dice *dice)
{
	return (double)(dice_roll(dice) >> 11) * 0x1p-53;
}

static inline void
dice_bytes(struct dice *dice, uint8_t *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)dice_roll(dice);
}

/* How many times to try: `usual`, or `long_run` when LONG is set. */
static inline uint32_t
dice_tries(uint32_t usual, uint32_t long_run)
{
	return getenv("LONG") == NULL ? usual : long_run;
}

#endif
