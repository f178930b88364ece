/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match_rule.h"

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

struct str
verdict_id(enum verdict verdict)
{
	return str_of(verdict_ids[verdict]);
}

enum verdict
match_verdict(const struct rule_row *rule, bool visit)
{
	return visit ? (enum verdict)visit_verdicts[rule->role]
	             : (enum verdict)contact_verdicts[rule->role][rule->dns];
}

int
match_weakness(const struct rule_row *rule)
{
	return (int)match_verdict(rule, true) * VERDICT_COUNT +
	    (int)match_verdict(rule, false);
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
