/* SPDX-License-Identifier: Apache-2.0
 * report.h: from publications and the board's decisions to the report's model.
 * Must not know a language, a page, a format, a clock or a true count.
 * Covered by tests/unit/test_report.c.
 */
#ifndef COLLECTOR_REPORT_REPORT_H
#define COLLECTOR_REPORT_REPORT_H

#include "collector/report/model.h"

/*
 * All that a report is made from.  `publications` are those up to the last
 * period that the report covers, oldest first, one kind of period; the report
 * covers the last `covered` of them (1 to REPORT_COVERED_MAX).  Everything is
 * borrowed as long as the report lives.
 */
struct report_source {
	const struct publication *const *publications;
	size_t publication_count;
	size_t covered;
	const struct policy *policy;
	const struct catalogue *catalogue;
	const uint8_t *catalogue_digest; /* SHA-256, or NULL */
	struct report_health health;
	struct report_window window; /* CALENDAR_NO_DAY: by the period's rule */
	int32_t day; /* CALENDAR_NO_DAY: the day of the count */
	bool demo;
};

/* report_window_of: the window that a period has by rule. */
struct report_window report_window_of(const struct period *period);

/* report_make: E_LIMIT: no publication, or more covered than there are;
 * E_NOMEM.  Released by report_release. */
MUST_CHECK enum status report_make(const struct report_source *source,
    struct report *ret, struct err *err);
void report_release(struct report *report);

#endif
