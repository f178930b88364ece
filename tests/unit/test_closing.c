/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector_folder.h"

#include "collector/closing.h"
#include "collector/secret.h"
#include "collector/report/publication.h"

#include <unistd.h>

static int
new_period(void **state)
{
	(void)new_folder(state);
	check_ok(polls_prepare(&folder, at(2026, 10, 20), &err), &err);
	return 0;
}

static enum status
close_at(const char *period, int64_t now, bool *measured)
{
	return closing_close(&folder, str_of(period), now, measured, &err);
}

static bool
has_key(const char *name)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/urn/%s.key", data, name);
	return access(path, F_OK) == 0;
}

static void
a_period_closes_once_and_after_its_window(void **state)
{
	bool measured = false;

	(void)state;
	/* Nobody served in the window: seven days more. */
	assert_int_equal(close_at("2026-10", at(2026, 11, 18), &measured),
	    E_REFUSED);
	assert_true(has_key("2026-10"));
	check_ok(close_at("2026-10", at(2026, 11, 19), &measured), &err);
	assert_true(measured);
	assert_false(has_key("2026-10"));
	assert_int_equal(close_at("2026-10", at(2026, 11, 20), &measured),
	    E_REFUSED);
	assert_int_equal(close_at("2026-09", at(2026, 11, 20), &measured),
	    E_NOT_FOUND);
	assert_int_equal(close_at("2026-11", at(2026, 11, 20), &measured),
	    E_REFUSED);
}

static void
the_oldest_period_is_due_first(void **state)
{
	struct polls *polls = NULL;
	struct period due;

	(void)state;
	check_ok(polls_load(&folder, at(2026, 11, 18), &polls, &err), &err);
	assert_false(closing_due(polls, at(2026, 11, 18), &due));
	polls_free(polls);
	check_ok(polls_load(&folder, at(2027, 2, 1), &polls, &err), &err);
	assert_true(closing_due(polls, at(2027, 2, 1), &due));
	check_str(str_of(due.text), "2026-10", "due");
	polls_free(polls);
}

static void
a_lost_urn_is_published_as_not_measured(void **state)
{
	struct publication publication;
	struct buf document;
	bool measured = true;
	char path[128];

	(void)state;
	buf_init(&document, PUBLICATION_MAX_BYTES);
	(void)snprintf(path, sizeof(path), "%s/urn/2026-10.key", data);
	assert_int_equal(unlink(path), 0);
	check_ok(close_at("2026-10", at(2026, 11, 20), &measured), &err);
	assert_false(measured);
	check_ok(closing_publication(&folder, STR(""), &document, &err), &err);
	check_ok(publication_read(buf_view(&document), &publication, &err),
	    &err);
	assert_false(publication.measured);
	publication_release(&publication);
	assert_int_equal(closing_publication(&folder, STR("2026-11"),
	    &document, &err), E_NOT_FOUND);
	buf_release(&document);
}

static void
a_years_secret_stays_for_its_closes_and_no_longer(void **state)
{
	struct secret first, second;
	bool measured;

	(void)state;
	check_ok(polls_prepare(&folder, at(2026, 11, 20), &err), &err);
	check_ok(polls_prepare(&folder, at(2026, 12, 20), &err), &err);
	check_ok(close_at("2026-10", at(2026, 11, 20), &measured), &err);
	check_ok(secret_of(&folder, 2026, &first, &err), &err);
	check_ok(close_at("2026-11", at(2026, 12, 20), &measured), &err);
	check_ok(secret_of(&folder, 2026, &second, &err), &err);
	assert_memory_equal(first.bytes, second.bytes, ROUNDING_SECRET);
	assert_true(has_key("year-2026"));
	check_ok(close_at("2026-12", at(2027, 1, 25), &measured), &err);
	assert_false(has_key("year-2026"));
	check_ok(secret_of(&folder, 2026, &second, &err), &err);
	assert_memory_not_equal(first.bytes, second.bytes, ROUNDING_SECRET);
}

static void
a_roster_opens_under_its_own_year_and_period(void **state)
{
	const uint8_t roster[ROUNDING_ROSTER] = { 7 };
	uint8_t opened[ROUNDING_ROSTER];
	struct secret this_year, next_year;
	struct buf sealed;

	(void)state;
	buf_init(&sealed, 256);
	check_ok(secret_of(&folder, 2026, &this_year, &err), &err);
	check_ok(secret_of(&folder, 2027, &next_year, &err), &err);
	check_ok(secret_seal_roster(&this_year, "2026-10", roster, &sealed,
	    &err), &err);
	assert_true(secret_open_roster(&this_year, "2026-10",
	    buf_view(&sealed), opened));
	assert_memory_equal(opened, roster, sizeof(roster));
	assert_false(secret_open_roster(&this_year, "2026-11",
	    buf_view(&sealed), opened));
	assert_false(secret_open_roster(&next_year, "2026-10",
	    buf_view(&sealed), opened));
	buf_release(&sealed);
}

static void
what_a_crash_left_is_finished(void **state)
{
	char from[128], to[128];
	bool measured;

	(void)state;
	(void)snprintf(from, sizeof(from), "%s/urn/2026-10.key", data);
	(void)snprintf(to, sizeof(to), "%s/urn/kept", data);
	assert_int_equal(link(from, to), 0);
	check_ok(close_at("2026-10", at(2026, 11, 20), &measured), &err);
	/* As if the key had not been destroyed. */
	assert_int_equal(rename(to, from), 0);
	check_ok(closing_finish(&folder, at(2026, 11, 20), false, &err), &err);
	assert_false(has_key("2026-10"));
	assert_true(has_key("2026-11"));
}

static void
a_trial_ends_without_a_publication(void **state)
{
	struct period trial;
	struct buf document;

	(void)state;
	buf_init(&document, PUBLICATION_MAX_BYTES);
	check_ok(polls_trial(&folder, at(2026, 10, 20), &trial, &err), &err);
	assert_true(has_key("essai-1"));
	check_ok(closing_end_trial(&folder, STR("essai-1"), &err), &err);
	assert_false(has_key("essai-1"));
	assert_int_equal(closing_end_trial(&folder, STR("2026-10"), &err),
	    E_NOT_FOUND);
	assert_int_equal(closing_publication(&folder, STR(""), &document,
	    &err), E_NOT_FOUND);
	buf_release(&document);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, new_period, end_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_period_closes_once_and_after_its_window),
		TEST(the_oldest_period_is_due_first),
		TEST(a_lost_urn_is_published_as_not_measured),
		TEST(a_years_secret_stays_for_its_closes_and_no_longer),
		TEST(a_roster_opens_under_its_own_year_and_period),
		TEST(what_a_crash_left_is_finished),
		TEST(a_trial_ends_without_a_publication),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
