/* SPDX-License-Identifier: Apache-2.0
 * main.c: program `lanterne`: a table of commands.  No logic, but for a double
 * click, which means "scan, show the page, and let me read".
 */
#include "agent/command.h"
#include "agent/console.h"

static const struct command *const commands[] = {
	&cmd_scan,
	&cmd_join,
	&cmd_run,
	&cmd_preview,
	&cmd_status,
	&cmd_pause,
	&cmd_leave,
	&cmd_doctor,
	&cmd_catalogue,
	&cmd_check,
	&cmd_reader,
	NULL,
};

_Static_assert(
    sizeof(commands) / sizeof(commands[0]) <= PROGRAM_COMMANDS_MAX,
    "room for every name");

int
main(int argc, char **argv)
{
	static const struct program program = {
		.name = COMMAND_PROGRAM,
		.summary = MSG_PROGRAM_HELP,
		.commands = commands,
	};

	static char scan[] = "scan", open_page[] = "--open";
	char *clicked[] = { argv[0], scan, open_page, NULL };
	int code;

	if (argc != 1 || !console_is_own())
		return program_main(&program, argc, argv);
	code = program_main(&program, 3, clicked);
	command_say(MSG_PRESS_A_KEY, NO_ARGS);
	console_wait();
	return code;
}
