/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/explain.h"

#include "tests/unit/yaml_catalogue.h"

static const char text[] = HEAD
    "  - {id: alba, name: Alba, source: none, match: [\n"
    "      {host: alba.ai, role: primary},\n"
    "      {host: api.alba.ai, role: api},\n"
    "      {host: alba.ai, path: /share, role: info},\n"
    "      {host: big.example, path: /s, query: udm=50,"
    " role: primary}]}\n";

struct row {
	const char *label;
	const char *input;
	const char *says;
};

#define JSON(service, rule, role, as, verdict, counts) \
	"{\n  \"service\": " service ",\n  \"rule\": " rule \
	",\n  \"role\": " role ",\n  \"judged_as\": \"" as \
	"\",\n  \"verdict\": \"" verdict "\",\n  \"counts\": " counts "\n}\n"

static const struct row rows[] = {
	{ "a host", "Alba.ai.", JSON("\"alba\"", "\"alba.ai\"",
	    "\"primary\"", "contact", "use", "true") },
	{ "software", "api.alba.ai", JSON("\"alba\"", "\"api.alba.ai\"",
	    "\"api\"", "contact", "application", "false") },
	{ "an address", "https://alba.ai/share/1",
	    JSON("\"alba\"", "\"alba.ai/share\"", "\"info\"", "visit",
	        "reading", "false") },
	{ "without a scheme", "big.example/s?a=1&udm=50",
	    JSON("\"alba\"", "\"big.example/s?udm=50\"", "\"primary\"",
	        "visit", "use", "true") },
	{ "unknown", "notalba.ai",
	    JSON("null", "null", "null", "contact", "none", "false") },
	{ "a host with a path row only", "big.example",
	    JSON("null", "null", "null", "contact", "none", "false") },
};

static void
what_a_host_or_an_address_is_can_be_told(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct match *match = NULL;
	struct err err;

	(void)state;
	check_ok(match_new(catalogue, &match, &err), &err);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct explanation explanation;
		struct buf out;

		buf_init(&out, 4096);
		if (!explain(match, str_of(rows[i].input), &explanation))
			fail_msg("%s: nothing", rows[i].label);
		explain_json(&out, &explanation);
		check_str(buf_view(&out), rows[i].says, rows[i].label);
		buf_reset(&out);
		explain_text(&out, LANGUAGE_EN, 80, &explanation);
		assert_true(buf_view(&out).len > 0);
		buf_release(&out);
	}
	match_free(match);
	catalogue_free(catalogue);
}

/* The sentences of an answer in lines of 60 columns. */
static const struct row sentences[] = {
	{ "a rule", "https://alba.ai/share/1",
	    "Page opened: Alba (alba).\n"
	    "Rule: alba.ai/share, role info (documentation, prices,\n"
	    "  shares).\n"
	    "Verdict: reading, does not count as use.\n" },
	{ "a host that wants a path", "www.big.example",
	    "No rule of the catalogue applies: unknown, does not count.\n"
	    "On this host only a path or a parameter counts, which DNS\n"
	    "  does not show: big.example/s?udm=50, for alba.\n" },
	{ "another path", "https://big.example/s?udm=5",
	    "No rule of the catalogue applies: unknown, does not count.\n"
	    "On this host it is another path or another parameter that\n"
	    "  counts: big.example/s?udm=50, for alba.\n" },
	{ "a host of everything", "js.stripe.com",
	    "No rule of the catalogue applies: unknown, does not count.\n"
	    "This host serves many things other than AI: it never counts\n"
	    "  whole.\n" },
	{ "a host that nobody knows", "notalba.ai",
	    "No rule of the catalogue applies: unknown, does not count.\n" },
};

static void
the_reason_is_told_even_when_there_is_no_rule(void **state)
{
	struct catalogue *catalogue = good_catalogue(text);
	struct match *match = NULL;
	struct err err;

	(void)state;
	check_ok(match_new(catalogue, &match, &err), &err);
	for (size_t i = 0; i < COUNT(sentences); i++) {
		struct explanation explanation;
		struct buf out;

		buf_init(&out, 4096);
		assert_true(explain(match, str_of(sentences[i].input),
		    &explanation));
		explain_text(&out, LANGUAGE_EN, 60, &explanation);
		check_str(buf_view(&out), sentences[i].says,
		    sentences[i].label);
		buf_release(&out);
	}
	match_free(match);
	catalogue_free(catalogue);
}

static void
what_is_neither_is_refused(void **state)
{
	static const char *const inputs[] = { "", "chat", "a b.ai",
		"ftp://alba.ai/", "https://", "alba..ai" };
	struct catalogue *catalogue = good_catalogue(text);
	struct match *match = NULL;
	struct err err;

	(void)state;
	check_ok(match_new(catalogue, &match, &err), &err);
	for (size_t i = 0; i < COUNT(inputs); i++) {
		struct explanation explanation;

		if (explain(match, str_of(inputs[i]), &explanation))
			fail_msg("\"%s\" is explained", inputs[i]);
	}
	match_free(match);
	catalogue_free(catalogue);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_host_or_an_address_is_can_be_told),
		cmocka_unit_test(
		    the_reason_is_told_even_when_there_is_no_rule),
		cmocka_unit_test(what_is_neither_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
