/* SPDX-License-Identifier: Apache-2.0
 * progress.h: the line on stderr that says a long work goes on.  Must not know
 * what is read beyond its report.  Covered by tests/unit/test_progress.c.
 */
#ifndef AGENT_PROGRESS_H
#define AGENT_PROGRESS_H

#include "agent/sources/source.h"

#include <stdio.h>

struct progress {
	FILE *to;         /* NULL: say nothing */
	int64_t began_ms; /* of a clock that never goes back */
	int64_t last_ms;
	bool shown;
};

/* progress_begin: nothing is shown for the first second. */
void progress_begin(struct progress *progress, FILE *to, int64_t now_ms);

/* progress_tick: at most five times a second, after the first one: the
 * source's name and its records so far. */
void progress_tick(struct progress *progress,
    const struct source_report *report, int64_t now_ms);

/* progress_end: wipe the line. */
void progress_end(struct progress *progress);

#endif
