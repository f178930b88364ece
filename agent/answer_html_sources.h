/* SPDX-License-Identifier: Apache-2.0
 * answer_html_sources.h: the section of what was read, and of what was not.
 * Must not know the rest of the page.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_HTML_SOURCES_H
#define AGENT_ANSWER_HTML_SOURCES_H

#include "agent/page.h"

void answer_html_sources(const struct page *page);

#endif
