/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/thread.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

/* Looks at a gate before sleeping, tens of microseconds: what a sleep and its
 * end cost, and two threads at work seldom wait longer for each other. */
#define LOOKS 40000

struct thread {
	pthread_t handle;
	void (*work)(void *cookie);
	void *cookie;
};

struct thread_gate {
	pthread_mutex_t lock;
	pthread_cond_t opened;
	atomic_size_t passes; /* grows under the lock */
};

static void *
run(void *cookie)
{
	const struct thread *thread = cookie;

	thread->work(thread->cookie);
	return NULL;
}

struct thread *
thread_new(void (*work)(void *cookie), void *cookie)
{
	struct thread *thread = calloc(1, sizeof(*thread));

	if (thread == NULL)
		return NULL;
	thread->work = work;
	thread->cookie = cookie;
	if (pthread_create(&thread->handle, NULL, run, thread) != 0) {
		free(thread);
		return NULL;
	}
	return thread;
}

void
thread_free(struct thread *thread)
{
	if (thread == NULL)
		return;
	(void)pthread_join(thread->handle, NULL);
	free(thread);
}

struct thread_gate *
thread_gate_new(size_t passes)
{
	struct thread_gate *gate = calloc(1, sizeof(*gate));

	if (gate == NULL)
		return NULL;
	(void)pthread_mutex_init(&gate->lock, NULL);
	(void)pthread_cond_init(&gate->opened, NULL);
	atomic_init(&gate->passes, passes);
	return gate;
}

void
thread_gate_free(struct thread_gate *gate)
{
	if (gate == NULL)
		return;
	(void)pthread_cond_destroy(&gate->opened);
	(void)pthread_mutex_destroy(&gate->lock);
	free(gate);
}

void
thread_gate_open(struct thread_gate *gate)
{
	(void)pthread_mutex_lock(&gate->lock);
	(void)atomic_fetch_add(&gate->passes, 1);
	(void)pthread_cond_signal(&gate->opened);
	(void)pthread_mutex_unlock(&gate->lock);
}

static bool
take_pass(struct thread_gate *gate)
{
	size_t passes = atomic_load(&gate->passes);

	while (passes > 0)
		if (atomic_compare_exchange_weak(&gate->passes, &passes,
		        passes - 1))
			return true;
	return false;
}

void
thread_gate_pass(struct thread_gate *gate)
{
	for (size_t i = 0; i < LOOKS; i++)
		if (take_pass(gate))
			return;
	(void)pthread_mutex_lock(&gate->lock);
	while (!take_pass(gate))
		(void)pthread_cond_wait(&gate->opened, &gate->lock);
	(void)pthread_mutex_unlock(&gate->lock);
}
