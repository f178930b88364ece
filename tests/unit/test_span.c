/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/span.h"
#include "agent/tally.h"

#include "core/calendar.h"

#include "tests/unit/unit.h"

struct span_row {
	const char *since;
	const char *today;
	const char *first; /* NULL: refused */
};

static const struct span_row span_rows[] = {
	{ "90d", "2026-11-23", "2026-08-26" },
	{ "90j", "2026-11-23", "2026-08-26" },
	{ "1d", "2026-11-23", "2026-11-23" },
	{ "2w", "2026-11-23", "2026-11-10" },
	{ "1m", "2026-03-31", "2026-03-01" },
	{ "6m", "2026-11-23", "2026-05-24" },
	{ "1y", "2024-02-29", "2023-03-01" },
	{ "20y", "2026-11-23", "2006-11-24" },
	{ "2026-11-23", "2026-11-23", "2026-11-23" },
	{ "2026-01-01", "2026-11-23", "2026-01-01" },
	{ "2026-11-24", "2026-11-23", NULL },
	{ "2006-11-23", "2026-11-23", NULL },
	{ "21y", "2026-11-23", NULL },
	{ "9999d", "2026-11-23", NULL },
	{ "0d", "2026-11-23", NULL },
	{ "90", "2026-11-23", NULL },
	{ "d", "2026-11-23", NULL },
	{ "90x", "2026-11-23", NULL },
	{ "-3d", "2026-11-23", NULL },
	{ "90d ", "2026-11-23", NULL },
	{ "", "2026-11-23", NULL },
};

static void
a_span_names_its_first_day_or_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(span_rows); i++) {
		const struct span_row *row = &span_rows[i];
		struct window window = { 7, 7 };
		int32_t today = 0, first = 7;

		assert_true(calendar_parse(str_of(row->today), &today));
		if (row->first != NULL)
			assert_true(calendar_parse(str_of(row->first), &first));
		check_number(span_window(str_of(row->since), today, &window,
		    NULL), row->first == NULL ? E_USAGE : OK, row->since);
		check_number(window.first, first, row->since);
	}
}

static void
the_longest_span_fits_the_tally(void **state)
{
	(void)state;
	for (int32_t today = 10000; today < 30000; today += 7) {
		struct window window;

		assert_int_equal(span_window(STR("20y"), today, &window, NULL),
		    OK);
		assert_in_range(window.last - window.first + 1, 1,
		    TALLY_DAYS_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_span_names_its_first_day_or_is_refused),
		cmocka_unit_test(the_longest_span_fits_the_tally),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
