/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/format_list.h"
#include "agent/pass.h"
#include "agent/progress.h"
#include "agent/scan_options.h"
#include "agent/scan_show.h"
#include "agent/span.h"

#include "agent/sources/clients.h"
#include "agent/sources/formats.h"
#include "agent/sources/resolvers.h"
#include "agent/sources/zone.h"
#include "core/catalogue_file.h"
#include "core/os.h"

#include <stdio.h>

#include <openssl/rand.h>

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
	struct os_scratch scratch; /* made when something is to be copied */
	struct tally *tally;
	struct clients *clients;              /* --clients */
	struct lens *lens;
	struct progress progress;
	struct source_list sources;
	struct answer_model answer;
};

static void
scan_release(struct scan *scan)
{
	answer_release(&scan->answer);
	source_list_release(&scan->sources);
	lens_free(scan->lens);
	clients_free(scan->clients);
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
		code = catalogue_file_load(scan->options->catalogue,
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

/* A seed that nobody who writes a log can know. */
static enum status
read_clients(struct scan *scan, struct err *err)
{
	const struct option_list *lists = &scan->options->clients;
	uint64_t seed = 0;
	enum status code;

	if (lists->count == 0)
		return OK;
	if (RAND_bytes((unsigned char *)&seed, sizeof(seed)) != 1)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = clients_new(seed, &scan->clients, err);
	for (size_t i = 0; code == OK && i < lists->count; i++)
		code = clients_add(scan->clients, str_of(lists->at[i]), err);
	if (code == OK)
		code = lens_new(scan->catalogue->service_count, seed,
		    &scan->lens, err);
	return code;
}

/* Where all histories would fail, the command does. */
static enum status
open_scratch(struct scan *scan, struct err *err)
{
	const char *path;

	os_scratch_sweep(scan->settings->temporary);
	return scan->options->no_history
	    ? OK
	    : os_scratch_path(&scan->scratch, &path, err);
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
		code = read_clients(scan, err);
	if (code == OK)
		code = tally_new(scan->catalogue->service_count, scan->window,
		    &scan->tally, err);
	if (code == OK)
		code = open_scratch(scan, err);
	return code;
}

/* ---- reading ---- */

static void
push(void *cookie, const struct sighting *sighting)
{
	struct scan *scan = cookie;

	if (sighting->client != 0)
		lens_push(scan->lens, sighting);
	else
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
	bool known = !options->no_dns && !named &&
	    options->dns_logs.count == 0;
	static const struct option_list none;
	struct pass_plan plan = {
		.session = !options->no_history && !named,
		.homes = options->no_history ? &none : &options->homes,
		.histories = options->no_history ? &none : &options->histories,
		.dns_logs = options->no_dns ? &none : &options->dns_logs,
		.known_dns = known,
		.dns_cache = known,
		.dns = { .format = scan->format, .zone = scan->log_zone,
		    .year = scan->year, .now = scan->settings->now,
		    .captures = true,
		    .threads = scan_options_threads(options) },
	};
	struct source_env env = {
		.match = scan->match,
		.zone = scan->zone,
		.window = scan->window,
		.scratch = &scan->scratch,
		.sink = { push, tick, scan },
		.clients = scan->clients,
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
		.lens = scan->lens,
		.clients_full = scan->clients != NULL &&
		    clients_full(scan->clients),
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
		.resolver = files || options->no_dns ? NULL
		                                     : resolvers_find(NULL),
	};

	return answer_build(&input, &scan->answer, err);
}

/* ---- the command ---- */

static int
scan_run(const struct scan_options *options, const struct settings *settings)
{
	struct scan scan = {
		.options = options,
		.settings = settings,
		.scratch = os_scratch_later(settings->temporary),
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
	result = code == OK ? scan_show(options, settings, &scan.answer) : command_fail(code, &err);
	if (result == EXIT_OK && scan.answer.reading != ANSWER_WHOLE)
		result = EXIT_PARTIAL;
	if (result == EXIT_OK && scan_options_finding(options, &scan.answer))
		result = EXIT_FINDINGS;
	scan_release(&scan);
	return result;
}

static int
list_formats(const struct settings *settings)
{
	struct buf text;
	int code;

	buf_init(&text, (size_t)64 << 10);
	format_list(&text, settings->language, settings->columns);
	code = command_print(&text);
	buf_release(&text);
	return code;
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
		code = command_language(options.lang, settings, &err);
	if (code == OK)
		code = scan_options_check(&options, &err);
	if (code == OK && options.help)
		return command_usage(self, settings);
	if (code == OK && options.list_formats)
		return list_formats(settings);
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
	.options = { scan_option_rows, SCAN_OPTION_ROWS },
	.run = run,
};
