/* SPDX-License-Identifier: Apache-2.0
 * history.h: browser histories, from a home or a file to sightings: find,
 * copy, tell the family, count, scan.  Must not know who listens.
 * Covered by tests/unit/test_history.c and tests/unit/test_browsers.c.
 *
 * In a report, `records` are the rows of the file's table of visits; `matched`
 * and `counted` are those of them that are visits: not the rows of a redirect
 * on its way, of a frame, or of another device (history_*.c say how each
 * family tells).
 *
 * Nothing here fails as a whole: each file becomes a report in `list`, read or
 * not, with the sentence that says why.  One private copy exists at a time, in
 * env->scratch, and is removed as soon as it has been read.
 */
#ifndef AGENT_SOURCES_HISTORY_H
#define AGENT_SOURCES_HISTORY_H

#include "agent/sources/source.h"

/*
 * history_scan_home: every profile of every known browser in this user's home
 * (`dir` NULL), or in `dir`: a home of any system, or the root of a disk that
 * holds homes; then no link out of `dir` is followed.  When there is no
 * history at all, one report says so, with state SOURCE_ABSENT.
 */
void history_scan_home(const struct source_env *env, const char *dir,
    struct source_list *list);

/* history_scan_file: one file, whose family is told from its tables. */
void history_scan_file(const struct source_env *env, const char *path,
    struct source_list *list);

#endif
