/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/shred.h"

#include "core/os.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 4096

static bool
overwrite(int fd)
{
	static const char zeros[BLOCK];
	struct stat found;
	off_t at = 0;

	if (fstat(fd, &found) != 0)
		return false;
	while (at < found.st_size) {
		ssize_t n = pwrite(fd, zeros,
		    found.st_size - at < BLOCK ? (size_t)(found.st_size - at)
		                               : BLOCK, at);

		if (n < 0 && errno != EINTR)
			return false;
		at += n < 0 ? 0 : n;
	}
	return fsync(fd) == 0;
}

enum status
shred(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	bool done;
	int reason;

	if (fd < 0 && errno == ENOENT)
		return OK;
	if (fd < 0)
		return err_system(err, errno, path);
	done = overwrite(fd);
	reason = errno;
	(void)close(fd);
	if (!done)
		return err_system(err, reason, path);
	if (unlink(path) != 0)
		return err_system(err, errno, path);
	return os_flush_parent(path, err);
}
