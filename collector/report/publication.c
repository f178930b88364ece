/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/publication.h"

#include "core/hex.h"
#include "core/json.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_MAX ((size_t)4 << 20)

/* --- thresholds --- */

static const uint32_t tier_from[TIER_COUNT] = {
	[TIER_NOTHING] = 0,
	[TIER_SENTENCE] = 3,
	[TIER_WHOLES] = 5,
	[TIER_SERVICES] = 10,
	[TIER_CATEGORIES] = 30,
};

static enum tier
tier_of(uint32_t ballots)
{
	enum tier tier = TIER_NOTHING;

	for (int i = 0; i < TIER_COUNT; i++)
		if (ballots >= tier_from[i])
			tier = (enum tier)i;
	return tier;
}

bool
publication_has_percentages(const struct publication *publication)
{
	return publication->tier >= TIER_CATEGORIES;
}

static uint32_t
least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* A part as it stands beside its published whole. */
static struct figure
within(struct figure part, struct figure whole)
{
	return (struct figure){ least(part.used, whole.used),
		least(part.regular, whole.regular) };
}

static bool
may_be_named(const struct rounded_service *service)
{
	return (service->flags & (FLAG_HEALTH | FLAG_COMPANION)) == 0;
}

/* Most used first; from published values and ids only. */
static int
by_use(const void *a, const void *b)
{
	const struct published_service *x = a, *y = b;

	if (x->figure.used != y->figure.used)
		return x->figure.used > y->figure.used ? -1 : 1;
	if (x->figure.regular != y->figure.regular)
		return x->figure.regular > y->figure.regular ? -1 : 1;
	return str_compare(x->id, y->id);
}

static struct figure
service_figure(const struct publication *publication,
    const struct rounded_service *service)
{
	struct figure figure = within(service->figure, publication->any);

	if (publication->tier >= TIER_CATEGORIES)
		figure = within(figure,
		    publication->categories[service->category]);
	if (service->unapproved)
		figure = within(figure, publication->unapproved);
	return figure;
}

static bool
make_services(struct publication *publication, const struct rounded *rounded)
{
	struct published_service *named = arena_alloc(&publication->memory,
	    rounded->service_count + 1, sizeof(*named));
	size_t count = 0;

	if (named == NULL)
		return false;
	for (size_t i = 0; i < rounded->service_count; i++) {
		const struct rounded_service *service = &rounded->services[i];
		struct figure figure = service_figure(publication, service);

		if (figure.used < PUBLICATION_NAMED_FROM ||
		    !may_be_named(service))
			continue;
		named[count].figure = figure;
		named[count].id = arena_str(&publication->memory, service->id);
		if (named[count++].id.at == NULL)
			return false;
	}
	if (count > 1)
		qsort(named, count, sizeof(*named), by_use);
	publication->services = named;
	publication->service_count = count;
	return true;
}

static bool
make_figures(struct publication *publication, const struct rounded *rounded)
{
	struct figure none = { 0, 0 };

	if (publication->tier == TIER_SENTENCE)
		publication->someone = rounded->any.used >= 3;
	if (publication->tier < TIER_WHOLES)
		return true;
	publication->any = within(rounded->any,
	    (struct figure){ rounded->any.used, rounded->any.used });
	publication->unapproved = within(rounded->unapproved, publication->any);
	if (publication->tier < TIER_SERVICES) {
		publication->any.regular = 0;
		publication->unapproved.regular = 0;
		return true;
	}
	publication->contacted = rounded->contacted;
	for (int i = 0; i < CATEGORY_COUNT; i++)
		publication->categories[i] =
		    publication->tier < TIER_CATEGORIES ? none
		    : within(rounded->categories[i], publication->any);
	return make_services(publication, rounded);
}

static enum status
make(const struct rounded *rounded, bool measured, struct publication *ret,
    struct err *err)
{
	struct publication publication = {
		.period = rounded->period,
		.measured = measured,
		.enrolled = rounded->enrolled,
		.ballots = measured ? rounded->ballots : 0,
		.blanks = measured ? rounded->blanks : 0,
	};

	publication.tier = tier_of(publication.ballots);
	memcpy(publication.record, rounded->record, sizeof(publication.record));
	arena_init(&publication.memory, MEMORY_MAX);
	publication.catalogue = arena_str(&publication.memory,
	    rounded->catalogue);
	if (publication.catalogue.at == NULL ||
	    !make_figures(&publication, rounded)) {
		arena_release(&publication.memory);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	*ret = publication;
	return OK;
}

enum status
publication_make(const struct rounded *rounded, struct publication *ret,
    struct err *err)
{
	return make(rounded, true, ret, err);
}

enum status
publication_lost(const struct rounded *rounded, struct publication *ret,
    struct err *err)
{
	return make(rounded, false, ret, err);
}

void
publication_release(struct publication *publication)
{
	arena_release(&publication->memory);
	memset(publication, 0, sizeof(*publication));
}

/* --- the document --- */

/* Below TIER_SERVICES a figure has no regular use. */
static void
write_figure(struct buf *out, enum tier tier, struct figure figure)
{
	buf_format(out, "{\"used\": %u", (unsigned)figure.used);
	if (tier >= TIER_SERVICES)
		buf_format(out, ", \"regular\": %u", (unsigned)figure.regular);
	buf_char(out, '}');
}

static void
write_whole(struct buf *out, const char *name, enum tier tier,
    struct figure figure)
{
	buf_format(out, ",\n  \"%s\": ", name);
	if (tier >= TIER_WHOLES)
		write_figure(out, tier, figure);
	else
		buf_text(out, "null");
}

static void
write_categories(struct buf *out, const struct publication *publication)
{
	buf_text(out, ",\n  \"categories\": ");
	if (publication->tier < TIER_CATEGORIES) {
		buf_text(out, "null");
		return;
	}
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		buf_text(out, i == 0 ? "{\n    \"" : ",\n    \"");
		buf_str(out, category_id((enum category)i));
		buf_text(out, "\": ");
		write_figure(out, publication->tier,
		    publication->categories[i]);
	}
	buf_text(out, "\n  }");
}

static void
write_services(struct buf *out, const struct publication *publication)
{
	buf_text(out, ",\n  \"services\": ");
	if (publication->tier < TIER_SERVICES) {
		buf_text(out, "null");
		return;
	}
	buf_char(out, '[');
	for (size_t i = 0; i < publication->service_count; i++) {
		const struct published_service *service =
		    &publication->services[i];

		buf_text(out, i == 0 ? "\n" : ",\n");
		buf_text(out, "    {\"id\": \"");
		buf_str(out, service->id);
		buf_format(out, "\", \"used\": %u, \"regular\": %u}",
		    (unsigned)service->figure.used,
		    (unsigned)service->figure.regular);
	}
	buf_text(out, publication->service_count > 0 ? "\n  ]" : "]");
}

static void
write_head(struct buf *out, const struct publication *publication)
{
	buf_format(out, "{\n  \"v\": %d,\n  \"period\": \"%s\",\n",
	    PUBLICATION_VERSION, publication->period.text);
	buf_format(out, "  \"measured\": %s,\n",
	    publication->measured ? "true" : "false");
	buf_format(out, "  \"enrolled\": %u,\n  \"ballots\": %u,\n",
	    (unsigned)publication->enrolled, (unsigned)publication->ballots);
	buf_format(out, "  \"blanks\": %u,\n  \"catalogue\": \"",
	    (unsigned)publication->blanks);
	buf_str(out, publication->catalogue);
	buf_text(out, "\",\n  \"record\": \"");
	hex_write(out, publication->record, sizeof(publication->record));
	buf_char(out, '"');
}

void
publication_write(struct buf *out, const struct publication *publication)
{
	enum tier tier = publication->tier;

	write_head(out, publication);
	buf_format(out, ",\n  \"someone\": %s", tier != TIER_SENTENCE ? "null"
	    : publication->someone ? "true" : "false");
	write_whole(out, "any", tier, publication->any);
	write_whole(out, "unapproved", tier, publication->unapproved);
	if (tier >= TIER_SERVICES)
		buf_format(out, ",\n  \"contacted\": %u",
		    (unsigned)publication->contacted);
	else
		buf_text(out, ",\n  \"contacted\": null");
	write_services(out, publication);
	write_categories(out, publication);
	buf_text(out, "\n}\n");
}

/* --- reading it back --- */

/* A member that is missing or of another type reads as zero; the comparison
 * with the rewritten document then refuses it. */
static uint32_t
get_count(const json_t *object, const char *name)
{
	json_int_t number = json_integer_value(json_object_get(object, name));

	return number < 0 || number > UINT32_MAX ? 0 : (uint32_t)number;
}

static struct figure
get_figure(const json_t *object)
{
	return (struct figure){ get_count(object, "used"),
		get_count(object, "regular") };
}

static bool
read_services(const json_t *array, struct publication *publication)
{
	size_t count = json_array_size(array);
	struct published_service *services = arena_alloc(&publication->memory,
	    count + 1, sizeof(*services));

	if (services == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		const json_t *service = json_array_get(array, i);

		services[i].figure = get_figure(service);
		services[i].id = arena_str(&publication->memory,
		    json_get_str(service, "id"));
		if (services[i].id.at == NULL)
			return false;
	}
	publication->services = services;
	publication->service_count = count;
	return true;
}

static bool
read_head(const json_t *root, struct publication *ret)
{
	ret->measured = json_is_true(json_object_get(root, "measured"));
	ret->enrolled = get_count(root, "enrolled");
	ret->ballots = get_count(root, "ballots");
	ret->blanks = get_count(root, "blanks");
	ret->tier = tier_of(ret->ballots);
	ret->someone = json_is_true(json_object_get(root, "someone"));
	ret->catalogue = arena_str(&ret->memory,
	    json_get_str(root, "catalogue"));
	return ret->catalogue.at != NULL &&
	    period_parse(json_get_str(root, "period"), &ret->period) &&
	    hex_read(json_get_str(root, "record"), ret->record,
	        sizeof(ret->record));
}

static bool
read_root(const json_t *root, struct publication *ret)
{
	const json_t *categories = json_object_get(root, "categories");

	if (!read_head(root, ret))
		return false;
	ret->any = get_figure(json_object_get(root, "any"));
	ret->unapproved = get_figure(json_object_get(root, "unapproved"));
	ret->contacted = get_count(root, "contacted");
	for (int i = 0; i < CATEGORY_COUNT; i++)
		ret->categories[i] = get_figure(json_object_get(categories,
		    category_id((enum category)i).at));
	return read_services(json_object_get(root, "services"), ret);
}

static bool
is_same(const struct publication *publication, struct str bytes)
{
	struct buf again;
	bool same;

	buf_init(&again, PUBLICATION_MAX_BYTES);
	publication_write(&again, publication);
	same = buf_status(&again) == OK && str_eq(buf_view(&again), bytes);
	buf_release(&again);
	return same;
}

enum status
publication_read(struct str bytes, struct publication *ret, struct err *err)
{
	struct publication publication = { .measured = false };
	json_t *root = NULL;
	enum status code = json_read(bytes, PUBLICATION_MAX_BYTES, &root, err);

	if (code != OK)
		return code;
	arena_init(&publication.memory, MEMORY_MAX);
	if (!json_is_integer(json_object_get(root, "v")))
		code = err_set(err, E_INVALID, MSG_PUBLICATION_INVALID,
		    NO_ARGS);
	else if (get_count(root, "v") != PUBLICATION_VERSION)
		code = err_set(err, E_UNSUPPORTED, MSG_PUBLICATION_VERSION,
		    NO_ARGS);
	else if (!read_root(root, &publication) ||
	    !is_same(&publication, bytes))
		code = err_set(err, E_INVALID, MSG_PUBLICATION_INVALID,
		    NO_ARGS);
	json_decref(root);
	if (code == OK)
		*ret = publication;
	else
		arena_release(&publication.memory);
	return code;
}
