/* SPDX-License-Identifier: Apache-2.0
 * writer.h: the one thread that touches the store, behind a bounded queue.  It
 * takes all jobs that are queued, does them under one commit, and answers only
 * then.  Must not know what a job does.  Covered by tests/unit/test_writer.c.
 *
 * It never waits for more jobs: a batch is what came in while the one before
 * was being written, so batches grow with load and a lone job is not delayed.
 */
#ifndef COLLECTOR_WRITER_H
#define COLLECTOR_WRITER_H

#include "collector/store.h"

struct writer;

/*
 * A job is the first member of a struct of the caller's.  `work` runs inside
 * the batch; `done` runs after it, with committed false when nothing of the job
 * was kept because the batch failed.  Both on the writer's thread; `done` owns
 * the job.
 */
struct job {
	void (*work)(struct job *job, struct store *store);
	void (*done)(struct job *job, bool committed);
	struct job *next;
};

/* What is done once for all jobs of a batch.  `before_commit` runs after the
 * last job, inside the transaction; when it fails the batch is abandoned.
 * `after` runs when the batch has ended, either way. */
struct writer_hooks {
	enum status (*before_commit)(void *cookie, struct store *store,
	    struct err *err);
	void (*after)(void *cookie, bool committed);
	void *cookie;
};

#define WRITER_BATCH_MAX 1024

/* writer_start: the writer uses `store` alone until writer_stop.  `bound` is
 * how many jobs may wait. */
MUST_CHECK enum status writer_start(struct store *store, size_t bound,
    const struct writer_hooks *hooks, struct writer **ret_writer,
    struct err *err);

/* writer_submit: from any thread; false, the job untouched, when the queue is
 * full or the writer is stopping. */
bool writer_submit(struct writer *writer, struct job *job);

/* writer_failures: batches that did not commit since the start. */
unsigned long writer_failures(const struct writer *writer);

/* writer_stop: do what is queued, then end.  Frees the writer. */
void writer_stop(struct writer *writer);

#endif
