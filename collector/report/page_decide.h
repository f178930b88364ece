/* SPDX-License-Identifier: Apache-2.0
 * page_decide.h: page 1 of the report, as blocks: one sentence, decisions, risks.
 * Must not know a format.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_PAGE_DECIDE_H
#define COLLECTOR_REPORT_PAGE_DECIDE_H

#include "collector/report/document.h"
#include "collector/report/model.h"

/* page_decide: add the page; memory failures stick in the document. */
void page_decide(struct document *document, const struct report *report);

#endif
