/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/stamp_locale.h"

#include "tests/unit/unit.h"

struct row {
	const char *text;
	enum stamp_order slash;
	struct civil date;
	int32_t second;
};

#define T(h, m, s) ((h) * 3600 + (m) * 60 + (s))

static const struct row rows[] = {
	{ "5/21/2015 1:51:18 PM", STAMP_ORDER_UNKNOWN, { 2015, 5, 21 },
	    T(13, 51, 18) },
	{ "5/4/2015 12:00:01 AM", STAMP_ORDER_UNKNOWN, { 2015, 5, 4 }, 1 },
	{ "5/4/2015 12:00:01 PM", STAMP_DAY_FIRST, { 2015, 4, 5 },
	    T(12, 0, 1) },
	{ "5/4/2015 12:00:01 PM", STAMP_MONTH_FIRST, { 2015, 5, 4 },
	    T(12, 0, 1) },
	{ "23/11/2025 14:05:09", STAMP_MONTH_FIRST, { 2025, 11, 23 },
	    T(14, 5, 9) },
	{ "05/11/2025 14:05:09", STAMP_DAY_FIRST, { 2025, 11, 5 },
	    T(14, 5, 9) },
	{ "05/11/2025 14:05:09", STAMP_MONTH_FIRST, { 2025, 5, 11 },
	    T(14, 5, 9) },
	{ "05/11/2025 14:05:09", STAMP_ORDER_UNKNOWN, { 2025, 11, 5 },
	    T(14, 5, 9) },
	{ "20.01.2026 23:00:18", STAMP_MONTH_FIRST, { 2026, 1, 20 },
	    T(23, 0, 18) },
	{ "2.1.2026 23.00.18", STAMP_MONTH_FIRST, { 2026, 1, 2 },
	    T(23, 0, 18) },
	{ "2025. 11. 23. 14:05:09", STAMP_MONTH_FIRST, { 2025, 11, 23 },
	    T(14, 5, 9) },
	{ "2025-11-23 14:05:09", STAMP_MONTH_FIRST, { 2025, 11, 23 },
	    T(14, 5, 9) },
	{ "2019/08/20 11:48:27", STAMP_DAY_FIRST, { 2019, 8, 20 },
	    T(11, 48, 27) },
	{ "3-11-2025 14:05:09", STAMP_MONTH_FIRST, { 2025, 11, 3 },
	    T(14, 5, 9) },
	{ "20041105 14:21:04", STAMP_DAY_FIRST, { 2004, 11, 5 },
	    T(14, 21, 4) },
	{ "23/11/25 14:05:09", STAMP_DAY_FIRST, { 2025, 11, 23 },
	    T(14, 5, 9) },
	{ "2025-11-23 오후 2:05:09", STAMP_DAY_FIRST, { 2025, 11, 23 },
	    T(14, 5, 9) },
	{ "23/11/2025 02:05:09 p. m.", STAMP_DAY_FIRST, { 2025, 11, 23 },
	    T(14, 5, 9) },
	{ "3/11/2025 02:05:09 p.\xc2\xa0m.", STAMP_DAY_FIRST, { 2025, 11, 3 },
	    T(14, 5, 9) },
	{ "3/11/2025 02:05:09 a.\xa0m.", STAMP_DAY_FIRST, { 2025, 11, 3 },
	    T(2, 5, 9) },
	{ "3/11/2025 2:05:09 μμ", STAMP_DAY_FIRST, { 2025, 11, 3 },
	    T(14, 5, 9) },
	{ "23.11.2025. 14:05:09", STAMP_MONTH_FIRST, { 2025, 11, 23 },
	    T(14, 5, 9) },
};

static void
a_date_is_read_in_every_locale_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct str cursor = str_of(row->text);
		struct stamp stamp;

		if (!stamp_take_locale(&cursor, row->slash, &stamp))
			fail_msg("not read: %s", row->text);
		check_number(stamp.date.year, row->date.year, row->text);
		check_number(stamp.date.month, row->date.month, row->text);
		check_number(stamp.date.day, row->date.day, row->text);
		check_number(stamp.second, row->second, row->text);
		check_str(cursor, "", row->text);
	}
}

static void
what_is_no_date_is_refused(void **state)
{
	static const char *const bad[] = { "", "5/21/2015", "31/02/2025 1:00:00",
		"13/13/2025 1:00:00", "5/21/2015 25:00:00", "5:21:2015 1:00:00",
		"5/21/201 1:00:00", "5/21-2015 1:00:00", "5/21/2015 1:60:00",
		"0/1/2025 1:00:00", "20041305 14:21:04", "x" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct str cursor = str_of(bad[i]);
		struct stamp stamp;

		if (stamp_take_locale(&cursor, STAMP_DAY_FIRST, &stamp))
			fail_msg("taken for a date: %s", bad[i]);
		check_str(cursor, bad[i], "cursor");
	}
}

struct order_row {
	const char *label;
	const char *mtime;
	enum stamp_order order;
	const char *lines[6];
};

static const struct order_row order_rows[] = {
	{ "a first field over 12", "2026-12-31", STAMP_DAY_FIRST,
	    { "05/11/2025 14:05:09 x", "23/11/2025 14:05:09 x" } },
	{ "a second field over 12", "2026-12-31", STAMP_MONTH_FIRST,
	    { "11/05/2025 14:05:09 x", "11/23/2025 14:05:09 x" } },
	{ "AM or PM", "2026-12-31", STAMP_MONTH_FIRST,
	    { "5/4/2025 2:05:09 PM x" } },
	{ "PM, and a first field over 12", "2026-12-31", STAMP_DAY_FIRST,
	    { "5/11/2025 2:05:09 PM x", "23/11/2025 2:05:09 PM x" } },
	{ "PM, and days that walk a month each step", "2026-12-31",
	    STAMP_DAY_FIRST,
	    { "5/11/2025 2:05:09 PM x", "6/11/2025 2:05:09 PM x" } },
	{ "PM, one day after the file's", "2025-04-12", STAMP_DAY_FIRST,
	    { "5/4/2025 2:05:09 PM x" } },
	{ "PM, one day nearer to the file's", "2025-11-05",
	    STAMP_MONTH_FIRST, { "5/11/2025 2:05:09 PM x" } },
	{ "the header's date", "2026-12-31", STAMP_DAY_FIRST,
	    { "DNS Server log file creation at 23/11/2025 14:05:09",
	        "05/11/2025 14:05:09 x" } },
	{ "days that walk forward", "2026-12-31", STAMP_DAY_FIRST,
	    { "11/11/2025 14:05:09 x", "12/11/2025 14:05:09 x",
	        "01/12/2025 14:05:09 x" } },
	{ "days that walk a month each step", "2026-12-31", STAMP_DAY_FIRST,
	    { "05/11/2025 14:05:09 x", "06/11/2025 14:05:09 x" } },
	{ "one day, not after the file's", "2025-05-12", STAMP_MONTH_FIRST,
	    { "05/11/2025 14:05:09 x" } },
	{ "one day, the nearer to the file's", "2025-11-05", STAMP_DAY_FIRST,
	    { "05/11/2025 14:05:09 x" } },
	{ "one day that reads the same", "2025-11-05", STAMP_ORDER_UNKNOWN,
	    { "11/11/2025 14:05:09 x" } },
	{ "no such date", "2025-11-05", STAMP_ORDER_UNKNOWN,
	    { "2025-11-23 14:05:09 x", "20.01.2026 23:00:18 x" } },
};

static void
the_order_of_day_and_month_is_told_by_the_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(order_rows); i++) {
		const struct order_row *row = &order_rows[i];
		struct stamp_order_clues clues = { 0 };
		int32_t day = 0;

		for (size_t j = 0; j < 6 && row->lines[j] != NULL; j++)
			stamp_order_learn(&clues, str_of(row->lines[j]));
		assert_true(calendar_parse(str_of(row->mtime), &day));
		check_number(stamp_order_decide(&clues, day), row->order,
		    row->label);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_is_read_in_every_locale_order),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(the_order_of_day_and_month_is_told_by_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
