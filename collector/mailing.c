/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/mailing.h"

#include "collector/letter.h"
#include "collector/report/render.h"

bool
mailing_has_server(const struct folder *folder)
{
	return folder->settings.mail.server[0] != '\0';
}

/* Looking. */

/* A clock that is far off, either way, says that it is not this minute's. */
static bool
has_ended(const struct store_mail *mail, int64_t now)
{
	return mail->state == STORE_MAIL_LEAVING &&
	    (mail->at - now > MAILING_SECONDS ||
	        now - mail->at > MAILING_SECONDS);
}

enum status
mailing_look(const struct folder *folder, const char *period, int64_t now,
    enum store_mail_state *ret, struct err *err)
{
	struct store_mail mail;
	enum status code = store_mail(folder->store, period, &mail, err);

	if (code == OK)
		*ret = has_ended(&mail, now) ? STORE_MAIL_PERHAPS : mail.state;
	return code;
}

enum status
mailing_settle(const struct folder *folder, const char *period, int64_t now,
    bool *ret_found_out, struct err *err)
{
	struct store_mail mail;
	enum status code = store_mail(folder->store, period, &mail, err);
	bool ended = code == OK && has_ended(&mail, now);

	mail.state = STORE_MAIL_PERHAPS;
	if (ended)
		code = store_mail_put(folder->store, period, mail, err);
	if (code == OK)
		*ret_found_out = ended;
	return code;
}

/* Why it is not sent a second time. */
static enum status
refuse(const struct mailing *mailing, const char *period, struct err *err)
{
	static const enum message reasons[] = {
		[STORE_MAIL_NONE] = MSG_MAILING_NOTED,
		[STORE_MAIL_LEAVING] = MSG_MAILING_NOTED,
		[STORE_MAIL_PERHAPS] = MSG_MAILING_PERHAPS,
		[STORE_MAIL_SENT] = MSG_MAILING_SENT,
	};
	enum store_mail_state state = STORE_MAIL_NONE;
	enum status code = mailing_look(mailing->folder, period, mailing->now,
	    &state, err);

	return code == OK
	    ? err_set(err, E_REFUSED, reasons[state], ARGS(period)) : code;
}

/* Sending. */

static enum status
deliver(const struct mailing *mailing, bool *ret_perhaps, struct err *err)
{
	struct mail_route route;
	struct letter letter = { .report = mailing->report,
		.language = mailing->language, .now = mailing->now,
		.from = &route.from, .to = &route.to };
	struct buf pdf, text;
	enum status code = folder_mail(mailing->folder, &route, err);

	buf_init(&pdf, RENDER_MAX_BYTES);
	buf_init(&text, LETTER_MAX_BYTES);
	if (code == OK)
		code = letter_write(&letter, &pdf, &text, err);
	if (code == OK)
		code = mail_send(&route, buf_view(&text), ret_perhaps, err);
	buf_release(&pdf);
	buf_release(&text);
	return code;
}

/* The note before: nobody else sends it meanwhile. */
static enum status
take(const struct mailing *mailing, const char *period,
    struct store_mail *ret_before, struct err *err)
{
	struct store *store = mailing->folder->store;
	const struct store_mail leaving = { STORE_MAIL_LEAVING, mailing->now };
	enum status code = store_mail(store, period, ret_before, err);

	if (code != OK)
		return code;
	if (mailing->again && ret_before->state != STORE_MAIL_NONE)
		return store_mail_put(store, period, leaving, err);
	code = store_mail_take(store, period, mailing->now, err);
	return code == E_REFUSED ? refuse(mailing, period, err) : code;
}

enum status
mailing_send(const struct mailing *mailing, struct err *err)
{
	const char *period = mailing->report->now->period.text;
	struct store_mail before = { .state = STORE_MAIL_NONE };
	struct store_mail after = { STORE_MAIL_SENT, mailing->now };
	struct err why;
	bool perhaps = false;
	enum status code, noted;

	if (mailing->report->covered_count > 1)
		return deliver(mailing, &perhaps, err);
	code = take(mailing, period, &before, err);
	if (code != OK)
		return code;
	code = deliver(mailing, &perhaps, err);
	if (code != OK)
		after = before;
	if (perhaps)
		after = (struct store_mail){ STORE_MAIL_PERHAPS, mailing->now };
	noted = store_mail_put(mailing->folder->store, period, after, &why);
	if (code == OK && noted != OK && err != NULL)
		*err = why;
	return code == OK ? noted : code;
}
