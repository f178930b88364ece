/* SPDX-License-Identifier: Apache-2.0
 * bundles.h: the signed catalogues that this computer was handed, in state.db,
 * and the one by which its sources are read.  Must not know the network.
 * Covered by tests/unit/test_vote.c and tests/scenario/catalogue_handed.sh.
 */
#ifndef AGENT_BUNDLES_H
#define AGENT_BUNDLES_H

#include "agent/booth.h"

/*
 * bundles_take: keep a bundle under its SHA-256, once it has been checked as
 * catalogue_bundle_load does, by the project's key and against the newest that
 * is kept here or built in.  Otherwise nothing changes: E_INVALID, E_REFUSED,
 * E_UNSUPPORTED, E_LIMIT.  Older ones that nothing is read by any more go.
 */
MUST_CHECK enum status bundles_take(struct state *state, struct str bytes,
    const uint8_t digest[STATE_DIGEST], struct err *err);

/*
 * bundles_in_force: append the bundle by which to read now; nothing when it is
 * the built-in catalogue.  It is the newest of those pinned by the periods up
 * to the oldest one whose ballot is not made yet: a period is read to its end
 * by its own catalogue.
 */
MUST_CHECK enum status bundles_in_force(struct state *state, struct buf *out,
    struct err *err);

/* bundles_version: append the version of what is read by now, bundle or
 * built-in. */
MUST_CHECK enum status bundles_version(struct state *state, struct buf *out,
    struct err *err);

#endif
