/* SPDX-License-Identifier: Apache-2.0
 * main.c: program `lanterne`: finds the command, hands over.  No logic.
 */
#include "agent/command.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {
	NULL,
};

#define COMMANDS_MAX 32
_Static_assert(sizeof(commands) / sizeof(commands[0]) <= COMMANDS_MAX,
    "room for every name");

static const struct command *
command_named(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static int
show_help(const struct settings *settings)
{
	struct buf text;
	int code;

	buf_init(&text, 65536);
	message_write(&text, settings->language, MSG_PROGRAM_HELP, NO_ARGS);
	buf_text(&text, "\n\n");
	for (size_t i = 0; commands[i] != NULL; i++) {
		buf_format(&text, "  %-12s", commands[i]->name);
		message_write(&text, settings->language, commands[i]->summary,
		    NO_ARGS);
		buf_char(&text, '\n');
	}
	buf_char(&text, '\n');
	message_write(&text, settings->language, MSG_PROGRAM_HELP_MORE,
	    NO_ARGS);
	buf_char(&text, '\n');
	code = command_print(&text);
	buf_release(&text);
	return code;
}

static int
unknown_command(const char *name)
{
	const char *names[COMMANDS_MAX] = { NULL };
	const char *near;

	for (size_t i = 0; commands[i] != NULL; i++)
		names[i] = commands[i]->name;
	near = closest(name, names);
	if (near != NULL)
		command_say(MSG_COMMAND_UNKNOWN_NEAR, ARGS(name, near));
	else
		command_say(MSG_COMMAND_UNKNOWN, ARGS(name));
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	struct settings settings;
	const struct command *command;
	const char *name = argc > 1 ? argv[1] : "--help";

	(void)setlocale(LC_CTYPE, "");
	settings_load(&settings);
	messages_speak(settings.language);
	if (strcmp(name, "--help") == 0 || strcmp(name, "help") == 0)
		return show_help(&settings);
	if (strcmp(name, "--version") == 0) {
		(void)printf("lanterne %s\n", LANTERNE_VERSION);
		return EXIT_OK;
	}
	command = command_named(name);
	if (command == NULL)
		return unknown_command(name);
	return command->run(command, argc - 1, argv + 1, &settings);
}
