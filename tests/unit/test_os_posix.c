/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"

#include "tests/unit/unit.h"

#include <dirent.h>
#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The hook by which a folder breaks off after its first names. */
static int names_left = -1;

struct dirent *__real_readdir(DIR *folder);
struct dirent *__wrap_readdir(DIR *folder);

struct dirent *
__wrap_readdir(DIR *folder)
{
	if (names_left == 0) {
		errno = EIO;
		return NULL;
	}
	names_left -= names_left > 0;
	return __real_readdir(folder);
}

static void
count_name(void *cookie, const char *name)
{
	(void)name;
	++*(int *)cookie;
}

static void
a_folder_that_breaks_off_is_no_shorter_one(void **unused)
{
	struct err err = { "" };
	int names = 0;

	(void)unused;
	check_ok(os_list("/", count_name, &names, &err), &err);
	assert_true(names > 1);
	names = 0;
	names_left = 3;
	assert_int_equal(os_list("/", count_name, &names, &err), E_IO);
	names_left = -1;
	assert_int_equal(names, 0);
}

/* In a child: it would stay so for the tests that follow. */
static int
core_of_child(void)
{
	struct rlimit limit = { 1, 1 };

	(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	os_leave_no_core();
	return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0 ||
	    limit.rlim_max != 0;
}

static void
a_crash_leaves_nothing_of_the_memory(void **unused)
{
	int status = 1;
	pid_t child = fork();

	(void)unused;
	if (child == 0)
		_exit(core_of_child());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_that_breaks_off_is_no_shorter_one),
		cmocka_unit_test(a_crash_leaves_nothing_of_the_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
