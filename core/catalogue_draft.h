/* SPDX-License-Identifier: Apache-2.0
 * catalogue_draft.h: services as they are read, in any order, and the catalogue
 * that they make: sorted, counted, one id once.  Must not know YAML.
 * Covered by tests/unit/test_catalogue_yaml.c.
 */
#ifndef CORE_CATALOGUE_DRAFT_H
#define CORE_CATALOGUE_DRAFT_H

#include "core/arena.h"
#include "core/catalogue.h"
#include "core/problem.h"

#define CATALOGUE_SERVICES_MAX 20000
#define CATALOGUE_RULES_MAX 65535

/* Where the parts of an answer stand.  A part that is left out has the place of
 * the part before it. */
struct answer_places {
	struct place answer;
	struct place source;
	struct place verified;
};

/* Where the parts of a service stand.  A part that is left out has the place of
 * the service.  The services of a base catalogue have line 0. */
struct service_places {
	struct place service;
	struct place source;
	struct place last_checked;
	struct answer_places risks[RISK_COUNT];
	struct answer_places dpa;
	const struct place *alternatives; /* NULL: of a base, or none */
};

/* The places of each service and rule, by its index in the catalogue.  They lie
 * in the memory of the catalogue and are freed with it. */
struct catalogue_places {
	const struct service_places *services;
	const struct place *rules;
};

struct draft {
	struct draft *next;
	struct service service;
	struct service_places places;
	const struct rule *rules; /* service.rule_count of them */
	const struct place *rule_places; /* NULL: of a base */
};

/* A zeroed struct is an empty list. */
struct drafts {
	struct draft *first;
	uint32_t service_count;
	uint32_t rule_count;
};

/* drafts_add: the draft and all it points to must live as long as the
 * catalogue. */
void drafts_add(struct drafts *drafts, struct draft *draft);

/* drafts_add_base: the services of `base` whose ids are not there yet; call it
 * once, last.  E_NOMEM. */
MUST_CHECK enum status drafts_add_base(struct drafts *drafts,
    struct arena *arena, const struct catalogue *base);

/*
 * drafts_build: the catalogue, in `arena`, which it then owns (calloc'ed: see
 * catalogue_free).  An id given twice and too many services (told of `path`)
 * are problems.  An empty version is "local".  NULL without memory.
 */
struct catalogue *drafts_build(struct drafts *drafts, struct arena *arena,
    const char *path, struct str version,
    struct catalogue_places *ret_places, struct problems *problems);

#endif
