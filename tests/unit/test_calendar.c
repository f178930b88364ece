/* SPDX-License-Identifier: Apache-2.0 */
#include "core/calendar.h"

#include "tests/unit/unit.h"

struct date_row {
	const char *text;
	int32_t day;
	const char *week;
};

static const struct date_row date_rows[] = {
	{ "1970-01-01", 0, "1970-W01" },
	{ "1969-12-31", -1, "1970-W01" },
	{ "1969-12-28", -4, "1969-W52" },
	{ "2000-02-29", 11016, "2000-W09" },
	{ "2024-12-29", 20086, "2024-W52" },
	{ "2024-12-30", 20087, "2025-W01" },
	{ "2026-11-25", 20782, "2026-W48" },
	{ "2027-01-03", 20821, "2026-W53" },
	{ "2027-01-04", 20822, "2027-W01" },
};

static void
a_date_a_day_and_an_iso_week_are_the_same_thing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(date_rows); i++) {
		const struct date_row *row = &date_rows[i];
		int32_t day = 0;

		assert_true(calendar_parse(str_of(row->text), &day));
		check_number(day, row->day, row->text);
		assert_string_equal(calendar_text(day).text, row->text);
		assert_string_equal(calendar_week(day).text, row->week);
	}
}

/* `date +%b` in each locale of glibc, after the locale. */
static const char *const month_rows[][13] = {
	{ "C", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
	    "Oct", "Nov", "Dec" },
	{ "fr_FR", "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.",
	    "août", "sept.", "oct.", "nov.", "déc." },
	{ "de_DE", "Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug",
	    "Sep", "Okt", "Nov", "Dez" },
	{ "es_ES", "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago",
	    "sep", "oct", "nov", "dic" },
	{ "it_IT", "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago",
	    "set", "ott", "nov", "dic" },
	{ "nl_NL", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug",
	    "sep", "okt", "nov", "dec" },
	{ "pt_PT", "jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago",
	    "set", "out", "nov", "dez" },
	{ "pl_PL", "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie",
	    "wrz", "paź", "lis", "gru" },
	{ "sv_SE", "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug",
	    "sep", "okt", "nov", "dec" },
	{ "nb_NO", "jan.", "feb.", "mars", "april", "mai", "juni", "juli",
	    "aug.", "sep.", "okt.", "nov.", "des." },
	{ "cs_CZ", "led", "úno", "bře", "dub", "kvě", "čen", "čec", "srp",
	    "zář", "říj", "lis", "pro" },
};

static void
every_day_of_four_centuries_round_trips(void **state)
{
	(void)state;
	for (int32_t day = -146097; day <= 146097; day++)
		assert_int_equal(calendar_day(calendar_civil(day)), day);
}

static void
what_is_no_date_is_refused(void **state)
{
	static const char *const rows[] = { "", "2026-2-03", "2026-02-30",
		"2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
		"2026-01-01 ", "0000-01-01", "2026/01/01" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int32_t day = 7;

		assert_false(calendar_parse(str_of(rows[i]), &day));
		assert_int_equal(day, 7);
	}
}

static void
months_are_known_in_both_languages(void **state)
{
	(void)state;
	assert_int_equal(calendar_month_of(STR("Nov")), 11);
	assert_int_equal(calendar_month_of(STR("mai")), 5);
	assert_int_equal(calendar_month_of(STR("août")), 8);
	assert_int_equal(calendar_month_of(STR("févr.")), 2);
	assert_int_equal(calendar_month_of(STR("DEC")), 12);
	assert_int_equal(calendar_month_of(STR("lune")), 0);
	for (size_t i = 0; i < COUNT(month_rows); i++)
		for (int32_t month = 1; month <= 12; month++)
			check_number(calendar_month_of(
			    str_of(month_rows[i][month])), month,
			    month_rows[i][0]);
}

static void
a_time_before_1970_belongs_to_its_own_day(void **state)
{
	(void)state;
	assert_int_equal(calendar_day_of(-1, 0), -1);
	assert_int_equal(calendar_day_of(-1, 3600), 0);
	assert_int_equal(calendar_day_of(86399, 0), 0);
	assert_int_equal(calendar_day_of(86399, 1), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_a_day_and_an_iso_week_are_the_same_thing),
		cmocka_unit_test(every_day_of_four_centuries_round_trips),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(months_are_known_in_both_languages),
		cmocka_unit_test(a_time_before_1970_belongs_to_its_own_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
