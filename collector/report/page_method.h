/* SPDX-License-Identifier: Apache-2.0
 * page_method.h: page 4 of the report, as blocks: method, limits, arithmetic, glossary.
 * Must not know a format.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_PAGE_METHOD_H
#define COLLECTOR_REPORT_PAGE_METHOD_H

#include "collector/report/document.h"
#include "collector/report/model.h"

/* page_method: add the page; memory failures stick in the document. */
void page_method(struct document *document, const struct report *report);

#endif
