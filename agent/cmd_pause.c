/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/ledger.h"
#include "agent/station.h"

#include "core/prose.h"

struct pause_options {
	struct station_options station;
	bool resume;
	const char *until;
};

#define ROW(name, kind, member, value, help) \
	STATION_ROW(name, struct pause_options, kind, member, value, help)

static const struct option_row pause_rows[] = {
	STATION_CONFIG(struct pause_options),
	STATION_HELP(struct pause_options),
	STATION_LANG(struct pause_options),
	STATION_NOW(struct pause_options),
	ROW("resume", OPTION_FLAG, resume, MSG_VALUE_FILE, MSG_PAUSE_RESUME),
	STATION_STATE(struct pause_options),
	ROW("until", OPTION_TEXT, until, MSG_VALUE_DATE, MSG_PAUSE_UNTIL),
};

static void
say_until(enum language language, int32_t last)
{
	struct buf day;

	buf_init(&day, 128);
	prose_day(&day, language, last);
	command_say(MSG_PAUSED_UNTIL, ARGS(buf_z(&day)));
	buf_release(&day);
}

static enum status
pause_until(const struct station *station, const char *until, struct err *err)
{
	int32_t last = CALENDAR_NO_DAY;
	enum status code;

	if (until != NULL && (!calendar_parse(str_of(until), &last) ||
	    last < station->today))
		return err_set(err, E_USAGE, MSG_PAUSE_UNTIL_INVALID, NO_ARGS);
	code = ledger_pause(station->state, station->today, last, err);
	if (code == OK && until == NULL)
		command_say(MSG_PAUSED, NO_ARGS);
	if (code == OK && until != NULL)
		say_until(station->settings->language, last);
	return code;
}

static enum status
resume(const struct station *station, struct err *err)
{
	enum status code = ledger_resume(station->state, station->today, err);

	if (code == OK)
		command_say(MSG_RESUMED, NO_ARGS);
	return code;
}

static int
pause_run(const void *target, struct settings *settings, int argc,
    char **argv)
{
	const struct pause_options *options = target;
	struct station station = { .lock = -1 };
	struct err err;
	enum status code = station_open(&options->station, settings,
	    STATION_LOOK, &station, &err);

	(void)argc;
	(void)argv;
	if (code == OK)
		code = station_need(&station, &err);
	if (code == OK)
		code = options->resume
		    ? resume(&station, &err)
		    : pause_until(&station, options->until, &err);
	station_release(&station);
	return code == OK ? EXIT_OK : command_fail(code, &err);
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct pause_options options = { .resume = false };

	return station_command(self, argc, argv, settings, &options,
	    &options.station, false, pause_run);
}

const struct command cmd_pause = {
	.name = "pause",
	.synopsis = MSG_PAUSE_SYNOPSIS,
	.summary = MSG_PAUSE_SUMMARY,
	.options = { pause_rows, sizeof(pause_rows) / sizeof(pause_rows[0]) },
	.run = run,
};
