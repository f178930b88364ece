/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/manual_rows.h"

#include "collector/command.h"

#include "core/yaml.h"

#include "tests/unit/manual.h"

static void
every_command_and_every_option_is_in_the_page(void **unused)
{
	const struct manual manual = collector_manual("2026-11-25");

	(void)unused;
	for (int i = 0; i < LANGUAGE_COUNT; i++)
		manual_holds_the_tables(&manual, (enum language)i);
}

static void
every_key_of_the_settings_is_in_the_page(void **unused)
{
	const struct manual manual = collector_manual("2026-11-25");
	const struct yaml_field *fields = folder_fields();
	struct buf page;

	(void)unused;
	buf_init(&page, PAGE_MAX);
	manual_write(&page, LANGUAGE_EN, &manual);
	assert_non_null(fields[0].key);
	for (size_t i = 0; fields[i].key != NULL; i++)
		manual_has_row(&page, fields[i].key);
	buf_release(&page);
}

/* Of all of a command's options, those that commands share stand last. */
static bool
is_shared(const char *name)
{
	static const char *const shared[] = { "folder", "help", "json", "now" };

	for (size_t i = 0; i < COUNT(shared); i++)
		if (strcmp(shared[i], name) == 0)
			return true;
	return false;
}

static void
options_are_sorted_and_the_shared_ones_come_last(void **unused)
{
	const struct program *program = &collector_program;

	(void)unused;
	for (size_t i = 0; program->commands[i] != NULL; i++) {
		const struct option_table *table =
		    &program->commands[i]->options;

		for (size_t n = 1; n < table->count; n++) {
			const char *before = table->rows[n - 1].name;
			const char *name = table->rows[n].name;

			if (is_shared(before) == is_shared(name)
			        ? strcmp(before, name) >= 0
			        : is_shared(before))
				fail_msg("%s: --%s stands before --%s",
				    program->commands[i]->name, before, name);
		}
	}
}

static void
only_the_exit_codes_that_it_gives_are_told(void **unused)
{
	const struct manual manual = collector_manual("2026-11-25");
	struct buf page;

	(void)unused;
	buf_init(&page, PAGE_MAX);
	manual_write(&page, LANGUAGE_EN, &manual);
	manual_has_row(&page, "5");
	assert_null(strstr(buf_z(&page), "\\fB10\\fR"));
	buf_release(&page);
}

/* What troff would take for its own is written so that it is text. */
static void
text_is_never_a_request(void **unused)
{
	static const struct manual_row rows[] = {
		{ ".dotted", MSG_PREFIXED },
		{ "back\\slash", MSG_PREFIXED },
	};
	static const struct manual_section section = { MSG_MANUAL_FILES,
		MSG_MANUAL_FILES_LEAD, rows, COUNT(rows) };
	struct manual manual = collector_manual("2026-11-25");
	struct buf page;

	(void)unused;
	manual.sections = &section;
	manual.section_count = 1;
	manual.see_also = ".so /etc/passwd 'quoted' a\\b `x-y` re-read";
	buf_init(&page, PAGE_MAX);
	manual_write(&page, LANGUAGE_EN, &manual);
	assert_non_null(strstr(buf_z(&page),
	    "\n\\&.so /etc/passwd 'quoted' a\\eb \\fBx\\-y\\fR re-read\n"));
	assert_non_null(strstr(buf_z(&page), "\n\\fBback\\eslash\\fR\n"));
	buf_release(&page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_and_every_option_is_in_the_page),
		cmocka_unit_test(every_key_of_the_settings_is_in_the_page),
		cmocka_unit_test(
		    options_are_sorted_and_the_shared_ones_come_last),
		cmocka_unit_test(only_the_exit_codes_that_it_gives_are_told),
		cmocka_unit_test(text_is_never_a_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
