/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/config.h"
#include "agent/machine.h"

#include "core/buf.h"
#include "core/calendar.h"
#include "core/lint.h"

#include <stddef.h>

#define OUT_MAX ((size_t)4 << 20)
#define PATH_BYTES 4096

struct check_options {
	bool help;
	const char *lang;
};

static const struct option_row check_rows[] = {
	{ "help", OPTION_FLAG, offsetof(struct check_options, help),
	    MSG_VALUE_PATH, MSG_OPTION_HELP },
	{ "lang", OPTION_TEXT, offsetof(struct check_options, lang),
	    MSG_VALUE_LANG, MSG_OPTION_LANG },
};

static void
say(struct buf *out, enum message id, const char *const *args)
{
	message_write(out, messages_language(), id, args);
	buf_char(out, '\n');
}

/* What was looked at, and what is wrong with it. */
struct checking {
	struct lint_counts counts;
	uint32_t settings; /* files */
	struct problems problems;
};

static int
show_builtin(void)
{
	const struct catalogue *builtin = catalogue_builtin();
	struct buf out;
	int code;

	buf_init(&out, OUT_MAX);
	say(&out, MSG_CHECK_BUILTIN, ARGS(builtin->version.at,
	    digits(builtin->service_count).text,
	    digits(builtin->rule_count).text));
	code = command_print(&out);
	buf_release(&out);
	return code;
}

static void
write_problems(struct buf *out, struct problems *problems)
{
	struct buf line;

	buf_init(&line, OUT_MAX);
	problems_sort(problems);
	for (uint32_t i = 0; i < problems->count; i++) {
		buf_reset(&line);
		problem_write(&line, &problems->at[i]);
		if (problems->at[i].warning)
			say(out, MSG_CHECK_WARNING, ARGS(buf_z(&line)));
		else
			say(out, MSG_PROBLEM_ONE, ARGS(buf_z(&line)));
	}
	buf_release(&line);
}

static void
write_counts(struct buf *out, const struct checking *checking)
{
	const struct lint_counts *counts = &checking->counts;

	if (checking->settings > 0)
		say(out, MSG_CHECK_SETTINGS,
		    ARGS(digits(checking->settings).text));
	if (checking->settings == 0 || counts->catalogues > 0 ||
	    counts->policies > 0)
		say(out, MSG_CHECK_COUNTS, ARGS(digits(counts->catalogues).text,
		    digits(counts->services).text, digits(counts->rules).text,
		    digits(counts->policies).text,
		    digits(counts->decisions).text));
	if (checking->problems.incomplete)
		say(out, MSG_CHECK_CUT, NO_ARGS);
	if (checking->problems.errors == 0)
		say(out, MSG_CHECK_CLEAN, NO_ARGS);
	else
		say(out, MSG_CHECK_FAULTS,
		    ARGS(digits(checking->problems.errors).text));
}

static enum status
check_path(const char *path, int32_t today, struct checking *checking,
    struct err *err)
{
	if (!config_is(path))
		return lint_path(path, catalogue_builtin(), today,
		    &checking->counts, &checking->problems, err);
	checking->settings++;
	return config_check(path, &checking->problems, err);
}

static int
check_paths(const char *const *paths, int32_t today)
{
	struct checking checking = { .settings = 0 };
	enum status code = OK;
	struct err err;
	struct buf out;
	int exit_code;

	buf_init(&out, OUT_MAX);
	for (; *paths != NULL && code == OK; paths++)
		code = check_path(*paths, today, &checking, &err);
	if (code != OK) {
		exit_code = command_fail(code, &err);
		goto done;
	}
	write_problems(&out, &checking.problems);
	write_counts(&out, &checking);
	exit_code = command_print(&out);
	if (exit_code == EXIT_OK && checking.problems.errors > 0)
		exit_code = EXIT_USAGE;
done:
	buf_release(&out);
	problems_release(&checking.problems);
	return exit_code;
}

/* Nothing named: what this program has, and this computer's settings. */
static int
check_own(const struct settings *settings)
{
	struct buf path;
	int code = show_builtin();

	buf_init(&path, PATH_BYTES);
	machine_config(&path, settings->home);
	if (code == EXIT_OK && machine_exists(buf_z(&path)))
		code = check_paths((const char *const[]){ buf_z(&path), NULL },
		    CALENDAR_NO_DAY);
	buf_release(&path);
	return code;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct check_options options = { .help = false };
	enum status code;
	struct err err;
	int first = 0;

	code = options_parse(self->options, argc, argv, &options, &first, &err);
	if (code == OK)
		code = command_language(options.lang, settings, &err);
	if (code != OK)
		return command_fail(code, &err);
	if (options.help)
		return command_usage(self, settings);
	if (first == argc)
		return check_own(settings);
	return check_paths((const char *const *)(argv + first),
	    calendar_day_of(settings->now, 0));
}

const struct command cmd_check = {
	.name = "check",
	.synopsis = MSG_CHECK_SYNOPSIS,
	.summary = MSG_CHECK_SUMMARY,
	.options = { check_rows, sizeof(check_rows) / sizeof(check_rows[0]) },
	.run = run,
};
