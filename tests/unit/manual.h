/* SPDX-License-Identifier: Apache-2.0
 * manual.h: what the tests of both manual pages share: the page is compared
 * with the tables, row by row.
 */
#ifndef TESTS_UNIT_MANUAL_H
#define TESTS_UNIT_MANUAL_H

#include "core/manual.h"

#include "tests/unit/unit.h"

#define PAGE_MAX ((size_t)1 << 20)

/* A word as the page has it: typed dashes. */
static inline void
manual_dashes(struct buf *out, const char *word)
{
	for (; *word != '\0'; word++) {
		if (*word == '-')
			buf_char(out, '\\');
		buf_char(out, *word);
	}
}

/* The page has a row of this name, with something under it. */
static inline void
manual_has_row(const struct buf *page, const char *name)
{
	struct buf row;
	const char *found;

	buf_init(&row, 4096);
	buf_text(&row, ".TP\n\\fB");
	manual_dashes(&row, name);
	buf_text(&row, "\\fR\n");
	found = strstr(buf_z(page), buf_z(&row));
	if (found == NULL || strlen(found) < row.len + 5 ||
	    found[row.len] == '.')
		fail_msg("no row for %s", name);
	buf_release(&row);
}

static inline void
manual_has_option(const char *part, size_t len, const char *command,
    const struct option_row *option)
{
	struct buf row;
	struct str text = { part, len };

	buf_init(&row, 4096);
	buf_text(&row, ".TP\n\\fB\\-\\-");
	manual_dashes(&row, option->name);
	buf_text(&row, "\\fR");
	if (!str_holds(text, buf_view(&row)))
		fail_msg("%s: --%s is not there", command, option->name);
	buf_release(&row);
}

/* Under a command's own title: all of its options. */
static inline void
manual_holds_the_tables(const struct manual *manual, enum language language)
{
	const struct program *program = manual->program;
	struct buf page, title;

	buf_init(&page, PAGE_MAX);
	buf_init(&title, 4096);
	manual_write(&page, language, manual);
	assert_int_equal(buf_status(&page), OK);
	for (size_t i = 0; program->commands[i] != NULL; i++) {
		const struct command *command = program->commands[i];
		const char *part, *end;

		if (command->hidden)
			continue;
		buf_reset(&title);
		buf_text(&title, "\n.SS \"");
		manual_dashes(&title, program->name);
		buf_format(&title, " %s ", command->name);
		part = strstr(buf_z(&page), buf_z(&title));
		if (part == NULL)
			fail_msg("%s is not there", command->name);
		end = strstr(part + title.len, "\n.S");
		assert_non_null(end);
		for (size_t n = 0; n < command->options.count; n++)
			manual_has_option(part, (size_t)(end - part),
			    command->name, &command->options.rows[n]);
	}
	buf_release(&title);
	buf_release(&page);
}

#endif
