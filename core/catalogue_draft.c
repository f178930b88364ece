/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue_draft.h"

#include <stdlib.h>
#include <string.h>

void
drafts_add(struct drafts *drafts, struct draft *draft)
{
	draft->next = drafts->first;
	drafts->first = draft;
	drafts->service_count++;
	drafts->rule_count += draft->service.rule_count;
}

/* Those of a service of the base, as a draft has them. */
static const struct rule *
rules_of(const struct catalogue *base, const struct service *service,
    struct arena *arena)
{
	struct rule *rules = arena_alloc(arena,
	    (size_t)service->rule_count + 1, sizeof(*rules));

	if (rules == NULL)
		return NULL;
	for (uint32_t i = 0; i < service->rule_count; i++)
		rules[i] = catalogue_rule(base, service->first_rule + i);
	return rules;
}

enum status
drafts_add_base(struct drafts *drafts, struct arena *arena,
    const struct catalogue *base)
{
	const struct draft *own = drafts->first;

	for (uint32_t i = 0; i < base->service_count; i++) {
		const struct service *service = &base->services[i];
		const struct draft *same = own;
		struct draft *draft;

		while (same != NULL && !str_eq(same->service.id, service->id))
			same = same->next;
		if (same != NULL)
			continue;
		draft = arena_alloc(arena, 1, sizeof(*draft));
		if (draft == NULL)
			return E_NOMEM;
		draft->service = *service;
		draft->places.service.file = "";
		draft->rules = rules_of(base, service, arena);
		if (draft->rules == NULL)
			return E_NOMEM;
		drafts_add(drafts, draft);
	}
	return OK;
}

static int
compare_places(const struct place *a, const struct place *b)
{
	int order = str_compare(str_of(a->file), str_of(b->file));

	if (order != 0)
		return order;
	return a->line < b->line ? -1 : a->line > b->line;
}

static int
compare_drafts(const void *a, const void *b)
{
	const struct draft *const *left = a, *const *right = b;
	int order = str_compare((*left)->service.id, (*right)->service.id);

	return order != 0 ? order
	                  : compare_places(&(*left)->places.service,
	                        &(*right)->places.service);
}

static struct draft **
sorted_drafts(const struct drafts *drafts, struct arena *arena)
{
	struct draft **sorted = arena_alloc(arena,
	    (size_t)drafts->service_count + 1, sizeof(struct draft *));
	uint32_t n = 0;

	if (sorted == NULL)
		return NULL;
	for (struct draft *draft = drafts->first; draft != NULL;
	     draft = draft->next)
		sorted[n++] = draft;
	qsort(sorted, n, sizeof(*sorted), compare_drafts);
	return sorted;
}

/* One id, one service: the first in the order of files and lines stays. */
static uint32_t
drop_doubles(struct drafts *drafts, struct draft **sorted,
    struct problems *problems)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < drafts->service_count; i++) {
		struct draft *draft = sorted[i];
		const struct draft *before = kept == 0 ? NULL
		                                       : sorted[kept - 1];

		if (before == NULL ||
		    !str_eq(before->service.id, draft->service.id)) {
			sorted[kept++] = draft;
			continue;
		}
		problem_add(problems, draft->places.service,
		    MSG_CATALOGUE_ID_TWICE,
		    ARGS(draft->service.id.at, before->places.service.file,
		        digits(before->places.service.line).text));
		drafts->rule_count -= draft->service.rule_count;
	}
	return kept;
}

struct layout {
	struct service *services;
	struct rule_row *rules;
	char *text;
	uint32_t text_bytes;
	struct service_places *service_places;
	struct place *rule_places;
	uint32_t rule_count;
};

/* The empty string is the first. */
static struct text
keep(struct layout *out, struct str s)
{
	struct text text = { out->text_bytes, (uint32_t)s.len };

	if (s.len == 0)
		return (struct text){ 0, 0 };
	memcpy(out->text + text.at, s.at, s.len);
	out->text_bytes += text.len + 1;
	return text;
}

static struct rule_row
row_of(struct layout *out, const struct rule *rule, uint32_t service)
{
	return (struct rule_row){
		.host = keep(out, rule->host),
		.path = keep(out, rule->path),
		.query_key = keep(out, rule->query_key),
		.query_value = keep(out, rule->query_value),
		.from = rule->from,
		.until = rule->until,
		.service = (uint16_t)service,
		.exact = rule->exact,
		.role = (uint8_t)rule->role,
		.dns = (uint8_t)rule->dns,
	};
}

static size_t
text_of(const struct draft *draft)
{
	size_t bytes = 0;

	for (uint32_t i = 0; i < draft->service.rule_count; i++) {
		const struct rule *rule = &draft->rules[i];

		bytes += rule->host.len + 1 + rule->path.len + 1 +
		    rule->query_key.len + 1 + rule->query_value.len + 1;
	}
	return bytes;
}

static void
lay_out(struct layout *out, const struct draft *draft, uint32_t index)
{
	struct service *service = &out->services[index];

	*service = draft->service;
	out->service_places[index] = draft->places;
	service->first_rule = out->rule_count;
	for (uint32_t i = 0; i < service->rule_count; i++) {
		out->rules[out->rule_count] =
		    row_of(out, &draft->rules[i], index);
		out->rule_places[out->rule_count] =
		    draft->rule_places == NULL ? draft->places.service
		                               : draft->rule_places[i];
		out->rule_count++;
	}
}

static void
refuse_too_many(struct drafts *drafts, const char *path,
    struct problems *problems)
{
	if (drafts->service_count <= CATALOGUE_SERVICES_MAX &&
	    drafts->rule_count <= CATALOGUE_RULES_MAX)
		return;
	problem_add(problems, (struct place){ .file = path },
	    MSG_CATALOGUE_TOO_MANY, ARGS(digits(CATALOGUE_SERVICES_MAX).text,
	        digits(CATALOGUE_RULES_MAX).text));
	*drafts = (struct drafts){ .first = NULL };
}

static bool
make_room(struct layout *out, struct arena *arena, struct draft **drafts,
    uint32_t services, uint32_t rules)
{
	size_t service_room = (size_t)services + 1;
	size_t rule_room = (size_t)rules + 1;
	size_t text_room = 1;

	for (uint32_t i = 0; i < services; i++)
		text_room += text_of(drafts[i]);
	out->text = arena_alloc(arena, text_room, 1);
	out->text_bytes = 1;
	out->services = arena_alloc(arena, service_room,
	    sizeof(*out->services));
	out->service_places =
	    arena_alloc(arena, service_room, sizeof(*out->service_places));
	out->rules = arena_alloc(arena, rule_room, sizeof(*out->rules));
	out->rule_places = arena_alloc(arena, rule_room, sizeof(struct place));
	return out->text != NULL && out->services != NULL &&
	    out->service_places != NULL && out->rules != NULL && out->rule_places != NULL;
}

struct catalogue *
drafts_build(struct drafts *drafts, struct arena *arena, const char *path,
    struct str version, struct catalogue_places *ret_places,
    struct problems *problems)
{
	struct catalogue *catalogue = arena_alloc(arena, 1, sizeof(*catalogue));
	struct layout out = { .rule_count = 0 };
	struct draft **sorted;
	uint32_t services;

	refuse_too_many(drafts, path, problems);
	sorted = sorted_drafts(drafts, arena);
	if (sorted == NULL || catalogue == NULL)
		return NULL;
	services = drop_doubles(drafts, sorted, problems);
	if (!make_room(&out, arena, sorted, services, drafts->rule_count))
		return NULL;
	for (uint32_t i = 0; i < services; i++)
		lay_out(&out, sorted[i], i);
	*catalogue = (struct catalogue){
		.version = version.len > 0 ? version : STR("local"),
		.services = out.services,
		.service_count = services,
		.rules = out.rules,
		.rule_count = out.rule_count,
		.text = out.text,
		.text_bytes = out.text_bytes,
		.memory = arena,
	};
	*ret_places =
	    (struct catalogue_places){ out.service_places, out.rule_places };
	return catalogue;
}
