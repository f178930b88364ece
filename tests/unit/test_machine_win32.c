/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/machine.h"

#include "core/os.h"
#include "core/wide.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include <windows.h>

#include <sddl.h>

static struct os_scratch
scratch(void)
{
	struct os_scratch made = { .lock = -1 };
	struct err err = { "" };

	check_ok(os_scratch_open("C:/", &made, &err), &err);
	return made;
}

/* A folder as somebody else left it. */
static void
make_folder(const char *path, const wchar_t *rule)
{
	SECURITY_ATTRIBUTES how = { .nLength = sizeof(how) };
	wchar_t *wide = wide_path(path);

	assert_non_null(wide);
	assert_true(ConvertStringSecurityDescriptorToSecurityDescriptorW(rule,
	    SDDL_REVISION_1, &how.lpSecurityDescriptor, NULL));
	assert_true(CreateDirectoryW(wide, &how));
	(void)LocalFree(how.lpSecurityDescriptor);
	free(wide);
}

static void
remove_all(struct os_scratch *at, const char *const *names, size_t count)
{
	char path[700];

	for (size_t i = 0; i < count; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", at->path, names[i]);
		machine_remove_folder(path);
		assert_false(machine_exists(path));
	}
	os_scratch_close(at);
}

static void
a_state_folder_is_its_owners_alone(void **unused)
{
	static const char *const names[] = { "a/b", "a", "open" };
	struct os_scratch at = scratch();
	struct err err = { "" };
	char path[700];

	(void)unused;
	(void)snprintf(path, sizeof(path), "%s/a/b", at.path);
	check_ok(machine_folder(path, &err), &err);
	assert_true(machine_is_safe(path));
	check_ok(machine_folder(path, &err), &err);
	(void)snprintf(path, sizeof(path), "%s/open", at.path);
	make_folder(path, L"D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;WD)");
	assert_false(machine_is_safe(path));
	assert_int_equal(machine_folder(path, &err), E_ACCESS);
	remove_all(&at, names, COUNT(names));
}

static void
a_file_is_no_state_folder(void **unused)
{
	struct os_scratch at = scratch();
	struct err err = { "" };
	char path[700];
	int fd;

	(void)unused;
	(void)snprintf(path, sizeof(path), "%s/file", at.path);
	check_ok(os_create(path, &fd, &err), &err);
	os_close(fd);
	assert_int_equal(machine_folder(path, &err), E_ACCESS);
	assert_true(machine_exists(path));
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
	/* to the nearest minute, the clock may be set meanwhile */
	assert_true(after.boot - before.boot <= 1);
	assert_in_range(after.awake - before.awake, 1, 30);
	assert_true(after.asleep >= before.asleep);
}

static void
this_computer_has_an_id_and_room(void **unused)
{
	struct buf id;

	(void)unused;
	buf_init(&id, 1024);
	machine_id(&id);
	assert_true(id.len > 8);
	buf_release(&id);
	assert_true(machine_free_bytes("C:/") > 0);
	assert_int_equal(machine_free_bytes("C:/none/such"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_folder_is_its_owners_alone),
		cmocka_unit_test(a_file_is_no_state_folder),
		cmocka_unit_test(one_works_at_a_time),
		cmocka_unit_test(time_awake_goes_forward_within_a_boot),
		cmocka_unit_test(this_computer_has_an_id_and_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
