/* SPDX-License-Identifier: Apache-2.0
 * spawn.h: run a program, give it some bytes, take what it answers.  One file
 * per system.  Must not know what the bytes mean.
 * Covered by tests/unit/test_spawn.c.
 */
#ifndef AGENT_SPAWN_H
#define AGENT_SPAWN_H

#include "core/buf.h"
#include "core/status.h"

/*
 * spawn_run: `program argument`, `input` on its standard input, its standard
 * output appended to `output` (whose limit holds); stderr is ours.  The child
 * inherits nothing else that is open, and is killed after `seconds`, or when
 * it writes too much.  E_LIMIT, E_IO: it could not run, or did not end well.
 */
MUST_CHECK enum status spawn_run(const char *program, const char *argument,
    struct str input, struct buf *output, unsigned seconds, struct err *err);

/*
 * spawn_run in two steps, where rights change in between (POSIX): spawn_start
 * makes a process that waits for its input; spawn_finish gives it that, and
 * frees it; spawn_free lets one go that was given nothing: its input ends.
 */
struct spawn;
MUST_CHECK enum status spawn_start(const char *program, const char *argument,
    struct spawn **ret_spawn, struct err *err);
MUST_CHECK enum status spawn_finish(struct spawn *take_spawn, struct str input,
    struct buf *output, unsigned seconds, struct err *err);
void spawn_free(struct spawn *spawn);

#endif
