/* SPDX-License-Identifier: Apache-2.0
 * yaml_catalogue.h: catalogues from the text of one file, for tests.
 */
#ifndef TESTS_UNIT_YAML_CATALOGUE_H
#define TESTS_UNIT_YAML_CATALOGUE_H

#include "core/catalogue_yaml.h"

#include "tests/unit/problem_text.h"

/* Whatever could be understood; `places` may be NULL. */
static inline struct catalogue *
catalogue_from(const char *text, struct catalogue_places *places,
    struct problems *problems)
{
	struct catalogue_places unused;
	struct catalogue *catalogue = NULL;
	struct err err;

	check_ok(catalogue_yaml_parse("f.yaml", str_of(text), &catalogue,
	             places == NULL ? &unused : places, problems, &err),
	    &err);
	return catalogue;
}

/* A catalogue without a fault. */
static inline struct catalogue *
good_catalogue(const char *text)
{
	struct problems problems = { .count = 0 };
	struct catalogue *catalogue = catalogue_from(text, NULL, &problems);
	struct err err;

	check_ok(problems_status(&problems, &err), &err);
	problems_release(&problems);
	return catalogue;
}

#define HEAD "schema: 1\ncategory: search\nservices:\n"

#endif
