/* SPDX-License-Identifier: Apache-2.0
 * linefast_walk.h: the walk along lines of one shape, written once, compiled for
 * each set of instructions: the file that includes it defines TARGET and
 * has_shape.  Must not know a format.
 * Covered by tests/unit/test_linefast.c.
 */
#ifndef AGENT_SOURCES_LINEFAST_WALK_H
#define AGENT_SOURCES_LINEFAST_WALK_H

#include "agent/sources/linefast_isa.h"

TARGET static size_t
walk_lines(const struct linefast_lines *lines, size_t from,
    const struct lineshape *shape, const unsigned char *classes,
    uint16_t *ret_queries, size_t *ret_count)
{
	const char *at = linefast_start(lines, from);
	size_t i = from, n = 0, len = shape->len;

	for (; i < lines->count; i++) {
		unsigned char class = classes[(unsigned char)at[len]];

		if (!has_shape(at, shape) || class == LINECLASS_UNSURE)
			break;
		ret_queries[n] = (uint16_t)i;
		n += class == LINECLASS_QUERY;
		at = lines->base + lines->ends[i] + 1;
	}
	*ret_count = n;
	return i;
}

#endif
