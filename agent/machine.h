/* SPDX-License-Identifier: Apache-2.0
 * machine.h: what only the system knows of this computer: an id, how long it
 * has been awake, where a program keeps its state, whether we are the service.
 * One file per system, and
 * one for what of POSIX only Linux has.  Must not know what any of it is for.
 * Covered by tests/unit/test_machine.c.
 */
#ifndef AGENT_MACHINE_H
#define AGENT_MACHINE_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

/* machine_id: append what tells this installation from another (Linux:
 * /etc/machine-id); nothing when the system has none.  Only a salted digest of
 * it is ever kept. */
void machine_id(struct buf *out);

/* Since the machine was started: `boot` names the start (two starts differ),
 * `awake` and `asleep` are seconds. */
struct machine_uptime {
	int64_t boot;
	int64_t awake;
	int64_t asleep;
};
struct machine_uptime machine_uptime(void);

/* machine_is_service: we read for all users of this computer: root, or (Linux)
 * whoever holds CAP_DAC_READ_SEARCH, until it is given up; Windows: the system,
 * or an administrator who is elevated. */
bool machine_is_service(void);

/* machine_service_state: append the service's state folder.  machine_state: the
 * usual one: the service's when we are the service, else under `home`.
 * machine_config: the configuration file. */
void machine_service_state(struct buf *out);
void machine_state(struct buf *out, const char *home);
void machine_config(struct buf *out, const char *home);

/* machine_program: append a path by which the program that runs can be started
 * again, also when an upgrade has replaced its file. */
void machine_program(struct buf *out);

/* machine_folder: make `path` (mode 0700) and what is missing above it.
 * E_ACCESS: it is there and belongs to somebody else, or others may enter. */
MUST_CHECK enum status machine_folder(const char *path, struct err *err);

/* machine_is_safe: false when `path`, which is there, may be somebody else's
 * bait: another's, or others may write into it.  Windows lets anyone make
 * folders where services keep their state. */
bool machine_is_safe(const char *path);

/* machine_remove_folder: an empty one; any other stays. */
void machine_remove_folder(const char *path);

/* machine_lock: hold `path` until machine_unlock, or death.  E_LOCKED: another
 * process of ours holds it. */
MUST_CHECK enum status machine_lock(const char *path, int *ret_lock,
    struct err *err);
void machine_unlock(int lock);

/* machine_free_bytes: room left on the disk of `path`; 0 when unknown. */
uint64_t machine_free_bytes(const char *path);

/* machine_exists: something stands at `path`, which we may look at. */
bool machine_exists(const char *path);

#endif
