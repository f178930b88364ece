/* SPDX-License-Identifier: Apache-2.0
 * main.c: program `lanterne-collector`: a table of commands.  No logic.
 */
#include "collector/command.h"

static const struct command *const commands[] = {
	&cmd_init,
	&cmd_serve,
	&cmd_enrol,
	&cmd_devices,
	&cmd_status,
	&cmd_trial,
	&cmd_close,
	&cmd_report,
	&cmd_decide,
	&cmd_backup,
	&cmd_restore,
	&cmd_check,
	&cmd_doctor,
	NULL,
};

_Static_assert(
    sizeof(commands) / sizeof(commands[0]) <= PROGRAM_COMMANDS_MAX,
    "room for every name");

int
main(int argc, char **argv)
{
	static const struct program program = {
		.name = COLLECTOR,
		.summary = MSG_COLLECTOR_SUMMARY,
		.commands = commands,
	};

	return program_main(&program, argc, argv);
}
