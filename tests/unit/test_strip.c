/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_strip.h"

#include "core/calendar.h"

#include "tests/unit/unit.h"

static int32_t
day(int32_t year, int32_t month, int32_t of_month)
{
	return calendar_day((struct civil){ year, month, of_month });
}

struct unit_row {
	const char *label;
	int32_t days;
	enum strip_unit bars;
	uint32_t bar_count;
	enum strip_unit columns;
	uint32_t column_count;
};

/* Windows that end on 23 November 2026. */
static const struct unit_row unit_rows[] = {
	{ "one day", 1, STRIP_DAY, 1, STRIP_MONTH, 1 },
	{ "ninety days", 90, STRIP_DAY, 90, STRIP_MONTH, 4 },
	{ "the last in days", 125, STRIP_DAY, 125, STRIP_MONTH, 5 },
	{ "the first in weeks", 126, STRIP_WEEK, 18, STRIP_MONTH, 5 },
	{ "a year", 365, STRIP_WEEK, 53, STRIP_MONTH, 13 },
	{ "thirteen months and a day", 389, STRIP_WEEK, 56, STRIP_YEAR, 2 },
	{ "the last in weeks", 875, STRIP_WEEK, 125, STRIP_YEAR, 3 },
	{ "the first in months", 876, STRIP_MONTH, 29, STRIP_YEAR, 3 },
	{ "twenty years", TALLY_DAYS_MAX, STRIP_MONTH, 241, STRIP_YEAR, 21 },
};

static void
bars_stay_few_whatever_the_window(void **state)
{
	int32_t last = day(2026, 11, 23);

	(void)state;
	for (size_t i = 0; i < COUNT(unit_rows); i++) {
		const struct unit_row *row = &unit_rows[i];
		struct window window = { last - row->days + 1, last };
		struct strip bars = strip_of(window);
		struct strip columns = strip_table_of(window);

		check_number(bars.unit, row->bars, row->label);
		check_number(bars.count, row->bar_count, row->label);
		check_number(columns.unit, row->columns, row->label);
		check_number(columns.count, row->column_count, row->label);
	}
}

static void
check_every_day(struct strip strip)
{
	for (int32_t d = strip.window.first; d <= strip.window.last; d++) {
		uint32_t at = strip_at(&strip, d);

		assert_true(at < strip.count);
		assert_true(strip_first(&strip, at) <= d);
		assert_true(at + 1 == strip.count ||
		    strip_first(&strip, at + 1) > d);
	}
}

static void
every_day_is_in_the_bar_that_begins_before_it(void **state)
{
	int32_t last = day(2026, 11, 23);

	(void)state;
	for (size_t i = 0; i < COUNT(unit_rows); i++) {
		struct window window = { last - unit_rows[i].days + 1, last };

		check_every_day(strip_of(window));
		check_every_day(strip_table_of(window));
	}
}

static void
days_are_counted_in_their_bar_contacts_apart(void **state)
{
	unsigned char marks[92] = { 0 };
	struct window window = { day(2026, 8, 31), day(2026, 11, 30) };
	struct strip table = strip_table_of(window);
	struct answer_service entry = { .marks = marks };

	(void)state;
	marks[0] = MARK_VISITED;                   /* 31 August */
	marks[1] = MARK_CONTACTED;                 /* 1 September */
	marks[2] = MARK_VISITED | MARK_CONTACTED;
	marks[91] = MARK_VISITED;                  /* 30 November */
	assert_int_equal(table.count, 4);
	assert_int_equal(strip_days(&table, &entry, 0, false), 1);
	assert_int_equal(strip_days(&table, &entry, 1, false), 2);
	assert_int_equal(strip_days(&table, &entry, 1, true), 1);
	assert_int_equal(strip_days(&table, &entry, 2, false), 0);
	assert_int_equal(strip_days(&table, &entry, 3, false), 1);
}

static void
visited_stands_high_and_solid_contacted_low(void **state)
{
	unsigned char marks[3] = { MARK_VISITED, 0, MARK_CONTACTED };
	struct window window = { 100, 102 };
	struct strip bars = strip_of(window);
	struct answer_service entry = { .marks = marks };
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	strip_svg(&out, &bars, &entry);
	check_str(buf_view(&out),
	    "<rect class=\"v\" x=\"1\" y=\"0\" width=\"8\" height=\"30\"/>"
	    "<rect class=\"c\" x=\"21\" y=\"12\" width=\"8\" height=\"18\"/>",
	    "svg");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bars_stay_few_whatever_the_window),
		cmocka_unit_test(every_day_is_in_the_bar_that_begins_before_it),
		cmocka_unit_test(days_are_counted_in_their_bar_contacts_apart),
		cmocka_unit_test(visited_stands_high_and_solid_contacted_low),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
