/* SPDX-License-Identifier: Apache-2.0
 * ballot_days.h: from the days that a computer kept to the answers of its
 * ballot.  Must not know the network, nor how a day was found.
 * Covered by tests/unit/test_ballot_days.c.
 */
#ifndef AGENT_BALLOT_DAYS_H
#define AGENT_BALLOT_DAYS_H

#include "core/ballot.h"

/* One row of what the computer kept: a service on a day. */
struct ballot_day {
	int32_t day;
	uint16_t service;
	bool visited;    /* in a history */
	bool contacted;  /* by DNS */
	bool unapproved; /* by the policy in force in the period */
};

/*
 * ballot_days_sum: the answers of a period from its rows, in any order; rows of
 * other days and of services that the catalogue does not hold count nothing.
 * `dns_stands_in`: no history can be read here, so contacts count as visits.
 * Most days decide which eight services are named, then the id; how many days
 * is not told.  E_NOMEM.
 */
MUST_CHECK enum status ballot_days_sum(const struct catalogue *catalogue,
    const struct period *period, const struct ballot_day *rows, size_t count,
    bool dns_stands_in, struct ballot *ret, struct err *err);

#endif
