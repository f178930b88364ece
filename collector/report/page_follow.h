/* SPDX-License-Identifier: Apache-2.0
 * page_follow.h: page 3 of the report, as blocks: past decisions, actions, resolution.
 * Must not know a format.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_PAGE_FOLLOW_H
#define COLLECTOR_REPORT_PAGE_FOLLOW_H

#include "collector/report/document.h"
#include "collector/report/model.h"

/* page_follow: add the page; memory failures stick in the document. */
void page_follow(struct document *document, const struct report *report);

#endif
