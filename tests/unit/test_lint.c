/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lint.h"
#include "core/lint_catalogue.h"

#include "core/calendar.h"
#include "core/hostlists.h"

#include "tests/unit/yaml_catalogue.h"

#include <stdio.h>

/* One service a line; the first stands on line 4. */
#define SERVICE(id, name, more) \
	"  - {id: " id ", name: " name ", source: none" more "}\n"
#define RULE(id, rule) SERVICE(id, id, ", match: [" rule "]")
#define GOOD RULE("alba", "{host: alba.ai, role: primary}")

struct lint_row {
	const char *label;
	const char *text;
	uint32_t line, column;
	const char *says;
};

static const struct lint_row rows[] = {
	{ "one host, two services", HEAD GOOD
	    RULE("beryl", "{host: ALBA.ai., role: info}"), 5, 52,
	    "is alba's too (f.yaml, line 4)" },
	{ "one path, two services",
	    HEAD RULE("alba", "{host: x.ai, path: /a, role: primary}")
	        RULE("beryl", "{host: x.ai, path: /a/, role: primary}"),
	    5, 52, "alba" },
	{ "stars that meet",
	    HEAD RULE("alba", "{host: x.ai, path: /*/b, role: primary}")
	        RULE("beryl", "{host: x.ai, path: /a/*, role: primary}"),
	    5, 52, "alba" },
	{ "two queries that can be in one address",
	    HEAD RULE("alba", "{host: x.ai, query: a=1, role: primary}")
	        RULE("beryl", "{host: x.ai, query: b=1, role: primary}"),
	    5, 52, "alba" },
	{ "the same rule twice",
	    HEAD RULE("alba", "{host: x.ai, role: primary},"
	                      " {host: x.ai, role: info}"),
	    4, 79, "unreachable" },
	{ "ends before it begins",
	    HEAD RULE("alba", "{host: x.ai, role: primary,"
	                      " from: 2025-01-02, until: 2025-01-01}"),
	    4, 50, "until is before from" },
	{ "a public suffix", HEAD RULE("alba", "{host: gouv.fr, role: info}"),
	    4, 50, "public suffix" },
	{ "a platform's suffix",
	    HEAD RULE("alba", "{host: github.io, role: primary}"), 4, 50,
	    "public suffix" },
	{ "never counted",
	    HEAD RULE("alba", "{host: google.com, role: primary}"), 4, 50,
	    "never counts whole" },
	{ "never counted, with www",
	    HEAD RULE("alba", "{host: www.bing.com, role: api}"), 4, 50,
	    "never counts whole" },
	{ "under what never counts",
	    HEAD RULE("alba", "{host: x.auth0.com, role: api}"), 4, 50,
	    "never counts whole" },
	{ "shared without a path",
	    HEAD RULE("alba", "{host: x.ai, role: shared}"), 4, 50,
	    "shared" },
	{ "shared and strong",
	    HEAD RULE("alba", "{host: x.ai, role: shared, dns: strong},"
	                      " {host: x.ai, path: /a, role: primary}"),
	    4, 50, "no proof by DNS" },
	{ "documentation by DNS",
	    HEAD RULE("alba", "{host: x.ai, role: info, dns: weak}"), 4, 50,
	    "role info" },
	{ "names that look alike",
	    HEAD SERVICE("alba", "Le Chat",
	        ", match: [{host: alba.ai, role: primary}]")
	        SERVICE("beryl", "LE-CHAT",
	            ", match: [{host: b.ai, role: primary}]"),
	    5, 5, "looks like alba (f.yaml, line 4)" },
	{ "not sorted",
	    HEAD RULE("beryl", "{host: b.ai, role: primary}") GOOD, 5, 5,
	    "alba goes before beryl" },
	{ "an alternative that is none",
	    HEAD SERVICE("alba", "A", ", alternatives: [berul],"
	                              " match: [{host: a.ai, role: api}]")
	        RULE("beryl", "{host: b.ai, role: api}"),
	    4, 54, "did you mean beryl" },
	{ "its own alternative",
	    HEAD SERVICE("alba", "A", ", alternatives: [alba],"
	                              " match: [{host: a.ai, role: api}]"),
	    4, 54, "no alternative to itself" },
	{ "an answer without a source",
	    HEAD SERVICE("alba", "A", ", risks: {c_trains: {answer: no}},"
	                              " match: [{host: a.ai, role: api}]"),
	    4, 66, "c_trains: answer without a source" },
	{ "a source without its date",
	    HEAD SERVICE("alba", "A", ", dpa: {answer: yes,"
	                              " source: https://a.ai/dpa},"
	                              " match: [{host: a.ai, role: api}]"),
	    4, 66, "dpa: page without the date" },
	{ "checked tomorrow",
	    HEAD SERVICE("alba", "A", ", last_checked: 2026-11-26,"
	                              " match: [{host: a.ai, role: api}]"),
	    4, 53, "last_checked: 2026-11-26 is in the future" },
};

static int32_t
today(void)
{
	return calendar_day((struct civil){ 2026, 11, 25 });
}

/* The day of the catalogue's version. */
static int32_t
shipped(void)
{
	return calendar_day((struct civil){ 2026, 11, 26 });
}

static void
lint_text(const char *text, int32_t day, struct problems *problems)
{
	struct catalogue_places places;
	struct catalogue *catalogue = catalogue_from(text, &places, problems);

	lint_catalogue(catalogue, &places, NULL, day, problems);
	catalogue_free(catalogue);
}

static void
every_rule_of_the_linter_speaks_where_it_must(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct problems problems = { .count = 0 };

		lint_text(rows[i].text, today(), &problems);
		check_told(&problems, rows[i].line, rows[i].column,
		    rows[i].says, rows[i].label);
		check_number(problems.errors, 1, rows[i].label);
		problems_release(&problems);
	}
}

static const struct lint_row good_rows[] = {
	{ "one service", HEAD GOOD, 0, 0, "" },
	{ "shared without a path, and possible by DNS",
	    HEAD RULE("alba", "{host: x.ai, role: shared, dns: weak}"), 0, 0,
	    "" },
	{ "the same host on other days",
	    HEAD RULE("alba", "{host: x.ai, role: primary,"
	                      " until: 2025-01-01}")
	        RULE("beryl", "{host: x.ai, role: primary,"
	                      " from: 2025-01-02}"),
	    0, 0, "" },
	{ "exact beside suffix",
	    HEAD RULE("alba", "{host: x.ai, exact: yes, role: primary}")
	        RULE("beryl", "{host: x.ai, role: info}"),
	    0, 0, "" },
	{ "a path of what never counts",
	    HEAD RULE("alba", "{host: bing.com, path: /chat, role: primary}"),
	    0, 0, "" },
	{ "an own host under a search engine",
	    HEAD RULE("alba", "{host: gemini.google.com, role: primary}"), 0,
	    0, "" },
	{ "two values of one key",
	    HEAD RULE("alba", "{host: x.ai, query: a=1, role: primary}")
	        RULE("beryl", "{host: x.ai, query: a=2, role: primary}"),
	    0, 0, "" },
	{ "checked today",
	    HEAD SERVICE("alba", "A", ", last_checked: 2026-11-25,"
	                              " match: [{host: a.ai, role: api}]"),
	    0, 0, "" },
};

static void
what_is_right_is_left_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good_rows); i++) {
		struct problems problems = { .count = 0 };
		struct err err;

		lint_text(good_rows[i].text, today(), &problems);
		check_ok(problems_status(&problems, &err), &err);
		check_number(problems.count, 0, good_rows[i].label);
		problems_release(&problems);
	}
}

static void
an_old_check_is_a_warning(void **state)
{
	static const char text[] =
	    HEAD SERVICE("alba", "A", ", last_checked: 2024-01-01,"
	                              " match: [{host: a.ai, role: api}]");
	struct problems problems = { .count = 0 };

	(void)state;
	lint_text(text, today(), &problems);
	assert_int_equal(problems.errors, 0);
	check_told(&problems, 4, 53, "read again", "old check");
	lint_text(text, CALENDAR_NO_DAY, &problems);
	assert_int_equal(problems.count, 1);
	problems_release(&problems);
}

static void
all_problems_of_a_file_are_told(void **state)
{
	struct problems problems = { .count = 0 };

	(void)state;
	lint_text(HEAD RULE("beryl", "{host: gouv.fr, role: info},"
	                             " {host: chat, role: primary},"
	                             " {host: '*.ai', role: primary}")
	    RULE("alba", "{hots: a.ai, role: primary}"), today(), &problems);
	check_told(&problems, 4, 52, "public suffix", "suffix");
	check_told(&problems, 4, 88, "keyword", "keyword");
	check_told(&problems, 4, 117, "keyword", "star");
	check_told(&problems, 5, 51, "did you mean host", "unknown key");
	check_told(&problems, 5, 50, "host is missing", "missing key");
	check_told(&problems, 5, 5, "goes before", "order");
	problems_release(&problems);
}

static void
policies_as_shipped_have_no_fault(void **state)
{
	struct problems problems = { .count = 0 };
	struct lint_counts counts = { .catalogues = 0 };
	struct err err;

	(void)state;
	check_ok(lint_path(SOURCE_ROOT "/policies", catalogue_builtin(),
	             shipped(), &counts, &problems, &err),
	    &err);
	check_ok(problems_status(&problems, &err), &err);
	assert_int_equal(counts.catalogues, 1);
	assert_int_equal(counts.policies, 8);
	assert_true(counts.services >= 600);
	problems_release(&problems);
}

static void
what_belongs_to_everyone_is_known(void **state)
{
	(void)state;
	assert_true(host_is_public_suffix(STR("co.uk")));
	assert_true(host_is_public_suffix(STR("vercel.app")));
	assert_false(host_is_public_suffix(STR("albert.gouv.fr")));
	assert_true(host_never_counts(STR("o1.ingest.sentry.io")));
	assert_true(host_never_counts(STR("www.google.com")));
	assert_false(host_never_counts(STR("notebooklm.google.com")));
	assert_false(host_never_counts(STR("notsentry.io")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_of_the_linter_speaks_where_it_must),
		cmocka_unit_test(what_is_right_is_left_alone),
		cmocka_unit_test(an_old_check_is_a_warning),
		cmocka_unit_test(all_problems_of_a_file_are_told),
		cmocka_unit_test(policies_as_shipped_have_no_fault),
		cmocka_unit_test(what_belongs_to_everyone_is_known),
	};

	messages_speak(LANGUAGE_EN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
