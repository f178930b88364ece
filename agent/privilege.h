/* SPDX-License-Identifier: Apache-2.0
 * privilege.h: rights only shrink: a service that was started as root becomes
 * the account that its state folder belongs to, and one that was given the
 * right to read any file gives it up, after it has started the one process that
 * may read every home.  Linux, or none.  Must not know what
 * is read or sent.  Covered by tests/scenario/agent_service.sh.
 *
 *     root -- owner of the folder, may read any file: starts the reader
 *      \_____ owner of the folder, and nothing more: state, collector
 */
#ifndef AGENT_PRIVILEGE_H
#define AGENT_PRIVILEGE_H

#include "core/buf.h"
#include "core/status.h"

struct privilege;

/*
 * privilege_part: when we are root and `folder` is another account's, or when we
 * hold CAP_DAC_READ_SEARCH, become that account, for ever and without any
 * capability.  With `program`, its
 * reader is started before that, as that account with the right to read others'
 * files and no other, and waits for privilege_ask.  Else, and
 * where the system is not Linux, nothing happens.  E_ACCESS: the system refused; do not go on.
 */
MUST_CHECK enum status privilege_part(const char *folder, const char *program,
    struct privilege **ret_privilege, struct err *err);
void privilege_free(struct privilege *privilege);

/* privilege_ask: as spawn_run, by the reader that waits, once; without one
 * (NULL, or asked before) by a new process with our own rights. */
MUST_CHECK enum status privilege_ask(struct privilege *privilege,
    const char *program, struct str input, struct buf *output,
    unsigned seconds, struct err *err);

/* privilege_round: `work`, which may part with its rights; we keep ours, for
 * the next time: a service runs it in a process of its own. */
void privilege_round(void (*work)(void *cookie), void *cookie);

#endif
