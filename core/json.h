/* SPDX-License-Identifier: Apache-2.0
 * json.h: strict, bounded JSON by jansson: duplicate keys and trailing bytes
 * refused.  Must not know any document.  Covered by tests/unit/test_json.c.
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "core/buf.h"
#include "core/status.h"

#include <jansson.h>

/*
 * json_read: parse one value, an object or an array, at most `max_bytes` and
 * JSON_DEPTH deep.  *ret_value is freed by json_decref.  E_INVALID with line
 * and column (never the content); E_LIMIT.
 */
#define JSON_DEPTH 64
MUST_CHECK enum status json_read(struct str text, size_t max_bytes,
    json_t **ret_value, struct err *err);

/* json_get_str: a string member of an object; the empty slice when missing or
 * of another type.  Borrowed from the value. */
struct str json_get_str(const json_t *object, const char *key);

/* json_write: append the value, keys in insertion order, two spaces of indent
 * (`pretty`) or none, final newline when pretty. */
void json_write(struct buf *out, const json_t *value, bool pretty);

/* json_from_str: a new string value; invalid UTF-8 becomes JSON null. */
json_t *json_from_str(struct str text);

#endif
