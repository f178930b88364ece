/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/schedule.h"

/* A suspend of less than this is the grain of two clocks read in turn. */
#define ASLEEP_GRAIN 2

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

struct schedule_moment
schedule_next(const struct schedule_moment *before, struct schedule_moment now)
{
	now.resumed = -1;
	if (before->boot != now.boot)
		return now;
	now.resumed = now.asleep > before->asleep + ASLEEP_GRAIN
	    ? now.awake
	    : before->resumed;
	return now;
}

int64_t
schedule_awake(const struct schedule_moment *before,
    const struct schedule_moment *now, int64_t opens_at)
{
	int64_t awake = before->boot == now->boot ? now->awake - before->awake
	                                          : now->awake;
	int64_t from = before->wall > opens_at ? before->wall : opens_at;

	awake = least(awake, now->wall - from);
	return awake < 0 ? 0 : awake;
}

bool
schedule_quiet(const struct schedule_moment *now)
{
	return now->awake >= SCHEDULE_QUIET &&
	    (now->resumed < 0 || now->awake - now->resumed >= SCHEDULE_QUIET);
}

/* How far the clock went beyond the time that the machine was up. */
static int64_t
set_by(const struct schedule_moment *before, const struct schedule_moment *now)
{
	int64_t passed = now->awake + now->asleep - before->awake -
	    before->asleep;

	return now->wall - before->wall - passed;
}

bool
schedule_jumped(const struct schedule_moment *before,
    const struct schedule_moment *now)
{
	int64_t error = set_by(before, now);

	return before->boot == now->boot &&
	    (error > SCHEDULE_JUMP || error < -SCHEDULE_JUMP);
}

bool
schedule_doubtful(const struct schedule_moment *before,
    const struct schedule_moment *now)
{
	bool same = before->boot == now->boot;
	int64_t error = same ? set_by(before, now)
	                     : now->wall - before->wall;

	return error < -SCHEDULE_SKEW ||
	    error > (same ? SCHEDULE_SKEW : SCHEDULE_OFF);
}

int64_t
schedule_draw(uint64_t random, int64_t min, int64_t max)
{
	/* The bias over 64 bits is below one in 10^14. */
	return min + (int64_t)(random % (uint64_t)(max - min + 1));
}

bool
schedule_skewed(int64_t ours, int64_t theirs)
{
	return theirs != 0 && (ours - theirs > SCHEDULE_SKEW ||
	    theirs - ours > SCHEDULE_SKEW);
}
