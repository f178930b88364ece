/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue_yaml.h"

#include "core/calendar.h"
#include "core/outfile.h"

#include "tests/unit/yaml_catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char whole[] =
    "schema: 1\nversion: 2026.11\ncategory: text-assistant\nservices:\n"
    "  - id: alba\n    name: Alba\n    former_names: [Aube, Alb]\n"
    "    vendor: Alba SAS\n    vendor_country: NO\n    hosting: [NO, EU]\n"
    "    uses: [network]\n    flags: [health, minors]\n"
    "    account_required: no\n    common: yes\n    match:\n"
    "      - {host: Alba.AI., role: primary}\n"
    "      - {host: été.fr, role: primary}\n"
    "      - {host: alba.ai, path: /chat/, role: info, exact: yes,"
    " from: 2023-01-01, until: 2024-05-13}\n"
    "      - {host: alba.ai, path: /, query: udm=50, role: api}\n"
    "    risks:\n      c_trains: {answer: yes, source: https://a.ai/p,"
    " via: archive, verified: 2026-11-24}\n"
    "    dpa: {answer: no, source: https://a.ai/d, verified: 2026-11-23}\n"
    "    alternatives: [beryl]\n    note: {fr: Bonjour, en: Hello}\n"
    "    source: https://a.ai\n    last_checked: 2026-11-25\n";

static void
every_key_of_a_service_is_read(void **state)
{
	struct catalogue *catalogue = good_catalogue(whole);
	const struct service *s = &catalogue->services[0];
	const struct risk_answer *trains = &service_answers(s)->risks[RISK_C_TRAINS];

	(void)state;
	check_str(catalogue->version, "2026.11", "version");
	check_str(s->name, "Alba", "name");
	assert_int_equal(s->former_names.count, 2);
	check_str(s->vendor_country, "NO", "Norway is no answer");
	check_str(s->hosting.at[1], "EU", "hosting");
	assert_int_equal(s->category, CATEGORY_TEXT_ASSISTANT);
	check_str(s->uses.at[0], "network", "uses");
	assert_int_equal(s->flags, FLAG_HEALTH | FLAG_MINORS);
	assert_int_equal(s->account_required, ANSWER_NO);
	assert_true(s->common);
	assert_int_equal(trains->answer, ANSWER_YES);
	check_str(trains->source.url, "https://a.ai/p", "source");
	check_str(trains->source.via, "archive", "via");
	assert_string_equal(calendar_text(trains->source.verified).text,
	    "2026-11-24");
	assert_int_equal(service_answers(s)->dpa.answer, ANSWER_NO);
	check_str(s->alternatives.at[0], "beryl", "alternatives");
	check_str(s->note[LANGUAGE_EN], "Hello", "note");
	assert_string_equal(calendar_text(s->last_checked).text, "2026-11-25");
	catalogue_free(catalogue);
}

static void
rules_are_canonical_and_speak_to_dns_by_default(void **state)
{
	struct catalogue *catalogue = good_catalogue(whole);
	struct rule rules[4];

	(void)state;
	assert_int_equal(catalogue->rule_count, COUNT(rules));
	for (uint32_t i = 0; i < COUNT(rules); i++)
		rules[i] = catalogue_rule(catalogue, i);
	check_str(rules[0].host, "alba.ai", "host");
	assert_int_equal(rules[0].dns, DNS_STRONG);
	assert_false(rules[0].exact);
	check_str(rules[1].host, "xn--t-9fab.fr", "IDN");
	check_str(rules[2].path, "/chat", "final slash");
	assert_int_equal(rules[2].dns, DNS_NONE);
	assert_true(rules[2].exact);
	assert_string_equal(calendar_text(rules[2].until).text, "2024-05-13");
	check_str(rules[3].path, "", "the whole site");
	check_str(rules[3].query_key, "udm", "key");
	check_str(rules[3].query_value, "50", "value");
	assert_int_equal(rules[3].dns, DNS_NONE);
	catalogue_free(catalogue);
}

struct fault_row {
	const char *label;
	const char *rule;
	const char *says;
};

static const struct fault_row host_rows[] = {
	{ "a word", "host: chat", "keyword" },
	{ "a star", "host: '*.ai'", "keyword" },
	{ "an address", "host: 'https://a.ai'", "invalid host" },
	{ "a path in a host", "host: a.ai/chat", "invalid host" },
	{ "a number", "host: 192.0.2.1", "invalid host" },
	{ "an empty label", "host: a..ai", "invalid host" },
	{ "an underscore", "host: a_b.ai", "invalid host" },
	{ "no slash", "host: a.ai, path: chat", "invalid path" },
	{ "a query in a path", "host: a.ai, path: '/a?b'", "invalid path" },
	{ "a dot segment", "host: a.ai, path: /a/../b", "invalid path" },
	{ "a star in a word", "host: a.ai, path: /a*b", "invalid path" },
	{ "a star before a segment", "host: a.ai, path: '/a*/b'",
	    "invalid path" },
	{ "two parameters", "host: a.ai, query: a=1&b=2",
	    "invalid parameter" },
	{ "no key", "host: a.ai, query: '=1'", "invalid parameter" },
	{ "no value", "host: a.ai, query: 'a='", "invalid parameter" },
	{ "dns of a path", "host: a.ai, path: /a, dns: strong",
	    "nothing to DNS" },
	{ "no such day", "host: a.ai, from: 2023-02-29", "date" },
};

static void
a_rule_that_could_not_match_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(host_rows); i++) {
		struct problems problems = { .count = 0 };
		char text[512];
		size_t at = 0;

		(void)snprintf(text, sizeof(text),
		    HEAD "  - {id: a, name: A, source: none, match:"
		         " [{role: primary, %s}]}\n",
		    host_rows[i].rule);
		catalogue_free(catalogue_from(text, NULL, &problems));
		check_number(problems.errors, 1, host_rows[i].label);
		if (!str_find(problems.at[0].text, str_of(host_rows[i].says),
		        &at))
			fail_msg("%s: %s", host_rows[i].label,
			    problems.at[0].text.at);
		problems_release(&problems);
	}
}

static const struct fault_row service_rows[] = {
	{ "capitals in an id", "id: Alba, name: A, source: none",
	    "lower-case" },
	{ "a final hyphen", "id: a-, name: A, source: none", "lower-case" },
	{ "no source", "id: a, name: A", "source is missing" },
	{ "a source that is no page", "id: a, name: A, source: a.ai",
	    "https://" },
	{ "a country by name",
	    "id: a, name: A, source: none, vendor_country: France",
	    "country code" },
	{ "a country in small letters",
	    "id: a, name: A, source: none, hosting: [fr]", "country code" },
	{ "an unknown risk",
	    "id: a, name: A, source: none, risks: {c_train: {answer: no}}",
	    "did you mean c_trains" },
	{ "an unknown answer",
	    "id: a, name: A, source: none, dpa: {answer: maybe}", "maybe" },
	{ "an unknown flag",
	    "id: a, name: A, source: none, flags: [helth]",
	    "did you mean health" },
	{ "a note in one language",
	    "id: a, name: A, source: none, note: {fr: X}", "en is missing" },
};

static void
a_service_that_says_too_little_or_too_much_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(service_rows); i++) {
		struct problems problems = { .count = 0 };
		char text[512];
		size_t at = 0;

		(void)snprintf(text, sizeof(text),
		    HEAD "  - {%s, match: [{host: a.ai, role: primary}]}\n",
		    service_rows[i].rule);
		catalogue_free(catalogue_from(text, NULL, &problems));
		check_number(problems.errors, 1, service_rows[i].label);
		if (!str_find(problems.at[0].text,
		        str_of(service_rows[i].says), &at))
			fail_msg("%s: %s", service_rows[i].label,
			    problems.at[0].text.at);
		problems_release(&problems);
	}
}

/* A folder of its own with these two files. */
struct folder {
	char path[64];
	char a[96], b[96];
};

static struct folder
folder_of(const char *a, const char *b)
{
	struct folder folder = { .path = "/tmp/test_catalogue_XXXXXX" };
	struct err err;

	assert_non_null(mkdtemp(folder.path));
	(void)snprintf(folder.a, sizeof(folder.a), "%s/a.yaml", folder.path);
	(void)snprintf(folder.b, sizeof(folder.b), "%s/b.yaml", folder.path);
	check_ok(outfile_publish(folder.a, OUTFILE_OWNER, str_of(a), &err),
	    &err);
	check_ok(outfile_publish(folder.b, OUTFILE_OWNER, str_of(b), &err),
	    &err);
	return folder;
}

static void
remove_folder(const struct folder *folder)
{
	(void)unlink(folder->a);
	(void)unlink(folder->b);
	(void)rmdir(folder->path);
}

#define ONE(id) \
	"services:\n  - {id: " id ", name: " id ", source: none," \
	" match: [{host: " id ".ai, role: primary}]}\n"

static void
a_folder_is_one_catalogue_sorted_by_id(void **state)
{
	struct folder folder = folder_of(
	    "schema: 1\nversion: 2026.11\ncategory: image\n" ONE("beryl"),
	    "schema: 1\ncategory: video\n" ONE("alba"));
	struct catalogue *catalogue = NULL;
	struct err err;

	(void)state;
	check_ok(catalogue_yaml_load(folder.path, NULL, &catalogue, &err),
	    &err);
	assert_int_equal(catalogue->service_count, 2);
	check_str(catalogue->services[0].id, "alba", "first");
	assert_int_equal(catalogue->services[0].category, CATEGORY_VIDEO);
	assert_int_equal(catalogue->rules[0].service, 0);
	assert_int_equal(catalogue_find(catalogue, STR("beryl")), 1);
	assert_int_equal(catalogue_find(catalogue, STR("b")), -1);
	catalogue_free(catalogue);
	remove_folder(&folder);
}

static void
one_id_in_two_files_is_refused_with_both_places(void **state)
{
	struct folder folder = folder_of(
	    "schema: 1\nversion: 2026.11\ncategory: image\n" ONE("alba"),
	    "schema: 1\ncategory: video\n" ONE("alba"));
	struct catalogue *catalogue = NULL;
	struct err err;
	size_t at;

	(void)state;
	assert_int_equal(catalogue_yaml_load(folder.path, NULL, &catalogue,
	                     &err),
	    E_INVALID);
	assert_null(catalogue);
	assert_true(str_find(str_of(err.text), STR("b.yaml:4:5: "), &at));
	assert_true(str_find(str_of(err.text), STR("a.yaml, line 5"), &at));
	remove_folder(&folder);
}

static void
a_base_gives_what_the_files_do_not(void **state)
{
	struct catalogue *base = good_catalogue(
	    "schema: 1\nversion: 1\ncategory: image\n" ONE("alba"));
	struct folder folder = folder_of(
	    "schema: 1\nversion: 2\ncategory: video\n" ONE("beryl"),
	    "schema: 1\ncategory: video\n" ONE("corail"));
	struct catalogue *catalogue = NULL;
	struct err err;

	(void)state;
	check_ok(catalogue_yaml_load(folder.path, base, &catalogue, &err),
	    &err);
	assert_int_equal(catalogue->service_count, 3);
	assert_int_equal(catalogue->services[0].category, CATEGORY_IMAGE);
	check_str(catalogue_rule(catalogue, 2).host, "corail.ai", "rules follow");
	assert_int_equal(catalogue->rules[2].service, 2);
	catalogue_free(catalogue);
	catalogue_free(base);
	remove_folder(&folder);
}

static void
a_files_service_replaces_the_bases(void **state)
{
	struct catalogue *base = good_catalogue(
	    "schema: 1\nversion: 1\ncategory: image\n" ONE("alba"));
	struct folder folder = folder_of(
	    "schema: 1\nversion: 2\ncategory: video\n" ONE("alba"),
	    "schema: 1\n");
	struct catalogue *catalogue = NULL;
	struct err err;

	(void)state;
	check_ok(catalogue_yaml_load(folder.path, base, &catalogue, &err),
	    &err);
	assert_int_equal(catalogue->service_count, 1);
	assert_int_equal(catalogue->services[0].category, CATEGORY_VIDEO);
	catalogue_free(catalogue);
	catalogue_free(base);
	remove_folder(&folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_of_a_service_is_read),
		cmocka_unit_test(
		    rules_are_canonical_and_speak_to_dns_by_default),
		cmocka_unit_test(a_rule_that_could_not_match_is_refused),
		cmocka_unit_test(
		    a_service_that_says_too_little_or_too_much_is_refused),
		cmocka_unit_test(a_folder_is_one_catalogue_sorted_by_id),
		cmocka_unit_test(
		    one_id_in_two_files_is_refused_with_both_places),
		cmocka_unit_test(a_base_gives_what_the_files_do_not),
		cmocka_unit_test(a_files_service_replaces_the_bases),
	};

	messages_speak(LANGUAGE_EN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
