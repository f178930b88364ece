/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/spawn.h"

#include "core/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define BLOCK 16384

struct spawn {
	pid_t pid;
	int to;   /* its stdin: a socket, so that its death is no signal */
	int from; /* its stdout */
	int64_t deadline_ms;
};

static int64_t
milliseconds(void)
{
	struct timespec now = { .tv_sec = 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
shut(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

static int
start(const char *program, const char *argument, int in, int out, pid_t *pid)
{
	/* posix_spawn takes char *const[] and changes none of them. */
	union {
		const char *given[3];
		char *taken[3];
	} argv = { { program, argument, NULL } };
	posix_spawn_file_actions_t actions;
	int failed = posix_spawn_file_actions_init(&actions);

	if (failed != 0)
		return failed;
	failed = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(&actions, out,
		    STDOUT_FILENO);
	if (failed == 0)
		failed = posix_spawnp(pid, program, &actions, NULL, argv.taken,
		    environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/* Not inherited: no other thread starts a program between the two calls. */
static int
open_pair(int pair[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 ||
	    fcntl(pair[0], F_SETFD, FD_CLOEXEC) != 0)
		return -1;
	return fcntl(pair[1], F_SETFD, FD_CLOEXEC);
}

static enum status
open_child(const char *program, const char *argument, struct spawn *child,
    struct err *err)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 };
	int failed = 0;

	if (open_pair(in) != 0 || open_pair(out) != 0)
		failed = errno;
	if (failed == 0)
		failed = start(program, argument, in[1], out[1], &child->pid);
	shut(&in[1]);
	shut(&out[1]);
	child->to = in[0];
	child->from = out[0];
	return failed == 0 ? OK : err_system(err, failed, argument);
}

/* Wait for `fd`, at most until the deadline. */
static enum status
await(const struct spawn *child, int fd, short events, struct err *err)
{
	struct pollfd wait = { .fd = fd, .events = events };
	int64_t left = child->deadline_ms - milliseconds();
	int ready = left <= 0 ? 0 : poll(&wait, 1, (int)left);

	if (ready > 0 || (ready < 0 && errno == EINTR))
		return OK;
	if (ready < 0)
		return err_system(err, errno, "poll");
	return err_set(err, E_LIMIT, MSG_SPAWN_SLOW, NO_ARGS);
}

static enum status
give(struct spawn *child, struct str input, struct err *err)
{
	enum status code = OK;

	while (code == OK && input.len > 0) {
		ssize_t n;

		code = await(child, child->to, POLLOUT, err);
		if (code != OK)
			break;
		n = send(child->to, input.at, input.len,
		    MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n > 0)
			input = str_skip(input, (size_t)n);
		else if (errno != EAGAIN && errno != EINTR)
			code = err_set(err, E_IO, MSG_READER_DIED, NO_ARGS);
	}
	shut(&child->to);
	return code;
}

static enum status
take(struct spawn *child, struct buf *output, struct err *err)
{
	char block[BLOCK];

	for (;;) {
		enum status code = await(child, child->from, POLLIN, err);
		ssize_t n;

		if (code != OK)
			return code;
		n = read(child->from, block, sizeof(block));
		if (n == 0)
			return OK;
		if (n > 0)
			buf_str(output, (struct str){ block, (size_t)n });
		if (buf_status(output) != OK)
			return err_set(err, E_LIMIT, MSG_SPAWN_MUCH, NO_ARGS);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return err_system(err, errno, "read");
	}
}

static enum status
bury(struct spawn *child, enum status code, struct err *err)
{
	int status = 0;

	shut(&child->to);
	shut(&child->from);
	if (child->pid <= 0)
		return code;
	if (code != OK)
		(void)kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (code == OK && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		code = err_set(err, E_IO, MSG_READER_DIED, NO_ARGS);
	return code;
}

enum status
spawn_start(const char *program, const char *argument,
    struct spawn **ret_spawn, struct err *err)
{
	struct spawn *child = calloc(1, sizeof(*child));
	enum status code;

	if (child == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	*child = (struct spawn){ .pid = -1, .to = -1, .from = -1 };
	code = open_child(program, argument, child, err);
	if (code == OK) {
		*ret_spawn = child;
	} else {
		(void)bury(child, code, err);
		free(child);
	}
	return code;
}

enum status
spawn_finish(struct spawn *take_spawn, struct str input, struct buf *output,
    unsigned seconds, struct err *err)
{
	struct spawn *child = take_spawn;
	enum status code;

	child->deadline_ms = milliseconds() + (int64_t)seconds * 1000;
	code = give(child, input, err);
	if (code == OK)
		code = take(child, output, err);
	code = bury(child, code, err);
	free(child);
	return code;
}

void
spawn_free(struct spawn *spawn)
{
	if (spawn == NULL)
		return;
	(void)bury(spawn, OK, NULL);
	free(spawn);
}

enum status
spawn_run(const char *program, const char *argument, struct str input,
    struct buf *output, unsigned seconds, struct err *err)
{
	struct spawn *child = NULL;
	enum status code = spawn_start(program, argument, &child, err);

	return code == OK ? spawn_finish(child, input, output, seconds, err)
	                  : code;
}
