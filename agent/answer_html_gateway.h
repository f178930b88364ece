/* SPDX-License-Identifier: Apache-2.0
 * answer_html_gateway.h: the section of what a gateway's clients contacted, on
 * the page.  Must not know the rest of the answer.
 * Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_HTML_GATEWAY_H
#define AGENT_ANSWER_HTML_GATEWAY_H

#include "agent/page.h"

void answer_html_gateway(const struct page *page);

#endif
