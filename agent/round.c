/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/round.h"

#include "agent/casting.h"
#include "agent/bundles.h"
#include "agent/command.h"
#include "agent/ledger.h"
#include "agent/machine.h"
#include "agent/member.h"
#include "agent/poll.h"
#include "agent/turn.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define PATH_BYTES 4096

/* Reading */

/* The days to read: none when paused, or when nobody was informed. */
static enum status
window_of(struct station *station, struct window *ret, struct err *err)
{
	bool paused = false;
	int32_t first = CALENDAR_NO_DAY;
	enum status code = ledger_paused(station->state, station->today,
	    station->today, &paused, err);

	if (code == OK)
		code = ledger_first(station->state, &first, err);
	if (code != OK)
		return code;
	*ret = (struct window){ first, station->today };
	if (paused || first == CALENDAR_NO_DAY || first > station->today)
		*ret = (struct window){ 1, 0 };
	return OK;
}

static enum status
ask_reader(struct station *station, const struct reader_request *request,
    struct findings *found, struct err *err)
{
	struct buf program;
	enum status code;

	buf_init(&program, PATH_BYTES);
	machine_program(&program);
	code = reader_ask(station->privilege, buf_z(&program), request,
	    found, err);
	if (code == OK && !found->self_test)
		command_say(MSG_SELFTEST_FAILED, NO_ARGS);
	if (code == OK)
		code = ledger_commit(station->state, found, station->today, err);
	buf_release(&program);
	return code;
}

enum status
round_read(struct station *station, struct err *err)
{
	struct findings known = { .row_count = 0 }, found = { .row_count = 0 };
	struct reader_request request = {
		.users = station->config.users,
		.homes = station->config.homes,
		.dns = station->config.dns,
		.dns_logs = station->config.dns_logs,
		.now = station->now,
		.temporary = station->config.temporary,
		.known = &known,
	};
	struct buf bundle;
	enum status code = window_of(station, &request.window, err);

	buf_init(&bundle, STATE_DOCUMENT);
	if (code == OK)
		code = bundles_in_force(station->state, &bundle, err);
	request.bundle = buf_view(&bundle);
	memcpy(request.key, station->join.salt, CURSOR_KEY);
	if (code == OK)
		code = findings_init(&known, err);
	if (code == OK)
		code = findings_init(&found, err);
	if (code == OK)
		code = ledger_recall(station->state, &known, err);
	if (code == OK)
		code = ask_reader(station, &request, &found, err);
	if (code == OK)
		code = state_set_fact(station->state, FACT_PASS_AT,
		    station->now, err);
	findings_release(&found);
	findings_release(&known);
	buf_release(&bundle);
	return code;
}

static enum status
read_if_due(struct station *station, bool wanted, struct err *err)
{
	int64_t last = 0, since;
	struct err why;
	enum status code = state_fact(station->state, FACT_PASS_AT, &last, err);

	since = station->now - last;
	if (code != OK || (!wanted && since >= 0 && since < SCHEDULE_PASS))
		return code;
	code = round_read(station, &why);
	if (code == OK)
		return OK;
	/* What was not read is not told; what is ready to leave may leave. */
	command_say(MSG_READ_FAILED, ARGS(why.text));
	return state_set_fact(station->state, FACT_SELF_TEST, 0, err);
}

/* Voting */

static enum status
draft_and_send(struct station *station, const struct vote *vote,
    struct booth *booth, struct err *err)
{
	enum turn step = TURN_REST;
	int64_t passed = 0;
	enum status code = state_fact(station->state, FACT_SELF_TEST, &passed,
	    err);

	/* Without the self-test a zero would mean nothing: it abstains. */
	if (code != OK || passed != 1)
		return code;
	code = casting_draft(vote, booth, err);
	if (code == OK)
		code = turn_due(vote, &step, booth, err);
	return code == OK && step == TURN_SEND ? casting_send(vote, booth, err)
	                                       : code;
}

static enum status
take_step(struct station *station, const struct vote *vote,
    enum turn step, struct booth *booth, struct err *err)
{
	switch (step) {
	case TURN_IDENTIFIED:
		return member_heartbeat(vote, err);
	case TURN_CHECK:
		return poll_check(vote, booth, err);
	case TURN_DRAFT:
		return draft_and_send(station, vote, booth, err);
	case TURN_SEND:
		return casting_send(vote, booth, err);
	case TURN_REST:
		break;
	}
	return OK;
}

/* By a clock in doubt nothing is read: what histories and logs hold stays. */
static enum status
read_by_clock(struct station *station, const struct vote *vote, bool wanted,
    bool *ret_doubtful, struct err *err)
{
	enum status code = vote_doubts(vote, ret_doubtful, err);

	if (code == OK && *ret_doubtful)
		command_say(MSG_VOTE_DOUBTED, NO_ARGS);
	return code != OK || *ret_doubtful ? code
	                                   : read_if_due(station, wanted, err);
}

enum status
round_run(struct station *station, bool read_now, struct err *err)
{
	struct vote vote = station_vote(station);
	struct booth *booth = calloc(1, sizeof(*booth));
	enum turn step = TURN_REST;
	enum status code, learnt = OK;
	bool doubtful = false;
	struct err why;

	if (booth == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = turn_clock(&vote, err);
	if (code == OK)
		code = turn_expire(&vote, err);
	if (code == OK)
		code = turn_due(&vote, &step, booth, err);
	/* A collector that is away keeps nobody from reading. */
	if (code == OK && step == TURN_IDENTIFIED)
		learnt = poll_learn(&vote, &why);
	if (code == OK)
		code = read_by_clock(station, &vote,
		    read_now || step == TURN_DRAFT, &doubtful, err);
	if (code == OK && learnt != OK) {
		*err = why;
		code = learnt;
	}
	if (code == OK && !doubtful)
		code = take_step(station, &vote, step, booth, err);
	booth_wipe(booth);
	free(booth);
	return code;
}
