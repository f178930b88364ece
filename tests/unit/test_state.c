/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/state.h"

#include "core/db.h"

#include "tests/unit/state_make.h"


struct contact_row {
	const char *label;
	struct {
		int32_t today, day;
		uint16_t minute; /* 0: two minutes were seen in one pass */
	} passes[4];
	int count;
	const char *days;
};

static const struct contact_row contact_rows[] = {
	{ "two minutes in one pass", { { TODAY, TODAY, 0 } }, 1, "0 deepl c; " },
	{ "one minute waits", { { TODAY, TODAY, 9 } }, 1, "" },
	{ "the same minute read again waits still",
	    { { TODAY, TODAY, 9 }, { TODAY, TODAY, 9 } }, 2, "" },
	{ "a second minute, in a later pass",
	    { { TODAY, TODAY, 9 }, { TODAY, TODAY, 10 } }, 2, "0 deepl c; " },
	{ "the second minute is read the next day",
	    { { TODAY, TODAY, 9 }, { TODAY + 1, TODAY, 10 } }, 2,
	    "0 deepl c; " },
	{ "a lone minute is gone once its day has ended and a pass was made",
	    { { TODAY, TODAY, 9 }, { TODAY + 1, TODAY + 1, 5 },
	        { TODAY + 1, TODAY, 10 } }, 3, "" },
	{ "a lone minute of the past is not kept",
	    { { TODAY, TODAY - 1, 9 }, { TODAY, TODAY - 1, 10 } }, 2, "" },
	{ "three minutes are still one day",
	    { { TODAY, TODAY, 9 }, { TODAY, TODAY, 10 }, { TODAY, TODAY, 11 } },
	    3, "0 deepl c; " },
};

static void
a_contact_counts_from_its_second_minute(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(contact_rows); i++) {
		const struct contact_row *row = &contact_rows[i];
		struct place_of_state place;

		state_make(&place);
		for (int pass = 0; pass < row->count; pass++)
			commit_one(place.state, row->passes[pass].today,
			    row->passes[pass].day, "deepl", EVIDENCE_CONTACTED,
			    row->passes[pass].minute);
		check_days(place.state, row->days, row->label);
		state_unmake(&place);
	}
}

static void
a_try_of_the_state_changes_nothing(void **unused)
{
	struct place_of_state place;
	struct err err = { "" };

	(void)unused;
	state_make(&place);
	check_ok(state_try(place.state, &err), &err);
	check_ok(state_try(place.state, &err), &err);
	check_ok(state_set_fact(place.state, FACT_WEEK, 1, &err), &err);
	check_ok(db_run(state_db(place.state), "PRAGMA query_only = ON", &err),
	    &err);
	assert_int_equal(state_try(place.state, &err), E_ACCESS);
	check_ok(db_run(state_db(place.state), "PRAGMA query_only = OFF", &err),
	    &err);
	check_ok(state_try(place.state, &err), &err);
	state_unmake(&place);
}

static void
reading_the_same_day_again_adds_nothing(void **unused)
{
	struct place_of_state place;

	(void)unused;
	state_make(&place);
	for (int i = 0; i < 3; i++) {
		commit_one(place.state, TODAY, TODAY, "deepl",
		    EVIDENCE_VISITED, 0);
		commit_one(place.state, TODAY, TODAY, "deepl",
		    EVIDENCE_CONTACTED, 0);
	}
	check_days(place.state, "0 deepl v; 0 deepl c; ", "a set");
	state_unmake(&place);
}

struct first_row {
	const char *label;
	int32_t joined, notice;
	int32_t kept_from;
	const char *days; /* of rows on every day from -3 to 1 */
};

static const struct first_row first_rows[] = {
	{ "the join bounds", TODAY - 1, TODAY - 9, 0,
	    "-1 deepl v; 0 deepl v; " },
	{ "the notice bounds", TODAY - 9, TODAY - 1, 0,
	    "-1 deepl v; 0 deepl v; " },
	{ "what was told bounds", TODAY - 9, TODAY - 9, TODAY,
	    "0 deepl v; " },
	{ "a notice of today", TODAY - 9, TODAY, 0, "0 deepl v; " },
	{ "a notice of tomorrow", TODAY - 9, TODAY + 1, 0, "" },
	{ "no notice: nothing", TODAY - 9, CALENDAR_NO_DAY, 0, "" },
};

static void
no_day_before_notice_and_join_is_kept(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(first_rows); i++) {
		const struct first_row *row = &first_rows[i];
		struct state_join join = state_join_sample();
		struct place_of_state place;
		struct err err = { "" };

		state_make(&place);
		join.joined = row->joined;
		join.notice = row->notice;
		check_ok(state_join(place.state, &join, &err), &err);
		check_ok(ledger_forget_before(place.state, row->kept_from, &err),
		    &err);
		for (int32_t day = -3; day <= 1; day++)
			commit_one(place.state, TODAY, TODAY + day, "deepl",
			    EVIDENCE_VISITED, 0);
		check_days(place.state, row->days, row->label);
		state_unmake(&place);
	}
}

static void
a_later_notice_erases_what_was_before_it(void **unused)
{
	struct place_of_state place;
	struct err err = { "" };

	(void)unused;
	state_make(&place);
	commit_one(place.state, TODAY, TODAY - 2, "deepl", EVIDENCE_VISITED, 0);
	commit_one(place.state, TODAY, TODAY, "deepl", EVIDENCE_VISITED, 0);
	check_ok(ledger_notice(place.state, TODAY - 1, &err), &err);
	check_days(place.state, "0 deepl v; ", "after");
	state_unmake(&place);
}

static void
what_was_told_never_comes_back(void **unused)
{
	struct place_of_state place;
	struct err err = { "" };

	(void)unused;
	state_make(&place);
	commit_one(place.state, TODAY, TODAY - 5, "deepl", EVIDENCE_VISITED, 0);
	check_ok(ledger_forget_before(place.state, TODAY - 2, &err), &err);
	check_days(place.state, "", "erased");
	commit_one(place.state, TODAY, TODAY - 5, "deepl", EVIDENCE_VISITED, 0);
	commit_one(place.state, TODAY, TODAY - 2, "deepl", EVIDENCE_VISITED, 0);
	check_ok(ledger_forget_before(place.state, TODAY - 9, &err), &err);
	check_days(place.state, "-2 deepl v; ", "an earlier day changes nothing");
	state_unmake(&place);
}

static void
paused_days_are_never_kept(void **unused)
{
	struct place_of_state place;
	struct err err = { "" };
	bool paused = false;

	(void)unused;
	state_make(&place);
	for (int32_t day = -3; day <= 0; day++)
		commit_one(place.state, TODAY, TODAY + day, "deepl",
		    EVIDENCE_VISITED, 0);
	check_ok(ledger_pause(place.state, TODAY - 2, TODAY - 1, &err), &err);
	for (int32_t day = -3; day <= 0; day++)
		commit_one(place.state, TODAY, TODAY + day, "deepl",
		    EVIDENCE_VISITED, 0);
	check_days(place.state, "-3 deepl v; 0 deepl v; ", "two days paused");
	check_ok(ledger_pause(place.state, TODAY, CALENDAR_NO_DAY, &err), &err);
	check_days(place.state, "-3 deepl v; ", "the day of the pause goes");
	check_ok(ledger_resume(place.state, TODAY + 4, &err), &err);
	check_ok(ledger_paused(place.state, TODAY + 4, TODAY + 4, &paused, &err),
	    &err);
	assert_true(paused);
	check_ok(ledger_paused(place.state, TODAY + 5, TODAY + 90, &paused,
	    &err), &err);
	assert_false(paused);
	state_unmake(&place);
}

static void
check_pause(struct state *state, int32_t day, bool want, int32_t want_last)
{
	struct err err = { "" };
	int32_t last = 0;
	bool paused = !want;

	check_ok(ledger_pause_end(state, day, &paused, &last, &err), &err);
	assert_int_equal(paused, want);
	assert_int_equal(last, want_last);
}

static void
the_last_pause_said_is_the_one_that_holds(void **unused)
{
	struct place_of_state place;
	struct err err = { "" };

	(void)unused;
	state_make(&place);
	check_pause(place.state, TODAY, false, CALENDAR_NO_DAY);
	check_ok(ledger_pause(place.state, TODAY, CALENDAR_NO_DAY, &err), &err);
	check_pause(place.state, TODAY + 90, true, CALENDAR_NO_DAY);
	check_ok(ledger_pause(place.state, TODAY + 2, TODAY + 9, &err), &err);
	check_pause(place.state, TODAY + 1, true, TODAY + 2);
	check_pause(place.state, TODAY + 9, true, TODAY + 9);
	check_pause(place.state, TODAY + 10, false, CALENDAR_NO_DAY);
	check_ok(ledger_pause(place.state, TODAY + 3, TODAY + 5, &err), &err);
	check_pause(place.state, TODAY + 3, true, TODAY + 5);
	check_pause(place.state, TODAY + 6, false, CALENDAR_NO_DAY);
	state_unmake(&place);
}

static void
an_opt_out_stops_contacts_and_nothing_else(void **unused)
{
	struct place_of_state place;
	struct findings findings;
	struct err err = { "" };

	(void)unused;
	state_make(&place);
	check_ok(findings_init(&findings, &err), &err);
	add(&findings, TODAY, "deepl", EVIDENCE_CONTACTED, 0);
	add(&findings, TODAY, "chatgpt", EVIDENCE_VISITED, 0);
	findings.opted_out = true;
	check_ok(ledger_commit(place.state, &findings, TODAY, &err), &err);
	findings_release(&findings);
	check_days(place.state, "0 chatgpt v; ", "contacts");
	state_unmake(&place);
}

/* One transaction: rows and cursors are there together or not at all. */
static void
a_failed_commit_changes_neither_rows_nor_cursors(void **unused)
{
	static const char *const faults[] = {
		"CREATE TRIGGER fault BEFORE INSERT ON day BEGIN"
		" SELECT raise(ABORT, 'fault'); END",
		"CREATE TRIGGER fault BEFORE INSERT ON cursor BEGIN"
		" SELECT raise(ABORT, 'fault'); END",
		"CREATE TRIGGER fault BEFORE INSERT ON source BEGIN"
		" SELECT raise(ABORT, 'fault'); END",
		"CREATE TRIGGER fault BEFORE INSERT ON fact BEGIN"
		" SELECT raise(ABORT, 'fault'); END",
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct place_of_state place;
		struct findings findings, kept;
		struct err err = { "" };

		state_make(&place);
		commit_one(place.state, TODAY, TODAY - 1, "deepl",
		    EVIDENCE_VISITED, 0);
		check_ok(db_run(state_db(place.state), faults[i], &err), &err);
		check_ok(findings_init(&findings, &err), &err);
		add(&findings, TODAY, "chatgpt", EVIDENCE_VISITED, 0);
		findings.cursors[findings.cursor_count++] = (struct cursor){
			.head = 3, .offset = 99 };
		findings_source(&findings, SOURCE_DNS, STR("dns"), STR("read"));
		assert_int_not_equal(OK, ledger_commit(place.state, &findings,
		    TODAY, &err));
		findings_release(&findings);
		check_days(place.state, "-1 deepl v; ", faults[i]);
		check_ok(findings_init(&kept, &err), &err);
		check_ok(ledger_recall(place.state, &kept, &err), &err);
		check_number((long long)kept.cursor_count, 0, faults[i]);
		findings_release(&kept);
		state_unmake(&place);
	}
}

static void
what_a_pass_brought_is_there_after_reopening(void **unused)
{
	struct place_of_state place;
	struct findings findings, kept;
	struct state_join join;
	struct err err = { "" };
	int64_t test = -1;

	(void)unused;
	state_make(&place);
	check_ok(findings_init(&findings, &err), &err);
	add(&findings, TODAY, "chatgpt", EVIDENCE_VISITED, 0);
	findings.cursors[findings.cursor_count++] = (struct cursor){
		.device = UINT64_MAX, .inode = 2, .size = 3, .offset = 4,
		.head = 5, .fingerprint = { 6 } };
	findings_source(&findings, SOURCE_HISTORY, STR("Firefox"),
	    STR("locked"));
	findings.self_test = true;
	check_ok(ledger_commit(place.state, &findings, TODAY, &err), &err);
	findings_release(&findings);
	state_free(place.state);
	check_ok(state_open(place.path, &place.state, &err), &err);
	check_days(place.state, "0 chatgpt v; ", "rows");
	check_ok(findings_init(&kept, &err), &err);
	check_ok(ledger_recall(place.state, &kept, &err), &err);
	assert_int_equal(kept.cursor_count, 1);
	assert_true(kept.cursors[0].device == UINT64_MAX);
	assert_int_equal(kept.cursors[0].offset, 4);
	assert_int_equal(kept.cursors[0].fingerprint[0], 6);
	assert_string_equal(kept.sources[0].source, "firefox");
	assert_string_equal(kept.sources[0].state, "locked");
	findings_release(&kept);
	check_ok(state_fact(place.state, FACT_SELF_TEST, &test, &err), &err);
	assert_int_equal(test, 1);
	check_ok(state_joined(place.state, &join, &err), &err);
	assert_string_equal(join.hosts[1], "192.0.2.7");
	assert_string_equal(join.secret, "4567");
	assert_int_equal(join.notice, JOINED);
	state_unmake(&place);
}

static void
joining_again_forgets_everything(void **unused)
{
	const struct state_join join = state_join_sample();
	struct place_of_state place;
	struct err err = { "" };
	int64_t week = -1;

	(void)unused;
	state_make(&place);
	commit_one(place.state, TODAY, TODAY, "deepl", EVIDENCE_VISITED, 0);
	check_ok(state_set_fact(place.state, FACT_WEEK, 202640, &err), &err);
	check_ok(state_join(place.state, &join, &err), &err);
	check_days(place.state, "", "days");
	check_ok(state_fact(place.state, FACT_WEEK, &week, &err), &err);
	assert_int_equal(week, -1);
	state_unmake(&place);
}

/* What is erased is overwritten, not only unlinked from its page. */
static void
erased_bytes_are_not_in_the_file(void **unused)
{
	struct place_of_state place;
	struct err err = { "" };
	struct buf file;

	(void)unused;
	state_make(&place);
	commit_one(place.state, TODAY, TODAY, "kanarienvogel",
	    EVIDENCE_VISITED, 0);
	buf_init(&file, (size_t)1 << 20);
	check_ok(os_read_file(place.path, &file, &err), &err);
	assert_true(holds(buf_view(&file), STR("kanarienvogel")));
	check_ok(ledger_forget_before(place.state, TODAY + 1, &err), &err);
	buf_reset(&file);
	check_ok(os_read_file(place.path, &file, &err), &err);
	assert_false(holds(buf_view(&file), STR("kanarienvogel")));
	buf_release(&file);
	state_unmake(&place);
}

static void
a_newer_state_is_refused_and_untouched(void **unused)
{
	struct place_of_state place;
	struct state *again = NULL;
	struct err err = { "" };

	(void)unused;
	state_make(&place);
	check_ok(db_run(state_db(place.state), "PRAGMA user_version = 99",
	    &err), &err);
	assert_int_equal(state_open(place.path, &again, &err), E_UNSUPPORTED);
	assert_null(again);
	state_unmake(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_contact_counts_from_its_second_minute),
		cmocka_unit_test(a_try_of_the_state_changes_nothing),
		cmocka_unit_test(reading_the_same_day_again_adds_nothing),
		cmocka_unit_test(no_day_before_notice_and_join_is_kept),
		cmocka_unit_test(a_later_notice_erases_what_was_before_it),
		cmocka_unit_test(what_was_told_never_comes_back),
		cmocka_unit_test(paused_days_are_never_kept),
		cmocka_unit_test(the_last_pause_said_is_the_one_that_holds),
		cmocka_unit_test(an_opt_out_stops_contacts_and_nothing_else),
		cmocka_unit_test(
		    a_failed_commit_changes_neither_rows_nor_cursors),
		cmocka_unit_test(what_a_pass_brought_is_there_after_reopening),
		cmocka_unit_test(joining_again_forgets_everything),
		cmocka_unit_test(erased_bytes_are_not_in_the_file),
		cmocka_unit_test(a_newer_state_is_refused_and_untouched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
