/* SPDX-License-Identifier: Apache-2.0
 * answer_html_services.h: the section of the services, as a table.  Must not
 * know the rest of the page.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_HTML_SERVICES_H
#define AGENT_ANSWER_HTML_SERVICES_H

#include "agent/page.h"

void answer_html_services(const struct page *page);

#endif
