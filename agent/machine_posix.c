/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/machine.h"

#include "core/os.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char *
folder_of(const char *variable)
{
	const char *value = getenv(variable);

	return value != NULL && value[0] == '/' ? value : NULL;
}

static void
user_path(struct buf *out, const char *home, const char *variable,
    const char *usual, const char *name)
{
	const char *folder = folder_of(variable);

	if (folder == NULL) {
		buf_text(out, home);
		buf_text(out, usual);
	} else {
		buf_text(out, folder);
	}
	buf_text(out, name);
}

void
machine_service_state(struct buf *out)
{
	buf_text(out, "/var/lib/lanterne");
}

void
machine_state(struct buf *out, const char *home)
{
	if (machine_is_service())
		machine_service_state(out);
	else
		user_path(out, home, "XDG_STATE_HOME", "/.local/state",
		    "/lanterne");
}

void
machine_config(struct buf *out, const char *home)
{
	if (machine_is_service())
		buf_text(out, "/etc/lanterne/agent.yaml");
	else
		user_path(out, home, "XDG_CONFIG_HOME", "/.config",
		    "/lanterne/agent.yaml");
}

static enum status
make_above(const char *path, struct err *err)
{
	char part[PATH_MAX];
	struct str whole = str_of(path);

	if (whole.len >= sizeof(part))
		return err_system(err, ENAMETOOLONG, path);
	for (size_t i = 1; i < whole.len; i++) {
		if (whole.at[i] != '/')
			continue;
		(void)snprintf(part, sizeof(part), "%.*s", (int)i, path);
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return err_system(err, errno, part);
	}
	return OK;
}

enum status
machine_folder(const char *path, struct err *err)
{
	struct stat found;
	enum status code = OK;

	if (mkdir(path, 0700) != 0 && errno == ENOENT) {
		code = make_above(path, err);
		if (code == OK && mkdir(path, 0700) != 0 && errno != EEXIST)
			code = err_system(err, errno, path);
	}
	if (code != OK)
		return code;
	if (stat(path, &found) != 0)
		return err_system(err, errno, path);
	if (!S_ISDIR(found.st_mode) || found.st_uid != geteuid() ||
	    (found.st_mode & 077) != 0)
		return err_set(err, E_ACCESS, MSG_KEPT_FOLDER, ARGS(path));
	return OK;
}

bool
machine_is_safe(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 && found.st_uid == geteuid() &&
	    (found.st_mode & 022) == 0;
}

void
machine_remove_folder(const char *path)
{
	(void)rmdir(path);
}

enum status
machine_lock(const char *path, int *ret_lock, struct err *err)
{
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (lock < 0)
		return err_system(err, errno, path);
	if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
		(void)close(lock);
		return err_set(err, E_LOCKED, MSG_KEPT_LOCKED, NO_ARGS);
	}
	*ret_lock = lock;
	return OK;
}

void
machine_unlock(int lock)
{
	if (lock >= 0)
		(void)close(lock);
}

uint64_t
machine_free_bytes(const char *path)
{
	struct statvfs found;

	return statvfs(path, &found) == 0
	    ? (uint64_t)found.f_bavail * found.f_frsize
	    : 0;
}

bool
machine_exists(const char *path)
{
	struct stat found;

	return lstat(path, &found) == 0;
}
