/* SPDX-License-Identifier: Apache-2.0
 * options.h: a command's options as one table: the command line, --help and
 * the man page read the same rows.  Must not know any command.
 * Covered by tests/unit/test_options.c.
 */
#ifndef CORE_OPTIONS_H
#define CORE_OPTIONS_H

#include "core/status.h"

enum option_kind {
	OPTION_FLAG, /* target: bool, set to true */
	OPTION_TEXT, /* target: const char *, borrowed from argv */
	OPTION_LIST, /* target: struct option_list, in the order given */
	OPTION_KIND_COUNT
};

#define OPTION_LIST_MAX 64
struct option_list {
	const char *at[OPTION_LIST_MAX];
	size_t count;
};

struct option_row {
	const char *name;     /* without the dashes */
	enum option_kind kind;
	size_t offset;        /* of the target in the command's struct */
	enum message value;   /* what the value is ("FICHIER"); unused by flags */
	enum message help;
};

struct option_table {
	const struct option_row *rows;
	size_t count;
};

/*
 * options_parse: read argv[1..] into `target` by the rows.  Options and
 * operands may be mixed; "--" ends the options; "--name=value" and
 * "--name value" are the same; a name may be cut short while it stays the only
 * one, and have one dash ("-o").  The operands are moved to the end of argv and
 * *ret_first is the index of the first.  E_USAGE names the fault and the
 * closest valid option.  --help is a row like any other.
 */
MUST_CHECK enum status options_parse(struct option_table table, int argc,
    char **argv, void *target, int *ret_first, struct err *err);

/* options_help: append the rows as a list for a terminal of `columns`. */
void options_help(struct buf *out, enum language language,
    struct option_table table, size_t columns);

/* text_wrap: append `text`, broken into lines of at most `columns`.  The caller
 * has written `indent` columns of the first line; the lines after it begin with
 * as many spaces.  A piece (prose_take_piece) that is longer than a line has
 * one of its own.  text_wrap_lines: the same for each line of `text`; the first
 * line of each begins in column 0. */
void text_wrap(struct buf *out, struct str text, size_t indent,
    size_t columns);
void text_wrap_lines(struct buf *out, struct str text, size_t indent,
    size_t columns);

#endif
