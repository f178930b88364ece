/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/contents.h"

#include "core/hex.h"
#include "core/json.h"

#include <string.h>

#define CONTENTS_VERSION 1
#define SUM_VALUES 2

static json_t *
number(uint32_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *
sums_json(const struct sum *sums, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		(void)json_array_append_new(list, number(sums[i].used));
		(void)json_array_append_new(list, number(sums[i].regular));
	}
	return list;
}

static void
pad(struct buf *out, size_t start)
{
	size_t len = out->len - start;

	if (buf_status(out) == OK)
		buf_spaces(out, CONTENTS_STEP - len % CONTENTS_STEP);
}

enum status
contents_write(struct buf *out, struct str key, const struct tallies *tallies,
    struct err *err)
{
	size_t start = out->len;
	struct buf hex;
	json_t *document;

	buf_init(&hex, 2 * CONTENTS_KEY_BYTES);
	hex_write(&hex, (const uint8_t *)key.at, key.len);
	document = json_pack("{s:i,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "v",
	    CONTENTS_VERSION, "key", buf_z(&hex), "ballots",
	    number(tallies->ballots), "blanks", number(tallies->blanks),
	    "contacted", number(tallies->contacted), "any",
	    sums_json(&tallies->any, 1), "unapproved",
	    sums_json(&tallies->unapproved, 1), "categories",
	    sums_json(tallies->categories, CATEGORY_COUNT), "services",
	    sums_json(tallies->services, tallies->service_count));
	json_write(out, document, false);
	pad(out, start);
	json_decref(document);
	if (buf_status(&hex) != OK && buf_status(out) == OK)
		out->failed = buf_status(&hex);
	buf_release(&hex);
	return buf_status(out) == OK
	    ? OK
	    : err_set(err, buf_status(out), MSG_NO_MEMORY, NO_ARGS);
}

static bool
read_number(const json_t *from, uint32_t *ret)
{
	json_int_t value = json_integer_value(from);

	if (!json_is_integer(from) || value < 0 || value > UINT32_MAX)
		return false;
	*ret = (uint32_t)value;
	return true;
}

static bool
read_sums(const json_t *list, struct sum *ret, size_t count)
{
	if (json_array_size(list) != SUM_VALUES * count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!read_number(json_array_get(list, SUM_VALUES * i),
		        &ret[i].used) ||
		    !read_number(json_array_get(list, SUM_VALUES * i + 1),
		        &ret[i].regular))
			return false;
	return true;
}

static bool
read_key(const json_t *document, struct buf *key)
{
	struct str hex = json_get_str(document, "key");
	char *at;

	if (hex.len == 0 || hex.len > 2 * CONTENTS_KEY_BYTES)
		return false;
	at = buf_reserve(key, hex.len / 2);
	if (at == NULL || !hex_read(hex, (uint8_t *)at, hex.len / 2))
		return false;
	buf_added(key, hex.len / 2);
	return true;
}

static bool
read_tallies(const json_t *document, struct tallies *tallies)
{
	return json_integer_value(json_object_get(document, "v")) ==
	    CONTENTS_VERSION &&
	    read_number(json_object_get(document, "ballots"),
	        &tallies->ballots) &&
	    read_number(json_object_get(document, "blanks"),
	        &tallies->blanks) &&
	    read_number(json_object_get(document, "contacted"),
	        &tallies->contacted) &&
	    read_sums(json_object_get(document, "any"), &tallies->any, 1) &&
	    read_sums(json_object_get(document, "unapproved"),
	        &tallies->unapproved, 1) &&
	    read_sums(json_object_get(document, "categories"),
	        tallies->categories, CATEGORY_COUNT) &&
	    read_sums(json_object_get(document, "services"), tallies->services,
	        tallies->service_count);
}

enum status
contents_read(struct str bytes, const struct catalogue *catalogue,
    struct buf *key, struct tallies *ret, struct err *err)
{
	struct tallies tallies;
	json_t *document = NULL;
	enum status code = json_read(bytes, CONTENTS_MAX_BYTES, &document, err);

	if (code != OK)
		return err_set(err, E_DAMAGED, MSG_CONTENTS_DAMAGED, NO_ARGS);
	code = tallies_init(&tallies, catalogue, err);
	if (code == OK &&
	    (!read_tallies(document, &tallies) || !read_key(document, key))) {
		tallies_release(&tallies);
		code = err_set(err, E_DAMAGED, MSG_CONTENTS_DAMAGED, NO_ARGS);
	}
	json_decref(document);
	if (code == OK)
		*ret = tallies;
	return code;
}
