/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/spawn.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A script of its own for each case. */
static enum status
run(const char *body, struct str input, struct buf *output, unsigned seconds,
    struct err *err)
{
	char path[] = "/tmp/lanterne-test-spawn-XXXXXX";
	int fd = mkstemp(path);
	enum status code;

	assert_true(fd >= 0);
	assert_true(dprintf(fd, "#!/bin/sh\n%s\n", body) > 0);
	assert_int_equal(fchmod(fd, 0700), 0);
	assert_int_equal(close(fd), 0);
	code = spawn_run(path, "reader", input, output, seconds, err);
	assert_int_equal(unlink(path), 0);
	return code;
}

static void
what_goes_in_comes_out(void **unused)
{
	struct err err = { "" };
	struct buf input, output;

	(void)unused;
	buf_init(&input, (size_t)1 << 20);
	buf_init(&output, (size_t)1 << 20);
	for (int i = 0; i < 50000; i++)
		buf_format(&input, "%07d\n", i);
	check_ok(run("x=$(cat); printf '%s %s' \"$1\" \"$x\"", buf_view(&input),
	    &output, 60, &err), &err);
	assert_int_equal(output.len, input.len - 1 + 7);
	check_str(str_head(buf_view(&output), 15), "reader 0000000\n", "head");
	buf_release(&output);
	buf_release(&input);
}

struct bad_row {
	const char *label;
	const char *body;
	enum status code;
};

static const struct bad_row bad_rows[] = {
	{ "an exit code", "cat; exit 3", E_IO },
	{ "killed in the middle", "echo half; kill -9 $$", E_IO },
	{ "it writes without end", "while :; do echo aaaaaaaaaaaaaaaaa; done",
	    E_LIMIT },
	{ "it never ends", "exec sleep 600", E_LIMIT },
};

static void
a_child_that_misbehaves_is_ended(void **unused)
{
	struct buf long_input;

	(void)unused;
	/* more than a socket holds: a child that does not read it */
	buf_init(&long_input, (size_t)4 << 20);
	for (int i = 0; i < 400000; i++)
		buf_text(&long_input, "12345678");
	for (size_t i = 0; i < COUNT(bad_rows); i++) {
		struct err err = { "" };
		struct buf output;
		time_t start = time(NULL);

		buf_init(&output, 65536 * 2);
		check_number(run(bad_rows[i].body, STR(""), &output, 2, &err),
		    bad_rows[i].code, bad_rows[i].label);
		assert_true(time(NULL) - start < 30);
		buf_reset(&output);
		assert_int_not_equal(run("exec 0<&-; sleep 0.2",
		    buf_view(&long_input), &output, 2, &err), OK);
		buf_release(&output);
	}
	buf_release(&long_input);
}

static void
a_program_that_is_not_there_is_an_error(void **unused)
{
	struct err err = { "" };
	struct buf output;

	(void)unused;
	buf_init(&output, 1024);
	assert_int_not_equal(spawn_run("/nowhere/lanterne", "reader", STR("x"),
	    &output, 2, &err), OK);
	assert_true(err.text[0] != '\0');
	buf_release(&output);
}

/* `cat -`: it ends when its input does, asked or not. */
static void
a_child_may_be_started_before_it_is_asked(void **unused)
{
	struct spawn *asked = NULL, *idle = NULL;
	struct err err = { "" };
	struct buf output;

	(void)unused;
	buf_init(&output, 1024);
	check_ok(spawn_start("/bin/cat", "-", &asked, &err), &err);
	check_ok(spawn_start("/bin/cat", "-", &idle, &err), &err);
	check_ok(spawn_finish(asked, STR("later"), &output, 20, &err), &err);
	check_str(buf_view(&output), "later", "asked");
	spawn_free(idle);
	spawn_free(NULL);
	buf_release(&output);
}

/* The state, its lock, a socket: nothing of the sender's is open there. */
static void
the_child_inherits_three_files_and_no_more(void **unused)
{
	struct err err = { "" };
	struct buf output;
	int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);

	(void)unused;
	assert_true(fd >= 0);
	buf_init(&output, 4096);
	check_ok(run("for fd in /proc/$$/fd/*; do readlink $fd; done; true",
	    STR("x"), &output, 20, &err), &err);
	assert_false(holds(buf_view(&output), STR("passwd")));
	buf_release(&output);
	(void)close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(a_child_that_misbehaves_is_ended),
		cmocka_unit_test(a_program_that_is_not_there_is_an_error),
		cmocka_unit_test(a_child_may_be_started_before_it_is_asked),
		cmocka_unit_test(the_child_inherits_three_files_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
