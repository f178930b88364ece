/* SPDX-License-Identifier: Apache-2.0
 * period.h: the stretch of days that one ballot tells about, and the window in
 * which it may leave.  Must not know the clock or a ballot.
 * Covered by tests/unit/test_period.c.
 *
 * "2026-10" is a month; "2026-T4" a quarter, for fewer than ten computers;
 * "essai-7" a trial, which tells about no day at all.
 */
#ifndef CORE_PERIOD_H
#define CORE_PERIOD_H

#include "core/str.h"

/* Below this many enrolled computers, a year is counted by quarters. */
#define PERIOD_QUARTERS_BELOW 10

/* The window: from day 2 to day 12 of the month after, 00:00 UTC. */
#define PERIOD_OPENS_ON 2
#define PERIOD_CLOSES_ON 12

/* Unsent days are kept this long after the window. */
#define PERIOD_KEPT_DAYS 7

#define PERIOD_TRIAL_MAX 9999

enum period_kind {
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_TRIAL
};

struct period {
	char text[16];  /* as written in ballots, records and URLs */
	enum period_kind kind;
	int32_t year;   /* whose rounding secret serves; 0 for a trial */
	int32_t first;  /* days; both 0 for a trial */
	int32_t end;    /* the day after the last */
};

/* period_parse: exactly a period's own text, years 2000 to 9998. */
bool period_parse(struct str text, struct period *ret);

/* period_of: the month or quarter that holds `day`; not for PERIOD_TRIAL. */
struct period period_of(int32_t day, enum period_kind kind);

/* period_trial: trial `number`, 1 to PERIOD_TRIAL_MAX. */
struct period period_trial(int32_t number);

/* period_next: the following month or quarter, or trial (which stays at the
 * last).  Across 1 January the kind may be chosen anew: see period_kind_for. */
struct period period_next(const struct period *period);

/* period_kind_for: how a year is counted, decided on its 1 January (or when the
 * collector is made) and kept to its end. */
enum period_kind period_kind_for(int64_t enrolled);

/* period_opens_at, period_closes_at: the sending window, UNIX seconds; not for
 * a trial, whose record states its own. */
int64_t period_opens_at(const struct period *period);
int64_t period_closes_at(const struct period *period);

#endif
