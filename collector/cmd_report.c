/* SPDX-License-Identifier: Apache-2.0
 * report: what the board is told.
 */
#include "collector/command.h"

#include "collector/closing.h"
#include "collector/polls.h"
#include "collector/report/render.h"
#include "collector/report/report.h"

#include "core/json.h"
#include "core/os.h"
#include "core/outfile.h"
#include "core/policy.h"

#include <string.h>

/* Two years: as long as publications are kept. */
#define PUBLICATIONS_MAX 24

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
	{ "period", OPTION_TEXT, offsetof(struct report_options, period),
	    MSG_VALUE_PERIOD, MSG_REPORT_OPTION_PERIOD },
	{ "format", OPTION_TEXT, offsetof(struct report_options, format),
	    MSG_VALUE_FORMAT, MSG_OPTION_REPORT_FORMAT },
	{ "lang", OPTION_TEXT, offsetof(struct report_options, language),
	    MSG_VALUE_LANG, MSG_REPORT_OPTION_LANG },
	{ "output", OPTION_TEXT, offsetof(struct report_options, output),
	    MSG_VALUE_FOLDER, MSG_REPORT_OPTION_OUTPUT },
	{ "date", OPTION_TEXT, offsetof(struct report_options, date),
	    MSG_VALUE_DATE, MSG_REPORT_OPTION_DATE },
	COMMON_ROWS(struct report_options),
};

/* --- publications --- */

/* All of them, oldest first; `from` the first that is covered, `count` past
 * the last. */
struct archive {
	struct publication at[PUBLICATIONS_MAX];
	const struct publication *show[PUBLICATIONS_MAX];
	size_t loaded, count, covered;
	enum status failed;
	struct err *err;
};

static void
load_one(void *cookie, const char *period, struct str document,
    struct str roster)
{
	struct archive *archive = cookie;

	(void)period;
	(void)roster;
	if (archive->failed != OK)
		return;
	if (archive->loaded == PUBLICATIONS_MAX) {
		publication_release(&archive->at[0]);
		memmove(&archive->at[0], &archive->at[1],
		    (PUBLICATIONS_MAX - 1) * sizeof(archive->at[0]));
		archive->loaded--;
	}
	archive->failed = publication_read(document,
	    &archive->at[archive->loaded], archive->err);
	archive->loaded += archive->failed == OK;
}

static int
by_day(const void *a, const void *b)
{
	const struct publication *x = a, *y = b;

	return x->period.first < y->period.first ? -1
	    : x->period.first > y->period.first;
}

static void
archive_release(struct archive *archive)
{
	for (size_t i = 0; i < archive->loaded; i++)
		publication_release(&archive->at[i]);
}

/* The days that a text names: a period's, or a whole year's. */
static bool
span_of(struct str asked, int32_t *ret_first, int32_t *ret_end)
{
	struct period period;
	uint64_t year;

	if (period_parse(asked, &period) && period.kind != PERIOD_TRIAL) {
		*ret_first = period.first;
		*ret_end = period.end;
		return true;
	}
	if (asked.len != 4 || !str_number(asked, 9998, &year) || year < 2000)
		return false;
	*ret_first = calendar_day((struct civil){ (int32_t)year, 1, 1 });
	*ret_end = calendar_day((struct civil){ (int32_t)year + 1, 1, 1 });
	return true;
}

static bool
is_within(const struct publication *publication, int32_t first, int32_t end)
{
	return publication->period.first >= first &&
	    publication->period.end <= end;
}

/* A trial is never published, open or not. */
static bool
is_open(const struct polls *polls, struct str asked)
{
	struct period period;

	return period_parse(asked, &period) && period.kind != PERIOD_TRIAL &&
	    polls_named(polls, asked) != NULL;
}

/* Why nothing is there: still open, or never. */
static enum status
say_missing(struct session *session, const struct archive *archive,
    struct str asked, struct err *err)
{
	struct polls *polls = NULL;
	struct buf name, names;
	enum status code;

	buf_init(&name, TEXT_MAX);
	buf_init(&names, TEXT_MAX);
	buf_str(&name, asked);
	for (size_t i = 0; i < archive->loaded; i++) {
		buf_text(&names, i > 0 ? ", " : "");
		buf_text(&names, archive->at[i].period.text);
	}
	code = polls_load(&session->folder, session->now, &polls, err);
	if (code == OK && is_open(polls, asked))
		code = err_set(err, E_REFUSED, MSG_REPORT_PERIOD_OPEN,
		    ARGS(buf_z(&name)));
	else if (code == OK && archive->loaded == 0)
		code = err_set(err, E_NOT_FOUND, MSG_REPORT_NONE_YET, NO_ARGS);
	else if (code == OK)
		code = err_set(err, E_USAGE, MSG_REPORT_PERIOD_UNKNOWN,
		    ARGS(buf_z(&name), buf_z(&names)));
	polls_free(polls);
	buf_release(&name);
	buf_release(&names);
	return code;
}

/* Those of the last one's kind, up to it. */
static void
archive_show(struct archive *archive, size_t last, int32_t first, int32_t end)
{
	enum period_kind kind = archive->at[last].period.kind;

	for (size_t i = 0; i <= last; i++) {
		if (archive->at[i].period.kind != kind)
			continue;
		archive->show[archive->count++] = &archive->at[i];
		archive->covered += is_within(&archive->at[i], first, end);
	}
	if (archive->covered > REPORT_COVERED_MAX)
		archive->covered = REPORT_COVERED_MAX;
}

static enum status
archive_load(struct session *session, struct str asked,
    struct archive *archive, struct err *err)
{
	int32_t first = 0, end = 0;
	size_t last = PUBLICATIONS_MAX;
	enum status code;

	archive->err = err;
	code = store_publications(session->folder.store, load_one, archive,
	    err);
	if (code == OK)
		code = archive->failed;
	if (code != OK)
		return code;
	qsort(archive->at, archive->loaded, sizeof(archive->at[0]), by_day);
	if (asked.len == 0 && archive->loaded > 0)
		asked = str_of(archive->at[archive->loaded - 1].period.text);
	if (span_of(asked, &first, &end))
		for (size_t i = 0; i < archive->loaded; i++)
			if (is_within(&archive->at[i], first, end))
				last = i;
	if (last == PUBLICATIONS_MAX)
		return say_missing(session, archive, asked, err);
	archive_show(archive, last, first, end);
	return OK;
}

/* --- health --- */

struct counting {
	struct report_health health;
	char week[9]; /* of the period's first day */
};

/* "partial": read, but for something in it. */
static bool
is_read(const json_t *source)
{
	struct str state = json_get_str(source, "state");

	return str_eq(state, STR("read")) || str_eq(state, STR("partial"));
}

static bool
has_read(const json_t *sources, bool dns)
{
	for (size_t i = 0; i < json_array_size(sources); i++) {
		const json_t *source = json_array_get(sources, i);
		struct str name = json_get_str(source, "source");

		if (str_starts(name, STR("dns")) == dns && is_read(source))
			return true;
	}
	return false;
}

static void
count_device(void *cookie, const struct store_device *device)
{
	struct counting *counting = cookie;
	struct report_health *health = &counting->health;
	json_t *object = NULL;
	const json_t *sources;

	if (device->revoked || strcmp(device->week, counting->week) < 0 ||
	    json_read(str_of(device->health), STORE_HEALTH_BYTES, &object,
	        NULL) != OK)
		return;
	sources = json_object_get(object, "sources");
	health->known = true;
	health->answering++;
	health->self_test +=
	    json_is_true(json_object_get(object, "self_test"));
	health->histories += has_read(sources, false);
	health->dns_logs += has_read(sources, true);
	health->encrypted_dns += json_is_true(json_object_get(object, "doh"));
	json_decref(object);
}

static enum status
load_health(struct session *session, const struct period *period,
    struct report_health *ret, struct err *err)
{
	struct counting counting = { .health = { .known = false } };
	int32_t year;
	int32_t week = calendar_iso_week(period->first, &year);
	enum status code;

	(void)snprintf(counting.week, sizeof(counting.week), "%04u-W%02u",
	    (unsigned)year % 10000, (unsigned)week % 100);
	code = store_devices(session->folder.store, count_device, &counting,
	    err);
	counting.health.encrypted_dns -= counting.health.encrypted_dns % 3;
	*ret = counting.health;
	return code;
}

/* --- what a report is made from --- */

struct material {
	struct archive archive;
	struct policy *policy;
	struct polls *polls;
	struct report_source source;
	struct report report;
};

static void
material_release(struct material *material)
{
	report_release(&material->report);
	archive_release(&material->archive);
	policy_free(material->policy);
	polls_free(material->polls);
}

static enum status
load_policy(struct session *session, struct policy **ret, struct err *err)
{
	struct buf text;
	enum status code;

	buf_init(&text, FOLDER_POLICY_BYTES);
	code = folder_policy(&session->folder, &text, err);
	if (code == OK)
		code = policy_parse("policy.yaml", buf_view(&text),
		    session->folder.edition.catalogue, ret, err);
	buf_release(&text);
	return code;
}

/* What the period's record says: catalogue, window. */
static void
add_record(struct material *material)
{
	const struct archive *archive = &material->archive;
	struct report_source *source = &material->source;
	const struct poll *poll = polls_named(material->polls,
	    str_of(archive->show[archive->count - 1]->period.text));

	if (poll == NULL)
		return;
	source->catalogue_digest = poll->record.catalogue;
	source->window.opens = calendar_day_of(poll->record.opens_at, 0);
	source->window.counted = calendar_day_of(poll->taken_until, 0);
	source->window.closes = source->window.counted - 1;
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
load_material(struct session *session, struct material *material,
    struct err *err)
{
	struct archive *archive = &material->archive;
	struct report_source *source = &material->source;
	const struct report_options *options = session->options;
	const char *asked = session->operands[0] != NULL
	    ? session->operands[0] : options->period;
	enum status code = archive_load(session, str_of(asked), archive, err);

	if (code == OK)
		code = load_policy(session, &material->policy, err);
	if (code == OK)
		code = polls_load(&session->folder, session->now,
		    &material->polls, err);
	if (code == OK)
		code = load_health(session,
		    &archive->show[archive->count - 1]->period,
		    &source->health, err);
	if (code == OK)
		code = read_day(options->date, &source->day, err);
	if (code != OK)
		return code;
	source->publications = archive->show;
	source->publication_count = archive->count;
	source->covered = archive->covered;
	source->policy = material->policy;
	source->catalogue = session->folder.edition.catalogue;
	source->demo = session->folder.demo;
	source->window = report_window_of(
	    &archive->show[archive->count - 1]->period);
	add_record(material);
	return report_make(source, &material->report, err);
}

/* --- writing --- */

static void
warn(const struct render_format *format)
{
	enum message warning = render_warning(format);

	if (warning != MESSAGE_COUNT)
		program_say(warning, NO_ARGS);
}

static void
file_name(struct buf *out, const struct session *session,
    const struct report *report, const struct render_format *format,
    enum language language)
{
	const struct report_options *options = session->options;
	struct buf name;

	buf_init(&name, TEXT_MAX);
	buf_text(&name, "lanterne-");
	if (report->covered_count > 1)
		buf_format(&name, "%s-",
		    report->covered[0]->period.text);
	buf_text(&name, report->now->period.text);
	if (format->spoken)
		buf_text(&name, language == LANGUAGE_FR ? "-fr" : "-en");
	buf_format(&name, ".%s", format->name);
	os_join(out, options->output == NULL ? "." : options->output,
	    buf_z(&name));
	buf_release(&name);
}

static enum status
write_file(struct session *session, const struct report *report,
    const struct render_format *format, enum language language,
    struct err *err)
{
	struct buf bytes, path;
	enum status code;

	warn(format);
	buf_init(&bytes, RENDER_MAX_BYTES);
	buf_init(&path, TEXT_MAX);
	file_name(&path, session, report, format, language);
	code = format->write(&bytes, report, language, err);
	if (code == OK)
		code = outfile_publish(buf_z(&path), OUTFILE_ALL,
		    buf_view(&bytes), err);
	if (code == OK)
		session_line(session, MSG_REPORT_WRITTEN, ARGS(buf_z(&path)));
	buf_release(&bytes);
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
	enum status code = OK;

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
act_report(struct session *session, struct err *err)
{
	const struct report_options *options = session->options;
	const char *asked = session->operands[0] != NULL
	    ? session->operands[0] : options->period;
	struct material *material;
	enum language language;
	enum status code = check_options(session, &language, err);

	if (code != OK)
		return code;
	if (options->format != NULL && strcmp(options->format, DOCUMENT) == 0)
		return closing_publication(&session->folder, str_of(asked),
		    &session->out, err);
	material = calloc(1, sizeof(*material));
	if (material == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = load_material(session, material, err);
	if (code == OK)
		code = write_report(session, &material->report, language, err);
	material_release(material);
	free(material);
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
