/* SPDX-License-Identifier: Apache-2.0
 * close: the end of a period.
 */
#include "collector/command.h"

#include "collector/closing.h"

#include <string.h>

struct close_options {
	struct common common;
};

static const struct option_row close_rows[] = {
	COMMON_ROWS(struct close_options),
};

/* close [PERIOD] */

static enum status
close_one(struct session *session, struct str period, struct err *err)
{
	struct buf name;
	bool measured = false;
	enum status code = closing_close(&session->folder, period, session->now,
	    &measured, err);

	buf_init(&name, 64);
	buf_str(&name, period);
	if (code == OK)
		session_line(session, measured ? MSG_CLOSE_DONE
		                               : MSG_CLOSE_LOST,
		    ARGS(buf_z(&name)));
	buf_release(&name);
	return code;
}

static enum status
close_due(struct session *session, struct err *err)
{
	struct polls *polls = NULL;
	struct period period;
	bool due = true, any = false;
	enum status code = OK;

	while (code == OK && due) {
		code = polls_load(&session->folder, session->now, &polls, err);
		due = code == OK &&
		    closing_due(polls, session->now, &period);
		polls_free(polls);
		polls = NULL;
		if (due)
			code = close_one(session, str_of(period.text), err);
		any = any || due;
	}
	if (code == OK && !any)
		code = err_set(err, E_REFUSED, MSG_CLOSE_NOTHING, NO_ARGS);
	return code;
}

static enum status
act_close(struct session *session, struct err *err)
{
	enum status code = closing_finish(&session->folder, session->now,
	    false, err);

	if (code != OK)
		return code;
	return session->operands[0] == NULL
	    ? close_due(session, err)
	    : close_one(session, str_of(session->operands[0]), err);
}

static int
run_close(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct close_options options = { .common = { .help = false } };

	return session_run(self, argc, argv, settings, &options, 1,
	    SESSION_OPENS, act_close);
}

const struct command cmd_close = {
	.name = "close",
	.synopsis = MSG_CLOSE_SYNOPSIS,
	.summary = MSG_CLOSE_SUMMARY,
	.options = { close_rows, sizeof(close_rows) / sizeof(close_rows[0]) },
	.run = run_close,
};
