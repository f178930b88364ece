/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/stamp_clock.h"

#include "agent/sources/zone.h"

#include "tests/unit/unit.h"

#include "tests/unit/dice.h"

#include <stdio.h>

#define DATES_MAX 12

/* Year-less stamps of a file, and the dates that they must become. */
struct row {
	const char *label;
	const char *mtime;
	int32_t year; /* forced */
	const char *stamps[DATES_MAX];
	const char *dates[DATES_MAX];
};

static const struct row rows[] = {
	{ "one day before the file's end", "2026-11-23", 0, { "Nov 22" },
	    { "2026-11-22" } },
	{ "a clock a day ahead of the disk's", "2026-11-23", 0, { "Nov 24" },
	    { "2026-11-24" } },
	{ "two days ahead is last year", "2026-11-23", 0, { "Nov 25" },
	    { "2025-11-25" } },
	{ "the newest line decides for all", "2026-11-23", 0,
	    { "Nov 20", "Nov 25" }, { "2025-11-20", "2025-11-25" } },
	{ "the new year passes", "2026-01-05", 0,
	    { "Dec 30", "Dec 31", "Jan 01", "Jan 05" },
	    { "2025-12-30", "2025-12-31", "2026-01-01", "2026-01-05" } },
	{ "the new year passes on the last evening", "2025-12-31", 0,
	    { "Dec 31", "Jan 01" }, { "2025-12-31", "2026-01-01" } },
	{ "newest first", "2026-01-05", 0,
	    { "Jan 05", "Jan 01", "Dec 31", "Dec 30" },
	    { "2026-01-05", "2026-01-01", "2025-12-31", "2025-12-30" } },
	{ "newest first, a silence of eight months", "2026-01-05", 0,
	    { "Jan 05", "Jan 04", "May 03", "May 02" },
	    { "2026-01-05", "2026-01-04", "2025-05-03", "2025-05-02" } },
	{ "a silence of eight months", "2026-01-05", 0,
	    { "May 02", "May 03", "Jan 04", "Jan 05" },
	    { "2025-05-02", "2025-05-03", "2026-01-04", "2026-01-05" } },
	{ "out of order round midnight of the year", "2026-01-05", 0,
	    { "Dec 30", "Dec 31", "Jan 01", "Dec 31", "Jan 01", "Jan 02" },
	    { "2025-12-30", "2025-12-31", "2026-01-01", "2025-12-31",
	        "2026-01-01", "2026-01-02" } },
	{ "out of order by a month", "2026-11-23", 0,
	    { "Oct 10", "Nov 10", "Oct 11", "Nov 11" },
	    { "2026-10-10", "2026-11-10", "2026-10-11", "2026-11-11" } },
	{ "more than two years", "2026-03-01", 0,
	    { "Feb 01", "Jul 01", "Dec 01", "Apr 01", "Sep 01", "Feb 01" },
	    { "2024-02-01", "2024-07-01", "2024-12-01", "2025-04-01",
	        "2025-09-01", "2026-02-01" } },
	{ "29 February is in a leap year", "2026-03-01", 0, { "Feb 29" },
	    { "2024-02-29" } },
	{ "days round 29 February follow it", "2026-06-01", 0,
	    { "Feb 28", "Feb 29", "Mar 01" },
	    { "2024-02-28", "2024-02-29", "2024-03-01" } },
	{ "a forced year holds against the file's", "2026-11-23", 2019,
	    { "Dec 31", "Jan 01" }, { "2019-12-31", "2020-01-01" } },
	{ "a forced year may be to come", "2026-11-23", 2030, { "Dec 31" },
	    { "2030-12-31" } },
	{ "a forced year without 29 February", "2026-11-23", 2019,
	    { "Feb 28", "Feb 29" }, { "2019-02-28", "none" } },
};

static struct stamp
stamp_of(const char *text)
{
	char line[64];
	struct str cursor;
	struct stamp stamp;

	(void)snprintf(line, sizeof(line), "%s 12:00:00", text);
	cursor = str_of(line);
	assert_true(stamp_take_syslog(&cursor, &stamp));
	return stamp;
}

static struct zone *
utc(void)
{
	struct zone *zone = NULL;

	assert_int_equal(zone_new(STR("UTC"), &zone, NULL), OK);
	return zone;
}

static void
start(struct stamp_clock *clock, const struct zone *zone,
    const struct row *row)
{
	int32_t day = 0;

	assert_true(calendar_parse(str_of(row->mtime), &day));
	stamp_clock_init(clock, zone, (int64_t)day * 86400 + 43200, row->year);
	for (size_t i = 0; i < DATES_MAX && row->stamps[i] != NULL; i++) {
		struct stamp stamp = stamp_of(row->stamps[i]);

		stamp_clock_sample(clock, &stamp);
	}
	stamp_clock_start(clock);
}

static void
stamps_without_a_year_find_theirs(void **state)
{
	struct zone *zone = utc();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct stamp_clock clock;

		start(&clock, zone, row);
		for (size_t j = 0; j < DATES_MAX && row->stamps[j] != NULL;
		     j++) {
			struct stamp stamp = stamp_of(row->stamps[j]);
			const char *date = "none";
			struct calendar_text text;
			int64_t seconds;

			if (stamp_unix(&clock, &stamp, &seconds)) {
				text = calendar_text(
				    zone_day(zone, seconds));
				date = text.text;
			}
			check_str(str_of(date), row->dates[j], row->label);
		}
	}
	zone_free(zone);
}

/* A pipe cannot be sampled: the first line decides. */
static void
without_samples_the_first_stamp_decides(void **state)
{
	struct zone *zone = utc();
	struct stamp_clock clock;
	struct stamp first = stamp_of("Dec 31"), second = stamp_of("Jan 01");
	int64_t seconds;

	(void)state;
	stamp_clock_init(&clock, zone, 1767571200, 0); /* 2026-01-05 */
	stamp_clock_start(&clock);
	assert_true(stamp_unix(&clock, &first, &seconds));
	assert_string_equal(calendar_text(zone_day(zone, seconds)).text,
	    "2025-12-31");
	assert_true(stamp_unix(&clock, &second, &seconds));
	assert_string_equal(calendar_text(zone_day(zone, seconds)).text,
	    "2026-01-01");
	zone_free(zone);
}

/* More samples than are kept: four years, one an hour. */
static void
any_number_of_samples_gives_the_same_year(void **state)
{
	struct zone *zone = utc();
	struct stamp_clock clock;
	int32_t last = 20782; /* 2026-11-25 */

	(void)state;
	stamp_clock_init(&clock, zone, (int64_t)last * 86400, 0);
	for (int32_t day = last - 1461; day <= last; day++)
		for (int32_t hour = 0; hour < 24; hour++) {
			struct civil date = calendar_civil(day);
			struct stamp stamp = { .kind = STAMP_YEARLESS,
				.date = { 0, date.month, date.day },
				.second = hour * 3600 };

			stamp_clock_sample(&clock, &stamp);
		}
	stamp_clock_start(&clock);
	check_number(clock.year, 2022, "first year");
	zone_free(zone);
}

static void
a_civil_time_is_of_the_zone_and_an_epoch_of_none(void **state)
{
	struct zone *zone = NULL;
	struct stamp_clock clock;
	struct stamp civil = { .kind = STAMP_CIVIL, .date = { 2026, 7, 1 } };
	struct stamp epoch = { .kind = STAMP_UNIX, .unix_seconds = 5 };
	struct stamp none = { .kind = STAMP_NONE };
	int64_t seconds = 0;

	(void)state;
	assert_int_equal(zone_new(STR("+02:00"), &zone, NULL), OK);
	stamp_clock_init(&clock, zone, 0, 0);
	stamp_clock_start(&clock);
	assert_true(stamp_unix(&clock, &civil, &seconds));
	check_number(seconds, 1782856800, "civil");
	assert_true(stamp_unix(&clock, &epoch, &seconds));
	check_number(seconds, 5, "epoch");
	assert_false(stamp_unix(&clock, &none, &seconds));
	zone_free(zone);
}

/* Near the ends of a year and round 29 February, by turns; mostly the date of
 * the stamp before. */
static struct stamp
next_stamp(struct dice *dice, struct stamp last)
{
	static const struct civil dates[] = { { 0, 1, 5 }, { 0, 1, 29 },
		{ 0, 2, 28 }, { 0, 2, 29 }, { 0, 3, 1 }, { 0, 3, 5 },
		{ 0, 4, 30 }, { 0, 6, 1 }, { 0, 11, 20 }, { 0, 12, 31 } };

	if (last.kind == STAMP_NONE || dice_below(dice, 3) == 0) {
		last.kind = STAMP_YEARLESS;
		last.date = dates[dice_below(dice, COUNT(dates))];
	}
	if (dice_below(dice, 9) == 0 && last.date.month != 2) {
		last.kind = STAMP_CIVIL;
		last.date.year = 2024 + (int32_t)dice_below(dice, 2);
	}
	last.second = (int32_t)dice_below(dice, 86401);
	return last;
}

/* Two clocks, of which one finds each date anew. */
static void
a_date_that_comes_again_is_what_it_would_be_anew(void **state)
{
	struct dice dice = { 1 };
	struct zone *zone = utc();

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct stamp stamp = { .kind = STAMP_NONE };
		struct stamp_clock known, anew;
		int64_t a = 0, b = 0;

		stamp_clock_init(&known, zone, 1764000000 +
		        (int64_t)dice_below(&dice, 366) * 86400,
		    round % 8 == 0 ? 2023 : 0);
		stamp_clock_start(&known);
		anew = known;
		for (int i = 0; i < 200; i++) {
			stamp = next_stamp(&dice, stamp);
			anew.settled = false;
			check_number(stamp_unix(&known, &stamp, &a),
			    stamp_unix(&anew, &stamp, &b), "dated");
			check_number(a, b, "time");
			check_number(known.position, anew.position, "place");
			check_number(known.turn, anew.turn, "turn");
		}
	}
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stamps_without_a_year_find_theirs),
		cmocka_unit_test(without_samples_the_first_stamp_decides),
		cmocka_unit_test(any_number_of_samples_gives_the_same_year),
		cmocka_unit_test(
		    a_civil_time_is_of_the_zone_and_an_epoch_of_none),
		cmocka_unit_test(
		    a_date_that_comes_again_is_what_it_would_be_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
