/* SPDX-License-Identifier: Apache-2.0 */
#include "core/words.h"

#include "tests/unit/unit.h"

static struct str
word(size_t i)
{
	return words_at((uint8_t)i);
}

static void
words_are_sorted_plain_and_short(void **state)
{
	(void)state;
	for (size_t i = 0; i < WORDS_COUNT; i++) {
		assert_in_range(word(i).len, 4, 9);
		for (size_t k = 0; k < word(i).len; k++)
			assert_in_range(word(i).at[k], 'a', 'z');
		if (i > 0)
			assert_true(str_compare(word(i - 1), word(i)) < 0);
	}
}

static void
four_letters_tell_a_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < WORDS_COUNT; i++)
		for (size_t j = 0; j < i; j++)
			assert_false(str_eq(str_head(word(i), 4),
			    str_head(word(j), 4)));
}

/* True when one letter changed, added or dropped turns a into b. */
static bool
one_letter_apart(struct str a, struct str b)
{
	size_t head = 0, tail = 0;
	size_t shorter = a.len < b.len ? a.len : b.len;
	size_t longer = a.len < b.len ? b.len : a.len;

	while (head < shorter && a.at[head] == b.at[head])
		head++;
	while (tail < shorter - head &&
	    a.at[a.len - 1 - tail] == b.at[b.len - 1 - tail])
		tail++;
	return head + tail + 1 >= longer;
}

static void
no_two_words_are_one_letter_apart(void **state)
{
	(void)state;
	assert_true(one_letter_apart(STR("poire"), STR("foire")));
	assert_true(one_letter_apart(STR("luge"), STR("lune")));
	for (size_t i = 0; i < WORDS_COUNT; i++)
		for (size_t j = 0; j < i; j++)
			assert_false(one_letter_apart(word(i), word(j)));
}

static void
bytes_become_words_in_their_order(void **state)
{
	static const uint8_t bytes[] = { 0, 255, 0 };
	struct buf out;

	(void)state;
	buf_init(&out, 64);
	words_write(&out, bytes, sizeof(bytes));
	assert_int_equal(buf_status(&out), OK);
	check_str(buf_view(&out), "acier zinc acier", "words");
	buf_reset(&out);
	words_write(&out, bytes, 0);
	check_str(buf_view(&out), "", "none");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_sorted_plain_and_short),
		cmocka_unit_test(four_letters_tell_a_word),
		cmocka_unit_test(no_two_words_are_one_letter_apart),
		cmocka_unit_test(bytes_become_words_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
