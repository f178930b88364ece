/* SPDX-License-Identifier: Apache-2.0
 * command.h: the subcommands of `lanterne`, and the frame (core/program.h)
 * under this program's name.  Must not know what a command does.
 * Covered by the scenarios.
 */
#ifndef AGENT_COMMAND_H
#define AGENT_COMMAND_H

#include "core/program.h"

/* Each is defined at the end of its own file. */
extern const struct command cmd_catalogue;
extern const struct command cmd_check;
extern const struct command cmd_doctor;
extern const struct command cmd_join;
extern const struct command cmd_leave;
extern const struct command cmd_pause;
extern const struct command cmd_preview;
extern const struct command cmd_reader;
extern const struct command cmd_run;
extern const struct command cmd_scan;
extern const struct command cmd_status;

#define COMMAND_PROGRAM "lanterne"

/* The table of them, in commands.c. */
extern const struct program command_program;

/* command_language: what --lang asks for (NULL: nothing), from here on. */
MUST_CHECK enum status command_language(const char *name,
    struct settings *settings, struct err *err);

/* As program_usage, program_fail, program_say and program_print. */
int command_usage(const struct command *command,
    const struct settings *settings);
int command_fail(enum status code, const struct err *err);
void command_say(enum message id, const char *const *args);
int command_print(const struct buf *text);

#endif
