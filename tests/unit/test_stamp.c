/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/stamp.h"

#include "tests/unit/unit.h"

struct row {
	const char *text;
	enum stamp_kind kind;
	int64_t unix_seconds;
	struct civil date;
	int32_t second;
	const char *rest;
};

#define T(h, m, s) ((h) * 3600 + (m) * 60 + (s))

static const struct row rows[] = {
	{ "Nov 23 08:27:38 x", STAMP_YEARLESS, 0, { 0, 11, 23 }, T(8, 27, 38),
	    " x" },
	{ "Nov  3 08:27:38", STAMP_YEARLESS, 0, { 0, 11, 3 }, T(8, 27, 38), "" },
	{ "Nov 3 08:27:38", STAMP_YEARLESS, 0, { 0, 11, 3 }, T(8, 27, 38), "" },
	{ "mai 04 00:00:00 x", STAMP_YEARLESS, 0, { 0, 5, 4 }, 0, " x" },
	{ "févr. 29 23:59:59", STAMP_YEARLESS, 0, { 0, 2, 29 }, T(23, 59, 59),
	    "" },
	{ "Dez  3 08:27:38 x", STAMP_YEARLESS, 0, { 0, 12, 3 }, T(8, 27, 38),
	    " x" },
	{ "3 paź 08:27:38", STAMP_YEARLESS, 0, { 0, 10, 3 }, T(8, 27, 38), "" },
	{ "23 nov. 08:27:38", STAMP_YEARLESS, 0, { 0, 11, 23 }, T(8, 27, 38),
	    "" },
	{ "Nov 23 08:27:38.123456 x", STAMP_YEARLESS, 0, { 0, 11, 23 },
	    T(8, 27, 38), " x" },
	{ "Nov 23 2026 08:27:38 x", STAMP_CIVIL, 0, { 2026, 11, 23 },
	    T(8, 27, 38), " x" },
	{ "2026-11-23T08:27:38Z", STAMP_UNIX, 1795422458, { 0, 0, 0 }, 0, "" },
	{ "2026-11-23T08:27:38.539+01:00 x", STAMP_UNIX, 1795418858,
	    { 0, 0, 0 }, 0, " x" },
	{ "2026-11-23T08:27:38.539123456-0330", STAMP_UNIX, 1795435058,
	    { 0, 0, 0 }, 0, "" },
	{ "2026-11-23 08:27:38,539 UTC", STAMP_UNIX, 1795422458, { 0, 0, 0 }, 0,
	    "" },
	{ "2026-11-23 08:27:38 host", STAMP_CIVIL, 0, { 2026, 11, 23 },
	    T(8, 27, 38), " host" },
	{ "[1795422484] x", STAMP_UNIX, 1795422484, { 0, 0, 0 }, 0, " x" },
	{ "[1795422484.123] x", STAMP_UNIX, 1795422484, { 0, 0, 0 }, 0, " x" },
	{ "1795422484.123 x", STAMP_UNIX, 1795422484, { 0, 0, 0 }, 0, " x" },
	{ "Sat Aug 29 06:00:00 2026 x", STAMP_CIVIL, 0, { 2026, 8, 29 },
	    T(6, 0, 0), " x" },
	{ "Mon 2026-11-23 08:27:38 CET host", STAMP_CIVIL, 0, { 2026, 11, 23 },
	    T(8, 27, 38), "host" },
	{ "23-Nov-2026 08:29:19.539 queries", STAMP_CIVIL, 0, { 2026, 11, 23 },
	    T(8, 29, 19), " queries" },
	{ "Dec 31 23:59:60", STAMP_YEARLESS, 0, { 0, 12, 31 }, T(23, 59, 59),
	    "" },
};

static void
every_stamp_met_in_logs_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *row = &rows[i];
		struct str cursor = str_of(row->text);
		struct stamp stamp;

		if (!stamp_take_any(&cursor, &stamp))
			fail_msg("not read: %s", row->text);
		check_number(stamp.kind, row->kind, row->text);
		check_number(stamp.unix_seconds, row->unix_seconds, row->text);
		check_number(stamp.date.year, row->date.year, row->text);
		check_number(stamp.date.month, row->date.month, row->text);
		check_number(stamp.date.day, row->date.day, row->text);
		check_number(stamp.second, row->second, row->text);
		check_str(cursor, row->rest, row->text);
	}
}

static void
what_is_no_stamp_leaves_the_cursor(void **state)
{
	static const char *const bad[] = { "", "Nov", "Nov 31 08:27:38",
		"Feb 30 08:27:38", "Nov 23 24:00:00", "Nov 23 08:60:00",
		"Nov 23 08:27:61", "Nov 23 8:27:38", "Lune 23 08:27:38",
		"Feb 29 2025 08:27:38", "2026-02-29T00:00:00Z",
		"2026-13-01T00:00:00Z", "2026-11-23", "2026-11-23T08:27",
		"179542248", "17954224845", "[1795422484", "0795422484",
		"32-Nov-2026 08:29:19", "23-Nov-26 08:29:19",
		"Sat Aug 29 06:00:00", "Sat Aug 29 06:00:00 26",
		"dnsmasq: query[A] a from 1.2.3.4" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct str cursor = str_of(bad[i]);
		struct stamp stamp = { .second = 77 };

		if (stamp_take_any(&cursor, &stamp))
			fail_msg("taken for a stamp: %s", bad[i]);
		check_str(cursor, bad[i], "cursor");
		check_number(stamp.second, 77, bad[i]);
	}
}

static void
a_time_of_day_is_read_alone(void **state)
{
	struct str good = STR("08:31:54.375497 IP"), bad = STR("24:00:00 IP");
	struct str short_one = STR("8:31:54 IP");
	struct stamp stamp = { .second = 77 };

	(void)state;
	assert_false(stamp_take_time(&bad, &stamp));
	assert_false(stamp_take_time(&short_one, &stamp));
	check_number(stamp.second, 77, "untouched");
	assert_true(stamp_take_time(&good, &stamp));
	check_str(good, " IP", "cursor");
	check_number(stamp.kind, STAMP_TIME, "kind");
	check_number(stamp.second, T(8, 31, 54), "second");
}

static void
a_civil_stamp_of_a_log_in_utc_is_a_unix_time(void **state)
{
	struct str text = STR("2026-11-23 08:27:38");
	struct str zoned = STR("2026-11-23 08:27:38+01:00");
	struct stamp stamp, time = { .kind = STAMP_TIME, .second = 5 };

	(void)state;
	assert_true(stamp_take_iso(&text, &stamp));
	stamp_utc(&stamp);
	check_number(stamp.kind, STAMP_UNIX, "kind");
	check_number(stamp.unix_seconds, 1795422458, "time");
	assert_true(stamp_take_iso(&zoned, &stamp));
	stamp_utc(&stamp);
	check_number(stamp.unix_seconds, 1795418858, "its own zone stays");
	stamp_utc(&time);
	check_number(time.kind, STAMP_TIME, "no date, no time");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_stamp_met_in_logs_is_read),
		cmocka_unit_test(what_is_no_stamp_leaves_the_cursor),
		cmocka_unit_test(a_time_of_day_is_read_alone),
		cmocka_unit_test(
		    a_civil_stamp_of_a_log_in_utc_is_a_unix_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
