/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/service.h"

#include "agent/service_path.h"

#include <stdlib.h>

#include <windows.h>

#include <winsvc.h>

#define PATH_UNITS 4096
#define CONFIG_BYTES 8192 /* learn.microsoft.com, QueryServiceConfigW: 8K */
#define PATIENCE_MS 20000
#define HINT_MS 25000

struct service {
	unsigned (*round)(void *cookie);
	void *cookie;
	HANDLE stop; /* an event: the order was given */
	SERVICE_STATUS_HANDLE manager;
	bool told;
};

/* The system calls service_main with no cookie of ours. */
static struct service *running;

static void
say(const struct service *service, DWORD state, DWORD error)
{
	SERVICE_STATUS status = {
		.dwServiceType = SERVICE_WIN32_OWN_PROCESS,
		.dwCurrentState = state,
		.dwControlsAccepted = state == SERVICE_RUNNING
		    ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN
		    : 0,
		.dwWin32ExitCode = error,
		.dwWaitHint = state == SERVICE_RUNNING ? 0 : HINT_MS,
	};

	(void)SetServiceStatus(service->manager, &status);
}

static DWORD WINAPI
control(DWORD order, DWORD event, void *data, void *cookie)
{
	struct service *service = cookie;

	(void)event;
	(void)data;
	if (order == SERVICE_CONTROL_INTERROGATE)
		return NO_ERROR;
	if (order != SERVICE_CONTROL_STOP && order != SERVICE_CONTROL_SHUTDOWN)
		return ERROR_CALL_NOT_IMPLEMENTED;
	say(service, SERVICE_STOP_PENDING, NO_ERROR);
	(void)SetEvent(service->stop);
	return NO_ERROR;
}

/* An unquoted path with a space would start C:\Program.exe, were it there. */
static void
quote(SC_HANDLE entry)
{
	union {
		QUERY_SERVICE_CONFIGW config;
		char room[CONFIG_BYTES];
	} found;
	wchar_t program[PATH_UNITS], line[PATH_UNITS];
	DWORD needed;
	DWORD length = GetModuleFileNameW(NULL, program, PATH_UNITS);

	if (length > 0 && length < PATH_UNITS &&
	    QueryServiceConfigW(entry, &found.config, sizeof(found), &needed) &&
	    service_path_quote(found.config.lpBinaryPathName, program, line,
	        PATH_UNITS))
		(void)ChangeServiceConfigW(entry, SERVICE_NO_CHANGE,
		    SERVICE_NO_CHANGE, SERVICE_NO_CHANGE, line, NULL, NULL,
		    NULL, NULL, NULL, NULL);
}

static void
quote_own_path(const wchar_t *name)
{
	SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
	SC_HANDLE entry = manager == NULL
	    ? NULL
	    : OpenServiceW(manager, name,
	          SERVICE_QUERY_CONFIG | SERVICE_CHANGE_CONFIG);

	if (entry != NULL) {
		quote(entry);
		(void)CloseServiceHandle(entry);
	}
	if (manager != NULL)
		(void)CloseServiceHandle(manager);
}

static DWORD WINAPI
work(void *cookie)
{
	struct service *service = cookie;
	unsigned pause = 1;

	while (pause > 0) {
		pause = service->round(service->cookie);
		if (pause > 0 &&
		    WaitForSingleObject(service->stop, pause) == WAIT_OBJECT_0)
			return NO_ERROR;
	}
	return ERROR_PROCESS_ABORTED;
}

/* Until the worker ends by itself, or the order and our patience with it. */
static DWORD
wait_for(struct service *service, HANDLE worker)
{
	HANDLE both[2] = { worker, service->stop };
	DWORD result = NO_ERROR;

	(void)WaitForMultipleObjects(2, both, FALSE, INFINITE);
	service->told = WaitForSingleObject(service->stop, 0) == WAIT_OBJECT_0;
	if (WaitForSingleObject(worker, PATIENCE_MS) == WAIT_OBJECT_0)
		(void)GetExitCodeThread(worker, &result);
	return service->told ? NO_ERROR : result;
}

static void WINAPI
service_main(DWORD count, wchar_t **words)
{
	struct service *service = running;
	HANDLE worker;
	DWORD error;

	service->manager = RegisterServiceCtrlHandlerExW(count > 0 ? words[0]
	                                                           : L"",
	    control, service);
	if (service->manager == NULL)
		return;
	if (count > 0)
		quote_own_path(words[0]);
	worker = CreateThread(NULL, 0, work, service, 0, NULL);
	if (worker == NULL) {
		say(service, SERVICE_STOPPED, GetLastError());
		return;
	}
	say(service, SERVICE_RUNNING, NO_ERROR);
	error = wait_for(service, worker);
	(void)CloseHandle(worker);
	say(service, SERVICE_STOPPED, error);
}

bool
service_run(unsigned (*round)(void *cookie), void *cookie)
{
	struct service service = { round, cookie, NULL, NULL, false };
	wchar_t any[] = L"";
	SERVICE_TABLE_ENTRYW table[] = { { any, service_main },
		{ NULL, NULL } };

	service.stop = CreateEventW(NULL, TRUE, FALSE, NULL);
	if (service.stop == NULL)
		return false;
	running = &service;
	/* false at a terminal: nobody manages us */
	if (!StartServiceCtrlDispatcherW(table))
		(void)work(&service);
	running = NULL;
	(void)CloseHandle(service.stop);
	return service.told;
}
