/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

enum status
command_language(const char *name, struct settings *settings, struct err *err)
{
	if (name != NULL && !settings_language(name, &settings->language))
		return err_set(err, E_USAGE, MSG_LANG_INVALID, NO_ARGS);
	messages_speak(settings->language);
	return OK;
}

int
command_usage(const struct command *command, const struct settings *settings)
{
	return program_usage(COMMAND_PROGRAM, command, settings);
}

int
command_fail(enum status code, const struct err *err)
{
	return program_fail(COMMAND_PROGRAM, code, err);
}

void
command_say(enum message id, const char *const *args)
{
	program_say(id, args);
}

int
command_print(const struct buf *text)
{
	return program_print(COMMAND_PROGRAM, text);
}
