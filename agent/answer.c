/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer.h"

#include "core/calendar.h"

#include <stdlib.h>

/* 2,000 services seen on each day of twenty years; in practice, kilobytes. */
#define MEMORY_MAX ((size_t)2000 * TALLY_DAYS_MAX + ((size_t)4 << 20))

/* ---- what was read ---- */

struct state_row {
	bool read;         /* its traces are in the tally */
	bool missed;       /* it was there, and is not all read */
	bool missed_named; /* the same, only when it was asked for by name */
};

static const struct state_row state_rows[] = {
	[SOURCE_READ] = { true, false, false },
	[SOURCE_ABSENT] = { false, false, true },
	[SOURCE_LOCKED] = { false, true, true },
	[SOURCE_DAMAGED] = { false, true, true },
	[SOURCE_NOT_PERMITTED] = { false, false, true },
	[SOURCE_NOT_SUPPORTED] = { false, false, true },
	[SOURCE_FAILED] = { false, true, true },
	[SOURCE_PARTIAL] = { true, true, true },
};
_Static_assert(sizeof(state_rows) / sizeof(state_rows[0]) ==
    SOURCE_STATE_COUNT, "every state has a row");

/* A system log that its reader may not open is a blind spot, not a failure:
 * nobody asked for it.  A history that one may not open is one's own.  A folder
 * that was named and holds none is a mistake in the name, as a rule. */
static bool
missed(const struct answer_input *input, const struct source_report *report)
{
	const struct state_row *row = &state_rows[report->state];
	bool history = report->kind == SOURCE_HISTORY;
	bool named = history ? input->subject == ANSWER_FILES
	                     : input->dns_named;
	bool home = history && input->subject == ANSWER_HOME;

	return row->missed || (named && row->missed_named) ||
	    (home && report->state == SOURCE_ABSENT) ||
	    (history && report->state == SOURCE_NOT_PERMITTED);
}

static void
widen_read(struct answer_model *answer, const struct source_report *report)
{
	if (report->first_day == CALENDAR_NO_DAY)
		return;
	if (answer->first_read == CALENDAR_NO_DAY ||
	    report->first_day < answer->first_read)
		answer->first_read = report->first_day;
	if (answer->last_read == CALENDAR_NO_DAY ||
	    report->last_day > answer->last_read)
		answer->last_read = report->last_day;
}

static bool
is_log_unread(const struct answer_input *input,
    const struct source_report *report)
{
	return report->kind == SOURCE_DNS && !state_rows[report->state].read &&
	    (input->dns_named || report->state != SOURCE_ABSENT);
}

/* Of a log that nobody keeps, nothing is hidden. */
static bool
is_dns_hidden(const struct answer_input *input,
    const struct answer_model *answer)
{
	bool any = false;

	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next)
		any = any || report->encrypted_dns;
	return any && (answer->dns_read > 0 || answer->log_unread ||
	    input->resolver != NULL);
}

static void
weigh_sources(const struct answer_input *input, struct answer_model *answer)
{
	bool all = !input->sources->cut;

	answer->sources = input->sources->first;
	answer->sources_cut = input->sources->cut;
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next) {
		bool read = state_rows[report->state].read;

		answer->histories_read += read &&
		    report->kind == SOURCE_HISTORY;
		answer->dns_read += read && report->kind == SOURCE_DNS;
		answer->log_unread |= is_log_unread(input, report);
		answer->without_time |= read && report->without_time;
		if (read)
			widen_read(answer, report);
		all = all && !missed(input, report);
	}
	if (answer->histories_read + answer->dns_read == 0)
		answer->reading = ANSWER_UNREAD;
	else
		answer->reading = all ? ANSWER_WHOLE : ANSWER_PARTLY;
	answer->hidden_dns = is_dns_hidden(input, answer);
	/* With --clients, logs tell of others. */
	answer->measured = answer->histories_read > 0 ||
	    (input->lens == NULL && answer->dns_read > 0);
}

/* ---- services ---- */

static int32_t
last_on(const struct tally *tally, uint32_t service, enum trace trace)
{
	struct window window = tally_window(tally);
	int32_t day = window.last;

	if (!tally_seen(tally, service, trace))
		return CALENDAR_NO_DAY;
	while (day > window.first && !tally_on(tally, service, trace, day))
		day--;
	return day;
}

/* The days of a service, written into its strip; false without memory. */
static bool
mark_days(const struct tally *tally, uint32_t index,
    struct answer_service *entry, struct arena *memory)
{
	struct window window = tally_window(tally);
	unsigned char *marks = arena_alloc(memory,
	    (size_t)(window.last - window.first) + 1, 1);

	if (marks == NULL)
		return false;
	entry->marks = marks;
	for (int32_t day = window.first; day <= window.last; day++) {
		bool visited = tally_on(tally, index, TRACE_VISITED, day);
		bool contacted = tally_on(tally, index, TRACE_CONTACTED, day);

		*marks++ = (unsigned char)((visited ? MARK_VISITED : 0) |
		    (contacted ? MARK_CONTACTED : 0));
		entry->visited_days += visited;
		entry->contacted_days += contacted;
		entry->ai_days += visited || contacted;
		if (visited || contacted)
			entry->last_day = day;
	}
	return true;
}

static bool
seen(const struct tally *tally, uint32_t index)
{
	return tally_seen(tally, index, TRACE_VISITED) ||
	    tally_seen(tally, index, TRACE_CONTACTED);
}

/* Room for what is shown: of all services of the catalogue few were seen. */
static uint32_t
count_seen(const struct answer_input *input)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < input->catalogue->service_count; i++)
		count += seen(input->tally, i);
	return count;
}

static uint32_t
count_trace(const struct answer_input *input, enum trace trace)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < input->catalogue->service_count; i++)
		count += tally_seen(input->tally, i, trace);
	return count;
}

static bool
is_to_review(enum decision decision)
{
	return decision == DECISION_UNDECIDED ||
	    decision == DECISION_POSTPONED;
}

static bool
fill_service(const struct answer_input *input, uint32_t index,
    struct answer_service *entry, struct arena *memory)
{
	const struct service *service = &input->catalogue->services[index];

	*entry = (struct answer_service){
		.service = service,
		.decision = policy_status(input->policy, service,
		    input->today),
	};
	entry->to_review = is_to_review(entry->decision);
	for (enum risk_family f = 0; f < RISK_FAMILY_COUNT; f++)
		entry->attention[f] = service_attention(service, f);
	return mark_days(input->tally, index, entry, memory);
}

/* What asks for the board's eye comes first. */
static const int decision_order[DECISION_COUNT] = {
	[DECISION_UNDECIDED] = 0,
	[DECISION_POSTPONED] = 0,
	[DECISION_FORBIDDEN] = 1,
	[DECISION_TRIAL] = 2,
	[DECISION_ALLOWED] = 3,
};

static int
by_review_then_days(const void *left, const void *right)
{
	const struct answer_service *a = left;
	const struct answer_service *b = right;

	if (decision_order[a->decision] != decision_order[b->decision])
		return decision_order[a->decision] -
		    decision_order[b->decision];
	if (a->ai_days != b->ai_days)
		return a->ai_days > b->ai_days ? -1 : 1;
	return str_compare(a->service->id, b->service->id);
}

static bool
list_services(const struct answer_input *input, struct answer_model *answer)
{
	uint32_t most = input->catalogue->service_count;
	struct answer_service *at = arena_alloc(&answer->memory,
	    (size_t)count_seen(input) + 1, sizeof(*at));

	if (at == NULL)
		return false;
	for (uint32_t i = 0; i < most; i++)
		if (seen(input->tally, i) &&
		    !fill_service(input, i, &at[answer->service_count++],
		        &answer->memory))
			return false;
	qsort(at, answer->service_count, sizeof(*at), by_review_then_days);
	answer->services = at;
	return true;
}

/* ---- days of the whole ---- */

/* Counts a day; true when it is an AI day. */
static bool
count_day(struct answer_model *answer, size_t at)
{
	bool categories[CATEGORY_COUNT] = { false };
	uint32_t services = 0;

	for (uint32_t i = 0; i < answer->service_count; i++) {
		const struct answer_service *entry = &answer->services[i];

		if (entry->marks[at] == 0)
			continue;
		services++;
		categories[entry->service->category] = true;
		if ((entry->marks[at] & MARK_CONTACTED) != 0)
			answer->contacts = true;
	}
	answer->ai_days += services > 0;
	answer->shared_days += services > 1;
	for (int c = 0; c < CATEGORY_COUNT; c++)
		answer->category_days[c] += categories[c];
	return services > 0;
}

static void
mark_lone_days(const struct answer_input *input, uint32_t service,
    struct window window, bool *marks)
{
	if (!tally_may_be_lone(input->tally, service))
		return;
	for (int32_t day = window.first; day <= window.last; day++)
		if (tally_lone(input->tally, service, day))
			marks[day - window.first] = true;
}

/* False without memory. */
static bool
count_days(const struct answer_input *input, struct answer_model *answer)
{
	bool *lone = arena_alloc(&answer->memory, answer->days, sizeof(*lone));

	if (lone == NULL)
		return false;
	for (uint32_t i = 0; i < input->catalogue->service_count; i++)
		mark_lone_days(input, i, answer->window, lone);
	for (uint32_t at = 0; at < answer->days; at++)
		if (!count_day(answer, at) && lone[at])
			answer->lone_days++;
	return true;
}

/* ---- what is shown apart ---- */

static int
by_days(const void *left, const void *right)
{
	const struct answer_aside *a = left;
	const struct answer_aside *b = right;

	if (a->days != b->days)
		return a->days > b->days ? -1 : 1;
	return str_compare(a->service->id, b->service->id);
}

static bool
list_asides(const struct answer_input *input, enum trace trace,
    struct arena *memory, struct answer_asides *ret)
{
	uint32_t most = input->catalogue->service_count;
	struct answer_aside *at = arena_alloc(memory,
	    (size_t)count_trace(input, trace) + 1, sizeof(*at));
	uint32_t count = 0;

	if (at == NULL)
		return false;
	for (uint32_t i = 0; i < most; i++) {
		int32_t last = last_on(input->tally, i, trace);

		if (last == CALENDAR_NO_DAY)
			continue;
		at[count++] = (struct answer_aside){
			.service = &input->catalogue->services[i],
			.days = tally_days(input->tally, i, trace),
			.last_day = last,
		};
	}
	qsort(at, count, sizeof(*at), by_days);
	*ret = (struct answer_asides){ at, count };
	return true;
}

static bool
list_all_asides(const struct answer_input *input, struct answer_model *answer)
{
	bool done = true;

	for (enum trace t = TRACE_APPLICATION; t < TRACE_COUNT && done; t++)
		done = list_asides(input, t, &answer->memory,
		    &answer->asides[t]);
	return done;
}

/* ---- the clients of a gateway ---- */

static int
by_review_then_clients(const void *left, const void *right)
{
	const struct answer_gateway_service *a = left;
	const struct answer_gateway_service *b = right;

	if (decision_order[a->decision] != decision_order[b->decision])
		return decision_order[a->decision] -
		    decision_order[b->decision];
	if (a->seen.clients != b->seen.clients)
		return a->seen.clients > b->seen.clients ? -1 : 1;
	if (a->seen.confirmed != b->seen.confirmed)
		return a->seen.confirmed > b->seen.confirmed ? -1 : 1;
	return str_compare(a->service->id, b->service->id);
}

static bool
list_gateway(const struct answer_input *input, struct answer_model *answer)
{
	struct answer_gateway *gateway = &answer->gateway;
	uint32_t most = input->catalogue->service_count;
	struct answer_gateway_service *at = arena_alloc(&answer->memory,
	    (size_t)most + 1, sizeof(*at));

	if (at == NULL)
		return false;
	gateway->asked = true;
	gateway->full = input->clients_full || lens_full(input->lens);
	for (uint32_t i = 0; i < most; i++) {
		struct answer_gateway_service entry = {
			.service = &input->catalogue->services[i],
			.seen = lens_service(input->lens, i),
		};

		if (entry.seen.clients == LENS_NONE)
			continue;
		entry.decision = policy_status(input->policy, entry.service,
		    input->today);
		entry.to_review = is_to_review(entry.decision);
		at[gateway->service_count++] = entry;
	}
	qsort(at, gateway->service_count, sizeof(*at), by_review_then_clients);
	gateway->services = at;
	return true;
}

/* ---- the whole ---- */

enum status
answer_build(const struct answer_input *input, struct answer_model *ret,
    struct err *err)
{
	struct window window = tally_window(input->tally);
	enum status code = tally_status(input->tally, err);

	*ret = (struct answer_model){
		.catalogue = input->catalogue,
		.window = window,
		.days = (uint32_t)(window.last - window.first + 1),
		.today = input->today,
		.subject = input->subject,
		.looked_at = input->looked_at,
		.looked_at_count = input->looked_at_count,
		.no_history = input->no_history,
		.no_dns = input->no_dns,
		.dns_named = input->dns_named,
		.resolver = input->resolver,
		.first_read = CALENDAR_NO_DAY,
		.last_read = CALENDAR_NO_DAY,
	};
	arena_init(&ret->memory, MEMORY_MAX);
	weigh_sources(input, ret);
	if (code == OK && (!list_services(input, ret) ||
	                      !list_all_asides(input, ret) ||
	                      !count_days(input, ret) ||
	                      (input->lens != NULL &&
	                          !list_gateway(input, ret))))
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	if (code != OK)
		answer_release(ret);
	return code;
}

bool
answer_is_older(const struct answer_model *answer)
{
	return answer->last_read != CALENDAR_NO_DAY &&
	    answer->last_read < answer->window.first;
}

void
answer_release(struct answer_model *answer)
{
	arena_release(&answer->memory);
	*answer = (struct answer_model){ .services = NULL };
}
