/* SPDX-License-Identifier: Apache-2.0
 * pages.h: the whole report as a document, in one language.  Must not know a
 * format.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_PAGES_H
#define COLLECTOR_REPORT_PAGES_H

#include "collector/report/document.h"
#include "collector/report/model.h"

/* pages_make: E_NOMEM.  Released by document_release. */
MUST_CHECK enum status pages_make(const struct report *report,
    enum language language, struct document *ret, struct err *err);

#endif
