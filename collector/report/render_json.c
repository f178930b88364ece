/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/render_json.h"

#include "collector/report/agenda.h"

#include "core/hex.h"
#include "core/json.h"

#define TEXT_MAX ((size_t)1024)
#define REPORT_JSON_VERSION 1

static const char *const finding_ids[FINDING_COUNT] = {
	[FINDING_NO_BALLOT] = "no_ballot",
	[FINDING_UNMEASURED] = "unmeasured",
	[FINDING_LOST] = "lost",
	[FINDING_TOO_FEW] = "too_few",
	[FINDING_SOMEONE] = "someone",
	[FINDING_UNTOLD] = "untold",
	[FINDING_ZERO] = "zero",
	[FINDING_WHOLES] = "wholes",
	[FINDING_NAMED] = "named",
};

static const char *const index_ids[INDEX_COUNT] = {
	[INDEX_GOVERNANCE] = "governance",
	[INDEX_CONFIDENTIALITY] = "confidentiality",
	[INDEX_SECURITY] = "security",
	[INDEX_REPUTATION] = "reputation",
};

static const char *const state_ids[SCORE_STATE_COUNT] = {
	[SCORE_VALUE] = "value",
	[SCORE_UNDOCUMENTED] = "undocumented",
	[SCORE_CHECKLIST] = "checklist",
	[SCORE_NOT_APPLICABLE] = "not_applicable",
	[SCORE_NOT_COMPUTED] = "not_computed",
};

static const char *const band_ids[BAND_COUNT] = {
	[BAND_LOW] = "low",
	[BAND_MEDIUM] = "medium",
	[BAND_HIGH] = "high",
	[BAND_VERY_HIGH] = "very_high",
};

static const char *const simulation_ids[] = {
	[SIMULATION_CHARTER] = "charter",
	[SIMULATION_SESSION] = "session",
	[SIMULATION_CONTRACT] = "contract",
};

/* --- small pieces --- */

/* jansson takes the value over, and refuses a NULL one: out of memory then
 * leaves a member out, and render_json finds the root incomplete. */
static void
put(json_t *object, const char *key, json_t *value)
{
	(void)json_object_set_new(object, key, value);
}

static json_t *
json_day(int32_t day)
{
	return day == CALENDAR_NO_DAY ? json_null()
	                              : json_string(calendar_text(day).text);
}

static json_t *
json_text(struct str text)
{
	return text.len == 0 ? json_null() : json_from_str(text);
}

static json_t *
json_hex(const uint8_t *bytes, size_t n)
{
	struct buf digits_of;
	json_t *value;

	if (bytes == NULL)
		return json_null();
	buf_init(&digits_of, TEXT_MAX);
	hex_write(&digits_of, bytes, n);
	value = json_string(buf_z(&digits_of));
	buf_release(&digits_of);
	return value;
}

static void
put_range(json_t *object, uint32_t used, uint32_t ballots)
{
	uint32_t high = used + 2;

	put(object, "used", json_integer(used));
	put(object, "low", json_integer(used < 2 ? 0 : used - 2));
	put(object, "high", json_integer(high < ballots ? high : ballots));
}

static json_t *
json_figure(const struct publication *of, struct figure figure, enum tier from)
{
	json_t *object;

	if (of->tier < from)
		return json_null();
	object = json_object();
	put_range(object, figure.used, of->ballots);
	put(object, "regular", of->tier < TIER_SERVICES
	        ? json_null() : json_integer(figure.regular));
	return object;
}

/* --- periods --- */

static json_t *
json_published_services(const struct publication *of)
{
	json_t *array;

	if (of->tier < TIER_SERVICES)
		return json_null();
	array = json_array();
	for (size_t i = 0; i < of->service_count; i++) {
		json_t *service = json_object();

		put(service, "id", json_from_str(of->services[i].id));
		put_range(service, of->services[i].figure.used, of->ballots);
		put(service, "regular",
		    json_integer(of->services[i].figure.regular));
		(void)json_array_append_new(array, service);
	}
	return array;
}

static json_t *
json_categories(const struct publication *of)
{
	json_t *object;

	if (of->tier < TIER_CATEGORIES)
		return json_null();
	object = json_object();
	for (int i = 0; i < CATEGORY_COUNT; i++)
		put(object, category_id((enum category)i).at,
		    json_figure(of, of->categories[i], TIER_CATEGORIES));
	return object;
}

static json_t *
json_period(const struct publication *of)
{
	json_t *object = json_object();

	put(object, "period", json_string(of->period.text));
	put(object, "measured", json_boolean(of->measured));
	put(object, "enrolled", json_integer(of->enrolled));
	put(object, "ballots", of->measured ? json_integer(of->ballots)
	                                    : json_null());
	put(object, "blanks", of->measured ? json_integer(of->blanks)
	                                   : json_null());
	put(object, "someone", of->tier == TIER_SENTENCE
	        ? json_boolean(of->someone) : json_null());
	put(object, "any", json_figure(of, of->any, TIER_WHOLES));
	put(object, "unapproved", json_figure(of, of->unapproved, TIER_WHOLES));
	put(object, "contacted", of->tier < TIER_SERVICES
	        ? json_null() : json_integer(of->contacted));
	put(object, "services", json_published_services(of));
	put(object, "categories", json_categories(of));
	put(object, "catalogue", json_from_str(of->catalogue));
	put(object, "record", json_hex(of->record, sizeof(of->record)));
	return object;
}

static json_t *
json_periods(const struct publication *const *at, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(array, json_period(at[i]));
	return array;
}

/* --- the last period --- */

static json_t *
json_attention(const struct report_service *service)
{
	json_t *object = json_object();

	for (int f = 0; f < RISK_FAMILY_COUNT; f++) {
		const struct attention *attention = &service->attention[f];
		json_t *family = json_object();

		put(family, "points", json_integer(attention->points));
		put(family, "unknown", json_integer(attention->unknown));
		put(family, "of", json_integer(attention->of));
		put(object, index_ids[score_index_of((enum risk_family)f)],
		    family);
	}
	return object;
}

static json_t *
json_services(const struct report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->service_count; i++) {
		const struct report_service *service = &report->services[i];
		json_t *object = json_object();

		put(object, "id", json_from_str(service->id));
		put(object, "name", json_from_str(service->name));
		put(object, "category", service->service == NULL ? json_null()
		    : json_from_str(category_id(service->service->category)));
		put(object, "status",
		    json_from_str(decision_id(service->status)));
		put(object, "contract", json_boolean(service->contract));
		put_range(object, service->figure.used, report->now->ballots);
		put(object, "regular", json_integer(service->figure.regular));
		put(object, "attention", json_attention(service));
		(void)json_array_append_new(array, object);
	}
	return array;
}

static json_t *
json_agenda(const struct report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->agenda_count; i++) {
		const struct agenda_item *item = &report->agenda[i];
		json_t *object = json_object(), *instead = json_array();

		put(object, "kind", json_string(agenda_id(item->kind)));
		put(object, "service", item->service == NULL ? json_null()
		        : json_from_str(item->service->id));
		for (size_t j = 0; j < item->instead_count; j++)
			(void)json_array_append_new(instead,
			    json_from_str(item->instead[j]->id));
		put(object, "instead", instead);
		(void)json_array_append_new(array, object);
	}
	return array;
}

static json_t *
json_score(const struct score *score)
{
	json_t *object = json_object();
	bool value = score->state == SCORE_VALUE;

	put(object, "state", json_string(state_ids[score->state]));
	put(object, "numerator", value
	        ? json_integer((json_int_t)score->numerator) : json_null());
	put(object, "denominator", value
	        ? json_integer((json_int_t)score->denominator) : json_null());
	put(object, "nearest", value ? json_integer(score->nearest)
	                             : json_null());
	put(object, "shown", value ? json_integer(score->shown) : json_null());
	put(object, "priority", value ? json_string(band_ids[score->band])
	                              : json_null());
	return object;
}

static json_t *
json_indices(const struct report *report)
{
	json_t *object = json_object();

	for (int i = 0; i < INDEX_COUNT; i++)
		put(object, index_ids[report->order[i]],
		    json_score(&report->scores[report->order[i]]));
	return object;
}

static json_t *
json_simulations(const struct report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->simulation_count; i++) {
		const struct simulation *what = &report->simulations[i];
		json_t *object = json_object();

		put(object, "kind", json_string(simulation_ids[what->kind]));
		put(object, "service", what->service == NULL ? json_null()
		        : json_from_str(what->service->id));
		put(object, "index", json_string(index_ids[what->index]));
		put(object, "before",
		    json_integer(report->scores[what->index].shown));
		put(object, "after", json_integer(what->after.shown));
		(void)json_array_append_new(array, object);
	}
	return array;
}

/* --- the board --- */

static json_t *
json_decision(const struct policy_decision *row)
{
	json_t *object = json_object();

	put(object, "service", json_text(row->service));
	put(object, "category", row->service.len > 0 ? json_null()
	        : json_from_str(category_id(row->category)));
	put(object, "status", json_from_str(decision_id(row->decision)));
	put(object, "date", json_day(row->date));
	put(object, "until", json_day(row->until));
	put(object, "contract", json_from_str(answer_id(row->contract)));
	put(object, "conditions", json_text(row->conditions));
	put(object, "replaced_by", json_text(row->replaced_by));
	put(object, "reason", json_text(row->reason));
	return object;
}

static json_t *
json_board(const struct report *report)
{
	const struct policy_facts *facts = report->facts;
	json_t *object = json_object(), *decisions = json_array();

	put(object, "meeting", json_day(facts->board_date));
	put(object, "ai_discussed", json_day(facts->ai_discussed));
	put(object, "charter", json_from_str(answer_id(facts->charter)));
	put(object, "last_session", json_day(facts->last_session));
	put(object, "session_within_year",
	    json_boolean(report->governance.session));
	for (size_t i = 0; i < report->followed_count; i++)
		(void)json_array_append_new(decisions,
		    json_decision(report->followed[i]));
	put(object, "decisions", decisions);
	return object;
}

static json_t *
json_health(const struct report_health *health)
{
	json_t *object;

	if (!health->known)
		return json_null();
	object = json_object();
	put(object, "answering", json_integer(health->answering));
	put(object, "self_test", json_integer(health->self_test));
	put(object, "histories", json_integer(health->histories));
	put(object, "dns_logs", json_integer(health->dns_logs));
	put(object, "encrypted_dns", json_integer(health->encrypted_dns));
	return object;
}

static json_t *
json_window(const struct report_window *window)
{
	json_t *object = json_object();

	put(object, "opens", json_day(window->opens));
	put(object, "closes", json_day(window->closes));
	put(object, "counted", json_day(window->counted));
	return object;
}

static json_t *
json_report(const struct report *report)
{
	json_t *root = json_object();

	put(root, "schema", json_string("lanterne-report"));
	put(root, "version", json_integer(REPORT_JSON_VERSION));
	put(root, "demo", json_boolean(report->demo));
	put(root, "association", json_text(report->facts->association));
	put(root, "day", json_day(report->day));
	put(root, "period", json_string(report->now->period.text));
	put(root, "finding", json_string(finding_ids[report->finding]));
	put(root, "thin", json_boolean(report->thin));
	put(root, "percentages",
	    json_boolean(publication_has_percentages(report->now)));
	put(root, "periods", json_periods(report->covered,
	    report->covered_count));
	put(root, "trend", json_periods(report->trend, report->trend_count));
	put(root, "services", json_services(report));
	put(root, "leading", json_integer((json_int_t)report->leading));
	put(root, "agenda", json_agenda(report));
	put(root, "agenda_more",
	    json_integer((json_int_t)report->agenda_more));
	put(root, "indices", json_indices(report));
	put(root, "simulations", json_simulations(report));
	put(root, "board", json_board(report));
	put(root, "health", json_health(&report->health));
	put(root, "window", json_window(&report->window));
	put(root, "catalogue_sha256", json_hex(report->catalogue_digest,
	    PUBLICATION_DIGEST));
	return root;
}

enum status
render_json(struct buf *out, const struct report *report,
    enum language language, struct err *err)
{
	json_t *root = json_report(report);

	(void)language;
	if (json_object_get(root, "catalogue_sha256") == NULL) {
		json_decref(root);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	json_write(out, root, true);
	json_decref(root);
	return buf_status(out) == OK
	    ? OK : err_set(err, buf_status(out), MSG_NO_MEMORY, NO_ARGS);
}
