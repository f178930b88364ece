/* SPDX-License-Identifier: Apache-2.0
 * blind.h: AI that leaves no trace which Lanterne can read, for the "not seen"
 * part of every page and report: policies/blind-spots.yaml, compiled in.  Must
 * not know where it is printed.  Covered by tests/unit/test_blind.c.
 */
#ifndef CORE_BLIND_H
#define CORE_BLIND_H

#include "core/prose.h"
#include "core/str.h"

/* What several blind spots have in common, to be read at a glance. */
struct blind_group {
	struct str id;
	struct str text[LANGUAGE_COUNT]; /* typed plainly; NUL-terminated */
};

struct blind_spot {
	struct str id;
	uint32_t group; /* its place among the groups */
	struct str text[LANGUAGE_COUNT]; /* likewise; half a line at most */
};

/* A text is not longer, so that a report has two columns of them. */
#define BLIND_CHARACTERS 54

struct blind_spots {
	const struct blind_spot *at; /* sorted by id */
	uint32_t count;
	const struct blind_group *groups; /* as they are read; none is empty */
	uint32_t group_count;
};

/* blind_builtin: the list compiled in. */
const struct blind_spots *blind_builtin(void);

/* blind_write, blind_write_group: append one, with its language's typography. */
void blind_write(struct buf *out, enum language language,
    const struct blind_spot *spot);
void blind_write_group(struct buf *out, enum language language,
    const struct blind_group *group);

#endif
