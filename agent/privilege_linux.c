/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/privilege.h"

#include "agent/machine.h"
#include "agent/spawn.h"

#include "core/os.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define READER "reader"

struct privilege {
	struct spawn *reader; /* started, waiting */
};

/* No capability but those of `mask`; the C library has no call for it. */
static int
keep_capabilities(uint32_t mask)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {
		{ mask, mask, mask } };

	return (int)syscall(SYS_capset, &head, sets);
}

/* Become the account; of root's rights, that to read others' files is left,
 * and a child has it too. */
static int
become(uid_t user, gid_t group)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    (geteuid() == 0 && (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0 ||
	        setgroups(0, NULL) != 0 ||
	        setresgid(group, group, group) != 0 ||
	        setresuid(user, user, user) != 0)) ||
	    keep_capabilities(1U << CAP_DAC_READ_SEARCH) != 0)
		return -1;
	return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH,
	    0, 0);
}

static int
forsake(void)
{
	int failed = prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);

	return keep_capabilities(0) != 0 || setuid(0) == 0 ? -1 : failed;
}

static enum status
part(const struct stat *owner, const char *folder, const char *program,
    struct privilege *privilege, struct err *err)
{
	enum status code = OK;

	if (become(owner->st_uid, owner->st_gid) != 0)
		return err_system(err, errno, folder);
	os_leave_no_core();
	if (program != NULL)
		code = spawn_start(program, READER, &privilege->reader, err);
	if (forsake() != 0)
		return err_set(err, E_ACCESS, MSG_PRIVILEGE_KEPT, NO_ARGS);
	return code;
}

enum status
privilege_part(const char *folder, const char *program,
    struct privilege **ret_privilege, struct err *err)
{
	struct privilege *privilege;
	struct stat owner;
	enum status code;

	if (!machine_is_service() || stat(folder, &owner) != 0 ||
	    (geteuid() == 0 && owner.st_uid == 0))
		return OK;
	privilege = calloc(1, sizeof(*privilege));
	if (privilege == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = part(&owner, folder, program, privilege, err);
	if (code == OK)
		*ret_privilege = privilege;
	else
		privilege_free(privilege);
	return code;
}

void
privilege_free(struct privilege *privilege)
{
	if (privilege == NULL)
		return;
	spawn_free(privilege->reader);
	free(privilege);
}

enum status
privilege_ask(struct privilege *privilege, const char *program,
    struct str input, struct buf *output, unsigned seconds, struct err *err)
{
	struct spawn *reader = privilege == NULL ? NULL : privilege->reader;

	if (reader == NULL)
		return spawn_run(program, READER, input, output, seconds, err);
	privilege->reader = NULL;
	return spawn_finish(reader, input, output, seconds, err);
}

void
privilege_round(void (*work)(void *cookie), void *cookie)
{
	pid_t child = -1;

	(void)fflush(NULL);
	if (machine_is_service())
		child = fork();
	if (child > 0) {
		while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
			continue;
		return;
	}
	if (child < 0 && machine_is_service()) /* another time */
		return;
	work(cookie);
	if (child == 0) {
		(void)fflush(NULL);
		_exit(0);
	}
}
