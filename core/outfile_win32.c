/* SPDX-License-Identifier: Apache-2.0 */
#include "core/outfile.h"

#include "core/buf.h"
#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>

#include <windows.h>

#define PATH_BYTES 4096

static bool
write_all(HANDLE file, struct str content)
{
	while (content.len > 0) {
		DWORD n = 0;
		DWORD want = content.len > INT_MAX ? INT_MAX
		                                   : (DWORD)content.len;

		if (!WriteFile(file, content.at, want, &n, NULL))
			return false;
		content = str_skip(content, n);
	}
	return true;
}

/* The folder's own rules hold for a file that all may read. */
static HANDLE
create(const wchar_t *path, enum outfile_reader reader)
{
	SECURITY_ATTRIBUTES rule = { .nLength = sizeof(rule) };
	HANDLE file = INVALID_HANDLE_VALUE;
	DWORD error;

	if (reader == OUTFILE_OWNER)
		rule.lpSecurityDescriptor = wide_owner_only();
	if (reader == OUTFILE_OWNER && rule.lpSecurityDescriptor == NULL) {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return file;
	}
	file = CreateFileW(path, GENERIC_WRITE, 0, &rule, CREATE_NEW,
	    FILE_ATTRIBUTE_NORMAL, NULL);
	error = GetLastError();
	if (rule.lpSecurityDescriptor != NULL)
		(void)LocalFree(rule.lpSecurityDescriptor);
	SetLastError(error);
	return file;
}

static bool
replace(const wchar_t *temporary, const wchar_t *path)
{
	return MoveFileExW(temporary, path,
	    MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
}

/* ERROR_SUCCESS when it is done. */
static DWORD
publish(const wchar_t *temporary, const wchar_t *path,
    enum outfile_reader reader, struct str content)
{
	HANDLE file = create(temporary, reader);
	DWORD error = ERROR_SUCCESS;

	if (file == INVALID_HANDLE_VALUE)
		return GetLastError();
	if (!write_all(file, content) || !FlushFileBuffers(file))
		error = GetLastError();
	if (!CloseHandle(file) && error == ERROR_SUCCESS)
		error = GetLastError();
	if (error == ERROR_SUCCESS && !replace(temporary, path))
		error = GetLastError();
	if (error != ERROR_SUCCESS)
		(void)DeleteFileW(temporary);
	return error;
}

enum status
outfile_publish(const char *path, enum outfile_reader reader,
    struct str content, struct err *err)
{
	struct buf name;
	wchar_t *wide = wide_path(path), *temporary = NULL;
	DWORD error = ERROR_SUCCESS;
	bool named;

	buf_init(&name, PATH_BYTES);
	buf_text(&name, path);
	/* what a crash of a process of this number left is in the way */
	buf_format(&name, ".%lx-%llx", GetCurrentProcessId(),
	    GetTickCount64());
	if (buf_status(&name) == OK)
		temporary = wide_path(buf_z(&name));
	buf_release(&name);
	named = wide != NULL && temporary != NULL;
	if (named)
		error = publish(temporary, wide, reader, content);
	free(temporary);
	free(wide);
	if (!named)
		return err_system(err, ENAMETOOLONG, path);
	return error == ERROR_SUCCESS ? OK : wide_failed(err, error, path);
}
