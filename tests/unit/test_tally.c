/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/tally.h"

#include "core/calendar.h"

#include "tests/unit/unit.h"

#define DAY 20000
#define NOON ((int64_t)DAY * CALENDAR_SECONDS_PER_DAY + 43200)

static const struct window ninety = { DAY - 89, DAY };

static struct tally *
tally_of(uint32_t services, struct window window)
{
	struct tally *tally = NULL;
	struct err err;

	check_ok(tally_new(services, window, &tally, &err), &err);
	return tally;
}

static void
see(struct tally *tally, enum evidence evidence, enum verdict verdict,
    int32_t day, int64_t unix_seconds)
{
	struct sighting sighting = {
		.unix_seconds = unix_seconds,
		.day = day,
		.service = 1,
		.evidence = evidence,
		.verdict = verdict,
	};

	tally_push(tally, &sighting);
}

struct contact_row {
	const char *label;
	int64_t seconds[4];
	int count;
	bool counts;
	bool lone;
};

static const struct contact_row contact_rows[] = {
	{ "no contact", { 0 }, 0, false, false },
	{ "one contact", { NOON }, 1, false, true },
	{ "A, AAAA and HTTPS of one minute", { NOON, NOON + 1, NOON + 59 }, 3,
	    false, true },
	{ "the next minute, one second later", { NOON + 59, NOON + 60 }, 2,
	    true, false },
	{ "later minute first", { NOON + 60, NOON + 59 }, 2, true, false },
	{ "an hour apart", { NOON, NOON + 3600 }, 2, true, false },
	{ "a day of 25 hours, first and last minute",
	    { NOON - 43200, NOON - 43200 + 1440 * 60 }, 2, true, false },
	{ "before 1970, one minute", { -60, -1 }, 2, false, true },
	{ "before 1970, two minutes", { -61, -60 }, 2, true, false },
	{ "around 1970", { -1, 0 }, 2, true, false },
};

static void
contacts_count_from_two_separate_minutes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(contact_rows); i++) {
		const struct contact_row *row = &contact_rows[i];
		struct tally *tally = tally_of(2, ninety);

		for (int n = 0; n < row->count; n++)
			see(tally, EVIDENCE_CONTACTED, VERDICT_USE, DAY,
			    row->seconds[n]);
		check_number(tally_ai_day(tally, 1, DAY), row->counts,
		    row->label);
		check_number(tally_days(tally, 1, TRACE_CONTACTED),
		    row->counts, row->label);
		check_number(tally_lone(tally, 1, DAY), row->lone, row->label);
		check_number(tally_days(tally, 1, TRACE_VISITED), 0,
		    row->label);
		tally_free(tally);
	}
}

static void
two_minutes_around_midnight_are_one_contact_on_each_day(void **state)
{
	struct tally *tally = tally_of(2, ninety);

	(void)state;
	see(tally, EVIDENCE_CONTACTED, VERDICT_USE, DAY - 1, NOON - 43201);
	see(tally, EVIDENCE_CONTACTED, VERDICT_USE, DAY, NOON - 43200);
	assert_int_equal(tally_days(tally, 1, TRACE_CONTACTED), 0);
	assert_true(tally_lone(tally, 1, DAY - 1));
	assert_true(tally_lone(tally, 1, DAY));
	tally_free(tally);
}

static void
one_visit_is_enough_and_a_thousand_are_one_day(void **state)
{
	struct tally *tally = tally_of(2, ninety);

	(void)state;
	for (int i = 0; i < 1000; i++)
		see(tally, EVIDENCE_VISITED, VERDICT_USE, DAY, NOON + i);
	assert_int_equal(tally_days(tally, 1, TRACE_VISITED), 1);
	assert_int_equal(tally_days(tally, 1, TRACE_CONTACTED), 0);
	assert_int_equal(tally_days(tally, 0, TRACE_VISITED), 0);
	assert_true(tally_ai_day(tally, 1, DAY));
	assert_false(tally_ai_day(tally, 1, DAY - 1));
	tally_free(tally);
}

static void
a_contact_beside_a_visit_is_not_lone(void **state)
{
	struct tally *tally = tally_of(2, ninety);

	(void)state;
	see(tally, EVIDENCE_CONTACTED, VERDICT_USE, DAY, NOON);
	assert_true(tally_lone(tally, 1, DAY));
	see(tally, EVIDENCE_VISITED, VERDICT_USE, DAY, NOON);
	assert_false(tally_lone(tally, 1, DAY));
	tally_free(tally);
}

struct verdict_row {
	enum verdict verdict;
	enum trace trace;
};

static const struct verdict_row verdict_rows[] = {
	{ VERDICT_APPLICATION, TRACE_APPLICATION },
	{ VERDICT_POSSIBLE, TRACE_POSSIBLE },
	{ VERDICT_READING, TRACE_READING },
	{ VERDICT_NONE, TRACE_COUNT },
};

static void
what_is_not_use_is_kept_apart_and_never_an_ai_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(verdict_rows); i++) {
		struct tally *tally = tally_of(2, ninety);

		see(tally, EVIDENCE_CONTACTED, verdict_rows[i].verdict, DAY,
		    NOON);
		see(tally, EVIDENCE_CONTACTED, verdict_rows[i].verdict, DAY,
		    NOON + 600);
		for (enum trace t = 0; t < TRACE_COUNT; t++)
			assert_int_equal(tally_days(tally, 1, t),
			    t == verdict_rows[i].trace);
		assert_false(tally_ai_day(tally, 1, DAY));
		tally_free(tally);
	}
}

static void
days_outside_the_window_and_unknown_services_fall(void **state)
{
	struct tally *tally = tally_of(2, (struct window){ DAY, DAY });
	struct sighting stranger = { .day = DAY, .service = 2,
		.evidence = EVIDENCE_VISITED, .verdict = VERDICT_USE };

	(void)state;
	see(tally, EVIDENCE_VISITED, VERDICT_USE, DAY - 1, NOON);
	see(tally, EVIDENCE_VISITED, VERDICT_USE, DAY + 1, NOON);
	tally_push(tally, &stranger);
	assert_int_equal(tally_days(tally, 1, TRACE_VISITED), 0);
	assert_false(tally_on(tally, 2, TRACE_VISITED, DAY));
	see(tally, EVIDENCE_VISITED, VERDICT_USE, DAY, NOON);
	assert_int_equal(tally_days(tally, 1, TRACE_VISITED), 1);
	assert_int_equal(tally_status(tally, NULL), OK);
	tally_free(tally);
}

#define MANY 600

/* A small generator with a fixed seed: a failure replays. */
static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
any_order_of_the_same_sightings_gives_the_same_days(void **state)
{
	struct sighting all[MANY];
	struct tally *first = tally_of(4, ninety);
	uint32_t seed = 7;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		int32_t day = DAY - (int32_t)(next(&seed) % 30);

		all[i] = (struct sighting){
			.day = day,
			.unix_seconds = (int64_t)day * 86400 + next(&seed) % 180,
			.service = (uint16_t)(next(&seed) % 4),
			.evidence = next(&seed) % EVIDENCE_COUNT,
			.verdict = VERDICT_READING +
			    next(&seed) % (VERDICT_COUNT - VERDICT_READING),
		};
		tally_push(first, &all[i]);
	}
	for (int round = 0; round < 20; round++) {
		struct tally *again = tally_of(4, ninety);

		for (size_t i = MANY - 1; i > 0; i--) {
			size_t j = next(&seed) % (i + 1);
			struct sighting kept = all[i];

			all[i] = all[j];
			all[j] = kept;
		}
		for (size_t i = 0; i < MANY; i++)
			tally_push(again, &all[i]);
		for (uint32_t s = 0; s < 4; s++)
			for (enum trace t = 0; t < TRACE_COUNT; t++)
				for (int32_t d = DAY - 89; d <= DAY; d++)
					assert_int_equal(
					    tally_on(first, s, t, d),
					    tally_on(again, s, t, d));
		tally_free(again);
	}
	tally_free(first);
}

struct window_row {
	const char *label;
	struct window window;
	enum status status;
};

static const struct window_row window_rows[] = {
	{ "one day", { DAY, DAY }, OK },
	{ "backwards", { DAY, DAY - 1 }, E_USAGE },
	{ "twenty years", { DAY - TALLY_DAYS_MAX + 1, DAY }, OK },
	{ "a day more", { DAY - TALLY_DAYS_MAX, DAY }, E_USAGE },
	{ "all of time", { INT32_MIN, INT32_MAX }, E_USAGE },
};

static void
a_window_holds_from_one_day_to_twenty_years(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(window_rows); i++) {
		struct tally *tally = NULL;
		struct err err;

		check_number(tally_new(1, window_rows[i].window, &tally, &err),
		    window_rows[i].status, window_rows[i].label);
		tally_free(tally);
	}
	tally_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contacts_count_from_two_separate_minutes),
		cmocka_unit_test(
		    two_minutes_around_midnight_are_one_contact_on_each_day),
		cmocka_unit_test(one_visit_is_enough_and_a_thousand_are_one_day),
		cmocka_unit_test(a_contact_beside_a_visit_is_not_lone),
		cmocka_unit_test(
		    what_is_not_use_is_kept_apart_and_never_an_ai_day),
		cmocka_unit_test(
		    days_outside_the_window_and_unknown_services_fall),
		cmocka_unit_test(
		    any_order_of_the_same_sightings_gives_the_same_days),
		cmocka_unit_test(a_window_holds_from_one_day_to_twenty_years),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
