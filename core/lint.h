/* SPDX-License-Identifier: Apache-2.0
 * lint.h: every rule that a file of policies/ must keep beyond its format: what
 * `lanterne check`, the tests and the build refuse.  Must not know the clock or
 * how a problem is shown.  Covered by tests/unit/test_lint.c.
 */
#ifndef CORE_LINT_H
#define CORE_LINT_H

#include "core/catalogue_yaml.h"

/*
 * lint_catalogue: all problems of a catalogue, at the place of the service or
 * rule at fault, each with its fix.  With `today` CALENDAR_NO_DAY no date is
 * compared with it.  Old checks are warnings, all else refuses.
 */
void lint_catalogue(const struct catalogue *catalogue,
    const struct catalogue_places *places, int32_t today,
    struct problems *problems);

#endif
