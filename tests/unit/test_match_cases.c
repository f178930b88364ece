/* SPDX-License-Identifier: Apache-2.0
 * Every row of tests/fixtures/match: what a host or an address is, written from
 * what services are, not from what the matcher says.
 */
#include "core/match.h"

#include "agent/sources/url.h"
#include "core/buf.h"
#include "core/calendar.h"
#include "core/map.h"
#include "core/os.h"

#include "tests/unit/unit.h"

#include <stdio.h>

#define FOLDER TESTS_DIR "/fixtures/match"
#define SAME_HOST_MAX 5

struct table {
	struct match *match;
	struct map hosts; /* how often each is asked */
	const char *file;
	uint32_t line;
	uint32_t rows;
	uint32_t pointed; /* with a path or query */
	uint32_t not_use;
	uint32_t wrong;
};

static void
wrong(struct table *table, struct str input, const char *why, struct str said)
{
	(void)fprintf(stderr, "%s:%u: %.*s: %s %.*s\n", table->file,
	    table->line, (int)input.len, input.at, why, (int)said.len, said.at);
	table->wrong++;
}

/* "2026-04-26 sora.com": what was asked, and on which day. */
static int32_t
take_day(struct str *input)
{
	struct str day, rest;
	int32_t ret;

	if (!str_cut(*input, STR(" "), &day, &rest) ||
	    !calendar_parse(day, &ret))
		return CALENDAR_NO_DAY;
	*input = rest;
	return ret;
}

static struct match_result
ask(struct table *table, struct str input)
{
	int32_t day = take_day(&input);
	struct match_result none = { MATCH_NO_SERVICE, -1, VERDICT_NONE };
	struct domain host = { .len = 0 };
	struct url url;
	size_t at;

	if (str_find(input, STR("://"), &at)) {
		if (!url_split(input, &url))
			return none;
		host = url.host;
		table->pointed += url.path.len > 1 || url.query.len > 0;
		none = match_visit(table->match, domain_view(&host), url.path,
		    url.query, day);
	} else if (domain_canonical(input, &host)) {
		none = match_contact(table->match, domain_view(&host), day);
	}
	(*map_at(&table->hosts, domain_view(&host)))++;
	return none;
}

static void
check_row(struct table *table, struct str row)
{
	const struct catalogue *catalogue = match_catalogue(table->match);
	struct str input, service, verdict, why, found = STR("-");
	struct match_result result;

	if (!str_cut(row, STR("\t"), &input, &row) ||
	    !str_cut(row, STR("\t"), &service, &row) ||
	    !str_cut(row, STR("\t"), &verdict, &why) || why.len == 0) {
		wrong(table, row, "four columns are wanted", STR(""));
		return;
	}
	result = ask(table, input);
	if (result.service != MATCH_NO_SERVICE)
		found = catalogue->services[result.service].id;
	if (!str_eq(found, service))
		wrong(table, input, "the service found is", found);
	else if (!str_eq(verdict_id(result.verdict), verdict))
		wrong(table, input, "the verdict found is",
		    verdict_id(result.verdict));
	table->rows++;
	table->not_use += !str_eq(verdict, STR("use"));
}

static void
read_table(void *cookie, const char *name)
{
	struct table *table = cookie;
	struct buf path, text;
	struct str rest, row;
	struct err err;

	buf_init(&path, 4096);
	buf_init(&text, 1 << 20);
	os_join(&path, FOLDER, name);
	check_ok(os_read_file(buf_z(&path), &text, &err), &err);
	rest = buf_view(&text);
	table->file = name;
	table->line = 0;
	while (str_cut(rest, STR("\n"), &row, &rest)) {
		table->line++;
		if (row.len > 0 && row.at[0] != '#')
			check_row(table, row);
	}
	check_number((long long)rest.len, 0, "the last line ends");
	buf_release(&text);
	buf_release(&path);
}

static void
count_host(void *cookie, struct str host, uint64_t times)
{
	uint32_t *over = cookie;

	if (times <= SAME_HOST_MAX)
		return;
	(void)fprintf(stderr, "%.*s is asked %llu times\n", (int)host.len,
	    host.at, (unsigned long long)times);
	(*over)++;
}

static void
every_labelled_host_and_address_is_what_it_is(void **state)
{
	struct table table = { .match = NULL };
	struct err err;
	uint32_t over = 0;

	(void)state;
	map_init(&table.hosts, 10000, 1);
	check_ok(match_new(catalogue_builtin(), &table.match, &err), &err);
	check_ok(os_list(FOLDER, read_table, &table, &err), &err);
	check_number(table.wrong, 0, "wrong rows");
	assert_true(table.rows >= 400);
	assert_true(table.pointed >= 150);
	assert_true(table.not_use >= 150 && table.not_use * 3 >= table.rows);
	map_each(&table.hosts, count_host, &over);
	check_number(over, 0, "hosts asked too often");
	match_free(table.match);
	map_release(&table.hosts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_labelled_host_and_address_is_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
