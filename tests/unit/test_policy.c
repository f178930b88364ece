/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy.h"

#include "core/calendar.h"
#include "core/outfile.h"

#include "tests/unit/problem_text.h"
#include "tests/unit/small_catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HEAD "schema: 1\nassociation: A\ndecisions:\n"

/* A policy file of this text, read against twelve invented services. */
static struct policy *
policy_of(const char *text, struct problems *problems)
{
	char path[] = "/tmp/test_policy_XXXXXX";
	struct policy *policy = NULL;
	int fd = mkstemp(path);
	struct err err;

	assert_true(fd >= 0);
	(void)close(fd);
	check_ok(outfile_publish(path, OUTFILE_OWNER, str_of(text), &err),
	    &err);
	check_ok(policy_read(path, &small_catalogue, &policy, problems, &err),
	    &err);
	(void)unlink(path);
	return policy;
}

static int32_t
day(const char *text)
{
	int32_t number = 0;

	assert_true(calendar_parse(str_of(text), &number));
	return number;
}

struct status_row {
	enum small_service service;
	const char *day;
	enum decision decision;
};

static const char decisions[] = HEAD
    "  - {category: coding, status: forbidden, date: 2026-02-01}\n"
    "  - {service: jade, status: allowed, date: 2026-03-01}\n"
    "  - {service: alba, status: trial, until: 2026-05-31,"
    " date: 2026-03-01}\n"
    "  - {service: beryl, status: postponed, until: 2026-06-16,"
    " date: 2026-03-01}\n"
    "  - {service: corail, status: forbidden, date: 2026-06-01}\n"
    "  - {service: corail, status: allowed, date: 2026-03-01}\n";

static const struct status_row status_rows[] = {
	{ KARST, "2026-01-31", DECISION_UNDECIDED },
	{ KARST, "2026-02-01", DECISION_FORBIDDEN },
	{ JADE, "2026-02-28", DECISION_FORBIDDEN },
	{ JADE, "2026-03-01", DECISION_ALLOWED },
	{ ALBA, "2026-03-01", DECISION_TRIAL },
	{ ALBA, "2026-05-31", DECISION_TRIAL },
	{ ALBA, "2026-06-01", DECISION_UNDECIDED },
	{ BERYL, "2026-06-15", DECISION_POSTPONED },
	{ BERYL, "2026-06-16", DECISION_UNDECIDED },
	{ CORAIL, "2026-05-31", DECISION_ALLOWED },
	{ CORAIL, "2026-06-01", DECISION_FORBIDDEN },
	{ DRYADE, "2026-11-25", DECISION_UNDECIDED },
};

static void
a_decision_is_in_force_from_its_date_to_its_end(void **state)
{
	struct problems problems = { .count = 0 };
	struct policy *policy = policy_of(decisions, &problems);
	struct err err;
	uint32_t count;

	(void)state;
	check_ok(problems_status(&problems, &err), &err);
	for (size_t i = 0; i < COUNT(status_rows); i++) {
		const struct status_row *row = &status_rows[i];

		check_number(policy_status(policy,
		                 &small_services[row->service],
		                 day(row->day)),
		    row->decision, row->day);
	}
	assert_int_equal(policy_decisions(policy, &count)[0].date,
	    day("2026-02-01"));
	assert_int_equal(count, 6);
	policy_free(policy);
}

static void
facts_are_given_as_written(void **state)
{
	struct problems problems = { .count = 0 };
	struct policy *policy = policy_of("schema: 1\nassociation: Les A\n"
	    "contact: x@y.example\nboard_date: 2026-12-16\n"
	    "notice_date: 2027-01-01\nai_discussed: 2026-06-16\n"
	    "last_session: 2026-09-10\ncharter: yes\nperiod: quarter\n",
	    &problems);
	const struct policy_facts *facts = policy_facts(policy);

	(void)state;
	assert_int_equal(problems.errors, 0);
	check_str(facts->association, "Les A", "association");
	check_str(facts->contact, "x@y.example", "contact");
	assert_int_equal(facts->board_date, day("2026-12-16"));
	assert_int_equal(facts->notice_date, day("2027-01-01"));
	assert_int_equal(facts->ai_discussed, day("2026-06-16"));
	assert_int_equal(facts->last_session, day("2026-09-10"));
	assert_int_equal(facts->charter, ANSWER_YES);
	assert_int_equal(facts->period, POLICY_QUARTER);
	policy_free(policy);
}

static void
without_a_policy_everything_is_to_review(void **state)
{
	const struct policy *none = policy_none();

	(void)state;
	assert_int_equal(policy_status(none, &small_services[ALBA], 0),
	    DECISION_UNDECIDED);
	assert_int_equal(policy_facts(none)->notice_date, CALENDAR_NO_DAY);
	assert_int_equal(policy_facts(none)->charter, ANSWER_UNKNOWN);
}

struct fault_row {
	const char *label;
	const char *text;
	uint32_t line, column;
	const char *says;
};

static const struct fault_row fault_rows[] = {
	{ "unknown service",
	    HEAD "  - {service: albe, status: allowed, date: 2026-01-01}\n", 4,
	    15, "did you mean alba" },
	{ "unknown category",
	    HEAD "  - {category: codin, status: allowed, date: 2026-01-01}\n",
	    4, 16, "did you mean coding" },
	{ "unknown status",
	    HEAD "  - {service: alba, status: alowed, date: 2026-01-01}\n", 4,
	    29, "did you mean allowed" },
	{ "no subject", HEAD "  - {status: allowed, date: 2026-01-01}\n", 4, 5,
	    "service or category" },
	{ "two subjects",
	    HEAD "  - {service: alba, category: coding, status: allowed,"
	         " date: 2026-01-01}\n",
	    4, 5, "service or category" },
	{ "trial without end",
	    HEAD "  - {service: alba, status: trial, date: 2026-01-01}\n", 4, 5,
	    "trial has an end" },
	{ "allowed with an end",
	    HEAD "  - {service: alba, status: allowed, until: 2026-02-01,"
	         " date: 2026-01-01}\n",
	    4, 45, "not for allowed" },
	{ "ends before it begins",
	    HEAD "  - {service: alba, status: trial, until: 2025-12-31,"
	         " date: 2026-01-01}\n",
	    4, 43, "before the date" },
	{ "no date", HEAD "  - {service: alba, status: allowed}\n", 4, 5,
	    "date is missing" },
	{ "replaced although allowed",
	    HEAD "  - {service: alba, status: allowed, replaced_by: beryl,"
	         " date: 2026-01-01}\n",
	    4, 51, "forbidden only" },
	{ "decided twice on one day",
	    HEAD "  - {service: alba, status: allowed, date: 2026-01-01}\n"
	         "  - {service: alba, status: forbidden, date: 2026-01-01}\n",
	    5, 5, "line 4" },
	{ "unknown key", "schema: 1\nassociaton: A\n", 2, 1,
	    "did you mean association" },
	{ "another schema", "schema: 2\nassociation: A\n", 1, 9, "schema 2" },
};

static void
every_fault_of_a_policy_is_told_with_the_fix(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fault_rows); i++) {
		const struct fault_row *row = &fault_rows[i];
		struct problems problems = { .count = 0 };
		struct policy *policy = policy_of(row->text, &problems);

		check_told(&problems, row->line, row->column, row->says,
		    row->label);
		policy_free(policy);
		problems_release(&problems);
	}
}

static void
a_faulty_policy_is_not_loaded(void **state)
{
	struct policy *policy = NULL;
	struct err err;

	(void)state;
	assert_int_equal(policy_load("/nowhere/policy.yaml", &small_catalogue,
	                     &policy, &err),
	    E_INVALID);
	assert_null(policy);
	policy_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_decision_is_in_force_from_its_date_to_its_end),
		cmocka_unit_test(facts_are_given_as_written),
		cmocka_unit_test(without_a_policy_everything_is_to_review),
		cmocka_unit_test(every_fault_of_a_policy_is_told_with_the_fix),
		cmocka_unit_test(a_faulty_policy_is_not_loaded),
	};

	messages_speak(LANGUAGE_EN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
