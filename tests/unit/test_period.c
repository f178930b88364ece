/* SPDX-License-Identifier: Apache-2.0 */
#include "core/period.h"

#include "core/calendar.h"

#include "tests/unit/unit.h"

struct period_row {
	const char *text, *first, *end, *opens, *closes, *next;
	enum period_kind kind;
};

static const struct period_row period_rows[] = {
	{ "2026-10", "2026-10-01", "2026-11-01", "2026-11-02", "2026-11-12",
	    "2026-11", PERIOD_MONTH },
	{ "2026-12", "2026-12-01", "2027-01-01", "2027-01-02", "2027-01-12",
	    "2027-01", PERIOD_MONTH },
	{ "2024-02", "2024-02-01", "2024-03-01", "2024-03-02", "2024-03-12",
	    "2024-03", PERIOD_MONTH },
	{ "2026-T1", "2026-01-01", "2026-04-01", "2026-04-02", "2026-04-12",
	    "2026-T2", PERIOD_QUARTER },
	{ "2026-T4", "2026-10-01", "2027-01-01", "2027-01-02", "2027-01-12",
	    "2027-T1", PERIOD_QUARTER },
};

static void
check_midnight(int64_t seconds, const char *day, const char *label)
{
	check_number(seconds % 86400, 0, label);
	assert_string_equal(calendar_text((int32_t)(seconds / 86400)).text, day);
}

static void
a_period_has_its_days_and_its_window(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(period_rows); i++) {
		const struct period_row *row = &period_rows[i];
		struct period period, next;

		assert_true(period_parse(str_of(row->text), &period));
		assert_string_equal(period.text, row->text);
		assert_int_equal(period.kind, row->kind);
		assert_string_equal(calendar_text(period.first).text, row->first);
		assert_string_equal(calendar_text(period.end).text, row->end);
		check_midnight(period_opens_at(&period), row->opens, row->text);
		check_midnight(period_closes_at(&period), row->closes, row->text);
		next = period_next(&period);
		assert_string_equal(next.text, row->next);
		assert_int_equal(next.first, period.end);
	}
}

static void
every_day_is_in_the_period_that_it_names(void **state)
{
	int32_t day, end = calendar_day((struct civil){ 2031, 1, 1 });

	(void)state;
	for (day = calendar_day((struct civil){ 2026, 1, 1 }); day < end; day++) {
		struct period month = period_of(day, PERIOD_MONTH), again;
		struct period quarter = period_of(day, PERIOD_QUARTER);

		assert_true(month.first <= day && day < month.end);
		assert_true(quarter.first <= month.first &&
		    month.end <= quarter.end);
		assert_int_equal(month.year, calendar_civil(day).year);
		assert_true(period_parse(str_of(quarter.text), &again));
		assert_int_equal(again.first, quarter.first);
	}
}

static void
what_is_no_period_is_refused(void **state)
{
	static const char *const rows[] = { "", "2026", "2026-", "2026-0",
		"2026-00", "2026-13", "2026-1", "2026-001", "2026-10 ", " 2026-10",
		"2026-T0", "2026-T5", "2026-T", "2026-T11", "2026-t1", "2026-W40",
		"1999-12", "9999-01", "26-10", "essai-", "essai-0", "essai-07",
		"essai-10000", "essai-1 ", "essai", "2026/10" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct period period = { .year = 7 };

		if (period_parse(str_of(rows[i]), &period))
			fail_msg("\"%s\" is taken for a period", rows[i]);
		assert_int_equal(period.year, 7);
	}
}

static void
a_trial_tells_about_no_day(void **state)
{
	struct period period, last = period_trial(PERIOD_TRIAL_MAX);

	(void)state;
	assert_true(period_parse(STR("essai-7"), &period));
	assert_int_equal(period.kind, PERIOD_TRIAL);
	assert_int_equal(period.first, period.end);
	assert_string_equal(period_next(&period).text, "essai-8");
	assert_string_equal(period_next(&last).text, "essai-9999");
}

static void
small_offices_count_by_quarters(void **state)
{
	(void)state;
	assert_int_equal(period_kind_for(9), PERIOD_QUARTER);
	assert_int_equal(period_kind_for(10), PERIOD_MONTH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_period_has_its_days_and_its_window),
		cmocka_unit_test(every_day_is_in_the_period_that_it_names),
		cmocka_unit_test(what_is_no_period_is_refused),
		cmocka_unit_test(a_trial_tells_about_no_day),
		cmocka_unit_test(small_offices_count_by_quarters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
