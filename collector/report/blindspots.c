/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/blindspots.h"

#include "core/yaml.h"

#define MEMORY_MAX ((size_t)1 << 20)
#define FILE_NAME "blind-spots.yaml"

/* The bytes of the YAML file, made by CMake (collector/CMakeLists.txt). */
extern const unsigned char blind_spots_text[];
extern const unsigned blind_spots_bytes;

static const struct yaml_field root_fields[] = {
	{ "schema", FIELD_TEXT, true, NULL },
	{ "blind_spots", FIELD_LIST, true, NULL },
	{ NULL, FIELD_TEXT, false, NULL },
};

static const struct yaml_field spot_fields[] = {
	{ "id", FIELD_TEXT, true, NULL },
	{ "fr", FIELD_TEXT, true, NULL },
	{ "en", FIELD_TEXT, true, NULL },
	{ NULL, FIELD_TEXT, false, NULL },
};

static bool
read_spots(const struct yaml *yaml, struct problems *problems,
    struct blind_spots *ret)
{
	const struct yaml_node *root[2] = { NULL, NULL };
	const struct yaml_node *got[3] = { NULL, NULL, NULL };
	struct blind_spot *spots;

	if (!yaml_fields(yaml, yaml->root, root_fields, root, problems) ||
	    root[1] == NULL)
		return true;
	spots = arena_alloc(&ret->memory, (size_t)root[1]->count + 1,
	    sizeof(*spots));
	if (spots == NULL)
		return false;
	for (const struct yaml_node *node = root[1]->first; node != NULL;
	     node = node->next) {
		struct blind_spot *spot = &spots[ret->count++];

		(void)yaml_fields(yaml, node, spot_fields, got, problems);
		spot->text[LANGUAGE_FR] = arena_str(&ret->memory,
		    yaml_text(got[1]));
		spot->text[LANGUAGE_EN] = arena_str(&ret->memory,
		    yaml_text(got[2]));
		if (spot->text[LANGUAGE_FR].at == NULL ||
		    spot->text[LANGUAGE_EN].at == NULL)
			return false;
	}
	ret->at = spots;
	return true;
}

enum status
blind_spots_load(struct blind_spots *ret, struct err *err)
{
	struct blind_spots spots = { .at = NULL };
	struct problems problems = { .count = 0 };
	struct yaml yaml = { .file = NULL };
	enum status code;

	arena_init(&spots.memory, MEMORY_MAX);
	code = yaml_parse(FILE_NAME, (struct str){
	    (const char *)blind_spots_text, blind_spots_bytes }, &yaml,
	    &problems, err);
	if (code == OK && !read_spots(&yaml, &problems, &spots))
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	if (code == OK)
		code = problems_status(&problems, err);
	yaml_release(&yaml);
	problems_release(&problems);
	if (code == OK)
		*ret = spots;
	else
		arena_release(&spots.memory);
	return code;
}

void
blind_spots_release(struct blind_spots *spots)
{
	arena_release(&spots->memory);
	*spots = (struct blind_spots){ .at = NULL };
}
