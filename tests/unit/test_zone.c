/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/zone.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <time.h>

#define AT(h, m) ((h) * 3600 + (m) * 60)

static struct zone *
zone_of(const char *name)
{
	struct zone *zone = NULL;
	struct err err;

	check_ok(zone_new(str_of(name), &zone, &err), &err);
	return zone;
}

static int32_t
day_of(const char *date)
{
	int32_t day = 0;

	assert_true(calendar_parse(str_of(date), &day));
	return day;
}

struct row {
	const char *zone;
	const char *date;
	int32_t second;
	int64_t unix_seconds;
	const char *day; /* of unix_seconds in the zone */
};

static const struct row rows[] = {
	{ "UTC", "1970-01-01", 0, 0, "1970-01-01" },
	{ "+02:00", "2026-11-23", AT(1, 0), 1795388400, "2026-11-23" },
	{ "-0330", "2026-11-22", AT(19, 30), 1795388400, "2026-11-22" },
	{ "Europe/Paris", "2026-07-01", AT(0, 0), 1782856800, "2026-07-01" },
	{ "Europe/Paris", "2026-12-01", AT(0, 0), 1796079600, "2026-12-01" },
	/* 2026-03-29: 02:00 becomes 03:00 */
	{ "Europe/Paris", "2026-03-29", AT(1, 59), 1774745940, "2026-03-29" },
	{ "Europe/Paris", "2026-03-29", AT(2, 30), 1774747800, "2026-03-29" },
	{ "Europe/Paris", "2026-03-29", AT(3, 30), 1774747800, "2026-03-29" },
	/* 2026-10-25: 03:00 becomes 02:00; the first of both */
	{ "Europe/Paris", "2026-10-25", AT(2, 30), 1792888200, "2026-10-25" },
	{ "Europe/Paris", "2026-10-25", AT(3, 0), 1792893600, "2026-10-25" },
	{ "America/New_York", "2026-03-08", AT(2, 30), 1772955000,
	    "2026-03-08" },
	{ "Australia/Sydney", "2026-04-05", AT(2, 30), 1775316600,
	    "2026-04-05" },
	{ "Asia/Kathmandu", "2026-01-01", AT(0, 0), 1767204900, "2026-01-01" },
	/* from 2038 on, a rule */
	{ "Europe/Paris", "2045-07-01", AT(0, 0), 2382472800, "2045-07-01" },
	{ "America/New_York", "2059-11-02", AT(3, 0), 2834985600,
	    "2059-11-02" },
	{ "Africa/Casablanca", "2050-07-01", AT(0, 0), 2540242800, "2050-07-01" },
};

static void
local_time_becomes_unix_time_and_a_day_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct zone *zone = zone_of(rows[i].zone);

		check_number(zone_unix(zone, day_of(rows[i].date),
		    rows[i].second), rows[i].unix_seconds, rows[i].date);
		check_number(zone_day(zone, rows[i].unix_seconds),
		    day_of(rows[i].day), rows[i].date);
		zone_free(zone);
	}
}

/* Every hour of two years: the library's own answer, by its own way. */
static void
check_hours(const struct zone *zone, time_t from, time_t to)
{
	for (time_t t = from; t < to; t += 3600) {
		struct tm local;
		int32_t day;

		assert_non_null(localtime_r(&t, &local));
		day = calendar_day((struct civil){ local.tm_year + 1900,
		    local.tm_mon + 1, local.tm_mday });
		assert_int_equal(zone_day(zone, t), day);
	}
}

static void
every_hour_falls_on_the_day_that_the_system_says(void **state)
{
	static const char *const names[] = { "Europe/Paris",
		"Africa/Casablanca", "America/Sao_Paulo", "Pacific/Apia" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct zone *zone = zone_of(names[i]);

		assert_int_equal(setenv("TZ", names[i], 1), 0);
		tzset();
		check_hours(zone, 1735689600, 1798761600); /* 2025, 2026 */
		check_hours(zone, 2114380800, 2208988800); /* 2037 to 2039 */
		zone_free(zone);
	}
	assert_int_equal(setenv("TZ", "UTC", 1), 0);
	tzset();
}

static void
a_named_zone_leaves_the_local_one_alone(void **state)
{
	struct zone *tokyo, *local;

	(void)state;
	assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
	tokyo = zone_of("Asia/Tokyo");
	local = zone_of("local");
	assert_string_equal(getenv("TZ"), "America/New_York");
	check_number(zone_unix(local, 0, 0), 5 * 3600, "New York");
	check_number(zone_unix(tokyo, 0, 0), -9 * 3600, "Tokyo");
	zone_free(local);
	zone_free(tokyo);
	local = zone_of("");
	check_number(zone_unix(local, 0, 0), 5 * 3600, "empty is local");
	zone_free(local);
}

static void
what_names_no_zone_is_refused(void **state)
{
	static const char *const names[] = { "Europe/Nowhere", "Europe", "+2", "+25:00",
		"+02:60", "+02:00x", "../../../etc/passwd", "/etc/passwd",
		"Paris; rm", "Europe/Paris\n",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct zone *zone = NULL;
		struct err err;

		if (zone_new(str_of(names[i]), &zone, &err) != E_USAGE)
			fail_msg("%s was taken for a zone", names[i]);
		assert_null(zone);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(local_time_becomes_unix_time_and_a_day_again),
		cmocka_unit_test(
		    every_hour_falls_on_the_day_that_the_system_says),
		cmocka_unit_test(a_named_zone_leaves_the_local_one_alone),
		cmocka_unit_test(what_names_no_zone_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
