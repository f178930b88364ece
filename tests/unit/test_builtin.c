/* SPDX-License-Identifier: Apache-2.0 */
#include "core/calendar.h"
#include "core/catalogue.h"
#include "core/domain.h"
#include "core/match.h"
#include "core/match_index.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX 512

static struct match *
builtin_match(void)
{
	struct match *match = NULL;
	struct err err;

	check_ok(match_new(catalogue_builtin(), &match, &err), &err);
	return match;
}

/* An address that the rule itself describes: stars become a letter. */
static void
path_of(const struct rule *rule, char out[TEXT_MAX])
{
	size_t n = 0;

	for (; n < rule->path.len && n + 1 < TEXT_MAX; n++)
		out[n] = rule->path.at[n] == '*' ? 'a' : rule->path.at[n];
	out[n] = '\0';
}

static void
query_of(const struct rule *rule, char out[TEXT_MAX])
{
	(void)snprintf(out, TEXT_MAX, "a=1&%s%s%s", rule->query_key.at,
	    rule->query_value.len > 0 ? "=" : "", rule->query_value.at);
}

/* A day on which the rule is in force. */
static int32_t
day_of(const struct rule *rule)
{
	if (rule->from != CALENDAR_NO_DAY)
		return rule->from;
	return rule->until;
}

static void
every_rule_matches_the_address_that_it_describes(void **state)
{
	const struct catalogue *catalogue = catalogue_builtin();
	struct match *match = builtin_match();

	(void)state;
	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct rule rule = catalogue_rule(catalogue, i);
		char path[TEXT_MAX], query[TEXT_MAX];
		struct match_result result;

		path_of(&rule, path);
		query_of(&rule, query);
		result = match_visit(match, rule.host, str_of(path),
		    str_of(query), day_of(&rule));
		check_number(result.service, rule.service, rule.host.at);
		if (rule.query_key.len > 0 || rule.path.len > 0)
			continue;
		result = match_contact(match, rule.host, day_of(&rule));
		check_number(result.service, rule.service, rule.host.at);
	}
	match_free(match);
}

static void
no_rule_reaches_over_a_label(void **state)
{
	const struct catalogue *catalogue = catalogue_builtin();
	struct match *match = builtin_match();

	(void)state;
	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct rule rule = catalogue_rule(catalogue, i);
		char host[DOMAIN_MAX + 4];
		struct match_result result;

		(void)snprintf(host, sizeof(host), "zq%s", rule.host.at);
		result = match_contact(match, str_of(host), CALENDAR_NO_DAY);
		if (result.rule >= 0)
			assert_true(catalogue_rule(catalogue,
			    (uint32_t)result.rule).host.len < rule.host.len);
	}
	match_free(match);
}

static void
services_are_sorted_and_own_their_rules(void **state)
{
	const struct catalogue *catalogue = catalogue_builtin();
	uint32_t rules = 0;

	(void)state;
	assert_true(catalogue->service_count > 0);
	for (uint32_t i = 0; i < catalogue->service_count; i++) {
		const struct service *service = &catalogue->services[i];

		if (i > 0)
			assert_true(str_compare(service[-1].id, service->id) < 0);
		assert_int_equal(catalogue_find(catalogue, service->id), i);
		assert_int_equal(service->first_rule, rules);
		for (uint32_t j = 0; j < service->rule_count; j++)
			assert_int_equal(catalogue->rules[rules + j].service, i);
		rules += service->rule_count;
	}
	assert_int_equal(rules, catalogue->rule_count);
	assert_int_equal(catalogue_find(catalogue, STR("no-such-service")), -1);
}

/* catalogue_gen wrote down what this program would make itself. */
static void
the_index_made_at_build_is_the_one_of_its_rules(void **state)
{
	const struct catalogue *catalogue = catalogue_builtin();
	const struct match_index *built = catalogue->index;
	struct match_index own;
	struct arena memory;
	struct err err;

	(void)state;
	assert_non_null(built);
	arena_init(&memory, (size_t)64 << 20);
	check_ok(match_index_build(catalogue, &memory, &own, &err), &err);
	assert_int_equal(built->host_count, own.host_count);
	assert_int_equal(built->labels, own.labels);
	assert_int_equal(built->mask, own.mask);
	assert_memory_equal(built->hosts, own.hosts,
	    (own.host_count + 1) * sizeof(*own.hosts));
	assert_memory_equal(built->names, own.names,
	    own.hosts[own.host_count].name);
	assert_memory_equal(built->slots, own.slots,
	    ((size_t)own.mask + 1) * sizeof(*own.slots));
	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		const struct match_candidate *a = &built->candidates[i];
		const struct match_candidate *b = &own.candidates[i];

		assert_true(a->rank == b->rank && a->rule == b->rule &&
		    a->whole == b->whole && a->exact == b->exact);
	}
	arena_release(&memory);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_matches_the_address_that_it_describes),
		cmocka_unit_test(no_rule_reaches_over_a_label),
		cmocka_unit_test(services_are_sorted_and_own_their_rules),
		cmocka_unit_test(the_index_made_at_build_is_the_one_of_its_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
