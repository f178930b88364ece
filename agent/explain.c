/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/explain.h"

#include "agent/sources/url.h"
#include "core/calendar.h"
#include "core/domain.h"
#include "core/json.h"

#define ADDRESS_MAX ((size_t)64 << 10)

static const enum message verdict_sentences[] = {
	[VERDICT_NONE] = MSG_EXPLAIN_NONE,
	[VERDICT_READING] = MSG_EXPLAIN_READING,
	[VERDICT_POSSIBLE] = MSG_EXPLAIN_POSSIBLE,
	[VERDICT_APPLICATION] = MSG_EXPLAIN_APPLICATION,
	[VERDICT_USE] = MSG_EXPLAIN_USE,
};
_Static_assert(sizeof(verdict_sentences) / sizeof(verdict_sentences[0]) ==
        VERDICT_COUNT,
    "every verdict has a sentence");

static bool
looks_like_address(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '/' || text.at[i] == '?')
			return true;
	return false;
}

static bool
judge_visit(const struct match *match, struct str text,
    struct match_result *ret)
{
	struct buf address;
	struct url url;
	size_t at;
	bool read;

	buf_init(&address, ADDRESS_MAX);
	if (!str_find(text, STR("://"), &at))
		buf_text(&address, "https://");
	buf_str(&address, text);
	read = buf_status(&address) == OK &&
	    url_split(buf_view(&address), &url);
	if (read)
		*ret = match_visit(match, domain_view(&url.host), url.path,
		    url.query, CALENDAR_NO_DAY);
	buf_release(&address);
	return read;
}

static bool
judge_contact(const struct match *match, struct str text,
    struct match_result *ret)
{
	struct domain host;

	if (!domain_canonical(text, &host) ||
	    !domain_is_host(domain_view(&host)))
		return false;
	*ret = match_contact(match, domain_view(&host), CALENDAR_NO_DAY);
	return true;
}

bool
explain(const struct match *match, struct str text, struct explanation *ret)
{
	const struct catalogue *catalogue = match_catalogue(match);
	bool visit = looks_like_address(text);
	struct match_result result;

	if (!(visit ? judge_visit : judge_contact)(match, text, &result))
		return false;
	*ret = (struct explanation){ .visit = visit,
		.verdict = result.verdict,
		.counts = result.verdict == VERDICT_USE };
	if (result.rule >= 0) {
		ret->service = &catalogue->services[result.service];
		ret->rule = &catalogue->rules[result.rule];
	}
	return true;
}

void
explain_rule(struct buf *out, const struct rule *rule)
{
	buf_str(out, rule->host);
	buf_str(out, rule->path);
	if (rule->query_key.len == 0)
		return;
	buf_char(out, '?');
	buf_str(out, rule->query_key);
	if (rule->query_value.len > 0) {
		buf_char(out, '=');
		buf_str(out, rule->query_value);
	}
}

void
explain_text(struct buf *out, enum language language,
    const struct explanation *explanation)
{
	struct buf rule;

	if (explanation->rule == NULL) {
		message_write(out, language, MSG_EXPLAIN_UNKNOWN, NO_ARGS);
		buf_char(out, '\n');
		return;
	}
	buf_init(&rule, ADDRESS_MAX);
	explain_rule(&rule, explanation->rule);
	message_write(out, language,
	    explanation->visit ? MSG_EXPLAIN_VISIT : MSG_EXPLAIN_CONTACT,
	    ARGS(explanation->service->name.at, explanation->service->id.at,
	        buf_z(&rule), role_id(explanation->rule->role).at));
	buf_char(out, '\n');
	message_write(out, language, verdict_sentences[explanation->verdict],
	    NO_ARGS);
	buf_char(out, '\n');
	buf_release(&rule);
}

static void
put(json_t *object, const char *key, json_t *value)
{
	(void)json_object_set_new(object, key, value);
}

void
explain_json(struct buf *out, const struct explanation *explanation)
{
	const struct rule *rule = explanation->rule;
	json_t *object = json_object();
	struct buf text;

	buf_init(&text, ADDRESS_MAX);
	if (rule != NULL)
		explain_rule(&text, rule);
	put(object, "service", rule == NULL
	        ? json_null()
	        : json_from_str(explanation->service->id));
	put(object, "rule", rule == NULL ? json_null()
	                                 : json_from_str(buf_view(&text)));
	put(object, "role", rule == NULL ? json_null()
	                                 : json_from_str(role_id(rule->role)));
	put(object, "judged_as",
	    json_string(explanation->visit ? "visit" : "contact"));
	put(object, "verdict", json_from_str(verdict_id(explanation->verdict)));
	put(object, "counts", json_boolean(explanation->counts));
	json_write(out, object, true);
	json_decref(object);
	buf_release(&text);
}
