/* SPDX-License-Identifier: Apache-2.0
 * decisions.h: which services the board had not approved in a whole period, by
 * the policy that the period's record froze.  Must not know a count.
 * Covered by tests/unit/test_decisions.c.
 */
#ifndef COLLECTOR_DECISIONS_H
#define COLLECTOR_DECISIONS_H

#include "core/catalogue.h"
#include "core/period.h"
#include "core/status.h"

/* decisions_unapproved: ret[i] for service i: undecided, forbidden, postponed
 * or past its trial on every day of the period.  `policy` is policy.yaml's
 * text.  E_INVALID. */
MUST_CHECK enum status decisions_unapproved(struct str policy,
    const struct catalogue *catalogue, const struct period *period, bool *ret,
    struct err *err);

#endif
