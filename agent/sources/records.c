/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/records.h"

#include "agent/sources/lines.h"
#include "agent/sources/unwrap.h"

/* Packets; and what something stands before, that may begin later: a container
 * has a lot to say when it starts. */
#define LINES_LOOKED_AT 20
#define WRAPPED_LOOKED_AT 200

/* The first line of `text` without its end; what follows it. */
static struct str
first_line(struct str text, struct str *ret_rest)
{
	struct str line = text;

	*ret_rest = STR("");
	(void)str_cut(text, STR("\n"), &line, ret_rest);
	if (str_ends(line, STR("\r")))
		line.len--;
	return line;
}

static bool
holds(struct str text, struct str part)
{
	size_t at;

	return str_find(text, part, &at);
}

/* JSON */

/* The end of the object that `text` begins with: past its "}", or before a
 * line that begins another one; false when neither is in sight. */
static bool
json_end(struct str text, size_t *ret_len)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '{' && i > 0 && text.at[i - 1] == '\n') {
			*ret_len = i;
			return true;
		}
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && c == '{')
			depth++;
		else if (!quoted && c == '}' && --depth == 0) {
			*ret_len = i + 1;
			return true;
		}
	}
	return false;
}

static bool
json_begin(struct str text, size_t *ret_at)
{
	return str_find(text, STR("{"), ret_at);
}

/* An object whose first line does not end it, or an array of objects. */
static bool
is_json(struct str line)
{
	size_t len;

	line = str_trim(line);
	if (str_take_char(&line, '[')) {
		line = str_trim(line);
		return line.len == 0 || line.at[0] == '{';
	}
	return line.len > 0 && line.at[0] == '{' && !json_end(line, &len);
}

/* XML */

#define EVENT "<Event"
#define EVENT_END "</Event>"

static bool
xml_begin(struct str text, size_t *ret_at)
{
	size_t from = 0, at;

	while (str_find(str_skip(text, from), STR(EVENT), &at)) {
		char next;

		from += at + sizeof(EVENT) - 1;
		next = from < text.len ? text.at[from] : '>';
		if (next == '>' || next == ' ' || next == '\r' ||
		    next == '\n' || next == '\t') {
			*ret_at = from - (sizeof(EVENT) - 1);
			return true;
		}
	}
	return false;
}

static bool
xml_end(struct str text, size_t *ret_len)
{
	size_t at;

	if (!str_find(text, STR(EVENT_END), &at))
		return false;
	*ret_len = at + sizeof(EVENT_END) - 1;
	return true;
}

static bool
is_xml(struct str line)
{
	return str_starts(line, STR("<?xml")) ||
	    str_starts(line, STR("<!--")) || str_starts(line, STR(EVENT));
}

/* YAML */

static bool
any_begin(struct str text, size_t *ret_at)
{
	*ret_at = 0;
	return text.len > 0;
}

/* Past the line "---" that ends a document. */
static bool
yaml_end(struct str text, size_t *ret_len)
{
	struct str rest = text;

	while (rest.len > 0 && holds(rest, STR("\n"))) {
		struct str line = first_line(rest, &rest);

		if (str_eq(line, STR("---"))) {
			*ret_len = (size_t)(rest.at - text.at);
			return true;
		}
	}
	return false;
}

static bool
is_yaml(struct str line)
{
	return str_eq(line, STR("type: MESSAGE")) || str_eq(line, STR("---"));
}

/* Packets */

/* One space before a digit is -ttt's; what belongs to a packet has more. */
static bool
is_indented(struct str text)
{
	return text.at[0] == '\t' || (text.at[0] == ' ' &&
	    (text.len == 1 || !char_is_digit(text.at[1])));
}

/* Before the first line that is not indented. */
static bool
packet_end(struct str text, size_t *ret_len)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.at[i] == '\n' && !is_indented(str_skip(text, i + 1))) {
			*ret_len = i + 1;
			return true;
		}
	return false;
}

static bool
is_packet(struct str line)
{
	return holds(line, STR("IP (tos 0x")) || holds(line, STR("IP6 ("));
}

/* The kinds */

struct kind_row {
	bool (*is_ours)(struct str line);
	bool (*begin)(struct str text, size_t *ret_at);
	bool (*end)(struct str text, size_t *ret_len);
	const char *again; /* after a record over the limit */
	unsigned lines;    /* of the head that may tell */
	bool open;         /* the end of the file ends a record */
};

static const struct kind_row kinds[] = {
	[RECORDS_LINES] = { NULL, NULL, NULL, "\n", 0, false },
	[RECORDS_WRAPPED] = { unwrap_is, NULL, NULL, "\n",
	    WRAPPED_LOOKED_AT, false },
	[RECORDS_JSON] = { is_json, json_begin, json_end, "\n{", 1, false },
	[RECORDS_XML] = { is_xml, xml_begin, xml_end, EVENT, 1, false },
	[RECORDS_YAML] = { is_yaml, any_begin, yaml_end, "\n---", 1, true },
	[RECORDS_PACKETS] = { is_packet, any_begin, packet_end, "\n",
	    LINES_LOOKED_AT, true },
};
_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == RECORDS_KIND_COUNT,
    "every kind has a row");

static enum records_kind
kind_of_line(struct str line, unsigned number)
{
	for (int kind = RECORDS_WRAPPED; kind < RECORDS_KIND_COUNT; kind++)
		if (number < kinds[kind].lines && kinds[kind].is_ours(line))
			return (enum records_kind)kind;
	return RECORDS_LINES;
}

enum records_kind
records_kind(struct str head)
{
	unsigned number = 0;

	while (head.len > 0 && number < WRAPPED_LOOKED_AT) {
		struct str line = first_line(head, &head);
		enum records_kind kind;

		if (str_trim(line).len == 0 || line.at[0] == '#')
			continue;
		kind = kind_of_line(line, number++);
		if (kind != RECORDS_LINES)
			return kind;
	}
	return RECORDS_LINES;
}

bool
records_are_lines(enum records_kind kind)
{
	return kind == RECORDS_LINES || kind == RECORDS_WRAPPED;
}

/* What a piece of text holds of a record. */
struct cut {
	size_t skip;   /* bytes before it */
	size_t len;
	bool too_long;
};

/* False when no record begins or ends in `text`; skip is then what holds
 * none. */
static bool
cut(const struct kind_row *kind, struct str text, bool ended, struct cut *ret)
{
	struct str rest;

	*ret = (struct cut){ .skip = text.len };
	if (!kind->begin(text, &ret->skip)) {
		/* A beginning may be cut in two. */
		if (!ended && text.len > sizeof(EVENT))
			ret->skip = text.len - sizeof(EVENT);
		return false;
	}
	rest = str_skip(text, ret->skip);
	if (kind->end(str_head(rest, INPUT_LINE_MAX), &ret->len))
		return true;
	if (rest.len > INPUT_LINE_MAX) {
		ret->len = INPUT_LINE_MAX;
		ret->too_long = true;
		return true;
	}
	ret->len = rest.len;
	return ended && kind->open && rest.len > 0;
}

void
records_each(enum records_kind kind, struct str head, bool ended,
    void (*visit)(void *cookie, struct str record), void *cookie)
{
	struct cut found;

	if (records_are_lines(kind)) {
		lines_each(head, head.len, visit, cookie);
		return;
	}
	while (cut(&kinds[kind], head, ended, &found)) {
		head = str_skip(head, found.skip);
		if (!found.too_long)
			visit(cookie, str_head(head, found.len));
		head = str_skip(head, found.len);
	}
}

/* What follows a record over the limit, up to where one may begin again. */
static void
skip_rest(const struct kind_row *kind, struct input *input)
{
	struct str text, again = str_of(kind->again);
	bool ended;
	size_t at;

	input_skip(input, INPUT_LINE_MAX);
	while (input_peek(input, &text, &ended)) {
		if (str_find(text, again, &at)) {
			input_skip(input, at);
			return;
		}
		input_skip(input, ended ? text.len : text.len - again.len);
	}
}

enum status
records_next(enum records_kind kind, struct input *input,
    struct input_line *ret_record, bool *ret_more, struct err *err)
{
	struct cut found = { .skip = 0 };
	struct str text;
	bool ended;

	if (records_are_lines(kind))
		return input_next(input, ret_record, ret_more, err);
	while (input_peek(input, &text, &ended) &&
	    !cut(&kinds[kind], text, ended, &found))
		/* One that begins here and does not end is the last. */
		input_skip(input, found.skip > 0 ? found.skip : text.len);
	if (text.len == 0)
		return input_next(input, ret_record, ret_more, err);
	input_skip(input, found.skip);
	*ret_record = (struct input_line){
		.text = str_head(str_skip(text, found.skip), found.len),
		.number = input_number(input) + 1,
		.too_long = found.too_long,
	};
	if (found.too_long) {
		ret_record->text = STR("");
		skip_rest(&kinds[kind], input);
	} else {
		input_skip(input, found.len);
	}
	*ret_more = true;
	return OK;
}
