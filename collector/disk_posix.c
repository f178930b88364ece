/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/disk.h"

#include "core/os.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static void
count_entry(void *cookie, const char *name)
{
	(void)name;
	++*(size_t *)cookie;
}

enum status
disk_make_folder(const char *path, struct err *err)
{
	size_t entries = 0;
	enum status code;

	if (mkdir(path, 0700) == 0)
		return OK;
	if (errno != EEXIST)
		return err_system(err, errno, path);
	code = os_list(path, count_entry, &entries, err);
	if (code == OK && entries > 0)
		return err_set(err, E_REFUSED, MSG_FOLDER_NOT_EMPTY,
		    ARGS(path));
	if (code == OK && chmod(path, 0700) != 0)
		return err_system(err, errno, path);
	return code;
}

enum status
disk_want_folder(const char *path, struct err *err)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST
	    ? OK : err_system(err, errno, path);
}

enum status
disk_lock(const char *path, int *ret_lock, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int reason;

	if (fd < 0)
		return err_system(err, errno, path);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		reason = errno;
		(void)close(fd);
		return reason == EWOULDBLOCK
		    ? err_set(err, E_LOCKED, MSG_FOLDER_LOCKED, NO_ARGS)
		    : err_system(err, reason, path);
	}
	*ret_lock = fd;
	return OK;
}

void
disk_unlock(int lock)
{
	(void)close(lock);
}

enum status
disk_free(const char *path, uint64_t *ret_bytes, struct err *err)
{
	struct statvfs found;

	if (statvfs(path, &found) != 0)
		return err_system(err, errno, path);
	*ret_bytes = (uint64_t)found.f_bavail * found.f_frsize;
	return OK;
}

bool
disk_is_private(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 && (found.st_mode & 077) == 0;
}
