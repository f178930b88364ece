/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

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

const struct program command_program = {
	.name = COMMAND_PROGRAM,
	.summary = MSG_PROGRAM_HELP,
	.commands = commands,
};
