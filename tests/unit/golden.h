/* SPDX-License-Identifier: Apache-2.0
 * golden.h: what is written, compared with a file of tests/golden/.  With
 * UPDATE_GOLDEN=1 a difference is shown, then the file is rewritten.
 */
#ifndef TESTS_UNIT_GOLDEN_H
#define TESTS_UNIT_GOLDEN_H

#include "tests/unit/unit.h"

#include "core/os.h"
#include "core/outfile.h"

#include <stdio.h>
#include <stdlib.h>

#define GOLDEN_MAX ((size_t)8 << 20)

static inline void
show_difference(const char *old_path, struct str text)
{
	struct buf command;
	struct err err;

	buf_init(&command, 8192);
	check_ok(outfile_publish("golden.actual", OUTFILE_ALL, text, &err),
	    &err);
	buf_text(&command, "diff -u '");
	buf_text(&command, old_path);
	buf_text(&command, "' golden.actual | head -60");
	(void)fflush(stdout);
	if (system(buf_z(&command)) == -1)
		(void)printf("(no diff here)\n");
	(void)remove("golden.actual");
	buf_release(&command);
}

/* `name`: below tests/golden/. */
static inline void
check_golden(const char *name, struct str text)
{
	struct buf path, old;
	struct err err;
	bool same;

	buf_init(&path, 4096);
	buf_init(&old, GOLDEN_MAX);
	buf_text(&path, TESTS_DIR "/golden/");
	buf_text(&path, name);
	same = os_read_file(buf_z(&path), &old, &err) == OK &&
	    str_eq(buf_view(&old), text);
	if (!same)
		show_difference(buf_z(&path), text);
	if (!same && getenv("UPDATE_GOLDEN") != NULL) {
		check_ok(outfile_publish(buf_z(&path), OUTFILE_ALL, text,
		    &err), &err);
		same = true;
	}
	buf_release(&path);
	buf_release(&old);
	if (!same)
		fail_msg("%s differs (UPDATE_GOLDEN=1 rewrites it)", name);
}

#endif
