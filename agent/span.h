/* SPDX-License-Identifier: Apache-2.0
 * span.h: how far back a scan looks: "90d", "12w", "6m", "20y" or a date.
 * Must not know the clock.  Covered by tests/unit/test_span.c.
 */
#ifndef AGENT_SPAN_H
#define AGENT_SPAN_H

#include "agent/sources/source.h"

#include "core/status.h"

/*
 * span_window: the days from --since to `today`, both included: "90d" is today
 * and the 89 days before.  A month is a calendar month, a year twelve of them.
 * E_USAGE: not such a text, a date after today, nothing at all, or more than
 * twenty years (the limit of the tally).
 */
MUST_CHECK enum status span_window(struct str since, int32_t today,
    struct window *ret_window, struct err *err);

/* span_earliest: the first day of the longest window. */
int32_t span_earliest(int32_t today);

#endif
