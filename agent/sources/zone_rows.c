/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/zone_rows.h"

#include <stdbool.h>

#define FIRST ((int64_t)631152000)  /* 1990-01-01 */
#define LAST ((int64_t)2840140800)  /* 2060-01-01 */
#define RULES ((int64_t)2145916800) /* 2038-01-01 */

/* Shorter than any stretch between two changes of a zone since 1990 (Morocco's
 * Ramadan: about 30 days). */
#define STRIDE ((int64_t)14 * 86400)

/* Asked for an offset. */
struct clock {
	int32_t (*offset_at)(void *cookie, int64_t unix_seconds);
	void *cookie;
};

static bool
is_change(const struct clock *clock, int64_t at, int32_t before, int32_t after)
{
	return clock->offset_at(clock->cookie, at) == after &&
	    clock->offset_at(clock->cookie, at - 1) == before;
}

/* Where a year repeats the one before it, as nearly all do: 52 or 53 weeks
 * after the change before the last. */
static bool
guess(const struct zone_rows *rows, const struct clock *clock, int64_t low,
    int64_t high, int32_t after, int64_t *ret_from)
{
	const struct zone_row *last = &rows->at[rows->count - 1];

	for (int weeks = 52; rows->count > 2 && weeks <= 53; weeks++) {
		int64_t at = last[-1].from + weeks * (int64_t)7 * 86400;

		if (at > low && at <= high &&
		    is_change(clock, at, last->offset, after)) {
			*ret_from = at;
			return true;
		}
	}
	return false;
}

/* The first second of (low, high] with the offset of high. */
static int64_t
change_between(const struct zone_rows *rows, const struct clock *clock,
    int64_t low, int64_t high, int32_t after)
{
	int64_t from;

	if (guess(rows, clock, low, high, after, &from))
		return from;
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (clock->offset_at(clock->cookie, middle) == after)
			high = middle;
		else
			low = middle;
	}
	return high;
}

/*
 * From 2038 on, a system has one rule for all years (zic's footer), slow to
 * ask: where the change before the last comes again, none comes before it.
 * Of all zones that tzdata has, it is so but for Gaza and Hebron, whose
 * Ramadans of the 2040s are then missed.
 */
static bool
repeat(struct zone_rows *rows, const struct clock *clock, int64_t *t)
{
	struct zone_row row = { *t, 0 };

	if (rows->count < 3)
		return false;
	row.offset = rows->at[rows->count - 2].offset;
	if (!guess(rows, clock, *t, LAST, row.offset, &row.from))
		return false;
	rows->at[rows->count++] = row;
	*t = row.from;
	return true;
}

/* Over the next STRIDE. */
static void
step(struct zone_rows *rows, const struct clock *clock, int64_t *t)
{
	int64_t low = *t, high = low + STRIDE;
	int32_t offset = clock->offset_at(clock->cookie, high);

	*t = high;
	if (offset == rows->at[rows->count - 1].offset)
		return;
	low = change_between(rows, clock, low, high, offset);
	rows->at[rows->count++] = (struct zone_row){ low, offset };
}

void
zone_rows_fill(struct zone_rows *rows,
    int32_t (*offset_at)(void *cookie, int64_t unix_seconds), void *cookie)
{
	const struct clock clock = { offset_at, cookie };
	int64_t t = FIRST;

	rows->count = 1;
	rows->at[0] = (struct zone_row){ INT64_MIN, offset_at(cookie, FIRST) };
	while (t < LAST && rows->count < ZONE_ROWS_MAX)
		if (t < RULES || !repeat(rows, &clock, &t))
			step(rows, &clock, &t);
}
