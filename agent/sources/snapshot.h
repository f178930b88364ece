/* SPDX-License-Identifier: Apache-2.0
 * snapshot.h: a private copy of a database that another program may be using.
 * Must not know a schema or a browser.
 * Covered by tests/unit/test_snapshot.c.
 *
 * The live file is only ever read, byte by byte: SQLite never opens it (it
 * would take locks and could write), and "immutable=1", which ignores a -wal,
 * is never used.  The copy takes the -wal and the -journal along: rows that
 * are only in the -wal are seen, a hot journal is rolled back in the copy.
 */
#ifndef AGENT_SOURCES_SNAPSHOT_H
#define AGENT_SOURCES_SNAPSHOT_H

#include "core/buf.h"
#include "core/status.h"

struct db;         /* core/db.h */
struct os_scratch; /* core/os.h */

struct snapshot {
	struct db *db;   /* open, checked; NULL after release */
	struct buf path; /* of the copy */
};

/* A copy is begun this often before E_CHANGED, this far apart. */
#define SNAPSHOT_TRIES 3
#define SNAPSHOT_PAUSE_MS 100

/* The largest history ever seen is some 300 MB. */
#define SNAPSHOT_MAX_BYTES ((uint64_t)4 << 30)

/*
 * The check (PRAGMA quick_check) reads every page, which costs as much as
 * twelve times `cat` on 1 M visits.  It is always made up to this size, which
 * is most people's history, and on any copy that had a side file with content
 * or had to be begun again.  A larger file that lay still was written whole by SQLite:
 * then its length is checked, and each page as it is read.
 */
#define SNAPSHOT_CHECK_BYTES ((uint64_t)32 << 20)

/*
 * snapshot_open: copy `path`, with its -wal and -journal, into the folder
 * `scratch`, which is made if need be, and open the copy.  The copy is begun
 * again when a file changed, appeared or vanished meanwhile.
 *
 * E_NOT_FOUND; E_ACCESS; E_LOCKED (another program refuses to share);
 * E_CHANGED; E_UNSUPPORTED: empty, or not SQLite; E_DAMAGED; E_INVALID: not a
 * regular file; E_LIMIT: over SNAPSHOT_MAX_BYTES; E_IO: no room, no folder.  The sentence
 * names no path.  On failure nothing is left in `scratch`.
 */
MUST_CHECK enum status snapshot_open(const char *path,
    struct os_scratch *scratch, struct snapshot *ret, struct err *err);

/* snapshot_release: close and remove the copy; safe on a zeroed struct. */
void snapshot_release(struct snapshot *snapshot);

#endif
