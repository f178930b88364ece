/* SPDX-License-Identifier: Apache-2.0
 * chart.h: the geometry of a bar, for SVG and for cairo alike: a track, a
 * filled length, hatching or dots.  Must not know a format or a unit: the bar
 * is CHART_WIDTH by CHART_HEIGHT.  Covered by tests/unit/test_chart.c.
 */
#ifndef COLLECTOR_REPORT_CHART_H
#define COLLECTOR_REPORT_CHART_H

#include "collector/report/document.h"

#define CHART_WIDTH 300
#define CHART_HEIGHT 20
#define CHART_SHAPES_MAX 96

enum chart_kind {
	CHART_TRACK,   /* filled, pale: the whole */
	CHART_SOLID,   /* filled, dark */
	CHART_OUTLINE, /* stroked, dark */
	CHART_LINE     /* stroked, dark, from one corner to the other */
};

/* A box; a line runs from (x, y + height) to (x + width, y). */
struct chart_shape {
	enum chart_kind kind;
	int x, y, width, height;
};

/* chart_bar: the shapes, to be drawn in this order; returns how many. */
size_t chart_bar(const struct bar *bar,
    struct chart_shape ret[CHART_SHAPES_MAX]);

#endif
