/* SPDX-License-Identifier: Apache-2.0
 * render_md.h: the pages as Markdown, for the minutes.
 * Must not compute.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_RENDER_MD_H
#define COLLECTOR_REPORT_RENDER_MD_H

#include "collector/report/model.h"

#include "core/buf.h"

/* render_md: append the report.  E_LIMIT, E_NOMEM. */
MUST_CHECK enum status render_md(struct buf *out, const struct report *report,
    enum language language, struct err *err);

/* render_md_first_page: append the head and page 1 of a document alone, without
 * the page's mark. */
struct document;
void render_md_first_page(struct buf *out, const struct document *document);

#endif
