/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include <stdio.h>

#define TEXT_MAX ((size_t)1 << 20)

static const int exit_of[STATUS_COUNT] = {
	[OK] = EXIT_OK,
	[E_NOMEM] = EXIT_FAILED,
	[E_LIMIT] = EXIT_FAILED,
	[E_INVALID] = EXIT_USAGE,
	[E_USAGE] = EXIT_USAGE,
	[E_NOT_FOUND] = EXIT_USAGE,
	[E_ACCESS] = EXIT_FAILED,
	[E_LOCKED] = EXIT_FAILED,
	[E_CHANGED] = EXIT_FAILED,
	[E_DAMAGED] = EXIT_FAILED,
	[E_UNSUPPORTED] = EXIT_USAGE,
	[E_IO] = EXIT_FAILED,
	[E_NETWORK] = EXIT_NETWORK,
	[E_REFUSED] = EXIT_REFUSED,
};

int
command_fail(enum status code, const struct err *err)
{
	(void)fprintf(stderr, "lanterne: %s\n", err->text);
	return exit_of[code];
}

void
command_say(enum message id, const char *const *args)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, messages_language(), id, args);
	(void)fprintf(stderr, "%s\n", buf_z(&text));
	buf_release(&text);
}

int
command_print(const struct buf *text)
{
	struct err err;

	if (buf_status(text) != OK) {
		(void)err_set(&err, buf_status(text), MSG_NO_MEMORY, NO_ARGS);
		return command_fail(buf_status(text), &err);
	}
	if (fwrite(buf_z(text), 1, text->len, stdout) != text->len ||
	    fflush(stdout) != 0) {
		enum status code = err_set(&err, E_IO, MSG_STDOUT_REFUSED,
		    NO_ARGS);

		return command_fail(code, &err);
	}
	return EXIT_OK;
}

void
command_usage(const struct command *command, const struct settings *settings)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, settings->language, MSG_USAGE_OF,
	    ARGS(command->name));
	buf_char(&text, ' ');
	message_write(&text, settings->language, command->synopsis, NO_ARGS);
	buf_text(&text, "\n\n");
	message_write(&text, settings->language, command->summary, NO_ARGS);
	buf_text(&text, "\n\n");
	options_help(&text, settings->language, command->options,
	    settings->columns);
	(void)command_print(&text);
	buf_release(&text);
}
