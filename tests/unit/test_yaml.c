/* SPDX-License-Identifier: Apache-2.0 */
#include "core/yaml.h"

#include "core/calendar.h"

#include "tests/unit/problem_text.h"

#include <string.h>

struct fault_row {
	const char *label;
	const char *text;
	uint32_t line, column;
	const char *says;
};

static const struct fault_row fault_rows[] = {
	{ "anchor", "a: &x 1\n", 1, 4, "anchor" },
	{ "alias", "a: &x 1\nb: *x\n", 2, 4, "alias" },
	{ "alias as a key", "a: &x k\n*x : 2\n", 2, 1, "alias" },
	{ "tag", "a: !!str 1\n", 1, 4, "tag" },
	{ "tag on a list", "a: !x [1]\n", 1, 4, "tag" },
	{ "merge key", "a: 1\n<<: {b: 2}\n", 2, 1, "merge" },
	{ "duplicate key", "a: 1\nb: 2\na: 3\n", 3, 1, "line 1" },
	{ "duplicate below", "a: {c: 1, c: 2}\n", 1, 11, "duplicate" },
	{ "key of a list", "? [a]\n: 1\n", 1, 3, "key must be a word" },
	{ "two documents", "a: 1\n---\nb: 2\n", 2, 1, "one document" },
	{ "not UTF-8", "a: 1\nb: \xff\n", 2, 4, "UTF-8" },
	{ "column counts characters", "é: \xc3\n", 1, 4, "UTF-8" },
	{ "NUL by escape", "a: \"\\0\"\n", 1, 4, "control" },
	{ "control byte", "a: 1\nb: \x01\n", 2, 4, "control" },
	{ "tab in indentation", "a:\n\tb: 1\n", 2, 1, "tab" },
	{ "colon too many", "a: b: c\n", 1, 5, "':'" },
	{ "quote not closed", "a: \"b\n", 2, 1, "not closed" },
	{ "empty", "", 1, 1, "empty" },
	{ "only a comment", "# a\n", 1, 1, "empty" },
};

static struct yaml
parse(const char *text, struct problems *problems)
{
	struct yaml yaml = { .root = NULL };
	struct err err;

	check_ok(yaml_parse("f", str_of(text), &yaml, problems, &err), &err);
	assert_non_null(yaml.root);
	return yaml;
}

static void
every_fault_is_told_where_it_stands(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fault_rows); i++) {
		const struct fault_row *row = &fault_rows[i];
		struct problems problems = { .count = 0 };
		struct yaml yaml = parse(row->text, &problems);

		check_told(&problems, row->line, row->column, row->says,
		    row->label);
		yaml_release(&yaml);
		problems_release(&problems);
	}
}

static void
all_faults_of_a_file_are_told_at_once(void **state)
{
	struct problems problems = { .count = 0 };
	struct yaml yaml = parse("a: &x 1\nb: *x\na: 2\nc: !t 3\n", &problems);

	(void)state;
	assert_int_equal(problems.errors, 4);
	assert_int_equal(yaml.root->kind, YAML_MAP);
	yaml_release(&yaml);
	problems_release(&problems);
}

static void
scalars_stay_as_written(void **state)
{
	static const char *const words[] = { "NO", "yes", "1.10", "0x1f",
		"2026-11-25", "~", "null" };
	struct problems problems = { .count = 0 };
	struct yaml yaml = parse(
	    "[NO, yes, 1.10, 0x1f, 2026-11-25, ~, 'null']\n", &problems);
	const struct yaml_node *node = yaml.root->first;

	(void)state;
	assert_int_equal(problems.errors, 0);
	for (size_t i = 0; i < COUNT(words); i++, node = node->next) {
		assert_non_null(node);
		check_str(node->text, words[i], "scalar");
	}
	assert_null(node);
	yaml_release(&yaml);
}

static void
a_text_that_is_quoted_reads_back_as_the_same(void **state)
{
	static const char *const texts[] = { "", "a: \"b\" \\ # c", "- x",
		"two\nlines\tand a tab", "\xC3\x89toile",
		"a line \xE2\x80\xA8 and a paragraph \xE2\x80\xA9 of Unicode",
		"a next line \xC2\x85 of IBM" };
	struct problems problems = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct yaml yaml;
		struct buf quoted;

		buf_init(&quoted, 256);
		yaml_quote(&quoted, str_of(texts[i]));
		yaml = parse(buf_z(&quoted), &problems);
		check_str(yaml.root->text, texts[i], buf_z(&quoted));
		yaml_release(&yaml);
		buf_release(&quoted);
	}
	assert_int_equal(problems.errors, 0);
	problems_release(&problems);
}

/* `depth` nested lists: [[[...]]] */
static uint32_t
errors_at_depth(size_t depth)
{
	struct problems problems = { .count = 0 };
	char text[256];
	struct yaml yaml;
	uint32_t errors;

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	text[depth * 2] = '\0';
	yaml = parse(text, &problems);
	errors = problems.errors;
	yaml_release(&yaml);
	problems_release(&problems);
	return errors;
}

static void
sixteen_levels_are_read_and_one_more_is_refused(void **state)
{
	(void)state;
	assert_int_equal(errors_at_depth(YAML_MAX_DEPTH), 0);
	assert_int_equal(errors_at_depth(YAML_MAX_DEPTH + 1), 1);
}

/* One comment of `bytes`, then a key. */
static uint32_t
errors_at_size(size_t bytes)
{
	struct problems problems = { .count = 0 };
	struct yaml yaml = { .root = NULL };
	struct buf text;
	struct err err;
	uint32_t errors;

	buf_init(&text, YAML_MAX_BYTES * 2);
	buf_text(&text, "a: 1\n#");
	buf_spaces(&text, bytes - 6);
	check_ok(yaml_parse("f", buf_view(&text), &yaml, &problems, &err),
	    &err);
	errors = problems.errors;
	yaml_release(&yaml);
	problems_release(&problems);
	buf_release(&text);
	return errors;
}

static void
a_mebibyte_is_read_and_one_byte_more_is_refused(void **state)
{
	(void)state;
	assert_int_equal(errors_at_size(YAML_MAX_BYTES), 0);
	assert_int_equal(errors_at_size(YAML_MAX_BYTES + 1), 1);
}

static const char *const colours[] = { "red", "green", NULL };
static const struct yaml_field fields[] = {
	{ "name", FIELD_TEXT, true, NULL },
	{ "colour", FIELD_WORD, false, colours },
	{ "colours", FIELD_WORDS, false, colours },
	{ "names", FIELD_TEXTS, false, NULL },
	{ "day", FIELD_DATE, false, NULL },
	{ "list", FIELD_LIST, false, NULL },
	{ "map", FIELD_MAP, false, NULL },
	{ NULL, FIELD_TEXT, false, NULL },
};

static const struct fault_row field_rows[] = {
	{ "unknown key", "name: a\nnmae: b\n", 2, 1, "did you mean name" },
	{ "far key", "name: a\nzzzzzzzz: b\n", 2, 1, "choose among: name, " },
	{ "missing key", "colour: red\n", 1, 1, "name is missing" },
	{ "empty text", "name:\n", 1, 6, "text is expected" },
	{ "list for a text", "name: [a]\n", 1, 7, "text is expected" },
	{ "wrong word", "name: a\ncolour: gren\n", 2, 9, "mean green" },
	{ "wrong word in a list", "name: a\ncolours: [red, blu]\n", 2, 16,
	    "blu" },
	{ "text for a list", "name: a\nnames: b\n", 2, 8, "list is" },
	{ "a day that is none", "name: a\nday: 2026-02-30\n", 2, 6, "date" },
	{ "text for a map", "name: a\nmap: b\n", 2, 6, "block" },
	{ "not a mapping", "- a\n", 1, 1, "block" },
};

static void
fields_of_the_wrong_kind_are_told_with_the_closest_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(field_rows); i++) {
		const struct fault_row *row = &field_rows[i];
		struct problems problems = { .count = 0 };
		struct yaml yaml = parse(row->text, &problems);
		const struct yaml_node *got[COUNT(fields)];

		(void)yaml_fields(&yaml, yaml.root, fields, got, &problems);
		check_told(&problems, row->line, row->column, row->says,
		    row->label);
		yaml_release(&yaml);
		problems_release(&problems);
	}
}

static void
fields_of_the_right_kind_are_given(void **state)
{
	struct problems problems = { .count = 0 };
	struct yaml yaml = parse("name: a\ncolour: green\nday: 2026-11-25\n"
	                         "names: [x, y]\n", &problems);
	const struct yaml_node *got[COUNT(fields)];

	(void)state;
	assert_true(yaml_fields(&yaml, yaml.root, fields, got, &problems));
	assert_int_equal(problems.errors, 0);
	check_str(yaml_text(got[0]), "a", "text");
	assert_int_equal(yaml_word(got[1], colours, -1), 1);
	assert_null(got[2]);
	assert_int_equal(got[3]->count, 2);
	assert_int_equal(yaml_date(got[4]), 20782);
	assert_int_equal(yaml_date(NULL), CALENDAR_NO_DAY);
	yaml_release(&yaml);
}

static void
a_file_that_is_not_there_is_one_problem_with_its_name(void **state)
{
	struct problems problems = { .count = 0 };
	struct yaml yaml = { .root = NULL };
	struct err err;
	size_t at;

	(void)state;
	check_ok(yaml_read("/nowhere/a.yaml", &yaml, &problems, &err), &err);
	assert_int_equal(problems.errors, 1);
	assert_true(str_find(problems.at[0].text, STR("/nowhere/a.yaml"), &at));
	assert_int_equal(yaml.root->kind, YAML_BROKEN);
	yaml_release(&yaml);
	problems_release(&problems);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fault_is_told_where_it_stands),
		cmocka_unit_test(all_faults_of_a_file_are_told_at_once),
		cmocka_unit_test(scalars_stay_as_written),
		cmocka_unit_test(a_text_that_is_quoted_reads_back_as_the_same),
		cmocka_unit_test(sixteen_levels_are_read_and_one_more_is_refused),
		cmocka_unit_test(a_mebibyte_is_read_and_one_byte_more_is_refused),
		cmocka_unit_test(
		    fields_of_the_wrong_kind_are_told_with_the_closest_word),
		cmocka_unit_test(fields_of_the_right_kind_are_given),
		cmocka_unit_test(
		    a_file_that_is_not_there_is_one_problem_with_its_name),
	};

	messages_speak(LANGUAGE_EN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
