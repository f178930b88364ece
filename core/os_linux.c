/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"

#include <sys/prctl.h>
#include <sys/resource.h>

/* Both: a handler of cores (apport, systemd-coredump) is not bound by the
 * limit; the other is undone by a change of account. */
void
os_leave_no_core(void)
{
	const struct rlimit no_core = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
