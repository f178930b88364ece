/* SPDX-License-Identifier: Apache-2.0 */
#include "core/settings.h"

#include "core/str.h"

#include <pwd.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define DEFAULT_COLUMNS 80

/* French first: English only when the locale asks for another language than
 * French ("C" and "POSIX" ask for none). */
static enum language
locale_language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str value = str_of(getenv(names[i]));

		if (value.len == 0)
			continue;
		return str_starts(value, STR("fr")) ||
		        str_starts(value, STR("C")) ||
		        str_eq(value, STR("POSIX"))
		    ? LANGUAGE_FR
		    : LANGUAGE_EN;
	}
	return LANGUAGE_FR;
}

static size_t
terminal_columns(int fd)
{
	struct winsize size;
	uint64_t columns;

	if (str_number(str_of(getenv("COLUMNS")), 1000, &columns) &&
	    columns > 0)
		return (size_t)columns;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return DEFAULT_COLUMNS;
}

static const char *
home_folder(void)
{
	const char *home = getenv("HOME");
	const struct passwd *user;

	if (home != NULL && home[0] == '/')
		return home;
	user = getpwuid(getuid());
	return user == NULL || user->pw_dir == NULL ? "" : user->pw_dir;
}

static const char *
temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder != NULL && folder[0] == '/' ? folder : "/tmp";
}

void
settings_load(struct settings *ret)
{
	const char *no_color = getenv("NO_COLOR");
	bool out_is_terminal = isatty(STDOUT_FILENO) == 1;

	*ret = (struct settings){
		.language = locale_language(),
		.now = (int64_t)time(NULL),
		.out_is_terminal = out_is_terminal,
		.err_is_terminal = isatty(STDERR_FILENO) == 1,
		.in_is_terminal = isatty(STDIN_FILENO) == 1,
		.colour = out_is_terminal &&
		    (no_color == NULL || no_color[0] == '\0'),
		.columns = terminal_columns(STDOUT_FILENO),
		.home = home_folder(),
		.temporary = temporary_folder(),
	};
}

size_t
settings_message_columns(void)
{
	return isatty(STDERR_FILENO) == 1 ? terminal_columns(STDERR_FILENO) : 0;
}

int64_t
settings_milliseconds(void)
{
	struct timespec now = { .tv_sec = 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
