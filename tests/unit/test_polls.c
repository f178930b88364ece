/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector_folder.h"

#include "collector/polls.h"

#include <unistd.h>

static struct polls *
prepared(int64_t now)
{
	struct polls *polls = NULL;

	check_ok(polls_prepare(&folder, now, &err), &err);
	check_ok(polls_load(&folder, now, &polls, &err), &err);
	return polls;
}

static void
check_names(const struct polls *polls, const char *expected, const char *label)
{
	struct buf names;

	buf_init(&names, 1024);
	for (size_t i = 0; polls_at(polls, i) != NULL; i++) {
		buf_text(&names, i == 0 ? "" : " ");
		buf_text(&names, polls_at(polls, i)->record.period.text);
	}
	check_str(buf_view(&names), expected, label);
	buf_release(&names);
}

static void
a_new_collector_has_the_period_of_the_day_and_the_next(void **state)
{
	struct polls *polls = prepared(at(2026, 10, 20));

	(void)state;
	check_names(polls, "2026-10 2026-11", "new");
	assert_true(poll_started(polls_at(polls, 0), at(2026, 10, 20)));
	assert_false(poll_started(polls_at(polls, 1), at(2026, 10, 20)));
	assert_true(polls_at(polls, 0)->issues);
	polls_free(polls);
	polls = prepared(at(2026, 10, 21));
	check_names(polls, "2026-10 2026-11", "the day after");
	polls_free(polls);
	polls = prepared(at(2026, 11, 1));
	check_names(polls, "2026-10 2026-11 2026-12", "the month after");
	assert_false(polls_at(polls, 0)->issues);
	polls_free(polls);
}

static void
a_record_changes_with_the_policy_until_its_period_starts(void **state)
{
	struct polls *before = prepared(at(2026, 10, 20));
	struct polls *after;

	(void)state;
	write_inner("policy.yaml", "schema: 1\nassociation: Les Sentiers\n"
	    "charter: yes\ndecisions: []\n");
	after = prepared(at(2026, 10, 31));
	assert_memory_equal(polls_named(before, STR("2026-10"))->digest,
	    polls_named(after, STR("2026-10"))->digest, RECORD_DIGEST);
	assert_memory_not_equal(polls_named(before, STR("2026-11"))->digest,
	    polls_named(after, STR("2026-11"))->digest, RECORD_DIGEST);
	polls_free(before);
	before = after;
	write_inner("policy.yaml", POLICY_TEXT);
	after = prepared(at(2026, 11, 1));
	assert_memory_equal(polls_named(before, STR("2026-11"))->digest,
	    polls_named(after, STR("2026-11"))->digest, RECORD_DIGEST);
	polls_free(before);
	polls_free(after);
}

static void
a_period_that_started_while_we_were_away_has_no_record(void **state)
{
	struct polls *polls = prepared(at(2026, 8, 20));

	(void)state;
	polls_free(polls);
	polls = prepared(at(2026, 10, 20));
	check_names(polls, "2026-08 2026-09 2026-11", "away in October's first days");
	polls_free(polls);
}

static void
a_year_is_counted_by_who_is_enrolled_on_its_eve(void **state)
{
	const uint8_t code[STORE_DIGEST] = { 1 };
	struct store_code row = { .uses = 50, .expires = 99999 };
	struct polls *polls = prepared(at(2026, 12, 20));
	enum refusal refusal;

	(void)state;
	check_names(polls, "2026-12 2027-T1", "nobody");
	polls_free(polls);
	memcpy(row.digest, code, sizeof(code));
	check_ok(store_code_add(folder.store, &row, &err), &err);
	for (uint8_t i = 0; i < PERIOD_QUARTERS_BELOW; i++) {
		struct store_device device = { .week = "2026-W51" };
		uint8_t nonce[STORE_DIGEST] = { i };

		(void)snprintf(device.id, sizeof(device.id), "%032u", i);
		check_ok(store_enrol(folder.store, code, nonce, 0, &device,
		    &refusal, &err), &err);
	}
	polls = prepared(at(2026, 12, 21));
	check_names(polls, "2026-12 2027-01", "ten");
	polls_free(polls);
}

static void
days_down_prolong_the_window_by_seven_at_most(void **state)
{
	static const struct {
		const char *label;
		int up; /* days of the window, from its first */
		int prolonged;
	} rows[] = {
		{ "never down", 10, 0 },
		{ "down on one day", 9, 1 },
		{ "down on seven", 3, 7 },
		{ "down on nine", 1, 7 },
	};
	struct polls *polls;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct poll *poll;

		(void)end_folder(state);
		(void)new_folder(state);
		polls = prepared(at(2026, 10, 20));
		polls_free(polls);
		for (int day = 0; day < rows[i].up; day++)
			check_ok(store_alive(folder.store,
			    calendar_day((struct civil){ 2026, 11, 2 + day }),
			    &err), &err);
		polls = prepared(at(2026, 11, 12));
		poll = polls_named(polls, STR("2026-10"));
		check_number((poll->taken_until - poll->record.closes_at) /
		    CALENDAR_SECONDS_PER_DAY, rows[i].prolonged,
		    rows[i].label);
		polls_free(polls);
	}
}

static void
a_clock_that_is_behind_takes_nothing_away(void **state)
{
	static const uint8_t request[STORE_DIGEST] = { 1 };
	enum refusal refusal = REFUSAL_NONE;
	struct polls *polls = prepared(at(2026, 10, 20));
	const char *both = "2026-10 2026-11";

	(void)state;
	polls_free(polls);
	/* A computer has a token of November; the clock goes back to October,
	 * and the board has changed its mind meanwhile. */
	check_ok(store_token(folder.store, "2026-11", STR("pc"), request,
	    &refusal, &err), &err);
	write_inner("policy.yaml", "schema: 1\nassociation: Les Sentiers\n"
	    "period: month\nnotice_date: 2026-10-02\ndecisions: []\n");
	polls = prepared(at(2026, 10, 21));
	check_names(polls, both, "a month behind");
	assert_true(polls_named(polls, STR("2026-11"))->urn);
	polls_free(polls);
	/* A battery is empty: long before this collector was made. */
	assert_int_equal(polls_prepare(&folder, at(2009, 1, 1), &err),
	    E_REFUSED);
	check_ok(polls_load(&folder, at(2026, 11, 5), &polls, &err), &err);
	check_names(polls, both, "seventeen years behind");
	polls_free(polls);
}

static void
a_period_without_its_key_is_listed_without_urn(void **state)
{
	struct polls *polls = prepared(at(2026, 10, 20));
	char path[128];

	(void)state;
	polls_free(polls);
	(void)snprintf(path, sizeof(path), "%s/urn/2026-10.key", data);
	assert_int_equal(unlink(path), 0);
	polls = prepared(at(2026, 10, 21));
	assert_false(polls_at(polls, 0)->urn);
	assert_false(polls_at(polls, 0)->issues);
	assert_true(polls_at(polls, 1)->urn);
	polls_free(polls);
}

static void
a_trials_name_serves_once(void **state)
{
	struct period first, second;
	struct polls *polls = prepared(at(2026, 10, 20));

	(void)state;
	polls_free(polls);
	check_ok(polls_trial(&folder, at(2026, 10, 20), &first, &err), &err);
	check_str(str_of(first.text), "essai-1", "first");
	check_ok(store_end_trial(folder.store, first.text, &err), &err);
	check_ok(polls_trial(&folder, at(2028, 10, 20), &second, &err), &err);
	check_str(str_of(second.text), "essai-2", "two years later");
}

static void
add_trial(const struct poll *like, int32_t number)
{
	struct record record = like->record;
	struct store_period period = { .signature = buf_view(&like->signature) };
	struct buf bytes;

	record.period = period_trial(number);
	buf_init(&bytes, RECORD_MAX_BYTES);
	record_write(&bytes, &record);
	(void)snprintf(period.name, sizeof(period.name), "%s",
	    record.period.text);
	period.record = buf_view(&bytes);
	check_ok(store_period_add(folder.store, &period, NULL, 0, STR("urn"),
	    &err), &err);
	buf_release(&bytes);
}

static void
a_collector_may_have_tried_a_hundred_times(void **state)
{
	struct polls *polls = NULL, *all = NULL;
	struct period trial;

	(void)state;
	check_ok(polls_trial(&folder, at(2026, 10, 20), &trial, &err), &err);
	check_ok(polls_load(&folder, at(2026, 10, 20), &polls, &err), &err);
	for (int32_t number = 2; number <= 100; number++)
		add_trial(polls_at(polls, 0), number);
	polls_free(polls);
	check_ok(polls_load(&folder, at(2026, 10, 20), &all, &err), &err);
	assert_non_null(polls_named(all, STR("essai-100")));
	assert_null(polls_at(all, 100));
	polls_free(all);
}

static void
a_policy_that_cannot_be_read_freezes_nothing(void **state)
{
	(void)state;
	write_inner("policy.yaml", "schema: 9\n");
	assert_int_equal(polls_prepare(&folder, at(2026, 10, 20), &err),
	    E_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(
		    a_new_collector_has_the_period_of_the_day_and_the_next),
		FOLDER_TEST(
		    a_record_changes_with_the_policy_until_its_period_starts),
		FOLDER_TEST(
		    a_period_that_started_while_we_were_away_has_no_record),
		FOLDER_TEST(a_year_is_counted_by_who_is_enrolled_on_its_eve),
		FOLDER_TEST(days_down_prolong_the_window_by_seven_at_most),
		FOLDER_TEST(a_clock_that_is_behind_takes_nothing_away),
		FOLDER_TEST(a_period_without_its_key_is_listed_without_urn),
		FOLDER_TEST(a_trials_name_serves_once),
		FOLDER_TEST(a_collector_may_have_tried_a_hundred_times),
		FOLDER_TEST(a_policy_that_cannot_be_read_freezes_nothing),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
