/* SPDX-License-Identifier: Apache-2.0
 * blind.h: AI that leaves no trace which Lanterne can read, for the "not seen"
 * part of every page and report: policies/blind-spots.yaml, compiled in.  Must
 * not know where it is printed.  Covered by tests/unit/test_blind.c.
 */
#ifndef CORE_BLIND_H
#define CORE_BLIND_H

#include "core/prose.h"
#include "core/str.h"

struct blind_spot {
	struct str id;
	struct str text[LANGUAGE_COUNT]; /* typed plainly; NUL-terminated */
};

struct blind_spots {
	const struct blind_spot *at; /* sorted by id */
	uint32_t count;
};

/* blind_builtin: the list compiled in. */
const struct blind_spots *blind_builtin(void);

/* blind_write: append one, with its language's typography. */
void blind_write(struct buf *out, enum language language,
    const struct blind_spot *spot);

#endif
