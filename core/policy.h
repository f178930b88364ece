/* SPDX-License-Identifier: Apache-2.0
 * policy.h: what the board has decided: a service's status on a date.  Must
 * not know the network, a count, or a report.
 * Covered by tests/unit/test_policy.c.
 */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include "core/catalogue.h"
#include "core/status.h"

enum decision {
	DECISION_UNDECIDED, /* "à examiner" */
	DECISION_ALLOWED,
	DECISION_TRIAL,
	DECISION_FORBIDDEN,
	DECISION_POSTPONED, /* still to review, on a date */
	DECISION_COUNT
};

struct policy;

/* policy_none: no board, no decision: everything is undecided.  Never freed. */
const struct policy *policy_none(void);

/*
 * policy_load: policy.yaml, checked against `catalogue` (unknown service or
 * category: E_INVALID, file:line:column and the closest valid name).
 */
MUST_CHECK enum status policy_load(const char *path,
    const struct catalogue *catalogue, struct policy **ret_policy,
    struct err *err);
void policy_free(struct policy *policy);

/* policy_status: the decision in force for a service on `day`.  A trial past
 * its last day is DECISION_UNDECIDED again; a row on the service goes before
 * a row on its category. */
enum decision policy_status(const struct policy *policy,
    const struct service *service, int32_t day);

/* decision_id: as in files ("allowed"); decision_name: for people. */
struct str decision_id(enum decision decision);
enum message decision_name(enum decision decision);

#endif
