/* SPDX-License-Identifier: Apache-2.0
 * test_attacks.c: what an attacker who knows everything but one person learns
 * from publications: the attack table, computed by the production rounding.
 *
 * Scenario: one chance in two that the person used a service; each of the
 * n - 1 others did with probability 0.4; nothing else changed between the
 * publications before and after, and the attacker knows it, knows the rule,
 * and guesses by Bayes.  A guess is certain from a posterior of 99 %.
 * "departure": the person's computer left, n to n - 1.  "handed over": it went
 * to someone who does not use the service; n stays.
 */
#include "collector/rounding.h"

#include "tests/unit/dice.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

#define HABIT 0.4
#define REGULAR 0.5 /* of those who use it */
#define CERTAIN 0.99
#define PCS_MAX 100
#define MONTHS_MAX 24
#define QUESTIONS_MAX 5
#define NEGLIGIBLE 1e-9
#define SEEN 0.05 /* per cent; less is printed as 0 */

enum kind {
	DEPARTURE,
	HANDED_OVER
};

/* Per cent. */
struct outcome {
	double accuracy;
	double certain;
};

static const uint32_t sizes[] = { 5, 8, 10, 12, 30, 100 };

static double
binomial(uint32_t n, uint32_t k, double p)
{
	return exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0) +
	    k * log(p) + (n - k) * log(1 - p));
}

static struct question
ask(const char *id, uint32_t used, uint32_t regular)
{
	return (struct question){ QUESTION_SERVICE, str_of(id),
		{ QUESTION_NOWHERE, QUESTION_NOWHERE }, { used, regular } };
}

static void
set_close(struct rounding_close *close, struct period period, uint32_t ballots,
    uint8_t roster)
{
	close->period = period;
	close->ballots = ballots;
	memset(close->roster, roster, sizeof(close->roster));
}

static void
reaches(const uint8_t *secret, const struct rounding_close *closes,
    size_t close_count, const struct question *questions, size_t count,
    struct reach *ret)
{
	struct err err;

	check_ok(rounding_reach(secret, closes, close_count, questions, count,
	    ret, &err), &err);
}

static void
print_row(const char *name, const struct outcome *outcomes)
{
	print_message("%-52s", name);
	for (size_t i = 0; i < COUNT(sizes); i++)
		print_message("  %3.0f/%-4.*f", outcomes[i].accuracy,
		    outcomes[i].certain >= SEEN && outcomes[i].certain < 10,
		    outcomes[i].certain);
	print_message("\n");
}

/*
 * --- one question, one publication before and one after ---
 *
 * Every outcome is weighed.  How often each pair of published values comes
 * from each count is taken from the code under many secrets, so that a change
 * of the rule changes what the attacker expects too.
 */

typedef double joint[PCS_MAX + 1][PCS_MAX + 1];

struct values {
	uint32_t before[PCS_MAX + 1]; /* by true count */
	uint32_t after[PCS_MAX + 1];
};

/* One secret's published values for each count that one question can have. */
static void
publish_twice(struct dice *dice, uint32_t n, enum kind kind,
    struct values *ret)
{
	struct period first = period_of(20454 /* 2026-01 */, PERIOD_MONTH);
	struct question questions[PCS_MAX + 1];
	struct reach reach[PCS_MAX + 1];
	struct rounding_close closes[2];
	uint8_t secret[ROUNDING_SECRET];

	dice_bytes(dice, secret, sizeof(secret));
	set_close(&closes[0], first, n, 1);
	set_close(&closes[1], period_next(&first),
	    kind == DEPARTURE ? n - 1 : n, kind == DEPARTURE ? 2 : 1);
	for (uint32_t c = 0; c <= n; c++)
		questions[c] = ask("service", c, 0);
	reaches(secret, closes, 1, questions, n + 1, reach);
	for (uint32_t c = 0; c <= n; c++)
		ret->before[c] = reach[c].count[COUNT_USED];
	reaches(secret, closes, 2, questions, n + 1, reach);
	for (uint32_t c = 0; c <= n; c++)
		ret->after[c] = reach[c].count[COUNT_USED];
}

static struct outcome
score(joint no, joint yes)
{
	struct outcome outcome = { 0, 0 };

	for (size_t i = 0; i <= PCS_MAX; i++)
		for (size_t j = 0; j <= PCS_MAX; j++) {
			double sum = no[i][j] + yes[i][j];
			double best = fmax(no[i][j], yes[i][j]);

			outcome.accuracy += 50 * best;
			if (sum > 0 && best / sum >= CERTAIN)
				outcome.certain += 50 * sum;
		}
	return outcome;
}

static struct outcome
one_question(uint32_t n, enum kind kind)
{
	static joint no, yes;
	struct dice dice = { 31 + n };
	uint32_t secrets = dice_tries(400, 4000);

	memset(no, 0, sizeof(no));
	memset(yes, 0, sizeof(yes));
	for (uint32_t i = 0; i < secrets; i++) {
		struct values values;

		publish_twice(&dice, n, kind, &values);
		for (uint32_t others = 0; others < n; others++) {
			double p = binomial(n - 1, others, HABIT);

			no[values.before[others]][values.after[others]] +=
			    p / secrets;
			yes[values.before[others + 1]][values.after[others]] +=
			    p / secrets;
		}
	}
	return score(no, yes);
}

static void
one_question_stays_below_two_chances_in_three_and_never_certain(void **state)
{
	struct outcome outcomes[COUNT(sizes)];

	(void)state;
	print_message("%-52s", "accuracy / certain, %, n =");
	for (size_t i = 0; i < COUNT(sizes); i++)
		print_message("  %8u", (unsigned)sizes[i]);
	print_message("\n");
	for (size_t i = 0; i < COUNT(sizes); i++)
		outcomes[i] = one_question(sizes[i], DEPARTURE);
	print_row("departure, 1 question", outcomes);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		assert_true(outcomes[i].accuracy <= 66);
		assert_true(outcomes[i].accuracy >= 50);
		assert_true(outcomes[i].certain <= 0);
	}
}

static void
a_computer_handed_over_is_hardly_better_known_on_one_question(void **state)
{
	struct outcome outcomes[COUNT(sizes)];

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++)
		outcomes[i] = one_question(sizes[i], HANDED_OVER);
	print_row("handed over, 1 question", outcomes);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		assert_true(outcomes[i].accuracy <= 69);
		assert_true(outcomes[i].certain < SEEN);
	}
}

/*
 * --- several questions, several months ---
 *
 * Sampled offices.  The attacker runs a forward algorithm over the hidden
 * offset of each question.
 */

struct scenario {
	const char *name;
	enum kind kind;
	uint32_t questions;
	uint32_t months; /* before, and as many after */
	uint32_t counts; /* 1: any use; 2: regular use too */
	bool new_years;  /* from July on, each year with its secret */
	uint32_t tries;
	double max_accuracy;
	double max_certain;
};

/* What the attacker sees and knows of one question. */
struct series {
	uint32_t values[MONTHS_MAX][2];
	uint32_t others;  /* the truth, to be summed over */
	uint32_t regular; /* of these */
};

struct attack {
	const struct scenario *scenario;
	uint32_t n;
	uint32_t ballots[MONTHS_MAX];
	double redrawn[MONTHS_MAX]; /* chance of a new offset */
	uint32_t length;
};

/* The chance of a new draw from one month to the next, as the code has it: a
 * change is seen in two draws of three. */
static double
measure_redraws(uint64_t seed, uint32_t ballots, uint8_t roster)
{
	struct period first = period_of(20454, PERIOD_MONTH);
	struct question ones[2] = { ask("service", 1, 0), ask("service", 2, 0) };
	uint32_t tries = dice_tries(1500, 40000), changed = 0;
	struct dice dice = { seed };
	struct rounding_close closes[2];
	struct reach before[2], after[2];
	uint8_t secret[ROUNDING_SECRET];

	set_close(&closes[0], first, 30, 1);
	set_close(&closes[1], period_next(&first), ballots, roster);
	for (uint32_t i = 0; i < tries; i++) {
		dice_bytes(&dice, secret, sizeof(secret));
		reaches(secret, closes, 1, ones, 2, before);
		reaches(secret, closes, 2, ones, 2, after);
		changed += before[0].count[0] != after[0].count[0] ||
		    before[1].count[0] != after[1].count[0];
	}
	return fmin(1, 1.5 * changed / tries);
}

static void
attack_init(struct attack *attack, const struct scenario *scenario, uint32_t n)
{
	double same = measure_redraws(41, 30, 1);
	double other = measure_redraws(43, 29, 2);

	*attack = (struct attack){ scenario, n, .length = 2 * scenario->months };
	for (uint32_t i = 0; i < attack->length; i++) {
		bool left = i >= scenario->months && scenario->kind == DEPARTURE;
		bool change = i == scenario->months &&
		    scenario->kind == DEPARTURE;

		attack->ballots[i] = left ? n - 1 : n;
		attack->redrawn[i] = change ? other : same;
		if (i == 0 || (scenario->new_years && i % 12 == 6))
			attack->redrawn[i] = 1;
	}
}

/* A true count in a month: the person counts before, if they do at all. */
static uint32_t
count_in(const struct attack *attack, uint32_t month, uint32_t others,
    bool person)
{
	return others + (person && month < attack->scenario->months);
}

/* Publishes every month of an office whose questions are given. */
static void
publish_months(struct dice *dice, const struct attack *attack, bool person,
    struct series *series)
{
	static const char *const ids[QUESTIONS_MAX] = { "a", "b", "c", "d", "e" };
	const struct scenario *scenario = attack->scenario;
	struct period period = period_of(20650 /* 2026-07 */, PERIOD_MONTH);
	struct rounding_close closes[MONTHS_MAX];
	struct question questions[QUESTIONS_MAX];
	struct reach reach[QUESTIONS_MAX];
	uint8_t secret[ROUNDING_SECRET];
	uint32_t first = 0; /* of the year */

	for (uint32_t i = 0; i < attack->length; i++) {
		if (i == 0 || (scenario->new_years && i % 12 == 6)) {
			dice_bytes(dice, secret, sizeof(secret));
			first = i;
		}
		set_close(&closes[i], period, attack->ballots[i],
		    attack->ballots[i] == attack->n ? 1 : 2);
		period = period_next(&period);
		for (uint32_t q = 0; q < scenario->questions; q++)
			questions[q] = ask(ids[q],
			    count_in(attack, i, series[q].others, person),
			    scenario->counts < 2 ? 0
			    : count_in(attack, i, series[q].regular, person));
		reaches(secret, closes + first, i + 1 - first, questions,
		    scenario->questions, reach);
		for (uint32_t q = 0; q < scenario->questions; q++) {
			series[q].values[i][0] = reach[q].count[COUNT_USED];
			series[q].values[i][1] = reach[q].count[COUNT_REGULAR];
		}
	}
}

/* The documented rule, as the attacker knows it. */
static uint32_t
rule(uint32_t count, uint32_t offset, uint32_t ballots)
{
	uint32_t value = 3 * ((count + offset) / 3), top = 3 * (ballots / 3);

	return value < top ? value : top;
}

static bool
would_show(const struct attack *attack, const struct series *series,
    uint32_t month, uint32_t used, uint32_t regular, uint32_t offset)
{
	uint32_t ballots = attack->ballots[month];
	uint32_t first = rule(used, offset, ballots);
	uint32_t second = rule(regular, offset, ballots);

	return series->values[month][0] == first &&
	    series->values[month][1] == (second < first ? second : first);
}

/* The chance of what was seen, were these the others' counts. */
static double
forward(const struct attack *attack, const struct series *series,
    uint32_t others, uint32_t regular, bool person)
{
	double held[3] = { 1 / 3.0, 1 / 3.0, 1 / 3.0 }, chance = 1;

	for (uint32_t i = 0; i < attack->length && chance > 0; i++) {
		uint32_t used = count_in(attack, i, others, person);
		uint32_t often = attack->scenario->counts < 2 ? 0
		    : count_in(attack, i, regular, person);
		double sum = 0, red = attack->redrawn[i];

		for (uint32_t u = 0; u < 3; u++) {
			held[u] = (1 - red) * held[u] + red / 3;
			if (!would_show(attack, series, i, used, often, u))
				held[u] = 0;
			sum += held[u];
		}
		for (uint32_t u = 0; u < 3 && sum > 0; u++)
			held[u] /= sum;
		chance *= sum;
	}
	return chance;
}

/* Summed over what the others may have done. */
static double
likelihood(const struct attack *attack, const struct series *series,
    bool person)
{
	double sum = 0;

	for (uint32_t others = 0; others < attack->n; others++) {
		double p = binomial(attack->n - 1, others, HABIT);
		uint32_t most = attack->scenario->counts < 2 ? 0 : others;

		if (p < NEGLIGIBLE)
			continue;
		for (uint32_t regular = 0; regular <= most; regular++) {
			double q = most == 0 ? 1
			    : binomial(others, regular, REGULAR);

			sum += p * q * forward(attack, series, others, regular,
			    person);
		}
	}
	return sum;
}

static uint32_t
draw_binomial(struct dice *dice, uint32_t n, double p)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++)
		count += dice_real(dice) < p;
	return count;
}

/* One office attacked; adds to the outcome. */
static void
attack_once(struct dice *dice, const struct attack *attack, uint32_t tries,
    struct outcome *outcome)
{
	struct series series[QUESTIONS_MAX];
	bool person = dice_real(dice) < 0.5;
	double yes = 1, no = 1;

	for (uint32_t q = 0; q < attack->scenario->questions; q++) {
		series[q].others = draw_binomial(dice, attack->n - 1, HABIT);
		series[q].regular = draw_binomial(dice, series[q].others,
		    REGULAR);
	}
	publish_months(dice, attack, person, series);
	for (uint32_t q = 0; q < attack->scenario->questions; q++) {
		yes *= likelihood(attack, &series[q], true);
		no *= likelihood(attack, &series[q], false);
	}
	if (yes + no <= 0)
		return;
	if (fmax(yes, no) / (yes + no) >= CERTAIN)
		outcome->certain += 100.0 / tries;
	if (fabs(yes - no) <= 1e-15 * (yes + no))
		outcome->accuracy += 50.0 / tries;
	else if ((yes > no) == person)
		outcome->accuracy += 100.0 / tries;
}

static struct outcome
attack_many(const struct scenario *scenario, uint32_t n, uint64_t seed)
{
	uint32_t tries = dice_tries(scenario->tries, 20 * scenario->tries);
	struct outcome outcome = { 0, 0 };
	struct dice dice = { seed };
	struct attack attack;

	attack_init(&attack, scenario, n);
	for (uint32_t i = 0; i < tries; i++)
		attack_once(&dice, &attack, tries, &outcome);
	return outcome;
}

/* Ceilings leave room for chance at the usual number of tries. */
static const struct scenario scenarios[] = {
	{ "departure, 1 question with its regular use", DEPARTURE, 1, 1, 2,
	    false, 600, 71, 0 },
	{ "departure, 5 questions", DEPARTURE, 5, 1, 1, false, 600, 82, 4 },
	{ "departure, 1 question, 12 + 12 months", DEPARTURE, 1, 12, 1, false,
	    150, 79, 0 },
	{ "departure, 1 question, 12 + 12 months, New Years", DEPARTURE, 1, 12,
	    1, true, 250, 80, 0 },
	{ "departure, 3 questions, 12 + 12 months", DEPARTURE, 3, 12, 1, false,
	    60, 90, 6 },
	{ "handed over, 1 question with its regular use", HANDED_OVER, 1, 1, 2,
	    false, 400, 82, 2 },
	{ "handed over, 3 questions (residual)", HANDED_OVER, 3, 1, 1, false,
	    600, 87, 18 },
};

static void
several_questions_and_months_stay_where_the_table_says(void **state)
{
	(void)state;
	for (size_t s = 0; s < COUNT(scenarios); s++) {
		const struct scenario *scenario = &scenarios[s];
		struct outcome outcomes[COUNT(sizes)];

		for (size_t i = 0; i < COUNT(sizes); i++)
			outcomes[i] = attack_many(scenario, sizes[i], 100 + s);
		print_row(scenario->name, outcomes);
		for (size_t i = 0; i < COUNT(sizes); i++) {
			if (outcomes[i].accuracy > scenario->max_accuracy ||
			    outcomes[i].certain > scenario->max_certain)
				fail_msg("%s, n = %u: %.1f/%.1f", scenario->name,
				    (unsigned)sizes[i], outcomes[i].accuracy,
				    outcomes[i].certain);
			assert_true(outcomes[i].accuracy > 50);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    one_question_stays_below_two_chances_in_three_and_never_certain),
		cmocka_unit_test(
		    a_computer_handed_over_is_hardly_better_known_on_one_question),
		cmocka_unit_test(
		    several_questions_and_months_stay_where_the_table_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
