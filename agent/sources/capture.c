/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture.h"

#include "agent/sources/binlog.h"
#include "agent/sources/capture_evtx.h"
#include "agent/sources/capture_journal.h"
#include "agent/sources/capture_pcap.h"
#include "agent/sources/capture_tap.h"

#include "core/os.h"

#include <stdio.h>
#include <string.h>

typedef enum status scan_function(const struct source_env *env,
    const char *path, struct source_report *report, struct err *err);

static scan_function *const scans[] = {
	[BINLOG_PCAP] = capture_pcap,
	[BINLOG_DNSTAP] = capture_tap,
	[BINLOG_EVTX] = capture_evtx,
	[BINLOG_JOURNAL] = capture_journal,
};
_Static_assert(sizeof(scans) / sizeof(scans[0]) == BINLOG_KIND_COUNT,
    "every kind has a reader");

static bool
find(const char *path, struct binlog *ret)
{
	char head[BINLOG_HEAD];
	size_t n = 0;
	int fd = -1;

	if (strcmp(path, CAPTURE_JOURNAL) == 0) {
		*ret = binlog_journal();
		return true;
	}
	if (strcmp(path, "-") == 0 || os_open(path, &fd, NULL) != OK)
		return false;
	if (os_read(fd, head, sizeof(head), &n, NULL) != OK)
		n = 0;
	os_close(fd);
	return binlog_known((struct str){ head, n }, ret);
}

bool
capture_is(const char *path)
{
	struct binlog found;

	return find(path, &found);
}

enum status
capture_scan(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	struct binlog found;

	if (!find(path, &found))
		return err_set(err, E_UNSUPPORTED, MSG_DNS_CAPTURE_GONE,
		    NO_ARGS);
	(void)snprintf(report->name, sizeof(report->name), "%s", found.name);
	return scans[found.kind](env, path, report, err);
}
