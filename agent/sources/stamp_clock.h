/* SPDX-License-Identifier: Apache-2.0
 * stamp_clock.h: how the stamps of one file become UNIX times: their year when
 * they have none, their zone when they have none.  Must not know a format.
 * Covered by tests/unit/test_stamp_clock.c.
 */
#ifndef AGENT_SOURCES_STAMP_CLOCK_H
#define AGENT_SOURCES_STAMP_CLOCK_H

#include "agent/sources/stamp.h"

struct zone;

/*
 * The clock of one file.  Year-less stamps take the year that makes the newest
 * of the samples at most a day later than `latest` (the file's mtime), and a
 * year more or less when the months turn on the way.  Files may be
 * newest-first, and out of order by up to a quarter of a year.
 */
#define STAMP_SAMPLES_MAX 1024
struct stamp_clock {
	const struct zone *zone; /* of stamps without one; borrowed */
	int64_t latest;
	int32_t latest_day;      /* a day after `latest`'s */
	int32_t year;            /* of the first stamp; 0: not decided */
	bool forced;
	bool newest_first;
	bool started;
	struct stamp last;       /* CIVIL or YEARLESS */
	int32_t day;             /* its day */
	bool settled;            /* another of its date has the same day */
	int32_t position;        /* of the last stamp, seconds in a leap year */
	int32_t turn;            /* its year, counted from `year` */
	int32_t samples[STAMP_SAMPLES_MAX]; /* positions, in file order */
	size_t sample_count;
	size_t stride;           /* one stamp in `stride` is kept */
	size_t skipped;
	int32_t tail;            /* the last one seen */
};

/* stamp_clock_init: `year` is the year of the file's first stamp, 0 when the
 * file decides. */
void stamp_clock_init(struct stamp_clock *clock, const struct zone *zone,
    int64_t latest, int32_t year);

/* stamp_clock_sample: a stamp of the file, in file order; any number of them.
 * Those that are not year-less are ignored. */
void stamp_clock_sample(struct stamp_clock *clock, const struct stamp *sample);

/* stamp_clock_start: samples are over; stamp_unix comes next, for the stamps
 * in file order. */
void stamp_clock_start(struct stamp_clock *clock);

/* stamp_unix: false for a stamp without date, and for a 29 February in a forced year
 * that has none. */
bool stamp_unix(struct stamp_clock *clock, const struct stamp *stamp,
    int64_t *ret_unix_seconds);

/* stamp_of_day: a time of day is of the file's last day, or of the day before
 * when it would be later than the file. */
int64_t stamp_of_day(const struct stamp_clock *clock, int32_t second);

/*
 * stamp_is_steady: whether stamps of the `span` seconds that begin `into`
 * seconds before `stamp`, the last that stamp_unix was asked for, are as far
 * apart in UNIX time, and leave the clock's year as it is.  False when in
 * doubt.
 */
bool stamp_is_steady(const struct stamp_clock *clock,
    const struct stamp *stamp, int32_t into, int32_t span);

#endif
