/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/collector_folder.h"

#include "collector/disk.h"

#include <sys/stat.h>

static void
what_is_made_is_opened_and_is_private(void **state)
{
	(void)state;
	check_str(str_of(folder.settings.association), "Les Sentiers",
	    "association");
	assert_int_equal(folder.settings.hosts.count, 1);
	assert_int_equal(folder.settings.port, 8443);
	assert_int_equal(folder.settings.period, PERIOD_MONTH);
	assert_true(folder.demo);
	assert_true(disk_is_private(data));
}

static void
nothing_is_made_over_something(void **state)
{
	struct folder_settings settings = test_settings();
	struct folder other;

	(void)state;
	assert_int_equal(folder_create(data, &settings, STR(POLICY_TEXT), false,
	    1790000000, &err), E_REFUSED);
	assert_int_equal(folder_open("/tmp/nowhere", &other, &err),
	    E_NOT_FOUND);
}

#define MAIL(server) \
	"mail_server: \"" server "\"\nmail_from: ca@a.fr\n" \
	"mail_to: [b@a.fr, c@a.fr]\n"
#define GOOD "hosts:\n  - a.fr\nport: 8443\n"

static void
settings_are_read_whole_or_not_at_all(void **state)
{
	static const struct {
		const char *label, *text;
		enum status expected;
	} rows[] = {
		{ "mail", GOOD MAIL("smtps://mail.a.fr:465"), OK },
		{ "mail without TLS", GOOD MAIL("http://mail.a.fr"), E_INVALID },
		{ "a password in the server",
		    GOOD MAIL("smtps://ca:secret@mail.a.fr"), E_INVALID },
		{ "mail to nobody",
		    GOOD "mail_server: smtp://a.fr\nmail_from: ca@a.fr\n",
		    E_INVALID },
		{ "mail from nobody",
		    GOOD "mail_server: smtp://a.fr\nmail_to: [ca@a.fr]\n",
		    E_INVALID },
		{ "recipients without a server", GOOD "mail_to: [ca@a.fr]\n",
		    OK },
		{ "two addresses in one",
		    GOOD "mail_to: [\"ca@a.fr,b@a.fr\"]\n", E_INVALID },
		{ "the least", GOOD, OK },
		{ "a number at its end", GOOD "threads: 16\n", OK },
		{ "a number beyond", GOOD "threads: 17\n", E_INVALID },
		{ "a number of zero", GOOD "queue: 0\n", E_INVALID },
		{ "no number", GOOD "queue: many\n", E_INVALID },
		{ "an unknown key", GOOD "ports: 1\n", E_INVALID },
		{ "no port", "hosts:\n  - a.fr\n", E_INVALID },
		{ "no host", "hosts: []\nport: 8443\n", E_INVALID },
		{ "a bad host", "hosts:\n  - a b\nport: 8443\n", E_INVALID },
		{ "another language", GOOD "language: de\n", E_INVALID },
		{ "no YAML", "hosts: [", E_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		write_inner("collector.yaml", rows[i].text);
		check_number(folder_reload(&folder, &err), rows[i].expected,
		    rows[i].label);
	}
	/* What was good before stays. */
	check_str(str_of(folder.settings.hosts.at[0]), "a.fr", "host");
	assert_int_equal(folder.settings.threads, 16);
}

static void
files_of_the_mail_route_are_the_folders_unless_absolute(void **state)
{
	struct mail_route route;
	char path[160];

	(void)state;
	write_inner("collector.yaml", GOOD MAIL("smtp://[::1]:587")
	    "mail_user: ca\nmail_authority: /etc/ssl/ours.pem\n");
	check_ok(folder_reload(&folder, &err), &err);
	check_ok(folder_mail(&folder, &route, &err), &err);
	(void)snprintf(path, sizeof(path), "%s/mail.password", data);
	check_str(str_of(route.password), path, "password");
	check_str(str_of(route.authority), "/etc/ssl/ours.pem", "authority");
	check_str(str_of(route.user), "ca", "user");
	assert_int_equal(route.to.count, 2);
	check_str(str_of(route.to.at[1].text), "c@a.fr", "recipient");
}

static void
the_policy_says_the_name_and_the_period(void **state)
{
	(void)state;
	write_inner("policy.yaml",
	    "schema: 1\nassociation: Autre\nperiod: quarter\ndecisions: []\n");
	check_ok(folder_reload(&folder, &err), &err);
	check_str(str_of(folder.settings.association), "Autre", "association");
	assert_int_equal(folder.settings.period, PERIOD_QUARTER);
}

static void
one_serve_holds_the_folder(void **state)
{
	int first = -1, second = -1;

	(void)state;
	check_ok(folder_lock(&folder, &first, &err), &err);
	assert_int_equal(folder_lock(&folder, &second, &err), E_LOCKED);
	disk_unlock(first);
	check_ok(folder_lock(&folder, &second, &err), &err);
	disk_unlock(second);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(what_is_made_is_opened_and_is_private),
		FOLDER_TEST(nothing_is_made_over_something),
		FOLDER_TEST(settings_are_read_whole_or_not_at_all),
		FOLDER_TEST(
		    files_of_the_mail_route_are_the_folders_unless_absolute),
		FOLDER_TEST(the_policy_says_the_name_and_the_period),
		FOLDER_TEST(one_serve_holds_the_folder),
	};

	return cmocka_run_group_tests(tests, make_work, remove_work);
}
