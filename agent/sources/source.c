/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/source.h"

#include "agent/sources/clients.h"

#include "core/calendar.h"

#include <stdio.h>

struct state_row {
	const char *id;
};

static const struct state_row state_rows[] = {
	[SOURCE_READ] = { "read" },
	[SOURCE_ABSENT] = { "absent" },
	[SOURCE_LOCKED] = { "locked" },
	[SOURCE_DAMAGED] = { "damaged" },
	[SOURCE_NOT_PERMITTED] = { "not-permitted" },
	[SOURCE_NOT_SUPPORTED] = { "not-supported" },
	[SOURCE_FAILED] = { "failed" },
	[SOURCE_PARTIAL] = { "partial" },
};
_Static_assert(sizeof(state_rows) / sizeof(state_rows[0]) ==
    SOURCE_STATE_COUNT, "every state has a row");

static const enum source_state state_of[STATUS_COUNT] = {
	[OK] = SOURCE_READ,
	[E_NOMEM] = SOURCE_FAILED,
	[E_LIMIT] = SOURCE_FAILED,
	[E_INVALID] = SOURCE_FAILED,
	[E_USAGE] = SOURCE_FAILED,
	[E_NOT_FOUND] = SOURCE_ABSENT,
	[E_ACCESS] = SOURCE_NOT_PERMITTED,
	[E_LOCKED] = SOURCE_LOCKED,
	[E_CHANGED] = SOURCE_LOCKED,
	[E_DAMAGED] = SOURCE_DAMAGED,
	[E_UNSUPPORTED] = SOURCE_NOT_SUPPORTED,
	[E_IO] = SOURCE_FAILED,
	[E_NETWORK] = SOURCE_FAILED,
	[E_REFUSED] = SOURCE_FAILED,
};

void
source_report_fail(struct source_report *report, enum status code,
    const struct err *err)
{
	report->state = state_of[code];
	report->why = *err;
}

struct str
source_state_id(enum source_state state)
{
	return str_of(state_rows[state].id);
}

void
source_rejected(struct source_report *report, uint64_t number,
    enum source_reject why)
{
	if (report->rejected++ > 0)
		return;
	report->first_rejected_line = number;
	report->first_rejected_why = why;
}

static const struct str reject_ids[] = {
	[SOURCE_REJECT_NONE] = { "", 0 },
	[SOURCE_REJECT_SHAPE] = { "shape", 5 },
	[SOURCE_REJECT_LENGTH] = { "length", 6 },
	[SOURCE_REJECT_TIME] = { "time", 4 },
};
_Static_assert(sizeof(reject_ids) / sizeof(reject_ids[0]) ==
    SOURCE_REJECT_COUNT, "every reason has a word");

struct str
source_reject_id(enum source_reject why)
{
	return reject_ids[why];
}

void
source_record(struct source_report *report, int32_t day)
{
	report->records++;
	if (day == CALENDAR_NO_DAY)
		return;
	if (report->first_day == CALENDAR_NO_DAY || day < report->first_day)
		report->first_day = day;
	if (report->last_day == CALENDAR_NO_DAY || day > report->last_day)
		report->last_day = day;
}

static bool
is_wanted(const struct source_env *env, struct match_result found, int32_t day)
{
	return found.service != MATCH_NO_SERVICE && day >= env->window.first &&
	    day <= env->window.last;
}

static void
count_sighting(const struct source_env *env, struct source_report *report,
    const struct sighting *sighting)
{
	report->matched++;
	if (sighting->verdict == VERDICT_USE)
		report->counted++;
	if (sighting->verdict != VERDICT_NONE)
		env->sink.push(env->sink.cookie, sighting);
}

void
source_seen(const struct source_env *env, struct source_report *report,
    struct match_result found, enum evidence evidence, int64_t unix_seconds,
    int32_t day)
{
	struct sighting sighting = {
		.unix_seconds = unix_seconds,
		.day = day,
		.service = (uint16_t)found.service,
		.evidence = evidence,
		.verdict = found.verdict,
	};

	if (is_wanted(env, found, day))
		count_sighting(env, report, &sighting);
}

/* A client that is one of those asked for; when there are too many of them to
 * count its sighting says nothing. */
static bool
is_client(const struct source_env *env, struct source_report *report,
    struct str client, struct sighting *sighting)
{
	switch (clients_find(env->clients, client, &sighting->client)) {
	case CLIENTS_OWN:
		return true;
	case CLIENTS_LISTED:
		if (sighting->client == 0)
			sighting->verdict = VERDICT_NONE;
		return true;
	case CLIENTS_OTHER:
		report->others++;
		break;
	case CLIENTS_NAMELESS:
		report->nameless++;
		break;
	}
	return false;
}

void
source_asked(const struct source_env *env, struct source_report *report,
    struct match_result found, struct str client,
    struct clients_several *several, int64_t unix_seconds, int32_t day)
{
	struct sighting sighting = {
		.unix_seconds = unix_seconds,
		.day = day,
		.service = (uint16_t)found.service,
		.evidence = EVIDENCE_CONTACTED,
		.verdict = found.verdict,
	};

	if (!is_wanted(env, found, day))
		return;
	if (env->clients == NULL) {
		clients_several_see(several, client);
		report->several_clients = several->several;
	} else if (!is_client(env, report, client, &sighting)) {
		return;
	}
	count_sighting(env, report, &sighting);
}

void
source_tick(const struct source_env *env, const struct source_report *report)
{
	if (env->sink.tick != NULL)
		env->sink.tick(env->sink.cookie, report);
}

void
source_list_init(struct source_list *list)
{
	*list = (struct source_list){ .first = NULL };
	arena_init(&list->memory,
	    (SOURCE_LIST_MAX + 1) * sizeof(struct source_report));
}

void
source_list_release(struct source_list *list)
{
	arena_release(&list->memory);
	*list = (struct source_list){ .first = NULL };
}

struct source_report *
source_list_add(struct source_list *list, enum source_kind kind,
    const char *name, const char *path)
{
	struct source_report *report = list->count == SOURCE_LIST_MAX
	    ? NULL
	    : arena_alloc(&list->memory, 1, sizeof(*report));

	if (report == NULL) {
		list->cut = true;
		return NULL;
	}
	report->kind = kind;
	report->first_day = report->last_day = CALENDAR_NO_DAY;
	(void)snprintf(report->name, sizeof(report->name), "%s", name);
	(void)snprintf(report->path, sizeof(report->path), "%s", path);
	if (list->last == NULL)
		list->first = report;
	else
		list->last->next = report;
	list->last = report;
	list->count++;
	return report;
}
