/* SPDX-License-Identifier: Apache-2.0
 * reading.h: a YAML document while it is turned into structs that outlive it:
 * where copies go, and where faults are reported.  Must not know any document.
 * Covered by tests/unit/test_catalogue_yaml.c.
 */
#ifndef CORE_READING_H
#define CORE_READING_H

#include "core/arena.h"
#include "core/problem.h"
#include "core/yaml.h"

struct list;

struct reading {
	struct yaml yaml;
	const char *file;       /* its name, which lives as long as the copies */
	struct arena *arena;    /* the copies' */
	struct problems *problems;
	enum status failed;     /* E_NOMEM once a copy had no room */
};

/* reading_say: report what is wrong with a node. */
void reading_say(const struct reading *in, const struct yaml_node *node,
    enum message id, const char *const *args);

/* reading_fields: yaml_fields of this document. */
bool reading_fields(const struct reading *in, const struct yaml_node *node,
    const struct yaml_field *fields, const struct yaml_node **ret);

/* reading_schema: say so when the schema that the document names (NULL: none)
 * is not `known`. */
void reading_schema(const struct reading *in, const struct yaml_node *schema,
    const char *known);

/* reading_place: where a node stands, in the name that lives on; `absent` when
 * there is no node. */
struct place reading_place(const struct reading *in,
    const struct yaml_node *node, struct place absent);

/* reading_alloc: zeroed elements; NULL without memory, which `failed` tells. */
void *reading_alloc(struct reading *in, size_t count, size_t size);

/* reading_keep: a copy; empty without memory, which `failed` tells.
 * reading_keep_list: of the texts of a list; NULL gives an empty one. */
struct str reading_keep(struct reading *in, struct str text);
struct list reading_keep_list(struct reading *in, const struct yaml_node *node);

#endif
