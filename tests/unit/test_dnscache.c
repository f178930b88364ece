/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnscache.h"

#include "agent/sources/zone.h"

#include "tests/unit/unit.h"

#include "tests/unit/dns_fake.h"

#include <stdio.h>

#define NOW 1795604465 /* 2026-11-25 11:01:05 UTC */
#define A 1
#define CNAME 5
#define PTR 12
#define AAAA 28
#define HTTPS 65

static struct fake_sink sink;
static struct source_report report;

struct names {
	const struct dnscache_entry *at;
	size_t count;
};

static bool
next_of_names(void *cookie, struct dnscache_entry *ret_entry)
{
	struct names *names = cookie;

	if (names->count == 0)
		return false;
	names->count--;
	*ret_entry = *names->at++;
	return true;
}

static void
scan(bool (*next)(void *, struct dnscache_entry *), void *cookie)
{
	struct dnscache_list entries = { next, cookie };
	struct zone *zone = NULL;
	struct source_env env;
	struct err err;

	check_ok(zone_new(STR("UTC"), &zone, &err), &err);
	env = fake_env(zone, &sink);
	sink.count = 0;
	report = (struct source_report){ .kind = SOURCE_DNS,
		.first_day = CALENDAR_NO_DAY, .last_day = CALENDAR_NO_DAY };
	dnscache_count(&env, NOW, &entries, &report);
	zone_free(zone);
}

static void
scan_names(const struct dnscache_entry *at, size_t count)
{
	scan(next_of_names, &(struct names){ at, count });
}

static void
a_name_is_one_contact_however_often_it_is_kept(void **state)
{
	static const struct dnscache_entry entries[] = {
		{ { "chatgpt.com", 11 }, A },
		{ { "chatgpt.com", 11 }, AAAA },
		{ { "claude.ai", 9 }, HTTPS },
		{ { "ChatGPT.com.", 12 }, HTTPS },
		{ { "example.org", 11 }, A },
	};

	(void)state;
	scan_names(entries, COUNT(entries));
	check_number(report.state, SOURCE_READ, "read");
	check_number((long long)report.records, 3, "names");
	check_number((long long)report.matched, 2, "of services");
	check_number((long long)sink.count, 2, "sightings");
	check_number(sink.at[0].service, 0, "chatgpt.com");
	check_number(sink.at[1].service, 1, "claude.ai");
}

static void
every_name_is_of_the_time_of_reading_and_the_report_says_so(void **state)
{
	static const struct dnscache_entry entries[] = {
		{ { "chatgpt.com", 11 }, A },
		{ { "www.chatgpt.com", 15 }, A },
	};

	(void)state;
	scan_names(entries, COUNT(entries));
	check_number((long long)sink.count, 2, "sightings");
	for (size_t i = 0; i < 2; i++) {
		check_number(sink.at[i].unix_seconds, NOW, "time");
		check_number(sink.at[i].evidence, EVIDENCE_CONTACTED, "DNS");
	}
	assert_true(report.without_time);
	check_str(str_of(calendar_text(report.first_day).text), "2026-11-25",
	    "day");
}

static void
other_types_and_impossible_names_match_nothing(void **state)
{
	static const struct dnscache_entry entries[] = {
		{ { "chatgpt.com", 11 }, CNAME },
		{ { "claude.ai", 9 }, PTR },
		{ { "", 0 }, A },
		{ { "a\\.chatgpt.com", 14 }, A },
	};

	(void)state;
	scan_names(entries, COUNT(entries));
	check_number((long long)report.records, 2, "those of hosts");
	check_number((long long)sink.count, 0, "sightings");
}

static void
a_cache_without_names_of_hosts_is_absent(void **state)
{
	static const struct dnscache_entry entries[] = {
		{ { "chatgpt.com", 11 }, CNAME },
	};

	(void)state;
	scan_names(entries, 0);
	check_number(report.state, SOURCE_ABSENT, "empty");
	assert_false(report.without_time);
	assert_true(report.why.text[0] != '\0');
	scan_names(entries, COUNT(entries));
	check_number(report.state, SOURCE_ABSENT, "of other types");
}

/* A list of so many names; SIZE_MAX: without an end. */
struct many {
	size_t left;
	char name[32];
};

static bool
next_of_many(void *cookie, struct dnscache_entry *ret_entry)
{
	struct many *many = cookie;

	if (many->left == 0)
		return false;
	(void)snprintf(many->name, sizeof(many->name), "%zu.claude.ai",
	    many->left);
	if (many->left != SIZE_MAX)
		many->left--;
	*ret_entry = (struct dnscache_entry){ str_of(many->name), A };
	return true;
}

static void
a_cache_is_read_up_to_a_limit(void **state)
{
	(void)state;
	scan(next_of_many, &(struct many){ .left = DNSCACHE_ENTRIES_MAX });
	check_number(report.state, SOURCE_READ, "the limit");
	check_number((long long)report.records, DNSCACHE_ENTRIES_MAX, "all");
	scan(next_of_many, &(struct many){ .left = DNSCACHE_ENTRIES_MAX + 1 });
	check_number(report.state, SOURCE_PARTIAL, "one more");
	assert_true(holds(str_of(report.why.text), STR("536")));
	check_number((long long)report.records, DNSCACHE_ENTRIES_MAX, "most");
	scan(next_of_many, &(struct many){ .left = SIZE_MAX });
	check_number(report.state, SOURCE_PARTIAL, "without an end");
	check_number((long long)report.records, 1, "one name");
}

static void
a_cache_adds_nothing_to_a_dns_log_with_records(void **state)
{
	struct source_list list;
	struct source_report *added;

	(void)state;
	source_list_init(&list);
	assert_true(dnscache_adds(&list));
	added = source_list_add(&list, SOURCE_HISTORY, "Chrome", "History");
	added->records = 1;
	added = source_list_add(&list, SOURCE_DNS, "Unbound", "unbound.log");
	assert_true(dnscache_adds(&list));
	added->records = 1;
	(void)source_list_add(&list, SOURCE_DNS, "BIND", "named.log");
	assert_false(dnscache_adds(&list));
	source_list_release(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_name_is_one_contact_however_often_it_is_kept),
		cmocka_unit_test(
		    every_name_is_of_the_time_of_reading_and_the_report_says_so),
		cmocka_unit_test(
		    other_types_and_impossible_names_match_nothing),
		cmocka_unit_test(a_cache_without_names_of_hosts_is_absent),
		cmocka_unit_test(a_cache_is_read_up_to_a_limit),
		cmocka_unit_test(
		    a_cache_adds_nothing_to_a_dns_log_with_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
