/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lint_catalogue.h"

#include "core/buf.h"
#include "core/calendar.h"
#include "core/closest.h"
#include "core/hostlists.h"
#include "core/match.h"

#include <stdlib.h>

#define MEMORY_MAX ((size_t)32 << 20)
#define STALE_DAYS 548 /* a year and a half */
#define FOLDED_MAX 128

/* More rules than this for one host are refused: pairs are compared. */
#define HOST_RULES_MAX 500

struct lint {
	const struct catalogue *catalogue;
	const struct catalogue_places *places;
	const struct catalogue *known;
	struct problems *problems;
	int32_t today;
	struct arena scratch;
	const char **ids; /* of all services, ending in NULL */
};

static void
at_service(struct lint *lint, uint32_t service, enum message id,
    const char *const *args)
{
	problem_add(lint->problems, lint->places->services[service].service, id,
	    args);
}

static void
at_rule(struct lint *lint, uint32_t rule, enum message id,
    const char *const *args)
{
	problem_add(lint->problems, lint->places->rules[rule], id, args);
}

static bool
is_future(const struct lint *lint, int32_t day)
{
	return lint->today != CALENDAR_NO_DAY && day != CALENDAR_NO_DAY &&
	    day > lint->today;
}

static void
check_answer(struct lint *lint, const char *key,
    const struct risk_answer *answer, const struct answer_places *places)
{
	const struct source_note *source = &answer->source;

	if (answer->answer != ANSWER_UNKNOWN && source->url.len == 0)
		problem_add(lint->problems, places->answer, MSG_LINT_NO_SOURCE,
		    ARGS(key));
	if (source->url.len > 0 && source->verified == CALENDAR_NO_DAY)
		problem_add(lint->problems, places->source,
		    MSG_LINT_NO_VERIFIED, ARGS(key));
	if (is_future(lint, source->verified))
		problem_add(lint->problems, places->verified, MSG_LINT_FUTURE,
		    ARGS(key, calendar_text(source->verified).text));
}

/* The day on which the service as a whole was looked at. */
static void
check_last(struct lint *lint, const struct service *service,
    const struct service_places *places)
{
	int32_t checked = service->last_checked;

	if (checked == CALENDAR_NO_DAY) {
		if (service->source.url.len > 0)
			problem_add(lint->problems, places->source,
			    MSG_LINT_NO_VERIFIED, ARGS("source"));
	} else if (is_future(lint, checked)) {
		problem_add(lint->problems, places->last_checked,
		    MSG_LINT_FUTURE,
		    ARGS("last_checked", calendar_text(checked).text));
	} else if (lint->today != CALENDAR_NO_DAY &&
	    checked < lint->today - STALE_DAYS) {
		problem_warn(lint->problems, places->last_checked,
		    MSG_LINT_STALE,
		    ARGS(service->id.at, calendar_text(checked).text));
	}
}

static void
check_dates(struct lint *lint, uint32_t index)
{
	const struct service *service = &lint->catalogue->services[index];
	const struct service_answers *answers = service_answers(service);
	const struct service_places *places = &lint->places->services[index];

	for (int i = 0; i < RISK_COUNT; i++)
		check_answer(lint, catalogue_words(WORDS_RISK)[i],
		    &answers->risks[i], &places->risks[i]);
	check_answer(lint, "dpa", &answers->dpa, &places->dpa);
	check_last(lint, service, places);
}

static void
unknown_alternative(struct lint *lint, struct place place, struct str id)
{
	const char *near = closest(id.at, lint->ids);

	problem_add(lint->problems, place,
	    near == NULL ? MSG_LINT_ALTERNATIVE : MSG_LINT_ALTERNATIVE_NEAR,
	    ARGS(id.at, near == NULL ? "" : near));
}

static void
check_alternatives(struct lint *lint, uint32_t index)
{
	const struct service *service = &lint->catalogue->services[index];
	const struct service_places *places = &lint->places->services[index];

	for (uint32_t i = 0; i < service->alternatives.count; i++) {
		struct str id = service->alternatives.at[i];
		struct place place = places->alternatives == NULL
		    ? places->service
		    : places->alternatives[i];

		if (str_eq(id, service->id))
			problem_add(lint->problems, place,
			    MSG_LINT_OWN_ALTERNATIVE, NO_ARGS);
		else if (catalogue_find(lint->catalogue, id) < 0 &&
		    (lint->known == NULL ||
		        catalogue_find(lint->known, id) < 0))
			unknown_alternative(lint, place, id);
	}
}

/* Whether some rule of the service has a path or a query, on this shared host
 * or on another one of which this is an alias.  Without such a rule, a visit to
 * the shared host can never count. */
static bool
has_path_row(const struct catalogue *catalogue, const struct rule *shared)
{
	const struct service *service = &catalogue->services[shared->service];

	for (uint32_t i = 0; i < service->rule_count; i++) {
		const struct rule_row *rule =
		    &catalogue->rules[service->first_rule + i];

		if (rule->path.len > 0 || rule->query_key.len > 0)
			return true;
	}
	return false;
}

static void
check_dns(struct lint *lint, uint32_t index)
{
	const struct rule_row *rule = &lint->catalogue->rules[index];
	bool may_be_weak = rule->role == ROLE_PRIMARY ||
	    rule->role == ROLE_API || rule->role == ROLE_SHARED;

	if (rule->dns != DNS_NONE && !may_be_weak)
		at_rule(lint, index, MSG_LINT_DNS_ROLE,
		    ARGS(role_id((enum role)rule->role).at));
	if (rule->dns == DNS_STRONG && rule->role == ROLE_SHARED)
		at_rule(lint, index, MSG_LINT_DNS_SHARED, NO_ARGS);
}

static void
check_rule(struct lint *lint, uint32_t index)
{
	const struct rule rule = catalogue_rule(lint->catalogue, index);
	bool bare = rule.path.len == 0 && rule.query_key.len == 0;
	bool counts = rule.role == ROLE_PRIMARY || rule.role == ROLE_API;

	if (host_is_public_suffix(rule.host))
		at_rule(lint, index, MSG_LINT_PUBLIC_SUFFIX,
		    ARGS(rule.host.at));
	if (bare && counts && host_never_counts(rule.host))
		at_rule(lint, index, MSG_LINT_NEVER_COUNTED,
		    ARGS(rule.host.at));
	if (bare && rule.role == ROLE_SHARED && rule.dns != DNS_WEAK &&
	    !has_path_row(lint->catalogue, &rule))
		at_rule(lint, index, MSG_LINT_SHARED, ARGS(rule.host.at));
	if (rule.from != CALENDAR_NO_DAY && rule.until != CALENDAR_NO_DAY &&
	    rule.until < rule.from)
		at_rule(lint, index, MSG_LINT_DATES, NO_ARGS);
	check_dns(lint, index);
}

static bool
dates_meet(const struct rule *a, const struct rule *b)
{
	return (a->until == CALENDAR_NO_DAY || b->from == CALENDAR_NO_DAY ||
	           b->from <= a->until) &&
	    (b->until == CALENDAR_NO_DAY || a->from == CALENDAR_NO_DAY ||
	        a->from <= b->until);
}

static bool
is_before(const struct place *a, const struct place *b)
{
	int order = str_compare(str_of(a->file), str_of(b->file));

	return order != 0 ? order < 0 : a->line < b->line;
}

static bool
same_question(const struct rule *a, const struct rule *b)
{
	return a->exact == b->exact && str_eq(a->path, b->path) &&
	    str_eq(a->query_key, b->query_key) &&
	    str_eq(a->query_value, b->query_value);
}

/* One address could be both rules', and neither goes first. */
static bool
is_tie(const struct rule *a, const struct rule *b)
{
	return match_rank(a) == match_rank(b) &&
	    match_paths_meet(a->path, b->path) &&
	    !(str_eq(a->query_key, b->query_key) &&
	        !str_eq(a->query_value, b->query_value));
}

static void
compare_rules(struct lint *lint, uint32_t left, uint32_t right)
{
	const struct catalogue *catalogue = lint->catalogue;
	const struct place *places = lint->places->rules;
	struct rule a, b;
	bool same;

	if (is_before(&places[right], &places[left])) {
		uint32_t swap = left;

		left = right;
		right = swap;
	}
	a = catalogue_rule(catalogue, left);
	b = catalogue_rule(catalogue, right);
	same = a.service == b.service;
	if (!dates_meet(&a, &b) ||
	    (same ? !same_question(&a, &b) : !is_tie(&a, &b)))
		return;
	at_rule(lint, right, same ? MSG_LINT_RULE_TWICE : MSG_LINT_HOST_TWICE,
	    ARGS(b.host.at, catalogue->services[a.service].id.at,
	        places[left].file, digits(places[left].line).text));
}

struct by_host {
	struct str host;
	uint32_t rule;
};

static int
compare_hosts(const void *a, const void *b)
{
	const struct by_host *left = a, *right = b;
	int order = str_compare(left->host, right->host);

	if (order != 0)
		return order;
	return left->rule < right->rule ? -1 : left->rule > right->rule;
}

static void
compare_group(struct lint *lint, const struct by_host *rows, uint32_t count)
{
	if (count > HOST_RULES_MAX) {
		at_rule(lint, rows[0].rule, MSG_LINT_HOST_RULES,
		    ARGS(rows[0].host.at, digits(HOST_RULES_MAX).text));
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = i + 1; j < count; j++)
			compare_rules(lint, rows[i].rule, rows[j].rule);
}

static void
check_hosts(struct lint *lint)
{
	uint32_t count = lint->catalogue->rule_count, start = 0;
	struct by_host *rows =
	    arena_alloc(&lint->scratch, (size_t)count + 1, sizeof(*rows));

	if (rows == NULL) {
		lint->problems->incomplete = true;
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		rows[i] = (struct by_host){
			catalogue_rule(lint->catalogue, i).host, i };
	qsort(rows, count, sizeof(*rows), compare_hosts);
	for (uint32_t i = 1; i <= count; i++) {
		if (i < count && str_eq(rows[i].host, rows[start].host))
			continue;
		compare_group(lint, rows + start, i - start);
		start = i;
	}
}

/* A name, or an id, as a hasty reader sees it. */
struct look {
	char text[FOLDED_MAX + 1];
	uint32_t service;
	bool former;
};

/* Letters and digits only, ASCII ones in lower case. */
static void
fold(struct str name, struct look *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n < FOLDED_MAX; i++) {
		unsigned char c = (unsigned char)name.at[i];

		if (c >= 0x80 || char_is_digit((char)c) || char_is_alpha((char)c))
			ret->text[n++] = char_lower((char)c);
	}
	ret->text[n] = '\0';
}

static int
compare_looks(const void *a, const void *b)
{
	const struct look *left = a, *right = b;
	int order = str_compare(str_of(left->text), str_of(right->text));

	if (order != 0)
		return order;
	if (left->former != right->former)
		return left->former ? 1 : -1;
	return left->service < right->service ? -1
	                                      : left->service > right->service;
}

static void
compare_names(struct lint *lint, const struct look *a, const struct look *b)
{
	const struct service *services = lint->catalogue->services;
	const struct service_places *places = lint->places->services;
	uint32_t first = a->service, second = b->service;
	bool former = a->former || b->former;

	if (first == second || str_compare(str_of(a->text), str_of(b->text)) != 0)
		return;
	if (is_before(&places[second].service, &places[first].service)) {
		first = b->service;
		second = a->service;
	}
	(former ? problem_warn : problem_add)(lint->problems,
	    places[second].service, MSG_LINT_LOOK_ALIKE,
	    ARGS(services[second].id.at, services[first].id.at,
	        places[first].service.file,
	        digits(places[first].service.line).text));
}

static uint32_t
collect_looks(const struct catalogue *catalogue, struct look *looks)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < catalogue->service_count; i++) {
		const struct service *service = &catalogue->services[i];

		looks[n].service = i;
		fold(service->id, &looks[n++]);
		looks[n].service = i;
		fold(service->name, &looks[n++]);
		for (uint32_t j = 0; j < service->former_names.count; j++) {
			looks[n].service = i;
			looks[n].former = true;
			fold(service->former_names.at[j], &looks[n++]);
		}
	}
	return n;
}

static void
check_names(struct lint *lint)
{
	size_t count = 0;
	struct look *looks;
	uint32_t n;

	for (uint32_t i = 0; i < lint->catalogue->service_count; i++)
		count += 2 + lint->catalogue->services[i].former_names.count;
	looks = arena_alloc(&lint->scratch, count + 1, sizeof(*looks));
	if (looks == NULL) {
		lint->problems->incomplete = true;
		return;
	}
	n = collect_looks(lint->catalogue, looks);
	qsort(looks, n, sizeof(*looks), compare_looks);
	for (uint32_t i = 1; i < n; i++)
		compare_names(lint, &looks[i - 1], &looks[i]);
}

struct by_place {
	struct place place;
	uint32_t service;
};

static int
compare_by_place(const void *a, const void *b)
{
	const struct by_place *left = a, *right = b;

	return is_before(&left->place, &right->place)      ? -1
	    : is_before(&right->place, &left->place)       ? 1
	                                                   : 0;
}

/* One file, one alphabetical list: two people add without meeting. */
static void
check_order(struct lint *lint)
{
	uint32_t count = lint->catalogue->service_count;
	struct by_place *rows =
	    arena_alloc(&lint->scratch, (size_t)count + 1, sizeof(*rows));

	if (rows == NULL) {
		lint->problems->incomplete = true;
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		rows[i] = (struct by_place){ lint->places->services[i].service,
			i };
	qsort(rows, count, sizeof(*rows), compare_by_place);
	for (uint32_t i = 1; i < count; i++)
		if (str_eq(str_of(rows[i].place.file),
		        str_of(rows[i - 1].place.file)) &&
		    rows[i].service < rows[i - 1].service)
			at_service(lint, rows[i].service, MSG_LINT_ORDER,
			    ARGS(lint->ids[rows[i].service],
			        lint->ids[rows[i - 1].service]));
}

static bool
list_ids(struct lint *lint)
{
	uint32_t count = lint->catalogue->service_count;

	lint->ids = arena_alloc(&lint->scratch, (size_t)count + 1,
	    sizeof(*lint->ids));
	for (uint32_t i = 0; lint->ids != NULL && i < count; i++)
		lint->ids[i] = lint->catalogue->services[i].id.at;
	return lint->ids != NULL;
}

void
lint_catalogue(const struct catalogue *catalogue,
    const struct catalogue_places *places, const struct catalogue *known,
    int32_t today, struct problems *problems)
{
	struct lint lint = { catalogue, places, known, problems, today,
		{ .limit = MEMORY_MAX }, NULL };

	if (list_ids(&lint)) {
		for (uint32_t i = 0; i < catalogue->service_count; i++) {
			check_dates(&lint, i);
			check_alternatives(&lint, i);
		}
		for (uint32_t i = 0; i < catalogue->rule_count; i++)
			check_rule(&lint, i);
		check_hosts(&lint);
		check_names(&lint);
		check_order(&lint);
	} else {
		problems->incomplete = true;
	}
	arena_release(&lint.scratch);
}
