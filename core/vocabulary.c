/* SPDX-License-Identifier: Apache-2.0 */
#include "core/vocabulary.h"

#include "core/hex.h"
#include "core/json.h"

#define VERSION_BYTES 32
#define ARENA_BYTES ((size_t)2 << 20)

static json_t *
service_json(const struct service *service)
{
	const char *const *words = catalogue_words(WORDS_FLAG);
	json_t *flags = json_array();

	for (unsigned i = 0; words[i] != NULL; i++)
		if ((service->flags & 1u << i) != 0)
			(void)json_array_append_new(flags,
			    json_from_str(str_of(words[i])));
	return json_pack("{s:o,s:o,s:o}", "id", json_from_str(service->id),
	    "category", json_from_str(category_id(service->category)), "flags",
	    flags);
}

static json_t *
bundle_json(const uint8_t *bundle)
{
	struct buf digits_of_it;
	json_t *json;

	buf_init(&digits_of_it, 2 * VOCABULARY_DIGEST + 1);
	hex_write(&digits_of_it, bundle, VOCABULARY_DIGEST);
	json = json_from_str(buf_view(&digits_of_it));
	buf_release(&digits_of_it);
	return json;
}

void
vocabulary_write(struct buf *out, const struct catalogue *catalogue,
    const uint8_t *bundle)
{
	json_t *services = json_array();
	json_t *document;

	for (uint32_t i = 0; i < catalogue->service_count; i++)
		(void)json_array_append_new(services,
		    service_json(&catalogue->services[i]));
	document = json_pack("{s:i,s:o}", "v", VOCABULARY_VERSION, "version",
	    json_from_str(catalogue->version));
	if (bundle != NULL)
		(void)json_object_set_new(document, "bundle",
		    bundle_json(bundle));
	(void)json_object_set_new(document, "services", services);
	json_write(out, document, false);
	json_decref(document);
}

static bool
read_flags(const json_t *list, unsigned *ret)
{
	unsigned flags = 0;

	if (!json_is_array(list))
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		int flag = str_index(catalogue_words(WORDS_FLAG),
		    str_of(json_string_value(json_array_get(list, i))));

		if (flag < 0)
			return false;
		flags |= 1u << flag;
	}
	*ret = flags;
	return true;
}

static bool
read_service(const json_t *from, struct arena *memory, struct service *ret)
{
	struct str id = json_get_str(from, "id");
	int category = category_of(json_get_str(from, "category"));

	if (!json_is_object(from) || json_object_size(from) != 3 ||
	    !catalogue_id_valid(id) || category < 0 ||
	    !read_flags(json_object_get(from, "flags"), &ret->flags))
		return false;
	ret->category = (enum category)category;
	ret->id = arena_str(memory, id);
	return ret->id.at != NULL;
}

static bool
read_services(const json_t *list, struct vocabulary *vocabulary)
{
	size_t count = json_array_size(list);
	struct service *services;

	if (!json_is_array(list) || count > VOCABULARY_SERVICES)
		return false;
	services = arena_alloc(&vocabulary->memory, count + 1,
	    sizeof(*services));
	if (services == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!read_service(json_array_get(list, i), &vocabulary->memory,
		        &services[i]) ||
		    (i > 0 &&
		        str_compare(services[i - 1].id, services[i].id) >= 0))
			return false;
	vocabulary->catalogue.services = services;
	vocabulary->catalogue.service_count = (uint32_t)count;
	return true;
}

static bool
read_bundle(const json_t *document, struct vocabulary *vocabulary)
{
	const json_t *bundle = json_object_get(document, "bundle");

	vocabulary->has_bundle = bundle != NULL;
	if (json_object_size(document) != (bundle == NULL ? 3 : 4))
		return false;
	return bundle == NULL || hex_read(json_get_str(document, "bundle"),
	    vocabulary->bundle, VOCABULARY_DIGEST);
}

static bool
read_document(const json_t *document, struct vocabulary *vocabulary)
{
	struct str version = json_get_str(document, "version");

	vocabulary->catalogue.version = arena_str(&vocabulary->memory, version);
	return read_bundle(document, vocabulary) &&
	    json_integer_value(json_object_get(document, "v")) ==
	        VOCABULARY_VERSION &&
	    version.len > 0 && version.len <= VERSION_BYTES &&
	    vocabulary->catalogue.version.at != NULL &&
	    read_services(json_object_get(document, "services"), vocabulary);
}

/* One document, one text: what it says, written again, is what was read. */
static bool
canonical(const struct vocabulary *vocabulary, struct str bytes)
{
	struct buf again;
	bool same;

	buf_init(&again, VOCABULARY_MAX_BYTES);
	vocabulary_write(&again, &vocabulary->catalogue,
	    vocabulary->has_bundle ? vocabulary->bundle : NULL);
	same = buf_status(&again) == OK && str_eq(buf_view(&again), bytes);
	buf_release(&again);
	return same;
}

enum status
vocabulary_read(struct str bytes, struct vocabulary *ret, struct err *err)
{
	struct vocabulary vocabulary = { .catalogue = { .memory = NULL } };
	json_t *document = NULL;
	enum status code = json_read(bytes, VOCABULARY_MAX_BYTES, &document,
	    err);

	if (code != OK)
		return code;
	arena_init(&vocabulary.memory, ARENA_BYTES);
	if (!read_document(document, &vocabulary) ||
	    !canonical(&vocabulary, bytes)) {
		arena_release(&vocabulary.memory);
		code = err_set(err, E_INVALID, MSG_VOCABULARY_INVALID, NO_ARGS);
	}
	json_decref(document);
	if (code == OK)
		*ret = vocabulary;
	return code;
}

void
vocabulary_release(struct vocabulary *vocabulary)
{
	arena_release(&vocabulary->memory);
}
