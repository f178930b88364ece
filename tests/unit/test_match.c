/* SPDX-License-Identifier: Apache-2.0 */
#include "core/match.h"

#include "core/calendar.h"

#include "tests/unit/yaml_catalogue.h"

#include <stdio.h>

static const char text[] = HEAD
    "  - {id: alba, name: A, source: none, match: [\n"
    "      {host: alba.ai, role: primary},\n"
    "      {host: help.alba.ai, role: info},\n"
    "      {host: api.alba.ai, role: api},\n"
    "      {host: t.alba.ai, role: telemetry},\n"
    "      {host: weak.alba.ai, role: primary, dns: weak},\n"
    "      {host: silent.alba.ai, role: primary, dns: none},\n"
    "      {host: alba.ai, path: /share, role: info},\n"
    "      {host: alba.ai, path: /share/mine, role: primary},\n"
    "      {host: only.alba.net, exact: yes, role: primary},\n"
    "      {host: alba.net, role: info}]}\n"
    "  - {id: beryl, name: B, source: none, match: [\n"
    "      {host: big.example, role: shared, dns: weak},\n"
    "      {host: big.example, path: /chat, role: primary},\n"
    "      {host: big.example, path: \"/open*\", role: primary},\n"
    "      {host: big.example, path: \"/*/lab\", role: primary},\n"
    "      {host: big.example, path: /search, query: udm=50,"
    " role: primary},\n"
    "      {host: big.example, query: ia=a b, role: primary},\n"
    "      {host: big.example, query: bot, role: api}]}\n"
    "  - {id: corail, name: C, source: none, match: [\n"
    "      {host: old.example, role: primary, until: 2024-05-13}]}\n"
    "  - {id: dryade, name: D, source: none, match: [\n"
    "      {host: old.example, role: primary, from: 2024-05-14},\n"
    "      {host: both.example, path: /x, role: primary}]}\n"
    "  - {id: ecume, name: E, source: none, match: [\n"
    "      {host: both.example, path: /x, role: primary},\n"
    "      {host: both.example, role: primary}]}\n";

struct row {
	const char *label;
	const char *input; /* host, or host/path?query */
	const char *service;
	enum verdict verdict;
};

static const struct row contacts[] = {
	{ "the host", "alba.ai", "alba", VERDICT_USE },
	{ "under it", "a.b.alba.ai", "alba", VERDICT_USE },
	{ "letters are no label", "notalba.ai", NULL, VERDICT_NONE },
	{ "a label that goes on", "alba.ai.example.org", NULL, VERDICT_NONE },
	{ "the ending alone", "ai", NULL, VERDICT_NONE },
	{ "the longest wins", "help.alba.ai", "alba", VERDICT_NONE },
	{ "under the longest", "x.help.alba.ai", "alba", VERDICT_NONE },
	{ "software", "api.alba.ai", "alba", VERDICT_APPLICATION },
	{ "telemetry", "t.alba.ai", "alba", VERDICT_NONE },
	{ "possible", "weak.alba.ai", "alba", VERDICT_POSSIBLE },
	{ "dns none", "silent.alba.ai", "alba", VERDICT_NONE },
	{ "exact", "only.alba.net", "alba", VERDICT_USE },
	{ "under exact", "x.only.alba.net", "alba", VERDICT_NONE },
	{ "shared and weak", "big.example", "beryl", VERDICT_POSSIBLE },
	{ "a path row is no host", "both.example", "ecume", VERDICT_USE },
	{ "empty", "", NULL, VERDICT_NONE },
};

static const struct row visits[] = {
	{ "the root", "alba.ai", "alba", VERDICT_USE },
	{ "any path", "alba.ai/c/1", "alba", VERDICT_USE },
	{ "a shared answer", "alba.ai/share/1", "alba", VERDICT_READING },
	{ "the path itself", "alba.ai/share", "alba", VERDICT_READING },
	{ "no segment boundary", "alba.ai/shared", "alba", VERDICT_USE },
	{ "the longest path wins", "alba.ai/share/mine/1", "alba",
	    VERDICT_USE },
	{ "case of paths", "alba.ai/Share", "alba", VERDICT_USE },
	{ "documentation", "help.alba.ai/a", "alba", VERDICT_READING },
	{ "shared alone", "big.example/", "beryl", VERDICT_NONE },
	{ "by path", "big.example/chat/1", "beryl", VERDICT_USE },
	{ "with a dot segment", "big.example/chat/../a", "beryl",
	    VERDICT_NONE },
	{ "with a dot segment before", "big.example/a/../chat", "beryl",
	    VERDICT_NONE },
	{ "with a hidden dot segment", "big.example/chat/%2E./a", "beryl",
	    VERDICT_NONE },
	{ "a name that begins with a dot", "big.example/chat/.well", "beryl",
	    VERDICT_USE },
	{ "open", "big.example/opening/1", "beryl", VERDICT_USE },
	{ "open, not longer", "big.example/open", "beryl", VERDICT_USE },
	{ "any segment", "big.example/fr/lab", "beryl", VERDICT_USE },
	{ "any segment, not none", "big.example//lab", "beryl",
	    VERDICT_NONE },
	{ "any segment, not two", "big.example/a/b/lab", "beryl",
	    VERDICT_NONE },
	{ "by query", "big.example/search?q=1&udm=50", "beryl",
	    VERDICT_USE },
	{ "another value", "big.example/search?udm=5", "beryl",
	    VERDICT_NONE },
	{ "a longer value", "big.example/search?udm=500", "beryl",
	    VERDICT_NONE },
	{ "query elsewhere", "big.example/maps?udm=50", "beryl",
	    VERDICT_NONE },
	{ "a value with a plus", "big.example/?ia=a+b", "beryl",
	    VERDICT_USE },
	{ "a value in percents", "big.example/?x&ia=%61%20b#", "beryl",
	    VERDICT_NONE },
	{ "a key in percents", "big.example/?%69a=a%20b", "beryl",
	    VERDICT_USE },
	{ "a stray percent", "big.example/?ia=a%2&%", "beryl",
	    VERDICT_NONE },
	{ "a key alone", "big.example/?bot", "beryl", VERDICT_APPLICATION },
	{ "a key with a value", "big.example/?bot=1", "beryl",
	    VERDICT_APPLICATION },
	{ "a key that is part of another", "big.example/?robot=1", "beryl",
	    VERDICT_NONE },
	{ "a tie", "both.example/x", NULL, VERDICT_NONE },
	{ "beside a tie", "both.example/y", "ecume", VERDICT_USE },
};

static struct match_result
visit(const struct match *match, const char *input, int32_t day)
{
	struct str rest = str_of(input), path, query = STR("");
	size_t slash = 0;

	while (slash < rest.len && rest.at[slash] != '/')
		slash++;
	path = str_skip(rest, slash);
	(void)str_cut(path, STR("?"), &path, &query);
	return match_visit(match, str_head(rest, slash), path, query, day);
}

static void
check_result(const struct catalogue *catalogue, const struct row *row,
    struct match_result result)
{
	const char *found = result.service == MATCH_NO_SERVICE
	    ? "-"
	    : catalogue->services[result.service].id.at;

	check_str(str_of(found), row->service == NULL ? "-" : row->service,
	    row->label);
	check_number(result.verdict, row->verdict, row->label);
	assert_int_equal(result.rule >= 0, result.service >= 0);
}

static void
check_all(const struct catalogue *catalogue)
{
	struct match *match = NULL;
	struct err err;

	check_ok(match_new(catalogue, &match, &err), &err);
	for (size_t i = 0; i < COUNT(contacts); i++)
		check_result(catalogue, &contacts[i], match_contact(match,
		    str_of(contacts[i].input), CALENDAR_NO_DAY));
	for (size_t i = 0; i < COUNT(visits); i++)
		check_result(catalogue, &visits[i],
		    visit(match, visits[i].input, CALENDAR_NO_DAY));
	match_free(match);
}

static void
hosts_and_addresses_are_what_the_rules_say(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);

	(void)state;
	check_all(catalogue);
	catalogue_free(catalogue);
}

/* The same rules, each service's the other way round. */
static void
the_order_of_rules_decides_nothing(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct catalogue turned = *catalogue;
	struct rule_row rules[64];
	uint32_t n = 0;

	(void)state;
	assert_true(catalogue->rule_count <= COUNT(rules));
	for (uint32_t i = 0; i < catalogue->service_count; i++) {
		const struct service *service = &catalogue->services[i];

		for (uint32_t j = service->rule_count; j-- > 0;)
			rules[n++] = catalogue->rules[service->first_rule + j];
	}
	turned.rules = rules;
	check_all(&turned);
	catalogue_free(catalogue);
}

static void
a_renamed_host_belongs_to_whom_it_belonged_that_day(void **state)
{
	static const struct {
		const char *day;
		const char *service;
	} rows[] = {
		{ "2024-05-12", "corail" },
		{ "2024-05-13", "corail" },
		{ "2024-05-14", "dryade" },
		{ "2026-11-25", "dryade" },
	};
	struct catalogue *catalogue = good_catalogue(text);
	struct match *match = NULL;
	struct err err;

	(void)state;
	check_ok(match_new(catalogue, &match, &err), &err);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct match_result result;
		int32_t day = 0;

		assert_true(calendar_parse(str_of(rows[i].day), &day));
		result = visit(match, "old.example/", day);
		check_str(catalogue->services[result.service].id,
		    rows[i].service, rows[i].day);
	}
	match_free(match);
	catalogue_free(catalogue);
}

struct walk {
	struct str before;
	uint32_t count;
};

static void
on_host(void *cookie, struct str host)
{
	struct walk *walk = cookie;

	assert_true(str_compare(walk->before, host) < 0);
	walk->before = host;
	walk->count++;
}

static void
hosts_are_told_once_each_and_sorted(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct walk walk = { STR(""), 0 };
	struct match *match = NULL;
	struct err err;

	(void)state;
	check_ok(match_new(catalogue, &match, &err), &err);
	match_hosts(match, on_host, &walk);
	assert_int_equal(walk.count, 11);
	match_free(match);
	catalogue_free(catalogue);
}

static void
an_empty_catalogue_matches_nothing(void **state)
{
	static const struct catalogue empty = { .version = { "1", 1 } };
	struct match *match = NULL;
	struct err err;

	(void)state;
	check_ok(match_new(&empty, &match, &err), &err);
	assert_int_equal(match_contact(match, STR("a.b"), 0).service,
	    MATCH_NO_SERVICE);
	match_free(match);
	match_free(NULL);
}

struct path_row {
	const char *a, *b;
	bool meet;
};

static void
paths_meet_when_one_address_can_be_in_both(void **state)
{
	static const struct path_row rows[] = {
		{ "/a", "/a", true },
		{ "/a", "/a/b", true },
		{ "/a", "/b", false },
		{ "/*/b", "/a/*", true },
		{ "/*/b", "/a/c", false },
		{ "/ab*", "/a*", true },
		{ "/ab*", "/ac*", false },
		{ "/ab*", "/abc", true },
		{ "", "/a", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_number(match_paths_meet(str_of(rows[i].a),
		    str_of(rows[i].b)), rows[i].meet, rows[i].a);
		check_number(match_paths_meet(str_of(rows[i].b),
		    str_of(rows[i].a)), rows[i].meet, rows[i].b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_and_addresses_are_what_the_rules_say),
		cmocka_unit_test(the_order_of_rules_decides_nothing),
		cmocka_unit_test(
		    a_renamed_host_belongs_to_whom_it_belonged_that_day),
		cmocka_unit_test(hosts_are_told_once_each_and_sorted),
		cmocka_unit_test(an_empty_catalogue_matches_nothing),
		cmocka_unit_test(paths_meet_when_one_address_can_be_in_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
