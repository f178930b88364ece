/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lint.h"
#include "core/lint_catalogue.h"

#include "core/buf.h"
#include "core/calendar.h"

#include "tests/unit/yaml_catalogue.h"

/* A contributor's file, and all that the linter prints of it. */
struct bad_row {
	const char *label;
	const char *text;
	const char *says;
};

#define ALBA \
	"  - id: alba\n    name: Alba\n    source: none\n    match:\n" \
	"      - {host: alba.ai, role: primary}\n"
/* Its next key stands on line 8. */
#define BERYL(host) \
	"  - id: beryl\n    name: Beryl\n    source: none\n    match:\n" \
	"      - {host: " host "}\n"
#define ONE HEAD BERYL("beryl.ai, role: primary")

static const struct bad_row rows[] = {
	{ "the same host in two services",
	    HEAD ALBA BERYL("www.beryl.ai, role: info}\n"
	                    "      - {host: alba.ai, role: info"),
	    "f.yaml:14:9: alba.ai is alba's too (f.yaml, line 8): one address"
	    " would be nobody’s; keep one, or tell them apart by a path\n" },
	{ "an unreachable rule",
	    HEAD BERYL("beryl.ai, path: /a, role: primary}\n"
	               "      - {host: beryl.ai, path: /a/, role: info"),
	    "f.yaml:9:9: unreachable rule: beryl.ai is already taken by the"
	    " same rule of beryl (f.yaml, line 8); remove one\n" },
	{ "an unknown key of a file", "schema: 1\ncategorie: search\n",
	    "f.yaml:2:1: unknown key: categorie; did you mean category?\n" },
	{ "an unknown key of a service", ONE "    vendeur: B\n",
	    "f.yaml:9:5: unknown key: vendeur; did you mean vendor?\n" },
	{ "an unknown key of a row",
	    HEAD BERYL("beryl.ai, rôle: primary, role: primary"),
	    "f.yaml:8:26: unknown key: rôle; did you mean role?\n" },
	{ "an unknown key of an answer",
	    ONE "    dpa: {answer: unknown, verifed: 2026-11-25}\n",
	    "f.yaml:9:28: unknown key: verifed; did you mean verified?\n" },
	{ "an unknown point",
	    ONE "    risks:\n      c_train: {answer: unknown}\n",
	    "f.yaml:10:7: unknown key: c_train; did you mean c_trains?\n" },
	{ "an unknown key of a note",
	    ONE "    note: {fr: Bonjour, en: Hello, engl: Hi}\n",
	    "f.yaml:9:36: unknown key: engl; did you mean en?\n" },
	{ "a key near none", ONE "    colour: blue\n",
	    "f.yaml:9:5: unknown key: colour; choose among: id, name,"
	    " former_names, vendor, vendor_country, common, hosting, uses,"
	    " flags, account_required, match, risks, dpa, alternatives, note,"
	    " source, last_checked\n" },
	{ "a service without a source",
	    HEAD "  - id: alba\n    name: Alba\n    match:\n"
	         "      - {host: alba.ai, role: primary}\n",
	    "f.yaml:4:5: the key source is missing: add it\n" },
	{ "an answer without a source, on the line of its own",
	    ONE "    risks:\n      c_trains: {answer: unknown}\n"
	        "      c_retention:\n        answer: yes\n",
	    "f.yaml:12:17: c_retention: answer without a source; give the page"
	    " read (source) and its date (verified), or answer unknown\n" },
	{ "an answer without a source, beside others",
	    ONE "    risks: {c_trains: {answer: no}}\n",
	    "f.yaml:9:32: c_trains: answer without a source; give the page"
	    " read (source) and its date (verified), or answer unknown\n" },
	{ "a page without its day",
	    ONE "    dpa: {answer: yes, source: https://b.ai/dpa}\n",
	    "f.yaml:9:32: dpa: page without the date of its reading; add"
	    " verified (last_checked for the service)\n" },
	{ "a future day of an answer",
	    ONE "    dpa: {answer: yes, source: https://b.ai/dpa,"
	        " verified: 2026-11-26}\n",
	    "f.yaml:9:60: dpa: 2026-11-26 is in the future; give the date of"
	    " the reading\n" },
	{ "a future day of a service", ONE "    last_checked: 2027-01-01\n",
	    "f.yaml:9:19: last_checked: 2027-01-01 is in the future; give the"
	    " date of the reading\n" },
	{ "an anchor", HEAD ALBA "    vendor: &v Alba SAS\n",
	    "f.yaml:9:13: anchor (&) refused: write the values themselves\n" },
	{ "an alias", HEAD ALBA "    vendor: *v\n",
	    "f.yaml:9:13: alias (*) refused: write the values themselves\n" },
	{ "invalid UTF-8", HEAD "  - id: alba\n    name: Caf\xe9\n",
	    "f.yaml:5:14: not UTF-8: save the file as UTF-8\n" },
	{ "a State's suffix", HEAD BERYL("gouv.fr, role: primary"),
	    "f.yaml:8:9: gouv.fr belongs to everyone (public suffix): give the"
	    " service’s own host\n" },
	{ "a platform's suffix", HEAD BERYL("github.io, role: primary"),
	    "f.yaml:8:9: github.io belongs to everyone (public suffix): give"
	    " the service’s own host\n" },
	{ "a keyword", HEAD BERYL("dust, role: primary"),
	    "f.yaml:8:16: dust: a keyword is no host; write a whole name, such"
	    " as example.org (its subdomains follow)\n" },
	{ "a keyword with stars", HEAD BERYL("'*chat*', role: primary"),
	    "f.yaml:8:16: *chat*: a keyword is no host; write a whole name,"
	    " such as example.org (its subdomains follow)\n" },
	{ "an ending alone", HEAD BERYL("'*.ai', role: primary"),
	    "f.yaml:8:16: *.ai: a keyword is no host; write a whole name, such"
	    " as example.org (its subdomains follow)\n" },
	{ "an alternative misspelt",
	    HEAD ALBA BERYL("beryl.ai, role: primary")
	        "    alternatives:\n      - alba\n      - abla\n",
	    "f.yaml:16:9: unknown alternative: abla; did you mean alba?\n" },
	{ "five faults at once",
	    HEAD "  - id: beryl\n    nom: Beryl\n    source: none\n    match:\n"
	         "      - {host: gouv.fr, role: info}\n"
	         "      - {host: chat, role: primary}\n"
	         "    last_checked: 2026-12-01\n",
	    "f.yaml:4:5: the key name is missing: add it\n"
	    "f.yaml:5:5: unknown key: nom; did you mean name?\n"
	    "f.yaml:8:9: gouv.fr belongs to everyone (public suffix): give the"
	    " service’s own host\n"
	    "f.yaml:9:16: chat: a keyword is no host; write a whole name, such"
	    " as example.org (its subdomains follow)\n"
	    "f.yaml:10:19: last_checked: 2026-12-01 is in the future; give the"
	    " date of the reading\n" },
};

static void
print_all(const char *text, struct buf *out)
{
	int32_t today = calendar_day((struct civil){ 2026, 11, 25 });
	struct problems problems = { .count = 0 };
	struct catalogue_places places;
	struct catalogue *catalogue = catalogue_from(text, &places, &problems);

	lint_catalogue(catalogue, &places, NULL, today, &problems);
	problems_sort(&problems);
	for (uint32_t i = 0; i < problems.count; i++) {
		problem_write(out, &problems.at[i]);
		buf_char(out, '\n');
	}
	catalogue_free(catalogue);
	problems_release(&problems);
}

static void
every_bad_input_is_told_with_its_place_and_the_fix(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf out;

		buf_init(&out, 1 << 16);
		print_all(rows[i].text, &out);
		check_str(buf_view(&out), rows[i].says, rows[i].label);
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_bad_input_is_told_with_its_place_and_the_fix),
	};

	messages_speak(LANGUAGE_EN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
