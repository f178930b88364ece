/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match_index.h"

#include "core/match_rule.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_MAX ((size_t)64 << 20)

/* An index that is being made. */
struct making {
	const struct catalogue *catalogue;
	struct match_candidate *candidates;
	char *names;
	uint32_t name_bytes;
	struct match_host *hosts;
	struct match_slot *slots;
	uint32_t host_count;
	uint32_t mask;
	uint32_t labels;
};

/* Sorted by host, then by rank, the best first, then so that the weaker verdict
 * wins.  Where a rule stands in a file never matters. */
struct sorting {
	struct str host;
	int weakness;
	struct match_candidate candidate;
};

static int
compare_sorting(const void *a, const void *b)
{
	const struct sorting *left = a, *right = b;
	int order = str_compare(left->host, right->host);

	if (order != 0)
		return order;
	if (left->candidate.rank != right->candidate.rank)
		return left->candidate.rank > right->candidate.rank ? -1 : 1;
	order = left->weakness - right->weakness;
	if (order != 0)
		return order;
	return left->candidate.rule < right->candidate.rule ? -1 : 1;
}

static void
sort(const struct making *making, struct sorting *sorting)
{
	const struct catalogue *catalogue = making->catalogue;

	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct rule rule = catalogue_rule(catalogue, i);

		sorting[i].host = rule.host;
		sorting[i].weakness = match_weakness(&catalogue->rules[i]);
		sorting[i].candidate = (struct match_candidate){
			.rank = match_rank(&rule),
			.rule = i,
			.whole = rule.path.len == 0 && rule.query_key.len == 0,
			.exact = rule.exact,
		};
	}
	qsort(sorting, catalogue->rule_count, sizeof(*sorting),
	    compare_sorting);
	for (uint32_t i = 0; i < catalogue->rule_count; i++)
		making->candidates[i] = sorting[i].candidate;
}

static uint64_t
hash_of(struct str host)
{
	uint64_t hash = MATCH_HASH_START;

	for (size_t i = host.len; i-- > 0;)
		hash = match_hash_byte(hash, host.at[i]);
	return match_hash_end(hash);
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
add_host(struct making *making, struct str host, uint32_t first)
{
	uint64_t hash = hash_of(host);
	uint32_t labels = label_count(host), i = (uint32_t)hash & making->mask;

	while (making->slots[i].host != 0)
		i = (i + 1) & making->mask;
	making->hosts[making->host_count++] = (struct match_host){
		making->name_bytes, first };
	memcpy(making->names + making->name_bytes, host.at, host.len);
	making->name_bytes += (uint32_t)host.len + 1;
	making->slots[i] = (struct match_slot){ (uint32_t)(hash >> 32),
		making->host_count };
	if (labels > making->labels)
		making->labels = labels;
}

static void
add_hosts(struct making *making)
{
	const struct catalogue *catalogue = making->catalogue;
	struct str last = { NULL, 0 };

	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		struct str host = catalogue_rule(catalogue,
		    making->candidates[i].rule).host;

		if (i == 0 || !str_eq(host, last))
			add_host(making, host, i);
		last = host;
	}
	making->hosts[making->host_count] = (struct match_host){
		making->name_bytes, catalogue->rule_count };
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

/* An upper bound: a host with several rules is counted for each of them. */
static size_t
name_room(const struct catalogue *catalogue)
{
	size_t bytes = 0;

	for (uint32_t i = 0; i < catalogue->rule_count; i++)
		bytes += catalogue->rules[i].host.len + 1;
	return bytes;
}

static void *
room(struct arena *memory, size_t count, size_t size)
{
	return arena_alloc(memory, count == 0 ? 1 : count, size);
}

enum status
match_index_build(const struct catalogue *catalogue, struct arena *memory,
    struct match_index *ret_index, struct err *err)
{
	size_t rules = catalogue->rule_count;
	size_t slots = slots_for(catalogue->rule_count);
	struct making making = {
		.catalogue = catalogue,
		.candidates = room(memory, rules, sizeof(*making.candidates)),
		.names = room(memory, name_room(catalogue), 1),
		.hosts = room(memory, rules + 1, sizeof(*making.hosts)),
		.slots = room(memory, slots, sizeof(*making.slots)),
		.mask = (uint32_t)(slots - 1),
	};
	struct sorting *sorting;
	struct arena scratch;

	arena_init(&scratch, MEMORY_MAX);
	sorting = room(&scratch, rules, sizeof(*sorting));
	if (making.candidates == NULL || making.names == NULL ||
	    making.hosts == NULL || making.slots == NULL || sorting == NULL) {
		arena_release(&scratch);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	sort(&making, sorting);
	arena_release(&scratch);
	add_hosts(&making);
	*ret_index = (struct match_index){ making.candidates, making.names,
		making.hosts, making.slots, making.host_count, making.mask, making.labels };
	return OK;
}
