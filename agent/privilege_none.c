/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/privilege.h"

#include "agent/spawn.h"

#include <stddef.h>

/* Rights are not parted with one by one: Windows' service is LocalService
 * already; elsewhere root stays root.  The reader is a process like us. */
enum status
privilege_part(const char *folder, const char *program,
    struct privilege **ret_privilege, struct err *err)
{
	(void)folder;
	(void)program;
	(void)err;
	*ret_privilege = NULL;
	return OK;
}

void
privilege_free(struct privilege *privilege)
{
	(void)privilege;
}

enum status
privilege_ask(struct privilege *privilege, const char *program,
    struct str input, struct buf *output, unsigned seconds, struct err *err)
{
	(void)privilege;
	return spawn_run(program, "reader", input, output, seconds, err);
}

void
privilege_round(void (*work)(void *cookie), void *cookie)
{
	work(cookie);
}
