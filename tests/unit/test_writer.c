/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/writer.h"

#include "tests/unit/store_make.h"

#include <pthread.h>
#include <stdatomic.h>

/* A job that marks a day, and tells what it saw when it was answered. */
struct mark {
	struct job job;
	int32_t day;
	atomic_int answered; /* 1: committed, -1: not */
	int64_t seen;        /* days that another connection saw then */
	pthread_mutex_t *gate; /* taken by work, when not NULL */
};

static void
mark_work(struct job *job, struct store *in)
{
	struct mark *mark = (struct mark *)job;

	if (mark->gate != NULL) {
		(void)pthread_mutex_lock(mark->gate);
		(void)pthread_mutex_unlock(mark->gate);
	}
	check_ok(store_alive(in, mark->day, NULL), &err);
}

static void
mark_done(struct job *job, bool committed)
{
	struct mark *mark = (struct mark *)job;
	struct store *other = NULL;
	struct err ignored;

	if (store_open(path, &other, &ignored) != OK ||
	    store_days_up(other, 0, 100000, &mark->seen, &ignored) != OK)
		mark->seen = -1;
	store_free(other);
	atomic_store(&mark->answered, committed ? 1 : -1);
}

static struct mark
mark_of(int32_t day, pthread_mutex_t *gate)
{
	return (struct mark){ .job = { mark_work, mark_done, NULL },
		.day = day, .gate = gate };
}

static void
an_answer_comes_after_the_commit(void **state)
{
	struct writer *writer = NULL;
	struct mark mark = mark_of(1, NULL);

	(void)state;
	check_ok(writer_start(store, 8, NULL, &writer, &err), &err);
	assert_true(writer_submit(writer, &mark.job));
	writer_stop(writer);
	assert_int_equal(atomic_load(&mark.answered), 1);
	assert_int_equal(mark.seen, 1);
}

static void
what_waits_together_is_one_batch(void **state)
{
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
	struct writer *writer = NULL;
	struct mark marks[5];

	(void)state;
	check_ok(writer_start(store, 8, NULL, &writer, &err), &err);
	(void)pthread_mutex_lock(&gate);
	for (int i = 0; i < 5; i++) {
		marks[i] = mark_of(i + 1, i == 0 ? &gate : NULL);
		assert_true(writer_submit(writer, &marks[i].job));
	}
	(void)pthread_mutex_unlock(&gate);
	writer_stop(writer);
	/* The first batch is whatever was there when it began; the rest were
	 * committed together, so the first of them saw the last. */
	assert_int_equal(marks[4].seen, 5);
	assert_int_equal(marks[3].seen, 5);
}

static void
a_full_queue_says_so_and_loses_nothing(void **state)
{
	pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
	struct writer *writer = NULL;
	struct mark marks[8];
	int taken = 0, answered = 0;

	(void)state;
	check_ok(writer_start(store, 3, NULL, &writer, &err), &err);
	(void)pthread_mutex_lock(&gate);
	for (int i = 0; i < 8; i++) {
		marks[i] = mark_of(i + 1, &gate);
		if (writer_submit(writer, &marks[i].job))
			taken++;
		else
			atomic_store(&marks[i].answered, 2);
	}
	assert_in_range(taken, 3, 6);
	(void)pthread_mutex_unlock(&gate);
	writer_stop(writer);
	for (int i = 0; i < 8; i++)
		answered += atomic_load(&marks[i].answered) == 1;
	assert_int_equal(answered, taken);
}

static enum status
refuse(void *cookie, struct store *in, struct err *reason)
{
	(void)cookie;
	(void)in;
	return err_set(reason, E_IO, MSG_NO_MEMORY, NO_ARGS);
}

static void
a_failed_batch_is_answered_as_not_kept(void **state)
{
	const struct writer_hooks hooks = { .before_commit = refuse };
	struct writer *writer = NULL;
	struct mark mark = mark_of(1, NULL);

	(void)state;
	check_ok(writer_start(store, 8, &hooks, &writer, &err), &err);
	assert_true(writer_submit(writer, &mark.job));
	while (atomic_load(&mark.answered) == 0)
		(void)usleep(1000);
	assert_int_equal(writer_failures(writer), 1);
	writer_stop(writer);
	assert_int_equal(atomic_load(&mark.answered), -1);
	assert_int_equal(mark.seen, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(an_answer_comes_after_the_commit),
		STORE_TEST(what_waits_together_is_one_batch),
		STORE_TEST(a_full_queue_says_so_and_loses_nothing),
		STORE_TEST(a_failed_batch_is_answered_as_not_kept),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
