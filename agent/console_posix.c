/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/console.h"

#include <openssl/crypto.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define LINE_BYTES 4096
#define LOOK_MS 100

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

/* What a person may send meanwhile: it is held back, and looked for. */
static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

static bool
has_signal(void)
{
	sigset_t waiting;
	bool found = false;

	if (sigpending(&waiting) != 0)
		return false;
	for (size_t i = 0; i < SIGNALS; i++)
		found = found || sigismember(&waiting, signals[i]) == 1;
	return found;
}

static void
hold_signals(sigset_t *ret_before)
{
	sigset_t set;

	(void)sigemptyset(&set);
	for (size_t i = 0; i < SIGNALS; i++)
		(void)sigaddset(&set, signals[i]);
	(void)sigprocmask(SIG_BLOCK, &set, ret_before);
}

/* A line, or its end without one; false: a signal waits. */
static bool
take_line(struct buf *out)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	char line[LINE_BYTES];
	ssize_t n;

	while (poll(&input, 1, LOOK_MS) == 0)
		if (has_signal())
			return false;
	n = read(STDIN_FILENO, line, sizeof(line));
	if (n > 0)
		buf_str(out, (struct str){ line, (size_t)n });
	OPENSSL_cleanse(line, sizeof(line));
	return true;
}

/* Stopped and taken up again, the question is asked again. */
void
console_ask_unseen(const char *question, struct buf *out)
{
	struct termios shown, unseen;
	sigset_t before;
	bool taken = false;

	if (tcgetattr(STDIN_FILENO, &shown) != 0)
		return;
	unseen = shown;
	unseen.c_lflag &= ~(tcflag_t)ECHO;
	unseen.c_lflag |= ECHONL;
	while (!taken) {
		hold_signals(&before);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
		(void)fputs(question, stderr);
		taken = take_line(out);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
	}
}
