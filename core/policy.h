/* SPDX-License-Identifier: Apache-2.0
 * policy.h: what the board has decided: a service's status on a date, and the
 * facts about its work that a report quotes.  Must not know the network, a
 * count, or a report.  docs/CATALOGUE.md describes the file.
 * Covered by tests/unit/test_policy.c.
 */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include "core/catalogue.h"
#include "core/problem.h"

enum decision {
	DECISION_UNDECIDED, /* "à examiner" */
	DECISION_ALLOWED,
	DECISION_TRIAL,
	DECISION_FORBIDDEN,
	DECISION_POSTPONED, /* still to review, on a date */
	DECISION_COUNT
};

enum policy_period {
	POLICY_MONTH,
	POLICY_QUARTER,
	POLICY_PERIOD_COUNT
};

/* What the file says beside the decisions; empty, CALENDAR_NO_DAY, unknown or
 * POLICY_MONTH when it does not.  Borrowed from the policy. */
struct policy_facts {
	struct str association;
	struct str contact;
	int32_t board_date;    /* of the next meeting of the board */
	int32_t notice_date;   /* people are informed; nothing before is read */
	int32_t ai_discussed;  /* the board last spoke of AI */
	int32_t last_session;  /* of awareness, open to volunteers */
	enum answer charter;   /* an AI charter is adopted */
	enum policy_period period;
};

/* One row of decisions, about a service or a whole category. */
struct policy_decision {
	struct place place;
	struct str service;     /* id; empty: the category is meant */
	enum category category; /* when there is no service */
	enum decision decision;
	int32_t date;           /* in force from this day on */
	int32_t until;          /* last day of a trial, day of the new review */
	enum answer contract;   /* a contract with the vendor is declared */
	struct str conditions;
	struct str replaced_by; /* id of a service */
	struct str reason;
};

#define POLICY_DECISIONS_MAX 1000
#define POLICY_VERSION "1" /* `schema`, in the file */

struct policy;

/* policy_none: no board, no decision: everything is undecided.  Never freed. */
const struct policy *policy_none(void);

/*
 * policy_load: policy.yaml, checked against `catalogue` (unknown service or
 * category: E_INVALID, file:line:column and the closest valid name).  Keeps
 * nothing of the catalogue.
 */
MUST_CHECK enum status policy_load(const char *path,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct err *err);

/* policy_read: for those who want every problem: the policy comes in any case,
 * without what could not be understood.  E_NOMEM only. */
MUST_CHECK enum status policy_read(const char *path,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct problems *problems, struct err *err);

/* policy_parse: policy_load from the text of a file; `file` names it. */
MUST_CHECK enum status policy_parse(const char *file, struct str text,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct err *err);

/*
 * policy_join: add the decisions of a second file, decisions.yaml (schema and
 * decisions only; docs/CATALOGUE.md).  It is a journal: of two rows on one
 * subject and one day, the later holds, whichever file the other was in.
 * E_INVALID as policy_load; the policy is then what it was.
 */
MUST_CHECK enum status policy_join(struct policy *policy, const char *file,
    struct str text, const struct catalogue *catalogue, struct err *err);

void policy_free(struct policy *policy);

/* policy_status: the decision in force for a service on `day`.  A row on the
 * service goes before one on its category, a later date before an earlier
 * one.  A trial past its last day is DECISION_UNDECIDED again, and so is what
 * was postponed, from its day on. */
enum decision policy_status(const struct policy *policy,
    const struct service *service, int32_t day);

/* policy_decision: the row in force on `day`, whether past its end or not;
 * NULL when the board has said nothing. */
const struct policy_decision *policy_decision(const struct policy *policy,
    const struct service *service, int32_t day);

/* policy_decisions: all rows, oldest first. */
const struct policy_decision *policy_decisions(const struct policy *policy,
    uint32_t *ret_count);

const struct policy_facts *policy_facts(const struct policy *policy);

/* decision_id, policy_period_id: as in files ("allowed", "month");
 * decision_name: for people. */
struct str decision_id(enum decision decision);
enum message decision_name(enum decision decision);
struct str policy_period_id(enum policy_period period);

#endif
