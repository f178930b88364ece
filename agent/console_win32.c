/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/console.h"

#include "core/wide.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>

#include <windows.h>

#include <conio.h>
#include <shellapi.h>

#define LINE_UNITS 2048

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

static void
take_line(HANDLE input, struct buf *out)
{
	wchar_t wide[LINE_UNITS];
	char line[LINE_UNITS * 3];
	DWORD read = 0;

	if (ReadConsoleW(input, wide, LINE_UNITS - 1, &read, NULL)) {
		wide[read] = L'\0';
		if (wide_narrow(wide, false, line, sizeof(line)))
			buf_text(out, line);
	}
	OPENSSL_cleanse(wide, sizeof(wide));
	OPENSSL_cleanse(line, sizeof(line));
}

/* Ended meanwhile, we leave the console to its shell, which sets it anew. */
void
console_ask_unseen(const char *question, struct buf *out)
{
	HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
	DWORD mode;

	if (!GetConsoleMode(input, &mode))
		return;
	(void)SetConsoleMode(input, (mode | ENABLE_LINE_INPUT) &
	    ~(DWORD)ENABLE_ECHO_INPUT);
	(void)FlushConsoleInputBuffer(input);
	(void)fputs(question, stderr);
	(void)fflush(stderr);
	take_line(input, out);
	(void)FlushConsoleInputBuffer(input);
	(void)SetConsoleMode(input, mode);
	(void)fputs("\n", stderr);
}
