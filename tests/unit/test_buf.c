/* SPDX-License-Identifier: Apache-2.0 */
#include "core/buf.h"

#include "tests/unit/unit.h"

static void
what_is_appended_is_read_back(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 1000);
	check_str(buf_view(&buf), "", "empty");
	assert_string_equal(buf_z(&buf), "");
	buf_text(&buf, "a");
	buf_char(&buf, 'b');
	buf_number(&buf, -12);
	buf_spaces(&buf, 2);
	buf_format(&buf, "%03d", 7);
	buf_str(&buf, STR(""));
	assert_int_equal(buf_status(&buf), OK);
	assert_string_equal(buf_z(&buf), "ab-12  007");
	buf_cut(&buf, 2);
	assert_string_equal(buf_z(&buf), "ab");
	buf_cut(&buf, 10);
	assert_string_equal(buf_z(&buf), "ab");
	buf_release(&buf);
	buf_release(&buf);
}

static void
the_limit_holds_to_the_byte_and_its_failure_sticks(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 4);
	buf_text(&buf, "abcd");
	assert_int_equal(buf_status(&buf), OK);
	buf_char(&buf, 'e');
	assert_int_equal(buf_status(&buf), E_LIMIT);
	buf_cut(&buf, 0);
	buf_text(&buf, "x");
	assert_int_equal(buf_status(&buf), E_LIMIT);
	assert_string_equal(buf_z(&buf), "");
	buf_reset(&buf);
	buf_text(&buf, "x");
	assert_int_equal(buf_status(&buf), OK);
	buf_release(&buf);
}

static void
an_append_over_the_limit_leaves_what_was_whole(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 10);
	buf_text(&buf, "12345");
	buf_text(&buf, "678901");
	assert_string_equal(buf_z(&buf), "12345");
	assert_null(buf_reserve(&buf, 1));
	buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_appended_is_read_back),
		cmocka_unit_test(the_limit_holds_to_the_byte_and_its_failure_sticks),
		cmocka_unit_test(an_append_over_the_limit_leaves_what_was_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
