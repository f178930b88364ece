/* SPDX-License-Identifier: Apache-2.0
 * mailing.h: a report's mail to the board: once for each publication, and what
 * is known of it.  Must not know a command, nor SMTP.
 * Covered by tests/unit/test_mailing.c and
 * tests/scenario/collector_mail_server.sh.
 *
 * A note is kept before a mail leaves, and again after: when this program, or
 * the connection, ends in between, nobody knows whether the mail has left, so
 * nothing sends it again by itself.
 */
#ifndef COLLECTOR_MAILING_H
#define COLLECTOR_MAILING_H

#include "collector/folder.h"
#include "collector/report/report.h"

/* A mail that leaves since longer than that has met its end: longer than
 * mail_send may take. */
#define MAILING_SECONDS 120

struct mailing {
	struct folder *folder;
	const struct report *report;
	enum language language;
	int64_t now;
	bool again; /* although it has left, or may have */
};

/* mailing_has_server: whether the settings name one. */
bool mailing_has_server(const struct folder *folder);

/*
 * mailing_send: send the report of one period, and note it; of several periods
 * together, nothing is noted.  E_REFUSED: it has left already, or may have; or
 * as letter_write, mail_send: then it may be tried again, unless it may have
 * left.
 */
MUST_CHECK enum status mailing_send(const struct mailing *mailing,
    struct err *err);

/* mailing_look: what is known of a period's mail; one that was leaving when its
 * program ended may have left.  mailing_settle: note that, and say so once:
 * *ret_found_out. */
MUST_CHECK enum status mailing_look(const struct folder *folder,
    const char *period, int64_t now, enum store_mail_state *ret,
    struct err *err);
MUST_CHECK enum status mailing_settle(const struct folder *folder,
    const char *period, int64_t now, bool *ret_found_out, struct err *err);

#endif
