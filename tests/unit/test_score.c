/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/score.h"

#include "tests/unit/dice.h"
#include "tests/unit/unit.h"

struct governance_row {
	const char *label;
	struct governance governance;
	uint32_t nearest, shown;
	enum band band;
};

static const struct governance_row governance_rows[] = {
	{ "the mock", { 9, 6, false, false }, 83, 85, BAND_VERY_HIGH },
	{ "the mock with a charter", { 9, 6, true, false }, 58, 60, BAND_HIGH },
	{ "all unapproved, nothing held", { 9, 9, false, false }, 100, 100,
	    BAND_VERY_HIGH },
	{ "nothing unapproved, all held", { 9, 0, true, true }, 0, 0,
	    BAND_LOW },
	{ "the lowest very high", { 6, 3, false, false }, 75, 75,
	    BAND_VERY_HIGH },
	{ "37.5 is 40", { 12, 9, true, true }, 38, 40, BAND_MEDIUM },
	{ "22.2 is 20, low", { 27, 12, true, true }, 22, 20, BAND_LOW },
	{ "23.1 is 25, medium", { 39, 18, true, true }, 23, 25, BAND_MEDIUM },
};

static void
governance_is_its_printed_sum(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(governance_rows); i++) {
		const struct governance_row *row = &governance_rows[i];
		struct score score = score_governance(&row->governance);

		check_number(score.state, SCORE_VALUE, row->label);
		check_number(score.nearest, row->nearest, row->label);
		check_number(score.shown, row->shown, row->label);
		check_number(score.band, row->band, row->label);
	}
}

static void
a_family_is_weighed_by_computers(void **state)
{
	struct family_sum sum = { 0 };
	struct score score;

	(void)state;
	score_add(&sum, 6, (struct attention){ 4, 0, 4 });
	score_add(&sum, 6, (struct attention){ 0, 0, 4 });
	score_add(&sum, 3, (struct attention){ 4, 0, 4 });
	score_add(&sum, 3, (struct attention){ 1, 0, 4 });
	score = score_family(&sum);
	check_number(score.nearest, 54, "as page 4 prints");
	check_number(score.shown, 55, "as page 1 prints");
}

static void
unknown_counts_as_yes_but_never_makes_the_top_band(void **state)
{
	struct family_sum unknown = { 0 }, mixed = { 0 }, none = { 0 };
	struct score score;

	(void)state;
	score_add(&unknown, 6, (struct attention){ 4, 4, 4 });
	check_number(score_family(&unknown).state, SCORE_UNDOCUMENTED,
	    "nothing known");
	score_add(&mixed, 9, (struct attention){ 3, 3, 4 });
	score = score_family(&mixed);
	check_number(score.shown, 75, "unknown counted");
	check_number(score.band, BAND_HIGH, "only unknown points");
	score_add(&mixed, 3, (struct attention){ 4, 3, 4 });
	check_number(score_family(&mixed).band, BAND_VERY_HIGH,
	    "with one known point");
	check_number(score_family(&none).state, SCORE_NOT_APPLICABLE,
	    "no service");
}

static struct service
american(enum answer dpa)
{
	static const struct str hosting[] = { { "US", 2 } };
	static struct service_answers answers;

	answers.risks[RISK_C_TRAINS].answer = ANSWER_YES;
	answers.risks[RISK_C_RETENTION].answer = ANSWER_UNKNOWN;
	answers.dpa.answer = dpa;
	return (struct service){ .hosting = { hosting, 1 },
		.answers = &answers };
}

static void
a_contract_settles_all_but_the_place_of_data(void **state)
{
	struct service service = american(ANSWER_NO);
	struct attention attention;

	(void)state;
	attention = score_attention(&service, RISKS_CONFIDENTIALITY, false);
	check_number(attention.points, 4, "consumer terms");
	check_number(attention.unknown, 1, "retention is unknown");
	attention = score_attention(&service, RISKS_CONFIDENTIALITY, true);
	check_number(attention.points, 1, "under contract: outside the EEA");
	check_number(attention.unknown, 0, "under contract");
	attention = score_attention(&service, RISKS_SECURITY, true);
	check_number(attention.points, 3, "security is not touched");
}

static struct attention
any_attention(struct dice *dice)
{
	int of = dice_below(dice, 2) == 0 ? 3 : 4;
	int points = (int)dice_below(dice, (uint32_t)of + 1);

	return (struct attention){ points,
		(int)dice_below(dice, (uint32_t)points + 1), of };
}

static void
every_index_is_between_0_and_100_and_a_multiple_of_5(void **state)
{
	struct dice dice = { 20261125 };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct family_sum sum = { 0 };
		struct attention attention = any_attention(&dice);
		struct governance governance = { 3 + dice_below(&dice, 300),
			0, dice_below(&dice, 2) == 0, dice_below(&dice, 2) == 0 };
		struct score scores[2];

		governance.unapproved = dice_below(&dice, governance.any + 1);
		for (int i = 0; i < 4; i++) {
			score_add(&sum, 3 * (1 + dice_below(&dice, 40)),
			    attention);
			attention.points = (int)dice_below(&dice,
			    (uint32_t)attention.of + 1);
			attention.unknown = 0;
		}
		scores[0] = score_governance(&governance);
		scores[1] = score_family(&sum);
		for (int i = 0; i < 2; i++) {
			if (scores[i].state != SCORE_VALUE)
				continue;
			assert_true(scores[i].shown <= 100);
			assert_true(scores[i].nearest <= 100);
			assert_int_equal(scores[i].shown % 5, 0);
			assert_true(scores[i].numerator <=
			    100 * scores[i].denominator);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(governance_is_its_printed_sum),
		cmocka_unit_test(a_family_is_weighed_by_computers),
		cmocka_unit_test(
		    unknown_counts_as_yes_but_never_makes_the_top_band),
		cmocka_unit_test(a_contract_settles_all_but_the_place_of_data),
		cmocka_unit_test(
		    every_index_is_between_0_and_100_and_a_multiple_of_5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
