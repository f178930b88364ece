/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/report.h"

#include "collector/report/agenda.h"

#include <string.h>

#define MEMORY_MAX ((size_t)4 << 20)

/* The published value is never more than this away from the true one. */
#define ROUNDING_ERROR 2

/* Services that can stand clear of the rest: more is no finding. */
#define LEADING_MAX 3

struct report_window
report_window_of(const struct period *period)
{
	int32_t closes = calendar_day_of(period_closes_at(period), 0);

	return (struct report_window){
		calendar_day_of(period_opens_at(period), 0), closes - 1, closes
	};
}

static struct range
range_of(uint32_t about, uint32_t ballots)
{
	struct range range = { about, about < ROUNDING_ERROR ? 0
		: about - ROUNDING_ERROR, about + ROUNDING_ERROR };

	if (range.high > ballots)
		range.high = ballots;
	return range;
}

/* --- finding --- */

static enum finding
finding_of(const struct publication *now, const struct report_health *health)
{
	if (!now->measured)
		return FINDING_LOST;
	if (now->ballots == 0)
		return health->known && health->answering > 0 &&
		        health->self_test == 0
		    ? FINDING_UNMEASURED : FINDING_NO_BALLOT;
	if (now->tier == TIER_NOTHING)
		return FINDING_TOO_FEW;
	if (now->tier == TIER_SENTENCE)
		return now->someone ? FINDING_SOMEONE : FINDING_UNTOLD;
	if (now->any.used == 0)
		return FINDING_ZERO;
	return now->tier == TIER_WHOLES ? FINDING_WHOLES : FINDING_NAMED;
}

static void
make_finding(struct report *report)
{
	const struct publication *now = report->now;

	report->finding = finding_of(now, &report->health);
	report->thin = now->tier > TIER_NOTHING &&
	    (uint64_t)now->ballots * 100 <
	        (uint64_t)now->enrolled * REPORT_COVERAGE;
	report->any = range_of(now->any.used, now->ballots);
	report->unapproved = range_of(now->unapproved.used, now->ballots);
}

/* --- services --- */

/* A service that the catalogue lost: nothing is known of it. */
static const struct attention attention_unknown[RISK_FAMILY_COUNT] = {
	[RISKS_CONFIDENTIALITY] = { 4, 4, 4 },
	[RISKS_SECURITY] = { 3, 3, 3 },
	[RISKS_REPUTATION] = { 3, 3, 3 },
};

static void
describe(struct report_service *ret, const struct service *service,
    const struct report *report, const struct policy *policy)
{
	ret->service = service;
	ret->name = service->name;
	ret->status = policy_status(policy, service, report->day);
	ret->decision = policy_decision(policy, service, report->day);
	ret->contract = ret->decision != NULL &&
	    ret->decision->contract == ANSWER_YES;
	for (int f = 0; f < RISK_FAMILY_COUNT; f++)
		ret->attention[f] = score_attention(service,
		    (enum risk_family)f, ret->contract);
}

static bool
make_services(struct report *report, const struct policy *policy)
{
	const struct publication *now = report->now;
	struct report_service *services = arena_alloc(&report->memory,
	    now->service_count + 1, sizeof(*services));

	if (services == NULL)
		return false;
	for (size_t i = 0; i < now->service_count; i++) {
		struct report_service *service = &services[i];
		int at = catalogue_find(report->catalogue,
		    now->services[i].id);

		service->id = service->name = now->services[i].id;
		service->figure = now->services[i].figure;
		memcpy(service->attention, attention_unknown,
		    sizeof(attention_unknown));
		if (at >= 0)
			describe(service, &report->catalogue->services[at],
			    report, policy);
	}
	report->services = services;
	report->service_count = now->service_count;
	return true;
}

/* The first few whose every member stands clear of every service after. */
static size_t
leading_of(const struct report *report)
{
	for (size_t n = 1; n <= LEADING_MAX && n < report->service_count; n++)
		if (report->services[n - 1].figure.used >=
		    report->services[n].figure.used + REPORT_COMPARED_FROM)
			return n;
	return 0;
}

/* --- indices --- */

static struct score
family_score(const struct report *report, enum risk_family family,
    const struct report_service *under_contract)
{
	struct family_sum sum = { 0 };

	for (size_t i = 0; i < report->service_count; i++) {
		const struct report_service *service = &report->services[i];

		score_add(&sum, service->figure.used,
		    service == under_contract
		        ? score_attention(service->service, family, true)
		        : service->attention[family]);
	}
	return score_family(&sum);
}

static void
make_scores(struct report *report)
{
	enum finding finding = report->finding;
	struct score bare = score_bare(finding == FINDING_ZERO
	        ? SCORE_NOT_APPLICABLE : SCORE_NOT_COMPUTED);
	bool whole = finding == FINDING_WHOLES || finding == FINDING_NAMED;

	report->governance = (struct governance){ report->now->any.used,
		report->now->unapproved.used,
		report->facts->charter == ANSWER_YES,
		agenda_session_held(report) };
	report->scores[INDEX_GOVERNANCE] = whole
	    ? score_governance(&report->governance)
	    : score_bare(finding == FINDING_ZERO ? SCORE_CHECKLIST
	                                         : SCORE_NOT_COMPUTED);
	for (int f = 0; f < RISK_FAMILY_COUNT; f++)
		report->scores[score_index_of((enum risk_family)f)] =
		    finding == FINDING_NAMED
		    ? family_score(report, (enum risk_family)f, NULL) : bare;
}

static uint32_t
weight_of(const struct score *score)
{
	return score->state == SCORE_VALUE ? score->shown + 1 : 0;
}

/* Highest first, in the order of the enum when equal. */
static void
order_scores(struct report *report)
{
	for (int i = 0; i < INDEX_COUNT; i++) {
		int at = i;

		for (; at > 0 && weight_of(&report->scores[i]) >
		     weight_of(&report->scores[report->order[at - 1]]); at--)
			report->order[at] = report->order[at - 1];
		report->order[at] = (enum risk_index)i;
	}
}

/* Kept only when the shown value moves. */
static void
simulate(struct report *report, struct simulation simulation)
{
	const struct score *before = &report->scores[simulation.index];

	if (before->state == SCORE_VALUE &&
	    simulation.after.state == SCORE_VALUE &&
	    simulation.after.shown < before->shown &&
	    report->simulation_count < REPORT_SIMULATIONS_MAX)
		report->simulations[report->simulation_count++] = simulation;
}

static void
simulate_governance(struct report *report)
{
	struct governance after = report->governance;
	bool charter = !after.charter;

	if (after.any == 0 || (after.charter && after.session))
		return;
	if (charter)
		after.charter = true;
	else
		after.session = true;
	simulate(report, (struct simulation){
	    charter ? SIMULATION_CHARTER : SIMULATION_SESSION, NULL,
	    INDEX_GOVERNANCE, score_governance(&after) });
}

/* The contract that would move confidentiality most. */
static void
simulate_contract(struct report *report)
{
	struct simulation best = { SIMULATION_CONTRACT, NULL,
		INDEX_CONFIDENTIALITY, score_bare(SCORE_NOT_COMPUTED) };

	for (size_t i = 0; i < report->service_count; i++) {
		const struct report_service *service = &report->services[i];
		struct score after;

		if (service->service == NULL || service->contract ||
		    service->status == DECISION_FORBIDDEN)
			continue;
		after = family_score(report, RISKS_CONFIDENTIALITY, service);
		if (best.service == NULL || after.shown < best.after.shown) {
			best.service = service;
			best.after = after;
		}
	}
	if (best.service != NULL)
		simulate(report, best);
}

/* --- past --- */

static void
compare(struct report *report, const struct publication *before)
{
	uint32_t was = before->any.used, is = report->now->any.used;
	uint32_t apart = was > is ? was - is : is - was;

	if (before->tier >= TIER_WHOLES && report->now->tier >= TIER_WHOLES &&
	    apart >= REPORT_COMPARED_FROM)
		report->comparisons[report->comparison_count++] =
		    (struct comparison){ before, report->now };
}

static void
make_trend(struct report *report, const struct report_source *source)
{
	size_t count = source->publication_count;
	size_t first = count > REPORT_TREND_MAX ? count - REPORT_TREND_MAX : 0;

	for (size_t i = first; i < count; i++)
		report->trend[report->trend_count++] = source->publications[i];
	for (size_t i = count - source->covered; i < count; i++)
		report->covered[report->covered_count++] =
		    source->publications[i];
	if (report->trend_count > 1)
		compare(report, report->trend[report->trend_count - 2]);
	if (report->trend_count > 2)
		compare(report, report->trend[0]);
}

static bool
same_subject(const struct policy_decision *a, const struct policy_decision *b)
{
	return str_eq(a->service, b->service) &&
	    (a->service.len > 0 || a->category == b->category);
}

static bool
is_followed(const struct policy_decision *const *rows, size_t count,
    const struct policy_decision *row)
{
	for (size_t i = 0; i < count; i++)
		if (same_subject(rows[i], row))
			return true;
	return false;
}

static bool
make_followed(struct report *report, const struct policy *policy)
{
	uint32_t total = 0;
	const struct policy_decision *rows = policy_decisions(policy, &total);
	const struct policy_decision **kept = arena_alloc(&report->memory,
	    (size_t)total + 1, sizeof(const struct policy_decision *));
	size_t count = 0;

	if (kept == NULL)
		return false;
	for (uint32_t i = total; i > 0; i--) {
		const struct policy_decision *row = &rows[i - 1];

		if (row->date > report->day || is_followed(kept, count, row))
			continue;
		report->refused = report->refused ||
		    row->decision == DECISION_FORBIDDEN ||
		    (row->decision == DECISION_TRIAL &&
		        row->until < report->day);
		kept[count++] = row;
	}
	report->followed = kept;
	report->followed_count = count;
	return true;
}

/* --- the whole --- */

static int32_t
or_else(int32_t day, int32_t by_rule)
{
	return day == CALENDAR_NO_DAY ? by_rule : day;
}

static void
make_facts(struct report *report, const struct report_source *source)
{
	struct report_window rule;

	report->now = source->publications[source->publication_count - 1];
	rule = report_window_of(&report->now->period);
	report->window.opens = or_else(source->window.opens, rule.opens);
	report->window.closes = or_else(source->window.closes, rule.closes);
	report->window.counted = or_else(source->window.counted, rule.counted);
	report->day = or_else(source->day, report->window.counted);
	report->facts = policy_facts(source->policy);
	report->catalogue = source->catalogue;
	report->catalogue_digest = source->catalogue_digest;
	report->health = source->health;
	report->demo = source->demo;
}

enum status
report_make(const struct report_source *source, struct report *ret,
    struct err *err)
{
	struct report report = { .now = NULL };

	if (source->covered == 0 || source->covered > REPORT_COVERED_MAX ||
	    source->covered > source->publication_count)
		return err_set(err, E_LIMIT, MSG_REPORT_NO_PUBLICATION, NO_ARGS);
	arena_init(&report.memory, MEMORY_MAX);
	make_facts(&report, source);
	make_finding(&report);
	make_trend(&report, source);
	if (!make_services(&report, source->policy) ||
	    !make_followed(&report, source->policy)) {
		arena_release(&report.memory);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	report.leading = leading_of(&report);
	make_scores(&report);
	order_scores(&report);
	simulate_governance(&report);
	simulate_contract(&report);
	*ret = report;
	agenda_make(ret, source->policy);
	return OK;
}

void
report_release(struct report *report)
{
	arena_release(&report->memory);
	memset(report, 0, sizeof(*report));
}
