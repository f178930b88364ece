/* SPDX-License-Identifier: Apache-2.0
 * answer_formats.h: the renderers of an answer, by name.  Must not know where
 * a rendering goes.  Covered by tests/unit/test_golden.c.
 */
#ifndef AGENT_ANSWER_FORMATS_H
#define AGENT_ANSWER_FORMATS_H

#include "agent/answer.h"

#include "core/buf.h"

struct answer_format {
	const char *name;
	void (*render)(struct buf *out, const struct answer_model *answer,
	    const struct answer_look *look);
};

/* answer_formats: all of them, sorted by name; ends with a NULL name. */
extern const struct answer_format answer_formats[];

/* answer_format_of: "terminal", "share", "html", "json" or "csv"; NULL for
 * another name. */
const struct answer_format *answer_format_of(const char *name);

#endif
