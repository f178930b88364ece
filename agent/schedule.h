/* SPDX-License-Identifier: Apache-2.0
 * schedule.h: when a computer may speak: pure arithmetic on clocks.  Must not
 * read a clock, nor know what is said.  Covered by tests/unit/test_schedule.c.
 *
 * Naively timed, six ballots in ten leave at boot, beside the heartbeat, and
 * one in five never does.  So a ballot waits for a time awake inside of the
 * window, drawn once, and for fifteen quiet minutes after a boot or a resume.
 */
#ifndef AGENT_SCHEDULE_H
#define AGENT_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#define SCHEDULE_DELAY_MIN (15 * 60)      /* a quarter of an hour */
#define SCHEDULE_DELAY_MAX (6 * 3600)
#define SCHEDULE_QUIET (15 * 60)          /* after boot and resume */
#define SCHEDULE_CHECK_MIN 3600           /* before the record's second fetch */
#define SCHEDULE_CHECK_MAX (3 * 86400)
#define SCHEDULE_SKEW (12 * 3600)
#define SCHEDULE_JUMP 120                 /* the clock was set */
#define SCHEDULE_OFF (400 * 86400)        /* longest believable time off */
#define SCHEDULE_DOUBT (7 * 86400)        /* a clock that stood so is right */
#define SCHEDULE_PASS (6 * 3600)          /* between two readings */

/* The clocks at one moment; `wall` is UNIX seconds, the others as in
 * machine.h; `resumed` is the `awake` at which a resume was last noticed, or
 * negative: never since this boot. */
struct schedule_moment {
	int64_t wall;
	int64_t boot;
	int64_t awake;
	int64_t asleep;
	int64_t resumed;
};

/* schedule_next: `now` with its `resumed`, from the moment before it: a new
 * boot forgets, more time asleep is a resume. */
struct schedule_moment schedule_next(const struct schedule_moment *before,
    struct schedule_moment now);

/* schedule_awake: seconds awake between two moments, as far as they lie after
 * `opens_at`: of another boot, those since that boot. */
int64_t schedule_awake(const struct schedule_moment *before,
    const struct schedule_moment *now, int64_t opens_at);

/* schedule_quiet: boot and resume are long enough ago. */
bool schedule_quiet(const struct schedule_moment *now);

/* schedule_jumped: the clock was set between two moments of one boot. */
bool schedule_jumped(const struct schedule_moment *before,
    const struct schedule_moment *now);

/* schedule_doubtful: between two moments the clock moved by over 12 hours more
 * or less than the machine was up; or, over a boot, back by as much or on by
 * more than a machine stays off. */
bool schedule_doubtful(const struct schedule_moment *before,
    const struct schedule_moment *now);

/* schedule_draw: a number of min..max from 64 random bits. */
int64_t schedule_draw(uint64_t random, int64_t min, int64_t max);

/* schedule_skewed: the collector's clock is too far from ours; a collector
 * that tells no time (0) is not. */
bool schedule_skewed(int64_t ours, int64_t theirs);

#endif
