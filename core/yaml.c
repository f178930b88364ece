/* SPDX-License-Identifier: Apache-2.0 */
#include "core/yaml.h"

#include "core/buf.h"
#include "core/calendar.h"
#include "core/closest.h"
#include "core/os.h"

#include <yaml.h>

#define MEMORY_MAX ((size_t)64 << 20)

struct level {
	struct yaml_node *node;
	struct yaml_node *tail; /* last child */
	struct yaml_node *key;  /* of a map: waits for its value */
};

struct builder {
	struct yaml *yaml;
	struct problems *problems;
	struct level levels[YAML_MAX_DEPTH];
	size_t depth;
	size_t nodes;
	size_t documents;
	bool stop;
	enum status failed;
};

/* What libyaml says, and what that means for whoever wrote the line. */
struct syntax_row {
	const char *said;
	enum message id;
};

static const struct syntax_row syntax_rows[] = {
	{ "mapping values are not allowed in this context",
	    MSG_YAML_COLON },
	{ "could not find expected ':'", MSG_YAML_NO_COLON },
	{ "did not find expected key", MSG_YAML_INDENT },
	{ "did not find expected '-' indicator", MSG_YAML_INDENT },
	{ "block sequence entries are not allowed in this context",
	    MSG_YAML_INDENT },
	{ "block mapping", MSG_YAML_INDENT },
	{ "found character that cannot start any token", MSG_YAML_CHARACTER },
	{ "found a tab character", MSG_YAML_TAB },
	{ "found unexpected end of stream", MSG_YAML_UNFINISHED },
	{ "did not find expected ',' or ']'", MSG_YAML_UNFINISHED },
	{ "did not find expected ',' or '}'", MSG_YAML_UNFINISHED },
	{ "control characters are not allowed", MSG_YAML_CONTROL },
};

static struct place
place_of_mark(const struct builder *b, yaml_mark_t mark)
{
	return (struct place){ b->yaml->file, (uint32_t)mark.line + 1,
		(uint32_t)mark.column + 1 };
}

struct place
yaml_place(const struct yaml *yaml, const struct yaml_node *node)
{
	return (struct place){ yaml->file, node->line, node->column };
}

/* The place of a byte; columns count characters. */
static struct place
place_of_offset(const char *file, struct str text, size_t offset)
{
	struct place place = { file, 1, 1 };

	for (size_t i = 0; i < offset && i < text.len; i++) {
		if (text.at[i] == '\n') {
			place.line++;
			place.column = 1;
		} else if (((unsigned char)text.at[i] & 0xC0) != 0x80) {
			place.column++;
		}
	}
	return place;
}

static void
stop(struct builder *b, enum status failed)
{
	b->stop = true;
	b->failed = failed;
}

static struct yaml_node *
new_node(struct builder *b, enum yaml_kind kind, yaml_mark_t mark)
{
	struct yaml_node *node =
	    arena_alloc(&b->yaml->memory, 1, sizeof(*node));

	if (node == NULL) {
		stop(b, E_NOMEM);
		return NULL;
	}
	node->kind = kind;
	node->line = (uint32_t)mark.line + 1;
	node->column = (uint32_t)mark.column + 1;
	node->text = STR("");
	if (++b->nodes > YAML_MAX_NODES) {
		problem_add(b->problems, place_of_mark(b, mark),
		    MSG_YAML_TOO_MANY, ARGS(digits(YAML_MAX_NODES).text));
		stop(b, OK);
	}
	return node;
}

static void
link_child(struct level *level, struct yaml_node *node)
{
	if (level->tail == NULL)
		level->node->first = node;
	else
		level->tail->next = node;
	level->tail = node;
	level->node->count++;
}

static const struct yaml_node *
child_named(const struct yaml_node *map, struct str key)
{
	const struct yaml_node *child = map->first;

	while (child != NULL && !str_eq(child->key->text, key))
		child = child->next;
	return child;
}

/* True when the pair of a map may join it; says why not. */
static bool
pair_allowed(struct builder *b, const struct level *level)
{
	const struct yaml_node *key = level->key, *before;
	struct place place = yaml_place(b->yaml, key);

	if (key->kind != YAML_TEXT)
		return false;
	if (str_eq(key->text, STR("<<"))) {
		problem_add(b->problems, place, MSG_YAML_MERGE, NO_ARGS);
		return false;
	}
	before = child_named(level->node, key->text);
	if (before != NULL) {
		problem_add(b->problems, place, MSG_YAML_DUPLICATE,
		    ARGS(key->text.at, digits(before->key->line).text));
		return false;
	}
	if (level->node->count >= YAML_MAX_KEYS) {
		problem_add(b->problems, place, MSG_YAML_KEYS,
		    ARGS(digits(YAML_MAX_KEYS).text));
		stop(b, OK);
	}
	return !b->stop;
}

static void
attach_key(struct builder *b, struct level *level, struct yaml_node *node)
{
	level->key = node;
	if (node->kind == YAML_LIST || node->kind == YAML_MAP)
		problem_add(b->problems, yaml_place(b->yaml, node),
		    MSG_YAML_KEY_NOT_TEXT, NO_ARGS);
}

static void
attach(struct builder *b, struct yaml_node *node)
{
	struct level *level;

	if (b->depth == 0) {
		b->yaml->root = node;
		return;
	}
	level = &b->levels[b->depth - 1];
	if (level->node->kind == YAML_LIST) {
		link_child(level, node);
	} else if (level->key == NULL) {
		attach_key(b, level, node);
	} else {
		node->key = level->key;
		if (pair_allowed(b, level))
			link_child(level, node);
		level->key = NULL;
	}
}

static void
push(struct builder *b, struct yaml_node *node)
{
	if (b->stop)
		return;
	if (b->depth == YAML_MAX_DEPTH) {
		problem_add(b->problems, yaml_place(b->yaml, node),
		    MSG_YAML_DEPTH, ARGS(digits(YAML_MAX_DEPTH).text));
		stop(b, OK);
		return;
	}
	b->levels[b->depth++] = (struct level){ .node = node };
}

/* Anchors and tags are refused on whatever carries them. */
static void
refuse_marks(struct builder *b, const yaml_event_t *event,
    const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct place place = place_of_mark(b, event->start_mark);

	if (anchor != NULL)
		problem_add(b->problems, place, MSG_YAML_ANCHOR, NO_ARGS);
	if (tag != NULL)
		problem_add(b->problems, place, MSG_YAML_TAG, NO_ARGS);
}

static bool
has_control(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c == 0x7f || (c < 0x20 && c != '\n' && c != '\t'))
			return true;
	}
	return false;
}

static void
on_scalar(struct builder *b, const yaml_event_t *event)
{
	struct str text = { (const char *)event->data.scalar.value,
		event->data.scalar.length };
	struct yaml_node *node = new_node(b, YAML_TEXT, event->start_mark);

	if (node == NULL)
		return;
	refuse_marks(b, event, event->data.scalar.anchor,
	    event->data.scalar.tag);
	if (has_control(text)) {
		problem_add(b->problems, yaml_place(b->yaml, node),
		    MSG_YAML_CONTROL, NO_ARGS);
		node->kind = YAML_BROKEN;
	} else {
		node->text = arena_str(&b->yaml->memory, text);
		if (node->text.at == NULL)
			stop(b, E_NOMEM);
	}
	if (!b->stop)
		attach(b, node);
}

static void
on_container(struct builder *b, const yaml_event_t *event,
    enum yaml_kind kind)
{
	struct yaml_node *node = new_node(b, kind, event->start_mark);

	if (node == NULL)
		return;
	if (kind == YAML_LIST)
		refuse_marks(b, event, event->data.sequence_start.anchor,
		    event->data.sequence_start.tag);
	else
		refuse_marks(b, event, event->data.mapping_start.anchor,
		    event->data.mapping_start.tag);
	attach(b, node);
	push(b, node);
}

static void
on_alias(struct builder *b, const yaml_event_t *event)
{
	struct yaml_node *node = new_node(b, YAML_BROKEN, event->start_mark);

	if (node == NULL)
		return;
	problem_add(b->problems, yaml_place(b->yaml, node), MSG_YAML_ALIAS,
	    NO_ARGS);
	attach(b, node);
}

static void
on_document(struct builder *b, const yaml_event_t *event)
{
	if (++b->documents < 2)
		return;
	problem_add(b->problems, place_of_mark(b, event->start_mark),
	    MSG_YAML_DOCUMENTS, NO_ARGS);
	stop(b, OK);
}

static void
on_event(struct builder *b, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		on_document(b, event);
		break;
	case YAML_ALIAS_EVENT:
		on_alias(b, event);
		break;
	case YAML_SCALAR_EVENT:
		on_scalar(b, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
		on_container(b, event, YAML_LIST);
		break;
	case YAML_MAPPING_START_EVENT:
		on_container(b, event, YAML_MAP);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		b->depth--;
		break;
	case YAML_STREAM_END_EVENT:
		b->stop = true;
		break;
	default:
		break;
	}
}

static void
syntax_problem(struct builder *b, const yaml_parser_t *parser, struct str text)
{
	struct str said = str_of(parser->problem);
	struct place place = place_of_mark(b, parser->problem_mark);

	if (parser->error == YAML_READER_ERROR)
		place = place_of_offset(b->yaml->file, text,
		    parser->problem_offset);
	for (size_t i = 0; i < sizeof(syntax_rows) / sizeof(syntax_rows[0]);
	     i++) {
		size_t at;

		if (!str_find(said, str_of(syntax_rows[i].said), &at))
			continue;
		problem_add(b->problems, place, syntax_rows[i].id, NO_ARGS);
		return;
	}
	problem_add(b->problems, place, MSG_YAML_SYNTAX,
	    ARGS(said.len == 0 ? "?" : said.at));
}

static void
parse_events(struct builder *b, struct str text)
{
	yaml_parser_t parser;
	yaml_event_t event;

	if (!yaml_parser_initialize(&parser)) {
		stop(b, E_NOMEM);
		return;
	}
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser,
	    (const unsigned char *)text.at, text.len);
	while (!b->stop) {
		if (!yaml_parser_parse(&parser, &event)) {
			if (parser.error == YAML_MEMORY_ERROR)
				b->failed = E_NOMEM;
			else
				syntax_problem(b, &parser, text);
			b->yaml->root = NULL;
			break;
		}
		on_event(b, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
}

/* False when the bytes are not worth a parser; says why. */
static bool
bytes_allowed(const char *file, struct str text, struct problems *problems)
{
	struct str good = str_utf8_head(text);

	if (text.len > YAML_MAX_BYTES) {
		problem_add(problems, (struct place){ .file = file },
		    MSG_YAML_LARGE, ARGS(digits((long long)YAML_MAX_BYTES).text));
		return false;
	}
	if (good.len < text.len) {
		problem_add(problems, place_of_offset(file, text, good.len),
		    MSG_YAML_UTF8, NO_ARGS);
		return false;
	}
	return true;
}

/* A tree that has no root is empty, or given up: one broken node. */
static void
settle_root(struct builder *b, uint32_t errors_before)
{
	static const yaml_mark_t start;

	if (b->yaml->root != NULL && b->depth == 0)
		return;
	if (b->failed == OK && b->problems->errors == errors_before)
		problem_add(b->problems, (struct place){ b->yaml->file, 1, 1 },
		    MSG_YAML_EMPTY, NO_ARGS);
	b->stop = false;
	b->nodes = 0;
	b->yaml->root = new_node(b, YAML_BROKEN, start);
}

enum status
yaml_parse(const char *file, struct str text, struct yaml *ret,
    struct problems *problems, struct err *err)
{
	struct yaml yaml = { .file = file };
	struct builder b = { .yaml = &yaml, .problems = problems };
	uint32_t errors_before = problems->errors;

	arena_init(&yaml.memory, MEMORY_MAX);
	if (bytes_allowed(file, text, problems))
		parse_events(&b, text);
	settle_root(&b, errors_before);
	if (b.failed != OK) {
		arena_release(&yaml.memory);
		return err_set(err, b.failed, MSG_NO_MEMORY, NO_ARGS);
	}
	*ret = yaml;
	return OK;
}

enum status
yaml_read(const char *path, struct yaml *ret, struct problems *problems,
    struct err *err)
{
	struct err why;
	struct buf text;
	enum status code;

	buf_init(&text, YAML_MAX_BYTES);
	code = os_read_file(path, &text, &why);
	if (code != OK && code != E_NOMEM) {
		problem_failed(problems, &why);
		buf_reset(&text);
		*ret = (struct yaml){ .file = path };
		arena_init(&ret->memory, MEMORY_MAX);
		ret->root = arena_alloc(&ret->memory, 1, sizeof(*ret->root));
		code = ret->root == NULL ? E_NOMEM : OK;
		if (code == OK)
			ret->root->kind = YAML_BROKEN;
	} else if (code == OK) {
		code = yaml_parse(path, buf_view(&text), ret, problems, err);
	}
	buf_release(&text);
	return code == OK ? OK : err_set(err, code, MSG_NO_MEMORY, NO_ARGS);
}

void
yaml_release(struct yaml *yaml)
{
	arena_release(&yaml->memory);
	yaml->root = NULL;
}

/* True for the kind of node that a scalar field wants; says so when not. */
static bool
is_kind(const struct yaml *yaml, const struct yaml_node *node,
    enum yaml_kind kind, enum message wanted, struct problems *problems)
{
	if (node->kind == kind && (kind != YAML_TEXT || node->text.len > 0))
		return true;
	if (node->kind != YAML_BROKEN)
		problem_add(problems, yaml_place(yaml, node), wanted, NO_ARGS);
	return false;
}

/* "x: unknown": the closest valid word, or all of them when none is near. */
static void
say_unknown(struct place place, const char *word, const char *const *words,
    enum message near_id, enum message all_id, struct problems *problems)
{
	const char *near = closest(word, words);
	struct buf all;

	if (near != NULL) {
		problem_add(problems, place, near_id, ARGS(word, near));
		return;
	}
	buf_init(&all, 1024);
	for (size_t i = 0; words[i] != NULL; i++) {
		buf_text(&all, i == 0 ? "" : ", ");
		buf_text(&all, words[i]);
	}
	problem_add(problems, place, all_id, ARGS(word, buf_z(&all)));
	buf_release(&all);
}

static bool
is_word(const struct yaml *yaml, const struct yaml_node *node,
    const char *const *words, struct problems *problems)
{
	if (!is_kind(yaml, node, YAML_TEXT, MSG_YAML_WANT_TEXT, problems))
		return false;
	if (str_index(words, node->text) >= 0)
		return true;
	say_unknown(yaml_place(yaml, node), node->text.at, words,
	    MSG_YAML_WORD_NEAR, MSG_YAML_WORD, problems);
	return false;
}

/* All elements are looked at, so that all faults are told. */
static bool
is_list_of(const struct yaml *yaml, const struct yaml_node *list,
    const char *const *words, struct problems *problems)
{
	bool good = is_kind(yaml, list, YAML_LIST, MSG_YAML_WANT_LIST,
	    problems);

	for (const struct yaml_node *node = good ? list->first : NULL;
	     node != NULL; node = node->next) {
		bool fits = words != NULL
		    ? is_word(yaml, node, words, problems)
		    : is_kind(yaml, node, YAML_TEXT, MSG_YAML_WANT_TEXT,
			  problems);

		good = good && fits;
	}
	return good;
}

static bool
is_date(const struct yaml *yaml, const struct yaml_node *node,
    struct problems *problems)
{
	int32_t day;

	if (node->kind == YAML_BROKEN)
		return false;
	if (node->kind == YAML_TEXT && calendar_parse(node->text, &day))
		return true;
	problem_add(problems, yaml_place(yaml, node), MSG_YAML_WANT_DATE,
	    NO_ARGS);
	return false;
}

static bool
has_type(const struct yaml *yaml, const struct yaml_node *node,
    const struct yaml_field *field, struct problems *problems)
{
	switch (field->type) {
	case FIELD_TEXT:
		return is_kind(yaml, node, YAML_TEXT, MSG_YAML_WANT_TEXT,
		    problems);
	case FIELD_WORD:
		return is_word(yaml, node, field->words, problems);
	case FIELD_WORDS:
	case FIELD_TEXTS:
		return is_list_of(yaml, node, field->words, problems);
	case FIELD_DATE:
		return is_date(yaml, node, problems);
	case FIELD_LIST:
		return is_kind(yaml, node, YAML_LIST, MSG_YAML_WANT_LIST,
		    problems);
	case FIELD_MAP:
		return is_kind(yaml, node, YAML_MAP, MSG_YAML_WANT_MAP,
		    problems);
	}
	return false;
}

static void
unknown_key(const struct yaml *yaml, const struct yaml_node *key,
    const struct yaml_field *fields, struct problems *problems)
{
	const char *keys[YAML_FIELDS_MAX + 1] = { NULL };

	for (size_t i = 0; fields[i].key != NULL; i++)
		keys[i] = fields[i].key;
	say_unknown(yaml_place(yaml, key), key->text.at, keys,
	    MSG_YAML_UNKNOWN_NEAR, MSG_YAML_UNKNOWN, problems);
}

static int
field_index(const struct yaml_field *fields, struct str key)
{
	for (int i = 0; fields[i].key != NULL; i++)
		if (str_eq(str_of(fields[i].key), key))
			return i;
	return -1;
}

bool
yaml_fields(const struct yaml *yaml, const struct yaml_node *node,
    const struct yaml_field *fields, const struct yaml_node **ret,
    struct problems *problems)
{
	bool seen[YAML_FIELDS_MAX] = { false };

	for (size_t i = 0; fields[i].key != NULL; i++)
		ret[i] = NULL;
	if (!is_kind(yaml, node, YAML_MAP, MSG_YAML_WANT_MAP, problems))
		return false;
	for (const struct yaml_node *child = node->first; child != NULL;
	     child = child->next) {
		int i = field_index(fields, child->key->text);

		if (i < 0) {
			unknown_key(yaml, child->key, fields, problems);
			continue;
		}
		seen[i] = true;
		if (has_type(yaml, child, &fields[i], problems))
			ret[i] = child;
	}
	for (size_t i = 0; fields[i].key != NULL; i++)
		if (fields[i].required && !seen[i])
			problem_add(problems, yaml_place(yaml, node),
			    MSG_YAML_MISSING, ARGS(fields[i].key));
	return true;
}

struct escape_row {
	struct str plain;
	const char *written;
};

/* What ends a quoted text or a line of it: U+0085, U+2028 and U+2029 do in YAML
 * 1.1. */
static const struct escape_row escape_rows[] = {
	{ { "\"", 1 }, "\\\"" },
	{ { "\\", 1 }, "\\\\" },
	{ { "\xC2\x85", 2 }, "\\N" },
	{ { "\xE2\x80\xA8", 3 }, "\\L" },
	{ { "\xE2\x80\xA9", 3 }, "\\P" },
};

/* Takes one byte, or what a row escapes. */
static void
quote_next(struct buf *out, struct str *rest)
{
	unsigned char c = (unsigned char)rest->at[0];

	for (size_t i = 0; i < sizeof(escape_rows) / sizeof(escape_rows[0]); i++)
		if (str_take(rest, escape_rows[i].plain)) {
			buf_text(out, escape_rows[i].written);
			return;
		}
	if (c < 0x20 || c == 0x7F)
		buf_format(out, "\\x%02x", c);
	else
		buf_char(out, (char)c);
	*rest = str_skip(*rest, 1);
}

void
yaml_quote(struct buf *out, struct str text)
{
	buf_char(out, '"');
	while (text.len > 0)
		quote_next(out, &text);
	buf_char(out, '"');
}

struct str
yaml_text(const struct yaml_node *node)
{
	return node == NULL ? STR("") : node->text;
}

int
yaml_word(const struct yaml_node *node, const char *const *words, int absent)
{
	return node == NULL ? absent : str_index(words, node->text);
}

int32_t
yaml_date(const struct yaml_node *node)
{
	int32_t day = CALENDAR_NO_DAY;

	if (node != NULL)
		(void)calendar_parse(node->text, &day);
	return day;
}
