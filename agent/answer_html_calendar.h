/* SPDX-License-Identifier: Apache-2.0
 * answer_html_calendar.h: the section of the days: a strip of bars for each
 * service, and the same days as numbers.  Must not know the rest of the page.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_HTML_CALENDAR_H
#define AGENT_ANSWER_HTML_CALENDAR_H

#include "agent/page.h"

void answer_html_calendar(const struct page *page);

#endif
