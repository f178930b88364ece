/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/draft.h"

#include "agent/ballot_days.h"
#include "agent/ledger.h"

#include <string.h>

#define ROWS_MAX ((size_t)2 * FINDINGS_ROWS)
#define ARENA_MAX ((size_t)8 << 20)

struct gathering {
	const struct draft *draft;
	struct ballot_day *rows;
	size_t count;
	size_t room;
	struct arena memory;
	bool failed;
};

/* Rows come by day and service: a day's second evidence joins the first. */
static struct ballot_day *
row_for(struct gathering *gathering, int32_t day, uint16_t service)
{
	struct ballot_day *last = gathering->count == 0
	    ? NULL
	    : &gathering->rows[gathering->count - 1];
	struct ballot_day *grown;

	if (last != NULL && last->day == day && last->service == service)
		return last;
	if (gathering->count == gathering->room) {
		gathering->room = gathering->room == 0 ? 128
		                                       : 2 * gathering->room;
		grown = arena_alloc(&gathering->memory, gathering->room,
		    sizeof(*grown));
		if (grown == NULL)
			return NULL;
		if (gathering->count > 0)
			memcpy(grown, gathering->rows,
			    gathering->count * sizeof(*grown));
		gathering->rows = grown;
	}
	last = &gathering->rows[gathering->count++];
	*last = (struct ballot_day){ .day = day, .service = service };
	return last;
}

static bool
is_unapproved(const struct policy *policy, const struct service *service,
    int32_t day)
{
	enum decision decision = policy_status(policy, service, day);

	return decision != DECISION_ALLOWED && decision != DECISION_TRIAL;
}

static void
gather(void *cookie, const struct finding *found)
{
	struct gathering *gathering = cookie;
	const struct catalogue *catalogue =
	    &gathering->draft->vocabulary.catalogue;
	int service = catalogue_find(catalogue, str_of(found->service));
	struct ballot_day *row;

	if (service < 0)
		return;
	row = row_for(gathering, found->day, (uint16_t)service);
	if (row == NULL) {
		gathering->failed = true;
		return;
	}
	row->visited = row->visited || found->evidence == EVIDENCE_VISITED;
	row->contacted = row->contacted ||
	    found->evidence == EVIDENCE_CONTACTED;
	row->unapproved = is_unapproved(gathering->draft->policy,
	    &catalogue->services[service], found->day);
}

static enum status
load_documents(struct state *state, const struct record *record,
    struct draft *draft, struct err *err)
{
	struct buf body;
	enum status code;

	if (record->period.kind == PERIOD_TRIAL) /* zeros name nothing */
		return OK;
	buf_init(&body, STATE_DOCUMENT);
	code = state_document(state, record->catalogue, &body, err);
	if (code == OK)
		code = vocabulary_read(buf_view(&body), &draft->vocabulary,
		    err);
	buf_reset(&body);
	if (code == OK)
		code = state_document(state, record->policy, &body, err);
	if (code == OK)
		code = policy_parse("policy.yaml", buf_view(&body),
		    &draft->vocabulary.catalogue, &draft->policy, err);
	buf_release(&body);
	return code;
}

/* Blank, or what the last pass can and cannot see here. */
static enum status
judge(struct state *state, const struct period *period, struct draft *draft,
    struct err *err)
{
	struct findings health;
	bool paused = false;
	enum status code = findings_init(&health, err);

	if (code == OK)
		code = ledger_recall(state, &health, err);
	if (code == OK)
		code = ledger_paused(state, period->first, period->end - 1,
		    &paused, err);
	draft->dns_stands_in = !findings_history(&health);
	draft->blank = paused                   ? DRAFT_PAUSED
	    : !findings_measured(&health)       ? DRAFT_UNMEASURED
	                                        : DRAFT_ANSWERS;
	findings_release(&health);
	return code;
}

static enum status
sum(struct state *state, const struct period *period, struct draft *draft,
    struct err *err)
{
	struct gathering gathering = { .draft = draft };
	enum status code;

	arena_init(&gathering.memory, ARENA_MAX);
	code = ledger_days(state, period->first, period->end - 1, gather,
	    &gathering, err);
	if (code == OK && gathering.failed)
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	if (code == OK)
		code = ballot_days_sum(&draft->vocabulary.catalogue, period,
		    gathering.rows, gathering.count, draft->dns_stands_in,
		    &draft->ballot, err);
	arena_release(&gathering.memory);
	return code;
}

static enum status
fill(struct state *state, const struct period *period, struct draft *draft,
    struct err *err)
{
	enum status code = OK;

	draft->ballot = (struct ballot){ .period = *period };
	draft->blank = DRAFT_TRIAL;
	if (period->kind == PERIOD_TRIAL)
		return OK;
	code = judge(state, period, draft, err);
	if (code != OK)
		return code;
	if (draft->blank == DRAFT_ANSWERS)
		return sum(state, period, draft, err);
	draft->ballot = ballot_blank(period);
	return OK;
}

enum status
draft_make(struct state *state, const struct booth *booth, struct draft *ret,
    struct err *err)
{
	struct draft draft = { .policy = NULL };
	struct buf bytes;
	enum status code = load_documents(state, &booth->record, &draft, err);

	buf_init(&bytes, BALLOT_BYTES);
	if (code == OK)
		code = fill(state, &booth->record.period, &draft, err);
	if (code == OK) {
		ballot_write(&bytes, &draft.vocabulary.catalogue,
		    &draft.ballot, booth->padding);
		code = buf_status(&bytes);
	}
	if (code == OK && bytes.len != BALLOT_BYTES)
		code = err_set(err, E_LIMIT, MSG_DRAFT_FAILED, NO_ARGS);
	if (code == OK)
		memcpy(draft.bytes, bytes.at, BALLOT_BYTES);
	buf_release(&bytes);
	if (code == OK)
		*ret = draft;
	else
		draft_release(&draft);
	return code;
}

void
draft_release(struct draft *draft)
{
	vocabulary_release(&draft->vocabulary);
	policy_free(draft->policy);
	*draft = (struct draft){ .policy = NULL };
}

enum status
draft_sent(struct state *state, const struct booth *booth, struct draft *ret,
    struct err *err)
{
	struct draft draft = { .policy = NULL };
	enum ballot_fault fault = BALLOT_GOOD;
	enum status code = load_documents(state, &booth->record, &draft, err);

	if (code == OK)
		code = ballot_read(&draft.vocabulary.catalogue,
		    &booth->record.period, (struct str){
		    (const char *)booth->ballot, BALLOT_BYTES }, &draft.ballot,
		    &fault, err);
	if (code != OK) {
		draft_release(&draft);
		return code;
	}
	memcpy(draft.bytes, booth->ballot, BALLOT_BYTES);
	draft.blank = !draft.ballot.blank ? DRAFT_ANSWERS : DRAFT_UNMEASURED;
	*ret = draft;
	return OK;
}
