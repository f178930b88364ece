/* SPDX-License-Identifier: Apache-2.0
 * token.h: the ballot's token, a Privacy Pass token of type 0x0002 (RFC 9578
 * §6, Blind RSA 2048) bound to one period record (RFC 9577 §2.1).  Must not
 * know the ballot.  Covered by tests/unit/test_token.c (the RFCs' vectors).
 *
 * The device asks with token_request, the collector answers with token_issue
 * without seeing what it signs, the device makes the token with token_finish,
 * and the collector, later and on another connection, checks token_verify.
 * The nonce of a token is what is spent.
 */
#ifndef CORE_TOKEN_H
#define CORE_TOKEN_H

#include "core/blindsig.h"

#define TOKEN_TYPE 0x0002
#define TOKEN_KEY_BITS 2048
#define TOKEN_ISSUER "lanterne.invalid" /* RFC 2606: never a real name */

#define TOKEN_DIGEST 32
#define TOKEN_NONCE 32
#define TOKEN_KEY_BYTES 256
#define TOKEN_SPKI_BYTES 342
#define TOKEN_INPUT_BYTES (2 + TOKEN_NONCE + 2 * TOKEN_DIGEST)
#define TOKEN_BYTES (TOKEN_INPUT_BYTES + TOKEN_KEY_BYTES) /* 354 */
#define TOKEN_REQUEST_BYTES (2 + 1 + TOKEN_KEY_BYTES)     /* 259 */

/* A key as everyone knows it: its bytes, and the SHA-256 of them. */
struct token_key {
	struct blindsig_key *rsa;
	uint8_t spki[TOKEN_SPKI_BYTES];
	uint8_t id[TOKEN_DIGEST];
};

/*
 * token_key_new: a new pair whose truncated id (last byte) is not
 * `other_id`'s, so that two periods' keys can live at once; NULL when alone.
 */
MUST_CHECK enum status token_key_new(const uint8_t other_id[TOKEN_DIGEST],
    struct token_key *ret_key, struct err *err);

/* token_key_public: from the 342 bytes of a record; anything but RSA-2048 with
 * e = 65537 under id-RSASSA-PSS, SHA-384, salt 48 is E_INVALID. */
MUST_CHECK enum status token_key_public(struct str spki,
    struct token_key *ret_key, struct err *err);

/* token_key_pair: from the PKCS#8 that blindsig_export wrote. */
MUST_CHECK enum status token_key_pair(struct str der,
    struct token_key *ret_key, struct err *err);
void token_key_release(struct token_key *key);

/* What one device draws for one token.  It is stored before the first request,
 * so that a retry is the same request; wiped by token_secrets_wipe. */
struct token_secrets {
	uint8_t nonce[TOKEN_NONCE];
	uint8_t salt[BLINDSIG_SALT];
	uint8_t blind[TOKEN_KEY_BYTES];
};

/* token_secrets_draw: fresh secrets; the one function here that draws. */
MUST_CHECK enum status token_secrets_draw(const struct token_key *key,
    struct token_secrets *ret, struct err *err);
void token_secrets_wipe(struct token_secrets *secrets);

/* token_challenge: append a TokenChallenge (RFC 9577 §2.1.1).  `context` is
 * empty or 32 bytes. */
void token_challenge(struct buf *out, struct str issuer, struct str context,
    struct str origin);

/* token_challenge_of: SHA-256 of the challenge that a period record makes. */
MUST_CHECK enum status token_challenge_of(
    const uint8_t record_digest[TOKEN_DIGEST], uint8_t ret[TOKEN_DIGEST],
    struct err *err);

/* token_request: what the device sends; the same secrets, the same bytes. */
MUST_CHECK enum status token_request(const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], const struct token_secrets *secrets,
    uint8_t ret[TOKEN_REQUEST_BYTES], struct err *err);

/* token_issue: the collector's blind signature.  E_INVALID: not a request of
 * this type and length for this key. */
MUST_CHECK enum status token_issue(const struct token_key *pair,
    struct str request, uint8_t ret[TOKEN_KEY_BYTES], struct err *err);

/* token_finish: the token.  E_INVALID: the collector signed something else. */
MUST_CHECK enum status token_finish(const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], const struct token_secrets *secrets,
    struct str response, uint8_t ret[TOKEN_BYTES], struct err *err);

/* token_verify: E_INVALID unless it is TOKEN_BYTES long, of this type, for
 * this challenge and key, and signed.  token_nonce: what is spent, borrowed. */
MUST_CHECK enum status token_verify(const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], struct str token, struct err *err);
struct str token_nonce(struct str token);

#endif
