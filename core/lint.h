/* SPDX-License-Identifier: Apache-2.0
 * lint.h: every rule that a file of policies/ must keep beyond its format: what
 * `lanterne check`, the tests and the build refuse.  Must not know the clock or
 * how a problem is shown.  Covered by tests/unit/test_lint.c.
 */
#ifndef CORE_LINT_H
#define CORE_LINT_H

#include "core/catalogue.h"
#include "core/problem.h"

/* What was looked at. */
struct lint_counts {
	uint32_t catalogues; /* files */
	uint32_t policies;
	uint32_t services;
	uint32_t rules;
	uint32_t decisions;
};

/*
 * lint_path: every problem of a file or of a folder with all below it (at most
 * LINT_DEPTH deep), be it a catalogue or a policy.  A folder that holds
 * catalogue.yaml is one catalogue; agent.*.yaml beside them, which are settings,
 * are passed over; a catalogue file alone may name services of
 * `known`, and so may a policy.  Adds to *counts.  E_NOMEM only.
 */
#define LINT_DEPTH 4
MUST_CHECK enum status lint_path(const char *path,
    const struct catalogue *known, int32_t today, struct lint_counts *counts,
    struct problems *problems, struct err *err);

#endif
