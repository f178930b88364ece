/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/service_path.h"

#include "tests/unit/unit.h"

#define PROGRAM L"C:\\Program Files\\Lanterne\\lanterne.exe"

struct row {
	const char *label;
	const wchar_t *line;
	const wchar_t *quoted; /* NULL: left alone */
};

static const struct row rows[] = {
	{ "with its words", PROGRAM L" run --daemon",
	    L"\"" PROGRAM L"\" run --daemon" },
	{ "alone", PROGRAM, L"\"" PROGRAM L"\"" },
	{ "in another case",
	    L"c:\\program files\\LANTERNE\\Lanterne.exe run --daemon",
	    L"\"" PROGRAM L"\" run --daemon" },
	{ "quoted already", L"\"" PROGRAM L"\" run --daemon", NULL },
	{ "another program's", L"C:\\Windows\\notepad.exe run", NULL },
	{ "one whose name begins alike", PROGRAM L".bak run", NULL },
	{ "a shorter one", L"C:\\Program", NULL },
	{ "empty", L"", NULL },
};

static void
the_path_is_quoted_once(void **unused)
{
	wchar_t out[128];

	(void)unused;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool done = service_path_quote(rows[i].line, PROGRAM, out,
		    COUNT(out));

		if (done != (rows[i].quoted != NULL) ||
		    (done && wcscmp(out, rows[i].quoted) != 0))
			fail_msg("%s", rows[i].label);
	}
}

static void
a_line_that_does_not_fit_is_left_alone(void **unused)
{
	wchar_t out[128];
	size_t needed = wcslen(L"\"" PROGRAM L"\" run") + 1;

	(void)unused;
	assert_true(service_path_quote(PROGRAM L" run", PROGRAM, out, needed));
	assert_false(service_path_quote(PROGRAM L" run", PROGRAM, out,
	    needed - 1));
	assert_false(service_path_quote(L" run", L"", out, COUNT(out)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_path_is_quoted_once),
		cmocka_unit_test(a_line_that_does_not_fit_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
