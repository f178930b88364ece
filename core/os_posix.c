/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCRATCH_PREFIX "lanterne-copy-"
#define LOCK_NAME "lock"

static void
fill(struct os_stat *ret, const struct stat *from)
{
	*ret = (struct os_stat){
		.kind = S_ISREG(from->st_mode) ? OS_FILE
		    : S_ISDIR(from->st_mode)   ? OS_FOLDER
		    : S_ISFIFO(from->st_mode)  ? OS_FIFO
		                               : OS_OTHER,
		.device = (uint64_t)from->st_dev,
		.inode = (uint64_t)from->st_ino,
		.size = (uint64_t)from->st_size,
		.mtime_ns = (int64_t)from->st_mtim.tv_sec * 1000000000 +
		    from->st_mtim.tv_nsec,
	};
}

enum status
os_stat(const char *path, struct os_stat *ret, struct err *err)
{
	struct stat found;

	if (stat(path, &found) == 0) {
		fill(ret, &found);
		return OK;
	}
	if (errno != ENOENT && errno != ENOTDIR)
		return err_system(err, errno, path);
	*ret = (struct os_stat){ .kind = OS_NONE };
	return OK;
}

enum status
os_fstat(int fd, struct os_stat *ret, struct err *err)
{
	struct stat found;

	if (fstat(fd, &found) != 0)
		return err_system(err, errno, "fstat");
	fill(ret, &found);
	return OK;
}

enum status
os_open(const char *path, int *ret_fd, struct err *err)
{
	/* O_NONBLOCK: opening a FIFO must return, to be refused below. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct os_stat found = { .kind = OS_NONE };

	if (fd < 0)
		return err_system(err, errno, path);
	if (os_fstat(fd, &found, NULL) != OK || found.kind != OS_FILE) {
		os_close(fd);
		return err_set(err, E_INVALID,
		    found.kind == OS_FOLDER ? MSG_SYS_IS_FOLDER
		                            : MSG_SYS_NOT_REGULAR, ARGS(path));
	}
	*ret_fd = fd;
	return OK;
}

enum status
os_read(int fd, char *to, size_t room, size_t *ret_n, struct err *err)
{
	ssize_t n;

	do
		n = read(fd, to, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_system(err, errno, "read");
	*ret_n = (size_t)n;
	return OK;
}

enum status
os_seek(int fd, uint64_t offset, struct err *err)
{
	if (lseek(fd, (off_t)offset, SEEK_SET) < 0)
		return err_system(err, errno, "seek");
	return OK;
}

void
os_close(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

enum status
os_each(const char *path, bool (*visit)(void *cookie, const char *name),
    void *cookie, struct err *err)
{
	DIR *folder = opendir(path);
	const struct dirent *entry;
	bool more = true;
	int failed = 0;

	if (folder == NULL)
		return err_system(err, errno, path);
	while (more) {
		errno = 0; /* NULL is the end as well as a failure */
		entry = readdir(folder);
		failed = entry == NULL ? errno : 0;
		more = entry != NULL &&
		    (is_dots(entry->d_name) || visit(cookie, entry->d_name));
	}
	(void)closedir(folder);
	return failed == 0 ? OK : err_system(err, failed, path);
}

enum status
os_real(const char *path, char *out, size_t size, struct err *err)
{
	char real[PATH_MAX];

	if (realpath(path, real) == NULL)
		return err_system(err, errno, path);
	if ((size_t)snprintf(out, size, "%s", real) >= size)
		return err_system(err, ENAMETOOLONG, path);
	return OK;
}

enum status
os_scratch_open(const char *parent, struct os_scratch *ret, struct err *err)
{
	struct os_scratch made = { .lock = -1 };
	char lock[sizeof(made.path) + sizeof(LOCK_NAME) + 1];

	if ((size_t)snprintf(made.path, sizeof(made.path), "%s/%sXXXXXX",
	        parent, SCRATCH_PREFIX) >= sizeof(made.path))
		return err_system(err, ENAMETOOLONG, parent);
	if (mkdtemp(made.path) == NULL)
		return err_system(err, errno, parent);
	(void)snprintf(lock, sizeof(lock), "%s/%s", made.path, LOCK_NAME);
	made.lock = open(lock, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (made.lock < 0 || flock(made.lock, LOCK_EX | LOCK_NB) != 0) {
		int reason = errno;

		os_close(made.lock);
		(void)unlink(lock);
		(void)rmdir(made.path);
		return err_system(err, reason, parent);
	}
	*ret = made;
	return OK;
}

/* No link is followed, and nothing deeper than what we make is entered. */
#define SCRATCH_DEPTH 8

static void
empty_folder(int fd, unsigned depth)
{
	DIR *folder = fdopendir(fd);
	const struct dirent *entry;

	if (folder == NULL) {
		os_close(fd);
		return;
	}
	while ((entry = readdir(folder)) != NULL) {
		int inner;

		if (is_dots(entry->d_name) ||
		    unlinkat(dirfd(folder), entry->d_name, 0) == 0 ||
		    depth == 0)
			continue;
		inner = openat(dirfd(folder), entry->d_name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (inner >= 0)
			empty_folder(inner, depth - 1);
		(void)unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
	}
	(void)closedir(folder);
}

static void
empty_and_remove(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return;
	empty_folder(fd, SCRATCH_DEPTH);
	(void)rmdir(path);
}

void
os_scratch_close(struct os_scratch *scratch)
{
	if (scratch->path[0] == '\0')
		return;
	empty_and_remove(scratch->path);
	os_close(scratch->lock);
	*scratch = (struct os_scratch){ .lock = -1 };
}

/* A crash leaves the folder but not the lock.  A folder without a lock file
 * is another process between mkdtemp and open: leave it a minute. */
static bool
is_abandoned(const char *path)
{
	char lock[PATH_MAX + sizeof(LOCK_NAME) + 1];
	struct stat found;
	int fd;
	bool free_to_take;

	if (lstat(path, &found) != 0 || !S_ISDIR(found.st_mode) ||
	    found.st_uid != geteuid())
		return false;
	(void)snprintf(lock, sizeof(lock), "%s/%s", path, LOCK_NAME);
	fd = open(lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT && time(NULL) - found.st_mtime > 60;
	free_to_take = flock(fd, LOCK_EX | LOCK_NB) == 0;
	os_close(fd);
	return free_to_take;
}

struct sweep {
	const char *parent;
};

static bool
sweep_one(void *cookie, const char *name)
{
	const struct sweep *sweep = cookie;
	char path[PATH_MAX];

	if (strncmp(name, SCRATCH_PREFIX, strlen(SCRATCH_PREFIX)) != 0)
		return true;
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", sweep->parent, name) <
	        sizeof(path) &&
	    is_abandoned(path))
		empty_and_remove(path);
	return true;
}

void
os_scratch_sweep(const char *parent)
{
	struct sweep sweep = { parent };

	(void)!os_each(parent, sweep_one, &sweep, NULL);
}

enum status
os_create(const char *path, int *ret_fd, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return err_set(err, E_INVALID, MSG_SYS_OTHER,
		    ARGS(path, strerror(EEXIST)));
	if (fd < 0)
		return err_system(err, errno, path);
	*ret_fd = fd;
	return OK;
}

enum status
os_write(int fd, struct str bytes, struct err *err)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.at, bytes.len);

		if (n < 0 && errno != EINTR)
			return err_system(err, errno, "write");
		bytes = str_skip(bytes, n < 0 ? 0 : (size_t)n);
	}
	return OK;
}

void
os_pause(unsigned milliseconds)
{
	struct timespec left = { .tv_sec = milliseconds / 1000,
		.tv_nsec = (long)(milliseconds % 1000) * 1000000 };

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

enum status
os_remove(const char *path, struct err *err)
{
	if (unlink(path) != 0 && errno != ENOENT)
		return err_system(err, errno, path);
	return OK;
}

enum status
os_flush_parent(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX] = ".";
	int fd, failed = 0;

	if (slash != NULL) /* "/name" is in "/" */
		(void)snprintf(folder, sizeof(folder), "%.*s",
		    slash == path ? 1 : (int)(slash - path), path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		failed = errno;
	os_close(fd);
	return failed == 0 ? OK : err_system(err, failed, folder);
}
