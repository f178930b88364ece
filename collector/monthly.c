/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/monthly.h"

#include "collector/closing.h"
#include "collector/disk.h"
#include "collector/documents.h"
#include "collector/mailing.h"
#include "collector/material.h"
#include "collector/papers.h"
#include "collector/polls.h"

#include "core/calendar.h"
#include "core/os.h"

#define PURGED_MAX 64 /* in one go; the rest next time */

/* `day` is past by more than the word of this day's clock. */
static enum status
is_sure(const struct monthly *monthly, int32_t day, bool *ret, struct err *err)
{
	int64_t up = 0;
	enum status code = store_days_up(monthly->folder->store, day,
	    calendar_day_of(monthly->now, 0), &up, err);

	if (code == OK)
		*ret = up > 0;
	return code;
}

/* Closing. */

static enum status
due(const struct monthly *monthly, bool *ret_due, struct period *ret,
    struct err *err)
{
	struct polls *polls = NULL;
	const struct poll *poll = NULL;
	enum status code = polls_load(monthly->folder, monthly->now, &polls,
	    err);

	*ret_due = code == OK && closing_due(polls, monthly->now, ret);
	if (*ret_due)
		poll = polls_named(polls, str_of(ret->text));
	if (poll != NULL)
		code = is_sure(monthly, calendar_day_of(poll->taken_until, 0),
		    ret_due, err);
	polls_free(polls);
	return code;
}

/* What is written names no file's path: it may stand in a log. */
static enum status
write_all(const struct monthly *monthly, const struct report *report_of,
    const char *reports, struct err *err)
{
	enum language language = monthly->folder->settings.language;
	enum status code = OK;

	for (const struct render_format *format = render_formats;
	     format->name != NULL && code == OK; format++) {
		struct buf path;

		buf_init(&path, FOLDER_PATH_BYTES);
		code = papers_write(report_of, format, language, reports,
		    &path, err);
		buf_release(&path);
	}
	return code;
}

static enum status
report(const struct monthly *monthly, const char *period, struct err *err)
{
	const struct material_request request = { .period = str_of(period),
		.now = monthly->now, .day = CALENDAR_NO_DAY };
	struct material *material = NULL;
	struct buf reports;
	enum status code;

	folder_file(monthly->folder, MONTHLY_REPORTS, &reports);
	code = disk_make_folder(buf_z(&reports), err);
	if (code == OK || code == E_REFUSED) /* that of the last time */
		code = material_load(monthly->folder, &request, &material, err);
	if (code == OK)
		code = write_all(monthly, material_report(material),
		    buf_z(&reports), err);
	if (code == OK)
		monthly->say(monthly->cookie, MSG_MONTHLY_REPORT,
		    ARGS(period, MONTHLY_REPORTS));
	material_free(material);
	buf_release(&reports);
	return code;
}

enum status
monthly_close(const struct monthly *monthly, bool *ret_closed,
    struct err *err)
{
	struct period period;
	bool more = true, measured = false;
	enum status code = OK;

	*ret_closed = false;
	while (code == OK && more) {
		code = due(monthly, &more, &period, err);
		if (code != OK || !more)
			break;
		code = closing_close(monthly->folder, str_of(period.text),
		    monthly->now, &measured, err);
		if (code != OK)
			break;
		*ret_closed = true;
		monthly->say(monthly->cookie, measured ? MSG_CLOSE_DONE
		    : MSG_CLOSE_LOST, ARGS(period.text));
		code = report(monthly, period.text, err);
	}
	return code;
}

/* Names of publications. */

struct names {
	const struct monthly *monthly;
	struct period old[PURGED_MAX];
	size_t count;
};

static void
look(void *cookie, const char *name, struct str document, struct str roster)
{
	struct names *names = cookie;
	struct period period;

	(void)document;
	(void)roster;
	if (!period_parse(str_of(name), &period))
		return;
	if (monthly_expired(&period, names->monthly->now) &&
	    names->count < PURGED_MAX)
		names->old[names->count++] = period;
}

/* The report. */

struct search {
	const char *period;
	bool found;
	enum status code;
	const char *folder; /* NULL: only look */
	struct err *err;
};

/* "lanterne-2026-10-fr.pdf", and no longer span that ends with it. */
static void
find(void *cookie, const char *name)
{
	struct search *search = cookie;
	struct str rest = str_of(name);
	struct buf path;

	if (!str_take(&rest, STR("lanterne-")) ||
	    !str_take(&rest, str_of(search->period)) || rest.len == 0 ||
	    (rest.at[0] != '.' && rest.at[0] != '-') ||
	    (rest.at[0] == '-' && rest.len > 1 && char_is_digit(rest.at[1])))
		return;
	search->found = true;
	if (search->folder == NULL || search->code != OK)
		return;
	buf_init(&path, FOLDER_PATH_BYTES);
	os_join(&path, search->folder, name);
	search->code = os_remove(buf_z(&path), search->err);
	buf_release(&path);
}

/* Files of a period: looked for, or erased. */
static enum status
files_of(const struct monthly *monthly, const char *period, bool erase,
    bool *ret_found, struct err *err)
{
	struct search search = { .period = period, .code = OK, .err = err };
	struct buf reports;
	enum status code;

	folder_file(monthly->folder, MONTHLY_REPORTS, &reports);
	search.folder = erase ? buf_z(&reports) : NULL;
	code = os_list(buf_z(&reports), find, &search, err);
	if (code == E_NOT_FOUND)
		code = OK;
	buf_release(&reports);
	*ret_found = search.found;
	return code == OK ? search.code : code;
}

enum status
monthly_report(const struct monthly *monthly, struct err *err)
{
	struct period newest;
	bool any = false, there = false;
	enum status code = monthly_newest(monthly->folder, &any, &newest, err);

	if (code == OK && any)
		code = files_of(monthly, newest.text, false, &there, err);
	return code == OK && any && !there
	    ? report(monthly, newest.text, err) : code;
}

/* Its mail. */

static enum status
mail_period(const struct monthly *monthly, const char *period,
    struct err *err)
{
	const struct material_request request = { .period = str_of(period),
		.now = monthly->now, .day = CALENDAR_NO_DAY };
	struct mailing mailing = { .folder = monthly->folder,
		.language = monthly->folder->settings.language,
		.now = monthly->now };
	struct material *material = NULL;
	enum status code = material_load(monthly->folder, &request, &material,
	    err);

	if (code != OK)
		return code;
	mailing.report = material_report(material);
	code = mailing_send(&mailing, err);
	material_free(material);
	if (code == OK)
		monthly->say(monthly->cookie, MSG_MAIL_SENT, ARGS(period,
		    digits((long long)monthly->folder->settings.mail.to.count)
		        .text));
	return code;
}

static void
keep_newest(void *cookie, const char *name, struct str document,
    struct str roster)
{
	struct period *newest = cookie, period;

	(void)document;
	(void)roster;
	if (period_parse(str_of(name), &period) &&
	    (newest->text[0] == '\0' || period.first > newest->first))
		*newest = period;
}

enum status
monthly_newest(const struct folder *folder, bool *ret_any, struct period *ret,
    struct err *err)
{
	struct period newest = { .text = "" };
	enum status code = store_publications(folder->store, keep_newest,
	    &newest, err);

	if (code != OK)
		return code;
	*ret_any = newest.text[0] != '\0';
	if (*ret_any)
		*ret = newest;
	return OK;
}

static enum status
settle(const struct monthly *monthly, const char *period, struct err *err)
{
	bool found_out = false;
	enum status code = mailing_settle(monthly->folder, period,
	    monthly->now, &found_out, err);

	if (code == OK && found_out)
		monthly->say(monthly->cookie, MSG_MAILING_PERHAPS,
		    ARGS(period));
	return code;
}

enum status
monthly_mail(const struct monthly *monthly, struct err *err)
{
	enum store_mail_state state = STORE_MAIL_SENT;
	struct period newest;
	bool any = false;
	enum status code;

	if (!mailing_has_server(monthly->folder))
		return OK;
	code = monthly_newest(monthly->folder, &any, &newest, err);
	if (code != OK || !any)
		return code;
	code = settle(monthly, newest.text, err);
	if (code == OK)
		code = mailing_look(monthly->folder, newest.text, monthly->now,
		    &state, err);
	return code == OK && state == STORE_MAIL_NONE
	    ? mail_period(monthly, newest.text, err) : code;
}

/* Purging. */

static int32_t
first_without(const struct period *period)
{
	struct civil end = calendar_civil(period->end);
	struct civil gone = { end.year + MONTHLY_KEPT_MONTHS / 12, end.month,
		end.day };

	return calendar_day(gone);
}

bool
monthly_expired(const struct period *period, int64_t now)
{
	return now >= (int64_t)first_without(period) * CALENDAR_SECONDS_PER_DAY;
}

/* Files first: what is left after a crash is found again. */
static enum status
purge(const struct monthly *monthly, const struct period *period,
    struct err *err)
{
	bool found, sure = false;
	enum status code = is_sure(monthly, first_without(period), &sure, err);

	if (code != OK || !sure)
		return code;
	code = files_of(monthly, period->text, true, &found, err);
	if (code == OK)
		code = store_purge(monthly->folder->store, period->text, err);
	if (code == OK)
		monthly->say(monthly->cookie, MSG_MONTHLY_PURGED,
		    ARGS(period->text));
	return code;
}

enum status
monthly_purge(const struct monthly *monthly, struct err *err)
{
	struct names names = { .monthly = monthly };
	enum status code = store_publications(monthly->folder->store, look,
	    &names, err);

	for (size_t i = 0; code == OK && i < names.count; i++)
		code = purge(monthly, &names.old[i], err);
	return code == OK ? documents_purge(monthly->folder->store, err) : code;
}
