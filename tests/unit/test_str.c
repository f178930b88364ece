/* SPDX-License-Identifier: Apache-2.0 */
#include "core/str.h"

#include "tests/unit/unit.h"

static void
a_slice_is_cut_around_its_first_or_last_separator(void **state)
{
	struct str before = STR("x"), after = STR("y");

	(void)state;
	assert_true(str_cut(STR("a from b from c"), STR(" from "), &before,
	    &after));
	check_str(before, "a", "first, before");
	check_str(after, "b from c", "first, after");
	assert_true(str_cut_last(STR("a from b from c"), STR(" from "), &before,
	    &after));
	check_str(before, "a from b", "last, before");
	check_str(after, "c", "last, after");
	assert_false(str_cut(STR("a"), STR(","), &before, &after));
	check_str(before, "a from b", "untouched");
	assert_true(str_cut(STR(","), STR(","), &before, NULL));
	check_str(before, "", "nothing before");
}

struct find_row {
	const char *in;
	const char *needle;
	long long first; /* -1: not there */
	long long last;
};

static const struct find_row find_rows[] = {
	{ "abcabc", "abc", 0, 3 },
	{ "aaab", "aab", 1, 1 },
	{ "abc", "abcd", -1, -1 },
	{ "abc", "", 0, 3 },
	{ "", "a", -1, -1 },
	{ "ababab", "b", 1, 5 },
};

static void
a_needle_is_found_from_both_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(find_rows); i++) {
		const struct find_row *row = &find_rows[i];
		size_t at = 0;
		bool found = str_find(str_of(row->in), str_of(row->needle), &at);

		check_number(found ? (long long)at : -1, row->first, row->in);
		found = str_find_last(str_of(row->in), str_of(row->needle), &at);
		check_number(found ? (long long)at : -1, row->last, row->in);
	}
}

struct number_row {
	const char *text;
	uint64_t max;
	bool valid;
};

static const struct number_row number_rows[] = {
	{ "0", 0, true },
	{ "1", 0, false },
	{ "18446744073709551615", UINT64_MAX, true },
	{ "18446744073709551616", UINT64_MAX, false },
	{ "99999999999999999999999", UINT64_MAX, false },
	{ "007", 7, true },
	{ "", 9, false },
	{ "-1", 9, false },
	{ "1 ", 9, false },
};

static void
a_number_is_all_digits_and_at_most_its_maximum(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(number_rows); i++) {
		uint64_t number = 77;

		check_number(str_number(str_of(number_rows[i].text),
		    number_rows[i].max, &number), number_rows[i].valid,
		    number_rows[i].text);
	}
}

static void
a_parser_that_fails_leaves_its_cursor(void **state)
{
	struct str cursor = STR("12ab cd"), word = STR("kept");
	uint32_t number = 5;

	(void)state;
	assert_false(str_take(&cursor, STR("13")));
	assert_false(str_take_char(&cursor, 'x'));
	assert_false(str_take_digits(&cursor, 3, 4, &number));
	assert_false(str_take_until(&cursor, '|', &word));
	check_str(cursor, "12ab cd", "cursor");
	check_str(word, "kept", "word");
	assert_int_equal(number, 5);
	assert_true(str_take_digits(&cursor, 1, 1, &number));
	assert_int_equal(number, 1);
	assert_true(str_take_char(&cursor, '2'));
	assert_true(str_take_word(&cursor, &word));
	check_str(word, "ab", "word");
	assert_true(str_take_word(&cursor, &word));
	check_str(word, "cd", "word");
	assert_false(str_take_word(&cursor, &word));
}

struct utf8_row {
	const char *bytes;
	bool valid;
};

static const struct utf8_row utf8_rows[] = {
	{ "", true },
	{ "caf\xC3\xA9", true },
	{ "\xF0\x9F\x98\x80", true },
	{ "\xF4\x8F\xBF\xBF", true },
	{ "\xF4\x90\x80\x80", false },
	{ "\xED\x9F\xBF", true },
	{ "\xED\xA0\x80", false },
	{ "\xC0\x80", false },
	{ "\xE0\x9F\xBF", false },
	{ "\xE2\x80", false },
	{ "\xFF", false },
	{ "\x80", false },
};

static void
utf8_is_as_rfc_3629_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(utf8_rows); i++)
		check_number(str_utf8(str_of(utf8_rows[i].bytes)),
		    utf8_rows[i].valid, utf8_rows[i].bytes);
}

static void
of_bad_utf8_the_beginning_that_is_good_is_told(void **state)
{
	(void)state;
	check_str(str_utf8_head(STR("caf\xC3\xA9")), "caf\xC3\xA9", "all");
	check_str(str_utf8_head(STR("caf\xC3")), "caf", "cut");
	check_str(str_utf8_head(STR("\xFF")), "", "nothing");
	check_str(str_utf8_head(STR("")), "", "empty");
}

static void
a_text_is_cut_between_two_characters(void **state)
{
	(void)state;
	check_str(str_fit(STR("caf\xC3\xA9s"), 6), "caf\xC3\xA9s", "all");
	check_str(str_fit(STR("caf\xC3\xA9s"), 5), "caf\xC3\xA9", "before s");
	check_str(str_fit(STR("caf\xC3\xA9s"), 4), "caf", "within");
	check_str(str_fit(STR("\xC3\xA9"), 1), "", "no room");
	check_str(str_fit(STR(""), 1), "", "empty");
}

static void
a_word_has_its_place_in_a_list(void **state)
{
	static const char *const words[] = { "fr", "en", NULL };

	(void)state;
	assert_int_equal(str_index(words, STR("fr")), 0);
	assert_int_equal(str_index(words, STR("en")), 1);
	assert_int_equal(str_index(words, STR("e")), -1);
	assert_int_equal(str_index(words, STR("")), -1);
}

static void
trimming_and_comparing_are_bytewise(void **state)
{
	(void)state;
	check_str(str_trim(STR(" \t a b\r\n")), "a b", "trim");
	check_str(str_trim(STR(" \t")), "", "all blank");
	assert_true(str_eq_nocase(STR("ChAtGpT.CoM"), STR("chatgpt.com")));
	assert_false(str_eq_nocase(STR("a"), STR("ab")));
	assert_true(str_compare(STR("a"), STR("ab")) < 0);
	assert_true(str_compare(STR("b"), STR("ab")) > 0);
	assert_int_equal(str_compare(STR("ab"), STR("ab")), 0);
	assert_true(str_eq(str_of(NULL), STR("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slice_is_cut_around_its_first_or_last_separator),
		cmocka_unit_test(a_needle_is_found_from_both_ends),
		cmocka_unit_test(a_number_is_all_digits_and_at_most_its_maximum),
		cmocka_unit_test(a_parser_that_fails_leaves_its_cursor),
		cmocka_unit_test(utf8_is_as_rfc_3629_says),
		cmocka_unit_test(of_bad_utf8_the_beginning_that_is_good_is_told),
		cmocka_unit_test(a_text_is_cut_between_two_characters),
		cmocka_unit_test(a_word_has_its_place_in_a_list),
		cmocka_unit_test(trimming_and_comparing_are_bytewise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
