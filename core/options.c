/* SPDX-License-Identifier: Apache-2.0 */
#include "core/options.h"

#include "core/closest.h"
#include "core/prose.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define ROWS_MAX 48
#define WORD_MAX 64

static enum status
unknown_option(struct option_table table, const char *given, struct err *err)
{
	const char *names[ROWS_MAX + 1] = { NULL };
	char word[WORD_MAX + 1];
	const char *near;

	for (size_t i = 0; i < table.count; i++)
		names[i] = table.rows[i].name;
	(void)snprintf(word, sizeof(word), "%.*s", (int)strcspn(given, "="),
	    given);
	near = closest(word, names);
	if (near == NULL)
		return err_set(err, E_USAGE, MSG_OPTION_UNKNOWN, ARGS(word));
	return err_set(err, E_USAGE, MSG_OPTION_UNKNOWN_NEAR, ARGS(word, near));
}

static enum status
store(const struct option_row *row, const char *value, char *target,
    struct err *err)
{
	void *place = target + row->offset;
	struct option_list *list = place;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)place = true;
		break;
	case OPTION_TEXT:
		*(const char **)place = value;
		break;
	case OPTION_LIST:
		if (list->count == OPTION_LIST_MAX)
			return err_set(err, E_USAGE, MSG_OPTION_TOO_MANY,
			    ARGS(row->name, digits(OPTION_LIST_MAX).text));
		list->at[list->count++] = value;
		break;
	case OPTION_KIND_COUNT:
		break;
	}
	return OK;
}

static void
fill_long_options(struct option_table table, struct option *ret)
{
	for (size_t i = 0; i < table.count; i++)
		ret[i] = (struct option){
			.name = table.rows[i].name,
			.has_arg = table.rows[i].kind == OPTION_FLAG
			    ? no_argument
			    : required_argument,
			.val = (int)i + 1, /* 0 is getopt's "unknown" */
		};
}

/* getopt answers ':' for a missing value, '?' for all else; mingw's answers ':'
 * for a value too many, too. */
static enum status
refuse(struct option_table table, int found, char **argv, struct err *err)
{
	const char *given = argv[optind - 1];

	if (found == ':' && strchr(given, '=') == NULL)
		return err_set(err, E_USAGE, MSG_OPTION_NO_VALUE,
		    ARGS(given + strspn(given, "-")));
	if (optopt > 0 && optopt <= (int)table.count)
		return err_set(err, E_USAGE, MSG_OPTION_EXTRA_VALUE,
		    ARGS(table.rows[optopt - 1].name));
	return unknown_option(table, given + strspn(given, "-"), err);
}

enum status
options_parse(struct option_table table, int argc, char **argv, void *target,
    int *ret_first, struct err *err)
{
	struct option options[ROWS_MAX + 1] = { { 0 } };
	enum status code = OK;
	int found;

	if (table.count > ROWS_MAX)
		return err_set(err, E_LIMIT, MSG_NO_MEMORY, NO_ARGS);
	fill_long_options(table, options);
	optind = 0; /* glibc and mingw: start again */
	opterr = 0;
	while (code == OK &&
	    (found = getopt_long_only(argc, argv, ":", options, NULL)) != -1) {
		if (found == '?' || found == ':')
			code = refuse(table, found, argv, err);
		else
			code = store(&table.rows[found - 1], optarg, target, err);
	}
	if (code == OK)
		*ret_first = optind;
	return code;
}

/* The first line begins in column `used`. */
static void
wrap(struct buf *out, struct str text, size_t used, size_t indent,
    size_t columns)
{
	struct str word;
	bool first = true;

	while (text.len > 0) {
		size_t width;

		word = prose_take_piece(&text);
		width = prose_width(word);
		if (!first && used + 1 + width > columns) {
			buf_char(out, '\n');
			buf_spaces(out, indent);
			used = indent;
		} else if (!first) {
			buf_char(out, ' ');
			used++;
		}
		buf_str(out, word);
		used += width;
		first = false;
	}
}

void
text_wrap(struct buf *out, struct str text, size_t indent, size_t columns)
{
	wrap(out, text, indent, indent, columns);
}

void
text_wrap_lines(struct buf *out, struct str text, size_t indent,
    size_t columns)
{
	struct str line;

	while (str_cut(text, STR("\n"), &line, &text)) {
		wrap(out, line, 0, indent, columns);
		buf_char(out, '\n');
	}
	wrap(out, text, 0, indent, columns);
}

#define HELP_COLUMN 26

static void
help_row(struct buf *out, enum language language, const struct option_row *row,
    size_t columns)
{
	struct buf text;
	size_t start;

	buf_init(&text, 4096);
	buf_text(&text, "  --");
	buf_text(&text, row->name);
	if (row->kind != OPTION_FLAG) {
		buf_char(&text, ' ');
		message_write(&text, language, row->value, NO_ARGS);
	}
	start = prose_width(buf_view(&text));
	buf_str(out, buf_view(&text));
	if (start + 2 > HELP_COLUMN) {
		buf_char(out, '\n');
		start = 0;
	}
	buf_spaces(out, HELP_COLUMN - start);
	buf_reset(&text);
	message_write(&text, language, row->help, NO_ARGS);
	text_wrap(out, buf_view(&text), HELP_COLUMN, columns);
	buf_char(out, '\n');
	buf_release(&text);
}

void
options_help(struct buf *out, enum language language,
    struct option_table table, size_t columns)
{
	for (size_t i = 0; i < table.count; i++)
		help_row(out, language, &table.rows[i], columns);
}
