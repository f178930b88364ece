/* SPDX-License-Identifier: Apache-2.0
 * lint_catalogue.h: every rule that a catalogue must keep beyond its format.
 * Must not know the clock or how a problem is shown.  Covered by tests/unit/test_lint.c.
 */
#ifndef CORE_LINT_CATALOGUE_H
#define CORE_LINT_CATALOGUE_H

#include "core/catalogue_yaml.h"

/*
 * lint_catalogue: all problems of a catalogue, at the place of the service or
 * rule at fault, each with its fix.  Alternatives may be services of `known`
 * (may be NULL).  With `today` CALENDAR_NO_DAY no date is compared with it.
 * Checks older than a year and a half are warnings; all else refuses.
 */
void lint_catalogue(const struct catalogue *catalogue,
    const struct catalogue_places *places, const struct catalogue *known,
    int32_t today, struct problems *problems);

#endif
