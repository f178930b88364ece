/* SPDX-License-Identifier: Apache-2.0 */
#include "core/outfile.h"

#include "core/buf.h"
#include "core/os.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096

static bool
write_all(int fd, struct str content)
{
	while (content.len > 0) {
		ssize_t n = write(fd, content.at, content.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		content = str_skip(content, (size_t)n);
	}
	return true;
}

static const mode_t modes[] = {
	[OUTFILE_OWNER] = 0600,
	[OUTFILE_ALL] = 0644,
};

enum status
outfile_publish(const char *path, enum outfile_reader reader,
    struct str content, struct err *err)
{
	struct buf name;
	char *temporary;
	int fd = -1;
	bool done;
	int reason;

	buf_init(&name, PATH_BYTES);
	buf_text(&name, path);
	buf_text(&name, ".XXXXXX");
	if (buf_status(&name) != OK) {
		buf_release(&name);
		return err_system(err, ENAMETOOLONG, path);
	}
	temporary = name.at;
	fd = mkstemp(temporary); /* mode 0600 from the first byte */
	done = fd >= 0 && write_all(fd, content) &&
	    fchmod(fd, modes[reader]) == 0 && fsync(fd) == 0;
	reason = errno;
	if (fd >= 0 && close(fd) != 0 && done) {
		done = false;
		reason = errno;
	}
	if (done && rename(temporary, path) != 0) {
		done = false;
		reason = errno;
	}
	if (!done && fd >= 0)
		(void)unlink(temporary);
	if (done) /* the rename itself must survive a power cut */
		(void)!os_flush_parent(path, NULL);
	buf_release(&name);
	return done ? OK : err_system(err, reason, path);
}
