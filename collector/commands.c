/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/command.h"
#include "collector/demo.h"

static const struct command *const commands[] = {
	&cmd_init,
	&cmd_serve,
	&cmd_enrol,
	&cmd_devices,
	&cmd_status,
	&cmd_trial,
	&cmd_close,
	&cmd_report,
	&cmd_mail,
	&cmd_decide,
	&cmd_demo,
	&cmd_catalogue,
	&cmd_backup,
	&cmd_restore,
	&cmd_check,
	&cmd_doctor,
	NULL,
};

_Static_assert(
    sizeof(commands) / sizeof(commands[0]) <= PROGRAM_COMMANDS_MAX,
    "room for every name");

const struct program collector_program = {
	.name = COLLECTOR,
	.summary = MSG_COLLECTOR_SUMMARY,
	.commands = commands,
};
