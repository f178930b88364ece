/* SPDX-License-Identifier: Apache-2.0
 * command.h: the contract of a subcommand.  A command parses its own options,
 * does its work, writes data on stdout and messages on stderr, and returns an
 * exit code.  Covered by the scenarios.
 */
#ifndef AGENT_COMMAND_H
#define AGENT_COMMAND_H

#include "core/options.h"

#include "agent/settings.h"

struct command {
	const char *name;
	enum message synopsis; /* what follows the name on the usage line */
	enum message summary;
	struct option_table options;
	/* argv[0] is the command's name; returns an enum exit_code. */
	int (*run)(const struct command *self, int argc, char **argv,
	    struct settings *settings);
};

/* Each is defined at the end of its own file. */
extern const struct command cmd_catalogue;
extern const struct command cmd_check;
extern const struct command cmd_scan;

/* command_usage: the command's manual, from its table, on stdout. */
void command_usage(const struct command *command,
    const struct settings *settings);

/* command_fail: "lanterne: sentence" on stderr; returns the exit code that
 * stands for `code`. */
int command_fail(enum status code, const struct err *err);

/* command_say: a message on stderr, in the operator's language. */
void command_say(enum message id, const char *const *args);

/* command_print: write a finished text on stdout; EXIT_FAILED when stdout
 * refuses it (a full disk must not look like success). */
int command_print(const struct buf *text);

#endif
