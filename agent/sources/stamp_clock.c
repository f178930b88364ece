/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/stamp_clock.h"

#include "agent/sources/zone.h"

#define DAY ((int32_t)CALENDAR_SECONDS_PER_DAY)

/* Year-less stamps are compared in a leap year, where each has its place. */
#define LEAP_YEAR 2000
#define YEAR (366 * DAY)

/* A step back of less than this is disorder; a longer one is a new year, and
 * what looks like a step forward to within this of a year is disorder too. */
#define DISORDER (92 * DAY)

#define LEAP_DAY (31 + 28) /* days before 29 February */

void
stamp_clock_init(struct stamp_clock *clock, const struct zone *zone,
    int64_t latest, int32_t year)
{
	*clock = (struct stamp_clock){
		.zone = zone,
		.latest = latest,
		.latest_day = zone_day(zone, latest) + 1,
		.year = year,
		.forced = year != 0,
		.stride = 1,
	};
}

static int32_t
position_of(const struct stamp *stamp)
{
	struct civil first = { LEAP_YEAR, 1, 1 };
	struct civil date = { LEAP_YEAR, stamp->date.month, stamp->date.day };

	return (calendar_day(date) - calendar_day(first)) * DAY +
	    stamp->second;
}

static struct civil
date_of(int32_t position, int32_t year)
{
	struct civil first = { LEAP_YEAR, 1, 1 };
	struct civil date =
	    calendar_civil(calendar_day(first) + position / DAY);

	date.year = year;
	return date;
}

void
stamp_clock_sample(struct stamp_clock *clock, const struct stamp *sample)
{
	if (sample->kind != STAMP_YEARLESS)
		return;
	clock->tail = position_of(sample);
	if (clock->sample_count > 0 && ++clock->skipped < clock->stride)
		return;
	clock->skipped = 0;
	if (clock->sample_count == STAMP_SAMPLES_MAX - 1) {
		clock->sample_count /= 2;
		clock->stride *= 2;
		for (size_t i = 0; i < clock->sample_count; i++)
			clock->samples[i] = clock->samples[2 * i];
	}
	clock->samples[clock->sample_count++] = clock->tail;
}

/* Whether most steps go backward, each taken the short way round the year. */
static bool
is_newest_first(const struct stamp_clock *clock)
{
	int64_t balance = 0;

	for (size_t i = 1; i < clock->sample_count; i++) {
		int32_t step = clock->samples[i] - clock->samples[i - 1];

		if (step > YEAR / 2)
			step -= YEAR;
		else if (step < -YEAR / 2)
			step += YEAR;
		balance += (step > 0) - (step < 0);
	}
	return balance < 0;
}

/* How many years later `next` is than `last`, in the file's direction. */
static int32_t
turn_between(const struct stamp_clock *clock, int32_t last, int32_t next)
{
	int32_t step = next - last;

	if (clock->newest_first)
		return step >= DISORDER ? -1 : step < DISORDER - YEAR ? 1 : 0;
	return step <= -DISORDER ? 1 : step > YEAR - DISORDER ? -1 : 0;
}

static int32_t
latest_year(int32_t position, int32_t latest_day)
{
	int32_t year = calendar_civil(latest_day).year;
	struct civil date = date_of(position, year);

	/* Eight years hold a leap year, 1900 and the like included. */
	for (int i = 0; i < 9; i++, date.year--)
		if (calendar_valid(date) && calendar_day(date) <= latest_day)
			return date.year;
	return year;
}

/* The year of the first sample: the newest one is not in the future, and no
 * 29 February falls in a year that has none. */
static void
decide_year(struct stamp_clock *clock)
{
	int32_t turn = 0, newest_turn = 0, newest = clock->samples[0];
	int32_t leap_turn = 0;
	bool leap = false;

	for (size_t i = 0; i < clock->sample_count; i++) {
		int32_t here = clock->samples[i];

		if (i > 0)
			turn += turn_between(clock, clock->samples[i - 1],
			    here);
		if (turn > newest_turn ||
		    (turn == newest_turn && here > newest)) {
			newest_turn = turn;
			newest = here;
		}
		if (here / DAY == LEAP_DAY) {
			leap = true;
			leap_turn = turn;
		}
	}
	clock->year = latest_year(newest, clock->latest_day) - newest_turn;
	for (int i = 0; leap && i < 8; i++)
		if (calendar_month_days(clock->year + leap_turn, 2) != 29)
			clock->year--;
}

void
stamp_clock_start(struct stamp_clock *clock)
{
	if (clock->sample_count == 0)
		return;
	clock->samples[clock->sample_count++] = clock->tail;
	clock->newest_first = is_newest_first(clock);
	clock->started = true;
	clock->position = clock->samples[0];
	if (!clock->forced)
		decide_year(clock);
}

/* The date of a year-less stamp; its year is found from the stamp before. */
static bool
dated(struct stamp_clock *clock, const struct stamp *stamp,
    struct civil *ret_date)
{
	int32_t position = position_of(stamp);
	struct civil date;

	if (clock->year == 0)
		clock->year = latest_year(position, clock->latest_day);
	if (clock->started)
		clock->turn += turn_between(clock, clock->position, position);
	clock->started = true;
	clock->position = position;
	date = date_of(position, clock->year + clock->turn);
	if (!clock->forced && calendar_valid(date) &&
	    calendar_day(date) > clock->latest_day) {
		clock->turn--;
		date.year--;
		clock->settled = false;
	}
	for (int i = 0; !clock->forced && !calendar_valid(date) && i < 8; i++)
		date.year--;
	*ret_date = date;
	return calendar_valid(date);
}

/* Of the date of the last stamp, whose year would be found again. */
static bool
is_same_date(const struct stamp_clock *clock, const struct stamp *stamp)
{
	return clock->settled && stamp->date.day == clock->last.date.day &&
	    stamp->date.month == clock->last.date.month &&
	    stamp->date.year == clock->last.date.year;
}

static bool
find_day(struct stamp_clock *clock, const struct stamp *stamp)
{
	struct civil date = stamp->date;

	clock->settled = true;
	if (stamp->kind == STAMP_YEARLESS && !dated(clock, stamp, &date)) {
		clock->settled = false;
		return false;
	}
	clock->day = calendar_day(date);
	return true;
}

bool
stamp_unix(struct stamp_clock *clock, const struct stamp *stamp,
    int64_t *ret_unix_seconds)
{
	if (stamp->kind == STAMP_NONE || stamp->kind == STAMP_TIME)
		return false;
	if (stamp->kind == STAMP_UNIX) {
		*ret_unix_seconds = stamp->unix_seconds;
		return true;
	}
	if (!is_same_date(clock, stamp)) {
		if (!find_day(clock, stamp))
			return false;
	} else if (stamp->kind == STAMP_YEARLESS) {
		clock->position += stamp->second - clock->last.second;
	}
	clock->last = *stamp;
	*ret_unix_seconds = zone_unix(clock->zone, clock->day, stamp->second);
	return true;
}

bool
stamp_is_steady(const struct stamp_clock *clock, const struct stamp *stamp,
    int32_t into, int32_t span)
{
	int32_t first = stamp->second - into, last = first + span - 1;

	if (stamp->kind == STAMP_NONE || stamp->kind == STAMP_UNIX)
		return true;
	if (first < 0 || last >= DAY ||
	    (stamp->kind == STAMP_YEARLESS && !clock->forced &&
	        clock->day > clock->latest_day))
		return false;
	return zone_unix(clock->zone, clock->day, last) -
	    zone_unix(clock->zone, clock->day, first) == last - first;
}

int64_t
stamp_of_day(const struct stamp_clock *clock, int32_t second)
{
	int32_t day = zone_day(clock->zone, clock->latest);
	int64_t made = zone_unix(clock->zone, day, second);

	return made <= clock->latest ? made
	                             : zone_unix(clock->zone, day - 1, second);
}
