/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/clients.h"

#include "core/buf.h"
#include "core/messages.h"

#include "tests/unit/unit.h"

#include <stdio.h>

/* ---- addresses ---- */

struct address_row {
	const char *text;
	const char *same; /* another way to write it; NULL: no address */
};

static const struct address_row address_rows[] = {
	{ "192.168.1.5", "::ffff:192.168.1.5" },
	{ "192.168.1.5", "::ffff:c0a8:105" },
	{ "0.0.0.0", "::FFFF:0:0" },
	{ "fd00::21", "FD00:0:0:0:0:0:0:0021" },
	{ "fe80::1%eth0", "fe80::1" },
	{ "::", "0:0:0:0:0:0:0:0" },
	{ "::1", "0:0:0:0:0:0:0:1" },
	{ "1::", "1:0:0:0:0:0:0:0" },
	{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
	{ "64:ff9b::1.2.3.4", "64:ff9b::102:304" },
	{ "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304" },
	{ "", NULL },
	{ "1.2.3", NULL },
	{ "1.2.3.4.", NULL },
	{ "1.2.3.256", NULL },
	{ "1.2.3.0004", NULL },
	{ "1.2.3.4%eth0", NULL },
	{ "fe80::1%", NULL },
	{ ":", NULL },
	{ ":::", NULL },
	{ "::1::", NULL },
	{ ":1:2:3:4:5:6:7", NULL },
	{ "1:2:3:4:5:6:7:", NULL },
	{ "1:2:3:4:5:6:7", NULL },
	{ "1:2:3:4:5:6:7:8:9", NULL },
	{ "1:2:3:4:5:6:7:8::", NULL },
	{ "1:2:3:4:5:6:7:1.2.3.4", NULL },
	{ "12345::", NULL },
	{ "g::", NULL },
	{ "cafe", NULL },
	{ "chatgpt.com", NULL },
};

static void
an_address_is_the_same_however_it_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(address_rows); i++) {
		const struct address_row *row = &address_rows[i];
		struct address one, two;

		if (address_read(str_of(row->text), &one) !=
		    (row->same != NULL))
			fail_msg("an address or not: \"%s\"", row->text);
		if (row->same == NULL)
			continue;
		assert_true(address_read(str_of(row->same), &two));
		if (!address_same(&one, &two, ADDRESS_BITS))
			fail_msg("%s is not %s", row->text, row->same);
	}
}

/* ---- the list ---- */

static struct clients *
clients_of(const char *list)
{
	struct clients *clients = NULL;
	struct err err;

	check_ok(clients_new(7, &clients, &err), &err);
	check_ok(clients_add(clients, str_of(list), &err), &err);
	return clients;
}

struct find_row {
	const char *list;
	const char *client;
	enum clients_found found;
};

static const struct find_row find_rows[] = {
	{ "192.168.1.0/24", "192.168.1.0", CLIENTS_LISTED },
	{ "192.168.1.0/24", "192.168.1.255", CLIENTS_LISTED },
	{ "192.168.1.0/24", "192.168.2.0", CLIENTS_OTHER },
	{ "192.168.1.0/24", "192.168.0.255", CLIENTS_OTHER },
	{ "192.168.1.77/24", "192.168.1.3", CLIENTS_LISTED },
	{ "192.168.1.0/24", "::ffff:192.168.1.9", CLIENTS_LISTED },
	{ "::ffff:192.168.1.0/120", "192.168.1.9", CLIENTS_LISTED },
	{ "::ffff:192.168.1.0/120", "192.168.2.9", CLIENTS_OTHER },
	{ "192.168.1.64/26", "192.168.1.127", CLIENTS_LISTED },
	{ "192.168.1.64/26", "192.168.1.128", CLIENTS_OTHER },
	{ "10.0.0.5", "10.0.0.5", CLIENTS_LISTED },
	{ "10.0.0.5", "10.0.0.6", CLIENTS_OTHER },
	{ "10.0.0.5/32", "10.0.0.5", CLIENTS_LISTED },
	{ "fd00::/8", "fdff::1", CLIENTS_LISTED },
	{ "fd00::/8", "fe00::1", CLIENTS_OTHER },
	{ "fd00::/8", "10.0.0.5", CLIENTS_OTHER },
	{ "fe80::/10", "fe80::1%eth0", CLIENTS_LISTED },
	{ "0.0.0.0/0", "203.0.113.1", CLIENTS_LISTED },
	{ "0.0.0.0/0", "fd00::1", CLIENTS_OTHER },
	{ "::/0", "203.0.113.1", CLIENTS_LISTED },
	{ "fd00::1, 10.0.0.5 ,192.168.1.0/24", "192.168.1.9",
	    CLIENTS_LISTED },
	{ "0.0.0.0/0", "", CLIENTS_NAMELESS },
	{ "0.0.0.0/0", "pc-3.lan", CLIENTS_NAMELESS },
};

static void
a_client_is_listed_by_address_or_by_network(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(find_rows); i++) {
		const struct find_row *row = &find_rows[i];
		struct clients *clients = clients_of(row->list);
		uint32_t number = 0;

		check_number(clients_find(clients, str_of(row->client),
		    &number), row->found, row->client);
		check_number(number, row->found == CLIENTS_LISTED,
		    row->client);
		clients_free(clients);
	}
}

struct bad_row {
	const char *list;
	int place;
};

static const struct bad_row bad_rows[] = {
	{ "", 1 },
	{ ",", 1 },
	{ "10.0.0.5,", 2 },
	{ "10.0.0.5,,10.0.0.6", 2 },
	{ "10.0.0.5/33", 1 },
	{ "fd00::/129", 1 },
	{ "10.0.0.5/", 1 },
	{ "10.0.0.0/-1", 1 },
	{ "10.0.0.0/8/8", 1 },
	{ "10.0.0.0/ 8", 1 },
	{ "10.0.0", 1 },
	{ "fe80::1%eth0", 1 },
	{ "10.0.0.5,203.0.113.77 x", 2 },
	{ "bureau.example", 1 },
};

/* Said by its place: a sentence never holds an address. */
static void
a_malformed_element_is_refused_by_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad_rows); i++) {
		struct clients *clients = NULL;
		struct err err;
		char place[16];

		check_ok(clients_new(7, &clients, &err), &err);
		check_number(clients_add(clients, str_of(bad_rows[i].list),
		    &err), E_USAGE, bad_rows[i].list);
		(void)snprintf(place, sizeof(place), " %d ",
		    bad_rows[i].place);
		if (!holds(str_of(err.text), str_of(place)) ||
		    holds(str_of(err.text), STR("203.0")) ||
		    holds(str_of(err.text), STR("bureau")))
			fail_msg("%s: %s", bad_rows[i].list, err.text);
		clients_free(clients);
	}
}

static void
a_list_has_a_limit(void **state)
{
	struct clients *clients = clients_of("10.0.0.1");
	struct err err;

	(void)state;
	for (int i = 1; i < CLIENTS_RANGES_MAX; i++)
		check_ok(clients_add(clients, STR("10.0.0.1"), &err), &err);
	assert_int_equal(clients_add(clients, STR("10.0.0.1"), &err),
	    E_USAGE);
	clients_free(clients);
}

/* ---- numbers ---- */

static void
a_client_keeps_its_number(void **state)
{
	struct clients *clients = clients_of("10.0.0.0/8,fd00::/8");
	uint32_t number = 0;

	(void)state;
	(void)clients_find(clients, STR("10.0.0.1"), &number);
	assert_int_equal(number, 1);
	(void)clients_find(clients, STR("fd00::1"), &number);
	assert_int_equal(number, 2);
	(void)clients_find(clients, STR("::ffff:10.0.0.1"), &number);
	assert_int_equal(number, 1);
	(void)clients_find(clients, STR("fd00:0::0:1"), &number);
	assert_int_equal(number, 2);
	clients_free(clients);
}

static void
beyond_the_limit_a_client_has_no_number_and_it_is_told(void **state)
{
	struct clients *clients = clients_of("10.0.0.0/8");
	char text[32];
	uint32_t number = 0;

	(void)state;
	for (unsigned i = 0; i <= CLIENTS_SEEN_MAX; i++) {
		assert_false(clients_full(clients));
		(void)snprintf(text, sizeof(text), "10.%u.%u.%u", i >> 16,
		    i >> 8 & 255, i & 255);
		assert_int_equal(clients_find(clients, str_of(text), &number),
		    CLIENTS_LISTED);
		assert_int_equal(number, i == CLIENTS_SEEN_MAX ? 0 : i + 1);
	}
	assert_true(clients_full(clients));
	(void)clients_find(clients, STR("10.0.0.9"), &number);
	assert_int_equal(number, 10);
	clients_free(clients);
}

/* ---- this computer ---- */

struct own_row {
	const char *client;
	enum clients_found found;
};

static const struct own_row own_rows[] = {
	{ "127.0.0.1", CLIENTS_OWN },
	{ "127.0.0.53", CLIENTS_OWN },
	{ "::1", CLIENTS_OWN },
	{ "::ffff:127.0.0.1", CLIENTS_OWN },
	{ "", CLIENTS_OWN },
	{ "192.0.2.77", CLIENTS_OTHER },
	{ "2001:db8::77", CLIENTS_OTHER },
};

static void
of_a_log_of_many_only_our_own_queries_are_ours(void **state)
{
	struct clients *own = NULL;
	struct err err;

	(void)state;
	check_ok(clients_new_own(&own, &err), &err);
	for (size_t i = 0; i < COUNT(own_rows); i++) {
		uint32_t number = 0;

		check_number(clients_find(own, str_of(own_rows[i].client),
		    &number), own_rows[i].found, own_rows[i].client);
		check_number(number, 0, own_rows[i].client);
	}
	clients_free(own);
}

/* ---- without a list ---- */

/* An address as logged that is longer than others are. */
#define LONG_SCOPE \
	"fd00::1%a-network-card-of-many-letters-in-its-own-name-0"

struct several_row {
	const char *clients[4];
	bool several;
};

static const struct several_row several_rows[] = {
	{ { "192.168.1.5", "192.168.1.5" }, false },
	{ { "192.168.1.5", "192.168.1.6" }, true },
	{ { "192.168.1.5", "127.0.0.1", "::1", "127.0.0.53" }, false },
	{ { "192.168.1.5", "::ffff:192.168.1.5" }, false },
	{ { "192.168.1.5", "fd00::1" }, true },
	{ { "192.168.1.55", "192.168.1.5" }, true },
	{ { "192.168.1.5", "192.168.1.55" }, true },
	{ { "192.168.1.5", LONG_SCOPE, "192.168.1.5" }, true },
	{ { LONG_SCOPE, "", LONG_SCOPE }, false },
	{ { "192.168.1.5", "pc-3", "pc-3", "192.168.1.6" }, true },
	{ { "192.168.1.5", "", "pc-3" }, false },
	{ { "127.0.0.1", "192.168.1.5", "192.168.1.6", "192.168.1.6" },
	    true },
};

static void
several_clients_are_two_that_are_not_this_computer(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(several_rows); i++) {
		struct clients_several several = { .any = false };

		for (size_t j = 0; j < 4 &&
		     several_rows[i].clients[j] != NULL; j++)
			clients_several_see(&several,
			    str_of(several_rows[i].clients[j]));
		check_number(several.several, several_rows[i].several,
		    several_rows[i].clients[1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_the_same_however_it_is_written),
		cmocka_unit_test(a_client_is_listed_by_address_or_by_network),
		cmocka_unit_test(a_malformed_element_is_refused_by_its_place),
		cmocka_unit_test(a_list_has_a_limit),
		cmocka_unit_test(a_client_keeps_its_number),
		cmocka_unit_test(
		    beyond_the_limit_a_client_has_no_number_and_it_is_told),
		cmocka_unit_test(of_a_log_of_many_only_our_own_queries_are_ours),
		cmocka_unit_test(
		    several_clients_are_two_that_are_not_this_computer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
