/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linefast.h"

#include "agent/sources/formats.h"
#include "agent/sources/linefast_isa.h"

#include "core/buf.h"
#include "core/catalogue.h"
#include "core/match.h"

#include "tests/unit/unit.h"

#include <ctype.h>
#include <string.h>

#define HEAD "Nov 23 08:27:38 dnsmasq[9050]: "

/* Room for what the loops read before and behind the text. */
static char room[LINEFAST_MARGIN + 8192 + LINEFAST_SLACK];
static char *const window = room + LINEFAST_MARGIN;

static void
pass_line(void *cookie, const struct input_line *line)
{
	(void)cookie;
	(void)line;
}

static void
pass_text(void *cookie, struct str line)
{
	(void)cookie;
	(void)line;
}

/* A log of the names that each rule is of, and who reads it. */
struct hosts {
	struct linefast *fast;
	struct linefast_sink sink;
	size_t asked, found;
};

static void
count_found(void *cookie, const struct linefast_query *query)
{
	struct hosts *hosts = cookie;

	(void)query;
	hosts->found++;
}

static void
ask_for(void *cookie, struct str host)
{
	static const char *const before[] = { "", "w.", "www.", "a.b.",
		"Www-1." };
	static const char *const behind[] = { "", "." };
	struct hosts *hosts = cookie;
	struct linefast_run run;
	struct buf text;

	buf_init(&text, 8192);
	for (size_t i = 0; i < COUNT(before) * COUNT(behind); i++) {
		buf_format(&text, "%squery[A] %s", HEAD,
		    before[i / COUNT(behind)]);
		for (size_t k = 0; k < host.len; k++)
			buf_char(&text, (char)(i % 3 == 1
			    ? toupper((unsigned char)host.at[k])
			    : host.at[k]));
		buf_format(&text, "%s from 192.168.1.2\n",
		    behind[i % COUNT(behind)]);
		hosts->asked++;
	}
	memcpy(window, buf_view(&text).at, buf_view(&text).len);
	linefast_run(hosts->fast, (struct str){ window, buf_view(&text).len },
	    0, &hosts->sink, &run);
	buf_release(&text);
}

static void
each_host_of_a_rule_and_what_is_below_it_is_found(void **state)
{
	const struct stamp first = { .kind = STAMP_TIME };
	const struct dialect dialect = { .slash = 0 };
	struct hosts hosts = { .sink = { pass_line, count_found, pass_text,
		                   &hosts } };
	struct match *match = NULL;
	struct lineshape shape;
	struct err err;

	(void)state;
	check_ok(match_new(catalogue_builtin(), &match, &err), &err);
	hosts.fast = linefast_new(match, NULL);
	assert_true(format_dnsmasq.fast->shape(STR(HEAD "query[A] a from ::1"),
	    &shape));
	linefast_know(hosts.fast, &format_dnsmasq, &dialect);
	linefast_learn(hosts.fast, format_dnsmasq.fast, &shape, &first);
	match_hosts(match, ask_for, &hosts);
	check_number(hosts.asked > 10000, true, "asked");
	check_number((long long)hosts.found, (long long)hosts.asked, "found");
	linefast_free(hosts.fast);
	match_free(match);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_host_of_a_rule_and_what_is_below_it_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
