/* SPDX-License-Identifier: Apache-2.0 */
#include "core/catalogue_yaml.h"

#include "core/buf.h"
#include "core/os.h"
#include "core/service_yaml.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_MAX ((size_t)128 << 20)
#define SCHEMA "1"

struct loader {
	struct arena *arena;
	struct problems *problems;
	const char *path;
	const struct catalogue_text *texts; /* instead of files at path */
	size_t text_count;
	struct drafts drafts;
	uint32_t file_count;
	struct str version;
	struct place version_place;
	enum status failed;
};

enum file_field { FILE_SCHEMA, FILE_VERSION, FILE_CATEGORY, FILE_SERVICES,
	FILE_FIELD_COUNT };

static const struct yaml_field file_fields[] = {
	[FILE_SCHEMA] = { "schema", FIELD_TEXT, true, NULL },
	[FILE_VERSION] = { "version", FIELD_TEXT, false, NULL },
	[FILE_CATEGORY] = { "category", FIELD_WORD, false, NULL },
	[FILE_SERVICES] = { "services", FIELD_LIST, false, NULL },
	[FILE_FIELD_COUNT] = { NULL, FIELD_TEXT, false, NULL },
};

static void
read_version(struct loader *loader, struct reading *in,
    const struct yaml_node *node)
{
	if (node == NULL)
		return;
	if (loader->version.len > 0) {
		reading_say(in, node, MSG_CATALOGUE_VERSIONS,
		    ARGS(loader->version_place.file));
		return;
	}
	loader->version = reading_keep(in, node->text);
	loader->version_place = reading_place(in, node, loader->version_place);
}

/* Without a category, which is told, the services are of the first. */
static void
read_services(struct loader *loader, struct reading *in,
    const struct yaml_node **got)
{
	const struct yaml_node *services = got[FILE_SERVICES];
	enum category category;

	if (services == NULL)
		return;
	if (got[FILE_CATEGORY] == NULL)
		reading_say(in, services, MSG_CATALOGUE_NO_CATEGORY, NO_ARGS);
	category = (enum category)yaml_word(got[FILE_CATEGORY],
	    catalogue_words(WORDS_CATEGORY), 0);
	for (const struct yaml_node *child = services->first; child != NULL;
	     child = child->next) {
		struct draft *draft = service_yaml_read(in, child, category);

		if (draft != NULL)
			drafts_add(&loader->drafts, draft);
	}
}

static void
read_tree(struct loader *loader, struct reading *in)
{
	struct yaml_field fields[FILE_FIELD_COUNT + 1];
	const struct yaml_node *got[FILE_FIELD_COUNT];

	memcpy(fields, file_fields, sizeof(fields));
	fields[FILE_CATEGORY].words = catalogue_words(WORDS_CATEGORY);
	if (!reading_fields(in, in->yaml.root, fields, got))
		return;
	reading_schema(in, got[FILE_SCHEMA], SCHEMA);
	read_version(loader, in, got[FILE_VERSION]);
	read_services(loader, in, got);
}

/* The text of one document, or the file of that name. */
static void
read_document(struct loader *loader, struct str name, const struct str *text)
{
	struct reading in = { .arena = loader->arena,
		.problems = loader->problems };

	in.file = reading_keep(&in, name).at;
	if (in.failed == OK)
		in.failed = text == NULL
		    ? yaml_read(in.file, &in.yaml, in.problems, NULL)
		    : yaml_parse(in.file, *text, &in.yaml, in.problems, NULL);
	if (in.failed == OK)
		read_tree(loader, &in);
	yaml_release(&in.yaml);
	if (in.failed != OK)
		loader->failed = in.failed;
}

static void
on_entry(void *cookie, const char *name)
{
	struct loader *loader = cookie;
	struct buf path;

	if (!str_ends(str_of(name), STR(".yaml")) || name[0] == '.')
		return;
	if (++loader->file_count > CATALOGUE_FILES_MAX)
		return;
	buf_init(&path, 4096);
	os_join(&path, loader->path, name);
	if (buf_status(&path) == OK)
		read_document(loader, buf_view(&path), NULL);
	else
		loader->failed = E_NOMEM;
	buf_release(&path);
}

/* What stands in several files has its version in one of them. */
static void
require_version(const struct loader *loader)
{
	if (loader->file_count > 0 && loader->version.len == 0)
		problem_add(loader->problems,
		    (struct place){ .file = loader->path },
		    MSG_CATALOGUE_NO_VERSION, NO_ARGS);
}

static void
read_folder(struct loader *loader)
{
	struct place place = { .file = loader->path };
	struct err why;

	if (os_list(loader->path, on_entry, loader, &why) != OK) {
		problem_failed(loader->problems, &why);
		return;
	}
	if (loader->file_count == 0)
		problem_add(loader->problems, place, MSG_CATALOGUE_NO_FILE,
		    NO_ARGS);
	if (loader->file_count > CATALOGUE_FILES_MAX)
		problem_add(loader->problems, place, MSG_CATALOGUE_FILES,
		    ARGS(digits(CATALOGUE_FILES_MAX).text));
	require_version(loader);
}

static void
read_path_given(struct loader *loader)
{
	struct os_stat stat;
	struct err why;

	if (os_stat(loader->path, &stat, &why) != OK)
		problem_failed(loader->problems, &why);
	else if (stat.kind == OS_FOLDER)
		read_folder(loader);
	else
		read_document(loader, str_of(loader->path), NULL);
}

/* What `read` collects, as a catalogue of its own memory. */
static enum status
load(struct loader *loader, void (*read)(struct loader *),
    const struct catalogue *base, struct catalogue **ret,
    struct catalogue_places *ret_places, struct err *err)
{
	struct catalogue *catalogue = NULL;

	loader->arena = calloc(1, sizeof(*loader->arena));
	if (loader->arena == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	arena_init(loader->arena, MEMORY_MAX);
	read(loader);
	if (loader->failed == OK && base != NULL)
		loader->failed =
		    drafts_add_base(&loader->drafts, loader->arena, base);
	if (loader->failed == OK)
		catalogue = drafts_build(&loader->drafts, loader->arena,
		    loader->path, loader->version, ret_places,
		    loader->problems);
	if (catalogue == NULL) {
		arena_release(loader->arena);
		free(loader->arena);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	*ret = catalogue;
	return OK;
}

static void
read_texts(struct loader *loader)
{
	for (size_t i = 0; i < loader->text_count && loader->failed == OK; i++)
		read_document(loader, loader->texts[i].name,
		    &loader->texts[i].text);
}

static void
read_texts_as_folder(struct loader *loader)
{
	read_texts(loader);
	loader->file_count = (uint32_t)loader->text_count;
	require_version(loader);
}

enum status
catalogue_yaml_read(const char *path, struct catalogue **ret,
    struct catalogue_places *ret_places, struct problems *problems,
    struct err *err)
{
	struct loader loader = { .problems = problems, .path = path };

	return load(&loader, read_path_given, NULL, ret, ret_places, err);
}

enum status
catalogue_yaml_parse(const char *file, struct str text,
    struct catalogue **ret, struct catalogue_places *ret_places,
    struct problems *problems, struct err *err)
{
	const struct catalogue_text one = { str_of(file), text };
	struct loader loader = { .problems = problems, .path = file,
		.texts = &one, .text_count = 1 };

	return load(&loader, read_texts, NULL, ret, ret_places, err);
}

enum status
catalogue_yaml_texts(const struct catalogue_text *texts, size_t count,
    struct catalogue **ret, struct catalogue_places *ret_places,
    struct problems *problems, struct err *err)
{
	struct loader loader = { .problems = problems, .path = "",
		.texts = texts, .text_count = count };

	return load(&loader, read_texts_as_folder, NULL, ret, ret_places, err);
}

enum status
catalogue_yaml_load(const char *path, const struct catalogue *base,
    struct catalogue **ret, struct err *err)
{
	struct problems problems = { .count = 0 };
	struct loader loader = { .problems = &problems, .path = path };
	struct catalogue_places places;
	struct catalogue *catalogue = NULL;
	enum status code;

	code = load(&loader, read_path_given, base, &catalogue, &places, err);
	if (code == OK)
		code = problems_status(&problems, err);
	if (code == OK)
		*ret = catalogue;
	else
		catalogue_free(catalogue);
	problems_release(&problems);
	return code;
}
