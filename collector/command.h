/* SPDX-License-Identifier: Apache-2.0
 * command.h: the subcommands of `lanterne-collector`, and what they share: the
 * data folder, the time, the output.  Must not know what a command does.
 * Covered by the scenarios.
 */
#ifndef COLLECTOR_COMMAND_H
#define COLLECTOR_COMMAND_H

#include "collector/folder.h"

#include "core/program.h"

#define COLLECTOR "lanterne-collector"

/* The table of the commands below, in commands.c. */
extern const struct program collector_program;

extern const struct command cmd_backup;
extern const struct command cmd_catalogue;
extern const struct command cmd_check;
extern const struct command cmd_close;
extern const struct command cmd_decide;
extern const struct command cmd_devices;
extern const struct command cmd_doctor;
extern const struct command cmd_enrol;
extern const struct command cmd_init;
extern const struct command cmd_mail;
extern const struct command cmd_report;
extern const struct command cmd_restore;
extern const struct command cmd_serve;
extern const struct command cmd_status;
extern const struct command cmd_trial;

/* First member of every command's options. */
struct common {
	bool help;
	bool json;
	const char *folder;
	const char *now; /* only for a folder marked demo */
};

/*
 * The rows that go with it; `type` is the command's own struct.  Every table
 * has the command's own options first, by name, then these, by name.
 */
#define COMMON_FOLDER(type) \
	{ "folder", OPTION_TEXT, offsetof(type, common.folder), \
	    MSG_VALUE_FOLDER, MSG_OPTION_FOLDER }
#define COMMON_HELP(type) \
	{ "help", OPTION_FLAG, offsetof(type, common.help), MSG_VALUE_DATE, \
	    MSG_OPTION_HELP }
#define COMMON_JSON(type) \
	{ "json", OPTION_FLAG, offsetof(type, common.json), MSG_VALUE_DATE, \
	    MSG_OPTION_JSON }
#define COMMON_NOW(type) \
	{ "now", OPTION_TEXT, offsetof(type, common.now), MSG_VALUE_DATE, \
	    MSG_OPTION_NOW }
#define COMMON_ROWS(type) \
	COMMON_FOLDER(type), COMMON_HELP(type), COMMON_NOW(type)
#define COMMON_ROWS_JSON(type) \
	COMMON_FOLDER(type), COMMON_HELP(type), COMMON_JSON(type), \
	    COMMON_NOW(type)

/* What a command works with. */
struct session {
	const struct settings *settings;
	void *options;
	char **operands; /* ends in NULL */
	const char *path; /* of the data folder */
	struct folder folder; /* open, unless the command makes it */
	int64_t now;  /* of the periods: --now, or the clock */
	int64_t clock; /* the clock: of certificates, always */
	struct buf out; /* printed when the command has succeeded */
	struct buf memory;
};

enum session_kind {
	SESSION_OPENS, /* the folder must be there */
	SESSION_MAKES  /* the command makes it */
};

#define OUT_BYTES ((size_t)16 << 20)

/*
 * session_run: options, help, folder, time; then `act`; then its output, or
 * its failure.  Returns an exit code.  At most `operands` operands.
 */
int session_run(const struct command *self, int argc, char **argv,
    const struct settings *settings, void *options, int operands,
    enum session_kind kind,
    enum status (*act)(struct session *session, struct err *err));

/* session_time: "2026-10-15" (noon, UTC) or "2026-10-15T08:00:00Z". */
bool session_time(const char *text, int64_t *ret);

/* session_folder_option: append what a command line needs to find this data
 * folder again: nothing when it is the usual one. */
void session_folder_option(const struct session *session, struct buf *out);

/* session_line: append a message and a line end to the output. */
void session_line(struct session *session, enum message id,
    const char *const *args);

/* session_part: the same, as a part of what the line before is about. */
void session_part(struct session *session, enum message id,
    const char *const *args);

/* session_print: the output so far; on a terminal, lines that it would cut are
 * broken between words.  Returns an exit code.  For a command that fails after
 * it has said something. */
int session_print(struct session *session);

#endif
