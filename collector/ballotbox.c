/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/ballotbox.h"

#include "collector/sealed.h"

#include "core/digest.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

/* Periods whose windows are open at once: one, a prolonged one, trials. */
#define URNS_OPEN 4

/* An urn, open for the length of a batch. */
struct open_urn {
	struct period period;
	struct urn_key key;
	struct buf signing; /* the private key, which goes back in */
	struct tallies tallies;
	bool changed;
};

struct ballotbox {
	struct buf urns;
	struct open_urn open[URNS_OPEN];
	size_t count;
};

/* Judging. */

static enum refusal
judge_token(const struct polls *polls, struct str token, int64_t now,
    const struct poll **ret_poll)
{
	struct str challenge = str_head(str_skip(token, 2 + TOKEN_NONCE),
	    TOKEN_DIGEST);
	const struct poll *poll = polls_asking(polls,
	    (const uint8_t *)challenge.at);

	if (poll == NULL)
		return REFUSAL_TOKEN;
	if (poll->closed || !poll->urn)
		return REFUSAL_CLOSED;
	if (token_verify(&poll->key, poll->challenge, token, NULL) != OK)
		return REFUSAL_TOKEN;
	if (now < poll->record.opens_at)
		return REFUSAL_TOO_EARLY;
	/* Not refused for good: that is the close's to say, not a clock's. */
	if (now >= poll->taken_until)
		return REFUSAL_BUSY;
	*ret_poll = poll;
	return REFUSAL_NONE;
}

/* Days with a service that was unapproved all along are days with any such. */
static bool
names_more_unapproved(const struct poll *poll, const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->service_count; i++)
		if (poll->unapproved[ballot->services[i].service] &&
		    ballot->services[i].value > ballot->unapproved)
			return true;
	return false;
}

static enum refusal
judge_ballot(const struct poll *poll, struct str bytes, struct ballot *ret,
    enum ballot_fault *ret_fault)
{
	enum status code = ballot_read(&poll->vocabulary.catalogue,
	    &poll->record.period, bytes, ret, ret_fault, NULL);

	if (code == OK && names_more_unapproved(poll, ret)) {
		*ret_fault = BALLOT_UNAPPROVED_BELOW;
		code = E_INVALID;
	}
	if (code == E_INVALID)
		return REFUSAL_BALLOT;
	return code == OK ? REFUSAL_NONE : REFUSAL_FAILED;
}

void
ballotbox_judge(const struct polls *polls, struct str bytes, int64_t now,
    struct entry *ret, enum refusal *ret_refusal, enum ballot_fault *ret_fault)
{
	struct str token = str_head(bytes, TOKEN_BYTES);
	struct str ballot = str_skip(bytes, TOKEN_BYTES);

	*ret_fault = BALLOT_GOOD;
	*ret_refusal = REFUSAL_FIELDS;
	if (bytes.len != BALLOTBOX_BYTES)
		return;
	*ret_refusal = judge_token(polls, token, now, &ret->poll);
	if (*ret_refusal == REFUSAL_NONE)
		*ret_refusal = judge_ballot(ret->poll, ballot, &ret->ballot,
		    ret_fault);
	if (*ret_refusal != REFUSAL_NONE)
		return;
	memcpy(ret->nonce, token_nonce(token).at, TOKEN_NONCE);
	if (digest_sha256(bytes, ret->digest, NULL) != OK)
		*ret_refusal = REFUSAL_FAILED;
}

/* Counting. */

enum status
ballotbox_new(const char *urns, struct ballotbox **ret_box, struct err *err)
{
	struct ballotbox *box = calloc(1, sizeof(*box));

	if (box == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	buf_init(&box->urns, FOLDER_PATH_BYTES);
	buf_text(&box->urns, urns);
	*ret_box = box;
	return OK;
}

void
ballotbox_forget(struct ballotbox *box)
{
	for (size_t i = 0; i < box->count; i++) {
		struct open_urn *open = &box->open[i];

		tallies_release(&open->tallies);
		buf_release(&open->signing);
		OPENSSL_cleanse(open, sizeof(*open));
	}
	box->count = 0;
}

void
ballotbox_free(struct ballotbox *box)
{
	if (box == NULL)
		return;
	ballotbox_forget(box);
	buf_release(&box->urns);
	free(box);
}

static enum status
read_urn(struct ballotbox *box, struct store *store, const struct poll *poll,
    struct open_urn *open, struct err *err)
{
	const char *name = poll->record.period.text;
	enum status code = urn_key(buf_z(&box->urns), name, &open->key, err);

	if (code == OK)
		code = sealed_open(store, &open->key, name,
		    &poll->vocabulary.catalogue, &open->signing,
		    &open->tallies, err);
	return code;
}

/* The urn of an entry, opened at its first ballot of the batch. */
static enum status
find_urn(struct ballotbox *box, struct store *store, const struct poll *poll,
    struct open_urn **ret, struct err *err)
{
	struct open_urn *open = &box->open[box->count];
	enum status code;

	for (size_t i = 0; i < box->count; i++)
		if (strcmp(box->open[i].period.text,
		        poll->record.period.text) == 0) {
			*ret = &box->open[i];
			return OK;
		}
	if (box->count == URNS_OPEN)
		return err_set(err, E_LIMIT, MSG_NO_MEMORY, NO_ARGS);
	*open = (struct open_urn){ .period = poll->record.period };
	buf_init(&open->signing, CONTENTS_KEY_BYTES);
	code = read_urn(box, store, poll, open, err);
	if (code != OK) {
		buf_release(&open->signing);
		urn_key_wipe(&open->key);
		return code;
	}
	box->count++;
	*ret = open;
	return OK;
}

enum status
ballotbox_count(struct ballotbox *box, struct store *store,
    const struct entry *entry, enum refusal *ret, struct err *err)
{
	uint8_t nonce[URN_MARK], ballot[URN_MARK];
	struct open_urn *open = NULL;
	bool again = false;
	enum status code = find_urn(box, store, entry->poll, &open, err);

	/* Closed by another process since the list was loaded. */
	if (code == E_NOT_FOUND) {
		*ret = REFUSAL_CLOSED;
		return OK;
	}
	if (code == OK)
		code = urn_mark(&open->key, "nonce", (struct str){
		    (const char *)entry->nonce, sizeof(entry->nonce) }, nonce,
		    err);
	if (code == OK)
		code = urn_mark(&open->key, "ballot", (struct str){
		    (const char *)entry->digest, sizeof(entry->digest) },
		    ballot, err);
	if (code == OK)
		code = store_spend(store, open->period.text, nonce, ballot,
		    &again, ret, err);
	if (code == OK && *ret == REFUSAL_NONE && !again) {
		tallies_add(&open->tallies, &entry->ballot);
		open->changed = true;
	}
	return code;
}

static enum status
seal_urn(struct store *store, struct open_urn *open, struct err *err)
{
	struct buf sealed;
	enum status code;

	buf_init(&sealed, SEALED_MAX_BYTES);
	code = sealed_write(&sealed, &open->key, open->period.text,
	    buf_view(&open->signing), &open->tallies, err);
	if (code == OK)
		code = store_urn_put(store, open->period.text,
		    buf_view(&sealed), err);
	buf_release(&sealed);
	return code;
}

enum status
ballotbox_seal(struct ballotbox *box, struct store *store, struct err *err)
{
	enum status code = OK;

	for (size_t i = 0; code == OK && i < box->count; i++)
		if (box->open[i].changed)
			code = seal_urn(store, &box->open[i], err);
	return code;
}
