/* SPDX-License-Identifier: Apache-2.0
 * match_rule.h: what one rule means, and which of two goes first.  Must not
 * know other rules, nor what is asked.  Covered by tests/unit/test_match.c.
 */
#ifndef CORE_MATCH_RULE_H
#define CORE_MATCH_RULE_H

#include "core/catalogue.h"

enum verdict {
	VERDICT_NONE,        /* known, and never counts: telemetry, ambient ... */
	VERDICT_READING,     /* documentation, a shared answer */
	VERDICT_POSSIBLE,    /* a host that also serves other things */
	VERDICT_APPLICATION, /* software at work */
	VERDICT_USE,
	VERDICT_COUNT
};

/* match_verdict: what a rule means, as a visit or as a contact. */
enum verdict match_verdict(const struct rule_row *rule, bool visit);

/* match_rank: the order among the rules of one host (match.h): the higher rank
 * is tried first, equal ranks tie.  match_weakness: among rules that tie, the
 * one with the lower value is tried first. */
uint64_t match_rank(const struct rule *rule);
int match_weakness(const struct rule_row *rule);

/* verdict_id: "use", "application", "possible", "reading", "none". */
struct str verdict_id(enum verdict verdict);

#endif
