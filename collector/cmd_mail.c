/* SPDX-License-Identifier: Apache-2.0
 * mail: the report to the board.
 */
#include "collector/command.h"

#include "collector/daemon.h"
#include "collector/disk.h"
#include "collector/letter.h"
#include "collector/mailing.h"
#include "collector/material.h"
#include "collector/papers.h"
#include "collector/report/render.h"

#include "core/calendar.h"
#include "core/os.h"
#include "core/outfile.h"

struct mail_options {
	struct common common;
	bool again;
	const char *draft;
	const char *language;
};

static const struct option_row mail_rows[] = {
	{ "again", OPTION_FLAG, offsetof(struct mail_options, again),
	    MSG_VALUE_DATE, MSG_MAIL_OPTION_AGAIN },
	{ "draft", OPTION_TEXT, offsetof(struct mail_options, draft),
	    MSG_VALUE_FOLDER, MSG_MAIL_OPTION_DRAFT },
	{ "lang", OPTION_TEXT, offsetof(struct mail_options, language),
	    MSG_VALUE_LANG, MSG_REPORT_OPTION_LANG },
	COMMON_ROWS(struct mail_options),
};

/* The board's eyes only: mode 0600. */
static enum status
publish(struct session *session, const struct letter *letter,
    const char *extension, struct str content, struct err *err)
{
	const struct mail_options *options = session->options;
	struct buf name, path;
	enum status code;

	buf_init(&name, PAPERS_NAME_BYTES);
	buf_init(&path, FOLDER_PATH_BYTES);
	papers_name(&name, letter->report, extension, letter->language);
	os_join(&path, options->draft == NULL ? "." : options->draft,
	    buf_z(&name));
	code = outfile_publish(buf_z(&path), OUTFILE_OWNER, content, err);
	if (code == OK)
		session_line(session, MSG_REPORT_WRITTEN, ARGS(buf_z(&path)));
	buf_release(&name);
	buf_release(&path);
	return code;
}

/* The draft last: whoever finds it finds the copy, too. */
static enum status
write_draft(struct session *session, const struct letter *letter,
    struct err *err)
{
	const struct mail_options *options = session->options;
	struct buf pdf, text;
	enum status code = options->draft == NULL
	    ? OK : disk_want_folder(options->draft, err);

	buf_init(&pdf, RENDER_MAX_BYTES);
	buf_init(&text, LETTER_MAX_BYTES);
	if (code == OK)
		code = letter_write(letter, &pdf, &text, err);
	if (code == OK)
		code = publish(session, letter, "pdf", buf_view(&pdf), err);
	if (code == OK)
		code = publish(session, letter, "eml", buf_view(&text), err);
	if (code == OK)
		program_say(MSG_MAIL_DRAFT_NEXT, NO_ARGS);
	buf_release(&pdf);
	buf_release(&text);
	return code;
}

static enum status
send(struct session *session, const struct letter *letter, struct err *err)
{
	const struct mail_options *options = session->options;
	const struct mailing mailing = { &session->folder, letter->report,
		letter->language, session->now, options->again };
	enum status code;

	daemon_outlive_peers();
	code = mailing_send(&mailing, err);
	if (code == OK)
		session_line(session, MSG_MAIL_SENT,
		    ARGS(letter->report->now->period.text,
		        digits((long long)letter->to->count).text));
	return code;
}

static void
warn(void)
{
	enum message warning = render_warning(render_format_of("pdf"));

	if (warning != MESSAGE_COUNT)
		program_say(warning, NO_ARGS);
}

static enum status
act(struct session *session, struct err *err)
{
	const struct mail_options *options = session->options;
	const struct material_request request = {
		.period = str_of(session->operands[0]), .now = session->now,
		.day = CALENDAR_NO_DAY };
	struct mail_route route;
	struct letter letter = { .now = session->now, .from = &route.from,
		.to = &route.to,
		.language = session->folder.settings.language };
	struct material *material = NULL;
	enum status code = folder_mail(&session->folder, &route, err);

	if (options->language != NULL &&
	    !settings_language(options->language, &letter.language))
		code = err_set(err, E_USAGE, MSG_REPORT_LANG_UNKNOWN, NO_ARGS);
	if (code == OK)
		code = material_load(&session->folder, &request, &material,
		    err);
	if (code != OK)
		return code;
	warn();
	letter.report = material_report(material);
	letter.draft = options->draft != NULL ||
	    !mailing_has_server(&session->folder);
	code = letter.draft ? write_draft(session, &letter, err)
	                    : send(session, &letter, err);
	material_free(material);
	return code;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct mail_options options = { .draft = NULL };

	return session_run(self, argc, argv, settings, &options, 1,
	    SESSION_OPENS, act);
}

const struct command cmd_mail = {
	.name = "mail",
	.synopsis = MSG_REPORT_SYNOPSIS,
	.summary = MSG_MAIL_SUMMARY,
	.options = { mail_rows, sizeof(mail_rows) / sizeof(mail_rows[0]) },
	.run = run,
};
