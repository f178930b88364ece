/* SPDX-License-Identifier: Apache-2.0 */
#include "core/settings.h"

#include "core/str.h"

#include <fcntl.h>
#include <io.h>

#include <windows.h>

#define DEFAULT_COLUMNS 80

/* What shells from elsewhere (MSYS, Cygwin) ask for, when it is one of ours. */
static bool
locale_language(enum language *ret)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str value = str_of(getenv(names[i]));

		if (settings_language(str_starts(value, STR("fr")) ? "fr"
		            : str_starts(value, STR("en"))         ? "en"
		                                                   : "",
		        ret))
			return true;
	}
	return false;
}

/* French first: English only when this user's Windows speaks another
 * language. */
static enum language
user_language(void)
{
	enum language asked;

	if (locale_language(&asked))
		return asked;
	return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_FRENCH
	    ? LANGUAGE_FR
	    : LANGUAGE_EN;
}

static size_t
terminal_columns(DWORD which)
{
	CONSOLE_SCREEN_BUFFER_INFO info;
	uint64_t columns;

	if (str_number(str_of(getenv("COLUMNS")), 1000, &columns) &&
	    columns > 0)
		return (size_t)columns;
	if (GetConsoleScreenBufferInfo(GetStdHandle(which), &info) &&
	    info.srWindow.Right > info.srWindow.Left)
		return (size_t)(info.srWindow.Right - info.srWindow.Left) + 1;
	return DEFAULT_COLUMNS;
}

/* What a drive or a share begins with.  The program's manifest makes UTF-8 of
 * the environment. */
static const char *
absolute_from(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' &&
	        (value[1] == ':' || (value[0] == '\\' && value[1] == '\\'))
	    ? value
	    : "";
}

static const char *
temporary_folder(void)
{
	const char *folder = absolute_from("TMP");

	if (folder[0] == '\0')
		folder = absolute_from("TEMP");
	return folder[0] == '\0' ? "." : folder;
}

static bool
is_console(DWORD which)
{
	DWORD mode;

	return GetConsoleMode(GetStdHandle(which), &mode);
}

/* Colours are escape sequences; a console before Windows 10 knows none. */
static bool
speak_escapes(void)
{
	HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
	DWORD mode;

	return GetConsoleMode(out, &mode) &&
	    SetConsoleMode(out, mode | ENABLE_PROCESSED_OUTPUT |
	        ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

/* A service has no such file: its number is negative. */
static void
leave_bytes_alone(FILE *stream)
{
	if (_fileno(stream) >= 0)
		(void)_setmode(_fileno(stream), _O_BINARY);
}

/* Text is UTF-8 and ends its lines with LF, on a console and in a file. */
static void
speak_utf8(void)
{
	(void)SetConsoleOutputCP(CP_UTF8);
	leave_bytes_alone(stdout);
	leave_bytes_alone(stderr);
}

void
settings_load(struct settings *ret)
{
	const char *no_color = getenv("NO_COLOR");
	bool wanted = no_color == NULL || no_color[0] == '\0';

	speak_utf8();
	*ret = (struct settings){
		.language = user_language(),
		.now = (int64_t)time(NULL),
		.out_is_terminal = is_console(STD_OUTPUT_HANDLE),
		.err_is_terminal = is_console(STD_ERROR_HANDLE),
		.in_is_terminal = is_console(STD_INPUT_HANDLE),
		.colour = wanted && speak_escapes(),
		.columns = terminal_columns(STD_OUTPUT_HANDLE),
		.home = absolute_from("USERPROFILE"),
		.temporary = temporary_folder(),
	};
}

size_t
settings_message_columns(void)
{
	return is_console(STD_ERROR_HANDLE)
	    ? terminal_columns(STD_ERROR_HANDLE)
	    : 0;
}

int64_t
settings_milliseconds(void)
{
	return (int64_t)GetTickCount64();
}
