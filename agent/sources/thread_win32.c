/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/thread.h"

#include <limits.h>
#include <stdlib.h>

#include <windows.h>

struct thread {
	HANDLE handle;
	void (*work)(void *cookie);
	void *cookie;
};

struct thread_gate {
	HANDLE semaphore;
};

static DWORD WINAPI
run(void *cookie)
{
	const struct thread *thread = cookie;

	thread->work(thread->cookie);
	return 0;
}

struct thread *
thread_new(void (*work)(void *cookie), void *cookie)
{
	struct thread *thread = calloc(1, sizeof(*thread));

	if (thread == NULL)
		return NULL;
	thread->work = work;
	thread->cookie = cookie;
	thread->handle = CreateThread(NULL, 0, run, thread, 0, NULL);
	if (thread->handle == NULL) {
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
	(void)WaitForSingleObject(thread->handle, INFINITE);
	(void)CloseHandle(thread->handle);
	free(thread);
}

struct thread_gate *
thread_gate_new(size_t passes)
{
	struct thread_gate *gate = calloc(1, sizeof(*gate));

	if (gate == NULL)
		return NULL;
	gate->semaphore = CreateSemaphoreW(NULL, (LONG)passes, LONG_MAX, NULL);
	if (gate->semaphore == NULL) {
		free(gate);
		return NULL;
	}
	return gate;
}

void
thread_gate_free(struct thread_gate *gate)
{
	if (gate == NULL)
		return;
	(void)CloseHandle(gate->semaphore);
	free(gate);
}

void
thread_gate_open(struct thread_gate *gate)
{
	(void)ReleaseSemaphore(gate->semaphore, 1, NULL);
}

void
thread_gate_pass(struct thread_gate *gate)
{
	(void)WaitForSingleObject(gate->semaphore, INFINITE);
}
