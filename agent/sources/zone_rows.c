/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/zone_rows.h"

#define FIRST ((int64_t)631152000)  /* 1990-01-01 */
#define LAST ((int64_t)2840140800)  /* 2060-01-01 */

/* Shorter than any stretch between two changes of a zone since 1990 (Morocco's
 * Ramadan: about 30 days). */
#define STRIDE ((int64_t)14 * 86400)

/* The first second of (low, high] with the offset of high. */
static int64_t
change_between(int64_t low, int64_t high,
    int32_t (*offset_at)(void *cookie, int64_t unix_seconds), void *cookie)
{
	int32_t after = offset_at(cookie, high);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (offset_at(cookie, middle) == after)
			high = middle;
		else
			low = middle;
	}
	return high;
}

void
zone_rows_fill(struct zone_rows *rows,
    int32_t (*offset_at)(void *cookie, int64_t unix_seconds), void *cookie)
{
	rows->count = 1;
	rows->at[0] = (struct zone_row){ INT64_MIN, offset_at(cookie, FIRST) };
	for (int64_t t = FIRST; t < LAST && rows->count < ZONE_ROWS_MAX;
	     t += STRIDE) {
		int32_t offset = offset_at(cookie, t + STRIDE);

		if (offset == rows->at[rows->count - 1].offset)
			continue;
		rows->at[rows->count++] = (struct zone_row){
			change_between(t, t + STRIDE, offset_at, cookie),
			offset };
	}
}
