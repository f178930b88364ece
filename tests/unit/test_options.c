/* SPDX-License-Identifier: Apache-2.0 */
#include "core/options.h"

#include "core/closest.h"

#include "tests/unit/unit.h"

#include <string.h>

struct target {
	bool json;
	const char *since;
	struct option_list logs;
};

static const struct option_row rows[] = {
	{ "dns-log", OPTION_LIST, offsetof(struct target, logs), MSG_PREFIXED,
	    MSG_NO_MEMORY },
	{ "json", OPTION_FLAG, offsetof(struct target, json), MSG_PREFIXED,
	    MSG_NO_MEMORY },
	{ "since", OPTION_TEXT, offsetof(struct target, since), MSG_PREFIXED,
	    MSG_NO_MEMORY },
};

static const struct option_table table = { rows, COUNT(rows) };

#define ARGV_MAX 8

static enum status
parse(const char *const *words, struct target *target, int *ret_first,
    char **argv, struct err *err)
{
	int argc = 0;

	while (words[argc] != NULL) {
		argv[argc] = strdup(words[argc]);
		argc++;
	}
	argv[argc] = NULL;
	return options_parse(table, argc, argv, target, ret_first, err);
}

static void
release(char **argv)
{
	for (; *argv != NULL; argv++)
		free(*argv);
}

static void
options_and_operands_may_be_mixed(void **state)
{
	static const char *const words[] = { "scan", "left", "--json",
		"--dns-log=a", "--dns-log", "b", "--", "--since", NULL };
	char *argv[ARGV_MAX + 2];
	struct target target = { .since = "90d" };
	struct err err;
	int first = 0;

	(void)state;
	check_ok(parse(words, &target, &first, argv, &err), &err);
	assert_true(target.json);
	assert_string_equal(target.since, "90d");
	assert_int_equal(target.logs.count, 2);
	assert_string_equal(target.logs.at[0], "a");
	assert_string_equal(target.logs.at[1], "b");
	assert_string_equal(argv[first], "left");
	assert_string_equal(argv[first + 1], "--since");
	release(argv);
}

struct fault_row {
	const char *words[3];
	const char *says;
};

static const struct fault_row fault_rows[] = {
	{ { "scan", "--sinse=3" }, "did you mean --since?" },
	{ { "scan", "--since" }, "a value is missing after --since" },
	{ { "scan", "--json=1" }, "option --json takes no value" },
	{ { "scan", "--zzzzzzzzzz" }, "unknown option: --zzzzzzzzzz;" },
	{ { "scan", "-x" }, "unknown option: --x;" },
};

static void
a_fault_is_named_with_the_closest_option(void **state)
{
	(void)state;
	messages_speak(LANGUAGE_EN);
	for (size_t i = 0; i < COUNT(fault_rows); i++) {
		char *argv[ARGV_MAX + 2];
		struct target target = { .json = false };
		struct err err = { "" };
		int first = -7;

		assert_int_equal(parse(fault_rows[i].words, &target, &first,
		    argv, &err), E_USAGE);
		assert_int_equal(first, -7);
		if (strstr(err.text, fault_rows[i].says) == NULL)
			fail_msg("\"%s\" does not say \"%s\"", err.text,
			    fault_rows[i].says);
		release(argv);
	}
	messages_speak(LANGUAGE_FR);
}

static void
a_far_word_has_no_closest(void **state)
{
	static const char *const words[] = { "scan", "check", NULL };

	(void)state;
	assert_string_equal(closest("scna", words), "scan");
	assert_string_equal(closest("chek", words), "check");
	assert_null(closest("preview", words));
}

static void
swapped_letters_are_the_likeliest_slip(void **state)
{
	static const char *const words[] = { "chatgot", "chatgpt", NULL };

	(void)state;
	assert_string_equal(closest("chatgtp", words), "chatgpt");
	assert_string_equal(closest("chatgo", words), "chatgot");
}

#define NNBSP "\xE2\x80\xAF"
#define NBSP "\xC2\xA0"

struct wrap_row {
	const char *label;
	const char *text;
	size_t columns;
	const char *wrapped;
};

static const struct wrap_row wrap_rows[] = {
	{ "between words", "un deux trois été quatre", 12,
	    "un deux\n  trois été\n  quatre" },
	{ "just fits", "un deux trois", 13, "un deux trois" },
	{ "one column too many", "un deux trois", 12, "un deux\n  trois" },
	{ "a narrow no-break space", "quoi" NNBSP "? oui", 6,
	    "quoi" NNBSP "?\n  oui" },
	{ "a no-break space", "fin" NBSP ": oui", 7, "fin" NBSP ":\n  oui" },
	{ "a command", "dire `a b c` ici", 9, "dire\n  `a b c`\n  ici" },
	{ "longer than a line", "anticonstitutionnellement oui", 8,
	    "anticonstitutionnellement\n  oui" },
	{ "lines", "un deux\ntrois quatre", 12, "un deux\ntrois quatre" },
	{ "long lines", "un deux\ntrois quatre", 7, "un deux\ntrois\n  quatre" },
	{ "an empty line", "un\n\ndeux", 7, "un\n\ndeux" },
	{ "nothing", "", 7, "" },
};

static void
text_is_wrapped_between_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrap_rows); i++) {
		const struct wrap_row *row = &wrap_rows[i];
		struct buf out;

		buf_init(&out, 1000);
		text_wrap_lines(&out, str_of(row->text), 2, row->columns);
		check_str(buf_view(&out), row->wrapped, row->label);
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands_may_be_mixed),
		cmocka_unit_test(a_fault_is_named_with_the_closest_option),
		cmocka_unit_test(a_far_word_has_no_closest),
		cmocka_unit_test(swapped_letters_are_the_likeliest_slip),
		cmocka_unit_test(text_is_wrapped_between_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
