/* SPDX-License-Identifier: Apache-2.0
 * stamp_locale.h: dates as Windows prints them in each locale, and the order of
 * day and month.  Must not know a format of log.
 * Covered by tests/unit/test_stamp_locale.c, fuzz_stamp.
 */
#ifndef AGENT_SOURCES_STAMP_LOCALE_H
#define AGENT_SOURCES_STAMP_LOCALE_H

#include "agent/sources/stamp.h"

/*
 * Windows locale dates: "5/21/2015 1:51:18 PM", "23/11/2025 14:05:09",
 * "20.01.2026 ...", "2025-11-23 ...", "2019/08/20 ...", "3-11-2025 ...",
 * "20041105 ...".  Year first and dots and hyphens tell the order themselves;
 * with "/" a field over 12 does, then `slash`, then AM/PM (month first, as in
 * the United States; Australia, Greece and Mexico have it with the day first).
 */
enum stamp_order {
	STAMP_ORDER_UNKNOWN, /* taken as day first */
	STAMP_DAY_FIRST,
	STAMP_MONTH_FIRST
};
bool stamp_take_locale(struct str *cursor, enum stamp_order slash,
    struct stamp *ret);

/*
 * What a file's head and samples say of the order of "/" dates.  Feed every
 * line, in file order; then ask.  Zeroed at birth.
 */
struct stamp_order_clues {
	uint32_t day_first;   /* proofs: a first field over 12 */
	uint32_t month_first; /* a second field over 12 */
	uint32_t halves;      /* AM or PM */
	bool any;
	int32_t last[2];      /* the last date, read day first, month first */
	int64_t walked[2];    /* days stepped over, both directions */
	uint32_t backward[2]; /* steps back in time */
};
void stamp_order_learn(struct stamp_order_clues *clues, struct str line);

/* stamp_order_decide: proofs; else the order in which the days never step
 * back, or walk least far; else the one whose last day is not after
 * `latest_day` (of the file's mtime); else month first with AM or PM; else the
 * one whose last day lies nearest to it; else unknown. */
enum stamp_order stamp_order_decide(const struct stamp_order_clues *clues,
    int32_t latest_day);

#endif
