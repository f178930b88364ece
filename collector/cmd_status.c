/* SPDX-License-Identifier: Apache-2.0
 * status, trial: how far a period, or a trial, has come.
 */
#include "collector/command.h"

#include "collector/closing.h"
#include "collector/mailing.h"
#include "collector/material.h"
#include "collector/polls.h"
#include "collector/report/agenda.h"

#include "core/calendar.h"
#include "core/json.h"
#include "core/os.h"
#include "core/prose.h"
#include "core/words.h"

#include <string.h>

#define LINE_BYTES ((size_t)4096)

/* status */

struct status_options {
	struct common common;
};

static const struct option_row status_rows[] = {
	COMMON_ROWS_JSON(struct status_options),
};

enum stage {
	STAGE_COMING, /* not started */
	STAGE_RUNNING, /* its days are not over */
	STAGE_WAITING, /* over, before its window */
	STAGE_OPEN,    /* ballots are taken */
	STAGE_DUE,     /* to be closed */
	STAGE_CLOSED,
	STAGE_TRIAL_OVER, /* never published */
	STAGE_LOST,    /* its urn is gone: published as not measured */
	STAGE_COUNT
};

struct stage_row {
	const char *id;
	enum message name;
};

static const struct stage_row stages[STAGE_COUNT] = {
	[STAGE_COMING] = { "coming", MSG_STAGE_COMING },
	[STAGE_RUNNING] = { "running", MSG_STAGE_RUNNING },
	[STAGE_WAITING] = { "waiting", MSG_STAGE_WAITING },
	[STAGE_OPEN] = { "open", MSG_STAGE_OPEN },
	[STAGE_DUE] = { "due", MSG_STAGE_DUE },
	[STAGE_CLOSED] = { "closed", MSG_STAGE_CLOSED },
	[STAGE_TRIAL_OVER] = { "ended", MSG_STAGE_TRIAL_OVER },
	[STAGE_LOST] = { "lost", MSG_STAGE_LOST },
};

static enum stage
stage_of(const struct poll *poll, int64_t now)
{
	if (poll->closed)
		return poll->record.period.kind == PERIOD_TRIAL
		    ? STAGE_TRIAL_OVER
		    : STAGE_CLOSED;
	if (!poll->urn)
		return STAGE_LOST;
	if (!poll_started(poll, now))
		return STAGE_COMING;
	if (now < poll->record.opens_at)
		return calendar_day_of(now, 0) < poll->record.period.end
		    ? STAGE_RUNNING
		    : STAGE_WAITING;
	return now < poll->taken_until ? STAGE_OPEN : STAGE_DUE;
}

static void
eight_words(const struct poll *poll, struct buf *out)
{
	words_write(out, poll->digest, WORDS_SHOWN);
}

static void
write_poll(struct session *session, const struct poll *poll, int64_t ballots)
{
	enum language language = session->settings->language;
	struct buf opens, until, stage, words;

	buf_init(&opens, 64);
	buf_init(&until, 64);
	buf_init(&stage, 256);
	buf_init(&words, 256);
	prose_day(&opens, language,
	    calendar_day_of(poll->record.opens_at, 0));
	prose_day(&until, language, calendar_day_of(poll->taken_until - 1, 0));
	message_write(&stage, language, stages[stage_of(poll, session->now)].name,
	    NO_ARGS);
	eight_words(poll, &words);
	if (poll->closed) {
		session_line(session, MSG_STATUS_CLOSED,
		    ARGS(poll->record.period.text, buf_z(&stage)));
	} else {
		session_line(session, MSG_STATUS_PERIOD,
		    ARGS(poll->record.period.text, buf_z(&stage),
		        digits(ballots).text, buf_z(&opens), buf_z(&until)));
		session_part(session, MSG_STANDING_WORDS, ARGS(buf_z(&words)));
	}
	buf_release(&words);
	buf_release(&stage);
	buf_release(&until);
	buf_release(&opens);
}

static json_t *
poll_json(const struct session *session, const struct poll *poll,
    int64_t ballots)
{
	struct buf words;
	json_t *object;

	buf_init(&words, 256);
	eight_words(poll, &words);
	object = json_pack("{s:s,s:s,s:I,s:I,s:I,s:s}", "period",
	    poll->record.period.text, "stage",
	    stages[stage_of(poll, session->now)].id, "opens_at",
	    (json_int_t)poll->record.opens_at, "taken_until",
	    (json_int_t)poll->taken_until, "ballots", (json_int_t)ballots,
	    "words", buf_z(&words));
	buf_release(&words);
	return object;
}

static enum status
write_polls(struct session *session, const struct polls *polls, json_t *list,
    struct err *err)
{
	enum status code = OK;

	for (size_t i = 0; code == OK && polls_at(polls, i) != NULL; i++) {
		const struct poll *poll = polls_at(polls, i);
		int64_t ballots = 0;

		code = store_spent(session->folder.store,
		    poll->record.period.text, &ballots, err);
		if (code == OK && list == NULL)
			write_poll(session, poll, ballots);
		else if (code == OK)
			(void)json_array_append_new(list,
			    poll_json(session, poll, ballots));
	}
	return code;
}

/* What the board has still to decide: page 1 of the last period's report, with
 * the decisions taken since. */

static void
write_item(struct session *session, const struct agenda_item *item)
{
	const struct report_service *service = item->service;
	int32_t day = agenda_day(item);
	struct buf name, when, title;

	buf_init(&name, LINE_BYTES);
	buf_init(&when, LINE_BYTES);
	buf_init(&title, LINE_BYTES);
	if (service != NULL)
		buf_str(&name, service->name);
	else
		buf_text(&name, "\xE2\x80\xA6");
	if (day != CALENDAR_NO_DAY)
		prose_day(&when, session->settings->language, day);
	message_write(&title, session->settings->language,
	    agenda_title(item->kind), ARGS(buf_z(&name),
	        digits(service == NULL ? 0 : service->figure.used).text,
	        buf_z(&when)));
	buf_text(&session->out, "  ");
	buf_str(&session->out, buf_view(&title));
	buf_char(&session->out, '\n');
	buf_release(&title);
	buf_release(&when);
	buf_release(&name);
}

static void
write_agenda(struct session *session, const struct report *report)
{
	session_line(session, MSG_STATUS_AGENDA,
	    ARGS(report->now->period.text));
	for (size_t i = 0; i < report->agenda_count; i++)
		write_item(session, &report->agenda[i]);
	if (report->agenda_more > 0)
		session_line(session, MSG_STATUS_AGENDA_MORE,
		    ARGS(digits((long long)report->agenda_more).text));
}

static json_t *
agenda_json(const struct report *report)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->agenda_count; i++) {
		const struct agenda_item *item = &report->agenda[i];
		json_t *object = json_pack("{s:s}", "kind",
		    agenda_id(item->kind));

		if (item->service != NULL) {
			(void)json_object_set_new(object, "service",
			    json_from_str(item->service->id));
			(void)json_object_set_new(object, "used",
			    json_integer(item->service->figure.used));
		}
		(void)json_array_append_new(list, object);
	}
	return json_pack("{s:s,s:o,s:I}", "period", report->now->period.text,
	    "items", list, "more", (json_int_t)report->agenda_more);
}

/* Where its mail stands. */

struct mail_row {
	const char *id;
	enum message name;
};

static const struct mail_row mail_rows[] = {
	[STORE_MAIL_NONE] = { "none", MSG_STATUS_MAIL_NONE },
	[STORE_MAIL_LEAVING] = { "leaving", MSG_STATUS_MAIL_LEAVING },
	[STORE_MAIL_PERHAPS] = { "perhaps", MSG_MAILING_PERHAPS },
	[STORE_MAIL_SENT] = { "sent", MSG_STATUS_MAIL_SENT },
};

static enum status
add_mail(struct session *session, const struct report *report, json_t *object,
    struct err *err)
{
	enum store_mail_state state = STORE_MAIL_NONE;
	const char *period = report->now->period.text;
	enum status code = mailing_look(&session->folder, period, session->now,
	    &state, err);

	if (code == OK && object != NULL)
		(void)json_object_set_new(object, "mail",
		    json_string(mail_rows[state].id));
	else if (code == OK)
		session_line(session, state == STORE_MAIL_NONE &&
		        !mailing_has_server(&session->folder)
		    ? MSG_STATUS_MAIL_DRAFT
		    : mail_rows[state].name, ARGS(period));
	return code;
}

/* `object` is NULL when a person reads.  Nothing published, nothing to say. */
static enum status
add_agenda(struct session *session, json_t *object, struct err *err)
{
	const struct material_request request = {
		.day = calendar_day_of(session->now, 0), .now = session->now };
	struct material *material = NULL;
	enum status code = material_load(&session->folder, &request, &material,
	    err);

	if (code == OK && object == NULL)
		write_agenda(session, material_report(material));
	if (object != NULL)
		(void)json_object_set_new(object, "to_decide", code == OK
		        ? agenda_json(material_report(material))
		        : json_null());
	if (object != NULL)
		(void)json_object_set_new(object, "mail", json_null());
	if (code == OK)
		code = add_mail(session, material_report(material), object,
		    err);
	material_free(material);
	return code == E_NOT_FOUND ? OK : code;
}

static enum status
act_status(struct session *session, struct err *err)
{
	const struct status_options *options = session->options;
	struct polls *polls = NULL;
	json_t *list = options->common.json ? json_array() : NULL;
	json_t *object = NULL;
	int64_t enrolled = 0;
	enum status code = store_enrolled(session->folder.store, &enrolled,
	    err);

	if (code == OK && list == NULL)
		session_line(session, MSG_STATUS_HEAD,
		    ARGS(session->folder.settings.association,
		        digits(enrolled).text));
	if (code == OK)
		code = polls_load(&session->folder, session->now, &polls, err);
	if (code == OK)
		code = write_polls(session, polls, list, err);
	if (list != NULL)
		object = json_pack("{s:s,s:I,s:o}", "association",
		    session->folder.settings.association, "enrolled",
		    (json_int_t)enrolled, "periods", list);
	if (code == OK)
		code = add_agenda(session, object, err);
	if (object != NULL)
		json_write(&session->out, object, true);
	json_decref(object);
	polls_free(polls);
	return code;
}

static int
run_status(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct status_options options = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &options, 0,
	    SESSION_OPENS, act_status);
}

const struct command cmd_status = {
	.name = "status",
	.synopsis = MSG_STATUS_SYNOPSIS,
	.summary = MSG_STATUS_SUMMARY,
	.options = { status_rows, sizeof(status_rows) / sizeof(status_rows[0]) },
	.run = run_status,
};

/* trial */

struct trial {
	struct common common;
	bool end;
	const char *wait;
};

static const struct option_row trial_rows[] = {
	{ "end", OPTION_FLAG, offsetof(struct trial, end), MSG_VALUE_DATE,
	    MSG_OPTION_TRIAL_END },
	{ "wait", OPTION_TEXT, offsetof(struct trial, wait), MSG_VALUE_NUMBER,
	    MSG_OPTION_TRIAL_WAIT },
	COMMON_ROWS(struct trial),
};

#define WAIT_MAX 3600

/* The newest trial that is not ended. */
static bool
open_trial(const struct polls *polls, struct period *ret)
{
	const struct poll *found = NULL;

	for (size_t i = 0; polls_at(polls, i) != NULL; i++) {
		const struct poll *poll = polls_at(polls, i);

		if (poll->record.period.kind == PERIOD_TRIAL && !poll->closed &&
		    (found == NULL ||
		        poll->record.opens_at >= found->record.opens_at))
			found = poll;
	}
	if (found != NULL)
		*ret = found->record.period;
	return found != NULL;
}

static enum status
count_trial(struct session *session, const struct period *period,
    uint64_t seconds, struct err *err)
{
	int64_t ballots = 0, enrolled = 0;
	enum status code;

	for (;;) {
		code = store_spent(session->folder.store, period->text,
		    &ballots, err);
		if (code == OK)
			code = store_enrolled(session->folder.store, &enrolled,
			    err);
		if (code != OK || seconds == 0 ||
		    (enrolled > 0 && ballots >= enrolled))
			break;
		seconds--;
		os_pause(1000);
	}
	if (code == OK)
		session_line(session, MSG_TRIAL_COUNT,
		    ARGS(digits(ballots).text, digits(enrolled).text));
	return code;
}

static enum status
act_trial(struct session *session, struct err *err)
{
	const struct trial *trial = session->options;
	struct polls *polls = NULL;
	struct period period;
	uint64_t seconds = 0;
	bool there;
	enum status code = OK;

	if (trial->wait != NULL &&
	    !str_number(str_of(trial->wait), WAIT_MAX, &seconds))
		return err_set(err, E_USAGE, MSG_NUMBER_INVALID,
		    ARGS(trial->wait, digits(WAIT_MAX).text));
	code = polls_load(&session->folder, session->now, &polls, err);
	there = code == OK && open_trial(polls, &period);
	polls_free(polls);
	if (code == OK && !there && trial->end)
		return err_set(err, E_NOT_FOUND, MSG_TRIAL_NONE, NO_ARGS);
	if (code == OK && !there) {
		code = polls_trial(&session->folder, session->now, &period,
		    err);
		if (code == OK)
			program_say(MSG_TRIAL_OPEN, ARGS(period.text));
	}
	if (code == OK)
		code = count_trial(session, &period, seconds, err);
	if (code == OK && trial->end)
		code = closing_end_trial(&session->folder,
		    str_of(period.text), err);
	return code;
}

static int
run_trial(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct trial trial = { .end = false };

	return session_run(self, argc, argv, settings, &trial, 0,
	    SESSION_OPENS, act_trial);
}

const struct command cmd_trial = {
	.name = "trial",
	.synopsis = MSG_TRIAL_SYNOPSIS,
	.summary = MSG_TRIAL_SUMMARY,
	.options = { trial_rows, sizeof(trial_rows) / sizeof(trial_rows[0]) },
	.run = run_trial,
};
