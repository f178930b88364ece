/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/chart.h"

/* Between two lines of hatching, and two dots: still apart in the narrowest
 * bar of a page. */
#define HATCH_STEP 12
#define DOT_STEP 14
#define DOT 6

static size_t
add(struct chart_shape *shapes, size_t count, struct chart_shape shape)
{
	if (count < CHART_SHAPES_MAX && shape.width > 0)
		shapes[count++] = shape;
	return count;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

static int
most(int a, int b)
{
	return a > b ? a : b;
}

/* Lines that rise by one in one, cut at the box: the line that begins at
 * (from, height) ends at (from + height, 0). */
static size_t
hatch(struct chart_shape *shapes, size_t count, int width)
{
	for (int from = HATCH_STEP - CHART_HEIGHT; from < width;
	     from += HATCH_STEP) {
		int left = most(from, 0);
		int right = least(from + CHART_HEIGHT, width);

		count = add(shapes, count, (struct chart_shape){ CHART_LINE,
		    left, CHART_HEIGHT - (right - from), right - left,
		    right - left });
	}
	return count;
}

static size_t
dots(struct chart_shape *shapes, size_t count, int width)
{
	for (int x = DOT; x + DOT < width; x += DOT_STEP)
		count = add(shapes, count, (struct chart_shape){ CHART_SOLID,
		    x, (CHART_HEIGHT - DOT) / 2, DOT, DOT });
	return count;
}

size_t
chart_bar(const struct bar *bar, struct chart_shape ret[CHART_SHAPES_MAX])
{
	uint64_t value = bar->value < bar->of ? bar->value : bar->of;
	int width = bar->of == 0 ? 0 : (int)(value * CHART_WIDTH / bar->of);
	size_t count = add(ret, 0, (struct chart_shape){ CHART_TRACK, 0, 0,
	    CHART_WIDTH, CHART_HEIGHT });
	struct chart_shape whole = { CHART_SOLID, 0, 0, width, CHART_HEIGHT };

	if (bar->fill == FILL_SOLID)
		return add(ret, count, whole);
	whole.kind = CHART_OUTLINE;
	count = bar->fill == FILL_HATCHED ? hatch(ret, count, width)
	                                  : dots(ret, count, width);
	return add(ret, count, whole);
}
