/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/agenda.h"

#define YEAR_DAYS 365

struct agenda_row {
	const char *id;
	enum message title;
};

static const struct agenda_row rows[] = {
	[AGENDA_RULE] = { "rule", MSG_REPORT_AGENDA_RULE },
	[AGENDA_SERVICE] = { "service", MSG_REPORT_AGENDA_SERVICE },
	[AGENDA_TRIAL_ENDED] = { "trial_ended",
	    MSG_REPORT_AGENDA_TRIAL_ENDED },
	[AGENDA_REVIEW] = { "review", MSG_REPORT_AGENDA_REVIEW },
	[AGENDA_FORBIDDEN] = { "forbidden", MSG_REPORT_AGENDA_FORBIDDEN },
	[AGENDA_NAME_THEM] = { "name_them", MSG_REPORT_AGENDA_NAME_THEM },
	[AGENDA_CHARTER] = { "charter", MSG_REPORT_AGENDA_CHARTER },
	[AGENDA_CHARTER_UNKNOWN] = { "charter_unknown",
	    MSG_REPORT_AGENDA_CHARTER_UNKNOWN },
	[AGENDA_SESSION] = { "session", MSG_REPORT_AGENDA_SESSION },
	[AGENDA_LEAD] = { "lead", MSG_REPORT_AGENDA_LEAD },
};
_Static_assert(sizeof(rows) / sizeof(rows[0]) == AGENDA_KIND_COUNT,
    "every kind has a row");

const char *
agenda_id(enum agenda_kind kind)
{
	return rows[kind].id;
}

enum message
agenda_title(enum agenda_kind kind)
{
	return rows[kind].title;
}

int32_t
agenda_day(const struct agenda_item *item)
{
	const struct policy_decision *decision = item->service == NULL
	    ? NULL : item->service->decision;

	if (decision == NULL)
		return CALENDAR_NO_DAY;
	return item->kind == AGENDA_FORBIDDEN ? decision->date
	                                      : decision->until;
}

bool
agenda_session_known(const struct report *report)
{
	int32_t held = report->facts->last_session;

	return held != CALENDAR_NO_DAY && held <= report->day;
}

bool
agenda_session_held(const struct report *report)
{
	return agenda_session_known(report) &&
	    report->day - report->facts->last_session <= YEAR_DAYS;
}

static struct agenda_item *
add(struct report *report, enum agenda_kind kind)
{
	struct agenda_item *item = &report->agenda[report->agenda_count++];

	*item = (struct agenda_item){ .kind = kind };
	return item;
}

/* The family with the largest share of its points; the first of equals. */
static enum risk_family
worst_of(const struct report_service *service)
{
	enum risk_family worst = RISKS_CONFIDENTIALITY;

	for (int f = 1; f < RISK_FAMILY_COUNT; f++)
		if (service->attention[f].points *
		        service->attention[worst].of >
		    service->attention[worst].points *
		        service->attention[f].of)
			worst = (enum risk_family)f;
	return worst;
}

static void
propose(struct agenda_item *item, const struct service *service)
{
	if (item->instead_count < REPORT_INSTEAD_MAX)
		item->instead[item->instead_count++] = service;
}

static bool
is_settled(enum decision status)
{
	return status == DECISION_ALLOWED || status == DECISION_TRIAL;
}

/* What the board allows or tries for the same uses; else the catalogue's. */
static void
propose_instead(struct agenda_item *item, const struct report *report,
    const struct policy *policy)
{
	const struct service *own = item->service->service;
	const struct catalogue *catalogue = report->catalogue;

	if (own == NULL)
		return;
	for (uint32_t i = 0; i < catalogue->service_count; i++) {
		const struct service *other = &catalogue->services[i];

		if (other != own && other->category == own->category &&
		    is_settled(policy_status(policy, other, report->day)))
			propose(item, other);
	}
	item->instead_decided = item->instead_count > 0;
	for (uint32_t i = 0; i < own->alternatives.count &&
	     !item->instead_decided; i++) {
		int at = catalogue_find(catalogue, own->alternatives.at[i]);

		if (at >= 0)
			propose(item, &catalogue->services[at]);
	}
}

/* Whether a service is to be decided, and why.  Of what was forbidden since
 * the period, only the next one can tell whether it is still visited. */
static bool
is_open(const struct report *report, const struct report_service *service,
    enum agenda_kind *ret)
{
	const struct policy_decision *decision = service->decision;

	if (is_settled(service->status))
		return false;
	if (service->status == DECISION_FORBIDDEN) {
		*ret = AGENDA_FORBIDDEN;
		return decision->date < report->now->period.end;
	}
	if (decision != NULL && decision->decision == DECISION_TRIAL)
		*ret = AGENDA_TRIAL_ENDED;
	else if (decision != NULL && decision->decision == DECISION_POSTPONED)
		*ret = AGENDA_REVIEW;
	else
		*ret = AGENDA_SERVICE;
	return true;
}

bool
agenda_leaves(const struct report *report, const struct report_service *service)
{
	enum agenda_kind kind;

	for (size_t i = 0; i < report->agenda_count; i++)
		if (report->agenda[i].service == service)
			return false;
	return is_open(report, service, &kind);
}

/* Those that are forbidden, or those that are not; `shown` are there already. */
static void
add_services(struct report *report, const struct policy *policy,
    bool forbidden, size_t *shown)
{
	for (size_t i = 0; i < report->service_count; i++) {
		const struct report_service *service = &report->services[i];
		enum agenda_kind kind;
		struct agenda_item *item;

		if (!is_open(report, service, &kind) ||
		    (kind == AGENDA_FORBIDDEN) != forbidden)
			continue;
		if ((*shown)++ >= REPORT_AGENDA_SERVICES) {
			report->agenda_more++;
			continue;
		}
		item = add(report, kind);
		item->service = service;
		item->worst = worst_of(service);
		propose_instead(item, report, policy);
	}
}

void
agenda_make(struct report *report, const struct policy *policy)
{
	bool charter = report->facts->charter == ANSWER_YES;
	size_t shown = 0;

	add_services(report, policy, true, &shown);
	if (!charter)
		(void)add(report, AGENDA_RULE);
	add_services(report, policy, false, &shown);
	if (report->finding == FINDING_SOMEONE ||
	    report->finding == FINDING_WHOLES)
		(void)add(report, AGENDA_NAME_THEM);
	if (!charter)
		(void)add(report, report->facts->charter == ANSWER_UNKNOWN
		        ? AGENDA_CHARTER_UNKNOWN : AGENDA_CHARTER);
	if (!agenda_session_held(report))
		(void)add(report, AGENDA_SESSION);
	(void)add(report, AGENDA_LEAD);
}
