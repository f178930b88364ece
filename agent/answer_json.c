/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_json.h"

#include "core/calendar.h"
#include "core/json.h"
#include "core/markup.h"

#define TEXT_MAX ((size_t)64 * 1024)

static void
put(json_t *object, const char *key, json_t *value)
{
	/* A NULL value means no memory; the writer then fails as a whole. */
	(void)json_object_set_new(object, key, value);
}

static void
put_text(json_t *object, const char *key, struct str text)
{
	struct buf clean;

	buf_init(&clean, TEXT_MAX);
	markup_plain(&clean, text);
	put(object, key, json_from_str(buf_view(&clean)));
	buf_release(&clean);
}

static void
put_number(json_t *object, const char *key, uint64_t number)
{
	put(object, key, json_integer((json_int_t)number));
}

static void
put_day(json_t *object, const char *key, int32_t day)
{
	if (day == CALENDAR_NO_DAY)
		put(object, key, json_null());
	else
		put_text(object, key, str_of(calendar_text(day).text));
}

/* "2026-11": a service's last use is never told finer than the month. */
static void
put_month(json_t *object, const char *key, int32_t day)
{
	put_text(object, key, str_head(str_of(calendar_text(day).text), 7));
}

static const char *const reading_words[] = {
	[ANSWER_UNREAD] = "unread",
	[ANSWER_PARTLY] = "partial",
	[ANSWER_WHOLE] = "whole",
};

static json_t *
period(const struct answer_model *answer)
{
	json_t *object = json_object();

	put_day(object, "from", answer->window.first);
	put_day(object, "to", answer->window.last);
	put_number(object, "days", answer->days);
	return object;
}

/* No figure at all for what was not read: null is not zero; nor for this PC
 * when only others' logs were. */
static json_t *
totals(const struct answer_model *answer)
{
	json_t *object;

	if (!answer->measured)
		return json_null();
	object = json_object();
	put_number(object, "services", answer->service_count);
	put_number(object, "ai_days", answer->ai_days);
	put_number(object, "shared_days", answer->shared_days);
	put_number(object, "lone_contact_days", answer->lone_days);
	return object;
}

static const char *const family_keys[RISK_FAMILY_COUNT] = {
	[RISKS_CONFIDENTIALITY] = "confidentiality",
	[RISKS_SECURITY] = "security",
	[RISKS_REPUTATION] = "reputation",
};

static json_t *
attention(const struct answer_service *entry)
{
	json_t *object = json_object();

	for (int f = 0; f < RISK_FAMILY_COUNT; f++) {
		json_t *family = json_object();

		put_number(family, "points", (uint64_t)entry->attention[f].points);
		put_number(family, "unknown",
		    (uint64_t)entry->attention[f].unknown);
		put_number(family, "of", (uint64_t)entry->attention[f].of);
		put(object, family_keys[f], family);
	}
	return object;
}

static json_t *
service(const struct answer_service *entry)
{
	json_t *object = json_object();

	put_text(object, "id", entry->service->id);
	put_text(object, "name", entry->service->name);
	put_text(object, "category", category_id(entry->service->category));
	put_text(object, "status", decision_id(entry->decision));
	put_number(object, "ai_days", entry->ai_days);
	put_number(object, "visited_days", entry->visited_days);
	put_number(object, "contacted_days", entry->contacted_days);
	put_month(object, "last_month", entry->last_day);
	put(object, "attention", attention(entry));
	return object;
}

static json_t *
services(const struct answer_model *answer)
{
	json_t *array;

	if (!answer->measured)
		return json_null();
	array = json_array();
	for (uint32_t i = 0; i < answer->service_count; i++)
		(void)json_array_append_new(array,
		    service(&answer->services[i]));
	return array;
}

static json_t *
asides(const struct answer_asides *list)
{
	json_t *array = json_array();

	for (uint32_t i = 0; i < list->count; i++) {
		json_t *object = json_object();

		put_text(object, "id", list->at[i].service->id);
		put_text(object, "name", list->at[i].service->name);
		put_text(object, "category",
		    category_id(list->at[i].service->category));
		put_number(object, "days", list->at[i].days);
		put_month(object, "last_month", list->at[i].last_day);
		(void)json_array_append_new(array, object);
	}
	return array;
}

static json_t *
gateway_service(const struct answer_gateway_service *entry)
{
	json_t *object = json_object();

	put_text(object, "id", entry->service->id);
	put_text(object, "name", entry->service->name);
	put_text(object, "category", category_id(entry->service->category));
	put_text(object, "status", decision_id(entry->decision));
	put_text(object, "clients", lens_band_id(entry->seen.clients));
	put_text(object, "confirmed", lens_band_id(entry->seen.confirmed));
	put_month(object, "last_month", entry->seen.last_day);
	return object;
}

static json_t *
gateway(const struct answer_model *answer)
{
	json_t *object, *array;

	if (!answer->gateway.asked || answer->dns_read == 0)
		return json_null();
	object = json_object();
	array = json_array();
	for (uint32_t i = 0; i < answer->gateway.service_count; i++)
		(void)json_array_append_new(array,
		    gateway_service(&answer->gateway.services[i]));
	put(object, "services", array);
	put(object, "clients_cut", json_boolean(answer->gateway.full));
	return object;
}

static const char *const kind_words[SOURCE_KIND_COUNT] = {
	[SOURCE_HISTORY] = "history",
	[SOURCE_DNS] = "dns",
};

static void
put_first_rejected(json_t *object, const struct source_report *report)
{
	if (report->first_rejected_line == 0)
		put(object, "first_rejected_line", json_null());
	else
		put_number(object, "first_rejected_line",
		    report->first_rejected_line);
	if (report->first_rejected_why == SOURCE_REJECT_NONE)
		put(object, "first_rejected_why", json_null());
	else
		put_text(object, "first_rejected_why",
		    source_reject_id(report->first_rejected_why));
}

static void
put_counts(json_t *object, const struct source_report *report)
{
	bool read = report->state == SOURCE_READ ||
	    report->state == SOURCE_PARTIAL;

	if (!read) {
		put(object, "records", json_null());
		put(object, "matched", json_null());
		put(object, "counted", json_null());
		put(object, "rejected", json_null());
		put(object, "first_rejected_line", json_null());
		put(object, "first_rejected_why", json_null());
		return;
	}
	put_number(object, "records", report->records);
	put_number(object, "matched", report->matched);
	put_number(object, "counted", report->counted);
	put_number(object, "rejected", report->rejected);
	put_first_rejected(object, report);
}

/* Queries of clients that were not asked for; without --clients, none is. */
static void
put_left_out(json_t *object, const struct source_report *report, bool gateway)
{
	bool dns = gateway && report->kind == SOURCE_DNS;

	put(object, "other_clients",
	    dns ? json_integer((json_int_t)report->others) : json_null());
	put(object, "without_client",
	    dns ? json_integer((json_int_t)report->nameless) : json_null());
}

static json_t *
source(const struct source_report *report, bool gateway)
{
	json_t *object = json_object();

	put(object, "kind", json_string(kind_words[report->kind]));
	put_text(object, "name", str_of(report->name));
	put_text(object, "profile", str_of(report->profile));
	put_text(object, "path", str_of(report->path));
	put_text(object, "state", source_state_id(report->state));
	put_counts(object, report);
	put_day(object, "first_day", report->first_day);
	put_day(object, "last_day", report->last_day);
	put(object, "without_time", json_boolean(report->without_time));
	put(object, "several_clients",
	    json_boolean(report->several_clients));
	put_left_out(object, report, gateway);
	put(object, "encrypted_dns", json_boolean(report->encrypted_dns));
	put_text(object, "why", str_of(report->why.text));
	return object;
}

static json_t *
sources(const struct answer_model *answer)
{
	json_t *array = json_array();

	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next)
		(void)json_array_append_new(array,
		    source(report, answer->gateway.asked));
	return array;
}

void
answer_json(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	json_t *document = json_object();

	(void)look;
	put(document, "schema", json_string("lanterne-scan"));
	put_number(document, "version", ANSWER_JSON_VERSION);
	put_text(document, "catalogue", answer->catalogue->version);
	put(document, "period", period(answer));
	put(document, "reading", json_string(reading_words[answer->reading]));
	put(document, "totals", totals(answer));
	put(document, "services", services(answer));
	put(document, "applications",
	    asides(&answer->asides[TRACE_APPLICATION]));
	put(document, "possible", asides(&answer->asides[TRACE_POSSIBLE]));
	put(document, "readings", asides(&answer->asides[TRACE_READING]));
	put(document, "gateway", gateway(answer));
	put(document, "sources", sources(answer));
	put(document, "sources_cut", json_boolean(answer->sources_cut));
	json_write(out, document, true);
	json_decref(document);
}
