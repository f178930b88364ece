/* SPDX-License-Identifier: Apache-2.0
 * sealed.h: the contents of a period's urn, as the store keeps them: sealed
 * under the urn's key.  Must not know a ballot, nor when an urn is opened.
 * Covered by tests/unit/test_ballotbox.c and test_closing.c.
 */
#ifndef COLLECTOR_SEALED_H
#define COLLECTOR_SEALED_H

#include "collector/contents.h"
#include "collector/store.h"
#include "collector/urn.h"

#define SEALED_MAX_BYTES (CONTENTS_MAX_BYTES + URN_SEAL_BYTES)

/*
 * sealed_open: what the store holds under the period's name.  The period's
 * private key (PKCS#8) is appended to `signing`; `ret` is released by
 * tallies_release.  E_NOT_FOUND: the store has no such urn; E_DAMAGED.
 */
MUST_CHECK enum status sealed_open(struct store *store,
    const struct urn_key *urn, const char *period,
    const struct catalogue *catalogue, struct buf *signing,
    struct tallies *ret, struct err *err);

/* sealed_write: append the bytes that sealed_open reads, for store_urn_put. */
MUST_CHECK enum status sealed_write(struct buf *out,
    const struct urn_key *urn, const char *period, struct str signing,
    const struct tallies *tallies, struct err *err);

#endif
