/* SPDX-License-Identifier: Apache-2.0
 * render_html.h: one page for a browser: no script, nothing loaded, prints on A4.
 * Must not compute.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_RENDER_HTML_H
#define COLLECTOR_REPORT_RENDER_HTML_H

#include "collector/report/model.h"

#include "core/buf.h"

/* render_html: append the report.  E_LIMIT, E_NOMEM. */
MUST_CHECK enum status render_html(struct buf *out, const struct report *report,
    enum language language, struct err *err);

#endif
