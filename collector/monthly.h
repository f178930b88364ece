/* SPDX-License-Identifier: Apache-2.0
 * monthly.h: what `serve` does by itself once a window is over: close the
 * period, write the report into the folder, mail it, erase what is older than
 * two years.  Must not know a socket.  Covered by tests/unit/test_monthly.c and
 * tests/scenario/collector_monthly.sh.
 */
#ifndef COLLECTOR_MONTHLY_H
#define COLLECTOR_MONTHLY_H

#include "collector/folder.h"

/* A publication, its period's record and its files are erased that long after
 * the period's last day (docs: PRIVACY, retention). */
#define MONTHLY_KEPT_MONTHS 24

/* The folder's own folder for what the board reads. */
#define MONTHLY_REPORTS "reports"

struct monthly {
	struct folder *folder;
	int64_t now;
	void (*say)(void *cookie, enum message id, const char *const *args);
	void *cookie;
};

/*
 * What cannot be undone waits for a second day: it is done only when the
 * collector was also up on an earlier day after the moment that is due.  So a
 * clock that is ten years ahead for an hour closes and erases nothing.
 *
 * monthly_close: close each period that is past its window, oldest first, and
 * write its report.  *ret_closed: whether there was one.
 */
MUST_CHECK enum status monthly_close(const struct monthly *monthly,
    bool *ret_closed, struct err *err);

/* monthly_report: the report of the newest publication, unless it is there. */
MUST_CHECK enum status monthly_report(const struct monthly *monthly,
    struct err *err);

/* monthly_newest: the period of the newest publication; *ret_any: there is
 * one. */
MUST_CHECK enum status monthly_newest(const struct folder *folder,
    bool *ret_any, struct period *ret, struct err *err);

/* monthly_mail: send the report of the newest publication to the board, when
 * the settings name a mail server and it has not left yet; it may take as long
 * as mail_send.  On failure it can be tried again. */
MUST_CHECK enum status monthly_mail(const struct monthly *monthly,
    struct err *err);

/* monthly_purge: erase publications that were kept long enough, and documents
 * that no period needs. */
MUST_CHECK enum status monthly_purge(const struct monthly *monthly,
    struct err *err);

/* monthly_expired: whether a period has been kept long enough at `now`. */
bool monthly_expired(const struct period *period, int64_t now);

#endif
