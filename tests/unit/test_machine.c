/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/machine.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct os_scratch
scratch(void)
{
	struct os_scratch made = { .lock = -1 };
	struct err err = { "" };

	check_ok(os_scratch_open("/tmp", &made, &err), &err);
	return made;
}

static void
a_state_folder_is_its_owners_alone(void **unused)
{
	struct os_scratch at = scratch();
	struct err err = { "" };
	struct stat found;
	char path[700];

	(void)unused;
	(void)snprintf(path, sizeof(path), "%s/a/b/c", at.path);
	check_ok(machine_folder(path, &err), &err);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0700);
	check_ok(machine_folder(path, &err), &err);
	assert_int_equal(chmod(path, 0750), 0);
	assert_int_equal(machine_folder(path, &err), E_ACCESS);
	(void)snprintf(path, sizeof(path), "%s/file", at.path);
	assert_int_equal(close(creat(path, 0600)), 0);
	assert_int_not_equal(machine_folder(path, &err), OK);
	os_scratch_close(&at);
}

static void
a_folder_that_others_may_write_into_is_no_state(void **unused)
{
	static const struct {
		mode_t mode;
		bool safe;
	} rows[] = { { 0700, true }, { 0755, true }, { 0770, false },
		{ 0707, false }, { 01777, false } };
	struct os_scratch at = scratch();
	char label[16];

	(void)unused;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(chmod(at.path, rows[i].mode), 0);
		(void)snprintf(label, sizeof(label), "%o",
		    (unsigned)rows[i].mode);
		check_number(machine_is_safe(at.path), rows[i].safe, label);
	}
	if (geteuid() == 0) {
		assert_int_equal(chmod(at.path, 0700), 0);
		assert_int_equal(chown(at.path, 4242, 4242), 0);
		assert_false(machine_is_safe(at.path));
		assert_int_equal(chown(at.path, 0, 0), 0);
	}
	os_scratch_close(&at);
}

/* In a copy of this test, which removes itself: 0 when what machine_program
 * names can be started. */
static int
when_removed(const char *own)
{
	struct buf path;
	int failed;

	buf_init(&path, 4096);
	failed = unlink(own);
	machine_program(&path);
	failed |= access(buf_z(&path), X_OK);
	buf_release(&path);
	return failed;
}

static void
a_program_that_was_replaced_can_be_started_again(void **unused)
{
	struct os_scratch at = scratch();
	char command[1500];

	(void)unused;
	(void)snprintf(command, sizeof(command),
	    "cp /proc/%ld/exe '%s/copy' && '%s/copy' removed", (long)getpid(),
	    at.path, at.path);
	assert_int_equal(system(command), 0);
	os_scratch_close(&at);
}

static void
one_works_at_a_time(void **unused)
{
	struct os_scratch at = scratch();
	struct err err = { "" };
	char path[700];
	int first = -1, second = -1;

	(void)unused;
	(void)snprintf(path, sizeof(path), "%s/lock2", at.path);
	check_ok(machine_lock(path, &first, &err), &err);
	assert_int_equal(machine_lock(path, &second, &err), E_LOCKED);
	assert_int_equal(second, -1);
	machine_unlock(first);
	check_ok(machine_lock(path, &second, &err), &err);
	machine_unlock(second);
	os_scratch_close(&at);
}

static void
time_awake_goes_forward_within_a_boot(void **unused)
{
	struct machine_uptime before = machine_uptime(), after;

	(void)unused;
	os_pause(1100);
	after = machine_uptime();
	assert_true(after.boot == before.boot);
	assert_in_range(after.awake - before.awake, 1, 30);
	assert_true(after.asleep >= before.asleep);
}

static void
a_link_that_leads_nowhere_stands_there_too(void **unused)
{
	struct os_scratch at = scratch();
	char path[700];

	(void)unused;
	(void)snprintf(path, sizeof(path), "%s/opt-out", at.path);
	assert_false(machine_exists(path));
	assert_int_equal(symlink("/nowhere", path), 0);
	assert_true(machine_exists(path));
	os_scratch_close(&at);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_folder_is_its_owners_alone),
		cmocka_unit_test(a_folder_that_others_may_write_into_is_no_state),
		cmocka_unit_test(a_program_that_was_replaced_can_be_started_again),
		cmocka_unit_test(one_works_at_a_time),
		cmocka_unit_test(time_awake_goes_forward_within_a_boot),
		cmocka_unit_test(a_link_that_leads_nowhere_stands_there_too),
	};

	if (argc == 2)
		return when_removed(argv[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
