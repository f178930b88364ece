/* SPDX-License-Identifier: Apache-2.0
 * render_pdf.h: four A4 pages by cairo and pango: tagged, fonts embedded.
 * Must not compute.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_RENDER_PDF_H
#define COLLECTOR_REPORT_RENDER_PDF_H

#include "collector/report/model.h"

#include "core/buf.h"

/*
 * render_pdf: append the report.  A page whose text is long is set smaller, so
 * that there are four in any case.  The same report, the same fonts: the same
 * bytes; its dates are the report's own day.  E_UNSUPPORTED: no font at all;
 * E_LIMIT, E_NOMEM, E_IO.
 */
MUST_CHECK enum status render_pdf(struct buf *out, const struct report *report,
    enum language language, struct err *err);

/* render_pdf_warning: MSG_REPORT_OTHER_FONT when the usual font is missing,
 * else MESSAGE_COUNT. */
enum message render_pdf_warning(void);

#endif
