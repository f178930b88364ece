/* SPDX-License-Identifier: Apache-2.0
 * manual.h: a program's manual page (man(7)), written from its tables, so that
 * it cannot tell anything else than --help.  A tool of the build.  Must not
 * know any command.
 * Covered by tests/unit/test_manual_agent.c and test_manual_collector.c.
 */
#ifndef CORE_MANUAL_H
#define CORE_MANUAL_H

#include "core/program.h"

/* A word and what it means: a file, a variable, a key, an example. */
struct manual_row {
	const char *name;
	enum message help;
};

/* A list of such words. */
struct manual_section {
	enum message title;
	enum message lead; /* a paragraph before the rows */
	const struct manual_row *rows;
	size_t count;
};

struct manual {
	const struct program *program;
	const enum message *description; /* paragraphs */
	size_t paragraphs;
	unsigned exits; /* bits 1 << enum exit_code: those that it gives */
	const struct manual_section *sections; /* after the exit codes */
	size_t section_count;
	const char *see_also; /* "lanterne(1)" */
	const char *date;     /* of the version: 2026-11-25 */
};

/* manual_write: append the page. */
void manual_write(struct buf *out, enum language language,
    const struct manual *manual);

/* manual_publish: the page in French and in English, as
 * FOLDER/fr/PROGRAM.1 and FOLDER/PROGRAM.1; the folders are there. */
MUST_CHECK enum status manual_publish(const char *folder,
    const struct manual *manual, struct err *err);

#endif
