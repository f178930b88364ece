/* SPDX-License-Identifier: Apache-2.0 */
#include "core/idn.h"

#include "tests/unit/unit.h"

static void
a_sharp_s_is_a_letter_of_its_own(void **state)
{
	char out[64];
	size_t len = 0;

	(void)state;
	assert_true(idn_to_ascii(STR("straße.de"), out, sizeof(out), &len));
	check_str(((struct str){ out, len }), "xn--strae-oqa.de", "UTS #46");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sharp_s_is_a_letter_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
