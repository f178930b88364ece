/* SPDX-License-Identifier: Apache-2.0
 * answer_strip.h: the calendar of a service's AI days, as a strip of bars for
 * SVG and as numbers for the table beside it.  Must not know a page.
 * Covered by tests/unit/test_strip.c.
 *
 * A bar is a day while there are few of them, then a week, then a month, so
 * that a strip never has more than some 245 bars (twenty years of months).
 */
#ifndef AGENT_ANSWER_STRIP_H
#define AGENT_ANSWER_STRIP_H

#include "agent/answer.h"

#include "core/buf.h"

enum strip_unit {
	STRIP_DAY,
	STRIP_WEEK, /* of seven days from the first day of the window */
	STRIP_MONTH,
	STRIP_YEAR,
	STRIP_UNIT_COUNT
};

struct strip {
	struct window window;
	enum strip_unit unit;
	uint32_t count; /* of bars, or of columns of a table */
};

/* strip_of: how a window is drawn; strip_table_of: how it is tabled, in months
 * up to 13 of them, then in years. */
struct strip strip_of(struct window window);
struct strip strip_table_of(struct window window);

/* strip_at: the bar that holds a day of the window. */
uint32_t strip_at(const struct strip *strip, int32_t day);

/* strip_first: the first day of the window that a bar holds. */
int32_t strip_first(const struct strip *strip, uint32_t at);

/* strip_days: the AI days of a service in one bar; those that were only
 * contacted when `only_contacted`. */
uint32_t strip_days(const struct strip *strip,
    const struct answer_service *entry, uint32_t at, bool only_contacted);

/*
 * strip_svg: append the bars as SVG elements, in a space of STRIP_BAR by
 * STRIP_HEIGHT a bar: class "v" for visited, full height; class "c" for only
 * contacted, lower, to be filled with a hatching.
 */
#define STRIP_BAR 10
#define STRIP_HEIGHT 30
void strip_svg(struct buf *out, const struct strip *strip,
    const struct answer_service *entry);

#endif
