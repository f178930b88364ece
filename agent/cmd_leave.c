/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/invitation.h"
#include "agent/member.h"
#include "agent/station.h"

#include "core/os.h"

#define PATH_BYTES 4096

struct leave_options {
	struct station_options station;
	bool local;
};

static const struct option_row leave_rows[] = {
	STATION_CONFIG(struct leave_options),
	STATION_HELP(struct leave_options),
	STATION_LANG(struct leave_options),
	STATION_ROW("local", struct leave_options, OPTION_FLAG, local,
	    MSG_VALUE_FILE, MSG_LEAVE_LOCAL),
	STATION_NOW(struct leave_options),
	STATION_STATE(struct leave_options),
};

/* A clone has nobody to un-enrol: the enrolment is its original's. */
static enum status
unenrol(const struct station *station, bool local, struct err *err)
{
	struct vote vote = station_vote(station);
	enum status code;

	if (local || station_need(station, NULL) != OK)
		return OK;
	code = member_leave(&vote, err);
	if (code == E_NETWORK)
		command_say(MSG_LEAVE_NO_NETWORK, NO_ARGS);
	return code;
}

/* Overwritten (secure_delete) before the file goes. */
static enum status
erase(struct station *station, struct err *err)
{
	static const char *const names[] = { "state.db", "state.db-journal" };
	enum status code = state_erase(station->state, err);
	struct buf path;

	if (code != OK)
		return code;
	invitation_forget(station);
	state_free(station->state);
	station->state = NULL;
	for (size_t i = 0; code == OK && i < 2; i++) {
		buf_init(&path, PATH_BYTES);
		station_file(station, names[i], &path);
		code = os_remove(buf_z(&path), err);
		buf_release(&path);
	}
	return code;
}

static int
leave_run(const void *target, struct settings *settings, int argc,
    char **argv)
{
	const struct leave_options *options = target;
	struct station station = { .lock = -1 };
	struct err err;
	enum status code = station_open(&options->station, settings,
	    STATION_WORK, &station, &err);

	(void)argc;
	(void)argv;
	if (code == OK)
		code = unenrol(&station, options->local, &err);
	if (code == OK)
		code = erase(&station, &err);
	station_release(&station);
	if (code != OK)
		return command_fail(code, &err);
	command_say(MSG_LEFT, NO_ARGS);
	return EXIT_OK;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct leave_options options = { .local = false };

	return station_command(self, argc, argv, settings, &options,
	    &options.station, false, leave_run);
}

const struct command cmd_leave = {
	.name = "leave",
	.synopsis = MSG_LEAVE_SYNOPSIS,
	.summary = MSG_LEAVE_SUMMARY,
	.options = { leave_rows, sizeof(leave_rows) / sizeof(leave_rows[0]) },
	.run = run,
};
