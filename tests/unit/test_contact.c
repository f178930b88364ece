/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/contact.h"

#include "agent/sources/zone.h"

#include "tests/unit/yaml_catalogue.h"

#include <stdio.h>
#include <string.h>

#define NOON (12 * 3600)
#define DAY (INT64_C(86400))
#define OLD 19855 /* 2024-05-12: the last day but one of a rule */

static const char text[] = HEAD
    "  - {id: alba, name: A, source: none, match: [\n"
    "      {host: alba.ai, role: primary},\n"
    "      {host: api.alba.ai, role: api},\n"
    "      {host: t.alba.ai, role: telemetry},\n"
    "      {host: only.alba.net, exact: yes, role: primary}]}\n"
    "  - {id: beryl, name: B, source: none, match: [\n"
    "      {host: beryl.eu, role: primary},\n"
    "      {host: old.example, role: primary, until: 2024-05-13}]}\n"
    "  - {id: corail, name: C, source: none, match: [\n"
    "      {host: old.example, role: api, from: 2024-05-14},\n"
    "      {host: a.i, role: primary}]}\n";

/* Who counts: with a memo, and looking each name up. */
struct world {
	struct catalogue *catalogue;
	struct match *match;
	struct zone *zone;
	struct source_env env;
	struct contact_memo memo;
	struct sighting seen;
	size_t count;
};

static struct world world;

static void
see(void *cookie, const struct sighting *sighting)
{
	(void)cookie;
	world.seen = *sighting;
	world.count++;
}

static int
begin(void **state)
{
	struct err err;

	(void)state;
	memset(&world, 0, sizeof(world));
	world.catalogue = good_catalogue(text);
	check_ok(match_new(world.catalogue, &world.match, &err), &err);
	check_ok(zone_new(STR("UTC"), &world.zone, &err), &err);
	world.env = (struct source_env){ .match = world.match,
		.zone = world.zone, .window = { 0, INT32_MAX },
		.sink = { .push = see } };
	return 0;
}

static int
end(void **state)
{
	(void)state;
	zone_free(world.zone);
	match_free(world.match);
	catalogue_free(world.catalogue);
	return 0;
}

static void
count(struct contact_memo *memo, struct str name, int64_t day,
    struct source_report *ret)
{
	struct clients_several several = { .any = false };

	*ret = (struct source_report){ .records = 0 };
	world.seen = (struct sighting){ .service = UINT16_MAX };
	contact_count(&world.env, ret, &several, memo,
	    &(struct contact){ day * DAY + NOON, name, STR("10.0.0.1") });
}

/* Counted as if nothing had been asked for before; whether it matches. */
static bool
check_name(struct str name, int64_t day)
{
	struct source_report plain, known;
	struct sighting seen;

	count(NULL, name, day, &plain);
	seen = world.seen;
	count(&world.memo, name, day, &known);
	if (known.records != 1 || known.matched != plain.matched ||
	    known.counted != plain.counted ||
	    world.seen.service != seen.service ||
	    world.seen.verdict != seen.verdict ||
	    world.seen.day != seen.day)
		fail_msg("%.*s is another once known", (int)name.len, name.at);
	return plain.matched > 0;
}

/* Asked for by turns; each again after all others. */
static const char *const names[] = { "alba.ai", "ALBA.ai", "alba.ai.",
	"Alba.AI.", "www.alba.ai", "wwww.alba.ai", "api.alba.ai",
	"apj.alba.ai", "x.api.alba.ai", "t.alba.ai", "only.alba.net",
	"x.only.alba.net", "notalba.ai", "alba.ai.example", "a\\.alba.ai",
	"x..alba.ai", "alba.ai..", "beryl.eu", "BERYL.eu", "beryl.ev",
	"old.example", "a.i", "A.i.", "x.a.i", "", ".", "i", "ai",
	"\xC3\xA9.alba.ai", "\xC3\x89.alba.ai", "\xC3.alba.ai" };

static void
a_name_means_the_same_when_it_comes_again(void **state)
{
	size_t matched = 0;

	(void)state;
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < COUNT(names); i++)
			for (size_t k = 0; k <= i; k++) {
				matched += check_name(str_of(names[i]), 20000);
				matched += check_name(str_of(names[k]), 20000);
			}
	check_number(matched > 500, true, "many match");
}

static void
a_rule_ends_for_a_name_that_is_known(void **state)
{
	static const int64_t days[] = { OLD, OLD + 1, OLD + 2, OLD + 1, OLD };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++)
		assert_true(check_name(STR("old.example"), days[i]));
	assert_int_equal(world.seen.verdict, VERDICT_USE);
}

static void
no_name_is_known_before_the_first(void **state)
{
	(void)state;
	assert_false(check_name(STR(""), 0));
	assert_false(check_name((struct str){ "\0\0\0\0", 4 }, 0));
}

/* There are more of them than places: names of one length that share a place,
 * of which one begins as the other does, or is the other but for a byte. */
static void
names_of_one_place_are_told_apart(void **state)
{
	char first[64], second[64];
	size_t matched = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int n = snprintf(first, sizeof(first), "h%05d.alba.ai", i);
		int m = snprintf(second, sizeof(second), "h%05d.beryl.eu",
		    i * 7 % 20000);

		matched += check_name((struct str){ first, (size_t)n }, 20000);
		matched += check_name((struct str){ first, (size_t)n - 8 },
		    20000);
		matched += check_name((struct str){ second, (size_t)m }, 20000);
		second[i % m] ^= 1;
		(void)check_name((struct str){ second, (size_t)m }, 20000);
		second[i % m] ^= 1;
		matched += check_name((struct str){ second + 1, (size_t)m - 1 },
		    20000);
	}
	check_number((long long)matched, 60000, "matched");
}

static void
a_name_may_be_of_any_length(void **state)
{
	char name[256];

	(void)state;
	memset(name, 'a', sizeof(name));
	for (size_t len = 8; len <= sizeof(name); len++) {
		for (size_t i = 50; i + 50 < len; i += 50)
			name[i] = '.';
		memcpy(name + len - 8, ".alba.ai", 8);
		for (int i = 0; i < 3; i++)
			(void)check_name((struct str){ name, len }, 20000);
		memset(name, 'a', sizeof(name));
	}
}

static bool
holds_anything(const struct contact_memo *memo)
{
	const char *bytes = (const char *)memo;

	for (size_t i = 0; i < sizeof(*memo); i++)
		if (bytes[i] != 0)
			return true;
	return false;
}

static void
names_that_match_are_kept_until_they_are_forgotten(void **state)
{
	(void)state;
	(void)check_name(STR("private.example.org"), 20000);
	assert_false(holds_anything(&world.memo));
	for (int i = 0; i < 20000; i++) {
		char name[64];
		int n = snprintf(name, sizeof(name), "%s%d.alba.ai",
		    i % 2 == 0 ? "a-long-name-" : "", i);

		(void)check_name((struct str){ name, (size_t)n }, 20000);
	}
	assert_true(holds_anything(&world.memo));
	contact_forget(&world.memo);
	assert_false(holds_anything(&world.memo));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_name_means_the_same_when_it_comes_again, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_rule_ends_for_a_name_that_is_known, begin, end),
		cmocka_unit_test_setup_teardown(
		    no_name_is_known_before_the_first, begin, end),
		cmocka_unit_test_setup_teardown(
		    names_of_one_place_are_told_apart, begin, end),
		cmocka_unit_test_setup_teardown(
		    a_name_may_be_of_any_length, begin, end),
		cmocka_unit_test_setup_teardown(
		    names_that_match_are_kept_until_they_are_forgotten, begin,
		    end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
