/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/manual_rows.h"

#include "agent/command.h"
#include "agent/config.h"

#include "tests/unit/manual.h"

static void
every_command_and_every_option_is_in_the_page(void **unused)
{
	(void)unused;
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		struct manual_keys keys;
		const struct manual manual = agent_manual(&keys, "2026-11-25");

		manual_holds_the_tables(&manual, (enum language)i);
	}
}

static void
every_key_of_the_settings_is_in_the_page(void **unused)
{
	struct manual_keys keys;
	const struct manual manual = agent_manual(&keys, "2026-11-25");
	size_t count;
	const struct config_row *rows = config_rows(&count);
	struct buf page;

	(void)unused;
	buf_init(&page, PAGE_MAX);
	manual_write(&page, LANGUAGE_FR, &manual);
	for (size_t i = 0; i < count; i++)
		manual_has_row(&page, rows[i].field.key);
	buf_release(&page);
}

static void
a_hidden_command_is_in_no_page(void **unused)
{
	struct manual_keys keys;
	const struct manual manual = agent_manual(&keys, "2026-11-25");
	struct buf page;

	(void)unused;
	buf_init(&page, PAGE_MAX);
	manual_write(&page, LANGUAGE_EN, &manual);
	assert_null(strstr(buf_z(&page), ".SS \"lanterne reader"));
	buf_release(&page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_and_every_option_is_in_the_page),
		cmocka_unit_test(every_key_of_the_settings_is_in_the_page),
		cmocka_unit_test(a_hidden_command_is_in_no_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
