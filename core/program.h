/* SPDX-License-Identifier: Apache-2.0
 * program.h: the frame that both programs share: a table of subcommands, their
 * help, and how a command ends.  Must not know any command.
 * Covered by the scenarios.
 */
#ifndef CORE_PROGRAM_H
#define CORE_PROGRAM_H

#include "core/options.h"
#include "core/settings.h"

/*
 * A subcommand parses its own options, does its work, writes data on stdout
 * and messages on stderr, and returns an exit code.
 */
struct command {
	const char *name;
	enum message synopsis; /* what follows the name on the usage line */
	enum message summary;
	struct option_table options;
	bool hidden; /* ours alone: no help shows it */
	/* argv[0] is the command's name; returns an enum exit_code. */
	int (*run)(const struct command *self, int argc, char **argv,
	    struct settings *settings);
};

#define PROGRAM_COMMANDS_MAX 32

struct program {
	const char *name;
	enum message summary;
	const struct command *const *commands; /* ends in NULL */
};

/* program_main: find the command that argv[1] names and hand over; --help and
 * --version are answered here.  Returns an exit code. */
int program_main(const struct program *program, int argc, char **argv);

/* program_usage: a command's manual, from its table, on stdout; as
 * program_print. */
int program_usage(const char *program, const struct command *command,
    const struct settings *settings);

/* program_tell: "program: sentence" on stderr; on a terminal in lines of its
 * width.  program_fail: the same; returns the exit code that stands for
 * `code`. */
void program_tell(const char *program, const struct err *err);
int program_fail(const char *program, enum status code, const struct err *err);

/* program_say: a message on stderr, in the operator's language, likewise. */
void program_say(enum message id, const char *const *args);

/* program_print: write a finished text on stdout; EXIT_FAILED when stdout
 * refuses it (a full disk must not look like success). */
int program_print(const char *program, const struct buf *text);

#endif
