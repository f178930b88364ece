/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/rounding.h"

#include "tests/unit/dice.h"
#include "tests/unit/unit.h"

#include <string.h>

#define CLOSES_MAX 12

struct year {
	uint8_t secret[ROUNDING_SECRET];
	struct rounding_close closes[CLOSES_MAX];
	size_t count;
};

/* Adds the next month of 2026; `roster` names the set of computers. */
static void
close_month(struct year *year, uint32_t ballots, uint8_t roster)
{
	struct rounding_close *close = &year->closes[year->count++];

	assert_true(year->count <= CLOSES_MAX);
	close->period = year->count == 1
	    ? period_of(20454 /* 2026-01-01 */, PERIOD_MONTH)
	    : period_next(&year->closes[year->count - 2].period);
	close->ballots = ballots;
	memset(close->roster, roster, sizeof(close->roster));
}

static void
reaches(const struct year *year, const struct question *questions,
    size_t count, struct reach *ret)
{
	struct err err;

	check_ok(rounding_reach(year->secret, year->closes, year->count,
	    questions, count, ret, &err), &err);
}

static struct question
alone(const char *id, uint32_t used, uint32_t regular)
{
	return (struct question){ QUESTION_SERVICE, str_of(id),
		{ QUESTION_NOWHERE, QUESTION_NOWHERE }, { used, regular } };
}

static uint32_t
reach_alone(const struct year *year, const char *id, uint32_t count)
{
	struct question question = alone(id, count, 0);
	struct reach reach;

	reaches(year, &question, 1, &reach);
	return reach.count[COUNT_USED];
}

/* Counts 1 and 2 tell the offset, where the cap does not reach. */
static uint32_t
offset_of(const struct year *year, const char *id)
{
	return reach_alone(year, id, 1) == 3 ? 2
	    : reach_alone(year, id, 2) == 3 ? 1 : 0;
}

/* --- against another program --- */

struct known_row {
	enum question_kind kind;
	const char *id;
	uint32_t used, regular, reach_used, reach_regular;
};

/*
 * Secret 00 01 .. 1f; January 12 ballots, roster 11..; February and March 13
 * ballots, roster 22.., 13 in March.  Offsets computed in Python with its
 * hmac module, from the header's description.
 */
static const struct known_row known_rows[] = {
	{ QUESTION_SERVICE, "alba", 1, 1, 0, 0 },
	{ QUESTION_SERVICE, "beryl", 2, 1, 3, 3 },
	{ QUESTION_SERVICE, "corail", 4, 2, 3, 3 },
	{ QUESTION_SERVICE, "dryade", 5, 4, 6, 3 },
	{ QUESTION_SERVICE, "ecume", 7, 0, 6, 0 },
	{ QUESTION_SERVICE, "fanal", 8, 5, 9, 6 },
	{ QUESTION_SERVICE, "givre", 11, 10, 12, 9 },
	{ QUESTION_SERVICE, "halo", 13, 13, 12, 12 },
	{ QUESTION_CATEGORY, "image", 10, 4, 12, 6 },
	{ QUESTION_CATEGORY, "text-assistant", 5, 2, 6, 3 },
	{ QUESTION_UNAPPROVED, "", 7, 5, 9, 6 },
	{ QUESTION_ANY, "", 13, 8, 12, 9 },
	{ QUESTION_CONTACTED, "", 4, 0, 6, 0 },
};

static void
reaches_are_those_of_an_independent_program(void **state)
{
	struct question questions[COUNT(known_rows)];
	struct reach ret[COUNT(known_rows)];
	struct year year = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < ROUNDING_SECRET; i++)
		year.secret[i] = (uint8_t)i;
	close_month(&year, 12, 0x11);
	close_month(&year, 13, 0x22);
	close_month(&year, 13, 0x22);
	for (size_t i = 0; i < COUNT(known_rows); i++)
		questions[i] = (struct question){ known_rows[i].kind,
			str_of(known_rows[i].id),
			{ QUESTION_NOWHERE, QUESTION_NOWHERE },
			{ known_rows[i].used, known_rows[i].regular } };
	reaches(&year, questions, COUNT(questions), ret);
	for (size_t i = 0; i < COUNT(known_rows); i++) {
		check_number(ret[i].count[COUNT_USED], known_rows[i].reach_used,
		    known_rows[i].id);
		check_number(ret[i].count[COUNT_REGULAR],
		    known_rows[i].reach_regular, known_rows[i].id);
	}
}

/* --- random offices --- */

#define SERVICES 6
#define CATEGORIES 3
#define QUESTIONS (SERVICES + CATEGORIES + 2)
#define UNAPPROVED (SERVICES + CATEGORIES)
#define ANY (UNAPPROVED + 1)
#define PCS_MAX 60

static const char *const service_ids[SERVICES] = { "a", "b", "c", "d", "e",
	"f" };
static const char *const category_ids[CATEGORIES] = { "x", "y", "z" };

/* Whether a service needs an approval: a and d have it. */
static bool
is_unapproved(int service)
{
	return service % 3 != 0;
}

static void
office_ask(struct question *questions)
{
	for (int i = 0; i < SERVICES; i++)
		questions[i] = (struct question){ QUESTION_SERVICE,
			str_of(service_ids[i]), { SERVICES + i % CATEGORIES,
			is_unapproved(i) ? UNAPPROVED : QUESTION_NOWHERE },
			{ 0, 0 } };
	for (int i = 0; i < CATEGORIES; i++)
		questions[SERVICES + i] = (struct question){ QUESTION_CATEGORY,
			str_of(category_ids[i]), { ANY, QUESTION_NOWHERE },
			{ 0, 0 } };
	questions[UNAPPROVED] = (struct question){ QUESTION_UNAPPROVED, STR(""),
		{ ANY, QUESTION_NOWHERE }, { 0, 0 } };
	questions[ANY] = (struct question){ QUESTION_ANY, STR(""),
		{ QUESTION_NOWHERE, QUESTION_NOWHERE }, { 0, 0 } };
}

static uint32_t
most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* One computer's answers, added to the counts: wholes hold their parts. */
static void
office_vote(struct dice *dice, struct question *questions, uint32_t habit)
{
	uint32_t value[QUESTIONS] = { 0 };

	for (int i = 0; i < SERVICES; i++) {
		uint32_t roll = dice_below(dice, 100);

		value[i] = roll < habit / 2 ? 2 : roll < habit ? 1 : 0;
		value[SERVICES + i % CATEGORIES] =
		    most(value[SERVICES + i % CATEGORIES], value[i]);
		if (is_unapproved(i))
			value[UNAPPROVED] = most(value[UNAPPROVED], value[i]);
		value[ANY] = most(value[ANY], value[i]);
	}
	for (int i = 0; i < QUESTIONS; i++) {
		questions[i].count[COUNT_USED] += value[i] >= 1;
		questions[i].count[COUNT_REGULAR] += value[i] >= 2;
	}
}

static void
office_year(struct dice *dice, struct year *year, uint32_t ballots)
{
	uint32_t months = 1 + dice_below(dice, 4);

	*year = (struct year){ .count = 0 };
	dice_bytes(dice, year->secret, sizeof(year->secret));
	for (uint32_t i = 1; i < months; i++)
		close_month(year, ballots + dice_below(dice, 2),
		    (uint8_t)dice_below(dice, 2));
	close_month(year, ballots, (uint8_t)dice_below(dice, 2));
}

static void
check_question(const struct question *question, const struct reach *reach,
    uint32_t ballots)
{
	for (int k = 0; k < COUNT_KIND_COUNT; k++) {
		int error = (int)reach->count[k] - (int)question->count[k];

		assert_in_range(error + 2, 0, 4);
		assert_int_equal(reach->count[k] % 3, 0);
		assert_true(reach->count[k] <= ballots);
	}
	assert_true(reach->count[COUNT_REGULAR] <= reach->count[COUNT_USED]);
}

/* Equal counts along an inclusion are the same computers: the same reach. */
static void
check_joined(const struct question *questions, const struct reach *reach)
{
	for (int i = 0; i < QUESTIONS; i++)
		for (int k = 0; k < 2; k++) {
			int whole = questions[i].within[k];

			if (whole != QUESTION_NOWHERE &&
			    questions[i].count[COUNT_USED] ==
			    questions[whole].count[COUNT_USED])
				assert_int_equal(reach[i].count[COUNT_USED],
				    reach[whole].count[COUNT_USED]);
		}
}

static void
no_reach_is_more_than_two_away_from_its_count(void **state)
{
	struct dice dice = { 3 };
	uint32_t tries = dice_tries(4000, 1000000);

	(void)state;
	for (uint32_t n = 0; n < tries; n++) {
		struct question questions[QUESTIONS];
		struct reach reach[QUESTIONS];
		uint32_t pcs = dice_below(&dice, PCS_MAX + 1);
		uint32_t habit = dice_below(&dice, 101);
		struct year year;

		office_ask(questions);
		office_year(&dice, &year, pcs);
		for (uint32_t i = 0; i < pcs; i++)
			office_vote(&dice, questions, habit);
		reaches(&year, questions, QUESTIONS, reach);
		for (int i = 0; i < QUESTIONS; i++)
			check_question(&questions[i], &reach[i], pcs);
		check_joined(questions, reach);
	}
}

static void
a_reach_rises_with_its_count(void **state)
{
	struct dice dice = { 5 };

	(void)state;
	for (int n = 0; n < 60; n++) {
		struct question questions[PCS_MAX + 1];
		struct reach reach[PCS_MAX + 1];
		struct year year;

		office_year(&dice, &year, PCS_MAX);
		for (uint32_t c = 0; c <= PCS_MAX; c++)
			questions[c] = alone("a", c, c);
		reaches(&year, questions, PCS_MAX + 1, reach);
		for (uint32_t c = 1; c <= PCS_MAX; c++)
			assert_true(reach[c - 1].count[COUNT_USED] <=
			    reach[c].count[COUNT_USED]);
	}
}

/* The highest reach that an office can publish never means "everyone". */
static void
no_reach_proves_that_everyone_did(void **state)
{
	struct dice dice = { 7 };

	(void)state;
	for (uint32_t ballots = 3; ballots <= 32; ballots++) {
		uint32_t top = 0, fewest = ballots;

		for (int n = 0; n < 40; n++) {
			struct year year = { .count = 0 };

			dice_bytes(&dice, year.secret, sizeof(year.secret));
			close_month(&year, ballots, 1);
			top = most(top, reach_alone(&year, "a", ballots));
			for (uint32_t c = ballots - 2; c < ballots; c++)
				if (c < fewest &&
				    reach_alone(&year, "a", c) >= ballots / 3 * 3)
					fewest = c;
		}
		assert_int_equal(top, ballots / 3 * 3);
		assert_true(fewest < ballots);
	}
}

static void
the_three_offsets_are_equally_likely(void **state)
{
	struct dice dice = { 11 };
	uint32_t tries = dice_tries(6000, 300000);
	double seen[3] = { 0 }, expected = tries / 3.0, chi2 = 0;

	(void)state;
	for (uint32_t n = 0; n < tries; n++) {
		struct year year = { .count = 0 };

		dice_bytes(&dice, year.secret, sizeof(year.secret));
		close_month(&year, 30, 1);
		seen[offset_of(&year, "a")]++;
	}
	for (int i = 0; i < 3; i++)
		chi2 += (seen[i] - expected) * (seen[i] - expected) / expected;
	if (chi2 > 13.8) /* two degrees of freedom, one chance in a thousand */
		fail_msg("offsets %.0f %.0f %.0f", seen[0], seen[1], seen[2]);
}

/* How often the offset of a question differs from the month before. */
static double
change_rate(uint64_t seed, uint32_t ballots, uint8_t roster)
{
	struct dice dice = { seed };
	uint32_t tries = dice_tries(3000, 100000), changed = 0;

	for (uint32_t n = 0; n < tries; n++) {
		struct year year = { .count = 0 };
		uint32_t before;

		dice_bytes(&dice, year.secret, sizeof(year.secret));
		close_month(&year, 30, 1);
		before = offset_of(&year, "a");
		close_month(&year, ballots, roster);
		changed += offset_of(&year, "a") != before;
	}
	return (double)changed / tries;
}

static void
check_rate(double rate, double expected, const char *label)
{
	if (rate < expected - 0.03 || rate > expected + 0.03)
		fail_msg("%s: %.3f is not near %.3f", label, rate, expected);
}

static void
offsets_are_drawn_again_with_the_computers_or_one_month_in_eight(void **state)
{
	(void)state;
	check_rate(change_rate(13, 30, 1), 2 / 24.0, "the same computers");
	check_rate(change_rate(17, 31, 1), 2 / 3.0, "another number");
	check_rate(change_rate(19, 30, 2), 2 / 3.0, "another roster");
}

static void
questions_draw_apart_unless_they_are_the_same_computers(void **state)
{
	struct dice dice = { 23 };
	uint32_t apart = 0, joined = 0, tries = 600;

	(void)state;
	for (uint32_t n = 0; n < tries; n++) {
		struct question questions[4];
		struct reach reach[4];
		struct year year = { .count = 0 };

		dice_bytes(&dice, year.secret, sizeof(year.secret));
		close_month(&year, 30, 1);
		questions[0] = alone("a", 10, 0);
		questions[1] = alone("b", 10, 0);
		questions[2] = (struct question){ QUESTION_CATEGORY, STR("x"),
			{ QUESTION_NOWHERE, QUESTION_NOWHERE }, { 10, 0 } };
		questions[3] = questions[2];
		questions[3].id = STR("y");
		questions[1].within[0] = 3;
		reaches(&year, questions, 4, reach);
		apart += reach[0].count[0] != reach[2].count[0];
		joined += reach[1].count[0] != reach[3].count[0];
	}
	assert_int_equal(joined, 0);
	check_rate((double)apart / tries, 4 / 9.0, "apart");
}

static void
a_roster_is_a_set_and_nobody_else_s(void **state)
{
	static const uint8_t secret[ROUNDING_SECRET] = { 1 };
	static const uint8_t other_secret[ROUNDING_SECRET] = { 2 };
	struct str abc[] = { STR("a"), STR("b"), STR("c") };
	struct str cab[] = { STR("c"), STR("a"), STR("b") };
	struct str glued[] = { STR("ab"), STR("c") };
	uint8_t one[ROUNDING_ROSTER], two[ROUNDING_ROSTER];
	struct err err;

	(void)state;
	check_ok(rounding_roster(secret, abc, 3, one, &err), &err);
	check_ok(rounding_roster(secret, cab, 3, two, &err), &err);
	assert_memory_equal(one, two, ROUNDING_ROSTER);
	check_ok(rounding_roster(secret, abc, 2, two, &err), &err);
	assert_memory_not_equal(one, two, ROUNDING_ROSTER);
	check_ok(rounding_roster(secret, glued, 2, two, &err), &err);
	assert_memory_not_equal(one, two, ROUNDING_ROSTER);
	check_ok(rounding_roster(other_secret, abc, 3, two, &err), &err);
	assert_memory_not_equal(one, two, ROUNDING_ROSTER);
	check_ok(rounding_roster(secret, NULL, 0, two, &err), &err);
}

static void
too_many_questions_are_refused(void **state)
{
	static struct question questions[ROUNDING_QUESTIONS_MAX + 1];
	static struct reach reach[ROUNDING_QUESTIONS_MAX + 1];
	struct year year = { .count = 0 };
	struct err err;

	(void)state;
	close_month(&year, 30, 1);
	for (size_t i = 0; i <= ROUNDING_QUESTIONS_MAX; i++)
		questions[i] = alone("a", 0, 0);
	assert_int_equal(rounding_reach(year.secret, year.closes, 1, questions,
	    ROUNDING_QUESTIONS_MAX + 1, reach, &err), E_LIMIT);
	check_ok(rounding_reach(year.secret, year.closes, 1, questions,
	    ROUNDING_QUESTIONS_MAX, reach, &err), &err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reaches_are_those_of_an_independent_program),
		cmocka_unit_test(no_reach_is_more_than_two_away_from_its_count),
		cmocka_unit_test(a_reach_rises_with_its_count),
		cmocka_unit_test(no_reach_proves_that_everyone_did),
		cmocka_unit_test(
		    the_three_offsets_are_equally_likely),
		cmocka_unit_test(
		    offsets_are_drawn_again_with_the_computers_or_one_month_in_eight),
		cmocka_unit_test(
		    questions_draw_apart_unless_they_are_the_same_computers),
		cmocka_unit_test(a_roster_is_a_set_and_nobody_else_s),
		cmocka_unit_test(too_many_questions_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
