/* SPDX-License-Identifier: Apache-2.0
 * render.h: the formats that a report can be had in, one row each.  Must not
 * know a figure.  Covered by tests/unit/test_report_golden.c.
 */
#ifndef COLLECTOR_REPORT_RENDER_H
#define COLLECTOR_REPORT_RENDER_H

#include "collector/report/model.h"

#include "core/buf.h"

/* No report comes near it. */
#define RENDER_MAX_BYTES ((size_t)8 << 20)

struct render_format {
	const char *name;  /* also the file's extension */
	bool spoken;       /* has a language; data have none */
	enum status (*write)(struct buf *out, const struct report *report,
	    enum language language, struct err *err);
};

/* Sorted by name; ends in a row without name. */
extern const struct render_format render_formats[];

/* render_format_of: NULL for an unknown name. */
const struct render_format *render_format_of(const char *name);

/* render_names: append "csv, html, ...". */
void render_names(struct buf *out);

/* render_warning: what the renderer must say on standard error before it
 * works (a missing font); MESSAGE_COUNT for nothing. */
enum message render_warning(const struct render_format *format);

#endif
