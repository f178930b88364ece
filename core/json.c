/* SPDX-License-Identifier: Apache-2.0 */
#include "core/json.h"

#include <string.h>

/* jansson's own limit on nesting is 2048; ours is checked before it. */
static bool
too_deep(struct str text)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']') && depth > 0)
			depth--;
		if (depth > JSON_DEPTH)
			return true;
	}
	return false;
}

enum status
json_read(struct str text, size_t max_bytes, json_t **ret_value,
    struct err *err)
{
	json_error_t where = { .line = 1, .column = 1 };
	json_t *value;

	if (text.len > max_bytes || too_deep(text))
		return err_set(err, E_LIMIT, MSG_JSON_INVALID,
		    ARGS(digits(1).text, digits(1).text));
	value = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &where);
	if (value == NULL)
		return err_set(err, E_INVALID, MSG_JSON_INVALID,
		    ARGS(digits(where.line).text, digits(where.column).text));
	*ret_value = value;
	return OK;
}

struct str
json_get_str(const json_t *object, const char *key)
{
	const json_t *member = json_object_get(object, key);

	return json_is_string(member)
	    ? (struct str){ json_string_value(member),
		      json_string_length(member) }
	    : STR("");
}

static int
append(const char *bytes, size_t len, void *cookie)
{
	struct buf *out = cookie;

	buf_str(out, (struct str){ bytes, len });
	return buf_status(out) == OK ? 0 : -1;
}

void
json_write(struct buf *out, const json_t *value, bool pretty)
{
	size_t flags = pretty ? JSON_INDENT(2) : JSON_COMPACT;

	if (json_dump_callback(value, append, out, flags) != 0 &&
	    out->failed == OK)
		out->failed = E_NOMEM;
	if (pretty)
		buf_char(out, '\n');
}

json_t *
json_from_str(struct str text)
{
	json_t *value = json_stringn(text.at, text.len);

	return value == NULL ? json_null() : value;
}
