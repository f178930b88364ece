/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/catalogue_bundle.h"
#include "agent/catalogue_json.h"
#include "agent/catalogue_stats.h"
#include "agent/columns.h"
#include "agent/explain.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/calendar.h"
#include "core/catalogue_file.h"
#include "core/closest.h"
#include "core/prose.h"

#include <stddef.h>
#include <string.h>

#define OUT_MAX ((size_t)16 << 20)
#define IDS_MEMORY_MAX ((size_t)1 << 20)
#define LINE_MAX ((size_t)4 << 10)
#define HELP_COLUMN 26 /* as in core/options.c */

struct catalogue_options {
	bool help;
	bool json;
	const char *catalogue;
	const char *key;
	const char *lang;
	const char *output;
};

static const struct option_row catalogue_rows[] = {
	{ "catalogue", OPTION_TEXT, offsetof(struct catalogue_options, catalogue),
	    MSG_VALUE_PATH, MSG_CATALOGUE_HELP_FILE },
	{ "help", OPTION_FLAG, offsetof(struct catalogue_options, help),
	    MSG_VALUE_PATH, MSG_OPTION_HELP },
	{ "json", OPTION_FLAG, offsetof(struct catalogue_options, json),
	    MSG_VALUE_PATH, MSG_CATALOGUE_HELP_JSON },
	{ "key", OPTION_TEXT, offsetof(struct catalogue_options, key),
	    MSG_VALUE_FILE, MSG_CATALOGUE_HELP_KEY },
	{ "lang", OPTION_TEXT, offsetof(struct catalogue_options, lang),
	    MSG_VALUE_LANG, MSG_OPTION_LANG },
	{ "output", OPTION_TEXT, offsetof(struct catalogue_options, output),
	    MSG_VALUE_FILE, MSG_CATALOGUE_HELP_OUTPUT },
};

/* What a verb works with. */
struct work {
	struct catalogue_view view;
	const struct catalogue_options *options;
	const char *operand; /* NULL when the verb has none */
	struct buf *out;
};

static uint32_t
write_list(const struct work *work, struct str word)
{
	return work->options->json
	    ? catalogue_json_list(work->out, work->view.catalogue, word)
	    : catalogue_view_list(work->out, &work->view, word);
}

static enum status
do_list(const struct work *work, struct err *err)
{
	(void)err;
	(void)write_list(work, STR(""));
	return OK;
}

static enum status
do_search(const struct work *work, struct err *err)
{
	if (write_list(work, str_of(work->operand)) > 0)
		return OK;
	return err_set(err, E_NOT_FOUND, MSG_CATALOGUE_NOTHING, NO_ARGS);
}

static enum status
unknown_id(const struct catalogue *catalogue, const char *id, struct err *err)
{
	const char *near = NULL, **ids;
	struct arena memory;
	enum status code;

	arena_init(&memory, IDS_MEMORY_MAX);
	ids = arena_alloc(&memory, (size_t)catalogue->service_count + 1,
	    sizeof(*ids));
	for (uint32_t i = 0; ids != NULL && i < catalogue->service_count; i++)
		ids[i] = catalogue->services[i].id.at;
	if (ids != NULL)
		near = closest(id, ids);
	code = err_set(err, E_NOT_FOUND, near == NULL
	        ? MSG_CATALOGUE_UNKNOWN
	        : MSG_CATALOGUE_UNKNOWN_NEAR,
	    ARGS(id, near == NULL ? "" : near));
	arena_release(&memory);
	return code;
}

static enum status
do_show(const struct work *work, struct err *err)
{
	const struct catalogue *catalogue = work->view.catalogue;
	int at = catalogue_find(catalogue, str_of(work->operand));

	if (at < 0)
		return unknown_id(catalogue, work->operand, err);
	if (work->options->json)
		catalogue_json_show(work->out, catalogue,
		    &catalogue->services[at]);
	else
		catalogue_view_show(work->out, &work->view,
		    &catalogue->services[at]);
	return OK;
}

static enum status
do_stats(const struct work *work, struct err *err)
{
	(void)err;
	if (work->options->json)
		catalogue_stats_json(work->out, &work->view);
	else
		catalogue_stats(work->out, &work->view);
	return OK;
}

static enum status
do_explain(const struct work *work, struct err *err)
{
	struct match *match = NULL;
	struct explanation explanation;
	enum status code = match_new(work->view.catalogue, &match, err);

	if (code != OK)
		return code;
	if (!explain(match, str_of(work->operand), &explanation))
		code = err_set(err, E_USAGE, MSG_EXPLAIN_WHAT, NO_ARGS);
	else if (work->options->json)
		explain_json(work->out, &explanation);
	else
		explain_text(work->out, work->view.language,
		    work->view.columns, &explanation);
	match_free(match);
	return code;
}

static enum status
do_pack(const struct work *work, struct err *err)
{
	if (work->options->output == NULL)
		return err_set(err, E_USAGE, MSG_CATALOGUE_NO_OUTPUT, NO_ARGS);
	return catalogue_pack(work->operand, work->options->output,
	    work->view.today, work->out, err);
}

static enum status
do_sign(const struct work *work, struct err *err)
{
	if (work->options->key == NULL)
		return err_set(err, E_USAGE, MSG_CATALOGUE_NO_KEY, NO_ARGS);
	return catalogue_sign(work->operand, work->options->key, work->out,
	    err);
}

static enum status
do_verify(const struct work *work, struct err *err)
{
	return catalogue_verify(work->operand, work->options->key,
	    work->view.catalogue->version, work->out, err);
}

struct verb {
	const char *name;
	int operands;
	enum message operand; /* of a verb that has one */
	enum message help;
	enum status (*run)(const struct work *work, struct err *err);
	bool json; /* answers in JSON, too */
};

static const struct verb verbs[] = {
	{ "explain", 1, MSG_CATALOGUE_VALUE_HOST, MSG_CATALOGUE_VERB_EXPLAIN,
	    do_explain, true },
	{ "list", 0, MSG_VALUE_FILE, MSG_CATALOGUE_VERB_LIST, do_list, true },
	{ "pack", 1, MSG_CATALOGUE_VALUE_FOLDER, MSG_CATALOGUE_VERB_PACK,
	    do_pack, false },
	{ "search", 1, MSG_CATALOGUE_VALUE_WORD, MSG_CATALOGUE_VERB_SEARCH,
	    do_search, true },
	{ "show", 1, MSG_CATALOGUE_VALUE_ID, MSG_CATALOGUE_VERB_SHOW, do_show,
	    true },
	{ "sign", 1, MSG_VALUE_FILE, MSG_CATALOGUE_VERB_SIGN, do_sign, false },
	{ "stats", 0, MSG_VALUE_FILE, MSG_CATALOGUE_VERB_STATS, do_stats, true },
	{ "verify", 1, MSG_VALUE_FILE, MSG_CATALOGUE_VERB_VERIFY, do_verify,
	    false },
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

static enum status
find_verb(const char *name, const struct verb **ret, struct err *err)
{
	const char *names[VERBS + 1] = { NULL };
	const char *near;

	for (size_t i = 0; i < VERBS; i++) {
		names[i] = verbs[i].name;
		if (name != NULL && strcmp(name, names[i]) == 0) {
			*ret = &verbs[i];
			return OK;
		}
	}
	near = name == NULL ? NULL : closest(name, names);
	if (near == NULL)
		return err_set(err, E_USAGE, MSG_CATALOGUE_VERB, NO_ARGS);
	return err_set(err, E_USAGE, MSG_CATALOGUE_VERB_NEAR,
	    ARGS(name, near));
}

static enum status
perform(const struct verb *verb, const struct catalogue_options *options,
    struct work *work, struct err *err)
{
	struct catalogue *own = NULL;
	enum status code = OK;

	work->view.catalogue = catalogue_builtin();
	if (options->catalogue != NULL) {
		code = catalogue_file_load(options->catalogue,
		    catalogue_builtin(), &own, err);
		work->view.catalogue = own;
	}
	if (code == OK)
		code = verb->run(work, err);
	catalogue_free(own);
	return code;
}

/* "  show ID                 all that is known ...": wrapped, in the column
 * where the help of options stands. */
static void
write_verb(struct buf *out, const struct settings *settings,
    const struct verb *verb)
{
	struct buf label, help, text;

	buf_init(&label, LINE_MAX);
	buf_init(&help, LINE_MAX);
	buf_init(&text, LINE_MAX);
	message_write(&help, settings->language, verb->help, NO_ARGS);
	buf_text(&label, "  ");
	buf_text(&label, verb->name);
	if (verb->operands > 0) {
		buf_char(&label, ' ');
		message_write(&label, settings->language, verb->operand,
		    NO_ARGS);
	}
	columns_wrap(&text, buf_view(&help), settings->columns, HELP_COLUMN,
	    HELP_COLUMN);
	buf_str(out, buf_view(&label));
	buf_str(out, str_skip(buf_view(&text), prose_width(buf_view(&label))));
	buf_release(&label);
	buf_release(&help);
	buf_release(&text);
}

static int
show_usage(const struct command *self, const struct settings *settings)
{
	struct buf out;
	int exit_code = command_usage(self, settings);

	if (exit_code != EXIT_OK)
		return exit_code;
	buf_init(&out, OUT_MAX);
	buf_char(&out, '\n');
	message_write(&out, settings->language, MSG_CATALOGUE_VERBS, NO_ARGS);
	buf_text(&out, "\n\n");
	for (size_t i = 0; i < VERBS; i++)
		write_verb(&out, settings, &verbs[i]);
	exit_code = command_print(&out);
	buf_release(&out);
	return exit_code;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct catalogue_options options = { .json = false };
	const struct verb *verb = NULL;
	struct work work = { .operand = NULL };
	enum status code;
	struct err err;
	struct buf out;
	int first = 0, exit_code;

	code = options_parse(self->options, argc, argv, &options, &first, &err);
	if (code == OK)
		code = command_language(options.lang, settings, &err);
	if (code == OK && options.help)
		return show_usage(self, settings);
	if (code == OK)
		code = find_verb(first < argc ? argv[first] : NULL, &verb, &err);
	if (code == OK && argc - first - 1 != verb->operands)
		code = err_set(&err, E_USAGE, MSG_CATALOGUE_OPERANDS,
		    ARGS(verb->name));
	if (code == OK && options.json && !verb->json)
		code = err_set(&err, E_USAGE, MSG_CATALOGUE_NO_JSON,
		    ARGS(verb->name));
	if (code != OK)
		return command_fail(code, &err);
	buf_init(&out, OUT_MAX);
	work = (struct work){ { NULL, settings->language, settings->columns,
		settings->colour, calendar_day_of(settings->now, 0) },
		&options, argv[first + verb->operands], &out };
	code = perform(verb, &options, &work, &err);
	exit_code = code == OK ? command_print(&out)
	                       : command_fail(code, &err);
	buf_release(&out);
	return exit_code;
}

const struct command cmd_catalogue = {
	.name = "catalogue",
	.synopsis = MSG_CATALOGUE_SYNOPSIS,
	.summary = MSG_CATALOGUE_SUMMARY,
	.options = { catalogue_rows,
	    sizeof(catalogue_rows) / sizeof(catalogue_rows[0]) },
	.run = run,
};
