/* SPDX-License-Identifier: Apache-2.0 */
#include "core/blind_yaml.h"

#include "tests/unit/unit.h"

static void
the_program_holds_the_whole_list_of_policies(void **state)
{
	const struct blind_spots *builtin = blind_builtin();
	struct problems problems = { .count = 0 };
	struct blind_spots read;
	struct arena memory;
	struct yaml yaml;
	struct err err;

	(void)state;
	arena_init(&memory, YAML_MAX_BYTES);
	check_ok(yaml_read(SOURCE_ROOT "/policies/blind-spots.yaml", &yaml,
	    &problems, &err), &err);
	assert_int_equal(blind_yaml_read(&yaml, &memory, &read, &problems), OK);
	assert_int_equal(problems.count, 0);
	assert_true(read.count >= 30);
	assert_int_equal(builtin->count, read.count);
	for (uint32_t i = 0; i < read.count; i++) {
		const char *label = read.at[i].id.at;

		check_str(builtin->at[i].id, label, label);
		check_number(builtin->at[i].group, read.at[i].group, label);
		for (int l = 0; l < LANGUAGE_COUNT; l++)
			check_str(builtin->at[i].text[l],
			    read.at[i].text[l].at, label);
	}
	assert_int_equal(builtin->group_count, read.group_count);
	for (uint32_t i = 0; i < read.group_count; i++) {
		check_str(builtin->groups[i].id, read.groups[i].id.at, "group");
		for (int l = 0; l < LANGUAGE_COUNT; l++)
			check_str(builtin->groups[i].text[l],
			    read.groups[i].text[l].at, "group");
	}
	yaml_release(&yaml);
	arena_release(&memory);
	problems_release(&problems);
}

/* Few enough to be seen at a glance, and none of them a whole list. */
static void
groups_are_few_and_each_is_short(void **state)
{
	const struct blind_spots *spots = blind_builtin();
	uint32_t sizes[64] = { 0 };

	(void)state;
	assert_true(spots->group_count >= 5 && spots->group_count <= 9);
	for (uint32_t i = 0; i < spots->count; i++)
		sizes[spots->at[i].group]++;
	for (uint32_t i = 0; i < spots->group_count; i++)
		if (sizes[i] == 0 || sizes[i] > 8)
			fail_msg("%s: %u blind spots",
			    spots->groups[i].id.at, sizes[i]);
}

struct fault_row {
	const char *label, *text, *said;
	uint32_t count; /* of spots that come all the same */
};

#define LONG54 "123456789 123456789 123456789 123456789 123456789 1234"

static const struct fault_row fault_rows[] = {
	{ "a language missing", "- {id: a, group: g, fr: x}", "en", 1 },
	{ "no id", "- {group: g, fr: x, en: y}", "id", 1 },
	{ "a bad id", "- {id: A, group: g, fr: x, en: y}", "A", 1 },
	{ "out of order", "- {id: b, group: g, fr: x, en: y}\n"
	    "- {id: a, group: g, fr: x, en: y}", "a", 2 },
	{ "an unknown key", "- {id: a, group: g, fr: x, en: y, de: z}", "de",
	    1 },
	{ "no mapping", "- a", "", 0 },
	{ "no group", "- {id: a, fr: x, en: y}", "group", 1 },
	{ "an unknown group", "- {id: a, group: h, fr: x, en: y}", "h", 1 },
	{ "more than half a line", "- {id: a, group: g, fr: " LONG54 "5, en: y}",
	    "54", 1 },
	{ "half a line", "- {id: a, group: g, fr: " LONG54 ", en: " LONG54 "}",
	    NULL, 1 },
};

static void
every_fault_of_a_list_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fault_rows); i++) {
		const struct fault_row *row = &fault_rows[i];
		struct problems problems = { .count = 0 };
		struct blind_spots read;
		struct arena memory;
		struct buf text;
		struct yaml yaml;
		struct err err;

		arena_init(&memory, YAML_MAX_BYTES);
		buf_init(&text, 4096);
		buf_text(&text, "schema: 1\ngroups:\n"
		                "- {id: g, fr: x, en: y}\nblind_spots:\n");
		buf_text(&text, row->text);
		buf_char(&text, '\n');
		check_ok(yaml_parse("f", buf_view(&text), &yaml, &problems,
		    &err), &err);
		check_number(blind_yaml_read(&yaml, &memory, &read, &problems),
		    OK, row->label);
		check_number(read.count, row->count, row->label);
		if (row->said == NULL)
			check_number(problems.errors, 0, row->label);
		else if (problems.errors == 0 ||
		    !holds(problems.at[0].text, str_of(row->said)))
			fail_msg("%s: not told", row->label);
		yaml_release(&yaml);
		buf_release(&text);
		arena_release(&memory);
		problems_release(&problems);
	}
}

static void
a_group_without_a_blind_spot_is_told(void **state)
{
	struct problems problems = { .count = 0 };
	struct blind_spots read;
	struct arena memory;
	struct yaml yaml;
	struct err err;

	(void)state;
	arena_init(&memory, YAML_MAX_BYTES);
	check_ok(yaml_parse("f", STR("schema: 1\ngroups:\n"
	    "- {id: g, fr: x, en: y}\n- {id: h, fr: x, en: y}\n"
	    "blind_spots:\n- {id: a, group: g, fr: x, en: y}\n"), &yaml,
	    &problems, &err), &err);
	assert_int_equal(blind_yaml_read(&yaml, &memory, &read, &problems), OK);
	check_number(read.group_count, 2, "groups");
	check_number(problems.errors, 1, "faults");
	assert_true(holds(problems.at[0].text, STR("h")));
	yaml_release(&yaml);
	arena_release(&memory);
	problems_release(&problems);
}

static void
a_blind_spot_is_printed_as_its_language_prints(void **state)
{
	static const struct blind_spot spot = { STR("a"), 0,
		{ STR("L'IA : rien"), STR("The PC's AI: nothing") } };
	struct buf out;

	(void)state;
	buf_init(&out, 256);
	blind_write(&out, LANGUAGE_FR, &spot);
	check_str(buf_view(&out), "L\u2019IA\u00a0: rien", "French");
	buf_reset(&out);
	blind_write(&out, LANGUAGE_EN, &spot);
	check_str(buf_view(&out), "The PC\u2019s AI: nothing", "English");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_program_holds_the_whole_list_of_policies),
		cmocka_unit_test(groups_are_few_and_each_is_short),
		cmocka_unit_test(every_fault_of_a_list_is_told),
		cmocka_unit_test(a_group_without_a_blind_spot_is_told),
		cmocka_unit_test(
		    a_blind_spot_is_printed_as_its_language_prints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
