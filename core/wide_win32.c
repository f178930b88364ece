/* SPDX-License-Identifier: Apache-2.0 */
#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>

#include <windows.h>

#include <sddl.h>

/* The longest that the system takes, prefix included. */
#define WIDE_MAX 32767
#define PREFIX L"\\\\?\\"
#define SHARE_PREFIX L"\\\\?\\UNC"
#define PREFIX_LENGTH 4
#define SHARE_PREFIX_LENGTH 7

wchar_t *
wide_text(const char *text)
{
	int room = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1,
	    NULL, 0);
	wchar_t *wide;

	if (room <= 0 || room > WIDE_MAX)
		return NULL;
	wide = calloc((size_t)room, sizeof(*wide));
	if (wide != NULL &&
	    MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide,
	        room) != room) {
		free(wide);
		return NULL;
	}
	return wide;
}

/* Where the absolute path goes, behind room for the longer prefix; what comes
 * out begins at the return value. */
static wchar_t *
prefixed(wchar_t *room)
{
	wchar_t *full = room + SHARE_PREFIX_LENGTH;

	/* "\\?\..." or a device, "\\.\..." */
	if (full[0] == L'\\' && full[1] == L'\\' &&
	    (full[2] == L'?' || full[2] == L'.'))
		return full;
	if (full[0] == L'\\' && full[1] == L'\\') {
		/* "\\server\share": one "\" is the prefix's own end */
		wmemcpy(full + 1 - SHARE_PREFIX_LENGTH, SHARE_PREFIX,
		    SHARE_PREFIX_LENGTH);
		return full + 1 - SHARE_PREFIX_LENGTH;
	}
	wmemcpy(full - PREFIX_LENGTH, PREFIX, PREFIX_LENGTH);
	return full - PREFIX_LENGTH;
}

wchar_t *
wide_path(const char *path)
{
	wchar_t *given = wide_text(path);
	wchar_t *room = NULL;
	DWORD length = 0;

	if (given != NULL)
		length = GetFullPathNameW(given, 0, NULL, NULL);
	if (length > 0 && length <= WIDE_MAX - SHARE_PREFIX_LENGTH)
		room = calloc((size_t)length + SHARE_PREFIX_LENGTH + 1,
		    sizeof(*room));
	if (room != NULL) {
		wchar_t *from;

		(void)GetFullPathNameW(given, length,
		    room + SHARE_PREFIX_LENGTH, NULL);
		from = prefixed(room);
		wmemmove(room, from, wcslen(from) + 1);
	}
	free(given);
	return room;
}

static const wchar_t *
without_prefix(const wchar_t *path, char *out, size_t size, size_t *ret_used)
{
	if (wcsncmp(path, SHARE_PREFIX L"\\", SHARE_PREFIX_LENGTH + 1) == 0 &&
	    size > 0) {
		out[0] = '\\';
		*ret_used = 1;
		return path + SHARE_PREFIX_LENGTH;
	}
	return wcsncmp(path, PREFIX, PREFIX_LENGTH) == 0 ? path + PREFIX_LENGTH
	                                                 : path;
}

bool
wide_narrow(const wchar_t *text, bool is_path, char *out, size_t size)
{
	size_t used = 0;

	if (is_path)
		text = without_prefix(text, out, size, &used);
	if (size - used > INT_MAX ||
	    WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, text, -1,
	        out + used, (int)(size - used), NULL, NULL) <= 0)
		return false;
	for (char *at = out; is_path && *at != '\0'; at++)
		if (*at == '\\')
			*at = '/';
	return true;
}

struct error_row {
	DWORD error;
	int errno_value;
};

static const struct error_row error_rows[] = {
	{ ERROR_ACCESS_DENIED, EACCES },
	{ ERROR_ALREADY_EXISTS, EEXIST },
	{ ERROR_BAD_NETPATH, ENOENT },
	{ ERROR_BAD_NET_NAME, ENOENT },
	{ ERROR_BAD_PATHNAME, ENOENT },
	{ ERROR_CANT_ACCESS_FILE, EACCES },
	{ ERROR_DIRECTORY, ENOTDIR },
	{ ERROR_DISK_FULL, ENOSPC },
	{ ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG },
	{ ERROR_FILE_EXISTS, EEXIST },
	{ ERROR_FILE_NOT_FOUND, ENOENT },
	{ ERROR_HANDLE_DISK_FULL, ENOSPC },
	{ ERROR_INVALID_DRIVE, ENOENT },
	{ ERROR_INVALID_NAME, ENOENT },
	{ ERROR_LOCK_VIOLATION, EBUSY },
	{ ERROR_NOT_ENOUGH_MEMORY, ENOMEM },
	{ ERROR_NOT_READY, ENOENT },
	{ ERROR_OUTOFMEMORY, ENOMEM },
	{ ERROR_PATH_NOT_FOUND, ENOENT },
	{ ERROR_PRIVILEGE_NOT_HELD, EACCES },
	{ ERROR_SHARING_VIOLATION, EBUSY },
	{ ERROR_TOO_MANY_OPEN_FILES, EMFILE },
	{ ERROR_WRITE_PROTECT, EROFS },
};

enum status
wide_failed(struct err *err, unsigned long error, const char *subject)
{
	wchar_t said[256] = L"";
	char text[512] = "";

	for (size_t i = 0; i < sizeof(error_rows) / sizeof(error_rows[0]); i++)
		if (error_rows[i].error == error)
			return err_system(err, error_rows[i].errno_value,
			    subject);
	(void)FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM |
	        FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK,
	    NULL, error, 0, said, sizeof(said) / sizeof(said[0]), NULL);
	if (said[0] == L'\0' ||
	    !wide_narrow(said, false, text, sizeof(text)))
		(void)snprintf(text, sizeof(text), "%lu", error);
	return err_set(err, E_IO, MSG_SYS_OTHER, ARGS(subject, text));
}

/* The user of a process, in its token. */
union token_user {
	TOKEN_USER user;
	char room[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
};

static bool
own_user(union token_user *ret)
{
	DWORD length;
	HANDLE token;
	bool done;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return false;
	done = GetTokenInformation(token, TokenUser, ret, sizeof(*ret),
	    &length);
	(void)CloseHandle(token);
	return done;
}

bool
wide_is_elevated(void)
{
	TOKEN_ELEVATION found = { .TokenIsElevated = 0 };
	union token_user own;
	DWORD length;
	HANDLE token;

	if (own_user(&own) &&
	    IsWellKnownSid(own.user.User.Sid, WinLocalSystemSid))
		return true;
	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return false;
	if (!GetTokenInformation(token, TokenElevation, &found, sizeof(found),
	        &length))
		found.TokenIsElevated = 0;
	(void)CloseHandle(token);
	return found.TokenIsElevated != 0;
}

/* The rule of a folder for `user`, "S-1-5-..." or "BA", and the system.
 * Protected: nothing is inherited from above. */
static void *
rule_for(const wchar_t *user)
{
	PSECURITY_DESCRIPTOR made = NULL;
	wchar_t rule[512];

	(void)swprintf(rule, sizeof(rule) / sizeof(rule[0]),
	    L"O:%lsD:P(A;OICI;FA;;;%ls)(A;OICI;FA;;;SY)", user, user);
	(void)ConvertStringSecurityDescriptorToSecurityDescriptorW(rule,
	    SDDL_REVISION_1, &made, NULL);
	return made;
}

void *
wide_owner_only(void)
{
	union token_user own;
	wchar_t *user = NULL;
	void *rule;

	if (wide_is_elevated())
		return rule_for(L"BA");
	if (!own_user(&own) ||
	    !ConvertSidToStringSidW(own.user.User.Sid, &user))
		return NULL;
	rule = rule_for(user);
	(void)LocalFree(user);
	return rule;
}

/* wine's one user, S-1-5-21-0-0-0-1000: no account of a Windows has zeros
 * there.  A service of wine is the system, and makes files that are the user's. */
static bool
is_of_wine(PSID who)
{
	if (*GetSidSubAuthorityCount(who) != 5 ||
	    *GetSidSubAuthority(who, 0) != SECURITY_NT_NON_UNIQUE)
		return false;
	for (DWORD i = 1; i < 4; i++)
		if (*GetSidSubAuthority(who, i) != 0)
			return false;
	return true;
}

static bool
is_one_of_us(PSID who, PSID own)
{
	return who != NULL && (EqualSid(who, own) || is_of_wine(who) ||
	    IsWellKnownSid(who, WinLocalSystemSid) ||
	    IsWellKnownSid(who, WinBuiltinAdministratorsSid));
}

/* The rights of all others are none.  A list that is not there lets all in. */
static bool
is_for_us_alone(PACL list, PSID own)
{
	if (list == NULL)
		return false;
	for (DWORD i = 0; i < list->AceCount; i++) {
		ACCESS_ALLOWED_ACE *entry;

		if (!GetAce(list, i, (void **)&entry))
			return false;
		if (entry->Header.AceType == ACCESS_ALLOWED_ACE_TYPE &&
		    entry->Mask != 0 && !is_one_of_us(&entry->SidStart, own))
			return false;
	}
	return true;
}

/* Freed by the caller; NULL when the system does not tell. */
static PSECURITY_DESCRIPTOR
rule_of(const wchar_t *path)
{
	const SECURITY_INFORMATION parts = OWNER_SECURITY_INFORMATION |
	    DACL_SECURITY_INFORMATION;
	PSECURITY_DESCRIPTOR found;
	DWORD size = 0;

	(void)GetFileSecurityW(path, parts, NULL, 0, &size);
	found = size == 0 ? NULL : calloc(1, size);
	if (found != NULL &&
	    !GetFileSecurityW(path, parts, found, size, &size)) {
		free(found);
		return NULL;
	}
	return found;
}

bool
wide_is_ours(const wchar_t *path)
{
	PSECURITY_DESCRIPTOR found = rule_of(path);
	union token_user own;
	PSID owner = NULL;
	PACL list = NULL;
	BOOL is_default, has_list = FALSE;
	bool ours = found != NULL && own_user(&own) &&
	    GetSecurityDescriptorOwner(found, &owner, &is_default) &&
	    GetSecurityDescriptorDacl(found, &has_list, &list, &is_default) &&
	    has_list && is_one_of_us(owner, own.user.User.Sid) &&
	    is_for_us_alone(list, own.user.User.Sid);

	free(found);
	return ours;
}
