/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match.h"

#include "core/arena.h"
#include "core/calendar.h"
#include "core/domain.h"
#include "core/match_index.h"

#include <stdlib.h>

#define MEMORY_MAX ((size_t)64 << 20)
#define LABELS_MAX 128 /* of a name of 253 bytes */
#define NO_HOST UINT32_MAX

struct match {
	const struct catalogue *catalogue;
	struct match_index index;
	struct arena memory; /* of the index, when it is not the built-in one */
};

/* What is asked. */
struct question {
	struct str host;
	struct str path;
	struct str query;
	int32_t day;
	bool visit;
	bool dotted; /* the path has a dot segment: no path rule applies */
};

static const struct match_result no_match = { MATCH_NO_SERVICE, -1,
	VERDICT_NONE };

enum status
match_new(const struct catalogue *catalogue, struct match **ret_match,
    struct err *err)
{
	struct match *match = calloc(1, sizeof(*match));
	enum status code = OK;

	if (match == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	arena_init(&match->memory, MEMORY_MAX);
	match->catalogue = catalogue;
	if (catalogue->index != NULL)
		match->index = *catalogue->index;
	else
		code = match_index_build(catalogue, &match->memory,
		    &match->index, err);
	if (code == OK)
		*ret_match = match;
	else
		match_free(match);
	return code;
}

void
match_free(struct match *match)
{
	if (match == NULL)
		return;
	arena_release(&match->memory);
	free(match);
}

const struct catalogue *
match_catalogue(const struct match *match)
{
	return match->catalogue;
}

/* The next segment of a path, without its slash; false after the last. */
static bool
take_segment(struct str *path, struct str *ret)
{
	size_t n = 1;

	if (path->len == 0)
		return false;
	while (n < path->len && path->at[n] != '/')
		n++;
	*ret = (struct str){ path->at + 1, n - 1 };
	*path = str_skip(*path, n);
	return true;
}

static bool
segment_in(struct str segment, struct str pattern)
{
	if (str_eq(pattern, STR("*")))
		return segment.len > 0;
	if (str_ends(pattern, STR("*")))
		return str_starts(segment,
		    str_head(pattern, pattern.len - 1));
	return str_eq(segment, pattern);
}

static bool
path_in(struct str path, struct str pattern)
{
	struct str segment, wanted;

	while (take_segment(&pattern, &wanted))
		if (!take_segment(&path, &segment) ||
		    !segment_in(segment, wanted))
			return false;
	return true;
}

static bool
segments_meet(struct str a, struct str b)
{
	struct str open_a = a, open_b = b;

	if (segment_in(a, b) || segment_in(b, a))
		return true;
	if (!str_ends(a, STR("*")) || !str_ends(b, STR("*")))
		return false;
	open_a.len--;
	open_b.len--;
	return str_starts(open_a, open_b) || str_starts(open_b, open_a);
}

bool
match_paths_meet(struct str a, struct str b)
{
	struct str left, right;

	while (a.len > 0 && b.len > 0) {
		(void)take_segment(&a, &left);
		(void)take_segment(&b, &right);
		if (!segments_meet(left, right))
			return false;
	}
	return true;
}

/* "." and "..", also written "%2e". */
static bool
is_dots(struct str segment)
{
	size_t dots = 0;

	while (segment.len > 0) {
		if (!str_take_char(&segment, '.') &&
		    !str_take(&segment, STR("%2e")) &&
		    !str_take(&segment, STR("%2E")))
			return false;
		dots++;
	}
	return dots == 1 || dots == 2;
}

static bool
has_dots(struct str path)
{
	struct str segment;

	while (take_segment(&path, &segment))
		if (is_dots(segment))
			return true;
	return false;
}

/* One byte of a query, decoded; a stray "%" stands for itself. */
static char
take_decoded(struct str *text)
{
	char c = text->at[0];
	int high, low;

	if (c == '%' && text->len >= 3) {
		high = char_hex(text->at[1]);
		low = char_hex(text->at[2]);
		if (high >= 0 && low >= 0) {
			*text = str_skip(*text, 3);
			return (char)(high * 16 + low);
		}
	}
	*text = str_skip(*text, 1);
	return c == '+' ? ' ' : c;
}

static bool
decodes_to(struct str text, struct str plain)
{
	size_t i = 0;

	while (text.len > 0)
		if (i == plain.len || take_decoded(&text) != plain.at[i++])
			return false;
	return i == plain.len;
}

static bool
query_has(struct str query, struct str key, struct str value)
{
	while (query.len > 0) {
		struct str pair = query, name, given = STR("");

		if (!str_cut(query, STR("&"), &pair, &query))
			query.len = 0;
		if (!str_cut(pair, STR("="), &name, &given))
			name = pair;
		if (decodes_to(name, key) &&
		    (value.len == 0 || decodes_to(given, value)))
			return true;
	}
	return false;
}

static bool
in_force(const struct rule_row *rule, int32_t day)
{
	if (day == CALENDAR_NO_DAY)
		return true;
	return (rule->from == CALENDAR_NO_DAY || rule->from <= day) &&
	    (rule->until == CALENDAR_NO_DAY || day <= rule->until);
}

static bool
applies(const struct match *match, const struct match_candidate *candidate,
    const struct question *q, bool whole_host)
{
	struct rule rule;

	if (!candidate->whole && !q->visit)
		return false;
	if (candidate->exact && !whole_host)
		return false;
	if (!in_force(&match->catalogue->rules[candidate->rule], q->day))
		return false;
	if (candidate->whole)
		return true;
	rule = catalogue_rule(match->catalogue, candidate->rule);
	if (rule.path.len > 0 && (q->dotted || !path_in(q->path, rule.path)))
		return false;
	return rule.query_key.len == 0 ||
	    query_has(q->query, rule.query_key, rule.query_value);
}

/* True when a rule of another service, as good as the best, applies too. */
static bool
is_tie(const struct match *match, const struct match_candidate *best,
    const struct match_candidate *end, const struct question *q, bool whole_host)
{
	const struct rule_row *rules = match->catalogue->rules;

	for (const struct match_candidate *c = best + 1;
	     c < end && c->rank == best->rank; c++)
		if (rules[c->rule].service != rules[best->rule].service &&
		    applies(match, c, q, whole_host))
			return true;
	return false;
}

/* Judge by the rules of one host; false when none applies. */
static bool
judge(const struct match *match, uint32_t host, bool whole_host,
    const struct question *q, struct match_result *ret)
{
	const struct match_index *index = &match->index;
	const struct match_candidate *first =
	    index->candidates + index->hosts[host].first;
	const struct match_candidate *end =
	    index->candidates + index->hosts[host + 1].first;

	for (const struct match_candidate *c = first; c < end; c++) {
		const struct rule_row *rule =
		    &match->catalogue->rules[c->rule];

		if (!applies(match, c, q, whole_host))
			continue;
		*ret = no_match;
		if (!is_tie(match, c, end, q, whole_host))
			*ret = (struct match_result){ rule->service,
				(int)c->rule, match_verdict(rule, q->visit) };
		return true;
	}
	return false;
}

/* The number of a host, or NO_HOST. */
static uint32_t
probe(const struct match *match, struct str host, uint64_t hash)
{
	const struct match_index *index = &match->index;
	uint32_t i = (uint32_t)hash & index->mask;

	for (; index->slots[i].host != 0; i = (i + 1) & index->mask)
		if (index->slots[i].hash == (uint32_t)(hash >> 32) &&
		    str_eq(match_index_host(index, index->slots[i].host - 1),
		        host))
			return index->slots[i].host - 1;
	return NO_HOST;
}

struct suffix {
	size_t at;
	uint64_t hash;
};

/* The name and its parents that a rule could name, shortest first. */
static size_t
suffixes(const struct match *match, struct str host, struct suffix *ret)
{
	uint64_t hash = MATCH_HASH_START;
	size_t count = 0;

	for (size_t i = host.len; i-- > 0;) {
		if (host.at[i] == '.') {
			ret[count++] = (struct suffix){ i + 1,
				match_hash_end(hash) };
			if (count >= match->index.labels)
				return count;
		}
		hash = match_hash_byte(hash, host.at[i]);
	}
	ret[count++] = (struct suffix){ 0, match_hash_end(hash) };
	return count;
}

static struct match_result
ask(const struct match *match, const struct question *q)
{
	struct suffix suffix[LABELS_MAX];
	struct match_result result = no_match;
	size_t count;

	if (q->host.len == 0 || q->host.len > DOMAIN_MAX)
		return no_match;
	count = suffixes(match, q->host, suffix);
	while (count-- > 0) {
		uint32_t host = probe(match,
		    str_skip(q->host, suffix[count].at), suffix[count].hash);

		if (host != NO_HOST &&
		    judge(match, host, suffix[count].at == 0, q, &result))
			return result;
	}
	return no_match;
}

struct match_result
match_contact(const struct match *match, struct str host, int32_t day)
{
	struct question q = { .host = host, .day = day };

	return ask(match, &q);
}

struct match_result
match_visit(const struct match *match, struct str host, struct str path,
    struct str query, int32_t day)
{
	struct question q = { host, path, query, day, true, has_dots(path) };

	return ask(match, &q);
}

void
match_hosts(const struct match *match,
    void (*visit)(void *cookie, struct str host), void *cookie)
{
	for (uint32_t i = 0; i < match->index.host_count; i++)
		visit(cookie, match_index_host(&match->index, i));
}
