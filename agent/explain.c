/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/explain.h"

#include "agent/columns.h"
#include "agent/sources/url.h"
#include "core/calendar.h"
#include "core/domain.h"
#include "core/hostlists.h"
#include "core/json.h"

#define ADDRESS_MAX ((size_t)64 << 10)
#define HANG 2

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

static const enum message role_names[] = {
	[ROLE_PRIMARY] = MSG_ROLE_IS_PRIMARY,
	[ROLE_API] = MSG_ROLE_IS_API,
	[ROLE_SUPPORT] = MSG_ROLE_IS_SUPPORT,
	[ROLE_TELEMETRY] = MSG_ROLE_IS_TELEMETRY,
	[ROLE_INFO] = MSG_ROLE_IS_INFO,
	[ROLE_AMBIENT] = MSG_ROLE_IS_AMBIENT,
	[ROLE_SHARED] = MSG_ROLE_IS_SHARED,
};
_Static_assert(sizeof(role_names) / sizeof(role_names[0]) == ROLE_COUNT,
    "every role has a name");

enum message
explain_role(enum role role)
{
	return role_names[role];
}

static bool
looks_like_address(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '/' || text.at[i] == '?')
			return true;
	return false;
}

/* What is judged, and what it is. */
struct judgement {
	struct domain host;
	struct match_result result;
};

static bool
judge_visit(const struct match *match, struct str text, struct judgement *ret)
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
	if (read) {
		ret->host = url.host;
		ret->result = match_visit(match, domain_view(&url.host),
		    url.path, url.query, CALENDAR_NO_DAY);
	}
	buf_release(&address);
	return read;
}

static bool
judge_contact(const struct match *match, struct str text,
    struct judgement *ret)
{
	if (!domain_canonical(text, &ret->host) ||
	    !domain_is_host(domain_view(&ret->host)))
		return false;
	ret->result = match_contact(match, domain_view(&ret->host),
	    CALENDAR_NO_DAY);
	return true;
}

/* Why no rule of the catalogue took a host. */
static void
look_elsewhere(const struct catalogue *catalogue, struct str host,
    struct explanation *explanation)
{
	explanation->serves_all = host_never_counts(host);
	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct rule rule = catalogue_rule(catalogue, i);

		if (rule.role != ROLE_PRIMARY ||
		    !(rule.exact ? str_eq(host, rule.host)
		                 : domain_under(host, rule.host)) ||
		    (rule.path.len == 0 && rule.query_key.len == 0))
			continue;
		explanation->elsewhere = rule;
		explanation->elsewhere_service =
		    &catalogue->services[rule.service];
		return;
	}
}

bool
explain(const struct match *match, struct str text, struct explanation *ret)
{
	const struct catalogue *catalogue = match_catalogue(match);
	bool visit = looks_like_address(text);
	struct judgement judged;

	if (!(visit ? judge_visit : judge_contact)(match, text, &judged))
		return false;
	*ret = (struct explanation){ .visit = visit,
		.verdict = judged.result.verdict,
		.counts = judged.result.verdict == VERDICT_USE };
	if (judged.result.rule >= 0) {
		ret->service = &catalogue->services[judged.result.service];
		ret->rule = catalogue_rule(catalogue,
		    (uint32_t)judged.result.rule);
	} else {
		look_elsewhere(catalogue, domain_view(&judged.host), ret);
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

/* Where a paragraph goes. */
struct page_of_text {
	struct buf *out;
	enum language language;
	size_t columns;
};

static void
say(const struct page_of_text *page, enum message id, const char *const *args)
{
	struct buf line;

	buf_init(&line, ADDRESS_MAX);
	message_write(&line, page->language, id, args);
	columns_wrap(page->out, buf_view(&line), page->columns, 0, HANG);
	buf_release(&line);
}

static void
say_why_none(const struct page_of_text *page,
    const struct explanation *explanation)
{
	struct buf rule;

	say(page, MSG_EXPLAIN_UNKNOWN, NO_ARGS);
	if (explanation->elsewhere_service != NULL) {
		buf_init(&rule, ADDRESS_MAX);
		explain_rule(&rule, &explanation->elsewhere);
		say(page, explanation->visit ? MSG_EXPLAIN_OTHER_PATH
		                             : MSG_EXPLAIN_WANTS_PATH,
		    ARGS(buf_z(&rule), explanation->elsewhere_service->id.at));
		buf_release(&rule);
	} else if (explanation->serves_all) {
		say(page, MSG_EXPLAIN_SERVES_ALL, NO_ARGS);
	}
}

void
explain_text(struct buf *out, enum language language, size_t columns,
    const struct explanation *explanation)
{
	const struct page_of_text page = { out, language, columns };
	const struct rule *rule = &explanation->rule;
	struct buf text, role;

	if (explanation->service == NULL) {
		say_why_none(&page, explanation);
		return;
	}
	buf_init(&text, ADDRESS_MAX);
	buf_init(&role, ADDRESS_MAX);
	explain_rule(&text, rule);
	message_write(&role, language, explain_role(rule->role), NO_ARGS);
	say(&page, explanation->visit ? MSG_EXPLAIN_VISIT : MSG_EXPLAIN_CONTACT,
	    ARGS(explanation->service->name.at, explanation->service->id.at));
	say(&page, MSG_EXPLAIN_RULE, ARGS(buf_z(&text), role_id(rule->role).at,
	    buf_z(&role)));
	say(&page, verdict_sentences[explanation->verdict], NO_ARGS);
	buf_release(&role);
	buf_release(&text);
}

static void
put(json_t *object, const char *key, json_t *value)
{
	(void)json_object_set_new(object, key, value);
}

void
explain_json(struct buf *out, const struct explanation *explanation)
{
	const struct rule *rule = &explanation->rule;
	bool known = explanation->service != NULL;
	json_t *object = json_object();
	struct buf text;

	buf_init(&text, ADDRESS_MAX);
	if (known)
		explain_rule(&text, rule);
	put(object, "service", known ? json_from_str(explanation->service->id)
	                             : json_null());
	put(object, "rule", known ? json_from_str(buf_view(&text))
	                          : json_null());
	put(object, "role", known ? json_from_str(role_id(rule->role))
	                          : json_null());
	put(object, "judged_as",
	    json_string(explanation->visit ? "visit" : "contact"));
	put(object, "verdict", json_from_str(verdict_id(explanation->verdict)));
	put(object, "counts", json_boolean(explanation->counts));
	json_write(out, object, true);
	json_decref(object);
	buf_release(&text);
}
