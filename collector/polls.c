/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/polls.h"

#include "collector/decisions.h"
#include "collector/sealed.h"

#include "core/digest.h"
#include "core/os.h"
#include "core/policy.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define DAY CALENDAR_SECONDS_PER_DAY
#define SIGNATURE_BYTES 256
#define SHOWN_DAYS 400 /* how long a closed period still answers "closed" */
#define TRIAL_SECONDS DAY

/* Every name of a period that there can be: those of trials are 9,999. */
#define MEMORY_MAX ((size_t)64 << 20)

struct polls {
	atomic_uint references;
	size_t count;
	size_t room;
	struct poll *at;
	struct arena memory; /* of the list itself */
};

/* A list. */

static void
poll_release(struct poll *poll)
{
	buf_release(&poll->bytes);
	buf_release(&poll->signature);
	token_key_release(&poll->key);
	vocabulary_release(&poll->vocabulary);
}

struct polls *
polls_share(struct polls *polls)
{
	(void)atomic_fetch_add(&polls->references, 1);
	return polls;
}

void
polls_free(struct polls *polls)
{
	if (polls == NULL || atomic_fetch_sub(&polls->references, 1) != 1)
		return;
	for (size_t i = 0; i < polls->count; i++)
		poll_release(&polls->at[i]);
	arena_release(&polls->memory);
	free(polls);
}

const struct poll *
polls_at(const struct polls *polls, size_t i)
{
	return i < polls->count ? &polls->at[i] : NULL;
}

const struct poll *
polls_named(const struct polls *polls, struct str name)
{
	for (size_t i = 0; i < polls->count; i++)
		if (str_eq(str_of(polls->at[i].record.period.text), name))
			return &polls->at[i];
	return NULL;
}

const struct poll *
polls_asking(const struct polls *polls, const uint8_t challenge[TOKEN_DIGEST])
{
	for (size_t i = 0; i < polls->count; i++)
		if (memcmp(polls->at[i].challenge, challenge, TOKEN_DIGEST) ==
		    0)
			return &polls->at[i];
	return NULL;
}

/* When a period begins for computers: a trial at once. */
static int64_t
starts_at(const struct record *record)
{
	return record->period.kind == PERIOD_TRIAL
	    ? record->opens_at
	    : (int64_t)record->period.first * DAY;
}

/* No token is issued from then on. */
static int64_t
ends_at(const struct record *record)
{
	return record->period.kind == PERIOD_TRIAL
	    ? record->closes_at
	    : (int64_t)record->period.end * DAY;
}

bool
poll_started(const struct poll *poll, int64_t now)
{
	return now >= starts_at(&poll->record);
}

/* Loading. */

struct loading {
	struct polls *polls;
	int64_t now;
	enum status code;
	struct err *err;
};

static void
count_period(void *cookie, const struct store_period *period)
{
	(void)period;
	++*(size_t *)cookie;
}

/* An empty list with room for the periods that there are now. */
static enum status
new_polls(struct store *store, struct polls **ret, struct err *err)
{
	struct polls *polls = calloc(1, sizeof(*polls));
	enum status code;

	if (polls == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	atomic_init(&polls->references, 1);
	arena_init(&polls->memory, MEMORY_MAX);
	code = store_periods(store, count_period, &polls->room, err);
	if (code == OK) {
		polls->at = arena_alloc(&polls->memory, polls->room + 1,
		    sizeof(*polls->at));
		if (polls->at == NULL)
			code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	if (code == OK)
		*ret = polls;
	else
		polls_free(polls);
	return code;
}

/* A period that came since they were counted is in the next list. */
static void
take_period(void *cookie, const struct store_period *period)
{
	struct loading *loading = cookie;
	struct polls *polls = loading->polls;
	struct poll *poll = &polls->at[polls->count];

	if (loading->code != OK || polls->count == polls->room)
		return;
	buf_init(&poll->bytes, RECORD_MAX_BYTES);
	buf_init(&poll->signature, SIGNATURE_BYTES);
	buf_str(&poll->bytes, period->record);
	buf_str(&poll->signature, period->signature);
	poll->closed = period->closed;
	loading->code = record_read(buf_view(&poll->bytes), &poll->record,
	    loading->err);
	if (loading->code == OK)
		loading->code = record_digest(buf_view(&poll->bytes),
		    poll->digest, loading->err);
	if (loading->code == OK)
		loading->code = token_challenge_of(poll->digest,
		    poll->challenge, loading->err);
	if (loading->code == OK &&
	    !(poll->closed && poll->record.closes_at <
	            loading->now - (int64_t)SHOWN_DAYS * DAY))
		polls->count++;
	else
		poll_release(poll);
}

static enum status
load_vocabulary(struct folder *folder, struct poll *poll, struct err *err)
{
	struct buf bytes;
	enum status code;

	buf_init(&bytes, VOCABULARY_MAX_BYTES);
	code = store_document(folder->store, poll->record.catalogue, &bytes,
	    err);
	if (code == OK)
		code = vocabulary_read(buf_view(&bytes), &poll->vocabulary,
		    err);
	buf_release(&bytes);
	return code;
}

static enum status
load_decisions(struct folder *folder, struct poll *poll, struct err *err)
{
	uint32_t services = poll->vocabulary.catalogue.service_count;
	bool *unapproved = arena_alloc(&poll->vocabulary.memory,
	    (size_t)services + 1, sizeof(*unapproved));
	struct buf policy;
	enum status code;

	if (unapproved == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	buf_init(&policy, FOLDER_POLICY_BYTES);
	code = store_document(folder->store, poll->record.policy, &policy,
	    err);
	if (code == OK)
		code = decisions_unapproved(buf_view(&policy),
		    &poll->vocabulary.catalogue, &poll->record.period,
		    unapproved, err);
	buf_release(&policy);
	poll->unapproved = unapproved;
	return code;
}

/* The pair, out of the urn. */
static enum status
load_pair(struct folder *folder, const struct urn_key *urn, struct poll *poll,
    struct err *err)
{
	struct tallies tallies = { .ballots = 0 };
	struct buf key;
	enum status code;

	buf_init(&key, CONTENTS_KEY_BYTES);
	code = sealed_open(folder->store, urn, poll->record.period.text,
	    &poll->vocabulary.catalogue, &key, &tallies, err);
	if (code == OK)
		code = token_key_pair(buf_view(&key), &poll->key, err);
	tallies_release(&tallies);
	buf_release(&key);
	return code;
}

/* After the period's end the private half is in no memory any more; without
 * the urn there is none, and ballots could not be counted. */
static enum status
load_key(struct folder *folder, int64_t now, struct poll *poll,
    struct err *err)
{
	struct urn_key urn = { .seal = { 0 } };
	struct buf path;
	enum status code;

	folder_file(folder, "urn", &path);
	code = urn_key(buf_z(&path), poll->record.period.text, &urn, err);
	poll->urn = code == OK;
	poll->issues = poll->urn && now < ends_at(&poll->record);
	if (code == OK && poll->issues)
		code = load_pair(folder, &urn, poll, err);
	else if (code == OK || code == E_NOT_FOUND)
		code = token_key_public((struct str){
		    (const char *)poll->record.key, TOKEN_SPKI_BYTES },
		    &poll->key, err);
	urn_key_wipe(&urn);
	buf_release(&path);
	return code;
}

/* Days of the window on which nobody could have reached us are given back. */
static enum status
load_window(struct folder *folder, int64_t now, struct poll *poll,
    struct err *err)
{
	const struct record *record = &poll->record;
	int32_t first = calendar_day_of(record->opens_at, 0);
	int32_t end = calendar_day_of(record->closes_at, 0);
	int64_t up = end - first, down;
	enum status code = OK;

	poll->taken_until = record->closes_at;
	if (record->period.kind == PERIOD_TRIAL || now < record->closes_at)
		return OK;
	code = store_days_up(folder->store, first, end, &up, err);
	down = end - first - up;
	if (down > POLLS_PROLONG_DAYS)
		down = POLLS_PROLONG_DAYS;
	if (code == OK)
		poll->taken_until += down * DAY;
	return code;
}

/* What a list tells of a period beside its record. */
static enum status
load_poll(struct folder *folder, int64_t now, struct poll *poll,
    struct err *err)
{
	enum status code = load_window(folder, now, poll, err);

	if (code == OK && !poll->closed)
		code = load_vocabulary(folder, poll, err);
	if (code == OK && !poll->closed)
		code = load_decisions(folder, poll, err);
	if (code == OK && !poll->closed)
		code = load_key(folder, now, poll, err);
	/* A trial is never published, so without its urn it is over. */
	if (poll->record.period.kind == PERIOD_TRIAL && !poll->urn)
		poll->closed = true;
	return code;
}

enum status
polls_load(struct folder *folder, int64_t now, struct polls **ret_polls,
    struct err *err)
{
	struct loading loading = { .now = now, .code = OK, .err = err };
	enum status code = new_polls(folder->store, &loading.polls, err);

	if (code == OK)
		code = store_periods(folder->store, take_period, &loading, err);
	if (code == OK)
		code = loading.code;
	for (size_t i = 0; code == OK && i < loading.polls->count; i++)
		code = load_poll(folder, now, &loading.polls->at[i], err);
	if (code == OK)
		*ret_polls = loading.polls;
	else
		polls_free(loading.polls);
	return code;
}

/* Making. */

struct documents {
	struct buf vocabulary;
	struct buf policy;
	uint8_t catalogue_digest[STORE_DIGEST];
	uint8_t policy_digest[STORE_DIGEST];
};

static void
documents_release(struct documents *documents)
{
	buf_release(&documents->vocabulary);
	buf_release(&documents->policy);
}

static enum status
documents_read(const struct folder *folder, struct documents *ret,
    struct err *err)
{
	struct policy *policy = NULL;
	enum status code;

	buf_init(&ret->vocabulary, VOCABULARY_MAX_BYTES);
	buf_init(&ret->policy, FOLDER_POLICY_BYTES);
	vocabulary_write(&ret->vocabulary, folder->edition.catalogue,
	    edition_bundle(&folder->edition));
	code = folder_policy(folder, &ret->policy, err);
	/* No record freezes a policy that the close could not read. */
	if (code == OK)
		code = policy_parse("policy.yaml", buf_view(&ret->policy),
		    folder->edition.catalogue, &policy, err);
	policy_free(policy);
	if (code == OK && buf_status(&ret->vocabulary) != OK)
		code = err_set(err, buf_status(&ret->vocabulary),
		    MSG_NO_MEMORY, NO_ARGS);
	if (code == OK)
		code = digest_sha256(buf_view(&ret->vocabulary),
		    ret->catalogue_digest, err);
	if (code == OK)
		code = digest_sha256(buf_view(&ret->policy),
		    ret->policy_digest, err);
	return code;
}

/* A new urn: its key file, and what is sealed under it. */
static enum status
new_urn(const char *urn_folder, const char *name,
    const struct catalogue *catalogue, const struct token_key *pair,
    struct buf *sealed, struct err *err)
{
	struct tallies tallies = { .ballots = 0 };
	struct urn_key urn = { .seal = { 0 } };
	struct buf key;
	enum status code;

	buf_init(&key, CONTENTS_KEY_BYTES);
	code = blindsig_export(pair->rsa, &key, err);
	if (code == OK)
		code = tallies_init(&tallies, catalogue, err);
	/* What a crash before the store's commit left: never used. */
	if (code == OK)
		code = urn_destroy(urn_folder, name, err);
	if (code == OK)
		code = urn_create(urn_folder, name, err);
	if (code == OK)
		code = urn_key(urn_folder, name, &urn, err);
	if (code == OK)
		code = sealed_write(sealed, &urn, name, buf_view(&key),
		    &tallies, err);
	urn_key_wipe(&urn);
	tallies_release(&tallies);
	buf_release(&key);
	return code;
}

static enum status
add_period(struct folder *folder, const struct record *record,
    const struct documents *documents, struct str urn, struct err *err)
{
	const struct store_document pinned[] = {
		{ record->catalogue, buf_view(&documents->vocabulary) },
		{ record->policy, buf_view(&documents->policy) },
		{ edition_bundle(&folder->edition),
		    buf_view(&folder->edition.bundle) },
	};
	size_t count = pinned[2].digest == NULL ? 2 : 3;
	struct store_period period = { .closed = false };
	struct buf bytes, signature, pki;
	enum status code;

	buf_init(&bytes, RECORD_MAX_BYTES);
	buf_init(&signature, SIGNATURE_BYTES);
	folder_file(folder, "pki", &pki);
	record_write(&bytes, record);
	code = buf_status(&bytes) != OK
	    ? err_set(err, buf_status(&bytes), MSG_NO_MEMORY, NO_ARGS)
	    : pki_sign(buf_z(&pki), buf_view(&bytes), &signature, err);
	(void)snprintf(period.name, sizeof(period.name), "%s",
	    record->period.text);
	period.record = buf_view(&bytes);
	period.signature = buf_view(&signature);
	if (code == OK)
		code = store_period_add(folder->store, &period, pinned, count,
		    urn, err);
	buf_release(&pki);
	buf_release(&signature);
	buf_release(&bytes);
	return code;
}

/* `other_id`: of the key that lives beside it, or NULL. */
static enum status
make(struct folder *folder, const struct period *period, int64_t opens_at,
    int64_t closes_at, const uint8_t *other_id, struct err *err)
{
	struct record record = { .period = *period, .opens_at = opens_at,
		.closes_at = closes_at };
	struct documents documents;
	struct token_key pair = { .rsa = NULL };
	struct buf sealed, urns;
	enum status code = documents_read(folder, &documents, err);

	buf_init(&sealed, SEALED_MAX_BYTES);
	folder_file(folder, "urn", &urns);
	if (code == OK)
		code = token_key_new(other_id, &pair, err);
	if (code == OK)
		code = new_urn(buf_z(&urns), period->text,
		    folder->edition.catalogue, &pair, &sealed, err);
	if (code == OK) {
		memcpy(record.key, pair.spki, sizeof(record.key));
		memcpy(record.catalogue, documents.catalogue_digest,
		    sizeof(record.catalogue));
		memcpy(record.policy, documents.policy_digest,
		    sizeof(record.policy));
		code = add_period(folder, &record, &documents,
		    buf_view(&sealed), err);
	}
	token_key_release(&pair);
	buf_release(&urns);
	buf_release(&sealed);
	documents_release(&documents);
	return code;
}

static enum status
make_regular(struct folder *folder, const struct period *period,
    const uint8_t *other_id, struct err *err)
{
	return make(folder, period, period_opens_at(period),
	    period_closes_at(period), other_id, err);
}

/* The newest period that has started, trials apart; NULL when new. */
static const struct poll *
last_started(const struct polls *polls, int64_t now)
{
	const struct poll *last = NULL;

	for (size_t i = 0; i < polls->count; i++) {
		const struct poll *poll = &polls->at[i];

		if (poll->record.period.kind != PERIOD_TRIAL &&
		    poll_started(poll, now) &&
		    (last == NULL ||
		        poll->record.period.first > last->record.period.first))
			last = poll;
	}
	return last;
}

/* The period that comes after the one which holds `now`.  A year that has no
 * period yet is counted by who is enrolled. */
static enum status
next_period(struct folder *folder, const struct poll *last, int64_t now,
    struct period *ret, struct err *err)
{
	int32_t today = calendar_day_of(now, 0);
	enum period_kind kind = last == NULL ? folder->settings.period
	                                     : last->record.period.kind;
	struct period current = period_of(today, kind);
	int64_t enrolled = 0;
	enum status code = store_enrolled(folder->store, &enrolled, err);

	if (code != OK)
		return code;
	if (last != NULL && last->record.period.year != current.year)
		current = period_of(today, period_kind_for(enrolled));
	*ret = period_of(current.end, current.kind);
	if (ret->year != current.year)
		*ret = period_of(current.end, period_kind_for(enrolled));
	return OK;
}

static bool
still_right(const struct poll *poll, const struct period *next,
    const struct documents *documents)
{
	return strcmp(poll->record.period.text, next->text) == 0 &&
	    memcmp(poll->record.catalogue, documents->catalogue_digest,
	        RECORD_DIGEST) == 0 &&
	    memcmp(poll->record.policy, documents->policy_digest,
	        RECORD_DIGEST) == 0 && poll->urn;
}

static void
note_token(void *cookie, struct str device)
{
	(void)device;
	*(bool *)cookie = true;
}

/* A period for which there are tokens has started, whatever the clock says. */
static enum status
drop(struct folder *folder, const char *urns, const char *name,
    bool *ret_kept, struct err *err)
{
	enum status code = store_tokens(folder->store, name, note_token,
	    ret_kept, err);

	if (code != OK || *ret_kept)
		return code;
	code = store_forget_period(folder->store, name, err);
	return code == OK ? urn_destroy(urns, name, err) : code;
}

/* Records of the future that are no longer right, with their urns. */
static enum status
drop_stale(struct folder *folder, const struct polls *polls,
    const struct period *next, int64_t now, bool *ret_there, struct err *err)
{
	struct documents documents;
	struct buf urns;
	bool found = false;
	enum status code = documents_read(folder, &documents, err);

	folder_file(folder, "urn", &urns);
	for (size_t i = 0; code == OK && i < polls->count; i++) {
		const struct poll *poll = &polls->at[i];
		const char *name = poll->record.period.text;
		bool kept = still_right(poll, next, &documents);

		if (poll->closed || poll->record.period.kind == PERIOD_TRIAL ||
		    poll_started(poll, now))
			continue;
		if (!kept)
			code = drop(folder, buf_z(&urns), name, &kept, err);
		found = found || (kept && strcmp(name, next->text) == 0);
	}
	buf_release(&urns);
	documents_release(&documents);
	if (code == OK)
		*ret_there = found;
	return code;
}

/* By a clock that is before all of our periods, those with tokens would be
 * taken for the future's, and a new collector's first one would be made. */
static enum status
not_behind(struct folder *folder, const struct polls *polls, int64_t now,
    struct err *err)
{
	bool issued = false;
	enum status code = OK;

	for (size_t i = 0; code == OK && i < polls->count; i++)
		if (polls->at[i].record.period.kind != PERIOD_TRIAL)
			code = store_tokens(folder->store,
			    polls->at[i].record.period.text, note_token,
			    &issued, err);
	if (code == OK && issued)
		code = err_set(err, E_REFUSED, MSG_POLLS_BEHIND,
		    ARGS(calendar_text(calendar_day_of(now, 0)).text));
	return code;
}

enum status
polls_prepare(struct folder *folder, int64_t now, struct err *err)
{
	struct polls *polls = NULL;
	const struct poll *last;
	struct period next, first;
	bool there = false;
	const uint8_t *id = NULL;
	enum status code = polls_load(folder, now, &polls, err);

	if (code != OK)
		return code;
	last = last_started(polls, now);
	if (last == NULL)
		code = not_behind(folder, polls, now, err);
	if (code == OK)
		code = next_period(folder, last, now, &next, err);
	if (code == OK)
		code = drop_stale(folder, polls, &next, now, &there, err);
	if (code == OK && last == NULL) {
		first = period_of(calendar_day_of(now, 0),
		    folder->settings.period);
		code = make_regular(folder, &first, NULL, err);
	}
	if (last != NULL && !last->closed)
		id = last->key.id;
	if (code == OK && !there)
		code = make_regular(folder, &next, id, err);
	polls_free(polls);
	return code;
}

/* Trials. */

/* A name serves once: computers accept one record for it, ever. */
enum status
polls_trial(struct folder *folder, int64_t now, struct period *ret_period,
    struct err *err)
{
	struct polls *polls = NULL;
	struct period period;
	enum status code = polls_load(folder, now, &polls, err);

	for (int32_t number = 1; code == OK && number <= PERIOD_TRIAL_MAX;
	     number++) {
		period = period_trial(number);
		if (polls_named(polls, str_of(period.text)) != NULL)
			continue;
		code = make(folder, &period, now, now + TRIAL_SECONDS, NULL,
		    err);
		if (code != E_REFUSED)
			break;
		code = OK; /* an old one, no longer shown */
	}
	polls_free(polls);
	if (code == OK)
		*ret_period = period;
	return code;
}
