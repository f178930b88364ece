/* SPDX-License-Identifier: Apache-2.0
 * closing.h: how a period ends, once: it is tallied, rounded and published in
 * one transaction, then the urn's key is destroyed.  Must not know HTTP or a
 * report.  Covered by tests/unit/test_closing.c and
 * tests/scenario/collector_close.sh (kill -9 at every step).
 *
 * Order: the publication is committed first, unique on its period; only then
 * is the key file overwritten and unlinked.  A crash between the two leaves a
 * closed period with a key, which closing_finish ends at the next start.
 */
#ifndef COLLECTOR_CLOSING_H
#define COLLECTOR_CLOSING_H

#include "collector/folder.h"
#include "collector/polls.h"

/*
 * closing_close: close a period.  One whose urn is lost (a restore) is
 * published as not measured, and *ret_measured is false.  E_NOT_FOUND: no such
 * period; E_REFUSED: its window is still open, or it is published already.
 */
MUST_CHECK enum status closing_close(struct folder *folder, struct str period,
    int64_t now, bool *ret_measured, struct err *err);

/* closing_due: the oldest period that can be closed; false when none. */
bool closing_due(const struct polls *polls, int64_t now,
    struct period *ret_period);

/* closing_end_trial: end a trial and destroy what it counted; a trial is never
 * published. */
MUST_CHECK enum status closing_end_trial(struct folder *folder,
    struct str period, struct err *err);

/*
 * closing_finish: destroy what a crash left: keys of closed periods, and
 * rounding secrets of years whose last period is closed.  With `alone` (the
 * folder's lock is held) also keys that belong to no period.
 */
MUST_CHECK enum status closing_finish(struct folder *folder, int64_t now,
    bool alone, struct err *err);

/* closing_publication: append the document of a period; the newest when
 * `period` is empty.  E_NOT_FOUND. */
MUST_CHECK enum status closing_publication(struct folder *folder,
    struct str period, struct buf *out, struct err *err);

#endif
