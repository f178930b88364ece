/* SPDX-License-Identifier: Apache-2.0
 * invitation.h: a join code that an installer left in the state folder, for
 * the service to take up: again at each round while the collector cannot be
 * reached, never again once it refused.  Must not know a command line.
 * Covered by tests/scenario/join_later.sh.
 *
 *     invitation        the code; gone once it served or was refused
 *     invitation.why    the sentence of the last failure
 */
#ifndef AGENT_INVITATION_H
#define AGENT_INVITATION_H

#include "agent/station.h"

struct joincode;

/* invitation_leave: keep `code` in the place of what waits there. */
MUST_CHECK enum status invitation_leave(const struct station *station,
    const struct joincode *code, struct err *err);

/* invitation_refuse: no code waits any more, and this is why. */
void invitation_refuse(const struct station *station, const struct err *why);

/* invitation_waits: there is a code. */
bool invitation_waits(const struct station *station);

/*
 * invitation_accept: join by the code that waits.  On failure the sentence is
 * kept; E_REFUSED, E_INVALID: the code is not.
 */
MUST_CHECK enum status invitation_accept(struct station *station,
    struct err *err);

/* invitation_tell: append what became of it; nothing when there was none. */
void invitation_tell(const struct station *station, struct buf *out);

/* invitation_forget: remove what waits and what was said. */
void invitation_forget(const struct station *station);

/*
 * invitation_enrol: join by `code`, now.  The authority is told apart by its
 * fingerprint before anything is sent.
 */
MUST_CHECK enum status invitation_enrol(struct station *station,
    const struct joincode *code, struct err *err);

#endif
