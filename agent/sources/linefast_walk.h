/* SPDX-License-Identifier: Apache-2.0
 * linefast_walk.h: the walk along lines of one shape, written once, compiled for
 * each set of instructions: the file that includes it defines TARGET and
 * struct bounds with bounds_of and is_between.  Must not know a format.
 * Covered by tests/unit/test_linefast.c.
 */
#ifndef AGENT_SOURCES_LINEFAST_WALK_H
#define AGENT_SOURCES_LINEFAST_WALK_H

#include "agent/sources/linefast_isa.h"

/* With a width that the compiler knows, the bounds stay in registers. */
TARGET static inline __attribute__((always_inline)) size_t
walk_width(const struct linefast_lines *lines, size_t from,
    const struct lineshape *shape, const unsigned char *classes,
    uint16_t *ret_queries, size_t *ret_count, size_t width)
{
	const struct bounds bounds = bounds_of(shape, width);
	const char *at = linefast_start(lines, from), *base = lines->base;
	size_t i = from, n = 0, len = shape->len, count = lines->count;

	for (; i < count; i++) {
		unsigned char class = classes[(unsigned char)at[len]];

		if (class == LINECLASS_UNSURE)
			break;
		if (!is_between(at, &bounds, width))
			break;
		ret_queries[n] = (uint16_t)i;
		n += class & LINECLASS_QUERY;
		at = base + lines->ends[i] + 1;
	}
	*ret_count = n;
	return i;
}

TARGET static size_t
walk_lines(const struct linefast_lines *lines, size_t from,
    const struct lineshape *shape, const unsigned char *classes,
    uint16_t *ret_queries, size_t *ret_count)
{
	if (shape->len <= 32)
		return walk_width(lines, from, shape, classes, ret_queries,
		    ret_count, 32);
	if (shape->len <= 64)
		return walk_width(lines, from, shape, classes, ret_queries,
		    ret_count, 64);
	return walk_width(lines, from, shape, classes, ret_queries, ret_count,
	    LINESHAPE_MAX);
}

#endif
