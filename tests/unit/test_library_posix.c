/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include "tests/unit/unit.h"

#include <zlib.h>

#define ZLIB "libz.so.1"
#define NOWHERE "liblanterne-nowhere.so.9"

#define CALLS(CALL) \
	CALL(zlibVersion, const char *, (void)) \
	CALL(crc32, uLong, (uLong, const Bytef *, uInt))

LIBRARY(CALLS, ZLIB);

static const struct library_call one_missing[] = {
	CALLS(LIBRARY_ROW)
	{ "crc32_of_nobody", 0 },
};

struct row {
	const char *label;
	struct library given;
	bool opens;
};

static const struct row rows[] = {
	{ "there", { { ZLIB }, library_calls,
	    COUNT(library_calls) }, true },
	{ "the second name", { { NOWHERE, ZLIB }, library_calls,
	    COUNT(library_calls) }, true },
	{ "a missing library", { { NOWHERE }, library_calls,
	    COUNT(library_calls) }, false },
	{ "no name", { { NULL }, library_calls,
	    COUNT(library_calls) }, false },
	{ "a missing function",
	    { { ZLIB }, one_missing, COUNT(one_missing) }, false },
};

static void
a_library_gives_all_of_its_functions_or_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct calls calls = { NULL, NULL };

		print_message("%s\n", rows[i].label);
		assert_int_equal(library_open(&rows[i].given, &calls),
		    rows[i].opens);
		assert_int_equal(calls.zlibVersion != NULL, rows[i].opens);
		assert_int_equal(calls.crc32 != NULL, rows[i].opens);
	}
}

static void
each_function_is_the_one_of_its_name(void **state)
{
	struct calls calls;

	(void)state;
	assert_true(library_open(&library, &calls));
	assert_string_equal(calls.zlibVersion(), zlibVersion());
	assert_int_equal(calls.crc32(0, (const Bytef *)"lanterne", 8),
	    crc32(0, (const Bytef *)"lanterne", 8));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_library_gives_all_of_its_functions_or_none),
		cmocka_unit_test(each_function_is_the_one_of_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
