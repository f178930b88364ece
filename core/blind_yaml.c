/* SPDX-License-Identifier: Apache-2.0 */
#include "core/blind_yaml.h"

#include "core/catalogue.h"

enum spot_field { SPOT_ID, SPOT_FR, SPOT_EN, SPOT_FIELD_COUNT };

static const struct yaml_field spot_fields[] = {
	[SPOT_ID] = { "id", FIELD_TEXT, true, NULL },
	[SPOT_FR] = { "fr", FIELD_TEXT, true, NULL },
	[SPOT_EN] = { "en", FIELD_TEXT, true, NULL },
	[SPOT_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

/* False when the node gives no spot at all. */
static bool
read_spot(const struct yaml *yaml, const struct yaml_node *node,
    struct arena *arena, struct blind_spot *ret, struct problems *problems)
{
	const struct yaml_node *got[SPOT_FIELD_COUNT] = { NULL };

	if (!yaml_fields(yaml, node, spot_fields, got, problems))
		return false;
	if (got[SPOT_ID] != NULL && !catalogue_id_valid(got[SPOT_ID]->text))
		problem_add(problems, yaml_place(yaml, got[SPOT_ID]),
		    MSG_CATALOGUE_ID, ARGS(got[SPOT_ID]->text.at));
	*ret = (struct blind_spot){
		.id = arena_str(arena, yaml_text(got[SPOT_ID])),
		.text = {
			[LANGUAGE_FR] =
			    arena_str(arena, yaml_text(got[SPOT_FR])),
			[LANGUAGE_EN] =
			    arena_str(arena, yaml_text(got[SPOT_EN])),
		},
	};
	return true;
}

static enum status
read_list(const struct yaml *yaml, const struct yaml_node *list,
    struct arena *arena, struct blind_spots *ret, struct problems *problems)
{
	struct blind_spot *spots = arena_alloc(arena, (size_t)list->count + 1,
	    sizeof(*spots));
	struct str before = STR("");
	uint32_t count = 0;

	if (spots == NULL)
		return E_NOMEM;
	for (const struct yaml_node *node = list->first; node != NULL;
	     node = node->next) {
		struct blind_spot *spot = &spots[count];

		if (!read_spot(yaml, node, arena, spot, problems))
			continue;
		if (spot->id.at == NULL || spot->text[LANGUAGE_FR].at == NULL ||
		    spot->text[LANGUAGE_EN].at == NULL)
			return E_NOMEM;
		if (str_compare(spot->id, before) <= 0)
			problem_add(problems, yaml_place(yaml, node),
			    MSG_LINT_ORDER, ARGS(spot->id.at, before.at));
		before = spot->id;
		count++;
	}
	*ret = (struct blind_spots){ spots, count };
	return OK;
}

enum status
blind_yaml_read(const struct yaml *yaml, struct arena *arena,
    struct blind_spots *ret, struct problems *problems)
{
	static const struct yaml_field fields[] = {
		{ "schema", FIELD_TEXT, true, NULL },
		{ "blind_spots", FIELD_LIST, true, NULL },
		{ NULL, FIELD_TEXT, false, NULL },
	};
	const struct yaml_node *got[2] = { NULL };

	if (!yaml_fields(yaml, yaml->root, fields, got, problems) ||
	    got[1] == NULL) {
		*ret = (struct blind_spots){ NULL, 0 };
		return OK;
	}
	return read_list(yaml, got[1], arena, ret, problems);
}
