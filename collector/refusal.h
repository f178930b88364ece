/* SPDX-License-Identifier: Apache-2.0
 * refusal.h: every reason for which the collector says no to a computer: one
 * row each with its HTTP status, its code (part of the protocol) and its
 * sentence.  Must not know a route or a store.
 * Covered by tests/unit/test_refusal.c.
 */
#ifndef COLLECTOR_REFUSAL_H
#define COLLECTOR_REFUSAL_H

#include "core/messages.h"
#include "core/str.h"

enum refusal {
	REFUSAL_NONE,
	REFUSAL_REQUEST,
	REFUSAL_ROUTE,
	REFUSAL_METHOD,
	REFUSAL_LENGTHS,
	REFUSAL_PIPELINED,
	REFUSAL_TOO_LARGE,
	REFUSAL_JSON,
	REFUSAL_FIELDS,
	REFUSAL_CREDENTIALS,
	REFUSAL_REVOKED,
	REFUSAL_CODE_UNKNOWN,
	REFUSAL_CODE_EXPIRED,
	REFUSAL_CODE_EXHAUSTED,
	REFUSAL_REPLAYED,
	REFUSAL_DOCUMENT,
	REFUSAL_PERIOD_UNKNOWN,
	REFUSAL_PERIOD_ENDED,
	REFUSAL_TOKEN_REQUEST,
	REFUSAL_TOKEN_OTHER,
	REFUSAL_TOO_EARLY,
	REFUSAL_CLOSED,
	REFUSAL_TOKEN,
	REFUSAL_SPENT,
	REFUSAL_BALLOT,
	REFUSAL_BUSY,
	REFUSAL_FAILED,
	REFUSAL_COUNT
};

struct refusal_row {
	int http;
	const char *code;
	enum message sentence;
};

/* refusal_row: never NULL; REFUSAL_NONE has http 0. */
const struct refusal_row *refusal_row(enum refusal refusal);

/* refusal_json: append {"code":…,"sentence":…} in `language`. */
void refusal_json(struct buf *out, enum language language, const char *code,
    enum message sentence);

#endif
