/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/score.h"

/* Shares of governance, of 100. */
#define UNAPPROVED_SHARE 50
#define CHARTER_SHARE 25u
#define SESSION_SHARE 25u

#define STEP 5

static const uint32_t band_from[BAND_COUNT] = {
	[BAND_LOW] = 0,
	[BAND_MEDIUM] = 25,
	[BAND_HIGH] = 50,
	[BAND_VERY_HIGH] = 75,
};

static const enum risk_index index_rows[RISK_FAMILY_COUNT] = {
	[RISKS_CONFIDENTIALITY] = INDEX_CONFIDENTIALITY,
	[RISKS_SECURITY] = INDEX_SECURITY,
	[RISKS_REPUTATION] = INDEX_REPUTATION,
};

static enum band
band_of(uint32_t shown)
{
	enum band band = BAND_LOW;

	for (int i = 0; i < BAND_COUNT; i++)
		if (shown >= band_from[i])
			band = (enum band)i;
	return band;
}

/* The multiple of `step` nearest to a fraction, halves up. */
static uint32_t
nearest_multiple(uint64_t numerator, uint64_t denominator, uint64_t step)
{
	uint64_t steps = (2 * numerator + step * denominator) /
	    (2 * step * denominator);

	return (uint32_t)(steps * step);
}

static struct score
score_of(uint64_t numerator, uint64_t denominator)
{
	struct score score = { SCORE_VALUE, numerator, denominator,
		nearest_multiple(numerator, denominator, 1),
		nearest_multiple(numerator, denominator, STEP), BAND_LOW };

	score.band = band_of(score.shown);
	return score;
}

struct score
score_bare(enum score_state state)
{
	return (struct score){ .state = state };
}

struct score
score_governance(const struct governance *governance)
{
	uint64_t fixed = (governance->charter ? 0u : CHARTER_SHARE) +
	    (governance->session ? 0u : SESSION_SHARE);

	return score_of(UNAPPROVED_SHARE * (uint64_t)governance->unapproved +
	        fixed * governance->any,
	    governance->any);
}

void
score_add(struct family_sum *sum, uint32_t computers,
    struct attention attention)
{
	sum->computers += computers;
	sum->points += (uint64_t)computers * (uint64_t)attention.points;
	sum->known = sum->known || attention.unknown < attention.of;
	sum->known_point = sum->known_point ||
	    attention.points > attention.unknown;
	sum->of = attention.of;
}

struct score
score_family(const struct family_sum *sum)
{
	struct score score;

	if (sum->computers == 0)
		return score_bare(SCORE_NOT_APPLICABLE);
	if (!sum->known)
		return score_bare(SCORE_UNDOCUMENTED);
	score = score_of(100 * sum->points,
	    sum->computers * (uint64_t)sum->of);
	if (!sum->known_point && score.band == BAND_VERY_HIGH)
		score.band = BAND_HIGH;
	return score;
}

/* Without the point that an answer gave. */
static void
settle(struct attention *attention, enum answer answer)
{
	attention->points -= answer != ANSWER_NO;
	attention->unknown -= answer == ANSWER_UNKNOWN;
}

struct attention
score_attention(const struct service *service, enum risk_family family,
    bool contract)
{
	struct attention attention = service_attention(service, family);
	const struct service_answers *answers = service_answers(service);

	if (!contract || family != RISKS_CONFIDENTIALITY)
		return attention;
	settle(&attention, answers->risks[RISK_C_TRAINS].answer);
	settle(&attention, answers->risks[RISK_C_RETENTION].answer);
	settle(&attention, service_without_dpa(service));
	return attention;
}

enum risk_index
score_index_of(enum risk_family family)
{
	return index_rows[family];
}
