/* SPDX-License-Identifier: Apache-2.0 */
#include "core/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)64 * 1024)
#define ALIGNMENT ((size_t)16)

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t cap;
	_Alignas(16) char bytes[];
};

void
arena_init(struct arena *arena, size_t limit)
{
	*arena = (struct arena){ .limit = limit };
}

void
arena_release(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
	arena->used = 0;
}

static struct arena_block *
block_with_room(struct arena *arena, size_t n)
{
	struct arena_block *block = arena->blocks;
	size_t cap = n > BLOCK_BYTES ? n : BLOCK_BYTES;

	if (block != NULL && block->cap - block->used >= n)
		return block;
	block = malloc(sizeof(*block) + cap);
	if (block == NULL)
		return NULL;
	*block = (struct arena_block){ .next = arena->blocks, .cap = cap };
	arena->blocks = block;
	return block;
}

void *
arena_alloc(struct arena *arena, size_t count, size_t size)
{
	struct arena_block *block;
	size_t n;
	void *out;

	if (size != 0 && count > (SIZE_MAX - ALIGNMENT) / size)
		return NULL;
	n = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (n > arena->limit || arena->used > arena->limit - n)
		return NULL;
	block = block_with_room(arena, n);
	if (block == NULL)
		return NULL;
	/* Piece by piece: what is never asked for is never touched. */
	out = memset(block->bytes + block->used, 0, n);
	block->used += n;
	arena->used += n;
	return out;
}

struct str
arena_str(struct arena *arena, struct str s)
{
	char *copy = arena_alloc(arena, s.len + 1, 1);

	if (copy == NULL)
		return (struct str){ NULL, 0 };
	if (s.len > 0)
		memcpy(copy, s.at, s.len);
	return (struct str){ copy, s.len };
}
