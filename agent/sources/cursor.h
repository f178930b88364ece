/* SPDX-License-Identifier: Apache-2.0
 * cursor.h: how far each log was read, so that the next pass reads on.  Must
 * not know a format, nor who keeps the cursors.
 * Covered by tests/unit/test_cursor.c.
 *
 * A log is known by its first bytes, not by its name: a keyed digest of what
 * it decodes to.  So it is found again after it was renamed, copied before
 * being emptied (copytruncate) or compressed; the emptied file, whose first
 * line is another, is new.  A cursor too few costs a second reading and nothing
 * else, for days are a set (agent/state.h).
 */
#ifndef AGENT_SOURCES_CURSOR_H
#define AGENT_SOURCES_CURSOR_H

#include "core/status.h"

#include <stdint.h>

struct input;

#define CURSOR_HEAD 1024 /* bytes that tell one log from another */
#define CURSOR_DIGEST 32
#define CURSOR_KEY 32
#define CURSORS_MAX 1000

struct cursor {
	uint64_t device;
	uint64_t inode;
	uint64_t size;     /* of the file when it was read */
	uint64_t offset;   /* decoded bytes read: after the last whole line */
	uint32_t head;     /* bytes under the digest, at most CURSOR_HEAD */
	uint8_t fingerprint[CURSOR_DIGEST];
};

/* Those of the last pass, and those that this one makes. */
struct cursors {
	uint8_t key[CURSOR_KEY]; /* of this computer, so that a digest tells
	                          * nothing to who holds it alone */
	const struct cursor *known;
	size_t known_count;
	struct cursor *next;     /* room for CURSORS_MAX */
	size_t next_count;
};

/*
 * cursors_find: how far the file behind `input` was read (offset 0: never),
 * and its identity now.  *ret_unchanged: the very file, of the same size and
 * read to its end: nothing is new.  Call it before the first input_next.
 */
MUST_CHECK enum status cursors_find(const struct cursors *cursors,
    struct input *input, struct cursor *ret, bool *ret_unchanged,
    struct err *err);

/* cursors_note: keep a cursor for the next pass; beyond CURSORS_MAX it is let
 * fall, and that file is read whole again. */
void cursors_note(struct cursors *cursors, const struct cursor *cursor);

#endif
