/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/spawn.h"

#include "core/wide.h"

#include <errno.h>
#include <stdlib.h>

#include <windows.h>

#define BLOCK 16384
#define LINE_MAX_UNITS 4096

struct child {
	HANDLE process;
	HANDLE to;   /* its stdin */
	HANDLE from; /* its stdout */
	struct str input;
};

static void
shut(HANDLE *handle)
{
	if (*handle != NULL)
		(void)CloseHandle(*handle);
	*handle = NULL;
}

/* Our end is not inherited. */
static bool
open_pipe(HANDLE *ours, HANDLE *theirs, bool they_read)
{
	SECURITY_ATTRIBUTES inherited = { .nLength = sizeof(inherited),
		.bInheritHandle = TRUE };
	HANDLE read_end, write_end;

	if (!CreatePipe(&read_end, &write_end, &inherited, 0))
		return false;
	*ours = they_read ? write_end : read_end;
	*theirs = they_read ? read_end : write_end;
	return SetHandleInformation(*ours, HANDLE_FLAG_INHERIT, 0);
}

/* Only these three are inherited, whatever else is open and could be. */
static bool
start_with(wchar_t *line, HANDLE three[3], HANDLE *ret_process,
    LPPROC_THREAD_ATTRIBUTE_LIST list)
{
	PROCESS_INFORMATION made;
	STARTUPINFOEXW how = {
		.StartupInfo = { .cb = sizeof(how),
		    .dwFlags = STARTF_USESTDHANDLES, .hStdInput = three[0],
		    .hStdOutput = three[1], .hStdError = three[2] },
		.lpAttributeList = list,
	};
	/* one that is no handle would make the whole list invalid */
	size_t count = three[2] == NULL ? 2 : 3;

	if (!UpdateProcThreadAttribute(list, 0,
	        PROC_THREAD_ATTRIBUTE_HANDLE_LIST, three,
	        count * sizeof(three[0]), NULL, NULL) ||
	    !CreateProcessW(NULL, line, NULL, NULL, TRUE,
	        EXTENDED_STARTUPINFO_PRESENT, NULL, NULL, &how.StartupInfo,
	        &made))
		return false;
	(void)CloseHandle(made.hThread);
	*ret_process = made.hProcess;
	return true;
}

static bool
start(wchar_t *line, HANDLE in, HANDLE out, HANDLE *ret_process)
{
	HANDLE three[3] = { in, out, GetStdHandle(STD_ERROR_HANDLE) };
	SIZE_T size = 0;
	LPPROC_THREAD_ATTRIBUTE_LIST list;
	bool done = false;

	if (three[2] == INVALID_HANDLE_VALUE ||
	    !SetHandleInformation(three[2], HANDLE_FLAG_INHERIT,
	        HANDLE_FLAG_INHERIT))
		three[2] = NULL;
	(void)InitializeProcThreadAttributeList(NULL, 1, 0, &size);
	list = calloc(1, size);
	if (list == NULL)
		return false;
	if (InitializeProcThreadAttributeList(list, 1, 0, &size)) {
		done = start_with(line, three, ret_process, list);
		DeleteProcThreadAttributeList(list);
	}
	free(list);
	return done;
}

/* A path holds no quotation mark; our arguments are plain words. */
static wchar_t *
command_line(const char *program, const char *argument)
{
	char text[LINE_MAX_UNITS];

	if ((size_t)snprintf(text, sizeof(text), "\"%s\" %s", program,
	        argument) >= sizeof(text))
		return NULL;
	return wide_text(text);
}

static enum status
open_child(const char *program, const char *argument, struct child *child,
    struct err *err)
{
	wchar_t *line = command_line(program, argument);
	HANDLE in = NULL, out = NULL;
	enum status code = OK;

	if (line == NULL)
		return err_system(err, ENAMETOOLONG, argument);
	if (!open_pipe(&child->to, &in, true) ||
	    !open_pipe(&child->from, &out, false) ||
	    !start(line, in, out, &child->process))
		code = wide_failed(err, GetLastError(), argument);
	shut(&in);
	shut(&out);
	free(line);
	return code;
}

/* In a thread of its own: the child may answer before it has read all. */
static DWORD WINAPI
give(void *cookie)
{
	struct child *child = cookie;
	DWORD n = 0;

	while (child->input.len > 0 &&
	    WriteFile(child->to, child->input.at,
	        child->input.len > BLOCK ? BLOCK : (DWORD)child->input.len,
	        &n, NULL))
		child->input = str_skip(child->input, n);
	shut(&child->to);
	return 0;
}

/* A pipe has no time-out: look, and look again. */
static enum status
take(struct child *child, struct buf *output, ULONGLONG deadline,
    struct err *err)
{
	char block[BLOCK];

	for (;;) {
		DWORD ready = 0, n = 0;

		if (!PeekNamedPipe(child->from, NULL, 0, NULL, &ready, NULL))
			return OK; /* broken: the child has ended */
		if (GetTickCount64() >= deadline)
			return err_set(err, E_LIMIT, MSG_SPAWN_SLOW, NO_ARGS);
		if (ready == 0) {
			Sleep(5);
			continue;
		}
		if (!ReadFile(child->from, block, sizeof(block), &n, NULL))
			return OK;
		buf_str(output, (struct str){ block, n });
		if (buf_status(output) != OK)
			return err_set(err, E_LIMIT, MSG_SPAWN_MUCH, NO_ARGS);
	}
}

/* The child's end, by itself or by us; frees a giver stuck in its pipe. */
static enum status
bury(struct child *child, enum status code, ULONGLONG deadline,
    struct err *err)
{
	ULONGLONG now = GetTickCount64();
	DWORD status = 1;

	if (code == OK &&
	    WaitForSingleObject(child->process,
	        now < deadline ? (DWORD)(deadline - now) : 0) != WAIT_OBJECT_0)
		code = err_set(err, E_LIMIT, MSG_SPAWN_SLOW, NO_ARGS);
	if (code != OK) {
		(void)TerminateProcess(child->process, 1);
		(void)WaitForSingleObject(child->process, INFINITE);
	}
	(void)GetExitCodeProcess(child->process, &status);
	if (code == OK && status != 0)
		code = err_set(err, E_IO, MSG_READER_DIED, NO_ARGS);
	return code;
}

enum status
spawn_run(const char *program, const char *argument, struct str input,
    struct buf *output, unsigned seconds, struct err *err)
{
	struct child child = { .input = input };
	ULONGLONG deadline = GetTickCount64() + (ULONGLONG)seconds * 1000;
	HANDLE giver = NULL;
	enum status code = open_child(program, argument, &child, err);

	if (code == OK) {
		giver = CreateThread(NULL, 0, give, &child, 0, NULL);
		if (giver == NULL)
			code = wide_failed(err, GetLastError(), argument);
	}
	if (code == OK)
		code = take(&child, output, deadline, err);
	if (child.process != NULL)
		code = bury(&child, code, deadline, err);
	if (giver != NULL)
		(void)WaitForSingleObject(giver, INFINITE);
	if (code == OK && child.input.len > 0)
		code = err_set(err, E_IO, MSG_READER_DIED, NO_ARGS);
	shut(&giver);
	shut(&child.to);
	shut(&child.from);
	shut(&child.process);
	return code;
}
