/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/answer_formats.h"
#include "agent/answer_share.h"
#include "agent/pass.h"
#include "agent/progress.h"
#include "agent/span.h"

#include "agent/sources/formats.h"
#include "agent/sources/zone.h"
#include "core/calendar.h"
#include "core/catalogue_yaml.h"
#include "core/os.h"
#include "core/outfile.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX ((size_t)64 << 20)

struct scan_options {
	bool help;
	bool json, csv, share;
	bool no_history, no_dns, no_html;
	const char *since;
	const char *html;
	const char *catalogue;
	const char *policy;
	const char *format;
	const char *tz;
	const char *year;
	const char *fail_on;
	const char *lang;
	struct option_list homes;
	struct option_list histories;
	struct option_list dns_logs;
};

#define ROW(name, kind, member, value, help) \
	{ name, kind, offsetof(struct scan_options, member), value, help }

static const struct option_row scan_rows[] = {
	ROW("catalogue", OPTION_TEXT, catalogue, MSG_VALUE_PATH, MSG_SCAN_CATALOGUE),
	ROW("csv", OPTION_FLAG, csv, MSG_VALUE_PATH, MSG_SCAN_CSV),
	ROW("dns-log", OPTION_LIST, dns_logs, MSG_VALUE_LOG, MSG_SCAN_DNS_LOG),
	ROW("fail-on", OPTION_TEXT, fail_on, MSG_VALUE_FAIL_ON, MSG_SCAN_FAIL_ON),
	ROW("format", OPTION_TEXT, format, MSG_VALUE_FORMAT, MSG_SCAN_FORMAT),
	ROW("help", OPTION_FLAG, help, MSG_VALUE_PATH, MSG_OPTION_HELP),
	ROW("history", OPTION_LIST, histories, MSG_VALUE_FILE, MSG_SCAN_HISTORY),
	ROW("home", OPTION_LIST, homes, MSG_VALUE_FOLDER, MSG_SCAN_HOME),
	ROW("html", OPTION_TEXT, html, MSG_VALUE_FILE, MSG_SCAN_HTML),
	ROW("json", OPTION_FLAG, json, MSG_VALUE_PATH, MSG_SCAN_JSON),
	ROW("lang", OPTION_TEXT, lang, MSG_VALUE_LANG, MSG_OPTION_LANG),
	ROW("no-dns", OPTION_FLAG, no_dns, MSG_VALUE_PATH, MSG_SCAN_NO_DNS),
	ROW("no-history", OPTION_FLAG, no_history, MSG_VALUE_PATH, MSG_SCAN_NO_HISTORY),
	ROW("no-html", OPTION_FLAG, no_html, MSG_VALUE_PATH, MSG_SCAN_NO_HTML),
	ROW("policy", OPTION_TEXT, policy, MSG_VALUE_FILE, MSG_SCAN_POLICY),
	ROW("share", OPTION_FLAG, share, MSG_VALUE_PATH, MSG_SCAN_SHARE),
	ROW("since", OPTION_TEXT, since, MSG_VALUE_SINCE, MSG_SCAN_SINCE),
	ROW("tz", OPTION_TEXT, tz, MSG_VALUE_TZ, MSG_SCAN_TZ),
	ROW("year", OPTION_TEXT, year, MSG_VALUE_YEAR, MSG_SCAN_YEAR),
};

/* ---- what a scan holds, released in one place ---- */

struct scan {
	const struct scan_options *options;
	const struct settings *settings;
	struct catalogue *loaded;             /* --catalogue */
	const struct catalogue *catalogue;    /* in force */
	struct policy *decided;               /* --policy */
	struct match *match;
	struct zone *zone;                    /* of this PC */
	struct zone *log_zone;                /* --tz */
	const struct format *format;          /* --format */
	int32_t year;                         /* --year, or 0 */
	int32_t today;
	struct window window;
	struct os_scratch scratch;
	struct tally *tally;
	struct progress progress;
	struct source_list sources;
	struct answer_model answer;
};

static void
scan_release(struct scan *scan)
{
	answer_release(&scan->answer);
	source_list_release(&scan->sources);
	tally_free(scan->tally);
	os_scratch_close(&scan->scratch);
	zone_free(scan->log_zone);
	zone_free(scan->zone);
	match_free(scan->match);
	policy_free(scan->decided);
	catalogue_free(scan->loaded);
}

/* ---- from the options to a scan that is ready to read ---- */

static enum status
load_catalogue(struct scan *scan, struct err *err)
{
	enum status code = OK;

	scan->catalogue = catalogue_builtin();
	if (scan->options->catalogue != NULL) {
		code = catalogue_yaml_load(scan->options->catalogue,
		    catalogue_builtin(), &scan->loaded, err);
		scan->catalogue = scan->loaded;
	}
	if (code == OK)
		code = match_new(scan->catalogue, &scan->match, err);
	if (code == OK && scan->options->policy != NULL)
		code = policy_load(scan->options->policy, scan->catalogue,
		    &scan->decided, err);
	return code;
}

static enum status
find_format(struct scan *scan, struct err *err)
{
	struct buf names;
	enum status code = OK;

	scan->format = formats_find(str_of(scan->options->format));
	if (scan->format != NULL)
		return OK;
	buf_init(&names, 4096);
	formats_names(&names);
	code = err_set(err, E_USAGE, MSG_FORMAT_UNKNOWN,
	    ARGS(scan->options->format, buf_z(&names)));
	buf_release(&names);
	return code;
}

static enum status
read_dns_options(struct scan *scan, struct err *err)
{
	uint64_t year = 0;
	enum status code = OK;

	if (scan->options->format != NULL)
		code = find_format(scan, err);
	if (code == OK && scan->options->tz != NULL)
		code = zone_new(str_of(scan->options->tz), &scan->log_zone, err);
	if (code == OK && scan->options->year != NULL) {
		if (!str_number(str_of(scan->options->year), 9999, &year) ||
		    year < 1970)
			return err_set(err, E_USAGE, MSG_YEAR_INVALID, NO_ARGS);
		scan->year = (int32_t)year;
	}
	return code;
}

static enum status
prepare(struct scan *scan, struct err *err)
{
	enum status code = load_catalogue(scan, err);

	if (code == OK)
		code = zone_new(STR("local"), &scan->zone, err);
	if (code == OK) {
		scan->today = zone_day(scan->zone, scan->settings->now);
		code = span_window(str_of(scan->options->since), scan->today,
		    &scan->window, err);
	}
	if (code == OK)
		code = read_dns_options(scan, err);
	if (code == OK)
		code = tally_new(scan->catalogue->service_count, scan->window,
		    &scan->tally, err);
	if (code == OK) {
		os_scratch_sweep(scan->settings->temporary);
		code = os_scratch_open(scan->settings->temporary,
		    &scan->scratch, err);
	}
	return code;
}

/* ---- reading ---- */

static void
push(void *cookie, const struct sighting *sighting)
{
	struct scan *scan = cookie;

	tally_push(scan->tally, sighting);
}

static void
tick(void *cookie, const struct source_report *report)
{
	struct scan *scan = cookie;

	progress_tick(&scan->progress, report, settings_milliseconds());
}

static void
read_sources(struct scan *scan)
{
	const struct scan_options *options = scan->options;
	bool named = options->homes.count > 0 || options->histories.count > 0;
	static const struct option_list none;
	struct pass_plan plan = {
		.session = !options->no_history && !named,
		.homes = options->no_history ? &none : &options->homes,
		.histories = options->no_history ? &none : &options->histories,
		.dns_logs = options->no_dns ? &none : &options->dns_logs,
		.known_dns = !options->no_dns && !named &&
		    options->dns_logs.count == 0,
		.dns = { .format = scan->format, .zone = scan->log_zone,
		    .year = scan->year, .now = scan->settings->now },
	};
	struct source_env env = {
		.match = scan->match,
		.zone = scan->zone,
		.window = scan->window,
		.scratch = scan->scratch.path,
		.sink = { push, tick, scan },
	};

	progress_begin(&scan->progress,
	    scan->settings->err_is_terminal ? stderr : NULL,
	    settings_milliseconds());
	pass_read(&plan, &env, &scan->sources);
	progress_end(&scan->progress);
}

static enum status
draw_answer(struct scan *scan, struct err *err)
{
	const struct scan_options *options = scan->options;
	const struct option_list *named = options->homes.count > 0
	    ? &options->homes
	    : options->histories.count > 0 ? &options->histories
	    : options->no_history          ? &options->dns_logs
	                                   : NULL;
	bool files = named != NULL && named->count > 0;
	struct answer_input input = {
		.tally = scan->tally,
		.sources = &scan->sources,
		.catalogue = scan->catalogue,
		.policy = scan->decided == NULL ? policy_none() : scan->decided,
		.today = scan->today,
		.subject = options->homes.count > 0 ? ANSWER_HOME
		    : files                         ? ANSWER_FILES
		                                    : ANSWER_SESSION,
		.looked_at = files ? str_of(named->at[0]) : STR(""),
		.looked_at_count = files ? (uint32_t)named->count : 0,
		.no_history = options->no_history,
		.no_dns = options->no_dns,
		.dns_named = options->dns_logs.count > 0,
	};

	return answer_build(&input, &scan->answer, err);
}

/* ---- showing ---- */

static struct answer_look
look_of(const struct scan *scan, const char *page)
{
	return (struct answer_look){
		.language = scan->settings->language,
		.columns = scan->settings->columns,
		.colour = scan->settings->colour,
		.page = page,
	};
}

static enum status
publish(const struct scan *scan, const char *form, const char *path,
    struct err *err)
{
	struct answer_look look = look_of(scan, NULL);
	struct buf text;
	enum status code;

	buf_init(&text, TEXT_MAX);
	answer_format_of(form)->render(&text, &scan->answer, &look);
	code = buf_status(&text);
	if (code == OK)
		code = outfile_publish(path, OUTFILE_OWNER, buf_view(&text),
		    err);
	else
		(void)err_set(err, code, MSG_NO_MEMORY, NO_ARGS);
	buf_release(&text);
	return code;
}

static int
print(const struct scan *scan, const char *form, struct answer_look look)
{
	struct buf text;
	int code;

	buf_init(&text, TEXT_MAX);
	answer_format_of(form)->render(&text, &scan->answer, &look);
	code = command_print(&text);
	buf_release(&text);
	return code;
}

static int
write_summary(const struct scan *scan)
{
	struct answer_look look = look_of(scan, NULL);
	char name[64];
	struct buf text;
	struct err err;
	enum status code;

	(void)snprintf(name, sizeof(name), "lanterne-%s.txt",
	    calendar_text(scan->today).text);
	buf_init(&text, TEXT_MAX);
	answer_summary(&text, &scan->answer, &look);
	code = outfile_publish(name, OUTFILE_OWNER, buf_view(&text), &err);
	buf_release(&text);
	if (code != OK)
		return command_fail(code, &err);
	command_say(MSG_SHARE_WRITTEN, ARGS(name));
	return EXIT_OK;
}

/* The summary is shown first; a file is written only after a yes. */
static int
share(const struct scan *scan)
{
	struct answer_look look = look_of(scan, NULL);
	char reply[16] = "";
	int code;

	look.ask = scan->settings->in_is_terminal &&
	    scan->settings->out_is_terminal;
	code = print(scan, "share", look);
	if (code != EXIT_OK || !look.ask ||
	    fgets(reply, sizeof(reply), stdin) == NULL)
		return code;
	return reply[0] != '\0' && strchr("oOyY", reply[0]) != NULL
	    ? write_summary(scan)
	    : EXIT_OK;
}

/* The page goes beside a terminal answer unless told otherwise, and beside
 * data only when it is named.  An answer is never lost with its page. */
static int
show(const struct scan *scan)
{
	const struct scan_options *options = scan->options;
	const char *form = options->json ? "json"
	    : options->csv               ? "csv"
	                                 : "terminal";
	const char *page = options->html;
	char name[64];
	struct err err;
	enum status published = OK;
	int printed;

	if (options->share)
		return share(scan);
	(void)snprintf(name, sizeof(name), "lanterne-%s.html",
	    calendar_text(scan->today).text);
	if (page == NULL && strcmp(form, "terminal") == 0 && !options->no_html)
		page = name;
	if (page != NULL)
		published = publish(scan, "html", page, &err);
	printed = print(scan, form,
	    look_of(scan, published == OK ? page : NULL));
	return published == OK ? printed : command_fail(published, &err);
}

/* ---- --fail-on ---- */

struct finding_row {
	const char *word;
	unsigned decisions; /* bits of enum decision */
};

#define BIT(decision) (1u << (decision))

static const struct finding_row finding_rows[] = {
	{ "any", ~0u },
	{ "forbidden", BIT(DECISION_FORBIDDEN) },
	{ "review", BIT(DECISION_UNDECIDED) | BIT(DECISION_POSTPONED) |
	    BIT(DECISION_FORBIDDEN) },
};

#define FINDING_COUNT (sizeof(finding_rows) / sizeof(finding_rows[0]))

static const struct finding_row *
finding_row_of(const char *word)
{
	for (size_t i = 0; i < FINDING_COUNT; i++)
		if (strcmp(finding_rows[i].word, word) == 0)
			return &finding_rows[i];
	return NULL;
}

static bool
has_finding(const struct scan *scan)
{
	const struct finding_row *row = scan->options->fail_on == NULL
	    ? NULL
	    : finding_row_of(scan->options->fail_on);

	for (uint32_t i = 0; row != NULL && i < scan->answer.service_count; i++)
		if ((row->decisions & BIT(scan->answer.services[i].decision)) != 0)
			return true;
	return false;
}

/* ---- the command ---- */

static enum status
check_options(const struct scan_options *options, struct settings *settings,
    struct err *err)
{
	if (options->json + options->csv + options->share > 1)
		return err_set(err, E_USAGE, MSG_SCAN_ONE_FORM, NO_ARGS);
	if (options->fail_on != NULL && finding_row_of(options->fail_on) == NULL)
		return err_set(err, E_USAGE, MSG_FAIL_ON_INVALID, NO_ARGS);
	return command_language(options->lang, settings, err);
}

static int
scan_run(const struct scan_options *options, const struct settings *settings)
{
	struct scan scan = {
		.options = options,
		.settings = settings,
		.scratch = { .lock = -1 },
	};
	struct err err;
	enum status code;
	int result;

	source_list_init(&scan.sources);
	code = prepare(&scan, &err);
	if (code == OK) {
		read_sources(&scan);
		code = draw_answer(&scan, &err);
	}
	result = code == OK ? show(&scan) : command_fail(code, &err);
	if (result == EXIT_OK && scan.answer.reading != ANSWER_WHOLE)
		result = EXIT_PARTIAL;
	if (result == EXIT_OK && has_finding(&scan))
		result = EXIT_FINDINGS;
	scan_release(&scan);
	return result;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct scan_options options = { .since = "90d" };
	struct err err;
	int first = argc;
	enum status code = options_parse(self->options, argc, argv, &options,
	    &first, &err);

	if (code == OK)
		code = check_options(&options, settings, &err);
	if (code == OK && options.help) {
		command_usage(self, settings);
		return EXIT_OK;
	}
	if (code == OK && first < argc)
		code = err_set(&err, E_USAGE, MSG_OPERAND_UNEXPECTED,
		    ARGS(argv[first]));
	return code == OK ? scan_run(&options, settings)
	                  : command_fail(code, &err);
}

const struct command cmd_scan = {
	.name = "scan",
	.synopsis = MSG_SCAN_SYNOPSIS,
	.summary = MSG_SCAN_SUMMARY,
	.options = { scan_rows, sizeof(scan_rows) / sizeof(scan_rows[0]) },
	.run = run,
};
