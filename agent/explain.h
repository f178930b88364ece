/* SPDX-License-Identifier: Apache-2.0
 * explain.h: what a host or an address typed by a person is to the catalogue,
 * and by which rule.  Must not know a source, nor how it is shown.
 * Covered by tests/unit/test_explain.c.
 */
#ifndef AGENT_EXPLAIN_H
#define AGENT_EXPLAIN_H

#include "core/buf.h"
#include "core/match.h"

struct explanation {
	bool visit;                    /* an address, not a bare host */
	const struct service *service; /* NULL: unknown, or a tie */
	struct rule rule;              /* no host likewise */
	enum verdict verdict;
	bool counts;                   /* as use */

	/* Without a rule, why: one of the same host that wants another path or
	 * query, and its service (NULL when there is none); a host that serves
	 * everything (hostlists.h). */
	struct rule elsewhere;
	const struct service *elsewhere_service;
	bool serves_all;
};

/*
 * explain: judge `text`: an address ("https://chatgpt.com/c/1", or without the
 * scheme when it has a path or query) as a visit, a bare host as a DNS contact,
 * whatever the date.  False when it is neither.
 */
bool explain(const struct match *match, struct str text,
    struct explanation *ret);

/* explain_rule: append a rule as it reads in a file: host, path, query. */
void explain_rule(struct buf *out, const struct rule *rule);

/* explain_role: what a role means, for people ("a person uses it"). */
enum message explain_role(enum role role);

/* explain_text: sentences for people, in lines of at most `columns`.
 * explain_json: an object, documented in docs/CATALOGUE.md. */
void explain_text(struct buf *out, enum language language, size_t columns,
    const struct explanation *explanation);
void explain_json(struct buf *out, const struct explanation *explanation);

#endif
