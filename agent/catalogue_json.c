/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/catalogue_json.h"

#include "core/calendar.h"
#include "core/json.h"

static void
put(json_t *object, const char *key, json_t *value)
{
	(void)json_object_set_new(object, key, value);
}

static json_t *
text_or_null(struct str text)
{
	return text.len == 0 ? json_null() : json_from_str(text);
}

static json_t *
day_or_null(int32_t day)
{
	return day == CALENDAR_NO_DAY ? json_null()
	                              : json_string(calendar_text(day).text);
}

static json_t *
texts(struct list list)
{
	json_t *array = json_array();

	for (uint32_t i = 0; i < list.count; i++)
		(void)json_array_append_new(array, json_from_str(list.at[i]));
	return array;
}

/* What list and show begin with. */
static json_t *
head(const struct service *service)
{
	json_t *object = json_object();

	put(object, "id", json_from_str(service->id));
	put(object, "name", json_from_str(service->name));
	put(object, "category", json_from_str(category_id(service->category)));
	put(object, "vendor", text_or_null(service->vendor));
	put(object, "vendor_country", text_or_null(service->vendor_country));
	put(object, "common", json_boolean(service->common));
	return object;
}

uint32_t
catalogue_json_list(struct buf *out, const struct catalogue *catalogue,
    struct str word)
{
	json_t *array = json_array();
	uint32_t count = 0;

	for (uint32_t i = 0; i < catalogue->service_count; i++) {
		const struct service *service = &catalogue->services[i];

		if (!catalogue_view_wants(catalogue, service, word))
			continue;
		(void)json_array_append_new(array, head(service));
		count++;
	}
	if (count > 0)
		json_write(out, array, true);
	json_decref(array);
	return count;
}

static json_t *
json_query(const struct rule *rule)
{
	struct buf text;
	json_t *value;

	if (rule->query_key.len == 0)
		return json_null();
	buf_init(&text, rule->query_key.len + rule->query_value.len + 2);
	buf_str(&text, rule->query_key);
	if (rule->query_value.len > 0) {
		buf_char(&text, '=');
		buf_str(&text, rule->query_value);
	}
	value = json_from_str(buf_view(&text));
	buf_release(&text);
	return value;
}

static json_t *
json_rule(const struct rule *rule)
{
	json_t *object = json_object();

	put(object, "host", json_from_str(rule->host));
	put(object, "exact", json_boolean(rule->exact));
	put(object, "path", text_or_null(rule->path));
	put(object, "query", json_query(rule));
	put(object, "role", json_from_str(role_id(rule->role)));
	put(object, "dns", json_from_str(dns_strength_id(rule->dns)));
	put(object, "from", day_or_null(rule->from));
	put(object, "until", day_or_null(rule->until));
	return object;
}

static json_t *
json_answer(const struct risk_answer *answer)
{
	json_t *object = json_object();

	put(object, "answer", json_from_str(answer_id(answer->answer)));
	put(object, "source", text_or_null(answer->source.url));
	put(object, "via", text_or_null(answer->source.via));
	put(object, "verified", day_or_null(answer->source.verified));
	return object;
}

static json_t *
json_risks(const struct service *service)
{
	json_t *object = json_object();

	for (int i = 0; i < RISK_COUNT; i++)
		put(object, risk_id((enum risk)i).at,
		    json_answer(&service_answers(service)->risks[i]));
	return object;
}

static json_t *
json_flags(const struct service *service)
{
	const char *const *words = catalogue_words(WORDS_FLAG);
	json_t *array = json_array();

	for (int i = 0; words[i] != NULL; i++)
		if ((service->flags >> i & 1u) != 0)
			(void)json_array_append_new(array,
			    json_string(words[i]));
	return array;
}

static json_t *
json_note(const struct service *service)
{
	json_t *object = json_object();

	put(object, "fr", text_or_null(service->note[LANGUAGE_FR]));
	put(object, "en", text_or_null(service->note[LANGUAGE_EN]));
	return object;
}

void
catalogue_json_show(struct buf *out, const struct catalogue *catalogue,
    const struct service *service)
{
	json_t *object = head(service), *rules = json_array();

	for (uint32_t i = 0; i < service->rule_count; i++) {
		const struct rule rule =
		    catalogue_rule(catalogue, service->first_rule + i);

		(void)json_array_append_new(rules, json_rule(&rule));
	}
	put(object, "former_names", texts(service->former_names));
	put(object, "hosting", texts(service->hosting));
	put(object, "flags", json_flags(service));
	put(object, "account_required",
	    json_from_str(answer_id(service->account_required)));
	put(object, "match", rules);
	put(object, "risks", json_risks(service));
	put(object, "dpa", json_answer(&service_answers(service)->dpa));
	put(object, "alternatives", texts(service->alternatives));
	put(object, "note", json_note(service));
	put(object, "source", text_or_null(service->source.url));
	put(object, "last_checked", day_or_null(service->last_checked));
	json_write(out, object, true);
	json_decref(object);
}
