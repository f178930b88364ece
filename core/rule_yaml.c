/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rule_yaml.h"

#include "core/calendar.h"
#include "core/domain.h"

#include <string.h>

enum rule_field { RULE_HOST, RULE_EXACT, RULE_PATH, RULE_QUERY, RULE_ROLE,
	RULE_DNS, RULE_FROM, RULE_UNTIL, RULE_FIELD_COUNT };

static const char *const yes_no[] = { "no", "yes", NULL };

static const struct yaml_field rule_fields[] = {
	[RULE_HOST] = { "host", FIELD_TEXT, true, NULL },
	[RULE_EXACT] = { "exact", FIELD_WORD, false, NULL },
	[RULE_PATH] = { "path", FIELD_TEXT, false, NULL },
	[RULE_QUERY] = { "query", FIELD_TEXT, false, NULL },
	[RULE_ROLE] = { "role", FIELD_WORD, true, NULL },
	[RULE_DNS] = { "dns", FIELD_WORD, false, NULL },
	[RULE_FROM] = { "from", FIELD_DATE, false, NULL },
	[RULE_UNTIL] = { "until", FIELD_DATE, false, NULL },
	[RULE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static bool
read_host(struct reading *in, const struct yaml_node *node,
    struct str *ret)
{
	struct domain host;
	size_t at;

	if (node == NULL)
		return false;
	if (str_find(node->text, STR("*"), &at) ||
	    !str_find(node->text, STR("."), &at)) {
		reading_say(in, node, MSG_CATALOGUE_KEYWORD, ARGS(node->text.at));
		return false;
	}
	if (!domain_canonical(node->text, &host) ||
	    !domain_is_host(domain_view(&host))) {
		reading_say(in, node, MSG_CATALOGUE_HOST, ARGS(node->text.at));
		return false;
	}
	*ret = reading_keep(in, domain_view(&host));
	return true;
}

/* A star is a whole segment, or ends the path. */
static bool
stars_stand_well(struct str path)
{
	for (size_t i = 1; i < path.len; i++) {
		bool whole = path.at[i - 1] == '/' &&
		    (i + 1 == path.len || path.at[i + 1] == '/');

		if (path.at[i] == '*' && !whole && i + 1 != path.len)
			return false;
	}
	return true;
}

static bool
path_is_plain(struct str path)
{
	size_t at;

	for (size_t i = 0; i < path.len; i++)
		if (path.at[i] == '?' || path.at[i] == '#' ||
		    (unsigned char)path.at[i] <= ' ')
			return false;
	return path.len > 1 && path.at[0] == '/' &&
	    !str_find(path, STR("/."), &at) &&
	    !str_find(path, STR("//"), &at) && stars_stand_well(path);
}

static bool
read_path(struct reading *in, const struct yaml_node *node,
    struct str *ret)
{
	struct str path = yaml_text(node);

	*ret = STR("");
	if (node == NULL || str_eq(path, STR("/")))
		return true;
	if (!path_is_plain(path)) {
		reading_say(in, node, MSG_CATALOGUE_PATH, ARGS(path.at));
		return false;
	}
	if (str_ends(path, STR("/")))
		path.len--;
	*ret = reading_keep(in, path);
	return true;
}

static bool
read_query(struct reading *in, const struct yaml_node *node,
    struct rule *rule)
{
	struct str key = yaml_text(node), value = STR("");
	size_t at;

	rule->query_key = rule->query_value = STR("");
	if (node == NULL)
		return true;
	if (str_cut(node->text, STR("="), &key, &value) && value.len == 0)
		key.len = 0;
	if (key.len == 0 || str_find(node->text, STR("&"), &at) ||
	    str_find(node->text, STR("#"), &at) || key.at[0] == '?') {
		reading_say(in, node, MSG_CATALOGUE_QUERY, ARGS(node->text.at));
		return false;
	}
	rule->query_key = reading_keep(in, key);
	rule->query_value = reading_keep(in, value);
	return true;
}

/* DNS speaks of a host: of one that is a service's own, unless told. */
static enum dns_strength
usual_strength(const struct rule *rule)
{
	return (rule->role == ROLE_PRIMARY || rule->role == ROLE_API) &&
	        rule->path.len == 0 && rule->query_key.len == 0
	    ? DNS_STRONG
	    : DNS_NONE;
}

bool
rule_yaml_read(struct reading *in, const struct yaml_node *node,
    struct rule *ret)
{
	struct yaml_field fields[RULE_FIELD_COUNT + 1];
	const struct yaml_node *got[RULE_FIELD_COUNT];
	bool host, path, query;

	memcpy(fields, rule_fields, sizeof(fields));
	fields[RULE_EXACT].words = yes_no;
	fields[RULE_ROLE].words = catalogue_words(WORDS_ROLE);
	fields[RULE_DNS].words = catalogue_words(WORDS_DNS);
	if (!reading_fields(in, node, fields, got))
		return false;
	host = read_host(in, got[RULE_HOST], &ret->host);
	path = read_path(in, got[RULE_PATH], &ret->path);
	query = read_query(in, got[RULE_QUERY], ret);
	if (!host || !path || !query || got[RULE_ROLE] == NULL)
		return false;
	ret->exact = yaml_word(got[RULE_EXACT], yes_no, 0) == 1;
	ret->role = (enum role)yaml_word(got[RULE_ROLE],
	    fields[RULE_ROLE].words, 0);
	ret->dns = (enum dns_strength)yaml_word(got[RULE_DNS],
	    fields[RULE_DNS].words, (int)usual_strength(ret));
	ret->from = yaml_date(got[RULE_FROM]);
	ret->until = yaml_date(got[RULE_UNTIL]);
	if (ret->dns != DNS_NONE &&
	    (ret->path.len > 0 || ret->query_key.len > 0))
		reading_say(in, got[RULE_DNS], MSG_CATALOGUE_DNS_PATH, NO_ARGS);
	return true;
}
