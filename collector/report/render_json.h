/* SPDX-License-Identifier: Apache-2.0
 * render_json.h: the same values for programs (docs/REPORT-JSON.md).
 * Must not compute.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_RENDER_JSON_H
#define COLLECTOR_REPORT_RENDER_JSON_H

#include "collector/report/model.h"

#include "core/buf.h"

/* render_json: append the report.  E_LIMIT, E_NOMEM. */
MUST_CHECK enum status render_json(struct buf *out, const struct report *report,
    enum language language, struct err *err);

#endif
