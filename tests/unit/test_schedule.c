/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/schedule.h"

#include "tests/unit/unit.h"

#define OPENS 1000000

struct awake_row {
	const char *label;
	struct schedule_moment before, now;
	int64_t seconds;
};

/* wall, boot, awake, asleep, resumed */
static const struct awake_row awake_rows[] = {
	{ "an hour of the same boot", { OPENS, 1, 100, 0, -1 },
	    { OPENS + 3600, 1, 3700, 0, -1 }, 3600 },
	{ "an hour asleep is none", { OPENS, 1, 100, 0, -1 },
	    { OPENS + 3600, 1, 100, 3600, -1 }, 0 },
	{ "half of it asleep", { OPENS, 1, 100, 0, -1 },
	    { OPENS + 3600, 1, 1900, 1800, -1 }, 1800 },
	{ "the part before the window does not count",
	    { OPENS - 3000, 1, 100, 0, -1 },
	    { OPENS + 600, 1, 3700, 0, -1 }, 600 },
	{ "another boot: since it began", { OPENS, 1, 9000, 0, -1 },
	    { OPENS + 3600, 2, 120, 0, -1 }, 120 },
	{ "another boot, before the window", { OPENS - 9000, 1, 9000, 0, -1 },
	    { OPENS + 60, 2, 5000, 0, -1 }, 60 },
	{ "not open yet", { OPENS - 9000, 1, 0, 0, -1 },
	    { OPENS - 1, 1, 8999, 0, -1 }, 0 },
	{ "the clock set back gives nothing", { OPENS + 5000, 1, 0, 0, -1 },
	    { OPENS + 4000, 1, 600, 0, -1 }, 0 },
	{ "the clock set forward gives no more than was awake",
	    { OPENS, 1, 0, 0, -1 }, { OPENS + 90000, 1, 600, 0, -1 }, 600 },
};

static void
time_awake_counts_inside_of_the_window_only(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(awake_rows); i++)
		check_number(schedule_awake(&awake_rows[i].before,
		    &awake_rows[i].now, OPENS), awake_rows[i].seconds,
		    awake_rows[i].label);
}

struct quiet_row {
	const char *label;
	struct schedule_moment before, now;
	bool quiet;
};

static const struct quiet_row quiet_rows[] = {
	{ "a second short of a quarter of an hour", { 0, 1, 0, 0, -1 },
	    { 0, 2, 899, 0, -1 }, false },
	{ "a quarter of an hour after boot", { 0, 1, 0, 0, -1 },
	    { 0, 2, 900, 0, -1 }, true },
	{ "a resume noticed now", { 0, 1, 5000, 0, -1 },
	    { 0, 1, 5100, 300, -1 }, false },
	{ "a second of suspend is two clocks' grain", { 0, 1, 5000, 0, -1 },
	    { 0, 1, 5100, 2, -1 }, true },
	{ "a resume noticed a little before", { 0, 1, 5100, 300, 5100 },
	    { 0, 1, 5999, 300, -1 }, false },
	{ "a resume noticed a quarter of an hour before",
	    { 0, 1, 5100, 300, 5100 }, { 0, 1, 6000, 300, -1 }, true },
	{ "a boot forgets the resume of another", { 0, 1, 5100, 300, 5100 },
	    { 0, 2, 900, 0, -1 }, true },
};

static void
nothing_leaves_within_a_quarter_of_an_hour_of_boot_or_resume(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(quiet_rows); i++) {
		struct schedule_moment now = schedule_next(
		    &quiet_rows[i].before, quiet_rows[i].now);

		check_number(schedule_quiet(&now), quiet_rows[i].quiet,
		    quiet_rows[i].label);
	}
}

struct jump_row {
	const char *label;
	struct schedule_moment before, now;
	bool jumped;
};

static const struct jump_row jump_rows[] = {
	{ "as time passes", { 0, 1, 0, 0, -1 }, { 600, 1, 500, 100, -1 },
	    false },
	{ "two minutes off", { 0, 1, 0, 0, -1 }, { 720, 1, 600, 0, -1 },
	    false },
	{ "over two minutes ahead", { 0, 1, 0, 0, -1 }, { 721, 1, 600, 0, -1 },
	    true },
	{ "over two minutes back", { 1000, 1, 0, 0, -1 },
	    { 1479, 1, 600, 0, -1 }, true },
	{ "another boot tells nothing", { 0, 1, 0, 0, -1 },
	    { 99999, 2, 5, 0, -1 }, false },
};

static void
a_clock_that_was_set_is_noticed(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(jump_rows); i++)
		check_number(schedule_jumped(&jump_rows[i].before,
		    &jump_rows[i].now), jump_rows[i].jumped,
		    jump_rows[i].label);
}

static const struct jump_row doubt_rows[] = {
	{ "a year that passed, mostly asleep", { 0, 1, 0, 0, -1 },
	    { 31536000, 1, 86400, 31449600, -1 }, false },
	{ "twelve hours ahead", { 0, 1, 0, 0, -1 }, { 43800, 1, 600, 0, -1 },
	    false },
	{ "a second more", { 0, 1, 0, 0, -1 }, { 43801, 1, 600, 0, -1 }, true },
	{ "twelve hours back", { 100000, 1, 0, 0, -1 },
	    { 57400, 1, 600, 0, -1 }, false },
	{ "a second more back", { 100000, 1, 0, 0, -1 },
	    { 57399, 1, 600, 0, -1 }, true },
	{ "off for a summer", { 0, 1, 9000, 0, -1 }, { 7776000, 2, 60, 0, -1 },
	    false },
	{ "off for 400 days", { 0, 1, 9000, 0, -1 },
	    { SCHEDULE_OFF, 2, 60, 0, -1 }, false },
	{ "off for longer than machines are", { 0, 1, 9000, 0, -1 },
	    { SCHEDULE_OFF + 1, 2, 60, 0, -1 }, true },
	{ "booted in the past", { 1790000000, 1, 9000, 0, -1 },
	    { 1577836800, 2, 60, 0, -1 }, true },
};

static void
a_clock_that_moved_too_far_is_doubted(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(doubt_rows); i++)
		check_number(schedule_doubtful(&doubt_rows[i].before,
		    &doubt_rows[i].now), doubt_rows[i].jumped,
		    doubt_rows[i].label);
}

static void
draws_reach_both_ends_and_go_no_further(void **unused)
{
	(void)unused;
	assert_int_equal(schedule_draw(0, 900, 21600), 900);
	assert_int_equal(schedule_draw(21600 - 900, 900, 21600), 21600);
	assert_int_equal(schedule_draw(21600 - 900 + 1, 900, 21600), 900);
	for (uint64_t i = 0; i < 1000; i++) {
		int64_t drawn = schedule_draw(i * 0x9e3779b97f4a7c15u, 900,
		    21600);

		assert_true(drawn >= 900 && drawn <= 21600);
	}
}

static void
twelve_hours_of_skew_are_still_right(void **unused)
{
	(void)unused;
	assert_false(schedule_skewed(OPENS, 0));
	assert_false(schedule_skewed(OPENS, OPENS + 43200));
	assert_false(schedule_skewed(OPENS, OPENS - 43200));
	assert_true(schedule_skewed(OPENS, OPENS + 43201));
	assert_true(schedule_skewed(OPENS, OPENS - 43201));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_awake_counts_inside_of_the_window_only),
		cmocka_unit_test(
		    nothing_leaves_within_a_quarter_of_an_hour_of_boot_or_resume),
		cmocka_unit_test(a_clock_that_was_set_is_noticed),
		cmocka_unit_test(a_clock_that_moved_too_far_is_doubted),
		cmocka_unit_test(draws_reach_both_ends_and_go_no_further),
		cmocka_unit_test(twelve_hours_of_skew_are_still_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
