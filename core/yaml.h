/* SPDX-License-Identifier: Apache-2.0
 * yaml.h: a YAML file as a bounded tree that knows the place of every node,
 * and readers of its mappings by a table of fields.  Must not know any
 * document.  Covered by tests/unit/test_yaml.c and tests/fuzz/fuzz_yaml.c.
 *
 * A plain subset of YAML 1.1 (libyaml): one document of mappings, sequences
 * and text.  Scalars are text as written: "yes", "NO" and "1.10" mean nothing
 * here.  Refused: anchors, aliases, tags, merge keys, duplicate keys, keys that
 * are not text, several documents, invalid UTF-8, NUL.
 */
#ifndef CORE_YAML_H
#define CORE_YAML_H

#include "core/problem.h"

#define YAML_MAX_BYTES ((size_t)1 << 20)
#define YAML_MAX_DEPTH 16
#define YAML_MAX_NODES 200000
#define YAML_MAX_KEYS 256 /* of one mapping */

enum yaml_kind {
	YAML_TEXT,
	YAML_LIST,
	YAML_MAP,
	YAML_BROKEN /* already reported: say nothing more about it */
};

struct yaml_node {
	enum yaml_kind kind;
	uint32_t line;
	uint32_t column;
	uint32_t count;          /* children of a list or map */
	struct str text;         /* of a text; NUL-terminated */
	struct yaml_node *key;   /* of a map's child */
	struct yaml_node *first; /* children, in file order */
	struct yaml_node *next;
};

struct yaml {
	struct yaml_node *root; /* YAML_BROKEN when there is no document */
	const char *file;       /* name in places; borrowed */
	struct arena memory;
};

/*
 * yaml_parse: `file` names the text in places and must outlive the tree.  All
 * problems go to `problems`; after a fault of syntax the root is YAML_BROKEN,
 * after any other the tree is whole but for the faulty nodes.  E_NOMEM only.
 */
MUST_CHECK enum status yaml_parse(const char *file, struct str text,
    struct yaml *ret, struct problems *problems, struct err *err);

/* yaml_read: the same for a file on disk.  A file that cannot be read is a
 * problem. */
MUST_CHECK enum status yaml_read(const char *path, struct yaml *ret,
    struct problems *problems, struct err *err);

/* yaml_release: safe on a zeroed struct. */
void yaml_release(struct yaml *yaml);

struct place yaml_place(const struct yaml *yaml, const struct yaml_node *node);

/* What a field holds; each is checked when the mapping is read. */
enum yaml_type {
	FIELD_TEXT,  /* not empty */
	FIELD_WORD,  /* one of `words` */
	FIELD_WORDS, /* a list of them */
	FIELD_TEXTS, /* a list of texts */
	FIELD_DATE,  /* 2026-11-25 */
	FIELD_LIST,  /* of anything */
	FIELD_MAP
};

struct yaml_field {
	const char *key;
	enum yaml_type type;
	bool required;
	const char *const *words; /* ends in NULL */
};

/* Ends in a row without key. */
#define YAML_FIELDS_MAX 32

/*
 * yaml_fields: the values of a mapping, ret[i] for fields[i]: NULL when the
 * key is absent or its value is not of its type.  Unknown and missing keys,
 * wrong types and wrong words are reported, with the closest valid word.
 * False when `node` is not a mapping at all (reported too).
 */
bool yaml_fields(const struct yaml *yaml, const struct yaml_node *node,
    const struct yaml_field *fields, const struct yaml_node **ret,
    struct problems *problems);

/* Values of nodes that yaml_fields has checked.  A NULL node gives the empty
 * slice, `absent`, or CALENDAR_NO_DAY. */
struct str yaml_text(const struct yaml_node *node);
int yaml_word(const struct yaml_node *node, const char *const *words,
    int absent);
int32_t yaml_date(const struct yaml_node *node);

/* yaml_quote: append a text between double quotes, so that it reads back as the
 * same text. */
struct buf;
void yaml_quote(struct buf *out, struct str text);

#endif
