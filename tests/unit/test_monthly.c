/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector_folder.h"

#include "collector/monthly.h"
#include "collector/polls.h"

#include <unistd.h>

static char said[2048];

static void
say(void *cookie, enum message id, const char *const *args)
{
	(void)cookie;
	message_fill(said, sizeof(said), id, args);
}

static struct monthly
monthly_at(int64_t now)
{
	return (struct monthly){ &folder, now, say, NULL };
}

static int
new_period(void **state)
{
	(void)new_folder(state);
	check_ok(polls_prepare(&folder, at(2026, 10, 20), &err), &err);
	said[0] = '\0';
	return 0;
}

/* `serve` marks each day on which it is up. */
static void
up_at(int64_t now)
{
	check_ok(store_alive(folder.store, calendar_day_of(now, 0), &err),
	    &err);
}

static bool
close_at(int64_t now)
{
	struct monthly monthly = monthly_at(now);
	bool closed = true;

	check_ok(monthly_close(&monthly, &closed, &err), &err);
	return closed;
}

static void
purge_at(int64_t now)
{
	struct monthly monthly = monthly_at(now);

	check_ok(monthly_purge(&monthly, &err), &err);
}

static void
count(void *cookie, const char *name, struct str document, struct str roster)
{
	(void)name;
	(void)document;
	(void)roster;
	(*(int *)cookie)++;
}

static int
publications(void)
{
	int found = 0;

	check_ok(store_publications(folder.store, count, &found, &err), &err);
	return found;
}

static char *
report_path(const char *name)
{
	static char path[160];

	(void)snprintf(path, sizeof(path), "%s/reports/%s", data, name);
	return path;
}

static bool
has_report(const char *name)
{
	return access(report_path(name), F_OK) == 0;
}

static void
a_window_that_is_over_closes_by_itself_with_its_report(void **state)
{
	static const char *const files[] = { "lanterne-2026-10-fr.pdf",
		"lanterne-2026-10-fr.html", "lanterne-2026-10-fr.md",
		"lanterne-2026-10.csv", "lanterne-2026-10.json" };

	(void)state;
	/* Nobody served in the window: seven days more. */
	up_at(at(2026, 11, 18));
	assert_false(close_at(at(2026, 11, 18)));
	up_at(at(2026, 11, 19));
	assert_false(close_at(at(2026, 11, 19)));
	assert_int_equal(publications(), 0);
	assert_true(close_at(at(2026, 11, 20)));
	assert_int_equal(publications(), 1);
	for (size_t i = 0; i < COUNT(files); i++)
		if (!has_report(files[i]))
			fail_msg("%s is not there", files[i]);
	assert_false(close_at(at(2026, 11, 20)));
}

static void
a_clock_ten_years_ahead_closes_and_erases_nothing(void **state)
{
	(void)state;
	up_at(at(2026, 11, 20));
	assert_true(close_at(at(2026, 11, 21)));
	up_at(at(2036, 11, 21));
	assert_false(close_at(at(2036, 11, 21)));
	purge_at(at(2036, 11, 21));
	assert_int_equal(publications(), 1);
	assert_true(has_report("lanterne-2026-10-fr.pdf"));
	/* On the next day, it is the time. */
	assert_true(close_at(at(2036, 11, 22)));
	purge_at(at(2036, 11, 22));
	assert_int_equal(publications(), 0);
}

static void
several_periods_close_oldest_first(void **state)
{
	(void)state;
	up_at(at(2027, 1, 1));
	assert_true(close_at(at(2027, 1, 2)));
	assert_int_equal(publications(), 2);
	assert_true(has_report("lanterne-2026-10-fr.pdf"));
	assert_true(has_report("lanterne-2026-11-fr.pdf"));
}

static void
remove_reports(void)
{
	char command[160];

	(void)snprintf(command, sizeof(command), "rm -rf '%s/reports'", data);
	assert_int_equal(system(command), 0);
}

static void
a_report_that_is_missing_is_written_again_and_one_that_is_there_is_not(
    void **state)
{
	struct monthly monthly = monthly_at(at(2026, 11, 20));

	(void)state;
	check_ok(monthly_report(&monthly, &err), &err); /* nothing published */
	up_at(at(2026, 11, 19));
	assert_true(close_at(at(2026, 11, 20)));
	said[0] = '\0';
	check_ok(monthly_report(&monthly, &err), &err);
	assert_string_equal(said, "");
	remove_reports();
	check_ok(monthly_report(&monthly, &err), &err);
	assert_true(has_report("lanterne-2026-10-fr.pdf"));
}

static void
twenty_four_months_and_not_a_second_more(void **state)
{
	static const struct {
		const char *period;
		int year, month;
	} rows[] = {
		{ "2026-10", 2028, 11 },
		{ "2026-12", 2029, 1 },
		{ "2027-02", 2029, 3 },
		{ "2026-T4", 2029, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t gone = at(rows[i].year, rows[i].month, 1) - 43200;
		struct period period;

		assert_true(period_parse(str_of(rows[i].period), &period));
		check_number(monthly_expired(&period, gone - 1), 0,
		    rows[i].period);
		check_number(monthly_expired(&period, gone), 1,
		    rows[i].period);
	}
}

/* October's policy, by the digest that its record pins. */
static enum status
policy_of_october(const uint8_t digest[RECORD_DIGEST])
{
	struct buf policy;
	enum status code;

	buf_init(&policy, FOLDER_POLICY_BYTES);
	code = store_document(folder.store, digest, &policy, &err);
	buf_release(&policy);
	return code;
}

static void
change_policy(uint8_t ret_october[RECORD_DIGEST])
{
	struct polls *polls = NULL;

	write_inner("policy.yaml", POLICY_TEXT "contact: accueil\n");
	check_ok(polls_prepare(&folder, at(2026, 10, 21), &err), &err);
	check_ok(polls_load(&folder, at(2026, 10, 21), &polls, &err), &err);
	memcpy(ret_october, polls_named(polls, STR("2026-10"))->record.policy,
	    RECORD_DIGEST);
	polls_free(polls);
}

static void
what_was_kept_long_enough_goes_with_its_files_and_its_record(void **state)
{
	int64_t gone = at(2028, 11, 1) - 43200;
	uint8_t october[RECORD_DIGEST];
	struct polls *polls = NULL;

	(void)state;
	change_policy(october);
	up_at(at(2027, 1, 1));
	assert_true(close_at(at(2027, 1, 2)));
	write_inner("reports/lanterne-2026-10-2026-11-fr.pdf", "a span");
	write_inner("reports/notes.txt", "the volunteer's own");
	up_at(gone - 1);
	purge_at(gone - 1);
	assert_int_equal(publications(), 2);
	check_ok(policy_of_october(october), &err);
	up_at(gone);
	purge_at(gone); /* the first day says it, the second does it */
	assert_int_equal(publications(), 2);
	purge_at(gone + CALENDAR_SECONDS_PER_DAY);
	assert_int_equal(publications(), 1);
	assert_int_equal(policy_of_october(october), E_NOT_FOUND);
	assert_false(has_report("lanterne-2026-10-fr.pdf"));
	assert_false(has_report("lanterne-2026-10.json"));
	assert_true(has_report("lanterne-2026-11-fr.pdf"));
	assert_true(has_report("lanterne-2026-10-2026-11-fr.pdf"));
	assert_true(has_report("notes.txt"));
	check_ok(polls_load(&folder, at(2027, 1, 3), &polls, &err), &err);
	assert_null(polls_named(polls, STR("2026-10")));
	assert_non_null(polls_named(polls, STR("2026-11")));
	polls_free(polls);
}

#define MONTH_TEST(name) \
	cmocka_unit_test_setup_teardown(name, new_period, end_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		MONTH_TEST(a_window_that_is_over_closes_by_itself_with_its_report),
		MONTH_TEST(a_clock_ten_years_ahead_closes_and_erases_nothing),
		MONTH_TEST(several_periods_close_oldest_first),
		MONTH_TEST(
		    a_report_that_is_missing_is_written_again_and_one_that_is_there_is_not),
		MONTH_TEST(twenty_four_months_and_not_a_second_more),
		MONTH_TEST(
		    what_was_kept_long_enough_goes_with_its_files_and_its_record),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
