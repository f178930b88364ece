/* SPDX-License-Identifier: Apache-2.0
 * ledger.h: days with AI, pauses, how far logs were read; in state.db.  Must
 * not know a source, the network or the clock.
 * Covered by tests/unit/test_state.c and tests/scenario/run_kill.sh.
 *
 * Days are a set of (day, service, evidence): to read the same thing twice adds
 * nothing.  Nothing finer is kept but the minute of a day's only DNS contact,
 * until that day ends.  What a pass brought is stored with its cursors in one
 * transaction, so a crash neither loses nor doubles a day.
 */
#ifndef AGENT_LEDGER_H
#define AGENT_LEDGER_H

#include "agent/state.h"

/* ledger_notice: the day on which people are informed, as the policy now says.
 * A later day erases what was kept before it. */
MUST_CHECK enum status ledger_notice(struct state *state, int32_t day,
    struct err *err);

/*
 * Pauses: days, the last one included; CALENDAR_NO_DAY: until resumed.  A
 * paused day is never kept.  ledger_pause adds one, in the place of what is
 * left of others, and erases its days; ledger_resume ends the open ones with
 * `today`, which stays a paused day.
 */
MUST_CHECK enum status ledger_pause(struct state *state, int32_t first,
    int32_t last, struct err *err);
MUST_CHECK enum status ledger_resume(struct state *state, int32_t today,
    struct err *err);
/* ledger_paused: true in *ret when a day of first..last was paused. */
MUST_CHECK enum status ledger_paused(struct state *state, int32_t first,
    int32_t last, bool *ret, struct err *err);

/* ledger_pause_end: whether `day` is a paused one, and until when, that day
 * included; CALENDAR_NO_DAY: until resumed, or not paused. */
MUST_CHECK enum status ledger_pause_end(struct state *state, int32_t day,
    bool *ret_paused, int32_t *ret_last, struct err *err);

/* ledger_first: the first day that may be kept: not before the notice, the
 * join, or what was told.  CALENDAR_NO_DAY: none (no notice date). */
MUST_CHECK enum status ledger_first(struct state *state, int32_t *ret,
    struct err *err);

/*
 * ledger_commit: durably keep what a pass brought, and its cursors, together.
 * Days before ledger_first and paused days are let fall, and all contacts when
 * a user opted out.  The lone minutes of days before `today` are erased.
 */
MUST_CHECK enum status ledger_commit(struct state *state,
    const struct findings *findings, int32_t today, struct err *err);

/* ledger_days: the rows of first..last, by day and service. */
MUST_CHECK enum status ledger_days(struct state *state, int32_t first,
    int32_t last, void (*visit)(void *cookie, const struct finding *row),
    void *cookie, struct err *err);

/* ledger_recall: the cursors and the sources of the last pass, added to
 * findings_init's. */
MUST_CHECK enum status ledger_recall(struct state *state,
    struct findings *findings, struct err *err);

/* ledger_forget_before: erase days before `day`, now and for ever. */
MUST_CHECK enum status ledger_forget_before(struct state *state, int32_t day,
    struct err *err);

#endif
