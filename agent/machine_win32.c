/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/machine.h"

#include "core/os.h"
#include "core/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#define PATH_ROOM 4096
#define TICKS_TO_1970 INT64_C(116444736000000000)
#define TICKS_PER_SECOND INT64_C(10000000)

/* Made by Windows' setup; a copy of the disk has the same. */
void
machine_id(struct buf *out)
{
	wchar_t value[64];
	char text[64];
	DWORD size = sizeof(value);

	if (RegGetValueW(HKEY_LOCAL_MACHINE,
	        L"SOFTWARE\\Microsoft\\Cryptography", L"MachineGuid",
	        RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, NULL, value,
	        &size) == ERROR_SUCCESS &&
	    wide_narrow(value, false, text, sizeof(text)))
		buf_text(out, text);
}

/* The second of the start tells two starts apart: what the clock says less
 * what has passed, to the nearest minute, as the clock is set now and then. */
struct machine_uptime
machine_uptime(void)
{
	struct machine_uptime uptime;
	ULONGLONG awake = 0;
	int64_t passed = (int64_t)(GetTickCount64() / 1000);
	FILETIME now;
	ULARGE_INTEGER ticks;

	GetSystemTimeAsFileTime(&now);
	ticks.LowPart = now.dwLowDateTime;
	ticks.HighPart = now.dwHighDateTime;
	uptime.boot = (((int64_t)ticks.QuadPart - TICKS_TO_1970) /
	        TICKS_PER_SECOND - passed + 30) / 60;
	(void)QueryUnbiasedInterruptTime(&awake);
	uptime.awake = (int64_t)(awake / TICKS_PER_SECOND);
	uptime.asleep = passed > uptime.awake ? passed - uptime.awake : 0;
	return uptime;
}

/* The service runs as LocalSystem. */
bool
machine_is_service(void)
{
	union {
		TOKEN_USER user;
		char room[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
	} token_user;
	DWORD length;
	HANDLE token;
	bool found = false;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return false;
	if (GetTokenInformation(token, TokenUser, &token_user,
	        sizeof(token_user), &length))
		found = IsWellKnownSid(token_user.user.User.Sid,
		    WinLocalSystemSid);
	(void)CloseHandle(token);
	return found;
}

/* A folder of the environment, with "/"; else the usual one. */
static void
put_folder(struct buf *out, const char *variable, const char *usual)
{
	const char *value = getenv(variable);

	for (; value != NULL && *value != '\0'; value++)
		buf_char(out, *value == '\\' ? '/' : *value);
	if (getenv(variable) == NULL)
		buf_text(out, usual);
}

static void
put_place(struct buf *out, const char *home)
{
	if (machine_is_service()) {
		put_folder(out, "ProgramData", "C:/ProgramData");
	} else if (getenv("LOCALAPPDATA") != NULL) {
		put_folder(out, "LOCALAPPDATA", "");
	} else {
		buf_text(out, home);
		buf_text(out, "/AppData/Local");
	}
	buf_text(out, "/Lanterne");
}

void
machine_state(struct buf *out, const char *home)
{
	put_place(out, home);
	buf_text(out, "/state");
}

void
machine_config(struct buf *out, const char *home)
{
	put_place(out, home);
	buf_text(out, "/agent.yaml");
}

void
machine_program(struct buf *out)
{
	wchar_t wide[PATH_ROOM];
	char path[PATH_ROOM];
	DWORD length = GetModuleFileNameW(NULL, wide, PATH_ROOM);

	if (length > 0 && length < PATH_ROOM &&
	    wide_narrow(wide, true, path, sizeof(path)))
		buf_text(out, path);
}

/* OK when it is made or is there already. */
static enum status
make_folder(const char *path, bool is_private, struct err *err)
{
	wchar_t *wide = wide_path(path);
	SECURITY_ATTRIBUTES rule = { .nLength = sizeof(rule) };
	enum status code = OK;

	if (wide == NULL)
		return err_system(err, ENAMETOOLONG, path);
	if (is_private)
		rule.lpSecurityDescriptor = wide_owner_only();
	if (is_private && rule.lpSecurityDescriptor == NULL)
		code = err_system(err, ENOMEM, path);
	else if (!CreateDirectoryW(wide, &rule) &&
	    GetLastError() != ERROR_ALREADY_EXISTS)
		code = wide_failed(err, GetLastError(), path);
	if (rule.lpSecurityDescriptor != NULL)
		(void)LocalFree(rule.lpSecurityDescriptor);
	free(wide);
	return code;
}

/* Every folder above `path`, but for the drive's or the share's own. */
static enum status
make_above(const char *path, struct err *err)
{
	struct str whole = str_of(path);
	char part[PATH_ROOM];
	enum status code = OK;

	if (whole.len >= sizeof(part))
		return err_system(err, ENAMETOOLONG, path);
	for (size_t i = 3; code == OK && i < whole.len; i++) {
		if (whole.at[i] != '/' && whole.at[i] != '\\')
			continue;
		(void)snprintf(part, sizeof(part), "%.*s", (int)i, path);
		code = make_folder(part, false, err);
	}
	return code;
}

/* A junction would put our state where somebody else chose. */
enum status
machine_folder(const char *path, struct err *err)
{
	enum status code = make_folder(path, true, err);
	wchar_t *wide;
	DWORD found;

	if (code == E_NOT_FOUND) {
		code = make_above(path, err);
		if (code == OK)
			code = make_folder(path, true, err);
	}
	if (code != OK)
		return code;
	wide = wide_path(path);
	found = wide == NULL ? INVALID_FILE_ATTRIBUTES
	                     : GetFileAttributesW(wide);
	free(wide);
	if (found == INVALID_FILE_ATTRIBUTES ||
	    (found & FILE_ATTRIBUTE_DIRECTORY) == 0 ||
	    (found & FILE_ATTRIBUTE_REPARSE_POINT) != 0)
		return err_set(err, E_ACCESS, MSG_KEPT_FOLDER, ARGS(path));
	return OK;
}

enum status
machine_lock(const char *path, int *ret_lock, struct err *err)
{
	wchar_t *wide = wide_path(path);
	HANDLE handle;
	DWORD error;
	int lock;

	if (wide == NULL)
		return err_system(err, ENAMETOOLONG, path);
	handle = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, 0, NULL,
	    OPEN_ALWAYS, FILE_FLAG_OPEN_REPARSE_POINT, NULL);
	error = GetLastError();
	free(wide);
	if (handle == INVALID_HANDLE_VALUE && error == ERROR_SHARING_VIOLATION)
		return err_set(err, E_LOCKED, MSG_KEPT_LOCKED, NO_ARGS);
	if (handle == INVALID_HANDLE_VALUE)
		return wide_failed(err, error, path);
	lock = _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT);
	if (lock < 0) {
		(void)CloseHandle(handle);
		return err_system(err, EMFILE, path);
	}
	*ret_lock = lock;
	return OK;
}

void
machine_unlock(int lock)
{
	os_close(lock);
}

uint64_t
machine_free_bytes(const char *path)
{
	wchar_t *wide = wide_path(path);
	ULARGE_INTEGER left = { .QuadPart = 0 };

	if (wide != NULL)
		(void)GetDiskFreeSpaceExW(wide, &left, NULL, NULL);
	free(wide);
	return left.QuadPart;
}

bool
machine_exists(const char *path)
{
	wchar_t *wide = wide_path(path);
	bool found = wide != NULL &&
	    GetFileAttributesW(wide) != INVALID_FILE_ATTRIBUTES;

	free(wide);
	return found;
}
