/* SPDX-License-Identifier: Apache-2.0 */
#include "core/status.h"

#include "tests/unit/unit.h"

#include <errno.h>
#include <string.h>

static void
every_status_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < STATUS_COUNT; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(status_name((enum status)i),
			    status_name((enum status)j));
}

static void
a_failure_says_what_and_about_which_file(void **state)
{
	struct err err;

	(void)state;
	messages_speak(LANGUAGE_EN);
	assert_int_equal(err_system(&err, ENOENT, "a.log"), E_NOT_FOUND);
	assert_string_equal(err.text, "a.log: not found");
	assert_int_equal(err_prefix(&err, E_NOT_FOUND, "scan"), E_NOT_FOUND);
	assert_string_equal(err.text, "scan: a.log: not found");
	assert_int_equal(err_system(&err, EACCES, "a.log"), E_ACCESS);
	assert_int_equal(err_system(&err, ESPIPE, "a.log"), E_IO);
	assert_int_equal(err_system(NULL, ENOSPC, "a.log"), E_IO);
	messages_speak(LANGUAGE_FR);
}

static void
a_long_sentence_is_cut_between_two_characters(void **state)
{
	struct err err;
	char subject[1024];

	(void)state;
	for (size_t shift = 0; shift < 2; shift++) {
		memset(subject, 'x', sizeof(subject));
		for (size_t i = shift; i + 1 < sizeof(subject) - 1; i += 2)
			memcpy(subject + i, "\xC3\xA9", 2);
		subject[sizeof(subject) - 2] = '\0';
		(void)err_set(&err, E_IO, MSG_SYS_ACCESS, ARGS(subject));
		assert_true(strlen(err.text) >= sizeof(err.text) - 2);
		assert_true(str_utf8(str_of(err.text)));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status_has_a_name_of_its_own),
		cmocka_unit_test(a_failure_says_what_and_about_which_file),
		cmocka_unit_test(a_long_sentence_is_cut_between_two_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
