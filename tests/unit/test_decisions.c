/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/decisions.h"

#include "tests/unit/unit.h"

#include <stdlib.h>

#define HEAD "schema: 1\nassociation: A\ndecisions:\n"

static void
a_service_is_unapproved_when_no_day_of_the_period_approves_it(void **state)
{
	static const struct {
		const char *label, *policy;
		bool unapproved;
	} rows[] = {
		{ "nothing decided", "schema: 1\nassociation: A\ndecisions: []\n",
		    true },
		{ "allowed before", HEAD "- service: chatgpt\n  status: allowed\n"
		                    "  date: 2026-09-01\n", false },
		{ "allowed on the last day", HEAD
		    "- service: chatgpt\n  status: allowed\n"
		    "  date: 2026-10-31\n", false },
		{ "allowed on the day after", HEAD
		    "- service: chatgpt\n  status: allowed\n"
		    "  date: 2026-11-01\n", true },
		{ "forbidden", HEAD "- service: chatgpt\n  status: forbidden\n"
		               "  date: 2026-09-01\n", true },
		{ "a trial that ends on the first day", HEAD
		    "- service: chatgpt\n  status: trial\n"
		    "  date: 2026-08-01\n  until: 2026-10-01\n", false },
		{ "a trial that ended the day before", HEAD
		    "- service: chatgpt\n  status: trial\n"
		    "  date: 2026-08-01\n  until: 2026-09-30\n", true },
		{ "its category allowed", HEAD
		    "- category: text-assistant\n  status: allowed\n"
		    "  date: 2026-09-01\n", false },
	};
	const struct catalogue *catalogue = catalogue_builtin();
	const int chatgpt = catalogue_find(catalogue, STR("chatgpt"));
	struct period october;
	bool *unapproved = calloc(catalogue->service_count, sizeof(bool));
	struct err err;

	(void)state;
	assert_true(period_parse(STR("2026-10"), &october));
	assert_true(chatgpt >= 0);
	for (size_t i = 0; i < COUNT(rows); i++) {
		enum status code = decisions_unapproved(str_of(rows[i].policy),
		    catalogue, &october, unapproved, &err);

		if (code != OK)
			fail_msg("%s: %s", rows[i].label, err.text);
		check_number(unapproved[chatgpt], rows[i].unapproved,
		    rows[i].label);
	}
	assert_int_equal(decisions_unapproved(STR("schema: 2\n"), catalogue,
	    &october, unapproved, &err), E_INVALID);
	free(unapproved);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_service_is_unapproved_when_no_day_of_the_period_approves_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
