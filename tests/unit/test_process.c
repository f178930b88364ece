/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/process.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOG "/tmp/lanterne-test-process.log"

static enum status
start(const char *script, struct process *ret, struct err *err)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };

	return process_start(argv, LOG, ret, err);
}

static int
run(const char *script)
{
	struct process process = { 0 };
	struct err err = { "" };
	int code = -1;

	check_ok(start(script, &process, &err), &err);
	check_ok(process_wait(&process, &code, &err), &err);
	assert_int_equal(process.id, 0);
	return code;
}

static void
its_exit_code_is_told(void **unused)
{
	(void)unused;
	assert_int_equal(run("exit 0"), 0);
	assert_int_equal(run("exit 7"), 7);
	assert_int_equal(run("kill -9 $$"), 137);
}

static void
what_it_prints_is_appended(void **unused)
{
	struct buf text;
	struct err err = { "" };

	(void)unused;
	(void)unlink(LOG);
	buf_init(&text, 4096);
	assert_int_equal(run("echo one; echo two >&2"), 0);
	assert_int_equal(run("cat; echo three"), 0);
	check_ok(os_read_file(LOG, &text, &err), &err);
	check_str(buf_view(&text), "one\ntwo\nthree\n", "log");
	buf_release(&text);
}

static void
a_program_that_is_not_there_is_an_error(void **unused)
{
	const char *const argv[] = { "/nowhere/lanterne", NULL };
	struct process process = { 0 };
	struct err err = { "" };

	(void)unused;
	assert_int_not_equal(process_start(argv, LOG, &process, &err), OK);
	assert_int_equal(process.id, 0);
}

static void
what_is_stopped_has_ended(void **unused)
{
	static const char *const scripts[] = { "sleep 60",
		"exit 0", "exec sleep 60" };
	struct process process = { 0 };
	struct err err = { "" };
	pid_t pid;

	(void)unused;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		check_ok(start(scripts[i], &process, &err), &err);
		pid = (pid_t)process.id;
		process_stop(&process);
		assert_true(process_ended(&process));
		assert_int_equal(kill(pid, 0), -1);
	}
	process_stop(&process);
}

/* What waits for a signal has one that was sent before, too. */
static void
an_interrupt_ends_the_wait_and_not_us(void **unused)
{
	struct process process = { 0 };
	struct err err = { "" };
	int code = -1;

	(void)unused;
	check_ok(start("sleep 60", &process, &err), &err);
	assert_int_equal(kill(getpid(), SIGTERM), 0);
	assert_int_equal(process_wait(&process, &code, &err), E_REFUSED);
	assert_false(process_ended(&process));
	assert_int_equal(code, -1);
	process_stop(&process);
}

/* It is ours that wait, not its own. */
static void
a_child_hears_its_signals(void **unused)
{
	(void)unused;
	assert_int_equal(run("kill -TERM $$; sleep 5; exit 3"), 143);
}

static void
the_other_program_is_beside_this_one(void **unused)
{
	struct buf path;
	struct err err = { "" };

	(void)unused;
	buf_init(&path, 4096);
	check_ok(process_beside("test_process", &path, &err), &err);
	assert_int_equal(access(buf_z(&path), X_OK), 0);
	buf_reset(&path);
	assert_int_equal(process_beside("no-such-program", &path, &err),
	    E_NOT_FOUND);
	assert_non_null(strstr(err.text, "no-such-program"));
	buf_release(&path);
}

static void
a_free_port_can_be_listened_on(void **unused)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct err err = { "" };
	uint16_t port = 0;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)unused;
	check_ok(process_free_port(&port, &err), &err);
	assert_true(port >= 1024);
	address.sin_port = htons(port);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address,
	    sizeof(address)), 0);
	assert_int_equal(close(fd), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_exit_code_is_told),
		cmocka_unit_test(what_it_prints_is_appended),
		cmocka_unit_test(a_program_that_is_not_there_is_an_error),
		cmocka_unit_test(what_is_stopped_has_ended),
		cmocka_unit_test(an_interrupt_ends_the_wait_and_not_us),
		cmocka_unit_test(a_child_hears_its_signals),
		cmocka_unit_test(the_other_program_is_beside_this_one),
		cmocka_unit_test(a_free_port_can_be_listened_on),
	};

	process_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
