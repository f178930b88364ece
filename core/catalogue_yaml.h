/* SPDX-License-Identifier: Apache-2.0
 * catalogue_yaml.h: a catalogue from YAML, a file or a folder of them
 * (docs/CATALOGUE.md is the format).  Must not know how a catalogue is matched,
 * nor what is worth an editor's frown (lint.h).
 * Covered by tests/unit/test_catalogue_yaml.c and tests/fuzz/fuzz_yaml.c.
 *
 * Limits: those of yaml.h for a file, CATALOGUE_FILES_MAX files of a folder
 * (its *.yaml, hidden ones left out), 20,000 services, 65,535 rules.  The order
 * of files and of rows in them means nothing.
 */
#ifndef CORE_CATALOGUE_YAML_H
#define CORE_CATALOGUE_YAML_H

#include "core/catalogue_draft.h"

#define CATALOGUE_FILES_MAX 64

/*
 * catalogue_yaml_load: read `path`, a file or a folder.  With a `base`, its
 * services come too, save those whose id the files give anew; it must outlive
 * the result.  E_INVALID with the first problem.  catalogue_free releases.
 */
MUST_CHECK enum status catalogue_yaml_load(const char *path,
    const struct catalogue *base, struct catalogue **ret, struct err *err);

/*
 * catalogue_yaml_read: for those who want every problem: the catalogue comes
 * in any case, without what could not be understood.  E_NOMEM only.
 */
MUST_CHECK enum status catalogue_yaml_read(const char *path,
    struct catalogue **ret, struct catalogue_places *ret_places,
    struct problems *problems, struct err *err);

/* catalogue_yaml_parse: the same from the text of one file. */
MUST_CHECK enum status catalogue_yaml_parse(const char *file,
    struct str text, struct catalogue **ret,
    struct catalogue_places *ret_places, struct problems *problems,
    struct err *err);

/* catalogue_yaml_texts: the same from texts already in memory, read as the
 * files of a folder are; one of them gives the version. */
struct catalogue_text {
	struct str name; /* in places */
	struct str text;
};
MUST_CHECK enum status catalogue_yaml_texts(
    const struct catalogue_text *texts, size_t count, struct catalogue **ret,
    struct catalogue_places *ret_places, struct problems *problems,
    struct err *err);

#endif
