/* SPDX-License-Identifier: Apache-2.0
 * The table of formats, and the page that describes it: docs/DNS-LOGS.md says
 * of each format what its row says.
 */
#include "agent/format_list.h"

#include "agent/sources/formats.h"
#include "core/os.h"

#include "tests/unit/unit.h"

#include <stdio.h>

#define PAGE SOURCE_ROOT "/docs/DNS-LOGS.md"

static struct buf page;

static int
set_up(void **state)
{
	struct err err;

	(void)state;
	buf_init(&page, (size_t)1 << 20);
	return os_read_file(PAGE, &page, &err) == OK ? 0 : 1;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_release(&page);
	return 0;
}

/* The page's line "| `id` (`alias`) | ...". */
static struct str
row_of(const struct format *format)
{
	char head[128];
	struct str row = STR("");

	if (format->alias == NULL)
		(void)snprintf(head, sizeof(head), "\n| `%s` |", format->id);
	else
		(void)snprintf(head, sizeof(head), "\n| `%s` (`%s`",
		    format->id, format->alias);
	if (!str_cut(buf_view(&page), str_of(head), NULL, &row))
		fail_msg("no row begins with \"%s\"", head);
	(void)str_cut(row, STR("\n"), &row, NULL);
	return row;
}

static void
every_format_has_its_row_with_the_commands_that_switch_it_on(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		const struct format *format = formats_at(i);
		struct str row = row_of(format), rest, code;
		struct buf sentence;

		buf_init(&sentence, 4096);
		message_write(&sentence, LANGUAGE_FR, format->enable,
		    NO_ARGS);
		rest = buf_view(&sentence);
		while (str_cut(rest, STR("`"), NULL, &rest) &&
		    str_cut(rest, STR("`"), &code, &rest))
			if (!str_holds(row, code))
				fail_msg("%s: the page lacks \"%.*s\"",
				    format->id, (int)code.len, code.at);
		buf_release(&sentence);
	}
}

static void
the_page_has_no_row_of_another_format(void **state)
{
	struct str rest = buf_view(&page), id;
	size_t rows = 0;

	(void)state;
	(void)str_cut(rest, STR("|---|"), NULL, &rest);
	while (str_cut(rest, STR("\n| `"), NULL, &rest)) {
		assert_true(str_cut(rest, STR("`"), &id, &rest));
		if (formats_find(id) == NULL)
			fail_msg("no format %.*s", (int)id.len, id.at);
		rows++;
	}
	assert_int_equal(rows, FORMATS_COUNT);
}

static void
every_format_is_listed_in_both_languages(void **state)
{
	(void)state;
	for (enum language language = LANGUAGE_FR; language <= LANGUAGE_EN;
	     language++) {
		struct buf out;

		buf_init(&out, (size_t)64 << 10);
		format_list(&out, language, 80);
		assert_int_equal(buf_status(&out), OK);
		for (size_t i = 0; i < FORMATS_COUNT; i++)
			assert_true(holds(buf_view(&out),
			    str_of(formats_at(i)->id)));
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_format_has_its_row_with_the_commands_that_switch_it_on),
		cmocka_unit_test(the_page_has_no_row_of_another_format),
		cmocka_unit_test(every_format_is_listed_in_both_languages),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
