/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/pki.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW 1795600000 /* 25 November 2026 */
#define DAY 86400

static char folder[] = "/tmp/test_pki_XXXXXX";

static void
remove_files(void)
{
	static const char *const names[] = { "ca.key", "ca.crt", "server.key",
		"server.crt" };
	char path[64];

	for (size_t i = 0; i < COUNT(names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
}

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	remove_files();
	return rmdir(folder);
}

static int
empty_folder(void **state)
{
	(void)state;
	remove_files();
	return 0;
}

static struct pki_hosts
hosts_of(const char *first, const char *second)
{
	struct pki_hosts hosts = { .count = 0 };
	struct err err;

	check_ok(pki_hosts_add(&hosts, str_of(first), &err), &err);
	if (second != NULL)
		check_ok(pki_hosts_add(&hosts, str_of(second), &err), &err);
	return hosts;
}

static void
a_host_is_a_name_or_an_address_in_one_form(void **state)
{
	static const struct {
		const char *given, *kept;
	} rows[] = {
		{ "Serveur.Asso.FR.", "serveur.asso.fr" },
		{ "serveur", "serveur" },
		{ "192.168.1.20", "192.168.1.20" },
		{ "2001:0DB8::0001", "2001:db8::1" },
		{ "caf\xC3\xA9.fr", "xn--caf-dma.fr" },
		{ "a b", NULL },
		{ "a,IP:10.0.0.1", NULL },
		{ "nom:443", NULL },
		{ "", NULL },
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pki_hosts hosts = { .count = 0 };
		enum status code = pki_hosts_add(&hosts, str_of(rows[i].given),
		    &err);

		check_number(code, rows[i].kept == NULL ? E_USAGE : OK,
		    rows[i].given);
		if (rows[i].kept != NULL)
			check_str(str_of(hosts.at[0]), rows[i].kept,
			    rows[i].given);
	}
}

static void
hosts_are_kept_once_and_are_at_most_eight(void **state)
{
	struct pki_hosts hosts = hosts_of("a.fr", "A.fr");
	struct err err;
	char name[16];

	(void)state;
	assert_int_equal(hosts.count, 1);
	for (int i = 1; i < PKI_HOSTS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "h%d.fr", i);
		check_ok(pki_hosts_add(&hosts, str_of(name), &err), &err);
	}
	assert_int_equal(pki_hosts_add(&hosts, STR("one.more"), &err),
	    E_LIMIT);
}

static void
an_authority_is_made_once_and_its_keys_are_the_owners_alone(void **state)
{
	struct pki_hosts hosts = hosts_of("localhost", "127.0.0.1");
	struct pki_info info;
	struct stat found;
	struct err err;
	bool renewed = false;
	char path[64];

	(void)state;
	assert_int_equal(pki_read(folder, &hosts, NOW, &info, &err),
	    E_NOT_FOUND);
	check_ok(pki_create(folder, "Les Sentiers solidaires", NOW, &err), &err);
	assert_int_equal(pki_create(folder, "Another", NOW, &err), E_REFUSED);
	check_ok(pki_renew(folder, &hosts, NOW, &renewed, &err), &err);
	assert_true(renewed);
	(void)snprintf(path, sizeof(path), "%s/ca.key", folder);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	(void)snprintf(path, sizeof(path), "%s/server.key", folder);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	check_ok(pki_read(folder, &hosts, NOW, &info, &err), &err);
	assert_true(info.server_current);
	assert_true(info.authority_until > NOW + 29LL * 365 * DAY);
}

static void
renewal_keeps_the_authority_that_devices_pinned(void **state)
{
	static const struct {
		const char *label, *first, *second;
		int64_t after;
		bool due;
	} rows[] = {
		{ "nothing changed", "a.fr", NULL, 0, false },
		{ "31 days before its end", "a.fr", NULL,
		    (int64_t)(PKI_SERVER_DAYS - PKI_RENEW_DAYS - 1) * DAY, false },
		{ "30 days before its end", "a.fr", NULL,
		    (int64_t)(PKI_SERVER_DAYS - PKI_RENEW_DAYS) * DAY, true },
		{ "a clock that was a day ahead", "a.fr", NULL,
		    -2 * (int64_t)DAY, true },
		{ "one more address", "a.fr", "10.0.0.1", 0, true },
		{ "another name", "b.fr", NULL, 0, true },
	};
	struct pki_info before, after;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct pki_hosts old = hosts_of("a.fr", NULL);
		struct pki_hosts new = hosts_of(rows[i].first, rows[i].second);
		bool renewed = false;

		remove_files();
		check_ok(pki_create(folder, "A", NOW, &err), &err);
		check_ok(pki_renew(folder, &old, NOW, &renewed, &err), &err);
		check_ok(pki_read(folder, &old, NOW, &before, &err), &err);
		check_ok(pki_renew(folder, &new, NOW + rows[i].after, &renewed,
		    &err), &err);
		check_number(renewed, rows[i].due, rows[i].label);
		check_ok(pki_read(folder, &new, NOW + rows[i].after, &after,
		    &err), &err);
		assert_true(after.server_current);
		assert_memory_equal(before.fingerprint, after.fingerprint,
		    PKI_FINGERPRINT);
	}
}

static void
a_signature_is_the_authoritys_and_of_this_text_only(void **state)
{
	struct buf signature;
	struct err err;

	(void)state;
	buf_init(&signature, 256);
	check_ok(pki_create(folder, "A", NOW, &err), &err);
	check_ok(pki_sign(folder, STR("record"), &signature, &err), &err);
	check_ok(pki_verify(folder, STR("record"), buf_view(&signature), &err),
	    &err);
	assert_int_equal(pki_verify(folder, STR("Record"),
	    buf_view(&signature), &err), E_INVALID);
	remove_files();
	check_ok(pki_create(folder, "A", NOW, &err), &err);
	assert_int_equal(pki_verify(folder, STR("record"),
	    buf_view(&signature), &err), E_INVALID);
	buf_release(&signature);
}

static void
a_broken_file_is_told_and_never_replaced(void **state)
{
	struct pki_hosts hosts = hosts_of("a.fr", NULL);
	struct pki_info info;
	struct err err;
	bool renewed;
	char path[64];
	FILE *file;

	(void)state;
	check_ok(pki_create(folder, "A", NOW, &err), &err);
	(void)snprintf(path, sizeof(path), "%s/ca.crt", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(pki_read(folder, &hosts, NOW, &info, &err), E_DAMAGED);
	assert_int_equal(pki_renew(folder, &hosts, NOW, &renewed, &err),
	    E_DAMAGED);
	assert_int_equal(pki_create(folder, "A", NOW, &err), E_REFUSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_is_a_name_or_an_address_in_one_form),
		cmocka_unit_test(hosts_are_kept_once_and_are_at_most_eight),
		cmocka_unit_test_setup(
		    an_authority_is_made_once_and_its_keys_are_the_owners_alone,
		    empty_folder),
		cmocka_unit_test_setup(
		    renewal_keeps_the_authority_that_devices_pinned,
		    empty_folder),
		cmocka_unit_test_setup(
		    a_signature_is_the_authoritys_and_of_this_text_only,
		    empty_folder),
		cmocka_unit_test_setup(a_broken_file_is_told_and_never_replaced,
		    empty_folder),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
