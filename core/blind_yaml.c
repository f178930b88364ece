/* SPDX-License-Identifier: Apache-2.0 */
#include "core/blind_yaml.h"

#include "core/catalogue.h"

/* A group has the first three. */
enum spot_field { SPOT_ID, SPOT_FR, SPOT_EN, SPOT_GROUP, SPOT_FIELD_COUNT };

static const struct yaml_field group_fields[] = {
	[SPOT_ID] = { "id", FIELD_TEXT, true, NULL },
	[SPOT_FR] = { "fr", FIELD_TEXT, true, NULL },
	[SPOT_EN] = { "en", FIELD_TEXT, true, NULL },
	[SPOT_GROUP] = { NULL, FIELD_TEXT, false, NULL },
};

struct reading {
	const struct yaml *yaml;
	struct arena *arena;
	struct problems *problems;
	const char **ids; /* of the groups; ends in NULL */
	struct blind_spots out;
};

static void
fault(struct reading *reading, const struct yaml_node *node, enum message id,
    const char *const *args)
{
	problem_add(reading->problems, yaml_place(reading->yaml, node), id,
	    args);
}

/* False without memory. */
static bool
read_text(struct reading *reading, const struct yaml_node *const *got,
    struct str *ret_id, struct str ret_text[LANGUAGE_COUNT])
{
	static const enum spot_field fields[LANGUAGE_COUNT] = {
		[LANGUAGE_FR] = SPOT_FR,
		[LANGUAGE_EN] = SPOT_EN,
	};

	*ret_id = arena_str(reading->arena, yaml_text(got[SPOT_ID]));
	if (got[SPOT_ID] != NULL && !catalogue_id_valid(got[SPOT_ID]->text))
		fault(reading, got[SPOT_ID], MSG_CATALOGUE_ID,
		    ARGS(got[SPOT_ID]->text.at));
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		const struct yaml_node *node = got[fields[i]];

		ret_text[i] = arena_str(reading->arena, yaml_text(node));
		if (prose_width(yaml_text(node)) > BLIND_CHARACTERS)
			fault(reading, node, MSG_BLIND_LONG,
			    ARGS(digits(BLIND_CHARACTERS).text));
		if (ret_text[i].at == NULL)
			return false;
	}
	return ret_id->at != NULL;
}

/* --- groups --- */

static enum status
read_groups(struct reading *reading, const struct yaml_node *list)
{
	struct blind_group *groups = arena_alloc(reading->arena,
	    (size_t)list->count + 1, sizeof(*groups));
	uint32_t count = 0;

	reading->ids = arena_alloc(reading->arena, (size_t)list->count + 1,
	    sizeof(*reading->ids));
	if (groups == NULL || reading->ids == NULL)
		return E_NOMEM;
	for (const struct yaml_node *node = list->first; node != NULL;
	     node = node->next) {
		const struct yaml_node *got[SPOT_FIELD_COUNT] = { NULL };
		struct blind_group *group = &groups[count];

		if (!yaml_fields(reading->yaml, node, group_fields, got,
		        reading->problems))
			continue;
		if (!read_text(reading, got, &group->id, group->text))
			return E_NOMEM;
		reading->ids[count++] = group->id.at;
	}
	reading->out.groups = groups;
	reading->out.group_count = count;
	return OK;
}

/* A heading above nothing would be printed. */
static void
check_groups(struct reading *reading, const struct yaml_node *list)
{
	const struct blind_spots *out = &reading->out;

	for (uint32_t g = 0; g < out->group_count; g++) {
		uint32_t i = 0;

		while (i < out->count && out->at[i].group != g)
			i++;
		if (i == out->count)
			fault(reading, list, MSG_BLIND_GROUP_EMPTY,
			    ARGS(out->groups[g].id.at));
	}
}

/* --- spots --- */

/* False when the node gives no spot at all, or memory is short. */
static bool
read_spot(struct reading *reading, const struct yaml_node *node,
    struct blind_spot *ret, enum status *ret_code)
{
	const struct yaml_field fields[] = {
		group_fields[SPOT_ID], group_fields[SPOT_FR],
		group_fields[SPOT_EN],
		{ "group", FIELD_WORD, true, reading->ids },
		{ NULL, FIELD_TEXT, false, NULL },
	};
	const struct yaml_node *got[SPOT_FIELD_COUNT] = { NULL };

	if (!yaml_fields(reading->yaml, node, fields, got, reading->problems))
		return false;
	ret->group = (uint32_t)yaml_word(got[SPOT_GROUP], reading->ids, 0);
	if (read_text(reading, got, &ret->id, ret->text))
		return true;
	*ret_code = E_NOMEM;
	return false;
}

static enum status
read_list(struct reading *reading, const struct yaml_node *list)
{
	struct blind_spot *spots = arena_alloc(reading->arena,
	    (size_t)list->count + 1, sizeof(*spots));
	struct str before = STR("");
	enum status code = OK;
	uint32_t count = 0;

	if (spots == NULL)
		return E_NOMEM;
	for (const struct yaml_node *node = list->first;
	     node != NULL && code == OK; node = node->next) {
		struct blind_spot *spot = &spots[count];

		if (!read_spot(reading, node, spot, &code))
			continue;
		if (str_compare(spot->id, before) <= 0)
			fault(reading, node, MSG_LINT_ORDER,
			    ARGS(spot->id.at, before.at));
		before = spot->id;
		count++;
	}
	reading->out.at = spots;
	reading->out.count = count;
	return code;
}

enum status
blind_yaml_read(const struct yaml *yaml, struct arena *arena,
    struct blind_spots *ret, struct problems *problems)
{
	static const struct yaml_field fields[] = {
		{ "schema", FIELD_TEXT, true, NULL },
		{ "groups", FIELD_LIST, true, NULL },
		{ "blind_spots", FIELD_LIST, true, NULL },
		{ NULL, FIELD_TEXT, false, NULL },
	};
	struct reading reading = { yaml, arena, problems, NULL, { 0 } };
	const struct yaml_node *got[3] = { NULL };
	enum status code;

	if (!yaml_fields(yaml, yaml->root, fields, got, problems) ||
	    got[1] == NULL || got[2] == NULL) {
		*ret = reading.out;
		return OK;
	}
	code = read_groups(&reading, got[1]);
	if (code == OK)
		code = read_list(&reading, got[2]);
	if (code != OK)
		return code;
	check_groups(&reading, got[1]);
	*ret = reading.out;
	return OK;
}
