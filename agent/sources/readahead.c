/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/readahead.h"

#include "agent/sources/block.h"
#include "agent/sources/thread.h"

#include <stdatomic.h>
#include <stdlib.h>

struct readahead {
	void (*fill)(void *cookie, struct block *block);
	void *cookie;
	struct thread *thread;
	struct thread_gate *free;   /* blocks that may be filled */
	struct thread_gate *filled; /* blocks that may be read */
	atomic_bool stopped;        /* the reader wants no more */
	size_t next;                /* to be read */
	bool reading;               /* the one before it */
	struct block blocks[READAHEAD_BLOCKS];
};

static void
work(void *cookie)
{
	struct readahead *ahead = cookie;
	bool ended = false;

	for (size_t i = 0; !ended; i = (i + 1) % READAHEAD_BLOCKS) {
		thread_gate_pass(ahead->free);
		if (atomic_load(&ahead->stopped))
			return;
		ahead->fill(ahead->cookie, &ahead->blocks[i]);
		/* Once it is handed over it is not ours to look at. */
		ended = ahead->blocks[i].ended;
		thread_gate_open(ahead->filled);
	}
}

struct readahead *
readahead_new(void (*fill)(void *cookie, struct block *block), void *cookie)
{
	struct readahead *ahead = calloc(1, sizeof(*ahead));

	if (ahead == NULL)
		return NULL;
	ahead->fill = fill;
	ahead->cookie = cookie;
	ahead->free = thread_gate_new(READAHEAD_BLOCKS);
	ahead->filled = thread_gate_new(0);
	if (ahead->free != NULL && ahead->filled != NULL)
		ahead->thread = thread_new(work, ahead);
	if (ahead->thread == NULL) {
		readahead_free(ahead);
		return NULL;
	}
	return ahead;
}

void
readahead_free(struct readahead *ahead)
{
	if (ahead == NULL)
		return;
	atomic_store(&ahead->stopped, true);
	if (ahead->free != NULL)
		thread_gate_open(ahead->free);
	thread_free(ahead->thread);
	thread_gate_free(ahead->free);
	thread_gate_free(ahead->filled);
	free(ahead);
}

struct block *
readahead_next(struct readahead *ahead, struct str left)
{
	struct block *block = &ahead->blocks[ahead->next];

	thread_gate_pass(ahead->filled);
	block_carry(block, left);
	if (ahead->reading)
		thread_gate_open(ahead->free);
	ahead->reading = true;
	ahead->next = (ahead->next + 1) % READAHEAD_BLOCKS;
	return block;
}
