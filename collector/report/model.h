/* SPDX-License-Identifier: Apache-2.0
 * model.h: the board's report as plain structs: what is known, what is to be
 * decided, what would change.  Must not know a language, a page or a format.
 * Made by report.h; covered by tests/unit/test_report.c.
 *
 * All figures are published, rounded values.  Slices and pointers are borrowed
 * from what report_make was given, or from the report's own memory.
 */
#ifndef COLLECTOR_REPORT_MODEL_H
#define COLLECTOR_REPORT_MODEL_H

#include "collector/report/publication.h"
#include "collector/report/score.h"

#include "core/policy.h"

/* Two values are compared, or ranked, from this difference on: a smaller one
 * can hide a true change the other way (a difference of 3: -1 to +7). */
#define REPORT_COMPARED_FROM 6

/* Below this share of ballots, of 100 enrolled computers, the measure is too
 * thin to speak for the association. */
#define REPORT_COVERAGE 60

#define REPORT_TREND_MAX 6
#define REPORT_COVERED_MAX 12
#define REPORT_AGENDA_SERVICES 3 /* with their boxes on page 1 */
#define REPORT_AGENDA_MAX (REPORT_AGENDA_SERVICES + 6)
#define REPORT_INSTEAD_MAX 2
#define REPORT_SIMULATIONS_MAX 2

/* What the first sentence can say. */
enum finding {
	FINDING_NO_BALLOT,
	FINDING_UNMEASURED, /* computers answer, none passed its self-test */
	FINDING_LOST,       /* the ballot box was lost before the count */
	FINDING_TOO_FEW,    /* 1 or 2 ballots */
	FINDING_SOMEONE,    /* 3 or 4, some use can be told */
	FINDING_UNTOLD,     /* 3 or 4, nothing can be told */
	FINDING_ZERO,       /* published 0 */
	FINDING_WHOLES,     /* 5 to 9: numbers, no name */
	FINDING_NAMED,      /* 10 and more */
	FINDING_COUNT
};

/* What a published value stands for, never beyond the ballots. */
struct range {
	uint32_t about, low, high;
};

struct report_service {
	struct str id;
	struct str name;               /* the id when the catalogue lost it */
	const struct service *service; /* NULL likewise */
	struct figure figure;
	enum decision status; /* on the report's day */
	const struct policy_decision *decision; /* NULL: none so far */
	bool contract;
	struct attention attention[RISK_FAMILY_COUNT];
};

enum agenda_kind {
	AGENDA_RULE,
	AGENDA_SERVICE,     /* used, never examined */
	AGENDA_TRIAL_ENDED, /* its trial is past */
	AGENDA_REVIEW,      /* postponed */
	AGENDA_FORBIDDEN,   /* forbidden, and used */
	AGENDA_NAME_THEM,   /* used, but too few ballots for names */
	AGENDA_CHARTER,
	AGENDA_CHARTER_UNKNOWN, /* the board's file does not say */
	AGENDA_SESSION,
	AGENDA_LEAD,
	AGENDA_KIND_COUNT
};

struct agenda_item {
	enum agenda_kind kind;
	const struct report_service *service; /* of the service kinds */
	enum risk_family worst; /* most points, of the service kinds */
	/* What the board allows or tries already for the same, or what the
	 * catalogue proposes. */
	const struct service *instead[REPORT_INSTEAD_MAX];
	size_t instead_count;
	bool instead_decided; /* by the board */
};

enum simulation_kind {
	SIMULATION_CHARTER,
	SIMULATION_SESSION,
	SIMULATION_CONTRACT
};

struct simulation {
	enum simulation_kind kind;
	const struct report_service *service; /* of a contract */
	enum risk_index index;
	struct score after;
};

/* What heartbeats say of the computers; of the identified channel, so nothing
 * here is about a use.  `encrypted_dns` comes rounded to a multiple of 3. */
struct report_health {
	bool known;
	uint32_t answering;     /* computers heard in the period */
	uint32_t self_test;     /* of these: passed it */
	uint32_t histories;     /* of these: at least one was read */
	uint32_t dns_logs;
	uint32_t encrypted_dns;
};

/* Days, both included; `counted` is the day of the count. */
struct report_window {
	int32_t opens, closes, counted;
};

/* A difference worth a sentence: at least REPORT_COMPARED_FROM. */
struct comparison {
	const struct publication *before, *after;
};

struct report {
	const struct publication *now; /* the last period covered */
	const struct publication *covered[REPORT_COVERED_MAX]; /* oldest first */
	size_t covered_count;
	const struct publication *trend[REPORT_TREND_MAX]; /* the last is now */
	size_t trend_count;
	struct comparison comparisons[2];
	size_t comparison_count;

	enum finding finding;
	bool thin;        /* coverage below REPORT_COVERAGE */
	bool refused;     /* some decision forbids a service, or was a trial
	                   * that is past */
	struct range any, unapproved;

	const struct report_service *services; /* most used first */
	size_t service_count;
	size_t leading; /* so many stand clear of the rest; 0: no rank */

	struct agenda_item agenda[REPORT_AGENDA_MAX];
	size_t agenda_count;
	size_t agenda_more; /* services to review beyond these */

	struct governance governance;
	struct score scores[INDEX_COUNT];
	enum risk_index order[INDEX_COUNT]; /* highest first */
	struct simulation simulations[REPORT_SIMULATIONS_MAX];
	size_t simulation_count;

	/* The decision in force on each subject, latest first. */
	const struct policy_decision *const *followed;
	size_t followed_count;

	const struct policy_facts *facts;
	const struct catalogue *catalogue;
	const uint8_t *catalogue_digest; /* SHA-256, or NULL */
	struct report_health health;
	struct report_window window;
	int32_t day;  /* on which the report stands */
	bool demo;    /* every page says so */
	struct arena memory;
};

#endif
