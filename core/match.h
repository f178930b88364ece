/* SPDX-License-Identifier: Apache-2.0
 * match.h: from a host, or a host with path and query, to the service that the
 * catalogue knows and to what that means.  Must not know a DNS log, a browser
 * or a date's meaning beyond from/until.  Covered by tests/unit/test_match.c.
 *
 * Hosts: label boundaries only; the longest host wins, an exact host before a
 * suffix.  A rule that does not apply (path, query, date) lets the next rule
 * of its host try, then the next shorter host.
 *
 * Among rules of one host: the path of most segments, then of most bytes, then
 * a key with a value, then a key.  A path is a prefix on segment boundaries,
 * compared as it stands, case and all: "/chat" is in "/chat/1", not in
 * "/chats".  A segment "*" is any one segment that is not empty; a star at the
 * end of a segment ("/chat*") leaves the rest open.  A path with a dot segment
 * ("/a/../chat", "/%2e/chat") is in no rule's.  A query key and value are
 * compared after percent-decoding, '+' being a space, among all parameters.
 *
 * Two services that tie stay unattributed, whatever the file order; two rules
 * of one service that tie give the weaker verdict.  No look-up allocates.
 */
#ifndef CORE_MATCH_H
#define CORE_MATCH_H

#include "core/catalogue.h"
#include "core/match_rule.h"
#include "core/status.h"

struct match;

#define MATCH_NO_SERVICE (-1)

struct match_result {
	int service; /* index in the catalogue, or MATCH_NO_SERVICE */
	int rule;    /* index in the catalogue, or -1 */
	enum verdict verdict;
};

/* match_new: index a catalogue, which must outlive the index.  The built-in
 * one comes with its own (match_index.h). */
MUST_CHECK enum status match_new(const struct catalogue *catalogue,
    struct match **ret_match, struct err *err);
void match_free(struct match *match);

const struct catalogue *match_catalogue(const struct match *match);

/*
 * match_contact: a DNS query for `host` (canonical, domain.h) on `day`
 * (CALENDAR_NO_DAY: dates are not looked at).  Rows with a path or query never
 * match.  ROLE_PRIMARY with dns strong is use, ROLE_API application; these and
 * ROLE_SHARED with dns weak are possible; all else is none.
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

/* match_paths_meet: true when one path can be in both. */
bool match_paths_meet(struct str a, struct str b);

/*
 * match_hosts: call `visit` with the host of every rule, once each, sorted by
 * bytes; for readers that look hosts up in an index.
 */
void match_hosts(const struct match *match,
    void (*visit)(void *cookie, struct str host), void *cookie);

#endif
