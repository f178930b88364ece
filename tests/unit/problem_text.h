/* SPDX-License-Identifier: Apache-2.0
 * problem_text.h: problems compared as "line:column message" in English.
 */
#ifndef TESTS_UNIT_PROBLEM_TEXT_H
#define TESTS_UNIT_PROBLEM_TEXT_H

#include "core/buf.h"
#include "core/problem.h"

#include "tests/unit/unit.h"

/* True when a problem stands at line:column and holds `words`. */
static inline bool
is_told(const struct problems *problems, uint32_t line, uint32_t column,
    const char *words)
{
	for (uint32_t i = 0; i < problems->count; i++) {
		const struct problem *problem = &problems->at[i];
		size_t at;

		if (problem->place.line == line &&
		    problem->place.column == column &&
		    str_find(problem->text, str_of(words), &at))
			return true;
	}
	return false;
}

static inline void
check_told(const struct problems *problems, uint32_t line, uint32_t column,
    const char *words, const char *label)
{
	struct buf all;

	if (is_told(problems, line, column, words))
		return;
	buf_init(&all, 1 << 20);
	for (uint32_t i = 0; i < problems->count; i++) {
		problem_write(&all, &problems->at[i]);
		buf_char(&all, '\n');
	}
	(void)fprintf(stderr, "%s", buf_z(&all));
	buf_release(&all);
	fail_msg("%s: nothing at %u:%u says \"%s\"", label, line, column,
	    words);
}

#endif
