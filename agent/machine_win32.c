/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/machine.h"

#include "core/os.h"
#include "core/wide.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

/* shlobj.h and objbase.h speak of functions that core/banned.h bans. */
HRESULT WINAPI SHGetKnownFolderPath(const GUID *which, DWORD flags,
    HANDLE token, wchar_t **ret);
void WINAPI CoTaskMemFree(void *memory);

/* knownfolders.h: FOLDERID_ProgramData, FOLDERID_LocalAppData */
static const GUID program_data = { 0x62ab5d82, 0xfdc1, 0x4dc3,
	{ 0xa9, 0xdd, 0x07, 0x0d, 0x1d, 0x49, 0x5d, 0x97 } };
static const GUID local_data = { 0xf1b32785, 0x6fba, 0x4fcf,
	{ 0x9d, 0x55, 0x7b, 0x8e, 0x7f, 0x15, 0x70, 0x91 } };

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

/* Counted by the loader of programs; not on every Windows. */
static bool
boot_number(int64_t *ret)
{
	DWORD number = 0, size = sizeof(number);

	if (RegGetValueW(HKEY_LOCAL_MACHINE,
	        L"SYSTEM\\CurrentControlSet\\Control\\Session Manager\\"
	        L"Memory Management\\PrefetchParameters", L"BootId",
	        RRF_RT_REG_DWORD, NULL, &number, &size) != ERROR_SUCCESS)
		return false;
	*ret = number;
	return true;
}

/* Else the time of the start: what the clock says less what has passed, to the
 * nearest quarter of an hour, as the clock is set now and then. */
static int64_t
boot_time(int64_t passed)
{
	FILETIME now;
	ULARGE_INTEGER ticks;

	GetSystemTimeAsFileTime(&now);
	ticks.LowPart = now.dwLowDateTime;
	ticks.HighPart = now.dwHighDateTime;
	return (((int64_t)ticks.QuadPart - TICKS_TO_1970) / TICKS_PER_SECOND -
	           passed + 450) / 900;
}

struct machine_uptime
machine_uptime(void)
{
	struct machine_uptime uptime;
	ULONGLONG awake = 0;
	int64_t passed = (int64_t)(GetTickCount64() / 1000);

	if (!boot_number(&uptime.boot))
		uptime.boot = boot_time(passed);
	(void)QueryUnbiasedInterruptTime(&awake);
	uptime.awake = (int64_t)(awake / TICKS_PER_SECOND);
	uptime.asleep = passed > uptime.awake ? passed - uptime.awake : 0;
	return uptime;
}

/* The service runs as LocalSystem; an administrator who looks after it finds
 * the same state. */
bool
machine_is_service(void)
{
	return wide_is_elevated();
}

/* A folder that the system knows, whatever the environment says. */
static bool
put_known(struct buf *out, const GUID *which)
{
	wchar_t *wide = NULL;
	char path[PATH_ROOM];
	bool found = SHGetKnownFolderPath(which, 0, NULL, &wide) == S_OK &&
	    wide_narrow(wide, true, path, sizeof(path));

	CoTaskMemFree(wide);
	if (found)
		buf_text(out, path);
	return found;
}

void
machine_service_state(struct buf *out)
{
	if (!put_known(out, &program_data))
		buf_text(out, "C:/ProgramData");
	buf_text(out, "/Lanterne");
}

void
machine_state(struct buf *out, const char *home)
{
	if (machine_is_service()) {
		machine_service_state(out);
		return;
	}
	if (!put_known(out, &local_data)) {
		buf_text(out, home);
		buf_text(out, "/AppData/Local");
	}
	buf_text(out, "/Lanterne");
}

void
machine_config(struct buf *out, const char *home)
{
	machine_state(out, home);
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
static bool
is_plain_and_ours(const char *path)
{
	wchar_t *wide = wide_path(path);
	DWORD found = wide == NULL ? INVALID_FILE_ATTRIBUTES
	                           : GetFileAttributesW(wide);
	bool good = found != INVALID_FILE_ATTRIBUTES &&
	    (found & FILE_ATTRIBUTE_DIRECTORY) != 0 &&
	    (found & FILE_ATTRIBUTE_REPARSE_POINT) == 0 && wide_is_ours(wide);

	free(wide);
	return good;
}

bool
machine_is_safe(const char *path)
{
	return is_plain_and_ours(path);
}

enum status
machine_folder(const char *path, struct err *err)
{
	enum status code = make_folder(path, true, err);

	if (code == E_NOT_FOUND) {
		code = make_above(path, err);
		if (code == OK)
			code = make_folder(path, true, err);
	}
	if (code == OK && !is_plain_and_ours(path))
		code = err_set(err, E_ACCESS, MSG_KEPT_FOLDER, ARGS(path));
	return code;
}

void
machine_remove_folder(const char *path)
{
	wchar_t *wide = wide_path(path);

	if (wide != NULL)
		(void)RemoveDirectoryW(wide);
	free(wide);
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
