/* SPDX-License-Identifier: Apache-2.0
 * process.h: other programs run as processes: one after the other, several at
 * once, or in the background.  One file per system.  Must not know what they
 * do.  Covered by tests/unit/test_process.c.
 */
#ifndef COLLECTOR_PROCESS_H
#define COLLECTOR_PROCESS_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

/* `id` 0: none.  A process that was started must be waited for or stopped. */
struct process {
	int64_t id;
};

/* process_begin: from now on an interrupt ends process_wait instead of this
 * program, which can then stop what it has started.  To be called once, before
 * any thread starts. */
void process_begin(void);

/* process_beside: append the path of the program `name` in the folder of the
 * running program.  E_NOT_FOUND: it is not there, or is no program. */
MUST_CHECK enum status process_beside(const char *name, struct buf *out,
    struct err *err);

/* process_absolute: append the path of what is there, from the root. */
MUST_CHECK enum status process_absolute(const char *path, struct buf *out,
    struct err *err);

/* process_start: argv[0] is a path; `argv` ends in NULL.  Nothing to read on
 * stdin; what it prints is appended to the file `log`. */
MUST_CHECK enum status process_start(const char *const *argv, const char *log,
    struct process *ret, struct err *err);

/*
 * process_wait: until it ends; *ret_exit is its exit code, 128 + the signal
 * that killed it.  E_REFUSED: we were interrupted meanwhile; it still runs.
 */
MUST_CHECK enum status process_wait(struct process *process, int *ret_exit,
    struct err *err);

/* process_ended: true when it has ended; it need not be waited for then. */
bool process_ended(struct process *process);

/* process_stop: ask it to end, then insist.  Safe on none. */
void process_stop(struct process *process);

/* process_free_port: a port of this computer on which nothing listens. */
MUST_CHECK enum status process_free_port(uint16_t *ret, struct err *err);

#endif
