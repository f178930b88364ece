/* SPDX-License-Identifier: Apache-2.0
 * sheet.h: A4 sheets on which text, rules and bars are put from top to bottom,
 * or only measured, by cairo and pango.  Must not know what they say.
 * Covered by tests/unit/test_report_golden.c and tests/scenario/report_look.sh.
 *
 * Lengths are points (1/72 inch), from the top left corner.
 */
#ifndef COLLECTOR_REPORT_SHEET_H
#define COLLECTOR_REPORT_SHEET_H

#include "collector/report/document.h"

#include "core/buf.h"

#define SHEET_WIDTH 595.276
#define SHEET_HEIGHT 841.89
#define SHEET_MARGIN 40.0

enum weight {
	WEIGHT_PLAIN,
	WEIGHT_BOLD
};

enum align {
	ALIGN_LEFT,
	ALIGN_RIGHT
};

struct sheet_look {
	double size;      /* of the letters, before scaling */
	enum weight weight;
	enum align align;
	bool quiet;       /* grey instead of black */
};

struct sheet; /* the file under way */

/* sheet_new: `out` receives the PDF.  E_UNSUPPORTED: this system has no font;
 * E_NOMEM, E_IO. */
MUST_CHECK enum status sheet_new(struct buf *out,
    const struct document *document, struct sheet **ret, struct err *err);

/* sheet_finish: the file is whole after it; frees the sheet in any case. */
MUST_CHECK enum status sheet_finish(struct sheet *sheet, struct err *err);

/* sheet_scale: of letters and of distances; sheet_draws: whether what follows
 * is put down or only measured. */
void sheet_scale(struct sheet *sheet, double scale);
double sheet_of(const struct sheet *sheet, double length);
void sheet_draws(struct sheet *sheet, bool draws);

/* sheet_tag: begin a part of the document's structure ("P", "H1", "TD" ...);
 * closed by sheet_end of the same name. */
void sheet_tag(struct sheet *sheet, const char *name);
void sheet_end(struct sheet *sheet, const char *name);

/* sheet_text: put a text in the column from x of `width`; returns its height.
 * sheet_text_width: the width that it would like on one line. */
double sheet_text(struct sheet *sheet, struct str text,
    const struct sheet_look *look, double x, double y, double width);
double sheet_text_width(struct sheet *sheet, struct str text,
    const struct sheet_look *look);

void sheet_rule(struct sheet *sheet, double x, double y, double width,
    double thickness);

/* sheet_edge: a rule that stands, to the left of a quotation. */
void sheet_edge(struct sheet *sheet, double x, double y, double height,
    double thickness);
void sheet_bar(struct sheet *sheet, const struct bar *bar, double x, double y,
    double width, double height);

/* sheet_bookmark: an entry of the outline that leads to this height of the
 * page under way; `below` 0 is the root.  Returns the entry. */
int sheet_bookmark(struct sheet *sheet, int below, struct str title, double y);
void sheet_turn(struct sheet *sheet);

/* sheet_has_font: whether DejaVu Sans is there. */
bool sheet_has_font(void);

#endif
