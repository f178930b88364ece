/* SPDX-License-Identifier: Apache-2.0 */
#include "core/os.h"

#include <sys/resource.h>

void
os_leave_no_core(void)
{
	const struct rlimit no_core = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &no_core);
}
