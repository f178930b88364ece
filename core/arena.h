/* SPDX-License-Identifier: Apache-2.0
 * arena.h: many small pieces of memory that live and die together, such as a
 * catalogue.  Must not know what lies in it.  Covered by tests/unit/test_arena.c.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/str.h"

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used;
	size_t limit;
};

/* arena_init: an empty arena of at most `limit` bytes. */
void arena_init(struct arena *arena, size_t limit);

/* arena_release: free everything; safe on a zeroed struct. */
void arena_release(struct arena *arena);

/* arena_alloc: `count` zeroed elements of `size` bytes, aligned for any type;
 * NULL at the limit, on overflow, or without memory.  Lives until release. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* arena_str: a copy of `s`, NUL-terminated; .at is NULL on failure. */
struct str arena_str(struct arena *arena, struct str s);

#endif
