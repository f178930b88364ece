/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_journal.h"

#include "agent/sources/contact.h"
#include "agent/sources/formats.h"

#include "core/buf.h"
#include "core/library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <systemd/sd-journal.h>

#define TICK_ENTRIES 4096
#define MICROSECONDS 1000000

#define CALLS(CALL) \
	CALL(sd_journal_add_match, int, (sd_journal *, const void *, size_t)) \
	CALL(sd_journal_close, void, (sd_journal *)) \
	CALL(sd_journal_get_data, int, \
	    (sd_journal *, const char *, const void **, size_t *)) \
	CALL(sd_journal_get_realtime_usec, int, (sd_journal *, uint64_t *)) \
	CALL(sd_journal_has_persistent_files, int, (sd_journal *)) \
	CALL(sd_journal_has_runtime_files, int, (sd_journal *)) \
	CALL(sd_journal_next, int, (sd_journal *)) \
	CALL(sd_journal_open, int, (sd_journal **, int)) \
	CALL(sd_journal_open_files, int, (sd_journal **, const char **, int))

LIBRARY(CALLS, "libsystemd.so.0");

/* The journal hands out only what these wrote. */
static const char *const daemons[] = {
	"SYSLOG_IDENTIFIER=coredns",
	"SYSLOG_IDENTIFIER=dnscrypt-proxy",
	"SYSLOG_IDENTIFIER=dnsdist",
	"SYSLOG_IDENTIFIER=dnsmasq",
	"SYSLOG_IDENTIFIER=kresd",
	"SYSLOG_IDENTIFIER=named",
	"SYSLOG_IDENTIFIER=pdns-recursor",
	"SYSLOG_IDENTIFIER=pdns_recursor",
	"SYSLOG_IDENTIFIER=pihole-FTL",
	"SYSLOG_IDENTIFIER=systemd-resolved",
	"SYSLOG_IDENTIFIER=unbound",
};

#define DAEMON_COUNT (sizeof(daemons) / sizeof(daemons[0]))

struct reading {
	struct calls systemd;
	const struct source_env *env;
	struct source_report *report;
	struct clients_several several;
	struct query query;
	bool has_queries[FORMATS_COUNT];
	uint64_t number;
	struct buf line;
};

/* "dnsmasq: query[A] ...": a line as a syslog has it, without its time. */
static bool
compose(struct reading *reading, sd_journal *journal)
{
	const struct calls *systemd = &reading->systemd;
	const void *data = NULL;
	struct str field, identifier = STR("");
	size_t len = 0;

	buf_reset(&reading->line);
	if (systemd->sd_journal_get_data(journal, "SYSLOG_IDENTIFIER", &data,
	        &len) < 0)
		return false;
	field = (struct str){ data, len };
	if (!str_cut(field, STR("="), NULL, &identifier))
		return false;
	buf_str(&reading->line, identifier);
	buf_text(&reading->line, ": ");
	if (systemd->sd_journal_get_data(journal, "MESSAGE", &data, &len) < 0)
		return false;
	field = (struct str){ data, len };
	if (!str_cut(field, STR("="), NULL, &field))
		return false;
	buf_str(&reading->line, field);
	return buf_status(&reading->line) == OK;
}

/* As in a syslog: the first format that claims it; replies only while there
 * was no query. */
static void
take_line(struct reading *reading, int64_t unix_seconds)
{
	static const struct dialect none;
	struct source_report *report = reading->report;

	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		enum record record = formats_at(i)->parse(
		    buf_view(&reading->line), &none, &reading->query);

		if (record == RECORD_FOREIGN)
			continue;
		if (record == RECORD_QUERY)
			reading->has_queries[i] = true;
		if (record == RECORD_QUERY ||
		    (record == RECORD_REPLY && !reading->has_queries[i]))
			contact_count(reading->env, report,
			    &reading->several, NULL,
			    &(struct contact){ unix_seconds,
			        reading->query.name, reading->query.client });
		else if (record == RECORD_REJECTED)
			source_rejected(report, reading->number,
			    SOURCE_REJECT_SHAPE);
		return;
	}
}

static void
take_entry(struct reading *reading, sd_journal *journal)
{
	uint64_t microseconds = 0;

	reading->number++;
	if (reading->systemd.sd_journal_get_realtime_usec(journal,
	        &microseconds) >= 0 &&
	    compose(reading, journal))
		take_line(reading, (int64_t)(microseconds / MICROSECONDS));
	if (reading->number % TICK_ENTRIES == 0)
		source_tick(reading->env, reading->report);
}

static int
open_journal(const struct calls *systemd, const char *path,
    sd_journal **ret_journal)
{
	const char *files[] = { path, NULL };
	int failed = strcmp(path, CAPTURE_JOURNAL) == 0
	    ? systemd->sd_journal_open(ret_journal, SD_JOURNAL_LOCAL_ONLY)
	    : systemd->sd_journal_open_files(ret_journal, files, 0);

	for (size_t i = 0; failed >= 0 && i < DAEMON_COUNT; i++)
		failed = systemd->sd_journal_add_match(*ret_journal,
		    daemons[i], 0);
	return failed;
}

static enum status
failure(int code, struct err *err)
{
	if (code == -ENOENT)
		return err_set(err, E_NOT_FOUND, MSG_DNS_JOURNAL_NONE,
		    NO_ARGS);
	return code == -EACCES || code == -EPERM
	    ? err_set(err, E_ACCESS, MSG_DNS_JOURNAL_SHUT, NO_ARGS)
	    : err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_DAMAGED, NO_ARGS);
}

/* 0, or minus an errno. */
static int
read_journal(struct reading *reading, const char *path)
{
	const struct calls *systemd = &reading->systemd;
	sd_journal *journal = NULL;
	int got = open_journal(systemd, path, &journal);

	if (got >= 0 && systemd->sd_journal_has_runtime_files(journal) == 0 &&
	    systemd->sd_journal_has_persistent_files(journal) == 0 &&
	    strcmp(path, CAPTURE_JOURNAL) == 0)
		got = -ENOENT;
	while (got >= 0 && (got = systemd->sd_journal_next(journal)) > 0)
		take_entry(reading, journal);
	systemd->sd_journal_close(journal);
	return got;
}

enum status
capture_journal(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	struct calls systemd;
	struct reading *reading;
	int got;

	if (!library_open(&library, &systemd))
		return err_set(err, E_UNSUPPORTED, MSG_DNS_LIBRARY_JOURNAL,
		    NO_ARGS);
	reading = calloc(1, sizeof(*reading));
	if (reading == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	reading->systemd = systemd;
	reading->env = env;
	reading->report = report;
	reading->query.client = STR("");
	buf_init(&reading->line, RECORD_MAX);
	got = read_journal(reading, path);
	buf_release(&reading->line);
	free(reading);
	return got >= 0 ? OK : failure(got, err);
}
