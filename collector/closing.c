/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/closing.h"

#include "collector/figures.h"
#include "collector/sealed.h"
#include "collector/secret.h"

#include "core/prose.h"

#include <string.h>

#define CLOSES_MAX 12 /* of a calendar year */
#define ROSTER_BYTES 128

/* All that a closing gathers before it publishes. */
struct closing {
	struct folder *folder;
	const struct poll *poll;
	struct secret secret;
	struct tallies tallies;
	struct rounding_close closes[CLOSES_MAX];
	size_t close_count;
	int64_t enrolled;
	struct arena memory;
};

#define MEMORY_BYTES ((size_t)4 << 20)

static void
closing_init(struct closing *closing, struct folder *folder,
    const struct poll *poll)
{
	*closing = (struct closing){ .folder = folder, .poll = poll };
	arena_init(&closing->memory, MEMORY_BYTES);
}

static void
closing_release(struct closing *closing)
{
	secret_wipe(&closing->secret);
	tallies_release(&closing->tallies);
	arena_release(&closing->memory);
}

/* The urn's tallies.  E_NOT_FOUND: the key or the sealed bytes are gone. */
static enum status
read_tallies(struct closing *closing, struct err *err)
{
	const struct folder *folder = closing->folder;
	const char *name = closing->poll->record.period.text;
	struct urn_key key = { .seal = { 0 } };
	struct buf urns, pair;
	enum status code;

	folder_file(folder, "urn", &urns);
	buf_init(&pair, CONTENTS_KEY_BYTES);
	code = urn_key(buf_z(&urns), name, &key, err);
	if (code == OK)
		code = sealed_open(folder->store, &key, name,
		    &closing->poll->vocabulary.catalogue, &pair,
		    &closing->tallies, err);
	urn_key_wipe(&key);
	buf_release(&pair);
	buf_release(&urns);
	return code;
}

/* The closes of the year before this one, oldest first.  Names sort by date,
 * and a year has one kind of period. */
static void
take_close(void *cookie, const char *period, struct str document,
    struct str roster)
{
	struct closing *closing = cookie;
	struct publication publication;
	struct rounding_close *close;

	if (publication_read(document, &publication, NULL) != OK)
		return;
	close = &closing->closes[closing->close_count];
	if (publication.period.year == closing->secret.year &&
	    publication.measured && closing->close_count < CLOSES_MAX - 1 &&
	    strcmp(period, closing->poll->record.period.text) < 0) {
		*close = (struct rounding_close){
			.period = publication.period,
			.ballots = publication.ballots,
		};
		/* Sealed under a key that was lost: offsets start anew. */
		if (secret_open_roster(&closing->secret, period, roster,
		        close->roster))
			closing->close_count++;
		else
			closing->close_count = 0;
	}
	publication_release(&publication);
}

struct roster {
	struct arena *memory;
	struct str *ids;
	size_t count;
	size_t room;
	bool full;
};

static void
take_device(void *cookie, struct str device)
{
	struct roster *roster = cookie;

	struct str id = roster->count == roster->room
	    ? (struct str){ NULL, 0 }
	    : arena_str(roster->memory, device);

	if (id.at == NULL)
		roster->full = true;
	else
		roster->ids[roster->count++] = id;
}

static enum status
this_close(struct closing *closing, struct err *err)
{
	struct roster roster = { .memory = &closing->memory,
		.room = STORE_DEVICES_MAX };
	struct rounding_close *close = &closing->closes[closing->close_count++];
	enum status code;

	*close = (struct rounding_close){
		.period = closing->poll->record.period,
		.ballots = closing->tallies.ballots,
	};
	roster.ids = arena_alloc(&closing->memory, roster.room,
	    sizeof(*roster.ids));
	if (roster.ids == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = store_tokens(closing->folder->store,
	    closing->poll->record.period.text, take_device, &roster, err);
	if (code == OK && roster.full)
		code = err_set(err, E_LIMIT, MSG_NO_MEMORY, NO_ARGS);
	if (code == OK)
		code = rounding_roster(closing->secret.bytes, roster.ids,
		    roster.count, close->roster, err);
	return code;
}

static enum status
gather(struct closing *closing, struct err *err)
{
	struct store *store = closing->folder->store;
	enum status code = secret_of(closing->folder,
	    closing->poll->record.period.year, &closing->secret, err);

	if (code == OK)
		code = store_publications(store, take_close, closing, err);
	if (code == OK)
		code = this_close(closing, err);
	return code;
}

static enum status
publish_counted(struct closing *closing, struct publication *ret,
    struct err *err)
{
	struct figures_input input = {
		.catalogue = &closing->poll->vocabulary.catalogue,
		.secret = closing->secret.bytes,
		.closes = closing->closes,
		.enrolled = (uint32_t)closing->enrolled,
	};
	enum status code = gather(closing, err);

	input.unapproved = closing->poll->unapproved;
	input.close_count = closing->close_count;
	memcpy(input.record, closing->poll->digest, sizeof(input.record));
	if (code == OK)
		code = figures_publish(&closing->tallies, &input, ret, err);
	return code;
}

static enum status
publish_lost(struct closing *closing, struct publication *ret, struct err *err)
{
	struct rounded rounded = {
		.period = closing->poll->record.period,
		.enrolled = (uint32_t)closing->enrolled,
		.catalogue = closing->poll->vocabulary.catalogue.version,
	};

	memcpy(rounded.record, closing->poll->digest, sizeof(rounded.record));
	return publication_lost(&rounded, ret, err);
}

static enum status
commit(struct closing *closing, const struct publication *publication,
    struct err *err)
{
	const char *name = closing->poll->record.period.text;
	struct buf document, roster;
	enum status code = OK;

	buf_init(&document, PUBLICATION_MAX_BYTES);
	buf_init(&roster, ROSTER_BYTES);
	publication_write(&document, publication);
	if (publication->measured)
		code = secret_seal_roster(&closing->secret, name,
		    closing->closes[closing->close_count - 1].roster, &roster,
		    err);
	if (code == OK && buf_status(&document) != OK)
		code = err_set(err, buf_status(&document), MSG_NO_MEMORY,
		    NO_ARGS);
	if (code == OK)
		code = store_close(closing->folder->store, name,
		    buf_view(&document), buf_view(&roster), err);
	buf_release(&roster);
	buf_release(&document);
	return code;
}

/* Inside the transaction. */
static enum status
count_and_publish(struct closing *closing, bool *ret_measured,
    struct err *err)
{
	struct publication publication = { .measured = false };
	enum status code = store_enrolled(closing->folder->store,
	    &closing->enrolled, err);
	bool measured;

	if (code == OK)
		code = read_tallies(closing, err);
	measured = code == OK;
	if (code == OK)
		code = publish_counted(closing, &publication, err);
	else if (code == E_NOT_FOUND)
		code = publish_lost(closing, &publication, err);
	if (code == OK)
		code = commit(closing, &publication, err);
	publication_release(&publication);
	if (code == OK)
		*ret_measured = measured;
	return code;
}

static enum status
may_close(const struct poll *poll, struct str name, int64_t now,
    struct err *err)
{
	struct buf text, day;
	enum status code = OK;

	buf_init(&text, 64);
	buf_init(&day, 64);
	buf_str(&text, str_head(name, 20));
	if (poll == NULL || poll->record.period.kind == PERIOD_TRIAL)
		code = err_set(err, E_NOT_FOUND, MSG_PERIOD_UNKNOWN,
		    ARGS(buf_z(&text)));
	else if (poll->closed)
		code = err_set(err, E_REFUSED, MSG_PERIOD_PUBLISHED,
		    ARGS(buf_z(&text)));
	else if (now < poll->taken_until) {
		prose_day(&day, messages_language(),
		    calendar_day_of(poll->taken_until, 0));
		code = err_set(err, E_REFUSED, MSG_CLOSING_EARLY,
		    ARGS(buf_z(&text), buf_z(&day)));
	}
	buf_release(&day);
	buf_release(&text);
	return code;
}

enum status
closing_close(struct folder *folder, struct str period, int64_t now,
    bool *ret_measured, struct err *err)
{
	struct polls *polls = NULL;
	const struct poll *poll = NULL;
	struct closing closing;
	enum status code = polls_load(folder, now, &polls, err);

	if (code != OK)
		return code;
	poll = polls_named(polls, period);
	code = may_close(poll, period, now, err);
	if (code == OK)
		code = store_begin(folder->store, err);
	if (code == OK) {
		closing_init(&closing, folder, poll);
		code = count_and_publish(&closing, ret_measured, err);
		if (code == OK)
			code = store_commit(folder->store, err);
		else
			store_abandon(folder->store);
		closing_release(&closing);
	}
	polls_free(polls);
	if (code == OK)
		code = closing_finish(folder, now, false, err);
	return code;
}

bool
closing_due(const struct polls *polls, int64_t now, struct period *ret_period)
{
	const struct poll *oldest = NULL;

	for (size_t i = 0; polls_at(polls, i) != NULL; i++) {
		const struct poll *poll = polls_at(polls, i);

		if (!poll->closed && poll->record.period.kind != PERIOD_TRIAL &&
		    now >= poll->taken_until &&
		    (oldest == NULL ||
		        poll->record.period.first <
		            oldest->record.period.first))
			oldest = poll;
	}
	if (oldest == NULL)
		return false;
	*ret_period = oldest->record.period;
	return true;
}

enum status
closing_end_trial(struct folder *folder, struct str period, struct err *err)
{
	struct period trial;
	struct buf urns;
	enum status code;

	if (!period_parse(period, &trial) || trial.kind != PERIOD_TRIAL)
		return err_set(err, E_NOT_FOUND, MSG_PERIOD_UNKNOWN, ARGS("?"));
	folder_file(folder, "urn", &urns);
	code = store_end_trial(folder->store, trial.text, err);
	if (code == OK)
		code = urn_destroy(buf_z(&urns), trial.text, err);
	buf_release(&urns);
	return code;
}

/* Finishing. */

struct finishing {
	struct folder *folder;
	const struct polls *polls;
	const char *urns;
	int64_t now;
	bool alone;
	enum status code;
	struct err *err;
};

/* A year is done when it is over and none of its periods is open. */
static bool
year_done(const struct finishing *finishing, int32_t year)
{
	struct civil today =
	    calendar_civil(calendar_day_of(finishing->now, 0));

	for (size_t i = 0; polls_at(finishing->polls, i) != NULL; i++) {
		const struct poll *poll = polls_at(finishing->polls, i);

		if (poll->record.period.year == year && !poll->closed)
			return false;
	}
	return today.year > year;
}

static void
finish_key(void *cookie, const char *name)
{
	struct finishing *finishing = cookie;
	int32_t year = secret_year(name);
	const struct poll *poll = polls_named(finishing->polls, str_of(name));
	struct period period;

	if (finishing->code != OK)
		return;
	if (year != 0 && year_done(finishing, year))
		finishing->code = secret_destroy(finishing->folder, year,
		    finishing->err);
	else if (year == 0 && period_parse(str_of(name), &period) &&
	    (poll == NULL ? finishing->alone : poll->closed))
		finishing->code = urn_destroy(finishing->urns, name,
		    finishing->err);
}

enum status
closing_finish(struct folder *folder, int64_t now, bool alone, struct err *err)
{
	struct finishing finishing = { .folder = folder, .now = now,
		.alone = alone, .err = err };
	struct polls *polls = NULL;
	struct buf urns;
	enum status code = polls_load(folder, now, &polls, err);

	folder_file(folder, "urn", &urns);
	finishing.polls = polls;
	finishing.urns = buf_z(&urns);
	if (code == OK)
		code = urn_each(buf_z(&urns), finish_key, &finishing, err);
	if (code == OK)
		code = finishing.code;
	buf_release(&urns);
	polls_free(polls);
	return code;
}

struct looking {
	struct str period;
	int32_t newest;
	bool found;
	struct buf *out;
};

static void
look(void *cookie, const char *name, struct str document, struct str roster)
{
	struct looking *looking = cookie;
	struct period period;

	(void)roster;
	if (!period_parse(str_of(name), &period))
		return;
	if (looking->period.len > 0
	        ? !str_eq(looking->period, str_of(name))
	        : looking->found && period.first < looking->newest)
		return;
	looking->found = true;
	looking->newest = period.first;
	buf_reset(looking->out);
	buf_str(looking->out, document);
}

enum status
closing_publication(struct folder *folder, struct str period, struct buf *out,
    struct err *err)
{
	struct looking looking = { .period = period, .out = out };
	enum status code = store_publications(folder->store, look, &looking,
	    err);

	if (code == OK && !looking.found)
		code = err_set(err, E_NOT_FOUND, MSG_PUBLICATION_NONE, NO_ARGS);
	return code == OK ? buf_status(out) : code;
}
