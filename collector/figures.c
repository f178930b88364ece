/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/figures.h"

#include <openssl/crypto.h>

#include <string.h>

#define MEMORY_MAX ((size_t)8 << 20)

/* Questions stand in the order of labels: services, categories, wholes. */
struct layout {
	int categories;
	int unapproved;
	int any;
	int contacted;
	size_t count;
};

static struct layout
layout_of(const struct catalogue *catalogue)
{
	int services = (int)catalogue->service_count;

	return (struct layout){
		.categories = services,
		.unapproved = services + CATEGORY_COUNT,
		.any = services + CATEGORY_COUNT + 1,
		.contacted = services + CATEGORY_COUNT + 2,
		.count = catalogue->service_count + CATEGORY_COUNT + 3,
	};
}

static struct question
ask(enum question_kind kind, struct str id, struct sum sum, int whole,
    int other_whole)
{
	return (struct question){ kind, id, { whole, other_whole },
		{ sum.used, sum.regular } };
}

static void
ask_all(const struct tallies *tallies, const struct figures_input *input,
    const struct layout *at, struct question *ret)
{
	const struct catalogue *catalogue = input->catalogue;

	for (uint32_t i = 0; i < catalogue->service_count; i++)
		ret[i] = ask(QUESTION_SERVICE, catalogue->services[i].id,
		    tallies->services[i],
		    at->categories + (int)catalogue->services[i].category,
		    input->unapproved[i] ? at->unapproved : QUESTION_NOWHERE);
	for (int i = 0; i < CATEGORY_COUNT; i++)
		ret[at->categories + i] = ask(QUESTION_CATEGORY,
		    category_id((enum category)i), tallies->categories[i],
		    at->any, QUESTION_NOWHERE);
	ret[at->unapproved] = ask(QUESTION_UNAPPROVED, STR(""),
	    tallies->unapproved, at->any, QUESTION_NOWHERE);
	ret[at->any] = ask(QUESTION_ANY, STR(""), tallies->any,
	    QUESTION_NOWHERE, QUESTION_NOWHERE);
	ret[at->contacted] = ask(QUESTION_CONTACTED, STR(""),
	    (struct sum){ tallies->contacted, 0 }, QUESTION_NOWHERE,
	    QUESTION_NOWHERE);
}

static struct figure
figure_of(const struct reach *reach)
{
	return (struct figure){ reach->count[COUNT_USED],
		reach->count[COUNT_REGULAR] };
}

/* From here on there are rounded values only. */
static enum status
publish(const struct figures_input *input, const struct layout *at,
    const struct reach *reaches, struct rounded *rounded,
    struct rounded_service *services, struct publication *ret,
    struct err *err)
{
	const struct catalogue *catalogue = input->catalogue;

	for (uint32_t i = 0; i < catalogue->service_count; i++)
		services[i] = (struct rounded_service){
			.id = catalogue->services[i].id,
			.category = catalogue->services[i].category,
			.flags = catalogue->services[i].flags,
			.unapproved = input->unapproved[i],
			.figure = figure_of(&reaches[i]),
		};
	for (int i = 0; i < CATEGORY_COUNT; i++)
		rounded->categories[i] =
		    figure_of(&reaches[at->categories + i]);
	rounded->unapproved = figure_of(&reaches[at->unapproved]);
	rounded->any = figure_of(&reaches[at->any]);
	rounded->contacted = reaches[at->contacted].count[COUNT_USED];
	rounded->services = services;
	rounded->service_count = catalogue->service_count;
	return publication_make(rounded, ret, err);
}

enum status
figures_publish(const struct tallies *tallies,
    const struct figures_input *input, struct publication *ret,
    struct err *err)
{
	const struct rounding_close *close =
	    &input->closes[input->close_count - 1];
	struct layout at = layout_of(input->catalogue);
	struct rounded rounded = {
		.period = close->period,
		.enrolled = input->enrolled,
		.ballots = tallies->ballots,
		.blanks = tallies->blanks,
		.catalogue = input->catalogue->version,
	};
	struct rounded_service *services;
	struct question *questions;
	struct reach *reaches;
	enum status code = E_NOMEM;
	struct arena arena;

	if (close->ballots != tallies->ballots ||
	    tallies->service_count != input->catalogue->service_count)
		return err_set(err, E_INVALID, MSG_TALLIES_OTHER, NO_ARGS);
	memcpy(rounded.record, input->record, sizeof(rounded.record));
	arena_init(&arena, MEMORY_MAX);
	questions = arena_alloc(&arena, at.count, sizeof(*questions));
	reaches = arena_alloc(&arena, at.count, sizeof(*reaches));
	services = arena_alloc(&arena, at.count, sizeof(*services));
	if (questions == NULL || reaches == NULL || services == NULL) {
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	} else {
		ask_all(tallies, input, &at, questions);
		code = rounding_reach(input->secret, input->closes,
		    input->close_count, questions, at.count, reaches, err);
		OPENSSL_cleanse(questions, at.count * sizeof(*questions));
	}
	if (code == OK)
		code = publish(input, &at, reaches, &rounded, services, ret,
		    err);
	arena_release(&arena);
	return code;
}
