/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/turn.h"

#include "agent/ledger.h"

#include <stdlib.h>

#define PROOF_SECONDS (INT64_C(2) * 366 * CALENDAR_SECONDS_PER_DAY)

/* Clocks */

struct walk {
	const struct vote *vote;
	struct schedule_moment before;
	enum turn turn;
	enum period_kind kind; /* of the newest period */
	struct booth *found; /* of that step; or to be changed */
	enum status code;
	struct err *err;
};

static bool
in_window(const struct record *record, int64_t now)
{
	return now >= record->opens_at && now < record->closes_at;
}

/* Save a changed copy of a period that is being walked over. */
static void
change(struct walk *walk, const struct booth *booth)
{
	walk->code = booth_save(walk->vote->state, booth, walk->err);
}

static void
count_awake(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	int64_t awake = schedule_awake(&walk->before, &walk->vote->now,
	    booth->record.opens_at);

	if (walk->code != OK || booth_over(booth) || awake == 0 ||
	    walk->vote->now.wall < booth->record.opens_at)
		return;
	*walk->found = *booth;
	walk->found->uptime += awake;
	change(walk, walk->found);
	booth_wipe(walk->found);
}

static const enum state_fact moment_facts[] = { FACT_WALL, FACT_BOOT,
	FACT_AWAKE, FACT_ASLEEP, FACT_RESUMED };

static enum status
load_moment(struct state *state, struct schedule_moment *ret, struct err *err)
{
	int64_t values[] = { 0, -1, 0, 0, -1 };
	enum status code = OK;

	for (size_t i = 0; code == OK && i < 5; i++)
		code = state_fact(state, moment_facts[i], &values[i], err);
	if (code == OK)
		*ret = (struct schedule_moment){ values[0], values[1],
			values[2], values[3], values[4] };
	return code;
}

static enum status
save_moment(struct state *state, const struct schedule_moment *now,
    bool jumped, bool doubtful, struct err *err)
{
	const int64_t values[] = { now->wall, now->boot, now->awake,
		now->asleep, now->resumed };
	int64_t jumps = 0;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	for (size_t i = 0; code == OK && i < 5; i++)
		code = state_set_fact(state, moment_facts[i], values[i], err);
	if (code == OK && jumped)
		code = state_fact(state, FACT_JUMPS, &jumps, err);
	if (code == OK && jumped)
		code = state_set_fact(state, FACT_JUMPS, jumps + 1, err);
	if (code == OK && doubtful)
		code = state_set_fact(state, FACT_DOUBTED, now->wall, err);
	return state_end(state, code, err);
}

enum status
turn_clock(struct vote *vote, struct err *err)
{
	struct walk walk = { .vote = vote, .code = OK, .err = err };
	bool first, jumped, doubtful;
	enum status code = load_moment(vote->state, &walk.before, err);

	if (code != OK)
		return code;
	walk.found = calloc(1, sizeof(*walk.found));
	if (walk.found == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	first = walk.before.wall == 0;
	vote->now = schedule_next(&walk.before, vote->now);
	jumped = !first && schedule_jumped(&walk.before, &vote->now);
	doubtful = !first && schedule_doubtful(&walk.before, &vote->now);
	if (jumped)
		vote->say(vote->cookie, MSG_VOTE_JUMPED, NO_ARGS);
	/* Counted twice after a crash between the two: a ballot leaves a
	 * little sooner, never more than once. */
	if (!first)
		code = booth_each(vote->state, count_awake, &walk, err);
	if (code == OK)
		code = walk.code;
	if (code == OK)
		code = save_moment(vote->state, &vote->now, jumped, doubtful,
		    err);
	free(walk.found);
	return code;
}

/* Of a period whose days of sending are past. */
static enum booth_reason
why_missed(const struct booth *booth)
{
	if (booth->reason != REASON_NONE)
		return booth->reason;
	if (booth->uptime < booth->delay)
		return REASON_ASLEEP;
	return booth->status == BOOTH_HELD && booth->checked ? REASON_UNTESTED
	                                                     : REASON_TOO_LATE;
}

static void
expire(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	int64_t now = walk->vote->now.wall;
	bool past = now >= booth_kept_until(booth);

	if (booth->record.period.kind != PERIOD_TRIAL)
		walk->kind = booth->record.period.kind;
	if (walk->code != OK || !past || booth->status == BOOTH_SENT ||
	    booth->status == BOOTH_MISSED)
		return;
	*walk->found = *booth;
	/* One that abstained keeps its reason; its days go now. */
	walk->code = vote_give_up(walk->vote, walk->found, BOOTH_MISSED,
	    why_missed(booth), walk->err);
	booth_wipe(walk->found);
}

/* Days that no period asked about: what would have held them is past its
 * window. */
static enum status
forget_unasked(const struct vote *vote, enum period_kind kind, struct err *err)
{
	struct period now = period_of(calendar_day_of(vote->now.wall, 0), kind);
	struct period last = period_of(now.first - 1, kind);
	int64_t until = period_closes_at(&last) +
	    (int64_t)PERIOD_KEPT_DAYS * CALENDAR_SECONDS_PER_DAY;
	int64_t first = 0;
	enum status code = state_begin(vote->state, err);

	if (code != OK)
		return code;
	/* Told is what is over: a first day to come is of a clock that was
	 * wrong for long, and nothing would be read until then. */
	code = state_fact(vote->state, FACT_KEEP_FROM, &first, err);
	if (code == OK && first > now.end)
		code = state_set_fact(vote->state, FACT_KEEP_FROM, now.first,
		    err);
	if (code == OK)
		code = ledger_forget_before(vote->state,
	    vote->now.wall >= until ? now.first : last.first, err);
	return state_end(vote->state, code, err);
}

enum status
turn_expire(const struct vote *vote, struct err *err)
{
	struct walk walk = { .vote = vote, .kind = PERIOD_QUARTER,
		.code = OK, .err = err };
	bool doubtful = false;
	enum status code = vote_doubts(vote, &doubtful, err);

	if (code != OK || doubtful)
		return code;
	walk.found = calloc(1, sizeof(*walk.found));
	if (walk.found == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = booth_each(vote->state, expire, &walk, err);
	if (code == OK)
		code = walk.code;
	if (code == OK)
		code = forget_unasked(vote, walk.kind, err);
	if (code == OK)
		code = booth_forget(vote->state,
		    vote->now.wall - PROOF_SECONDS, err);
	free(walk.found);
	return code;
}

/* What is due */

static enum turn
turn_of(const struct vote *vote, const struct booth *booth)
{
	int64_t now = vote->now.wall;
	const struct record *record = &booth->record;

	if (booth_over(booth))
		return TURN_REST;
	if (!booth->checked)
		return now >= booth->check_at ? TURN_CHECK : TURN_REST;
	if (booth->status == BOOTH_ACCEPTED || now < record->opens_at)
		return TURN_REST;
	if (booth->status == BOOTH_HELD)
		return TURN_DRAFT;
	return booth->uptime >= booth->delay && schedule_quiet(&vote->now)
	    ? TURN_SEND
	    : TURN_REST;
}

/* The most urgent thing wins: a ballot before a second look at a record. */
static void
look(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;
	enum turn turn = turn_of(walk->vote, booth);

	if (booth->record.period.kind == PERIOD_TRIAL || turn <= walk->turn)
		return;
	walk->turn = turn;
	*walk->found = *booth;
}

/* The identified channel is silent while ballots leave. */
static void
look_for_window(void *cookie, const struct booth *booth)
{
	struct walk *walk = cookie;

	if (booth->record.period.kind != PERIOD_TRIAL &&
	    in_window(&booth->record, walk->vote->now.wall))
		walk->turn = TURN_REST;
}

enum status
turn_due(const struct vote *vote, enum turn *ret_turn,
    struct booth *ret_booth, struct err *err)
{
	struct walk walk = { .vote = vote, .turn = TURN_REST,
		.found = ret_booth, .code = OK, .err = err };
	bool doubtful = false;
	enum status code = vote_doubts(vote, &doubtful, err);

	/* With a clock that is wrong, nothing leaves but the question; by that
	 * clock nobody knows whether ballots leave. */
	if (code == OK && doubtful) {
		*ret_turn = TURN_IDENTIFIED;
		return OK;
	}
	if (code == OK)
		code = booth_each(vote->state, look, &walk, err);
	if (code == OK && walk.turn == TURN_REST) {
		walk.turn = TURN_IDENTIFIED;
		code = booth_each(vote->state, look_for_window, &walk, err);
	}
	if (code == OK)
		*ret_turn = walk.turn;
	return code;
}
