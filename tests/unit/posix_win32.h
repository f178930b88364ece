/* SPDX-License-Identifier: Apache-2.0
 * posix_win32.h: the few calls of POSIX that portable tests use to build their
 * worlds, for the tests that run as Windows programs; force-included there.
 */
#ifndef TESTS_UNIT_POSIX_WIN32_H
#define TESTS_UNIT_POSIX_WIN32_H

#include "core/banned.h"
#include "core/os.h"

#include <direct.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utime.h>

#define close _close
#define mkdir(path, mode) _mkdir(path)
#define rmdir _rmdir
#define system(command) posix_system(command)
#define AT_FDCWD (-100)

static inline char *
mkdtemp(char *path)
{
	char *end = path + strlen(path) - 6;

	for (unsigned i = 0; i < 1000000; i++) {
		(void)snprintf(end, 7, "%06u", i);
		if (_mkdir(path) == 0)
			return path;
	}
	return NULL;
}

static inline int
utimensat(int folder, const char *path, const struct timespec times[2],
    int flags)
{
	struct __utimbuf64 when = { times[0].tv_sec, times[1].tv_sec };

	(void)folder;
	(void)flags;
	return _utime64(path, &when);
}

static inline void
posix_remove_name(void *cookie, const char *name)
{
	struct os_stat found;
	char path[2048];

	(void)snprintf(path, sizeof(path), "%s/%s", (const char *)cookie, name);
	if (os_stat(path, &found, NULL) == OK && found.kind == OS_FOLDER) {
		(void)!os_list(path, posix_remove_name, path, NULL);
		(void)_rmdir(path);
	} else {
		(void)!os_remove(path, NULL);
	}
}

/* "rm -rf FOLDER", quoted or not; all else has nothing to do here. */
static inline int
posix_system(const char *command)
{
	static const char rm[] = "rm -rf ";
	char path[1024];
	size_t len;

	if (strncmp(command, rm, sizeof(rm) - 1) != 0)
		return 0;
	command += sizeof(rm) - 1;
	command += *command == '\'';
	len = strcspn(command, "'");
	(void)snprintf(path, sizeof(path), "%.*s", (int)len, command);
	(void)!os_list(path, posix_remove_name, path, NULL);
	(void)_rmdir(path);
	return 0;
}

#endif
