/* SPDX-License-Identifier: Apache-2.0
 * vectors.h: reads the RFC vectors of tests/fixtures/rfc: paragraphs of
 * "name: hexadecimal" lines.
 */
#ifndef TESTS_UNIT_VECTORS_H
#define TESTS_UNIT_VECTORS_H

#include "core/hex.h"
#include "core/os.h"

#include "tests/unit/unit.h"

struct vector_value {
	uint8_t at[2048];
	size_t len;
};

/* The text of a vector file; the caller releases it. */
static inline void
vectors_open(struct buf *text, const char *name)
{
	struct buf path;
	struct err err;

	buf_init(&path, 4096);
	buf_init(text, 1 << 20);
	os_join(&path, TESTS_DIR "/fixtures/rfc", name);
	check_ok(os_read_file(buf_z(&path), text, &err), &err);
	buf_release(&path);
}

/* The next paragraph that holds a record; false after the last. */
static inline bool
vectors_next(struct str *cursor, struct str *ret_record)
{
	struct str record;

	while (str_take_char(cursor, '\n'))
		continue;
	if (cursor->len == 0)
		return false;
	if (!str_cut(*cursor, STR("\n\n"), &record, cursor)) {
		record = *cursor;
		*cursor = STR("");
	}
	*ret_record = record;
	return !str_starts(record, STR("#")) || vectors_next(cursor, ret_record);
}

static inline struct vector_value
vector_get(struct str record, const char *name)
{
	struct vector_value value = { .len = 0 };
	struct str line;

	while (record.len > 0) {
		struct str key, hex = STR("");

		if (!str_cut(record, STR("\n"), &line, &record)) {
			line = record;
			record = STR("");
		}
		if (!str_cut(line, STR(":"), &key, &hex) ||
		    !str_eq(key, str_of(name)))
			continue;
		hex = str_trim(hex);
		value.len = hex.len / 2;
		assert_true(hex_read(hex, value.at, value.len));
		return value;
	}
	fail_msg("no %s in this record", name);
	return value;
}

static inline struct str
vector_str(const struct vector_value *value)
{
	return (struct str){ (const char *)value->at, value->len };
}

static inline void
check_vector(const void *actual, size_t len, struct str record,
    const char *name)
{
	struct vector_value expected = vector_get(record, name);

	check_number((long long)len, (long long)expected.len, name);
	assert_memory_equal(actual, expected.at, len);
}

#endif
