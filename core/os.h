/* SPDX-License-Identifier: Apache-2.0
 * os.h: what differs between systems in files and folders.  One file per
 * system (os_posix.c with os_linux.c or os_none.c, os_win32.c), chosen by the
 * build, beside os.c for what does not differ; callers hold no #ifdef.
 * Paths are UTF-8.  Covered by tests/unit/test_os.c.
 */
#ifndef CORE_OS_H
#define CORE_OS_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

enum os_kind {
	OS_NONE, /* it is not there */
	OS_FILE,
	OS_FOLDER,
	OS_FIFO,
	OS_OTHER /* device, socket ... */
};

/* What tells a file from another, and from itself after a change. */
struct os_stat {
	enum os_kind kind;
	uint64_t device;
	uint64_t inode;
	uint64_t size;
	int64_t mtime_ns; /* since 1970 */
};

/*
 * os_stat: follows links.  A missing file is OK with kind OS_NONE; E_ACCESS
 * when the system does not let us look.
 */
MUST_CHECK enum status os_stat(const char *path, struct os_stat *ret,
    struct err *err);

/*
 * os_open: open an existing regular file for reading, without blocking any
 * other program (share modes on Windows) and without hanging on a FIFO.
 * E_INVALID when it is not a regular file.  *ret_fd is closed by os_close.
 */
MUST_CHECK enum status os_open(const char *path, int *ret_fd, struct err *err);

/* os_read: what there is, at most `room` bytes; *ret_n is 0 at the end.
 * os_seek: to `offset` bytes from the beginning.  os_close: -1 is fine. */
MUST_CHECK enum status os_read(int fd, char *to, size_t room, size_t *ret_n,
    struct err *err);
MUST_CHECK enum status os_seek(int fd, uint64_t offset, struct err *err);
MUST_CHECK enum status os_fstat(int fd, struct os_stat *ret, struct err *err);
void os_close(int fd);

/* os_read_file: the whole of a regular file into `out` (its limit holds). */
MUST_CHECK enum status os_read_file(const char *path, struct buf *out,
    struct err *err);

/*
 * os_each: call `visit` with the name of each entry of a folder (not "." and
 * ".."), as they come, until it answers false.  On failure some of them may
 * have been visited.
 */
MUST_CHECK enum status os_each(const char *path,
    bool (*visit)(void *cookie, const char *name), void *cookie,
    struct err *err);

/*
 * os_list: the same of all of them, sorted by bytes.  E_LIMIT: more than
 * OS_LIST_MAX.  On failure none has been visited.
 */
#define OS_LIST_MAX 100000
MUST_CHECK enum status os_list(const char *path,
    void (*visit)(void *cookie, const char *name), void *cookie,
    struct err *err);

/* os_real: the absolute path, links followed, "/" between folders. */
MUST_CHECK enum status os_real(const char *path, char *out, size_t size,
    struct err *err);

/*
 * os_scratch_open: make a private folder (mode 0700) for copies in the folder
 * `parent`; it stays locked while this process lives.  E_LIMIT: its path has no
 * room in `path`.  os_scratch_close removes it with all that it holds.
 * os_scratch_sweep removes from `parent` the folders that a crash left: only
 * those of this user whose lock nobody holds.
 *
 * os_scratch_later: the same, made when os_scratch_path first asks for it;
 * `parent` is borrowed until then.
 */
struct os_scratch {
	char path[512]; /* empty: not made */
	int lock;
	const char *parent;
};
struct os_scratch os_scratch_later(const char *parent);
MUST_CHECK enum status os_scratch_path(struct os_scratch *scratch,
    const char **ret_path, struct err *err);
MUST_CHECK enum status os_scratch_open(const char *parent,
    struct os_scratch *ret, struct err *err);
void os_scratch_close(struct os_scratch *scratch);
void os_scratch_sweep(const char *parent);

/* os_create: make a new file, mode 0600, for os_write; E_INVALID when
 * something of that name is there.  os_write: all of `bytes`. */
MUST_CHECK enum status os_create(const char *path, int *ret_fd,
    struct err *err);
MUST_CHECK enum status os_write(int fd, struct str bytes, struct err *err);

/* os_leave_no_core: from here on, a crash leaves nothing of this process's
 * memory behind: no core, no report to the system's maker, no way in for
 * another program of the same person.  Not inherited by another program; a
 * change of account undoes it. */
void os_leave_no_core(void);

/* os_pause: do nothing for so long. */
void os_pause(unsigned milliseconds);

/* os_remove: a file; a missing one is fine. */
MUST_CHECK enum status os_remove(const char *path, struct err *err);

/* os_flush_parent: after this, a rename or a removal of `path` survives a power
 * cut.  Windows has no such call, and writes folders through: OK. */
MUST_CHECK enum status os_flush_parent(const char *path, struct err *err);

/* os_join: append "folder/name" with one separator. */
void os_join(struct buf *out, const char *folder, const char *name);

#endif
