/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/invitation.h"
#include "agent/privilege.h"
#include "agent/round.h"
#include "agent/service.h"

#include <openssl/rand.h>

/* Between two rounds of --daemon, drawn each time. */
#define PAUSE_MIN 600
#define PAUSE_MAX 900

struct run_options {
	struct station_options station;
	bool daemon;
	bool read;
};

#define ROW(name, kind, member, value, help) \
	STATION_ROW(name, struct run_options, kind, member, value, help)

static const struct option_row run_rows[] = {
	STATION_CONFIG(struct run_options),
	ROW("daemon", OPTION_FLAG, daemon, MSG_VALUE_FILE, MSG_RUN_DAEMON),
	STATION_HELP(struct run_options),
	STATION_LANG(struct run_options),
	STATION_NOW(struct run_options),
	ROW("read", OPTION_FLAG, read, MSG_VALUE_FILE, MSG_RUN_READ),
	STATION_STATE(struct run_options),
};

/* Joined, or so by the code that an installer left. */
static enum status
be_joined(struct station *station, bool *ret_new, struct err *err)
{
	*ret_new = !station->joined && invitation_waits(station);
	return *ret_new ? invitation_accept(station, err)
	                : station_need(station, err);
}

static int
run_once(const struct run_options *options, const struct settings *settings)
{
	struct station station = { .lock = -1 };
	struct err err;
	bool is_new = false;
	enum status code = station_open(&options->station, settings,
	    STATION_WORK, &station, &err);

	if (code == OK)
		code = be_joined(&station, &is_new, &err);
	if (code == OK && is_new)
		command_say(MSG_JOIN_DONE, NO_ARGS);
	if (code == OK)
		code = round_run(&station, options->read || is_new, &err);
	station_release(&station);
	return code == OK ? EXIT_OK : command_fail(code, &err);
}

struct daemon {
	const struct run_options *options;
	struct settings *settings;
};

static void
run_round(void *cookie)
{
	struct daemon *daemon = cookie;

	(void)run_once(daemon->options, daemon->settings);
}

/* It may be ended at any moment: nothing is ever half done. */
static unsigned
run_again(void *cookie)
{
	struct daemon *daemon = cookie;
	enum language language = daemon->settings->language;
	uint64_t random = 0;

	settings_load(daemon->settings);
	daemon->settings->language = language;
	privilege_round(run_round, daemon);
	if (RAND_bytes((unsigned char *)&random, sizeof(random)) != 1)
		return 0;
	return (unsigned)schedule_draw(random, PAUSE_MIN, PAUSE_MAX) * 1000;
}

static int
run_for_ever(const struct run_options *options, struct settings *settings)
{
	struct daemon daemon = { options, settings };

	return service_run(run_again, &daemon) ? EXIT_OK : EXIT_FAILED;
}

static int
start(const void *target, struct settings *settings, int argc, char **argv)
{
	const struct run_options *options = target;
	struct err err;

	(void)argc;
	(void)argv;
	if (options->daemon && options->station.now != NULL)
		return command_fail(err_set(&err, E_USAGE, MSG_RUN_DAEMON_NOW,
		    NO_ARGS), &err);
	return options->daemon ? run_for_ever(options, settings)
	                       : run_once(options, settings);
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct run_options options = { .daemon = false };

	return station_command(self, argc, argv, settings, &options,
	    &options.station, false, start);
}

const struct command cmd_run = {
	.name = "run",
	.synopsis = MSG_RUN_SYNOPSIS,
	.summary = MSG_RUN_SUMMARY,
	.options = { run_rows, sizeof(run_rows) / sizeof(run_rows[0]) },
	.run = run,
};
