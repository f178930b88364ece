/* SPDX-License-Identifier: Apache-2.0
 * client.h: the two ways to a collector, one function each, which share
 * nothing: with the device's secret, and without anything.  The only one, with
 * client_calls, that knows libcurl.  Must not know a ballot, a token or a body.
 * Covered by tests/scenario/client_refusals.sh.
 *
 * Every call is its own connection: TLS 1.3, the authority of the join code
 * and no other, the host's name checked, no redirect, no cookie, no proxy, no
 * session resumed, a User-Agent without version.  There is no way to switch any
 * of it off.  When one of it fails, not a byte of the request has left.
 */
#ifndef AGENT_CLIENT_H
#define AGENT_CLIENT_H

#include "core/buf.h"
#include "core/joincode.h"
#include "core/status.h"

/* Where the collector is, and whom to believe. */
struct client_place {
	uint8_t host_count;
	const char (*hosts)[JOINCODE_HOST_MAX + 1]; /* tried in order */
	uint16_t port;
	const char *authority; /* PEM */
};

/* A request.  Empty body: none is sent. */
struct client_call {
	const char *method; /* "GET", "POST", "DELETE" */
	const char *path;   /* "/v1/..." */
	const char *type;   /* Content-Type of the body */
	struct str body;
	const char *etag;   /* If-None-Match, with its quotes; or NULL */
};

#define CLIENT_REPLY_BYTES ((size_t)4 << 20) /* BUNDLE_MAX_BYTES */
#define CLIENT_SECONDS 60
#define CLIENT_CONNECT_SECONDS 10

struct client_reply {
	int http;
	struct buf body;  /* at most CLIENT_REPLY_BYTES */
	int64_t date;     /* the collector's clock, UNIX seconds; 0: not told */
};

/* client_reply_release: safe on a zeroed struct. */
void client_reply_release(struct client_reply *reply);

/*
 * client_pin: ask each host for its certificates, send nothing, and give the
 * authority among them whose SHA-256 begins with `fingerprint`.
 * E_NETWORK: no host answers, or none has that authority.
 */
MUST_CHECK enum status client_pin(const struct client_place *place,
    const uint8_t fingerprint[JOINCODE_FINGERPRINT], char *ret_pem,
    size_t room, struct err *err);

/*
 * client_identified: with "Authorization: Bearer `bearer`" (NULL: to enrol).
 * client_anonymous: with nothing.  OK is any HTTP answer, good or not.
 * E_NETWORK: the sentence says which of all checks failed, and the fix, or
 * that libcurl is missing;
 * E_LIMIT: the answer is too long.
 */
MUST_CHECK enum status client_identified(const struct client_place *place,
    const char *bearer, const struct client_call *call,
    struct client_reply *ret, struct err *err);
MUST_CHECK enum status client_anonymous(const struct client_place *place,
    const struct client_call *call, struct client_reply *ret,
    struct err *err);

#endif
