/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/daemon.h"

#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
fill_signals(sigset_t *signals)
{
	(void)sigemptyset(signals);
	(void)sigaddset(signals, SIGTERM);
	(void)sigaddset(signals, SIGINT);
	(void)sigaddset(signals, SIGHUP);
}

void
daemon_begin(void)
{
	sigset_t signals;

	fill_signals(&signals);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	daemon_outlive_peers();
}

void
daemon_outlive_peers(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
}

enum daemon_event
daemon_wait(void)
{
	const struct timespec second = { .tv_sec = 1 };
	sigset_t signals;

	fill_signals(&signals);
	switch (sigtimedwait(&signals, NULL, &second)) {
	case SIGHUP:
		return DAEMON_RELOAD;
	case SIGTERM:
	case SIGINT:
		return DAEMON_STOP;
	default:
		return DAEMON_TICK;
	}
}

void
daemon_notify(const char *state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *path = getenv("NOTIFY_SOCKET");
	size_t len = path == NULL ? 0 : strlen(path);
	int fd;

	if (len == 0 || len >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, len);
	if (path[0] == '@') /* abstract */
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL,
	    (const struct sockaddr *)&address,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	(void)close(fd);
}
