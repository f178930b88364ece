/* SPDX-License-Identifier: Apache-2.0 */
#include "core/problem.h"

#include "core/buf.h"

#include "tests/unit/unit.h"

static void
problems_are_sorted_by_place_and_said_once(void **state)
{
	struct problems problems = { .count = 0 };
	struct buf line;

	(void)state;
	problem_add(&problems, (struct place){ "b", 1, 1 }, MSG_YAML_TAG,
	    NO_ARGS);
	problem_add(&problems, (struct place){ "a", 10, 1 }, MSG_YAML_TAG,
	    NO_ARGS);
	problem_add(&problems, (struct place){ "a", 9, 7 }, MSG_YAML_TAG,
	    NO_ARGS);
	problem_add(&problems, (struct place){ "a", 9, 7 }, MSG_YAML_TAG,
	    NO_ARGS);
	problems_sort(&problems);
	assert_int_equal(problems.count, 3);
	assert_int_equal(problems.errors, 3);
	buf_init(&line, 1024);
	problem_write(&line, &problems.at[0]);
	assert_true(str_starts(buf_view(&line), STR("a:9:7: tag")));
	buf_release(&line);
	problems_release(&problems);
}

static void
a_warning_refuses_nothing(void **state)
{
	struct problems problems = { .count = 0 };
	struct err err;

	(void)state;
	problem_warn(&problems, (struct place){ "a", 1, 1 }, MSG_YAML_TAG,
	    NO_ARGS);
	check_ok(problems_status(&problems, &err), &err);
	problem_add(&problems, (struct place){ "a", 2, 1 }, MSG_YAML_TAG,
	    NO_ARGS);
	assert_int_equal(problems_status(&problems, &err), E_INVALID);
	assert_true(str_starts(str_of(err.text), STR("a:2:1: ")));
	problems_release(&problems);
}

static void
a_list_at_its_limit_still_counts(void **state)
{
	struct problems problems = { .count = 0 };

	(void)state;
	for (uint32_t i = 0; i < PROBLEMS_MAX; i++)
		problem_add(&problems, (struct place){ "a", i + 1, 1 },
		    MSG_YAML_TAG, NO_ARGS);
	assert_false(problems.incomplete);
	problem_add(&problems, (struct place){ "a", 1, 1 }, MSG_YAML_TAG,
	    NO_ARGS);
	assert_true(problems.incomplete);
	assert_int_equal(problems.count, PROBLEMS_MAX);
	assert_int_equal(problems.errors, PROBLEMS_MAX + 1);
	problems_release(&problems);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(problems_are_sorted_by_place_and_said_once),
		cmocka_unit_test(a_warning_refuses_nothing),
		cmocka_unit_test(a_list_at_its_limit_still_counts),
	};

	messages_speak(LANGUAGE_EN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
