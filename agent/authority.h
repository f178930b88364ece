/* SPDX-License-Identifier: Apache-2.0
 * authority.h: the certificate authority of an association, which all trust
 * hangs on: its fingerprint, and what it has signed.  Must not know the
 * network or a join code.  Covered by tests/unit/test_vote.c.
 */
#ifndef AGENT_AUTHORITY_H
#define AGENT_AUTHORITY_H

#include "core/status.h"
#include "core/str.h"

#include <stdbool.h>
#include <stdint.h>

/* authority_is: the certificate's fingerprint (SHA-256 of its DER) begins with
 * these `n` bytes; false when it is not one certificate in PEM. */
bool authority_is(struct str pem, const uint8_t *fingerprint, size_t n);

/* authority_signed: E_INVALID unless `signature` (ECDSA P-256 with SHA-256, in
 * DER) of `text` is the authority's. */
MUST_CHECK enum status authority_signed(struct str pem, struct str text,
    struct str signature, struct err *err);

#endif
