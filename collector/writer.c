/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/writer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct writer {
	struct store *store;
	struct writer_hooks hooks;
	size_t bound;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t filled;
	/* under lock */
	struct job *first;
	struct job **end;
	size_t waiting;
	bool stopping;
	atomic_ulong failures;
};

/* What is queued, in order, at most a batch; NULL when stopping and empty. */
static struct job *
take_batch(struct writer *writer)
{
	struct job *batch, **last;
	size_t count = 0;

	(void)pthread_mutex_lock(&writer->lock);
	while (writer->first == NULL && !writer->stopping)
		(void)pthread_cond_wait(&writer->filled, &writer->lock);
	batch = writer->first;
	for (last = &batch; *last != NULL && count < WRITER_BATCH_MAX; count++)
		last = &(*last)->next;
	writer->first = *last;
	*last = NULL;
	if (writer->first == NULL)
		writer->end = &writer->first;
	writer->waiting -= count;
	(void)pthread_mutex_unlock(&writer->lock);
	return batch;
}

static bool
write_batch(struct writer *writer, struct job *batch)
{
	const struct writer_hooks *hooks = &writer->hooks;
	struct err err;
	enum status code = store_begin(writer->store, &err);

	if (code != OK)
		return false;
	for (struct job *job = batch; job != NULL; job = job->next)
		job->work(job, writer->store);
	if (hooks->before_commit != NULL)
		code = hooks->before_commit(hooks->cookie, writer->store, &err);
	if (code != OK) {
		store_abandon(writer->store);
		return false;
	}
	return store_commit(writer->store, &err) == OK;
}

/* Answers come after the commit, never before: an answer is a promise. */
static void *
run(void *cookie)
{
	struct writer *writer = cookie;
	struct job *batch, *next;

	while ((batch = take_batch(writer)) != NULL) {
		bool committed = write_batch(writer, batch);

		if (!committed)
			(void)atomic_fetch_add(&writer->failures, 1);
		if (writer->hooks.after != NULL)
			writer->hooks.after(writer->hooks.cookie, committed);
		for (; batch != NULL; batch = next) {
			next = batch->next;
			batch->done(batch, committed);
		}
	}
	return NULL;
}

enum status
writer_start(struct store *store, size_t bound,
    const struct writer_hooks *hooks, struct writer **ret_writer,
    struct err *err)
{
	struct writer *writer = calloc(1, sizeof(*writer));

	if (writer == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	writer->store = store;
	writer->bound = bound;
	writer->end = &writer->first;
	if (hooks != NULL)
		writer->hooks = *hooks;
	(void)pthread_mutex_init(&writer->lock, NULL);
	(void)pthread_cond_init(&writer->filled, NULL);
	if (pthread_create(&writer->thread, NULL, run, writer) != 0) {
		free(writer);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	*ret_writer = writer;
	return OK;
}

bool
writer_submit(struct writer *writer, struct job *job)
{
	bool taken;

	(void)pthread_mutex_lock(&writer->lock);
	taken = !writer->stopping && writer->waiting < writer->bound;
	if (taken) {
		job->next = NULL;
		*writer->end = job;
		writer->end = &job->next;
		writer->waiting++;
		(void)pthread_cond_signal(&writer->filled);
	}
	(void)pthread_mutex_unlock(&writer->lock);
	return taken;
}

unsigned long
writer_failures(const struct writer *writer)
{
	return atomic_load(&writer->failures);
}

void
writer_stop(struct writer *writer)
{
	if (writer == NULL)
		return;
	(void)pthread_mutex_lock(&writer->lock);
	writer->stopping = true;
	(void)pthread_cond_signal(&writer->filled);
	(void)pthread_mutex_unlock(&writer->lock);
	(void)pthread_join(writer->thread, NULL);
	(void)pthread_cond_destroy(&writer->filled);
	(void)pthread_mutex_destroy(&writer->lock);
	free(writer);
}
