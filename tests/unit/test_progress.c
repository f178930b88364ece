/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/progress.h"

#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

struct tick_row {
	int64_t at_ms;
	bool speaks;
};

static const struct tick_row tick_rows[] = {
	{ 10, false },
	{ 999, false },
	{ 1000, true },
	{ 1199, false },
	{ 1200, true },
};

static void
a_line_is_shown_after_a_second_and_five_times_a_second(void **state)
{
	struct source_report report = { .name = "dnsmasq", .records = 12345 };
	struct progress progress;
	char *text = NULL;
	size_t size = 0, before = 0;
	FILE *to = open_memstream(&text, &size);

	(void)state;
	progress_begin(&progress, to, 0);
	for (size_t i = 0; i < COUNT(tick_rows); i++) {
		progress_tick(&progress, &report, tick_rows[i].at_ms);
		assert_int_equal(fflush(to), 0);
		check_number(size > before, tick_rows[i].speaks, "speaks");
		before = size;
	}
	assert_non_null(strstr(text, "dnsmasq"));
	assert_non_null(strstr(text, "12\xE2\x80\xAF" "345"));
	progress_end(&progress);
	assert_int_equal(fclose(to), 0);
	assert_true(str_ends(str_of(text), STR("\r\033[K")));
	free(text);
}

static void
nothing_is_said_without_a_terminal(void **state)
{
	struct source_report report = { .name = "dnsmasq" };
	struct progress progress;

	(void)state;
	progress_begin(&progress, NULL, 0);
	progress_tick(&progress, &report, 5000);
	assert_false(progress.shown);
	progress_end(&progress);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_shown_after_a_second_and_five_times_a_second),
		cmocka_unit_test(nothing_is_said_without_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
