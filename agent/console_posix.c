/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/console.h"

#include <spawn.h>
#include <stddef.h>
#include <stdint.h>

bool
console_is_own(void)
{
	return false;
}

extern char **environ;

/* Not waited for: some desktops keep it until the browser ends. */
bool
console_show(const char *path)
{
	static char program[] = "xdg-open";
	char *argv[] = { program, (char *)(uintptr_t)path, NULL };
	pid_t child;

	return posix_spawnp(&child, program, NULL, NULL, argv, environ) == 0;
}

void
console_wait(void)
{
}
