/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"

#include "core/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

/* Not the name of os_posix.c: under wine both may share one folder. */
#define SCRATCH_PREFIX "lanterne-files-"
#define LOCK_NAME "lock"
#define SCRATCH_DEPTH 8
#define PATH_ROOM 4096

/* Others may read, write, rename and delete what we read. */
#define SHARE_ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

/* FILETIME counts 100 ns since 1601. */
#define TICKS_TO_1970 INT64_C(116444736000000000)
#define TICKS_PER_SECOND 10000000

static enum status
no_path(struct err *err, const char *path)
{
	return err_system(err, ENAMETOOLONG, path);
}

static enum status
failed(struct err *err, const char *subject)
{
	return wide_failed(err, GetLastError(), subject);
}

static uint64_t
joined(DWORD high, DWORD low)
{
	return (uint64_t)high << 32 | low;
}

static int64_t
ticks_of(FILETIME time)
{
	return (int64_t)joined(time.dwHighDateTime, time.dwLowDateTime);
}

static HANDLE
handle_of(int fd)
{
	return (HANDLE)_get_osfhandle(fd);
}

static enum os_kind
kind_of(HANDLE handle, DWORD attributes)
{
	switch (GetFileType(handle)) {
	case FILE_TYPE_DISK:
		return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? OS_FOLDER
		                                                    : OS_FILE;
	case FILE_TYPE_PIPE:
		return OS_FIFO;
	default:
		return OS_OTHER;
	}
}

static void
stat_handle(HANDLE handle, struct os_stat *ret)
{
	BY_HANDLE_FILE_INFORMATION found;

	if (!GetFileInformationByHandle(handle, &found)) {
		*ret = (struct os_stat){ .kind = kind_of(handle, 0) };
		/* a disk that cannot be asked is no regular file */
		if (ret->kind == OS_FILE)
			ret->kind = OS_OTHER;
		return;
	}
	*ret = (struct os_stat){
		.kind = kind_of(handle, found.dwFileAttributes),
		.device = found.dwVolumeSerialNumber,
		.inode = joined(found.nFileIndexHigh, found.nFileIndexLow),
		.size = joined(found.nFileSizeHigh, found.nFileSizeLow),
		.mtime_ns = (ticks_of(found.ftLastWriteTime) - TICKS_TO_1970) *
		    100,
	};
}

/* BACKUP_SEMANTICS: folders too. */
static HANDLE
open_path(const wchar_t *path, DWORD access)
{
	return CreateFileW(path, access, SHARE_ALL, NULL, OPEN_EXISTING,
	    FILE_FLAG_BACKUP_SEMANTICS, NULL);
}

enum status
os_stat(const char *path, struct os_stat *ret, struct err *err)
{
	wchar_t *wide = wide_path(path);
	HANDLE handle;
	enum status code = OK;

	if (wide == NULL)
		return no_path(err, path);
	handle = open_path(wide, FILE_READ_ATTRIBUTES);
	free(wide);
	if (handle != INVALID_HANDLE_VALUE) {
		stat_handle(handle, ret);
		(void)CloseHandle(handle);
		return OK;
	}
	code = failed(err, path);
	if (code != E_NOT_FOUND)
		return code;
	*ret = (struct os_stat){ .kind = OS_NONE };
	return OK;
}

enum status
os_fstat(int fd, struct os_stat *ret, struct err *err)
{
	HANDLE handle = handle_of(fd);

	if (handle == INVALID_HANDLE_VALUE)
		return err_system(err, EBADF, "fstat");
	stat_handle(handle, ret);
	return OK;
}

/* The handle as a number that os_close closes; the handle itself on failure. */
static enum status
give_fd(HANDLE handle, int *ret_fd, const char *path, struct err *err)
{
	int fd = _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT);

	if (fd < 0) {
		(void)CloseHandle(handle);
		return err_system(err, EMFILE, path);
	}
	*ret_fd = fd;
	return OK;
}

enum status
os_open(const char *path, int *ret_fd, struct err *err)
{
	wchar_t *wide = wide_path(path);
	struct os_stat found;
	HANDLE handle;

	if (wide == NULL)
		return no_path(err, path);
	handle = open_path(wide, GENERIC_READ);
	free(wide);
	if (handle == INVALID_HANDLE_VALUE)
		return failed(err, path);
	stat_handle(handle, &found);
	if (found.kind != OS_FILE) {
		(void)CloseHandle(handle);
		return err_set(err, E_INVALID,
		    found.kind == OS_FOLDER ? MSG_SYS_IS_FOLDER
		                            : MSG_SYS_NOT_REGULAR, ARGS(path));
	}
	return give_fd(handle, ret_fd, path, err);
}

enum status
os_read(int fd, char *to, size_t room, size_t *ret_n, struct err *err)
{
	DWORD n = 0;

	if (room > INT_MAX)
		room = INT_MAX;
	if (!ReadFile(handle_of(fd), to, (DWORD)room, &n, NULL)) {
		DWORD error = GetLastError();

		/* how a pipe ends */
		if (error != ERROR_BROKEN_PIPE && error != ERROR_HANDLE_EOF)
			return wide_failed(err, error, "read");
		n = 0;
	}
	*ret_n = n;
	return OK;
}

enum status
os_seek(int fd, uint64_t offset, struct err *err)
{
	LARGE_INTEGER to = { .QuadPart = (LONGLONG)offset };

	return SetFilePointerEx(handle_of(fd), to, NULL, FILE_BEGIN)
	    ? OK
	    : failed(err, "seek");
}

void
os_close(int fd)
{
	if (fd >= 0)
		(void)_close(fd);
}

static bool
is_dots(const wchar_t *name)
{
	return wcscmp(name, L".") == 0 || wcscmp(name, L"..") == 0;
}

/* One name; false when the walk ends here. */
static bool
give_name(const wchar_t *name,
    bool (*visit)(void *cookie, const char *name), void *cookie)
{
	/* a name is at most 255 UTF-16 units, of 3 bytes each */
	char text[3 * 256];

	/* one that is no text cannot be one that we look for */
	return is_dots(name) || !wide_narrow(name, false, text, sizeof(text)) ||
	    visit(cookie, text);
}

enum status
os_each(const char *path, bool (*visit)(void *cookie, const char *name),
    void *cookie, struct err *err)
{
	struct buf pattern;
	WIN32_FIND_DATAW entry;
	DWORD error = ERROR_SUCCESS;
	bool more = true;
	wchar_t *wide;
	HANDLE search;

	buf_init(&pattern, PATH_ROOM);
	os_join(&pattern, path, "*");
	wide = buf_status(&pattern) == OK ? wide_path(buf_z(&pattern)) : NULL;
	buf_release(&pattern);
	if (wide == NULL)
		return no_path(err, path);
	search = FindFirstFileExW(wide, FindExInfoBasic, &entry,
	    FindExSearchNameMatch, NULL, 0);
	free(wide);
	if (search == INVALID_HANDLE_VALUE)
		/* an empty drive has not even dots */
		return GetLastError() == ERROR_FILE_NOT_FOUND ? OK
		                                              : failed(err, path);
	while (more && error == ERROR_SUCCESS) {
		more = give_name(entry.cFileName, visit, cookie);
		if (more && !FindNextFileW(search, &entry))
			error = GetLastError();
	}
	(void)FindClose(search);
	return error == ERROR_SUCCESS || error == ERROR_NO_MORE_FILES
	    ? OK
	    : wide_failed(err, error, path);
}

enum status
os_real(const char *path, char *out, size_t size, struct err *err)
{
	wchar_t *wide = wide_path(path);
	wchar_t real[PATH_ROOM];
	HANDLE handle;
	DWORD length = 0;

	if (wide == NULL)
		return no_path(err, path);
	handle = open_path(wide, FILE_READ_ATTRIBUTES);
	free(wide);
	if (handle == INVALID_HANDLE_VALUE)
		return failed(err, path);
	length = GetFinalPathNameByHandleW(handle, real, PATH_ROOM,
	    FILE_NAME_NORMALIZED);
	(void)CloseHandle(handle);
	if (length == 0)
		return failed(err, path);
	if (length >= PATH_ROOM || !wide_narrow(real, true, out, size))
		return no_path(err, path);
	return OK;
}

/* A new file, for this user alone. */
static HANDLE
create_private(const wchar_t *path, DWORD share)
{
	SECURITY_ATTRIBUTES rule = { .nLength = sizeof(rule),
		.lpSecurityDescriptor = wide_owner_only() };
	HANDLE handle = INVALID_HANDLE_VALUE;

	if (rule.lpSecurityDescriptor == NULL)
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	else
		handle = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, share,
		    &rule, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
	if (rule.lpSecurityDescriptor != NULL) {
		DWORD error = GetLastError();

		(void)LocalFree(rule.lpSecurityDescriptor);
		SetLastError(error);
	}
	return handle;
}

static bool
make_private_folder(const wchar_t *path)
{
	SECURITY_ATTRIBUTES rule = { .nLength = sizeof(rule),
		.lpSecurityDescriptor = wide_owner_only() };
	bool done;
	DWORD error;

	if (rule.lpSecurityDescriptor == NULL) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return false;
	}
	done = CreateDirectoryW(path, &rule);
	error = GetLastError();
	(void)LocalFree(rule.lpSecurityDescriptor);
	SetLastError(error);
	return done;
}

/* A name that no one else chose: the process and a counter of ticks. */
static enum status
make_scratch(const char *parent, struct os_scratch *made, struct err *err)
{
	for (unsigned i = 0; i < 100; i++) {
		wchar_t *wide;
		bool done;

		if ((size_t)snprintf(made->path, sizeof(made->path),
		        "%s/%s%lx-%llx", parent, SCRATCH_PREFIX,
		        GetCurrentProcessId(), GetTickCount64() + i) >=
		    sizeof(made->path))
			return no_path(err, parent);
		wide = wide_path(made->path);
		if (wide == NULL)
			return no_path(err, parent);
		done = make_private_folder(wide);
		free(wide);
		if (done)
			return OK;
		if (GetLastError() != ERROR_ALREADY_EXISTS)
			break;
	}
	return failed(err, parent);
}

/* Not shared: held as long as it is open. */
static enum status
take_lock(struct os_scratch *made, const char *parent, struct err *err)
{
	char path[sizeof(made->path) + sizeof(LOCK_NAME) + 1];
	wchar_t *wide;
	HANDLE handle;

	(void)snprintf(path, sizeof(path), "%s/%s", made->path, LOCK_NAME);
	wide = wide_path(path);
	if (wide == NULL)
		return no_path(err, parent);
	handle = create_private(wide, 0);
	free(wide);
	return handle == INVALID_HANDLE_VALUE
	    ? failed(err, parent)
	    : give_fd(handle, &made->lock, parent, err);
}

struct emptying {
	const char *folder;
	unsigned depth;
};

static void remove_one(void *cookie, const char *name);

static void
empty_folder(const char *path, unsigned depth)
{
	struct emptying emptying = { path, depth };

	(void)!os_list(path, remove_one, &emptying, NULL);
}

/* A junction goes; what it leads to stays. */
static void
remove_one(void *cookie, const char *name)
{
	const struct emptying *in = cookie;
	struct buf path;
	wchar_t *wide = NULL;
	DWORD found = INVALID_FILE_ATTRIBUTES;

	buf_init(&path, PATH_ROOM);
	os_join(&path, in->folder, name);
	if (buf_status(&path) == OK)
		wide = wide_path(buf_z(&path));
	if (wide != NULL)
		found = GetFileAttributesW(wide);
	if (found != INVALID_FILE_ATTRIBUTES &&
	    (found & FILE_ATTRIBUTE_DIRECTORY) != 0) {
		if ((found & FILE_ATTRIBUTE_REPARSE_POINT) == 0 &&
		    in->depth > 0)
			empty_folder(buf_z(&path), in->depth - 1);
		(void)RemoveDirectoryW(wide);
	} else if (wide != NULL) {
		(void)DeleteFileW(wide);
	}
	free(wide);
	buf_release(&path);
}

static void
empty_and_remove(const char *path)
{
	wchar_t *wide = wide_path(path);

	empty_folder(path, SCRATCH_DEPTH);
	if (wide != NULL)
		(void)RemoveDirectoryW(wide);
	free(wide);
}

enum status
os_scratch_open(const char *parent, struct os_scratch *ret, struct err *err)
{
	struct os_scratch made = { .lock = -1 };
	enum status code = make_scratch(parent, &made, err);

	if (code != OK)
		return code;
	code = take_lock(&made, parent, err);
	if (code != OK) {
		empty_and_remove(made.path);
		return code;
	}
	*ret = made;
	return OK;
}

void
os_scratch_close(struct os_scratch *scratch)
{
	if (scratch->path[0] == '\0')
		return;
	os_close(scratch->lock); /* an open file cannot be removed */
	empty_and_remove(scratch->path);
	*scratch = (struct os_scratch){ .lock = -1 };
}

static bool
is_older_than_a_minute(const char *path)
{
	struct os_stat found;
	FILETIME now;

	GetSystemTimeAsFileTime(&now);
	return os_stat(path, &found, NULL) == OK && found.kind == OS_FOLDER &&
	    (ticks_of(now) - TICKS_TO_1970) / TICKS_PER_SECOND -
	            found.mtime_ns / 1000000000 > 60;
}

/* No junction: what it leads to is not ours. */
static bool
is_plain_folder(const char *path)
{
	wchar_t *wide = wide_path(path);
	DWORD found = INVALID_FILE_ATTRIBUTES;

	if (wide != NULL)
		found = GetFileAttributesW(wide);
	free(wide);
	return found != INVALID_FILE_ATTRIBUTES &&
	    (found & FILE_ATTRIBUTE_DIRECTORY) != 0 &&
	    (found & FILE_ATTRIBUTE_REPARSE_POINT) == 0;
}

/* A crash leaves the folder but not the lock.  A folder without a lock file
 * is another process about to make it: leave it a minute.  Another user's
 * cannot be opened by us. */
static bool
is_abandoned(const char *path)
{
	struct buf lock;
	wchar_t *wide;
	HANDLE handle;
	DWORD error;

	if (!is_plain_folder(path))
		return false;
	buf_init(&lock, PATH_ROOM);
	os_join(&lock, path, LOCK_NAME);
	wide = buf_status(&lock) == OK ? wide_path(buf_z(&lock)) : NULL;
	buf_release(&lock);
	if (wide == NULL)
		return false;
	handle = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, 0, NULL,
	    OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, NULL);
	error = GetLastError();
	free(wide);
	if (handle == INVALID_HANDLE_VALUE)
		return error == ERROR_FILE_NOT_FOUND &&
		    is_older_than_a_minute(path);
	(void)CloseHandle(handle);
	return true;
}

static void
sweep_one(void *cookie, const char *name)
{
	char path[PATH_ROOM];

	if (strncmp(name, SCRATCH_PREFIX, strlen(SCRATCH_PREFIX)) != 0)
		return;
	if ((size_t)snprintf(path, sizeof(path), "%s/%s",
	        (const char *)cookie, name) < sizeof(path) &&
	    is_abandoned(path))
		empty_and_remove(path);
}

void
os_scratch_sweep(const char *parent)
{
	char folder[PATH_ROOM];

	(void)snprintf(folder, sizeof(folder), "%s", parent);
	(void)!os_list(folder, sweep_one, folder, NULL);
}

enum status
os_create(const char *path, int *ret_fd, struct err *err)
{
	wchar_t *wide = wide_path(path);
	HANDLE handle;

	if (wide == NULL)
		return no_path(err, path);
	handle = create_private(wide, FILE_SHARE_READ);
	free(wide);
	if (handle == INVALID_HANDLE_VALUE) {
		if (GetLastError() == ERROR_FILE_EXISTS)
			return err_set(err, E_INVALID, MSG_SYS_OTHER,
			    ARGS(path, strerror(EEXIST)));
		return failed(err, path);
	}
	return give_fd(handle, ret_fd, path, err);
}

enum status
os_write(int fd, struct str bytes, struct err *err)
{
	while (bytes.len > 0) {
		DWORD n = 0;
		DWORD want = bytes.len > INT_MAX ? INT_MAX : (DWORD)bytes.len;

		if (!WriteFile(handle_of(fd), bytes.at, want, &n, NULL))
			return failed(err, "write");
		bytes = str_skip(bytes, n);
	}
	return OK;
}

/* Windows Error Reporting sends what it has of a crash to Microsoft. */
void
os_leave_no_core(void)
{
	(void)SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
}

void
os_pause(unsigned milliseconds)
{
	Sleep(milliseconds);
}

enum status
os_remove(const char *path, struct err *err)
{
	wchar_t *wide = wide_path(path);
	enum status code = OK;

	if (wide == NULL)
		return no_path(err, path);
	if (!DeleteFileW(wide))
		code = failed(err, path);
	free(wide);
	return code == E_NOT_FOUND ? OK : code;
}

enum status
os_flush_parent(const char *path, struct err *err)
{
	(void)path;
	(void)err;
	return OK;
}
