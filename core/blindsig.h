/* SPDX-License-Identifier: Apache-2.0
 * blindsig.h: RSA blind signatures, RFC 9474 variant RSABSSA-SHA384-PSS-
 * Deterministic.  Randomness is an argument; must not know what is signed.
 * Covered by tests/unit/test_blindsig.c (the RFC's vectors).
 *
 * Three parties' steps: the client blinds a message and later finishes the
 * signature; the signer signs what it cannot read; anyone verifies.  Numbers
 * are big-endian and exactly as long as the modulus.  Every intermediate
 * secret is wiped.
 */
#ifndef CORE_BLINDSIG_H
#define CORE_BLINDSIG_H

#include "core/buf.h"
#include "core/status.h"

#include <stdint.h>

#define BLINDSIG_MAX_BYTES 512 /* RSA-4096, the RFC's own vectors */
#define BLINDSIG_SALT 48       /* the length of SHA-384, RFC 9474 §5 */

struct blindsig_key; /* a public key, or a pair */

struct blindsig_number {
	uint8_t at[BLINDSIG_MAX_BYTES];
	size_t len;
};

/* blindsig_generate: a new pair of `bits` (2048 to 4096), e = 65537. */
MUST_CHECK enum status blindsig_generate(unsigned bits,
    struct blindsig_key **ret_key, struct err *err);

/* blindsig_public: the public key of a modulus, e = 65537.  E_INVALID when it
 * is even, or not of a whole number of bytes with its top bit set. */
MUST_CHECK enum status blindsig_public(struct str modulus,
    struct blindsig_key **ret_key, struct err *err);

/* blindsig_import: a pair from PKCS#8 DER of type "RSA" with e = 65537. */
MUST_CHECK enum status blindsig_import(struct str der,
    struct blindsig_key **ret_key, struct err *err);

/* blindsig_export: append the pair as PKCS#8 DER; the caller wipes it. */
MUST_CHECK enum status blindsig_export(const struct blindsig_key *key,
    struct buf *out, struct err *err);

void blindsig_free(struct blindsig_key *key);

/* blindsig_modulus: n; its length is the length of every number. */
struct blindsig_number blindsig_modulus(const struct blindsig_key *key);

/* blindsig_draw: a blinding factor, uniform in 1..n-1; the one function here
 * that draws.  Wipe it with blindsig_wipe when it has served. */
MUST_CHECK enum status blindsig_draw(const struct blindsig_key *key,
    struct blindsig_number *ret_blind, struct err *err);
void blindsig_wipe(struct blindsig_number *number);

/*
 * blindsig_encode: EMSA-PSS (RFC 8017 §9.1.1) of `message`, SHA-384, MGF1 with
 * SHA-384, over the modulus' bits less one.  `salt` is BLINDSIG_SALT bytes (the
 * RFC's other variants have none: an empty slice).
 */
MUST_CHECK enum status blindsig_encode(const struct blindsig_key *key,
    struct str message, struct str salt, struct blindsig_number *ret,
    struct err *err);

/* blindsig_blind: RFC 9474 §4.2.  E_INVALID: a blind outside 1..n-1, or not
 * invertible: draw again. */
MUST_CHECK enum status blindsig_blind(const struct blindsig_key *key,
    struct str message, struct str salt, const struct blindsig_number *blind,
    struct blindsig_number *ret_blinded, struct err *err);

/* blindsig_sign: RFC 9474 §4.3, with its check that s^e = m.  E_INVALID: not
 * exactly as long as the modulus, or not below it. */
MUST_CHECK enum status blindsig_sign(const struct blindsig_key *pair,
    struct str blinded, struct blindsig_number *ret_signature,
    struct err *err);

/* blindsig_finish: RFC 9474 §4.4: unblind and verify.  E_INVALID: the signer
 * did not sign what was sent. */
MUST_CHECK enum status blindsig_finish(const struct blindsig_key *key,
    struct str message, size_t salt_bytes,
    const struct blindsig_number *blind, struct str blind_signature,
    struct blindsig_number *ret_signature, struct err *err);

/* blindsig_verify: RSASSA-PSS with an explicit salt length; E_INVALID. */
MUST_CHECK enum status blindsig_verify(const struct blindsig_key *key,
    struct str message, size_t salt_bytes, struct str signature,
    struct err *err);

#endif
