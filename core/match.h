/* SPDX-License-Identifier: Apache-2.0
 * match.h: from a host, or a host with path and query, to the service that the
 * catalogue knows and to what that means.  Must not know a DNS log, a browser
 * or a date's meaning beyond from/until.  Covered by tests/unit/test_match.c.
 *
 * Rules: label boundaries only; the longest host wins, an exact host before a
 * suffix; among rules of one host the longest path, then the query; a rule
 * that does not apply (path, query, date) lets the next shorter host try.  A
 * tie between services stays unattributed, whatever the file order.
 */
#ifndef CORE_MATCH_H
#define CORE_MATCH_H

#include "core/catalogue.h"
#include "core/status.h"

struct match;

enum verdict {
	VERDICT_NONE,        /* known, and never counts: telemetry, ambient ... */
	VERDICT_READING,     /* documentation, a shared answer */
	VERDICT_POSSIBLE,    /* a host that also serves other things */
	VERDICT_APPLICATION, /* software at work */
	VERDICT_USE,
	VERDICT_COUNT
};

#define MATCH_NO_SERVICE (-1)

struct match_result {
	int service; /* index in the catalogue, or MATCH_NO_SERVICE */
	int rule;    /* index in the catalogue, or -1 */
	enum verdict verdict;
};

/* match_new: index a catalogue, which must outlive the index. */
MUST_CHECK enum status match_new(const struct catalogue *catalogue,
    struct match **ret_match, struct err *err);
void match_free(struct match *match);

const struct catalogue *match_catalogue(const struct match *match);

/*
 * match_contact: a DNS query for `host` (canonical, domain.h) on `day`
 * (CALENDAR_NO_DAY: dates are not looked at).  Rows with a path or query never
 * match.  ROLE_PRIMARY with dns strong is use, weak is possible; ROLE_API is
 * application; all else is none.
 */
struct match_result match_contact(const struct match *match, struct str host,
    int32_t day);

/*
 * match_visit: a page opened in a browser.  `path` starts with "/" (empty is
 * "/"), `query` is what follows "?" without it; both as they stand in the URL.
 * ROLE_PRIMARY is use, ROLE_API application, ROLE_INFO reading, else none.
 */
struct match_result match_visit(const struct match *match, struct str host,
    struct str path, struct str query, int32_t day);

/*
 * match_hosts: call `visit` with the host of every rule, once each, sorted by
 * bytes; for readers that look hosts up in an index.
 */
void match_hosts(const struct match *match,
    void (*visit)(void *cookie, struct str host), void *cookie);

/* verdict_id: "use", "application", "possible", "reading", "none". */
struct str verdict_id(enum verdict verdict);

#endif
