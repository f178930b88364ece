/* SPDX-License-Identifier: Apache-2.0 */
#include "core/buf.h"
#include "core/domain.h"

#include "tests/unit/unit.h"

#include <string.h>

#define LABEL_63 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123"

struct canonical_row {
	const char *raw;
	const char *canonical; /* NULL: impossible */
};

static const struct canonical_row canonical_rows[] = {
	{ "ChAtGpT.CoM", "chatgpt.com" },
	{ "chatgpt.com.", "chatgpt.com" },
	{ "localhost", "localhost" },
	{ "Bücher.Example", "xn--bcher-kva.example" },
	{ "xn--bcher-kva.example", "xn--bcher-kva.example" },
	{ "weird name.example", "weird name.example" },
	{ "_dmarc.example.org", "_dmarc.example.org" },
	{ LABEL_63 ".fr", LABEL_63 ".fr" },
	{ LABEL_63 "x.fr", NULL },
	{ "", NULL },
	{ ".", NULL },
	{ "..", NULL },
	{ ".fr", NULL },
	{ "a..b", NULL },
	{ "chatgpt.com..", NULL },
	{ "\xFF\xFE.fr", NULL },
};

static void
a_name_has_one_canonical_form_or_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(canonical_rows); i++) {
		const struct canonical_row *row = &canonical_rows[i];
		struct domain domain = { .len = 77 };

		check_number(domain_canonical(str_of(row->raw), &domain),
		    row->canonical != NULL, row->raw);
		if (row->canonical != NULL)
			check_str(domain_view(&domain), row->canonical, row->raw);
		else
			assert_int_equal(domain.len, 77);
	}
}

static void
a_name_is_at_most_253_characters(void **state)
{
	char name[256];
	struct domain domain;

	(void)state;
	for (size_t i = 0; i < sizeof(name); i++)
		name[i] = i % 2 == 0 ? 'a' : '.';
	assert_true(domain_canonical((struct str){ name, 253 }, &domain));
	assert_false(domain_canonical((struct str){ name, 255 }, &domain));
	name[4] = '\0';
	assert_false(domain_canonical((struct str){ name, 11 }, &domain));
}

struct under_row {
	const char *host;
	const char *suffix;
	bool under;
};

static const struct under_row under_rows[] = {
	{ "chatgpt.com", "chatgpt.com", true },
	{ "www.chatgpt.com", "chatgpt.com", true },
	{ "notchatgpt.com", "chatgpt.com", false },
	{ "wechat.com", "chat.com", false },
	{ "hyundai.com", "ai.com", false },
	{ "com", "chatgpt.com", false },
	{ "chatgpt.com.corp.example", "chatgpt.com", false },
};

static void
a_name_is_under_another_on_label_boundaries_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(under_rows); i++)
		check_number(domain_under(str_of(under_rows[i].host),
		    str_of(under_rows[i].suffix)), under_rows[i].under,
		    under_rows[i].host);
}

static void
parents_go_up_one_label_at_a_time(void **state)
{
	struct str name = STR("a.b.c");

	(void)state;
	name = domain_parent(name);
	check_str(name, "b.c", "first");
	name = domain_parent(name);
	check_str(name, "c", "second");
	check_str(domain_parent(name), "", "last");
}

static void
only_host_names_may_stand_in_a_rule(void **state)
{
	(void)state;
	assert_true(domain_is_host(STR("chatgpt.com")));
	assert_true(domain_is_host(STR("4o.ai")));
	assert_true(domain_is_host(STR("xn--bcher-kva.example")));
	assert_false(domain_is_host(STR("com")));
	assert_false(domain_is_host(STR("192.168.1.10")));
	assert_false(domain_is_host(STR("a_b.com")));
	assert_false(domain_is_host(STR("-a.com")));
	assert_false(domain_is_host(STR("a-.com")));
	assert_false(domain_is_host(STR("*.com")));
	assert_false(domain_is_host(STR("A.com")));
	assert_false(domain_is_host(STR("")));
}

static void
people_see_the_unicode_form(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	domain_unicode(&out, STR("xn--bcher-kva.example"));
	check_str(buf_view(&out), "bücher.example", "U-label");
	buf_reset(&out);
	domain_unicode(&out, STR("xn--.example"));
	check_str(buf_view(&out), "xn--.example", "no valid IDN");
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_has_one_canonical_form_or_none),
		cmocka_unit_test(a_name_is_at_most_253_characters),
		cmocka_unit_test(a_name_is_under_another_on_label_boundaries_only),
		cmocka_unit_test(parents_go_up_one_label_at_a_time),
		cmocka_unit_test(only_host_names_may_stand_in_a_rule),
		cmocka_unit_test(people_see_the_unicode_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
