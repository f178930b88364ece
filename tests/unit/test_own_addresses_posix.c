/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/own_addresses.h"

#include "tests/unit/unit.h"

static void
find_loopback(void *cookie, const struct address *address)
{
	bool *found = cookie;

	*found = *found || address_is_loopback(address);
}

static void
a_computer_knows_its_addresses(void **state)
{
	bool found = false;

	(void)state;
	own_addresses(find_loopback, &found);
	assert_true(found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_computer_knows_its_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
