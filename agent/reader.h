/* SPDX-License-Identifier: Apache-2.0
 * reader.h: the process that opens foreign files.  It is told what to read,
 * answers with days and cursors, and keeps nothing; it has no business with the
 * network, the state or the ballot.  The sender, which has, opens no foreign
 * file.  Covered by tests/unit/test_reader.c.
 */
#ifndef AGENT_READER_H
#define AGENT_READER_H

#include "agent/findings.h"

#include "core/options.h"

enum reader_users {
	READER_OWN,  /* the user whose process it is */
	READER_ALL,  /* all local users: the service */
	READER_NOBODY
};

/* What to read. */
struct reader_request {
	enum reader_users users;
	struct option_list homes;    /* read these instead of `users` */
	bool dns;                    /* the well-known logs, or */
	struct option_list dns_logs; /* these */
	struct window window;        /* empty (first > last): the self-test
	                              * alone */
	int64_t now;
	const char *temporary;
	uint8_t key[CURSOR_KEY];
	const struct findings *known; /* its cursors */
	struct str bundle; /* the signed catalogue to read by; empty: the
	                    * built-in one, as for one that is refused */
};

/* The name under which a user's home says "not me"; an empty file will do. */
#define READER_OPT_OUT ".config/lanterne/opt-out"

/* Half an hour: a slow disk with years of logs, the first time. */
#define READER_SECONDS 1800

/*
 * reader_ask: have a process of `program`, or the one that `privilege` holds
 * (NULL: none), read, and fill `ret` (findings_init)
 * with what it found.  E_DAMAGED: it died before its end.
 */
struct privilege;
MUST_CHECK enum status reader_ask(struct privilege *privilege,
    const char *program, const struct reader_request *request, struct findings *ret,
    struct err *err);

/* reader_main: that process: the request on standard input, the answer on
 * standard output.  Returns an exit code. */
int reader_main(void);

/* reader_read: what it does, for tests. */
MUST_CHECK enum status reader_read(const struct reader_request *request,
    struct findings *ret, struct err *err);

/* reader_write, reader_parse: the request as one line of JSON, then the
 * bundle; texts of a parsed one live in `memory`, its bundle in `text`. */
void reader_write(struct buf *out, const struct reader_request *request);
MUST_CHECK enum status reader_parse(struct str text, struct arena *memory,
    struct findings *cursors, struct reader_request *ret, struct err *err);

#endif
