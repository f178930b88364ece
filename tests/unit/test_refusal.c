/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/refusal.h"

#include "tests/unit/unit.h"

#include "core/json.h"

#include <string.h>

static void
every_refusal_has_a_status_a_code_of_its_own_and_a_sentence(void **state)
{
	(void)state;
	for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++) {
		const struct refusal_row *row = refusal_row((enum refusal)i);

		assert_in_range(row->http, 400, 599);
		assert_true(strlen(row->code) > 0);
		for (int j = REFUSAL_NONE + 1; j < i; j++)
			assert_string_not_equal(row->code,
			    refusal_row((enum refusal)j)->code);
	}
}

static void
its_json_has_the_code_and_the_sentence(void **state)
{
	struct buf out;
	struct err err;
	json_t *body = NULL;

	(void)state;
	buf_init(&out, 1024);
	refusal_json(&out, LANGUAGE_EN, "spent", MSG_REFUSED_SPENT);
	check_ok(json_read(buf_view(&out), 1024, &body, &err), &err);
	check_str(json_get_str(body, "code"), "spent", "code");
	check_str(json_get_str(body, "sentence"),
	    "this token has served for another ballot", "sentence");
	json_decref(body);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_refusal_has_a_status_a_code_of_its_own_and_a_sentence),
		cmocka_unit_test(its_json_has_the_code_and_the_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
