/* SPDX-License-Identifier: Apache-2.0
 * page_services.h: page 2 of the report, as blocks: services, uses, trend.
 * Must not know a format.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_PAGE_SERVICES_H
#define COLLECTOR_REPORT_PAGE_SERVICES_H

#include "collector/report/document.h"
#include "collector/report/model.h"

/* page_services: add the page; memory failures stick in the document. */
void page_services(struct document *document, const struct report *report);

#endif
