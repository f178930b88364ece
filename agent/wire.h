/* SPDX-License-Identifier: Apache-2.0
 * wire.h: the bodies of docs/PROTOCOL.md, written and read.  Must not know how
 * they travel.  Covered by tests/unit/test_wire.c and tests/fuzz/fuzz_wire.c.
 */
#ifndef AGENT_WIRE_H
#define AGENT_WIRE_H

#include "agent/findings.h"

#include "core/joincode.h"
#include "core/record.h"

#define WIRE_NONCE 16
#define WIRE_DEVICE 32 /* hexadecimal digits */
#define WIRE_SECRET 64

/* wire_enrolment: ask to be enrolled.  wire_enrolled: E_NETWORK. */
void wire_enrolment(struct buf *out, const uint8_t secret[JOINCODE_SECRET],
    const uint8_t nonce[WIRE_NONCE]);
struct wire_device {
	char device[WIRE_DEVICE + 1];
	char secret[WIRE_SECRET + 1];
};
MUST_CHECK enum status wire_enrolled(struct str body,
    struct wire_device *ret, struct err *err);

/* wire_bearer: "DEVICE.SECRET", for the Authorization header. */
void wire_bearer(struct buf *out, const char *device, const char *secret);

/* wire_heartbeat: version and the health of sources: never a day, a service,
 * or that the computer is paused. */
void wire_heartbeat(struct buf *out, const char *version,
    const struct findings *health);

/* wire_token: ask for a blind signature.  wire_issued: that, and how many
 * computers are enrolled, or -1: not told.  E_NETWORK. */
void wire_token(struct buf *out, const char *period,
    const uint8_t request[TOKEN_REQUEST_BYTES]);
MUST_CHECK enum status wire_issued(struct str body,
    uint8_t ret[TOKEN_KEY_BYTES], int64_t *ret_enrolled, struct err *err);

/* wire_record: a record and its signature; unread, unverified.  E_NETWORK. */
struct wire_signed {
	char text[RECORD_MAX_BYTES + 1];
	uint8_t signature[128];
	size_t signature_len;
};
MUST_CHECK enum status wire_record(struct str body, struct wire_signed *ret,
    struct err *err);

/*
 * wire_refusal: what the collector said: its code ("token_other"), and its
 * sentence, fit for a terminal: printable text, cut.  Empty when it said
 * nothing of the kind.
 */
struct wire_refusal {
	char code[33];
	char sentence[301];
};
void wire_refusal(struct str body, struct wire_refusal *ret);

#endif
