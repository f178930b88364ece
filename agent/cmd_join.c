/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/authority.h"
#include "agent/casting.h"
#include "agent/handed.h"
#include "agent/invitation.h"
#include "agent/member.h"
#include "agent/round.h"
#include "agent/screen.h"

#include "core/os.h"

#include <string.h>

/* A trial may be opened a moment later: the collector looks every few seconds,
 * and who opens it may be in the next room. */
#define TRIAL_WAIT 60
#define TRIAL_WAIT_MAX 3600
#define TRIAL_PAUSE_MS 1000

/* Back to the start of the terminal's line, and wipe it (ECMA-48 EL). */
#define LINE_START "\r\033[K"

struct join_options {
	struct station_options station;
	bool later;
	bool test;
	bool yes;
	const char *wait;
};

#define ROW(name, kind, member, value, help) \
	STATION_ROW(name, struct join_options, kind, member, value, help)

static const struct option_row join_rows[] = {
	STATION_CONFIG(struct join_options),
	STATION_HELP(struct join_options),
	STATION_LANG(struct join_options),
	ROW("later", OPTION_FLAG, later, MSG_VALUE_FILE, MSG_JOIN_LATER),
	STATION_NOW(struct join_options),
	STATION_STATE(struct join_options),
	ROW("test", OPTION_FLAG, test, MSG_VALUE_FILE, MSG_JOIN_TEST),
	ROW("wait", OPTION_TEXT, wait, MSG_VALUE_NUMBER, MSG_JOIN_WAIT),
	ROW("yes", OPTION_FLAG, yes, MSG_VALUE_FILE, MSG_JOIN_YES),
};

/* What will happen, and a yes to it */

static const enum message promises[] = {
	MSG_JOIN_READS,
	MSG_JOIN_SENDS,
	MSG_JOIN_NOT,
	MSG_JOIN_STOP,
};

static void
say_wrapped(const struct settings *settings, enum message id,
    const char *const *args)
{
	struct settings as = *settings;
	struct buf text;

	as.out_is_terminal = settings->err_is_terminal;
	buf_init(&text, 4096);
	screen_line(&text, &as, 0, 2, id, args);
	(void)fputs(buf_z(&text), stderr);
	buf_release(&text);
}

static bool
asked_and_agreed(enum message question)
{
	char reply[16] = "";
	struct buf text;

	buf_init(&text, 1024);
	message_write(&text, messages_language(), question, NO_ARGS);
	(void)fprintf(stderr, "%s ", buf_z(&text));
	buf_release(&text);
	return fgets(reply, sizeof(reply), stdin) != NULL &&
	    reply[0] != '\0' && strchr("oOyY", reply[0]) != NULL;
}

static enum status
agree(const struct join_options *options, const struct settings *settings,
    const struct joincode *code, struct err *err)
{
	say_wrapped(settings, MSG_JOIN_HEAD, ARGS(code->hosts[0]));
	for (size_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++)
		say_wrapped(settings, promises[i], NO_ARGS);
	if (options->yes)
		return OK;
	if (!settings->in_is_terminal)
		return err_set(err, E_USAGE, MSG_JOIN_NEEDS_YES, NO_ARGS);
	if (!asked_and_agreed(MSG_JOIN_ASK_OURS))
		return err_set(err, E_REFUSED, MSG_JOIN_NOT_OURS, NO_ARGS);
	if (!asked_and_agreed(MSG_JOIN_ASK_PRIVATE))
		return err_set(err, E_REFUSED, MSG_JOIN_NOT_PRIVATE, NO_ARGS);
	return OK;
}

/* Joining */

static enum status
read_wait(const char *text, unsigned *ret, struct err *err)
{
	uint64_t seconds = TRIAL_WAIT;

	if (text != NULL && !str_number(str_of(text), TRIAL_WAIT_MAX, &seconds))
		return err_set(err, E_USAGE, MSG_NUMBER_INVALID,
		    ARGS(text, digits(TRIAL_WAIT_MAX).text));
	*ret = (unsigned)seconds;
	return OK;
}

/* Once, and on a terminal again and again. */
static void
say_waiting(const struct settings *settings, unsigned waited, unsigned bound)
{
	struct buf line;

	if (waited == 0)
		command_say(MSG_JOIN_TEST_WAITS, ARGS(digits(bound).text));
	if (!settings->err_is_terminal)
		return;
	buf_init(&line, 256);
	message_write(&line, settings->language, MSG_JOIN_WAITING,
	    ARGS(digits(bound - waited).text));
	(void)fprintf(stderr, LINE_START "%s", buf_z(&line));
	(void)fflush(stderr);
	buf_release(&line);
}

static enum status
run_test(struct station *station, const char *wait, struct err *err)
{
	const struct settings *settings = station->settings;
	struct vote vote = station_vote(station);
	struct period period;
	unsigned waited = 0, bound = 0;
	enum status code = read_wait(wait, &bound, err);

	if (code == OK)
		code = casting_trial(&vote, &period, err);
	for (; code == E_NOT_FOUND && waited < bound; waited++) {
		say_waiting(settings, waited, bound);
		os_pause(TRIAL_PAUSE_MS);
		code = casting_trial(&vote, &period, err);
	}
	if (waited > 0 && settings->err_is_terminal)
		(void)fputs(LINE_START, stderr);
	if (code == OK)
		command_say(MSG_JOIN_TESTED, ARGS(period.text));
	if (code == E_NOT_FOUND)
		code = err_set(err, E_REFUSED, MSG_JOIN_NO_TRIAL,
		    ARGS(digits(bound).text));
	return code;
}

/* A clone may join again: what it carries is not its own. */
static bool
is_member(const struct station *station)
{
	return station->joined && station_need(station, NULL) == OK;
}

/* Only the enrolment that is there is to be tried: said by --test alone, or
 * again with a code of the same collector, of which no second use is taken. */
static enum status
may_try(const struct station *station, const struct handed *handed,
    struct err *err)
{
	struct joincode code = { .host_count = 0 };
	enum status status = handed->given ? handed_take(handed, &code, err) : OK;

	if (status == OK && handed->given &&
	    !authority_is(str_of(station->join.authority), code.fingerprint,
	        JOINCODE_FINGERPRINT))
		status = err_set(err, E_REFUSED, MSG_JOIN_ALREADY, NO_ARGS);
	if (status == OK && handed->given)
		command_say(MSG_JOIN_KEPT, NO_ARGS);
	joincode_wipe(&code);
	return status;
}

static enum status
join_code(struct station *station, const struct join_options *options,
    const struct settings *settings, const struct handed *handed,
    struct err *err)
{
	struct joincode code = { .host_count = 0 };
	enum status status = handed_take(handed, &code, err);

	if (status == OK)
		status = agree(options, settings, &code, err);
	if (status == OK)
		status = invitation_enrol(station, &code, err);
	joincode_wipe(&code);
	if (status == OK)
		invitation_forget(station);
	if (status != OK)
		return status;
	command_say(MSG_JOIN_DONE, NO_ARGS);
	return round_run(station, true, err);
}

/* For an installer: an enrolment that is there stays, as on an upgrade. */
static enum status
join_later(const struct station *station, const struct join_options *options,
    const struct settings *settings, const struct handed *handed,
    struct err *err)
{
	struct joincode code = { .host_count = 0 };
	enum status status;

	if (is_member(station)) {
		command_say(MSG_JOIN_KEPT, NO_ARGS);
		return OK;
	}
	status = handed_take(handed, &code, err);
	if (status != OK && status != E_NOT_FOUND)
		invitation_refuse(station, err);
	if (status == OK)
		status = agree(options, settings, &code, err);
	if (status == OK)
		status = invitation_leave(station, &code, err);
	joincode_wipe(&code);
	if (status == OK)
		command_say(MSG_JOIN_WAITS, NO_ARGS);
	return status;
}

static enum status
join_now(struct station *station, const struct join_options *options,
    const struct settings *settings, const struct handed *handed,
    struct err *err)
{
	enum status code = OK;

	if (is_member(station))
		code = options->test
		    ? may_try(station, handed, err)
		    : err_set(err, E_REFUSED, MSG_JOIN_ALREADY, NO_ARGS);
	else if (handed->given || !options->test)
		code = join_code(station, options, settings, handed, err);
	if (code == OK && options->test)
		code = station_need(station, err);
	if (code == OK && options->test)
		code = run_test(station, options->wait, err);
	return code;
}

/* A code that is of no use makes no folder, unless an installer's: what became
 * of that is kept there for doctor to tell. */
static bool
is_for_state(const struct join_options *options, const struct handed *handed)
{
	return handed->status == OK || (options->later &&
	    handed->status != E_USAGE && handed->status != E_NOT_FOUND);
}

/* What fails leaves no state where there was none. */
static enum status
join_with(const struct join_options *options, struct settings *settings,
    const struct handed *handed, struct err *err)
{
	struct station station = { .lock = -1 };
	bool useful = is_for_state(options, handed);
	enum status code = station_open(&options->station, settings,
	    useful ? STATION_MAKE : STATION_WORK, &station, err);

	if (code == E_NOT_FOUND && handed->status != OK &&
	    (handed->given || !options->test))
		return handed_take(handed, NULL, err);
	if (code == OK)
		code = options->later
		    ? join_later(&station, options, settings, handed, err)
		    : join_now(&station, options, settings, handed, err);
	if (code == OK || handed->status != OK)
		station_release(&station);
	else
		station_unmake(&station);
	return code;
}

static int
join_run(const void *target, struct settings *settings, int argc, char **argv)
{
	const struct join_options *options = target;
	struct handed handed;
	unsigned wait = 0;
	struct err err;
	enum status code = read_wait(options->wait, &wait, &err);

	if (code != OK)
		return command_fail(code, &err);
	/* Before we part with root's rights: a file on a stick may be root's
	 * alone. */
	handed_read(settings, argc, argv, !options->test, &handed);
	code = join_with(options, settings, &handed, &err);
	joincode_wipe(&handed.code);
	return code == OK ? EXIT_OK : command_fail(code, &err);
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct join_options options = { .yes = false };

	return station_command(self, argc, argv, settings, &options,
	    &options.station, true, join_run);
}

const struct command cmd_join = {
	.name = "join",
	.synopsis = MSG_JOIN_SYNOPSIS,
	.summary = MSG_JOIN_SUMMARY,
	.options = { join_rows, sizeof(join_rows) / sizeof(join_rows[0]) },
	.run = run,
};
