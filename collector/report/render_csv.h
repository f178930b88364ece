/* SPDX-License-Identifier: Apache-2.0
 * render_csv.h: tidy data, one value a row, for a spreadsheet.
 * Must not compute.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_RENDER_CSV_H
#define COLLECTOR_REPORT_RENDER_CSV_H

#include "collector/report/model.h"

#include "core/buf.h"

/* render_csv: append the report.  E_LIMIT, E_NOMEM. */
MUST_CHECK enum status render_csv(struct buf *out, const struct report *report,
    enum language language, struct err *err);

#endif
