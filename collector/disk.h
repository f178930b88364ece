/* SPDX-License-Identifier: Apache-2.0
 * disk.h: private folders, a lock, free space: what folder and doctor ask of
 * the system.  Must not know what lies in a folder.
 * Covered by tests/unit/test_folder.c.
 */
#ifndef COLLECTOR_DISK_H
#define COLLECTOR_DISK_H

#include "core/status.h"

#include <stdint.h>

/* disk_make_folder: a folder of mode 0700, new or empty.  E_REFUSED: it is
 * there and holds something. */
MUST_CHECK enum status disk_make_folder(const char *path, struct err *err);

/* disk_want_folder: make a folder unless something of that name is there; those
 * above it must exist. */
MUST_CHECK enum status disk_want_folder(const char *path, struct err *err);

/* disk_lock: an exclusive lock on a file (made when missing), held until
 * disk_unlock or the end of the process.  E_LOCKED. */
MUST_CHECK enum status disk_lock(const char *path, int *ret_lock,
    struct err *err);
void disk_unlock(int lock);

/* disk_free: how many bytes this account may still write there. */
MUST_CHECK enum status disk_free(const char *path, uint64_t *ret_bytes,
    struct err *err);

/* disk_is_private: nobody but the owner can open it. */
bool disk_is_private(const char *path);

#endif
