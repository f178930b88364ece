/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/events.h"

#include "agent/sources/formats.h"

#include "core/os.h"
#include "core/wide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include <winevt.h>

#define CHANNEL "Microsoft-Windows-DNS-Client/Operational"
#define WIDE_CHANNEL L"Microsoft-Windows-DNS-Client/Operational"
#define QUESTIONS L"*[System[(EventID=3006 or EventID=3008)]]"
#define COPY_NAME "dnsclient.xml"
#define PATH_ROOM 1024
#define EVENT_UNITS 8192  /* a question is some 1,200; a longer one is none */
#define EVENTS_MAX 500000 /* the log has 1 MB unless it was made larger */
#define WAIT_MS 10000

/* One event as XML, on a line; one that does not fit is passed over. */
static enum status
copy_event(EVT_HANDLE event, int fd, struct err *err)
{
	wchar_t wide[EVENT_UNITS];
	char line[3 * EVENT_UNITS];
	DWORD used, properties;
	size_t length;

	if (!EvtRender(NULL, event, EvtRenderEventXml, sizeof(wide), wide,
	        &used, &properties) ||
	    !wide_narrow(wide, false, line, sizeof(line) - 1))
		return OK;
	length = strlen(line);
	for (size_t i = 0; i < length; i++)
		if (line[i] == '\r' || line[i] == '\n')
			line[i] = ' ';
	line[length] = '\n';
	return os_write(fd, (struct str){ line, length + 1 }, err);
}

static enum status
copy_all(EVT_HANDLE found, int fd, size_t *ret_count, struct err *err)
{
	EVT_HANDLE event;
	DWORD got;
	enum status code = OK;

	while (code == OK && *ret_count < EVENTS_MAX &&
	    EvtNext(found, 1, &event, WAIT_MS, 0, &got) && got == 1) {
		code = copy_event(event, fd, err);
		(void)EvtClose(event);
		(*ret_count)++;
	}
	return code;
}

/* E_NOT_FOUND: the log is off, or nothing was asked yet. */
static enum status
copy_log(const char *path, struct err *err)
{
	EVT_HANDLE found = EvtQuery(NULL, WIDE_CHANNEL, QUESTIONS,
	    EvtQueryChannelPath | EvtQueryForwardDirection);
	size_t count = 0;
	enum status code;
	int fd;

	if (found == NULL && GetLastError() == ERROR_ACCESS_DENIED)
		return wide_failed(err, ERROR_ACCESS_DENIED, CHANNEL);
	if (found == NULL)
		return err_set(err, E_NOT_FOUND, MSG_DNS_ENABLE_DNSCLIENT,
		    NO_ARGS);
	code = os_create(path, &fd, err);
	if (code == OK) {
		code = copy_all(found, fd, &count, err);
		os_close(fd);
	}
	(void)EvtClose(found);
	return code == OK && count == 0
	    ? err_set(err, E_NOT_FOUND, MSG_DNS_ENABLE_DNSCLIENT, NO_ARGS)
	    : code;
}

static void
tell(struct source_list *list, enum status code, const struct err *err)
{
	struct source_report *report = source_list_add(list, SOURCE_DNS,
	    format_dnsclient.title, CHANNEL);

	if (report != NULL)
		source_report_fail(report, code, err);
}

/* The whole log each time: a copy has no place to go on from, and reading an
 * event twice never counts twice. */
void
events_scan(const struct source_env *env,
    const struct dnslogs_options *options, struct source_list *list)
{
	struct dnslogs_options own = *options;
	struct source_report *before = list->last;
	char path[PATH_ROOM] = "";
	const char *folder = NULL;
	struct err err = { "" };
	enum status code = os_scratch_path(env->scratch, &folder, NULL);

	if (code != OK)
		code = err_set(&err, E_IO, MSG_SNAPSHOT_NO_FOLDER, NO_ARGS);
	else
		(void)snprintf(path, sizeof(path), "%s/%s", folder, COPY_NAME);
	if (code == OK)
		code = copy_log(path, &err);
	own.format = &format_dnsclient;
	own.cursors = NULL;
	if (code == OK)
		dnslogs_scan(env, path, &own, list);
	else
		tell(list, code, &err);
	if (list->last != NULL && list->last != before)
		(void)snprintf(list->last->path, sizeof(list->last->path),
		    "%s", CHANNEL);
	if (folder != NULL)
		(void)!os_remove(path, NULL);
}
