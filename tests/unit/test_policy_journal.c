/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy_write.h"

#include "tests/unit/unit.h"

#define POLICY \
	"schema: 1\nassociation: \"L'Étoile \\\"du\\\" Nord\"\n" \
	"board_date: 2026-11-18\ncharter: yes\nperiod: quarter\n" \
	"decisions:\n" \
	"  - {service: deepl, status: allowed, date: 2026-06-16}\n" \
	"  - {service: chatgpt, status: forbidden, date: 2026-09-01}\n"

#define JOURNAL(rows) "schema: 1\ndecisions:\n" rows

static struct policy *
parse(const char *text)
{
	struct policy *policy = NULL;
	struct err err = { "" };

	check_ok(policy_parse("policy.yaml", str_of(text),
	    catalogue_builtin(), &policy, &err), &err);
	return policy;
}

static enum status
join(struct policy *policy, const char *journal, struct err *err)
{
	return policy_join(policy, "decisions.yaml", str_of(journal),
	    catalogue_builtin(), err);
}

static enum decision
status_of(const struct policy *policy, const char *id, const char *day)
{
	int at = catalogue_find(catalogue_builtin(), str_of(id));
	int32_t when = 0;

	assert_true(at >= 0 && calendar_parse(str_of(day), &when));
	return policy_status(policy, &catalogue_builtin()->services[at], when);
}

static void
a_journal_adds_to_the_policy(void **state)
{
	struct policy *policy = parse(POLICY);
	struct err err = { "" };

	(void)state;
	check_ok(join(policy, JOURNAL("  - {service: le-chat, status: trial, "
	    "date: 2026-10-01, until: 2026-12-31}\n"), &err), &err);
	check_number(status_of(policy, "le-chat", "2026-11-01"),
	    DECISION_TRIAL, "added");
	check_number(status_of(policy, "deepl", "2026-11-01"),
	    DECISION_ALLOWED, "kept");
	policy_free(policy);
}

static void
the_later_row_of_a_day_holds(void **state)
{
	struct policy *policy = parse(POLICY);
	struct err err = { "" };
	uint32_t count;

	(void)state;
	check_ok(join(policy, JOURNAL(
	    "  - {service: chatgpt, status: allowed, date: 2026-09-01}\n"
	    "  - {service: gemini, status: forbidden, date: 2026-01-01}\n"
	    "  - {service: gemini, status: allowed, date: 2026-01-01}\n"),
	    &err), &err);
	check_number(status_of(policy, "chatgpt", "2026-09-01"),
	    DECISION_ALLOWED, "over the other file");
	check_number(status_of(policy, "gemini", "2026-09-01"),
	    DECISION_ALLOWED, "over its own file");
	check_str(policy_decisions(policy, &count)[0].service, "gemini",
	    "oldest first");
	check_number(count, 3, "rows");
	policy_free(policy);
}

static const char *const bad_journals[] = {
	"schema: 1\n",
	"schema: 2\ndecisions: []\n",
	"schema: 1\nassociation: x\ndecisions: []\n",
	JOURNAL("  - {service: nobody, status: allowed, date: 2026-09-01}\n"),
	JOURNAL("  - {service: gemini, status: trial, date: 2026-09-01}\n"),
	"- not a journal",
};

static void
a_bad_journal_changes_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad_journals); i++) {
		struct policy *policy = parse(POLICY);
		struct err err = { "" };
		uint32_t count;

		check_number(join(policy, bad_journals[i], &err), E_INVALID,
		    bad_journals[i]);
		assert_true(str_starts(str_of(err.text),
		    STR("decisions.yaml:")));
		(void)policy_decisions(policy, &count);
		check_number(count, 2, bad_journals[i]);
		policy_free(policy);
	}
}

static void
what_is_written_reads_back_as_the_same(void **state)
{
	struct policy *policy = parse(POLICY), *again;
	struct buf first, second;
	struct err err = { "" };

	(void)state;
	check_ok(join(policy, JOURNAL("  - {category: image, status: "
	    "postponed, date: 2026-10-01, until: 2027-01-01, reason: "
	    "\"a: \\\"b\\\" \\\\ # c\\n{d}\"}\n"
	    "  - {service: gemini, status: forbidden, date: 2026-10-02, "
	    "replaced_by: le-chat, contract: no, conditions: '- x'}\n"),
	    &err), &err);
	buf_init(&first, 8192);
	buf_init(&second, 8192);
	policy_write(&first, policy);
	again = parse(buf_z(&first));
	policy_write(&second, again);
	check_str(buf_view(&second), buf_z(&first), "twice");
	check_str(policy_facts(again)->association, "L'Étoile \"du\" Nord",
	    "quotes");
	check_number(policy_facts(again)->period, POLICY_QUARTER, "period");
	assert_true(holds(buf_view(&first), STR("\\x0a{d}")));
	buf_release(&first);
	buf_release(&second);
	policy_free(policy);
	policy_free(again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_journal_adds_to_the_policy),
		cmocka_unit_test(the_later_row_of_a_day_holds),
		cmocka_unit_test(a_bad_journal_changes_nothing),
		cmocka_unit_test(what_is_written_reads_back_as_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
