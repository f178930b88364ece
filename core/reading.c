/* SPDX-License-Identifier: Apache-2.0 */
#include "core/reading.h"

#include "core/catalogue.h"

void
reading_say(const struct reading *in, const struct yaml_node *node,
    enum message id, const char *const *args)
{
	problem_add(in->problems, yaml_place(&in->yaml, node), id, args);
}

bool
reading_fields(const struct reading *in, const struct yaml_node *node,
    const struct yaml_field *fields, const struct yaml_node **ret)
{
	return yaml_fields(&in->yaml, node, fields, ret, in->problems);
}

void
reading_schema(const struct reading *in, const struct yaml_node *schema,
    const char *known)
{
	if (schema != NULL && !str_eq(schema->text, str_of(known)))
		reading_say(in, schema, MSG_CATALOGUE_SCHEMA,
		    ARGS(schema->text.at, known));
}

struct place
reading_place(const struct reading *in, const struct yaml_node *node,
    struct place absent)
{
	if (node == NULL)
		return absent;
	return (struct place){ in->file, node->line, node->column };
}

void *
reading_alloc(struct reading *in, size_t count, size_t size)
{
	void *out = arena_alloc(in->arena, count, size);

	if (out == NULL)
		in->failed = E_NOMEM;
	return out;
}

struct str
reading_keep(struct reading *in, struct str text)
{
	struct str copy = arena_str(in->arena, text);

	if (copy.at != NULL)
		return copy;
	in->failed = E_NOMEM;
	return STR("");
}

struct list
reading_keep_list(struct reading *in, const struct yaml_node *node)
{
	struct list list = { NULL, 0 };
	struct str *at;

	if (node == NULL || node->count == 0)
		return list;
	at = reading_alloc(in, node->count, sizeof(*at));
	if (at == NULL)
		return list;
	for (const struct yaml_node *child = node->first; child != NULL;
	     child = child->next)
		at[list.count++] = reading_keep(in, child->text);
	list.at = at;
	return list;
}
