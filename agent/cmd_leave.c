/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/invitation.h"
#include "agent/machine.h"
#include "agent/member.h"
#include "agent/station.h"

#include "core/os.h"

#define PATH_BYTES 4096
#define LOCK_TRIES 60
#define LOCK_PAUSE_MS 500

struct leave_options {
	struct station_options station;
	bool everything;
	bool local;
};

static const struct option_row leave_rows[] = {
	STATION_CONFIG(struct leave_options),
	STATION_ROW("everything", struct leave_options, OPTION_FLAG, everything,
	    MSG_VALUE_FILE, MSG_LEAVE_EVERYTHING),
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
	enum status code = state_erase(station->state, err);

	if (code != OK)
		return code;
	invitation_forget(station);
	state_free(station->state);
	station->state = NULL;
	return station_remove(buf_z(&station->folder), err);
}

/* For an uninstaller: what the program made, the settings, and their folders
 * when nothing else is in them. */
static void
remove_all(const char *folder, const char *config)
{
	static const char *const names[] = { "state.db", "state.db-journal",
		"invitation", "invitation.why", "lock" };
	struct str file = str_of(config);
	struct buf path;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		buf_init(&path, PATH_BYTES);
		os_join(&path, folder, names[i]);
		(void)!os_remove(buf_z(&path), NULL);
		buf_release(&path);
	}
	(void)!os_remove(config, NULL);
	machine_remove_folder(folder);
	while (file.len > 0 && file.at[file.len - 1] != '/')
		file.len--;
	buf_init(&path, PATH_BYTES);
	buf_str(&path, str_head(file, file.len > 0 ? file.len - 1 : 0));
	if (path.len > 0)
		machine_remove_folder(buf_z(&path));
	buf_release(&path);
}

/* Named before we part with our rights: a service's places are no longer ours
 * by default afterwards. */
static void
name_places(const struct station_options *options,
    const struct settings *settings, struct buf *folder, struct buf *config)
{
	buf_init(folder, PATH_BYTES);
	buf_init(config, PATH_BYTES);
	if (options->state != NULL)
		buf_text(folder, options->state);
	else
		machine_state(folder, settings->home);
	if (options->config != NULL)
		buf_text(config, options->config);
	else
		machine_config(config, settings->home);
}

/* What no collector and no state can hold up. */
static bool
is_no_obstacle(enum status code)
{
	return code == E_NETWORK || code == E_REFUSED || code == E_NOT_FOUND ||
	    code == E_DAMAGED;
}

/* A service that was told to stop may be at its last round. */
static enum status
open_patiently(const struct leave_options *options,
    const struct settings *settings, struct station *ret, struct err *err)
{
	enum status code = station_open(&options->station, settings,
	    STATION_WORK, ret, err);

	for (int i = 0; options->everything && code == E_LOCKED &&
	     i < LOCK_TRIES; i++) {
		os_pause(LOCK_PAUSE_MS);
		code = station_open(&options->station, settings, STATION_WORK,
		    ret, err);
	}
	return code;
}

static int
leave_run(const void *target, struct settings *settings, int argc,
    char **argv)
{
	struct leave_options options = *(const struct leave_options *)target;
	struct station station = { .lock = -1 };
	struct buf folder, config;
	struct err err;
	enum status code;

	(void)argc;
	(void)argv;
	name_places(&options.station, settings, &folder, &config);
	options.station.state = buf_z(&folder);
	code = open_patiently(&options, settings, &station, &err);
	if (code == OK)
		code = unenrol(&station, options.local, &err);
	if (options.everything && is_no_obstacle(code))
		code = OK;
	if (code == OK && station.state != NULL)
		code = erase(&station, &err);
	station_release(&station);
	/* What cannot be read cannot be overwritten; it would stay for ever. */
	if (code == E_DAMAGED && options.local)
		code = station_remove(buf_z(&folder), &err);
	if (code == OK && options.everything)
		remove_all(buf_z(&folder), buf_z(&config));
	buf_release(&config);
	buf_release(&folder);
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
