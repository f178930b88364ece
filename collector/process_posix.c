/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/process.h"

#include "core/os.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define PATH_BYTES 4096
#define ARGUMENTS_MAX 40
#define KILLED 128 /* as shells do */

/* Between two looks at a process, if no signal says that it has ended. */
#define LOOK_MS 50
#define STOP_MS 10000

static void
fill_signals(sigset_t *signals)
{
	(void)sigemptyset(signals);
	(void)sigaddset(signals, SIGTERM);
	(void)sigaddset(signals, SIGINT);
	(void)sigaddset(signals, SIGHUP);
	(void)sigaddset(signals, SIGCHLD);
}

void
process_begin(void)
{
	sigset_t signals;

	fill_signals(&signals);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
}

/* A signal, or LOOK_MS: whether it is one that ends us. */
static bool
interrupted(void)
{
	const struct timespec look = { 0, LOOK_MS * 1000000L };
	sigset_t signals;
	int found;

	fill_signals(&signals);
	found = sigtimedwait(&signals, NULL, &look);
	return found == SIGTERM || found == SIGINT || found == SIGHUP;
}

enum status
process_beside(const char *name, struct buf *out, struct err *err)
{
	char path[PATH_BYTES];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	path[n < 0 ? 0 : n] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return err_set(err, E_NOT_FOUND, MSG_PROCESS_NONE,
		    ARGS(name, "/proc"));
	*slash = '\0';
	os_join(out, path, name);
	if (access(buf_z(out), X_OK) != 0)
		return err_set(err, E_NOT_FOUND, MSG_PROCESS_NONE,
		    ARGS(name, path));
	return buf_status(out);
}

enum status
process_absolute(const char *path, struct buf *out, struct err *err)
{
	char *whole = realpath(path, NULL);

	if (whole == NULL)
		return err_system(err, errno, path);
	buf_text(out, whole);
	free(whole);
	return buf_status(out);
}

static int
open_files(posix_spawn_file_actions_t *files, const char *log)
{
	int failed = posix_spawn_file_actions_addopen(files, STDIN_FILENO,
	    "/dev/null", O_RDONLY, 0);

	if (failed == 0)
		failed = posix_spawn_file_actions_addopen(files,
		    STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(files,
		    STDOUT_FILENO, STDERR_FILENO);
	return failed;
}

/* It hears the signals that wait for us. */
static int
hear_signals(posix_spawnattr_t *how)
{
	sigset_t none;
	int failed;

	(void)sigemptyset(&none);
	failed = posix_spawnattr_setsigmask(how, &none);
	return failed == 0
	    ? posix_spawnattr_setflags(how, POSIX_SPAWN_SETSIGMASK)
	    : failed;
}

static int
spawn(char *const *argv, const char *log, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	int failed = posix_spawn_file_actions_init(&files);

	if (failed != 0)
		return failed;
	failed = posix_spawnattr_init(&how);
	if (failed == 0) {
		failed = open_files(&files, log);
		if (failed == 0)
			failed = hear_signals(&how);
		if (failed == 0)
			failed = posix_spawn(pid, argv[0], &files, &how, argv,
			    environ);
		(void)posix_spawnattr_destroy(&how);
	}
	(void)posix_spawn_file_actions_destroy(&files);
	return failed;
}

enum status
process_start(const char *const *argv, const char *log, struct process *ret,
    struct err *err)
{
	/* posix_spawn takes char *const[] and changes none of them. */
	union {
		const char *given[ARGUMENTS_MAX + 1];
		char *taken[ARGUMENTS_MAX + 1];
	} words = { { NULL } };
	pid_t pid = 0;
	int failed;

	for (size_t i = 0; argv[i] != NULL; i++) {
		if (i == ARGUMENTS_MAX)
			return err_set(err, E_LIMIT, MSG_NO_MEMORY, NO_ARGS);
		words.given[i] = argv[i];
	}
	failed = spawn(words.taken, log, &pid);
	if (failed != 0)
		return err_system(err, failed, argv[0]);
	ret->id = pid;
	return OK;
}

/* Buried when it has ended. */
static bool
look(struct process *process, int *ret_exit)
{
	int status = 0;

	if (process->id == 0)
		return true;
	if (waitpid((pid_t)process->id, &status, WNOHANG) !=
	    (pid_t)process->id)
		return false;
	process->id = 0;
	*ret_exit = WIFEXITED(status) ? WEXITSTATUS(status)
	                              : KILLED + WTERMSIG(status);
	return true;
}

enum status
process_wait(struct process *process, int *ret_exit, struct err *err)
{
	while (!look(process, ret_exit))
		if (interrupted())
			return err_set(err, E_REFUSED, MSG_PROCESS_INTERRUPTED,
			    NO_ARGS);
	return OK;
}

bool
process_ended(struct process *process)
{
	int code = 0;

	return look(process, &code);
}

void
process_stop(struct process *process)
{
	int code = 0;

	if (process->id == 0)
		return;
	(void)kill((pid_t)process->id, SIGTERM);
	for (int waited = 0; waited < STOP_MS && !look(process, &code);
	     waited += LOOK_MS)
		(void)interrupted();
	if (process->id == 0)
		return;
	(void)kill((pid_t)process->id, SIGKILL);
	while (!look(process, &code))
		(void)interrupted();
}

enum status
process_free_port(uint16_t *ret, struct err *err)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int failed = 0;

	if (fd < 0 ||
	    bind(fd, (const struct sockaddr *)&address, len) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		failed = errno;
	if (fd >= 0)
		(void)close(fd);
	if (failed != 0)
		return err_system(err, failed, "127.0.0.1");
	*ret = ntohs(address.sin_port);
	return OK;
}
