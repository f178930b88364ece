/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match.h"

#include "core/arena.h"
#include "core/calendar.h"
#include "core/domain.h"

#include <stdlib.h>

#define MEMORY_MAX ((size_t)64 << 20)
#define LABELS_MAX 128 /* of a name of 253 bytes */

/* A rule among those of its host, the first to try first. */
struct candidate {
	uint64_t rank;
	uint32_t rule;
	bool whole; /* no path, no query: a DNS name can match */
	bool exact;
};

struct slot {
	struct str host;    /* .at is NULL in an empty slot */
	uint64_t hash;
	uint32_t first;     /* candidate */
	uint32_t count;
};

struct match {
	const struct catalogue *catalogue;
	struct arena memory;
	struct slot *slots;
	uint64_t mask;
	struct candidate *candidates;
	struct str *hosts; /* sorted by bytes */
	uint32_t host_count;
	uint32_t labels; /* of the rule that has most */
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

static const unsigned char contact_verdicts[ROLE_COUNT][DNS_STRENGTH_COUNT] = {
	[ROLE_PRIMARY] = { [DNS_STRONG] = VERDICT_USE,
	    [DNS_WEAK] = VERDICT_POSSIBLE },
	[ROLE_API] = { [DNS_STRONG] = VERDICT_APPLICATION,
	    [DNS_WEAK] = VERDICT_POSSIBLE },
	[ROLE_SHARED] = { [DNS_WEAK] = VERDICT_POSSIBLE },
};

static const unsigned char visit_verdicts[ROLE_COUNT] = {
	[ROLE_PRIMARY] = VERDICT_USE,
	[ROLE_API] = VERDICT_APPLICATION,
	[ROLE_INFO] = VERDICT_READING,
};

static const char *const verdict_ids[] = {
	[VERDICT_NONE] = "none",
	[VERDICT_READING] = "reading",
	[VERDICT_POSSIBLE] = "possible",
	[VERDICT_APPLICATION] = "application",
	[VERDICT_USE] = "use",
};
_Static_assert(sizeof(verdict_ids) / sizeof(verdict_ids[0]) == VERDICT_COUNT,
    "every verdict has an id");

static const struct match_result no_match = { MATCH_NO_SERVICE, -1,
	VERDICT_NONE };

struct str
verdict_id(enum verdict verdict)
{
	return str_of(verdict_ids[verdict]);
}

enum verdict
match_verdict(const struct rule *rule, bool visit)
{
	return visit ? (enum verdict)visit_verdicts[rule->role]
	             : (enum verdict)contact_verdicts[rule->role][rule->dns];
}

/*
 * A name is hashed from its end, so that one pass gives the hash of each of
 * its parents.  FNV-1a; the rules are ours and no stranger chooses them.
 */
static uint64_t
hash_byte(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 0x100000001b3u;
}

static uint64_t
hash_end(uint64_t hash)
{
	hash *= 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 32;
}

#define HASH_START 0xcbf29ce484222325u

static uint64_t
hash_of(struct str host)
{
	uint64_t hash = HASH_START;

	for (size_t i = host.len; i-- > 0;)
		hash = hash_byte(hash, host.at[i]);
	return hash_end(hash);
}

static struct slot *
probe(const struct match *match, struct str host, uint64_t hash)
{
	uint64_t i = hash & match->mask;

	while (match->slots[i].host.at != NULL &&
	    (match->slots[i].hash != hash ||
	        !str_eq(match->slots[i].host, host)))
		i = (i + 1) & match->mask;
	return &match->slots[i];
}

static size_t
segment_count(struct str path)
{
	size_t count = 0;

	for (size_t i = 0; i < path.len; i++)
		count += path.at[i] == '/';
	return count;
}

/* 0 none, 1 a key, 2 a key with a value. */
static uint64_t
query_rank(const struct rule *rule)
{
	return (uint64_t)(rule->query_key.len > 0) +
	    (uint64_t)(rule->query_value.len > 0);
}

/* Bytes that a path must have; stars are none. */
static uint64_t
literal_bytes(struct str path)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < path.len; i++)
		bytes += path.at[i] != '*';
	return bytes;
}

uint64_t
match_rank(const struct rule *rule)
{
	bool closed = !str_ends(rule->path, STR("*")) ||
	    str_ends(rule->path, STR("/*"));
	uint64_t rank = rule->exact;

	rank = rank << 20 | (segment_count(rule->path) & 0xfffff);
	rank = rank << 20 | (literal_bytes(rule->path) & 0xfffff);
	rank = rank << 1 | (uint64_t)closed;
	return rank << 2 | query_rank(rule);
}

/* For the order of a table: by host, best rank first, then as the weaker
 * verdict wins; never by the place in a file. */
struct sorting {
	const struct rule *rule;
	struct candidate candidate;
};

static int
weakness(const struct rule *rule)
{
	return (int)match_verdict(rule, true) * VERDICT_COUNT +
	    (int)match_verdict(rule, false);
}

static int
compare_sorting(const void *a, const void *b)
{
	const struct sorting *left = a, *right = b;
	int order = str_compare(left->rule->host, right->rule->host);

	if (order != 0)
		return order;
	if (left->candidate.rank != right->candidate.rank)
		return left->candidate.rank > right->candidate.rank ? -1 : 1;
	order = weakness(left->rule) - weakness(right->rule);
	if (order != 0)
		return order;
	return left->candidate.rule < right->candidate.rule ? -1 : 1;
}

static void
collect(const struct catalogue *catalogue, struct sorting *sorting)
{
	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct rule *rule = &catalogue->rules[i];

		sorting[i].rule = rule;
		sorting[i].candidate = (struct candidate){
			.rank = match_rank(rule),
			.rule = i,
			.whole = rule->path.len == 0 && rule->query_key.len == 0,
			.exact = rule->exact,
		};
	}
	qsort(sorting, catalogue->rule_count, sizeof(*sorting),
	    compare_sorting);
}

static uint32_t
label_count(struct str host)
{
	uint32_t labels = 1;

	for (size_t i = 0; i < host.len; i++)
		labels += host.at[i] == '.';
	return labels;
}

static void
add_host(struct match *match, struct str host, uint32_t first)
{
	uint64_t hash = hash_of(host);
	uint32_t labels = label_count(host);

	*probe(match, host, hash) = (struct slot){ host, hash, first, 0 };
	match->hosts[match->host_count++] = host;
	if (labels > match->labels)
		match->labels = labels;
}

static void
fill(struct match *match, const struct sorting *sorting)
{
	for (uint32_t i = 0; i < match->catalogue->rule_count; i++) {
		struct str host = sorting[i].rule->host;

		if (i == 0 || !str_eq(host, sorting[i - 1].rule->host))
			add_host(match, host, i);
		match->candidates[i] = sorting[i].candidate;
		probe(match, host, hash_of(host))->count++;
	}
}

/* A table at most half full. */
static size_t
slots_for(uint32_t rules)
{
	size_t slots = 16;

	while (slots < (size_t)rules * 2)
		slots *= 2;
	return slots;
}

enum status
match_new(const struct catalogue *catalogue, struct match **ret_match,
    struct err *err)
{
	struct match *match = calloc(1, sizeof(*match));
	size_t slots = slots_for(catalogue->rule_count);
	size_t rules = (size_t)catalogue->rule_count + 1;
	struct sorting *sorting = NULL;
	struct arena scratch;

	arena_init(&scratch, MEMORY_MAX);
	if (match != NULL) {
		arena_init(&match->memory, MEMORY_MAX);
		match->catalogue = catalogue;
		match->mask = slots - 1;
		match->slots = arena_alloc(&match->memory, slots,
		    sizeof(*match->slots));
		match->candidates = arena_alloc(&match->memory, rules,
		    sizeof(*match->candidates));
		match->hosts = arena_alloc(&match->memory, rules,
		    sizeof(*match->hosts));
		sorting = arena_alloc(&scratch, rules, sizeof(*sorting));
	}
	if (match == NULL || match->slots == NULL ||
	    match->candidates == NULL || match->hosts == NULL ||
	    sorting == NULL) {
		arena_release(&scratch);
		match_free(match);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	collect(catalogue, sorting);
	fill(match, sorting);
	arena_release(&scratch);
	*ret_match = match;
	return OK;
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
in_force(const struct rule *rule, int32_t day)
{
	if (day == CALENDAR_NO_DAY)
		return true;
	return (rule->from == CALENDAR_NO_DAY || rule->from <= day) &&
	    (rule->until == CALENDAR_NO_DAY || day <= rule->until);
}

static bool
applies(const struct rule *rule, const struct candidate *candidate,
    const struct question *q, bool whole_host)
{
	if (candidate->exact && !whole_host)
		return false;
	if (!in_force(rule, q->day))
		return false;
	if (candidate->whole)
		return true;
	if (!q->visit)
		return false;
	if (rule->path.len > 0 && (q->dotted || !path_in(q->path, rule->path)))
		return false;
	return rule->query_key.len == 0 ||
	    query_has(q->query, rule->query_key, rule->query_value);
}

/* True when a rule of another service, as good as the best, applies too. */
static bool
is_tie(const struct match *match, const struct candidate *best,
    const struct candidate *end, const struct question *q, bool whole_host)
{
	const struct rule *rules = match->catalogue->rules;

	for (const struct candidate *c = best + 1;
	     c < end && c->rank == best->rank; c++)
		if (rules[c->rule].service != rules[best->rule].service &&
		    applies(&rules[c->rule], c, q, whole_host))
			return true;
	return false;
}

/* Judge by the rules of one host; false when none applies. */
static bool
judge(const struct match *match, const struct slot *slot,
    const struct question *q, struct match_result *ret)
{
	const struct candidate *first = match->candidates + slot->first;
	const struct candidate *end = first + slot->count;
	bool whole_host = slot->host.len == q->host.len;

	for (const struct candidate *c = first; c < end; c++) {
		const struct rule *rule = &match->catalogue->rules[c->rule];

		if (!applies(rule, c, q, whole_host))
			continue;
		*ret = no_match;
		if (!is_tie(match, c, end, q, whole_host))
			*ret = (struct match_result){ rule->service,
				(int)c->rule, match_verdict(rule, q->visit) };
		return true;
	}
	return false;
}

struct suffix {
	size_t at;
	uint64_t hash;
};

/* The name and its parents that a rule could name, shortest first. */
static size_t
suffixes(const struct match *match, struct str host, struct suffix *ret)
{
	uint64_t hash = HASH_START;
	size_t count = 0;

	for (size_t i = host.len; i-- > 0;) {
		if (host.at[i] == '.') {
			ret[count++] = (struct suffix){ i + 1, hash_end(hash) };
			if (count >= match->labels)
				return count;
		}
		hash = hash_byte(hash, host.at[i]);
	}
	ret[count++] = (struct suffix){ 0, hash_end(hash) };
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
		const struct slot *slot = probe(match,
		    str_skip(q->host, suffix[count].at), suffix[count].hash);

		if (slot->host.at != NULL && judge(match, slot, q, &result))
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
	for (uint32_t i = 0; i < match->host_count; i++)
		visit(cookie, match->hosts[i]);
}
