/* SPDX-License-Identifier: Apache-2.0
 * authority.h: the certificate authority of an association, which all trust
 * hangs on: its fingerprint, and what it has signed.  Must not know the
 * network or a join code.  Covered by tests/unit/test_vote.c.
 */
#ifndef AGENT_AUTHORITY_H
#define AGENT_AUTHORITY_H

#include "core/status.h"
#include "core/str.h"

#include <stdint.h>

#define AUTHORITY_FINGERPRINT 32

/* authority_fingerprint: SHA-256 of the certificate's DER.  E_INVALID: not one
 * certificate in PEM. */
MUST_CHECK enum status authority_fingerprint(struct str pem,
    uint8_t ret[AUTHORITY_FINGERPRINT], struct err *err);

/* authority_signed: E_INVALID unless `signature` (ECDSA P-256 with SHA-256, in
 * DER) of `text` is the authority's. */
MUST_CHECK enum status authority_signed(struct str pem, struct str text,
    struct str signature, struct err *err);

#endif
