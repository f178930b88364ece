/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/console.h"

#include "core/wide.h"

#include <stdlib.h>

#include <windows.h>

#include <conio.h>
#include <shellapi.h>

bool
console_is_own(void)
{
	DWORD processes[2];

	return GetConsoleProcessList(processes, 2) == 1;
}

/* Not wide_path: the shell takes no path with the prefix. */
static bool
open_full(const wchar_t *path)
{
	wchar_t full[MAX_PATH];
	DWORD length = GetFullPathNameW(path, MAX_PATH, full, NULL);

	/* learn.microsoft.com, ShellExecuteW: more than 32 is success */
	return length > 0 && length < MAX_PATH &&
	    (INT_PTR)ShellExecuteW(NULL, L"open", full, NULL, NULL,
	        SW_SHOWNORMAL) > 32;
}

bool
console_show(const char *path)
{
	wchar_t *wide = wide_text(path);
	bool shown = wide != NULL && open_full(wide);

	free(wide);
	return shown;
}

void
console_wait(void)
{
	(void)_getch();
}
