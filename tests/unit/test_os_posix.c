/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"

#include "tests/unit/unit.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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
		cmocka_unit_test(a_crash_leaves_nothing_of_the_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
