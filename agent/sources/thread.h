/* SPDX-License-Identifier: Apache-2.0
 * thread.h: a second thread, and gates by which two of them wait for each
 * other.  One file per system.  Must not know what they do.
 * Covered by tests/unit/test_readahead.c.
 */
#ifndef AGENT_SOURCES_THREAD_H
#define AGENT_SOURCES_THREAD_H

#include <stddef.h>

struct thread;
struct thread_gate;

/* thread_new: run `work` beside us; NULL when the system gives no thread.
 * thread_free: wait until it has returned; NULL is fine. */
struct thread *thread_new(void (*work)(void *cookie), void *cookie);
void thread_free(struct thread *thread);

/*
 * A gate through which `passes` may go; thread_gate_open lets one more through,
 * thread_gate_pass waits until one may.  All that was written before an opening
 * is seen after the pass that it allowed.  NULL when the system gives none.
 */
struct thread_gate *thread_gate_new(size_t passes);
void thread_gate_free(struct thread_gate *gate);
void thread_gate_open(struct thread_gate *gate);
void thread_gate_pass(struct thread_gate *gate);

#endif
