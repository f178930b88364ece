/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/config.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include <stdio.h>

#define PATH_BYTES 600

/* A file `name` of a folder of its own. */
static void
write_file(const char *name, const char *text, struct os_scratch *at,
    char path[PATH_BYTES])
{
	struct err err = { "" };
	int fd;

	check_ok(os_scratch_open("/tmp", at, &err), &err);
	(void)snprintf(path, PATH_BYTES, "%s/%s", at->path, name);
	check_ok(os_create(path, &fd, &err), &err);
	check_ok(os_write(fd, str_of(text), &err), &err);
	os_close(fd);
}

static enum status
load(const char *text, struct config *ret, struct err *err)
{
	const struct config defaults = config_defaults(false);
	struct os_scratch at = { .lock = -1 };
	char path[PATH_BYTES];
	enum status code;

	write_file("agent.yaml", text, &at, path);
	code = config_load(path, true, &defaults, ret, err);
	os_scratch_close(&at);
	return code;
}

static void
keys_are_sorted_and_each_has_its_help(void **unused)
{
	size_t count;
	const struct config_row *rows = config_rows(&count);

	(void)unused;
	for (size_t i = 0; i < count; i++) {
		assert_true(i == 0 ||
		    strcmp(rows[i - 1].field.key, rows[i].field.key) < 0);
		assert_true(strlen(message_template(LANGUAGE_FR,
		    rows[i].help)) > 10);
	}
}

/* What the example shows is read, key by key and all at once. */
static void
every_example_is_accepted(void **unused)
{
	size_t count;
	const struct config_row *rows = config_rows(&count);
	struct config config;
	struct err err = { "" };
	struct buf one, all;

	(void)unused;
	buf_init(&all, 65536);
	for (size_t i = 0; i < count; i++) {
		buf_init(&one, 4096);
		buf_format(&one, "%s: %s\n", rows[i].field.key,
		    rows[i].example);
		check_ok(load(buf_z(&one), &config, &err), &err);
		config_release(&config);
		buf_str(&all, buf_view(&one));
		buf_release(&one);
	}
	check_ok(load(buf_z(&all), &config, &err), &err);
	assert_string_equal(config.temporary, "/var/tmp");
	assert_string_equal(config.homes.at[0], "/srv/homes/accueil");
	config_release(&config);
	buf_release(&all);
}

static void
the_shipped_examples_are_the_tables(void **unused)
{
	static const struct {
		const char *path;
		enum language language;
	} files[] = {
		{ SOURCE_ROOT "/policies/agent.example.fr.yaml", LANGUAGE_FR },
		{ SOURCE_ROOT "/policies/agent.example.en.yaml", LANGUAGE_EN },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct buf shipped, made;
		struct err err = { "" };

		buf_init(&shipped, 65536);
		buf_init(&made, 65536);
		check_ok(os_read_file(files[i].path, &shipped, &err), &err);
		config_example(&made, files[i].language);
		check_str(buf_view(&shipped), buf_z(&made), files[i].path);
		buf_release(&made);
		buf_release(&shipped);
	}
}

struct bad_row {
	const char *text;
	const char *says;
};

static const struct bad_row bad_rows[] = {
	{ "user: own\n", ":1:1: " },
	{ "users: everybody\n", ":1:8: " },
	{ "dns: known\ndns: none\n", ":2:1: " },
	{ "homes: /home\n", ":1:8: " },
	{ "dns: none\ntemporary: tmp\n", ":2:12: " },
	{ "dns_logs:\n- /var/log/dns\n- ~/dns.log\n", ":3:3: " },
};

static void
a_fault_is_told_with_its_place(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT(bad_rows); i++) {
		struct config config;
		struct err err = { "" };

		assert_int_equal(load(bad_rows[i].text, &config, &err),
		    E_INVALID);
		if (strstr(err.text, bad_rows[i].says) == NULL)
			fail_msg("%s: %s", bad_rows[i].text, err.text);
	}
}

/* What the example is as it is shipped: every key commented out. */
static void
settings_that_say_nothing_are_the_defaults(void **unused)
{
	static const char *const silent[] = { "", "\n", "# users: all",
		"  # users: all\r\n\n#dns: none\n" };
	struct config config;
	struct err err = { "" };
	struct buf example;

	(void)unused;
	for (size_t i = 0; i < COUNT(silent); i++) {
		check_ok(load(silent[i], &config, &err), &err);
		assert_int_equal(config.users, READER_OWN);
		config_release(&config);
	}
	buf_init(&example, 65536);
	config_example(&example, LANGUAGE_FR);
	check_ok(load(buf_z(&example), &config, &err), &err);
	config_release(&config);
	buf_release(&example);
}

static void
a_check_tells_all_problems_and_what_is_not_there(void **unused)
{
	static const char text[] = "user: own\ndns: perhaps\n"
	    "homes: [/nowhere/at/all, relative]\n";
	struct os_scratch at = { .lock = -1 };
	struct problems problems = { .count = 0 };
	struct err err = { "" };
	char path[PATH_BYTES];

	(void)unused;
	write_file("settings.yaml", text, &at, path);
	assert_true(config_is(path)); /* by its keys */
	check_ok(config_check(path, &problems, &err), &err);
	assert_int_equal(problems.errors, 3);
	assert_int_equal(problems.count, 4);
	problems_release(&problems);
	os_scratch_close(&at);
	assert_false(config_is("/nowhere/agent.yaml"));
}

static void
without_a_file_the_defaults_hold(void **unused)
{
	const struct config service = config_defaults(true);
	struct config config;
	struct err err = { "" };

	(void)unused;
	check_ok(config_load("/nowhere/agent.yaml", false, &service, &config,
	    &err), &err);
	assert_int_equal(config.users, READER_ALL);
	assert_true(config.dns);
	config_release(&config);
	assert_int_equal(config_load("/nowhere/agent.yaml", true, &service,
	    &config, &err), E_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_sorted_and_each_has_its_help),
		cmocka_unit_test(every_example_is_accepted),
		cmocka_unit_test(the_shipped_examples_are_the_tables),
		cmocka_unit_test(a_fault_is_told_with_its_place),
		cmocka_unit_test(settings_that_say_nothing_are_the_defaults),
		cmocka_unit_test(
		    a_check_tells_all_problems_and_what_is_not_there),
		cmocka_unit_test(without_a_file_the_defaults_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
