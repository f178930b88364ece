/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/catalogue_stats.h"

#include "agent/explain.h"
#include "core/calendar.h"
#include "core/json.h"
#include "core/prose.h"

#define LINE_MAX ((size_t)4 << 10)

/* Ages of the last check, in days; the last row has no upper end. */
struct age_row {
	enum message name;
	const char *key; /* in JSON */
	int32_t days;
};

static const struct age_row age_rows[] = {
	{ MSG_STATS_AGE_6, "within_6_months", 183 },
	{ MSG_STATS_AGE_12, "within_12_months", 365 },
	{ MSG_STATS_AGE_18, "within_18_months", 548 },
	{ MSG_STATS_AGE_MORE, "older", INT32_MAX },
};

#define AGES (sizeof(age_rows) / sizeof(age_rows[0]))

struct stats {
	uint32_t categories[CATEGORY_COUNT];
	uint32_t roles[ROLE_COUNT];
	uint32_t ages[AGES];
	uint32_t never;
	uint32_t sourced;    /* a page of the service was read */
	uint32_t documented; /* one attention point or more is answered */
	uint32_t french;
	uint32_t european;   /* of the EEA, French ones among them */
	uint32_t pointed;    /* rules with a path or query */
	uint32_t common;     /* the most used; what is known of them: */
	uint32_t common_documented;
	uint32_t common_families[RISK_FAMILY_COUNT]; /* not all unknown */
};

static bool
is_documented(const struct service *service)
{
	const struct service_answers *answers = service_answers(service);

	for (int i = 0; i < RISK_COUNT; i++)
		if (answers->risks[i].answer != ANSWER_UNKNOWN)
			return true;
	return answers->dpa.answer != ANSWER_UNKNOWN;
}

/* How far the most used services are documented. */
static void
count_common(struct stats *stats, const struct service *service)
{
	if (!service->common)
		return;
	stats->common++;
	stats->common_documented += is_documented(service);
	for (int i = 0; i < RISK_FAMILY_COUNT; i++) {
		struct attention points =
		    service_attention(service, (enum risk_family)i);

		stats->common_families[i] += points.unknown < points.of;
	}
}

static void
count_age(struct stats *stats, int32_t checked, int32_t today)
{
	size_t i = 0;

	if (checked == CALENDAR_NO_DAY) {
		stats->never++;
		return;
	}
	while (i + 1 < AGES && today - checked > age_rows[i].days)
		i++;
	stats->ages[i]++;
}

static struct stats
collect(const struct catalogue_view *view)
{
	const struct catalogue *catalogue = view->catalogue;
	struct stats stats = { .never = 0 };

	for (uint32_t i = 0; i < catalogue->service_count; i++) {
		const struct service *service = &catalogue->services[i];
		const struct service at_home = { .hosting = {
			&service->vendor_country, 1 } };

		stats.categories[service->category]++;
		stats.sourced += service->source.url.len > 0;
		stats.documented += is_documented(service);
		stats.french += str_eq(service->vendor_country, STR("FR"));
		stats.european += service_outside_eea(&at_home) == ANSWER_NO;
		count_age(&stats, service_verified(service), view->today);
		count_common(&stats, service);
	}
	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct rule_row *rule = &catalogue->rules[i];

		stats.roles[rule->role]++;
		stats.pointed += rule->path.len > 0 || rule->query_key.len > 0;
	}
	return stats;
}

static void
title(struct buf *out, const struct catalogue_view *view, enum message id,
    const char *const *args)
{
	message_write(out, view->language, id, args);
	buf_char(out, '\n');
}

static void
figure(struct buf *out, const struct catalogue_view *view, const char *name,
    uint32_t number)
{
	struct buf text;
	size_t width;

	buf_init(&text, LINE_MAX);
	prose_number(&text, view->language, number);
	width = prose_width(buf_view(&text));
	buf_spaces(out, width < 8 ? 8 - width : 0);
	buf_str(out, buf_view(&text));
	buf_text(out, "  ");
	buf_text(out, name);
	buf_char(out, '\n');
	buf_release(&text);
}

static void
figure_named(struct buf *out, const struct catalogue_view *view,
    enum message name, uint32_t number)
{
	struct buf text;

	buf_init(&text, LINE_MAX);
	message_write(&text, view->language, name, NO_ARGS);
	figure(out, view, buf_z(&text), number);
	buf_release(&text);
}

/* "1,938  primary: a person uses it" */
static void
figure_role(struct buf *out, const struct catalogue_view *view, enum role role,
    uint32_t number)
{
	struct buf text, name;

	buf_init(&text, LINE_MAX);
	buf_init(&name, LINE_MAX);
	message_write(&name, view->language, explain_role(role), NO_ARGS);
	message_write(&text, view->language, MSG_STATS_ROLE,
	    ARGS(role_id(role).at, buf_z(&name)));
	figure(out, view, buf_z(&text), number);
	buf_release(&name);
	buf_release(&text);
}

static const enum message common_families[RISK_FAMILY_COUNT] = {
	[RISKS_CONFIDENTIALITY] = MSG_STATS_COMMON_CONFIDENTIALITY,
	[RISKS_SECURITY] = MSG_STATS_COMMON_SECURITY,
	[RISKS_REPUTATION] = MSG_STATS_COMMON_REPUTATION,
};

static void
stats_common(struct buf *out, const struct catalogue_view *view,
    const struct stats *stats)
{
	title(out, view, MSG_STATS_COMMON_TITLE, NO_ARGS);
	figure_named(out, view, MSG_STATS_SERVICES, stats->common);
	figure_named(out, view, MSG_STATS_DOCUMENTED, stats->common_documented);
	for (int i = 0; i < RISK_FAMILY_COUNT; i++)
		figure_named(out, view, common_families[i],
		    stats->common_families[i]);
}

void
catalogue_stats(struct buf *out, const struct catalogue_view *view)
{
	const struct catalogue *catalogue = view->catalogue;
	struct stats stats = collect(view);

	title(out, view, MSG_STATS_TITLE, ARGS(catalogue->version.at));
	figure_named(out, view, MSG_STATS_SERVICES, catalogue->service_count);
	for (int i = 0; i < CATEGORY_COUNT; i++)
		figure_named(out, view, category_name((enum category)i),
		    stats.categories[i]);
	title(out, view, MSG_STATS_RULES_TITLE, NO_ARGS);
	figure_named(out, view, MSG_STATS_RULES, catalogue->rule_count);
	figure_named(out, view, MSG_STATS_POINTED, stats.pointed);
	for (int i = 0; i < ROLE_COUNT; i++)
		figure_role(out, view, (enum role)i, stats.roles[i]);
	title(out, view, MSG_STATS_ORIGIN_TITLE, NO_ARGS);
	figure_named(out, view, MSG_STATS_FRENCH, stats.french);
	figure_named(out, view, MSG_STATS_EUROPEAN, stats.european);
	title(out, view, MSG_STATS_SOURCES_TITLE, NO_ARGS);
	figure_named(out, view, MSG_STATS_SOURCED, stats.sourced);
	figure_named(out, view, MSG_STATS_DOCUMENTED, stats.documented);
	for (size_t i = 0; i < AGES; i++)
		figure_named(out, view, age_rows[i].name, stats.ages[i]);
	figure_named(out, view, MSG_STATS_NEVER, stats.never);
	stats_common(out, view, &stats);
}

static void
put(json_t *object, const char *key, uint32_t number)
{
	(void)json_object_set_new(object, key, json_integer(number));
}

static void
put_object(json_t *object, const char *key, json_t *value)
{
	(void)json_object_set_new(object, key, value);
}

static json_t *
json_common(const struct stats *stats)
{
	json_t *object = json_object();

	put(object, "services", stats->common);
	put(object, "documented", stats->common_documented);
	put(object, "confidentiality",
	    stats->common_families[RISKS_CONFIDENTIALITY]);
	put(object, "security", stats->common_families[RISKS_SECURITY]);
	put(object, "reputation", stats->common_families[RISKS_REPUTATION]);
	return object;
}

void
catalogue_stats_json(struct buf *out, const struct catalogue_view *view)
{
	const struct catalogue *catalogue = view->catalogue;
	struct stats stats = collect(view);
	json_t *object = json_object(), *categories = json_object();
	json_t *roles = json_object(), *verified = json_object();

	for (int i = 0; i < CATEGORY_COUNT; i++)
		put(categories, category_id((enum category)i).at,
		    stats.categories[i]);
	for (int i = 0; i < ROLE_COUNT; i++)
		put(roles, role_id((enum role)i).at, stats.roles[i]);
	for (size_t i = 0; i < AGES; i++)
		put(verified, age_rows[i].key, stats.ages[i]);
	put(verified, "never", stats.never);
	put_object(object, "version", json_from_str(catalogue->version));
	put(object, "services", catalogue->service_count);
	put_object(object, "categories", categories);
	put(object, "rules", catalogue->rule_count);
	put(object, "rules_with_path", stats.pointed);
	put_object(object, "roles", roles);
	put(object, "french", stats.french);
	put(object, "european", stats.european);
	put(object, "sourced", stats.sourced);
	put(object, "documented", stats.documented);
	put_object(object, "verified", verified);
	put_object(object, "common", json_common(&stats));
	json_write(out, object, true);
	json_decref(object);
}
