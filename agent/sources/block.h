/* SPDX-License-Identifier: Apache-2.0
 * block.h: a piece of a log's decoded text, with room before it for the line
 * that the piece before has begun.  Must not know who fills it, nor a line.
 * Covered by tests/unit/test_input.c.
 */
#ifndef AGENT_SOURCES_BLOCK_H
#define AGENT_SOURCES_BLOCK_H

#include "core/status.h"
#include "core/str.h"

#include <string.h>

#define BLOCK_ROOM ((size_t)256 << 10)
#define BLOCK_FRONT ((size_t)64 << 10) /* what may be carried to the next */
#define BLOCK_SLACK ((size_t)128)      /* what may be read behind the text */
#define BLOCK_MARGIN ((size_t)16)      /* and before what was carried */

struct block {
	size_t len;         /* of the text, without what was carried */
	bool ended;         /* nothing follows */
	enum status failed; /* why it ended, `why` with it; OK: the end */
	struct err why;
	char room[BLOCK_MARGIN + BLOCK_FRONT + BLOCK_ROOM + BLOCK_SLACK];
};

static inline char *
block_text(struct block *block)
{
	return block->room + BLOCK_MARGIN + BLOCK_FRONT;
}

static inline const char *
block_text_of(const struct block *block)
{
	return block->room + BLOCK_MARGIN + BLOCK_FRONT;
}

/* block_carry: put `left`, BLOCK_FRONT bytes at most, before the text; it may
 * be the end of this very block, not yet filled again. */
static inline void
block_carry(struct block *block, struct str left)
{
	if (left.len > 0)
		memmove(block_text(block) - left.len, left.at, left.len);
}

#endif
