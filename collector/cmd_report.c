/* SPDX-License-Identifier: Apache-2.0
 * report: what the board is told.
 */
#include "collector/command.h"

#include "collector/closing.h"
#include "collector/disk.h"
#include "collector/material.h"
#include "collector/papers.h"

#include "core/calendar.h"

#include <string.h>

#define TEXT_MAX ((size_t)16 * 1024)
#define DOCUMENT "publication"
#define EVERY "all"

struct report_options {
	struct common common;
	const char *period;
	const char *language;
	const char *format;
	const char *output;
	const char *date;
};

static const struct option_row report_rows[] = {
	{ "date", OPTION_TEXT, offsetof(struct report_options, date),
	    MSG_VALUE_DATE, MSG_REPORT_OPTION_DATE },
	{ "format", OPTION_TEXT, offsetof(struct report_options, format),
	    MSG_VALUE_FORMAT, MSG_OPTION_REPORT_FORMAT },
	{ "lang", OPTION_TEXT, offsetof(struct report_options, language),
	    MSG_VALUE_LANG, MSG_REPORT_OPTION_LANG },
	{ "output", OPTION_TEXT, offsetof(struct report_options, output),
	    MSG_VALUE_FOLDER, MSG_REPORT_OPTION_OUTPUT },
	{ "period", OPTION_TEXT, offsetof(struct report_options, period),
	    MSG_VALUE_PERIOD, MSG_REPORT_OPTION_PERIOD },
	COMMON_ROWS(struct report_options),
};

/* --- writing --- */

static void
warn(const struct render_format *format)
{
	enum message warning = render_warning(format);

	if (warning != MESSAGE_COUNT)
		program_say(warning, NO_ARGS);
}

static enum status
write_file(struct session *session, const struct report *report,
    const struct render_format *format, enum language language,
    struct err *err)
{
	const struct report_options *options = session->options;
	struct buf path;
	enum status code;

	warn(format);
	buf_init(&path, TEXT_MAX);
	code = papers_write(report, format, language,
	    options->output == NULL ? "." : options->output, &path, err);
	if (code == OK)
		session_line(session, MSG_REPORT_WRITTEN, ARGS(buf_z(&path)));
	buf_release(&path);
	return code;
}

/* One format goes to standard output, unless a folder is named. */
static enum status
write_report(struct session *session, const struct report *report,
    enum language language, struct err *err)
{
	const struct report_options *options = session->options;
	bool every = options->format == NULL ||
	    strcmp(options->format, EVERY) == 0;
	const struct render_format *format = every
	    ? render_formats : render_format_of(options->format);
	enum status code = options->output == NULL
	    ? OK : disk_want_folder(options->output, err);

	if (code != OK)
		return code;
	if (!every && options->output != NULL)
		return write_file(session, report, format, language, err);
	if (!every) {
		warn(format);
		return format->write(&session->out, report, language, err);
	}
	for (; format->name != NULL && code == OK; format++)
		code = write_file(session, report, format, language, err);
	return code;
}

static enum status
check_options(const struct session *session, enum language *ret_language,
    struct err *err)
{
	const struct report_options *options = session->options;
	struct buf names;

	*ret_language = session->settings->language;
	if (options->language != NULL &&
	    !settings_language(options->language, ret_language))
		return err_set(err, E_USAGE, MSG_REPORT_LANG_UNKNOWN, NO_ARGS);
	if (options->format == NULL || strcmp(options->format, EVERY) == 0 ||
	    strcmp(options->format, DOCUMENT) == 0 ||
	    render_format_of(options->format) != NULL)
		return OK;
	buf_init(&names, TEXT_MAX);
	render_names(&names);
	(void)err_set(err, E_USAGE, MSG_REPORT_FORMAT,
	    ARGS(options->format, buf_z(&names)));
	buf_release(&names);
	return E_USAGE;
}

static enum status
read_day(const char *text, int32_t *ret, struct err *err)
{
	*ret = CALENDAR_NO_DAY;
	if (text == NULL || calendar_parse(str_of(text), ret))
		return OK;
	return err_set(err, E_USAGE, MSG_REPORT_DATE_INVALID, ARGS("date"));
}

static enum status
act_report(struct session *session, struct err *err)
{
	const struct report_options *options = session->options;
	const char *asked = session->operands[0] != NULL
	    ? session->operands[0] : options->period;
	struct material_request request = { .period = str_of(asked),
		.now = session->now };
	struct material *material = NULL;
	enum language language;
	enum status code = check_options(session, &language, err);

	if (code == OK)
		code = read_day(options->date, &request.day, err);
	if (code != OK)
		return code;
	if (options->format != NULL && strcmp(options->format, DOCUMENT) == 0)
		return closing_publication(&session->folder, str_of(asked),
		    &session->out, err);
	code = material_load(&session->folder, &request, &material, err);
	if (code == OK)
		code = write_report(session, material_report(material),
		    language, err);
	material_free(material);
	return code;
}

static int
run_report(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct report_options options = { .format = NULL };

	return session_run(self, argc, argv, settings, &options, 1,
	    SESSION_OPENS, act_report);
}

const struct command cmd_report = {
	.name = "report",
	.synopsis = MSG_REPORT_SYNOPSIS,
	.summary = MSG_REPORT_SUMMARY,
	.options = { report_rows,
	    sizeof(report_rows) / sizeof(report_rows[0]) },
	.run = run_report,
};
