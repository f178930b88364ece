/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/agenda.h"

#include "tests/unit/report_sample.h"

#include "tests/unit/dice.h"
#include "tests/unit/unit.h"

#define ROOM TESTS_DIR "/fixtures/report"

static void
make(const char *name, struct report_sample *sample)
{
	struct err err = { "" };

	check_ok(sample_make(sample_named(name), ROOM, sample, &err), &err);
}

struct finding_row {
	const char *name;
	enum finding finding;
	bool thin;
	enum score_state governance, family;
};

static const struct finding_row finding_rows[] = {
	{ "none", FINDING_NO_BALLOT, false, SCORE_NOT_COMPUTED,
	    SCORE_NOT_COMPUTED },
	{ "unmeasured", FINDING_UNMEASURED, false, SCORE_NOT_COMPUTED,
	    SCORE_NOT_COMPUTED },
	{ "lost", FINDING_LOST, false, SCORE_NOT_COMPUTED,
	    SCORE_NOT_COMPUTED },
	{ "few", FINDING_TOO_FEW, false, SCORE_NOT_COMPUTED,
	    SCORE_NOT_COMPUTED },
	{ "four", FINDING_SOMEONE, false, SCORE_NOT_COMPUTED,
	    SCORE_NOT_COMPUTED },
	{ "untold", FINDING_UNTOLD, false, SCORE_NOT_COMPUTED,
	    SCORE_NOT_COMPUTED },
	{ "eight", FINDING_WHOLES, false, SCORE_VALUE, SCORE_NOT_COMPUTED },
	{ "thin", FINDING_WHOLES, true, SCORE_VALUE, SCORE_NOT_COMPUTED },
	{ "zero", FINDING_ZERO, false, SCORE_CHECKLIST,
	    SCORE_NOT_APPLICABLE },
	{ "fourteen", FINDING_NAMED, false, SCORE_VALUE, SCORE_VALUE },
	{ "hundred", FINDING_NAMED, false, SCORE_VALUE, SCORE_VALUE },
};

static void
a_report_says_what_the_number_of_ballots_allows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(finding_rows); i++) {
		const struct finding_row *row = &finding_rows[i];
		struct report_sample sample;
		const struct score *scores = sample.report.scores;

		make(row->name, &sample);
		check_number(sample.report.finding, row->finding, row->name);
		check_number(sample.report.thin, row->thin, row->name);
		check_number(scores[INDEX_GOVERNANCE].state, row->governance,
		    row->name);
		check_number(scores[INDEX_CONFIDENTIALITY].state, row->family,
		    row->name);
		sample_free(&sample);
	}
}

static void
the_mock_has_its_indices_and_simulations(void **state)
{
	static const uint32_t shown[INDEX_COUNT] = { 85, 55, 20, 20 };
	struct report_sample sample;
	const struct report *report = &sample.report;

	(void)state;
	make("fourteen", &sample);
	for (int i = 0; i < INDEX_COUNT; i++) {
		check_number(report->scores[i].shown, shown[i], "shown");
		check_number(report->order[i], i, "by priority");
	}
	check_number(report->scores[INDEX_GOVERNANCE].nearest, 83, "page 4");
	check_number(report->scores[INDEX_CONFIDENTIALITY].nearest, 54,
	    "page 4");
	check_number((long long)report->simulation_count, 2, "simulations");
	check_number(report->simulations[0].kind, SIMULATION_CHARTER,
	    "charter");
	check_number(report->simulations[0].after.shown, 60, "charter");
	check_str(report->simulations[1].service->id, "chatgpt", "contract");
	check_number(report->simulations[1].after.shown, 30, "contract");
	sample_free(&sample);
}

static void
a_range_never_goes_beyond_the_ballots(void **state)
{
	struct sample_row row = *sample_named("fourteen");
	struct report_sample sample;
	struct err err = { "" };

	(void)state;
	row.ballots = 10;
	check_ok(sample_make(&row, ROOM, &sample, &err), &err);
	check_number(sample.report.any.low, 7, "9 of 10");
	check_number(sample.report.any.high, 10, "9 of 10");
	check_number(sample.report.unapproved.high, 8, "6 of 10");
	sample_free(&sample);
}

struct coverage_row {
	uint32_t enrolled, ballots;
	bool thin;
};

static const struct coverage_row coverage_rows[] = {
	{ 20, 12, false }, /* 60 % */
	{ 20, 11, true },
	{ 14, 7, true },
	{ 12, 12, false },
};

static void
below_60_percent_the_measure_is_thin(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(coverage_rows); i++) {
		struct sample_row row = *sample_named("fourteen");
		struct report_sample sample;
		struct err err = { "" };

		row.enrolled = coverage_rows[i].enrolled;
		row.ballots = coverage_rows[i].ballots;
		check_ok(sample_make(&row, ROOM, &sample, &err), &err);
		check_number(sample.report.thin, coverage_rows[i].thin,
		    "coverage");
		sample_free(&sample);
	}
}

struct rank_row {
	const char *label;
	uint32_t used[3];
	size_t leading;
};

static const struct rank_row rank_rows[] = {
	{ "a difference of 3 ranks nothing", { 9, 6, 3 }, 0 },
	{ "a difference of 6 does", { 12, 6, 3 }, 1 },
	{ "two stand clear together", { 12, 9, 3 }, 2 },
	{ "all level", { 6, 6, 6 }, 0 },
};

static void
services_are_ranked_from_a_difference_of_6(void **state)
{
	static const char *const ids[] = { "chatgpt", "deepl", "gemini" };

	(void)state;
	for (size_t i = 0; i < COUNT(rank_rows); i++) {
		struct sample_row row = *sample_named("fourteen");
		struct report_sample sample;
		struct err err = { "" };

		row.ballots = 14;
		row.any = (struct figure){ 12, 0 };
		memset(row.services, 0, sizeof(row.services));
		for (size_t s = 0; s < COUNT(ids); s++)
			row.services[s] = (struct sample_service){ ids[s],
				{ rank_rows[i].used[s], 0 } };
		check_ok(sample_make(&row, ROOM, &sample, &err), &err);
		check_number((long long)sample.report.leading,
		    (long long)rank_rows[i].leading, rank_rows[i].label);
		sample_free(&sample);
	}
}

static void
periods_are_compared_from_a_difference_of_6(void **state)
{
	struct sample_row row = *sample_named("fourteen");
	struct report_sample sample;
	struct err err = { "" };

	(void)state;
	check_ok(sample_make(&row, ROOM, &sample, &err), &err);
	check_number((long long)sample.report.comparison_count, 0,
	    "9 after 9, and after 6 at first");
	sample_free(&sample);
	row.past_used[4] = 3;
	check_ok(sample_make(&row, ROOM, &sample, &err), &err);
	check_number((long long)sample.report.comparison_count, 1,
	    "9 after 3");
	sample_free(&sample);
}

static void
check_kinds(const char *name, const enum agenda_kind *kinds, size_t count)
{
	struct report_sample sample;

	make(name, &sample);
	check_number((long long)sample.report.agenda_count, (long long)count,
	    name);
	for (size_t i = 0; i < count; i++)
		check_number(sample.report.agenda[i].kind, kinds[i], name);
	sample_free(&sample);
}

static void
the_agenda_asks_what_is_open_and_nothing_else(void **state)
{
	static const enum agenda_kind mock[] = { AGENDA_RULE, AGENDA_SERVICE,
		AGENDA_SERVICE, AGENDA_CHARTER, AGENDA_SESSION, AGENDA_LEAD };
	static const enum agenda_kind hundred[] = { AGENDA_FORBIDDEN,
		AGENDA_TRIAL_ENDED, AGENDA_SERVICE, AGENDA_LEAD };
	static const enum agenda_kind silent[] = { AGENDA_FORBIDDEN,
		AGENDA_RULE, AGENDA_TRIAL_ENDED, AGENDA_SERVICE,
		AGENDA_CHARTER_UNKNOWN, AGENDA_SESSION, AGENDA_LEAD };
	static const enum agenda_kind eight[] = { AGENDA_RULE,
		AGENDA_NAME_THEM, AGENDA_CHARTER, AGENDA_SESSION,
		AGENDA_LEAD };
	static const enum agenda_kind none[] = { AGENDA_RULE, AGENDA_CHARTER,
		AGENDA_SESSION, AGENDA_LEAD };

	(void)state;
	check_kinds("fourteen", mock, COUNT(mock));
	check_kinds("hundred", hundred, COUNT(hundred));
	check_kinds("silent", silent, COUNT(silent));
	check_kinds("eight", eight, COUNT(eight));
	check_kinds("none", none, COUNT(none));
}

/* Ecume is the eighth of ten services, and the one that was forbidden. */
static void
what_is_forbidden_and_still_visited_comes_before_all_else(void **state)
{
	struct report_sample sample;

	(void)state;
	make("hundred", &sample);
	check_number(sample.report.agenda[0].kind, AGENDA_FORBIDDEN, "first");
	check_str(sample.report.agenda[0].service->id, "ecume", "first");
	check_number((long long)sample.report.agenda_more, 5, "beyond");
	sample_free(&sample);
}

struct forbidden_row {
	const char *label, *day;
	bool asked;
};

static const struct forbidden_row forbidden_rows[] = {
	{ "before the period", "2026-09-30", true },
	{ "on its last day", "2026-10-31", true },
	{ "the day after", "2026-11-01", false },
};

static void
what_was_forbidden_since_the_period_waits_for_the_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(forbidden_rows); i++) {
		const struct forbidden_row *row = &forbidden_rows[i];
		struct policy_decision decision;
		struct report_service service;
		struct report_sample sample;

		make("silent", &sample);
		service = sample.report.services[1];
		check_str(service.id, "deepl", "forbidden on 2 November");
		decision = *service.decision;
		assert_true(calendar_parse(str_of(row->day), &decision.date));
		service.decision = &decision;
		check_number(agenda_leaves(&sample.report, &service),
		    row->asked, row->label);
		sample_free(&sample);
	}
}

static void
a_trial_that_is_past_is_a_use_that_the_board_does_not_allow(void **state)
{
	struct report_sample sample;
	struct report later;
	struct err err = { "" };

	(void)state;
	make("fourteen", &sample);
	assert_false(sample.report.refused);
	assert_true(calendar_parse(STR("2027-01-01"), &sample.source.day));
	check_ok(report_make(&sample.source, &later, &err), &err);
	assert_true(later.refused);
	report_release(&later);
	sample_free(&sample);
}

static void
what_the_board_tries_already_is_proposed_first(void **state)
{
	struct report_sample sample;
	const struct agenda_item *item = &sample.report.agenda[1];

	(void)state;
	make("fourteen", &sample);
	check_str(item->service->id, "chatgpt", "first");
	check_number((long long)item->instead_count, 1, "instead");
	check_str(item->instead[0]->id, "le-chat", "on trial");
	assert_true(item->instead_decided);
	sample_free(&sample);
}

static void
a_decision_after_the_count_waits_for_the_next_report(void **state)
{
	struct sample_row row = *sample_named("fourteen");
	struct report_sample sample;
	struct report later;
	struct err err = { "" };

	(void)state;
	check_ok(sample_make(&row, ROOM, &sample, &err), &err);
	check_number((long long)sample.report.followed_count, 2, "before");
	check_str((struct str){ calendar_text(sample.report.day).text, 10 },
	    "2026-11-12", "the day of the count");
	sample.source.day = sample.report.day + 6;
	check_ok(report_make(&sample.source, &later, &err), &err);
	check_number((long long)later.followed_count, 3, "on the day");
	check_str(later.followed[0]->service, "gemini", "latest first");
	report_release(&later);
	sample_free(&sample);
}

struct session_row {
	const char *label;
	const char *day;
	bool held;
};

static const struct session_row session_rows[] = {
	{ "within the year", "2026-03-20", true },
	{ "the last day of it", "2027-03-19", true },
	{ "the day after", "2027-03-20", false },
	{ "not yet", "2026-03-18", false },
};

static void
a_session_counts_for_twelve_months(void **state)
{
	struct report_sample sample;
	struct err err = { "" };

	(void)state;
	make("hundred", &sample);
	for (size_t i = 0; i < COUNT(session_rows); i++) {
		struct report report;

		assert_true(calendar_parse(str_of(session_rows[i].day),
		    &sample.source.day));
		check_ok(report_make(&sample.source, &report, &err), &err);
		check_number(report.governance.session, session_rows[i].held,
		    session_rows[i].label);
		report_release(&report);
	}
	sample_free(&sample);
}

static void
a_report_needs_a_publication(void **state)
{
	struct report_sample sample;
	struct report report;
	struct err err = { "" };

	(void)state;
	make("fourteen", &sample);
	sample.source.covered = 0;
	assert_int_equal(report_make(&sample.source, &report, &err), E_LIMIT);
	sample.source.covered = sample.count + 1;
	assert_int_equal(report_make(&sample.source, &report, &err), E_LIMIT);
	sample_free(&sample);
}

/* --- any office --- */

static struct sample_row
any_row(struct dice *dice)
{
	struct sample_row row = *sample_named("fourteen");
	uint32_t most;

	row.ballots = dice_below(dice, 140);
	row.enrolled = row.ballots + dice_below(dice, 40);
	most = row.ballots / 3 + 1;
	row.any = (struct figure){ 3 * dice_below(dice, most), 0 };
	row.any.regular = 3 * dice_below(dice, row.any.used / 3 + 1);
	row.unapproved.used = 3 * dice_below(dice, most);
	for (size_t i = 0; row.services[i].id != NULL; i++) {
		struct figure *figure = &row.services[i].figure;

		figure->used = 3 * dice_below(dice, most);
		figure->regular = 3 * dice_below(dice, figure->used / 3 + 1);
	}
	return row;
}

static void
check_office(const struct report *report)
{
	uint32_t ballots = report->now->ballots;

	assert_true(report->any.low <= report->any.about);
	assert_true(report->any.high <= ballots || report->any.about == 0);
	assert_true(report->unapproved.about <= report->any.about);
	for (size_t i = 0; i < report->service_count; i++) {
		const struct figure *figure = &report->services[i].figure;

		assert_true(figure->used <= report->any.about);
		assert_true(figure->regular <= figure->used);
		assert_true(figure->used >= 3);
	}
	for (int i = 0; i < INDEX_COUNT; i++)
		assert_true(report->scores[i].shown <= 100);
	for (int i = 1; i < INDEX_COUNT; i++)
		assert_true(report->scores[report->order[i]].shown <=
		    report->scores[report->order[i - 1]].shown);
	for (size_t i = 0; i < report->simulation_count; i++)
		assert_true(report->simulations[i].after.shown <
		    report->scores[report->simulations[i].index].shown);
	assert_true(report->agenda_count >= 1 &&
	    report->agenda_count <= REPORT_AGENDA_MAX);
}

static void
in_any_office_parts_stay_within_wholes(void **state)
{
	struct dice dice = { 4 };

	(void)state;
	for (int round = 0; round < 150; round++) {
		struct sample_row row = any_row(&dice);
		struct report_sample sample;
		struct err err = { "" };

		check_ok(sample_make(&row, ROOM, &sample, &err), &err);
		check_office(&sample.report);
		sample_free(&sample);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_report_says_what_the_number_of_ballots_allows),
		cmocka_unit_test(the_mock_has_its_indices_and_simulations),
		cmocka_unit_test(a_range_never_goes_beyond_the_ballots),
		cmocka_unit_test(below_60_percent_the_measure_is_thin),
		cmocka_unit_test(services_are_ranked_from_a_difference_of_6),
		cmocka_unit_test(periods_are_compared_from_a_difference_of_6),
		cmocka_unit_test(the_agenda_asks_what_is_open_and_nothing_else),
		cmocka_unit_test(
		    what_the_board_tries_already_is_proposed_first),
		cmocka_unit_test(
		    what_is_forbidden_and_still_visited_comes_before_all_else),
		cmocka_unit_test(
		    what_was_forbidden_since_the_period_waits_for_the_next),
		cmocka_unit_test(
		    a_trial_that_is_past_is_a_use_that_the_board_does_not_allow),
		cmocka_unit_test(
		    a_decision_after_the_count_waits_for_the_next_report),
		cmocka_unit_test(a_session_counts_for_twelve_months),
		cmocka_unit_test(a_report_needs_a_publication),
		cmocka_unit_test(in_any_office_parts_stay_within_wholes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
