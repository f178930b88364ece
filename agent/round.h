/* SPDX-License-Identifier: Apache-2.0
 * round.h: one round of an enrolled computer: read what is new, then do the
 * one thing toward the collector that is due.  Must not know a command line.
 * Covered by the scenarios run_*.sh and vote_*.sh.
 */
#ifndef AGENT_ROUND_H
#define AGENT_ROUND_H

#include "agent/station.h"

/* round_run: `read_now`: read the sources even if they were read a short while
 * ago.  What could be done is done and kept even when a later part fails. */
MUST_CHECK enum status round_run(struct station *station, bool read_now,
    struct err *err);

/* round_read: read and keep.  Nothing is read on a paused day, nor before
 * the day on which people are informed: then the self-test alone. */
MUST_CHECK enum status round_read(struct station *station, struct err *err);

#endif
