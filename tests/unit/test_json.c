/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"

#include "tests/unit/unit.h"

struct read_row {
	const char *text;
	enum status status;
};

static const struct read_row read_rows[] = {
	{ "{}", OK },
	{ "[1, {\"a\": \"\\u00e9\"}]", OK },
	{ " {\"a\":\"[[[[\\\"{{{{\"} ", OK },
	{ "{\"a\":1,\"a\":2}", E_INVALID },
	{ "{} x", E_INVALID },
	{ "", E_INVALID },
	{ "{\"a\":", E_INVALID },
	{ "\"text\"", E_INVALID },
	{ "{\"a\":\"\xff\"}", E_INVALID },
	{ "{\"a\":01}", E_INVALID },
};

static void
json_is_strict(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(read_rows); i++) {
		json_t *value = NULL;

		check_number(json_read(str_of(read_rows[i].text), 1000, &value,
		    NULL), read_rows[i].status, read_rows[i].text);
		json_decref(value);
	}
}

static void
size_and_depth_are_bounded(void **state)
{
	char deep[2 * JSON_DEPTH + 3] = "";
	json_t *value = NULL;

	(void)state;
	for (size_t i = 0; i < JSON_DEPTH; i++) {
		deep[i] = '[';
		deep[2 * JSON_DEPTH - 1 - i] = ']';
	}
	assert_int_equal(json_read(str_of(deep), 1000, &value, NULL), OK);
	json_decref(value);
	assert_int_equal(json_read(str_of(deep), 2 * JSON_DEPTH - 1, &value,
	    NULL), E_LIMIT);
	deep[JSON_DEPTH] = '[';
	assert_int_equal(json_read(str_of(deep), 1000, &value, NULL), E_LIMIT);
}

static void
an_error_tells_the_place_and_not_the_content(void **state)
{
	struct err err;
	json_t *value = NULL;

	(void)state;
	messages_speak(LANGUAGE_EN);
	assert_int_equal(json_read(STR("{\n \"secret\" x"), 1000, &value, &err),
	    E_INVALID);
	assert_string_equal(err.text, "invalid JSON, line 2, column 11");
	messages_speak(LANGUAGE_FR);
}

static void
members_keep_their_order_and_bad_text_is_null(void **state)
{
	struct buf out;
	json_t *object = json_object();

	(void)state;
	buf_init(&out, 1000);
	assert_int_equal(json_object_set_new(object, "z", json_integer(1)), 0);
	assert_int_equal(json_object_set_new(object, "a",
	    json_from_str(STR("\xff"))), 0);
	json_write(&out, object, false);
	check_str(buf_view(&out), "{\"z\":1,\"a\":null}", "compact");
	check_str(json_get_str(object, "z"), "", "not a string");
	check_str(json_get_str(object, "none"), "", "missing");
	json_decref(object);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_strict),
		cmocka_unit_test(size_and_depth_are_bounded),
		cmocka_unit_test(an_error_tells_the_place_and_not_the_content),
		cmocka_unit_test(members_keep_their_order_and_bad_text_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
