/* SPDX-License-Identifier: Apache-2.0 */
#include "core/program.h"

#include "core/closest.h"
#include "core/os.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)

/* Of the second and later lines of a message on a terminal. */
#define MESSAGE_INDENT 2

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

/* In lines that a terminal shows whole; in one for a log or another program. */
static void
put_message(const struct buf *text)
{
	size_t columns = settings_message_columns();
	struct buf lines;

	buf_init(&lines, TEXT_MAX);
	if (columns > 0)
		text_wrap_lines(&lines, buf_view(text), MESSAGE_INDENT,
		    columns);
	else
		buf_str(&lines, buf_view(text));
	(void)fprintf(stderr, "%s\n", buf_z(&lines));
	buf_release(&lines);
}

void
program_tell(const char *program, const struct err *err)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	buf_format(&text, "%s: %s", program, err->text);
	put_message(&text);
	buf_release(&text);
}

int
program_fail(const char *program, enum status code, const struct err *err)
{
	program_tell(program, err);
	return exit_of[code];
}

void
program_say(enum message id, const char *const *args)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, messages_language(), id, args);
	put_message(&text);
	buf_release(&text);
}

int
program_print(const char *program, const struct buf *text)
{
	struct err err;

	if (buf_status(text) != OK) {
		(void)err_set(&err, buf_status(text), MSG_NO_MEMORY, NO_ARGS);
		return program_fail(program, buf_status(text), &err);
	}
	if (fwrite(buf_z(text), 1, text->len, stdout) != text->len ||
	    fflush(stdout) != 0) {
		enum status code = err_set(&err, E_IO, MSG_STDOUT_REFUSED,
		    NO_ARGS);

		return program_fail(program, code, &err);
	}
	return EXIT_OK;
}

static void
say_wrapped(struct buf *out, const struct settings *settings, size_t indent,
    enum message id, const char *const *args)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, settings->language, id, args);
	text_wrap(out, buf_view(&text), indent, settings->columns);
	buf_release(&text);
}

int
program_usage(const char *program, const struct command *command,
    const struct settings *settings)
{
	struct buf text, usage;
	int code;

	buf_init(&text, TEXT_MAX);
	buf_init(&usage, TEXT_MAX);
	message_write(&usage, settings->language, MSG_USAGE_OF,
	    ARGS(program, command->name));
	buf_char(&usage, ' ');
	message_write(&usage, settings->language, command->synopsis, NO_ARGS);
	text_wrap_lines(&text, buf_view(&usage), MESSAGE_INDENT,
	    settings->columns);
	buf_release(&usage);
	buf_text(&text, "\n\n");
	say_wrapped(&text, settings, 0, command->summary, NO_ARGS);
	buf_text(&text, "\n\n");
	options_help(&text, settings->language, command->options,
	    settings->columns);
	code = program_print(program, &text);
	buf_release(&text);
	return code;
}

static const struct command *
command_named(const struct program *program, const char *name)
{
	for (size_t i = 0; program->commands[i] != NULL; i++)
		if (strcmp(program->commands[i]->name, name) == 0)
			return program->commands[i];
	return NULL;
}

/* Of what a command does: two spaces, and the longest name. */
#define SUMMARY_COLUMN 14

static int
show_help(const struct program *program, const struct settings *settings)
{
	struct buf text;
	int code;

	buf_init(&text, TEXT_MAX);
	message_write(&text, settings->language, MSG_PROGRAM_USAGE,
	    ARGS(program->name));
	buf_text(&text, "\n\n");
	say_wrapped(&text, settings, 0, program->summary, NO_ARGS);
	buf_text(&text, "\n\n");
	for (size_t i = 0; program->commands[i] != NULL; i++) {
		if (program->commands[i]->hidden)
			continue;
		buf_format(&text, "  %-12s", program->commands[i]->name);
		say_wrapped(&text, settings, SUMMARY_COLUMN,
		    program->commands[i]->summary, NO_ARGS);
		buf_char(&text, '\n');
	}
	buf_char(&text, '\n');
	say_wrapped(&text, settings, 0, MSG_PROGRAM_HELP_MORE,
	    ARGS(program->name));
	buf_char(&text, '\n');
	code = program_print(program->name, &text);
	buf_release(&text);
	return code;
}

static int
unknown_command(const struct program *program, const char *name)
{
	const char *names[PROGRAM_COMMANDS_MAX + 1] = { NULL };
	const char *near;
	struct err err;
	enum status code;

	for (size_t i = 0, n = 0;
	     i < PROGRAM_COMMANDS_MAX && program->commands[i] != NULL; i++)
		if (!program->commands[i]->hidden)
			names[n++] = program->commands[i]->name;
	near = closest(name, names);
	if (near != NULL)
		code = err_set(&err, E_USAGE, MSG_COMMAND_UNKNOWN_NEAR,
		    ARGS(name, near));
	else
		code = err_set(&err, E_USAGE, MSG_COMMAND_UNKNOWN,
		    ARGS(name, program->name));
	return program_fail(program->name, code, &err);
}

static int
show_version(const char *program)
{
	struct buf text;
	int code;

	buf_init(&text, TEXT_MAX);
	buf_format(&text, "%s %s\n", program, LANTERNE_VERSION);
	code = program_print(program, &text);
	buf_release(&text);
	return code;
}

int
program_main(const struct program *program, int argc, char **argv)
{
	struct settings settings;
	const struct command *command;
	const char *name = argc > 1 ? argv[1] : "--help";

	os_leave_no_core();
	(void)setlocale(LC_CTYPE, "");
	settings_load(&settings);
	messages_speak(settings.language);
	if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0)
		return show_help(program, &settings);
	if (strcmp(name, "--version") == 0)
		return show_version(program->name);
	command = command_named(program, name);
	if (command == NULL)
		return unknown_command(program, name);
	return command->run(command, argc - 1, argv + 1, &settings);
}
