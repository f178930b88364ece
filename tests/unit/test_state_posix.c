/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/state_make.h"

#include <sys/stat.h>

static void
the_state_is_its_owners_alone(void **unused)
{
	struct place_of_state place;
	struct stat found;

	(void)unused;
	state_make(&place);
	assert_int_equal(stat(place.path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	state_unmake(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_state_is_its_owners_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
