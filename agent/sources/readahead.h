/* SPDX-License-Identifier: Apache-2.0
 * readahead.h: blocks that a second thread fills ahead of their reader.  Must
 * not know what they are filled with.
 * Covered by tests/unit/test_readahead.c.
 */
#ifndef AGENT_SOURCES_READAHEAD_H
#define AGENT_SOURCES_READAHEAD_H

#include "core/str.h"

struct block;
struct readahead;

#define READAHEAD_BLOCKS 4

/*
 * readahead_new: from now on `fill`, and what it reads and writes, belong to
 * the second thread, until readahead_free.  It is called for one block after the
 * other, at most READAHEAD_BLOCKS before they are read, up to the first that has
 * `ended`.  NULL when there is no thread or memory to be had: nothing was called
 * then, and the caller can fill blocks itself.
 */
struct readahead *readahead_new(
    void (*fill)(void *cookie, struct block *block), void *cookie);

/* readahead_free: wait for a call of `fill` to return, then release all
 * blocks. */
void readahead_free(struct readahead *ahead);

/* readahead_next: the next block, with `left`, which may be the end of the one
 * before, carried in front; valid until the next call.  Not to be called after
 * one that has ended. */
struct block *readahead_next(struct readahead *ahead, struct str left);

#endif
