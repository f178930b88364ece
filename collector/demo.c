/* SPDX-License-Identifier: Apache-2.0
 *
 *     DIR/collector/    the data folder of `lanterne-collector`
 *     DIR/computers/    fiction.h
 *     DIR/reports/      what the board gets
 *     DIR/demo.log      all that the processes said
 */
#include "collector/demo.h"

#include "collector/disk.h"
#include "collector/fiction.h"
#include "collector/process.h"

#include "core/calendar.h"
#include "core/json.h"
#include "core/os.h"
#include "core/outfile.h"
#include "core/prose.h"

#include <stdlib.h>
#include <string.h>

#define COLLECTOR "lanterne-collector"
#define AGENT "lanterne"
#define FOLDER "lanterne-demo"

#define PATH_BYTES 4096
#define TEXT_BYTES 8192
#define REPORT_BYTES ((size_t)4 << 20)
#define NOW_BYTES 24
#define INDENT 2

/* Computers that run at the same time. */
#define AT_ONCE 4

/* Until the collector answers. */
#define READY_MS 30000
#define READY_LOOK_MS 20

struct demo_options {
	bool help;
	const char *output;
};

static const struct option_row rows[] = {
	{ "output", OPTION_TEXT, offsetof(struct demo_options, output),
	    MSG_VALUE_FOLDER, MSG_DEMO_OPTION_OUTPUT },
	{ "help", OPTION_FLAG, offsetof(struct demo_options, help),
	    MSG_VALUE_DATE, MSG_OPTION_HELP },
};

struct demo {
	enum language language;
	size_t columns;
	struct buf folder; /* absolute */
	struct buf data, computers, reports, join, log, ready;
	struct buf collector, agent; /* programs */
	char port[8];
	struct process server;
};

/* --- the story --- */

enum act {
	ACT_MONTH, /* its name */
	ACT_SAY,
	ACT_COLLECTOR, /* `lanterne-collector` with these words */
	ACT_SETTLE,    /* the computers come into being */
	ACT_DISCUSSED, /* the board's policy says when it spoke of AI */
	ACT_SERVE,     /* the collector is on, until ACT_STOP */
	ACT_STOP,
	ACT_LIVE,      /* a month of visits */
	ACT_EACH,      /* `lanterne` with these words, on each computer */
	ACT_PAUSED,    /* the same, on the one that is paused */
	ACT_TELL       /* what was published */
};

#define WORDS_MAX 16

/* A word in braces is replaced: `word_of`. */
struct step {
	enum act act;
	enum message say;
	int month;
	const char *at; /* minute, UTC */
	const char *words[WORDS_MAX];
};

#define SAY(id) { .act = ACT_SAY, .say = MSG_DEMO_##id }
#define PLAIN(kind) { .act = ACT_##kind }
#define MONTH(kind, number) { .act = ACT_##kind, .month = (number) }
#define RUN(kind, time, ...) \
	{ .act = ACT_##kind, .at = (time), .words = { __VA_ARGS__ } }
#define SERVE(time) RUN(SERVE, time, "serve")
#define DECIDE(time, ...) RUN(COLLECTOR, time, "decide", __VA_ARGS__)
#define REPORT(time) \
	RUN(COLLECTOR, time, "report", "--format", "all", "--output", \
	    "{reports}", "--lang", "{lang}")

/* What an enrolled computer does in a month: it asks for the month's token and
 * gives a sign of life, compares the period's record by the anonymous way, and
 * drops its ballot. */
#define ROUND(time) SERVE(time), RUN(EACH, time, "run", "--read"), PLAIN(STOP)

static const struct step story[] = {
	MONTH(MONTH, 0),
	SAY(JOIN),
	RUN(COLLECTOR, "2026-08-03T06:00", "init", "--association",
	    "Les Sentiers solidaires", "--host", "127.0.0.1", "--listen",
	    "127.0.0.1", "--port", "{port}", "--computers", "14", "--demo",
	    "--lang", "{lang}"),
	PLAIN(DISCUSSED),
	PLAIN(SETTLE),
	SERVE("2026-08-03T07:00"),
	RUN(COLLECTOR, "2026-08-03T07:10", "enrol", "--uses", "14",
	    "--output", "{join}"),
	RUN(EACH, "2026-08-03T08:00", "join", "{join}", "--yes"),
	RUN(PAUSED, "2026-08-03T09:00", "pause"),
	PLAIN(STOP),
	MONTH(LIVE, 0),
	SAY(FIRST_DECISIONS),
	DECIDE("2026-08-27T17:00", "deepl", "allowed", "--contract",
	    "--conditions", "{conditions}"),
	DECIDE("2026-08-27T17:01", "deepseek", "forbidden", "--reason",
	    "{reason}"),
	ROUND("2026-08-28T12:00"),
	SAY(FIRST_VOTE),
	ROUND("2026-09-04T12:00"),
	RUN(COLLECTOR, "2026-09-19T12:00", "close"),
	REPORT("2026-09-19T12:10"),
	MONTH(TELL, 0),

	MONTH(MONTH, 1),
	SAY(SECOND_DECISION),
	DECIDE("2026-09-19T17:00", "le-chat", "trial", "--until",
	    "2026-12-31", "--conditions", "{conditions}"),
	ROUND("2026-09-21T12:00"),
	MONTH(LIVE, 1),
	ROUND("2026-09-28T12:00"),
	SAY(NEXT_VOTE),
	ROUND("2026-10-05T12:00"),
	RUN(COLLECTOR, "2026-10-19T12:00", "close"),
	REPORT("2026-10-19T12:10"),
	MONTH(TELL, 1),

	MONTH(MONTH, 2),
	SAY(FOLLOWED),
	ROUND("2026-10-20T12:00"),
	MONTH(LIVE, 2),
	ROUND("2026-10-28T12:00"),
	SAY(NEXT_VOTE),
	ROUND("2026-11-05T12:00"),
	RUN(COLLECTOR, "2026-11-19T12:00", "close"),
	REPORT("2026-11-19T12:10"),
	MONTH(TELL, 2),
};

/* --- saying --- */

/* At once, so that one can see it go on. */
static void
tell(const struct demo *demo, size_t indent, enum message id,
    const char *const *args)
{
	struct buf text, lines;

	buf_init(&text, TEXT_BYTES);
	buf_init(&lines, TEXT_BYTES);
	message_write(&text, demo->language, id, args);
	buf_spaces(&lines, indent);
	text_wrap(&lines, buf_view(&text), indent, demo->columns);
	buf_char(&lines, '\n');
	(void)program_print(COLLECTOR, &lines);
	buf_release(&text);
	buf_release(&lines);
}

static void
tell_name(const struct demo *demo, int month)
{
	struct buf text;
	int32_t first = 0;

	buf_init(&text, TEXT_BYTES);
	(void)calendar_parse(str_of(fiction_month(month)), &first);
	buf_text(&text, "\n== ");
	prose_month(&text, demo->language, first);
	buf_char(&text, '\n');
	(void)program_print(COLLECTOR, &text);
	buf_release(&text);
}

static void
path_of(struct buf *out, const struct buf *folder, const char *name)
{
	os_join(out, buf_z(folder), name);
}

static enum status
read_report(const struct demo *demo, const char *month, json_t **ret,
    struct err *err)
{
	struct buf name, path, text;
	enum status code;

	buf_init(&name, PATH_BYTES);
	buf_init(&path, PATH_BYTES);
	buf_init(&text, REPORT_BYTES);
	buf_format(&name, "lanterne-%.7s.json", month);
	path_of(&path, &demo->reports, buf_z(&name));
	code = os_read_file(buf_z(&path), &text, err);
	if (code == OK)
		code = json_read(buf_view(&text), REPORT_BYTES, ret, err);
	buf_release(&name);
	buf_release(&path);
	buf_release(&text);
	return code;
}

static long long
number_at(const json_t *object, const char *key)
{
	return (long long)json_integer_value(json_object_get(object, key));
}

/* What the report that was just written says, and nothing that it does not. */
static enum status
tell_month(const struct demo *demo, int month, struct err *err)
{
	json_t *report = NULL;
	const json_t *periods, *now;
	enum status code = read_report(demo, fiction_month(month), &report,
	    err);

	if (code != OK)
		return code;
	periods = json_object_get(report, "periods");
	now = json_array_get(periods, json_array_size(periods) - 1);
	tell(demo, INDENT, MSG_DEMO_FIGURES,
	    ARGS(digits(number_at(json_object_get(now, "any"), "used")).text,
	        digits(number_at(now, "ballots")).text,
	        digits(number_at(json_object_get(now, "unapproved"),
	            "used")).text));
	json_decref(report);
	return OK;
}

/* --- running --- */

static enum status
failed(const struct demo *demo, const char *program, const char *verb,
    int exit_code, struct err *err)
{
	return err_set(err, E_IO, MSG_DEMO_FAILED,
	    ARGS(program, verb, digits(exit_code).text, buf_z(&demo->log)));
}

struct word {
	const char *name, *value;
};

/* What stands for a word in braces; any other word is itself. */
static const char *
word_of(const struct demo *demo, const char *word, const struct buf *said,
    const struct buf *because)
{
	const struct word words[] = {
		{ "{conditions}", buf_z(said) },
		{ "{join}", buf_z(&demo->join) },
		{ "{lang}", demo->language == LANGUAGE_FR ? "fr" : "en" },
		{ "{port}", demo->port },
		{ "{reason}", buf_z(because) },
		{ "{reports}", buf_z(&demo->reports) },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i].name) == 0)
			return words[i].value;
	return word;
}

/* A command line: the program, its verb, what it always gets, its words. */
struct line {
	const char *words[2 * WORDS_MAX];
	size_t count;
	struct buf said, because;
	char now[NOW_BYTES];
};

static void
line_add(struct line *line, const char *word)
{
	if (line->count + 1 < 2 * WORDS_MAX)
		line->words[line->count++] = word;
}

static void
line_begin(struct line *line, const struct demo *demo, const char *program,
    const struct step *step, const char *second)
{
	*line = (struct line){ .count = 0 };
	buf_init(&line->said, TEXT_BYTES);
	buf_init(&line->because, TEXT_BYTES);
	message_write(&line->said, demo->language, MSG_DEMO_CONDITIONS,
	    NO_ARGS);
	message_write(&line->because, demo->language, MSG_DEMO_REASON,
	    NO_ARGS);
	(void)snprintf(line->now, sizeof(line->now), "%s%s", step->at,
	    second);
	line_add(line, program);
	line_add(line, step->words[0]);
	line_add(line, "--now");
	line_add(line, line->now);
}

static void
line_end(struct line *line, const struct demo *demo, const struct step *step)
{
	for (size_t i = 1; i < WORDS_MAX && step->words[i] != NULL; i++)
		line_add(line, word_of(demo, step->words[i], &line->said,
		    &line->because));
	line->words[line->count] = NULL;
}

static void
line_release(struct line *line)
{
	buf_release(&line->said);
	buf_release(&line->because);
}

static enum status
start_collector(const struct demo *demo, const struct step *step,
    const char *log, struct process *ret, struct err *err)
{
	struct line line;
	enum status code;

	line_begin(&line, demo, buf_z(&demo->collector), step, ":00Z");
	line_add(&line, "--folder");
	line_add(&line, buf_z(&demo->data));
	line_end(&line, demo, step);
	code = process_start(line.words, log, ret, err);
	line_release(&line);
	return code;
}

static enum status
run_collector(const struct demo *demo, const struct step *step,
    struct err *err)
{
	struct process process = { 0 };
	int exit_code = 0;
	enum status code = start_collector(demo, step, buf_z(&demo->log),
	    &process, err);

	if (code == OK)
		code = process_wait(&process, &exit_code, err);
	process_stop(&process);
	if (code == OK && exit_code != 0)
		code = failed(demo, COLLECTOR, step->words[0], exit_code, err);
	return code;
}

/* It says one line when it is ready, or why it is not. */
static bool
is_ready(const struct demo *demo)
{
	struct os_stat found = { .kind = OS_NONE };

	return os_stat(buf_z(&demo->ready), &found, NULL) == OK &&
	    found.size > 0;
}

static enum status
serve(struct demo *demo, const struct step *step, struct err *err)
{
	unsigned waited = 0;
	enum status code = os_remove(buf_z(&demo->ready), err);

	if (code == OK)
		code = start_collector(demo, step, buf_z(&demo->ready),
		    &demo->server, err);
	while (code == OK && !is_ready(demo) && waited < READY_MS &&
	    !process_ended(&demo->server)) {
		os_pause(READY_LOOK_MS);
		waited += READY_LOOK_MS;
	}
	if (code == OK && (!is_ready(demo) || process_ended(&demo->server)))
		code = failed(demo, COLLECTOR, "serve", EXIT_FAILED, err);
	return code;
}

static enum status
start_agent(const struct demo *demo, const struct step *step, size_t computer,
    struct process *ret, struct err *err)
{
	struct buf folder, state, config;
	struct line line;
	enum status code;

	buf_init(&folder, PATH_BYTES);
	buf_init(&state, PATH_BYTES);
	buf_init(&config, PATH_BYTES);
	buf_text(&folder, buf_z(&demo->computers));
	buf_char(&folder, '/');
	fiction_name(&folder, computer);
	path_of(&state, &folder, "state");
	path_of(&config, &folder, "agent.yaml");
	line_begin(&line, demo, buf_z(&demo->agent), step, "Z");
	line_add(&line, "--state");
	line_add(&line, buf_z(&state));
	line_add(&line, "--config");
	line_add(&line, buf_z(&config));
	line_end(&line, demo, step);
	code = process_start(line.words, buf_z(&demo->log), ret, err);
	line_release(&line);
	buf_release(&config);
	buf_release(&state);
	buf_release(&folder);
	return code;
}

/* The computers from..to-1, AT_ONCE at the same time. */
static enum status
run_agents(const struct demo *demo, const struct step *step, size_t from,
    size_t to, struct err *err)
{
	struct process processes[FICTION_COMPUTERS] = { { 0 } };
	size_t started = from;
	enum status code = OK;

	for (size_t i = from; code == OK && i < to; i++) {
		int exit_code = 0;

		for (; code == OK && started < to && started < i + AT_ONCE;
		     started++)
			code = start_agent(demo, step, started,
			    &processes[started], err);
		if (code == OK)
			code = process_wait(&processes[i], &exit_code, err);
		if (code == OK && exit_code != 0)
			code = failed(demo, AGENT, step->words[0], exit_code,
			    err);
	}
	for (size_t i = from; i < to; i++)
		process_stop(&processes[i]);
	return code;
}

/* --- the other acts --- */

static enum status
for_each(const struct demo *demo, const struct step *step, struct err *err)
{
	const char *folder = buf_z(&demo->computers);
	enum status code = OK;

	for (size_t i = 0; code == OK && i < FICTION_COMPUTERS; i++)
		code = step->act == ACT_SETTLE
		    ? fiction_settle(folder, i, err)
		    : fiction_live(folder, i, step->month, err);
	return code;
}

/* As the AI lead would, with an editor. */
static enum status
discussed(const struct demo *demo, struct err *err)
{
	struct buf path, text;
	enum status code;

	buf_init(&path, PATH_BYTES);
	buf_init(&text, REPORT_BYTES);
	path_of(&path, &demo->data, "policy.yaml");
	code = os_read_file(buf_z(&path), &text, err);
	buf_text(&text, "ai_discussed: 2026-06-16\nboard_date: 2026-11-25\n");
	if (code == OK)
		code = outfile_publish(buf_z(&path), OUTFILE_OWNER,
		    buf_view(&text), err);
	buf_release(&path);
	buf_release(&text);
	return code;
}

static enum status
act(struct demo *demo, const struct step *step, struct err *err)
{
	switch (step->act) {
	case ACT_MONTH:
		tell_name(demo, step->month);
		break;
	case ACT_SAY:
		tell(demo, INDENT, step->say, NO_ARGS);
		break;
	case ACT_COLLECTOR:
		return run_collector(demo, step, err);
	case ACT_SETTLE:
	case ACT_LIVE:
		return for_each(demo, step, err);
	case ACT_DISCUSSED:
		return discussed(demo, err);
	case ACT_SERVE:
		return serve(demo, step, err);
	case ACT_STOP:
		process_stop(&demo->server);
		break;
	case ACT_EACH:
		return run_agents(demo, step, 0, FICTION_COMPUTERS, err);
	case ACT_PAUSED:
		return run_agents(demo, step, FICTION_PAUSED,
		    FICTION_PAUSED + 1, err);
	case ACT_TELL:
		return tell_month(demo, step->month, err);
	}
	return OK;
}

/* --- the whole --- */

static void
tell_end(const struct demo *demo)
{
	static const char *const shown[] = { "pdf", "html" };
	struct buf path;

	(void)fputc('\n', stdout);
	tell(demo, 0, MSG_DEMO_END, NO_ARGS);
	buf_init(&path, PATH_BYTES);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		buf_reset(&path);
		buf_format(&path, "  %s/lanterne-%.7s-%s.%s\n",
		    buf_z(&demo->reports), fiction_month(FICTION_MONTHS - 1),
		    demo->language == LANGUAGE_FR ? "fr" : "en", shown[i]);
		(void)program_print(COLLECTOR, &path);
	}
	tell(demo, 0, MSG_DEMO_MORE, NO_ARGS);
	buf_reset(&path);
	buf_format(&path, "  " COLLECTOR " status --folder %s\n",
	    buf_z(&demo->data));
	(void)program_print(COLLECTOR, &path);
	buf_release(&path);
}

static enum status
find_programs(struct demo *demo, struct err *err)
{
	enum status code = process_beside(AGENT, &demo->agent, err);

	return code == OK ? process_beside(COLLECTOR, &demo->collector, err)
	                  : code;
}

static enum status
make_folders(struct demo *demo, const char *named, struct err *err)
{
	enum status code = disk_make_folder(named, err);

	if (code == OK)
		code = process_absolute(named, &demo->folder, err);
	path_of(&demo->data, &demo->folder, "collector");
	path_of(&demo->computers, &demo->folder, "computers");
	path_of(&demo->reports, &demo->folder, "reports");
	path_of(&demo->join, &demo->folder, "lanterne.join");
	path_of(&demo->log, &demo->folder, "demo.log");
	path_of(&demo->ready, &demo->folder, "serve.log");
	if (code == OK)
		code = disk_make_folder(buf_z(&demo->computers), err);
	if (code == OK)
		code = disk_make_folder(buf_z(&demo->reports), err);
	return code;
}

static enum status
play(struct demo *demo, const char *named, struct err *err)
{
	uint16_t port = 0;
	enum status code = find_programs(demo, err);

	if (code == OK)
		code = make_folders(demo, named, err);
	if (code == OK)
		code = process_free_port(&port, err);
	if (code != OK)
		return code;
	(void)snprintf(demo->port, sizeof(demo->port), "%u", (unsigned)port);
	tell(demo, 0, MSG_DEMO_HEAD, ARGS(buf_z(&demo->folder), demo->port));
	process_begin();
	for (size_t i = 0;
	     code == OK && i < sizeof(story) / sizeof(story[0]); i++)
		code = act(demo, &story[i], err);
	process_stop(&demo->server);
	if (code == OK)
		tell_end(demo);
	return code;
}

static enum status
start(const struct demo_options *options, const struct settings *settings,
    struct err *err)
{
	struct demo demo = { .language = settings->language,
		.columns = settings->columns };
	struct buf *bufs[] = { &demo.folder, &demo.data, &demo.computers,
		&demo.reports, &demo.join, &demo.log, &demo.ready,
		&demo.collector, &demo.agent };
	enum status code;

	for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
		buf_init(bufs[i], PATH_BYTES);
	code = play(&demo, options->output == NULL ? FOLDER : options->output,
	    err);
	for (size_t i = 0; i < sizeof(bufs) / sizeof(bufs[0]); i++)
		buf_release(bufs[i]);
	return code;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct demo_options options = { .help = false };
	struct err err;
	int first = 0;
	enum status code = options_parse(self->options, argc, argv, &options,
	    &first, &err);

	if (code == OK && options.help)
		return program_usage(COLLECTOR, self, settings);
	if (code == OK && first < argc)
		code = err_set(&err, E_USAGE, MSG_OPERAND_UNEXPECTED,
		    ARGS(argv[first]));
	if (code == OK)
		code = start(&options, settings, &err);
	return code == OK ? EXIT_OK : program_fail(COLLECTOR, code, &err);
}

const struct command cmd_demo = {
	.name = "demo",
	.synopsis = MSG_DEMO_SYNOPSIS,
	.summary = MSG_DEMO_SUMMARY,
	.options = { rows, sizeof(rows) / sizeof(rows[0]) },
	.run = run,
};
