/* SPDX-License-Identifier: Apache-2.0
 * powerdns.c: PowerDNS Recursor with quiet=no: a line of 4.x ("question for"),
 * or a structured line, as text or JSON.  A question answered from the packet
 * cache is one; in the old text it has no name, and cannot be counted.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#include "core/json.h"

#define QUESTION "Question"
#define CACHED "Question answered from packet cache"

static bool
is_question(struct str message)
{
	return str_eq(message, STR(QUESTION)) || str_eq(message, STR(CACHED));
}

/* 4.x: "3 [1/1] TCP question for 'chatgpt.com|A' from 192.168.50.21:35277" */

static bool
take_task(struct str *cursor)
{
	struct str rest = *cursor, task;
	uint32_t number;

	if (!str_take_digits(&rest, 1, 4, &number) ||
	    !str_take(&rest, STR(" [")) ||
	    !str_take_digits(&rest, 1, 6, &number) ||
	    !str_take_char(&rest, '/') || !str_take_until(&rest, ']', &task) ||
	    !str_take_char(&rest, ' '))
		return false;
	*cursor = rest;
	return true;
}

static enum record
parse_old(struct str text, struct query *ret)
{
	struct str endpoint;

	(void)str_take(&text, STR("TCP "));
	if (!str_take(&text, STR("question for '")))
		return RECORD_OTHER;
	if (!str_cut_last(text, STR("' from "), &text, &endpoint) ||
	    !str_cut_last(text, STR("|"), &ret->name, NULL))
		return RECORD_REJECTED;
	(void)str_cut(endpoint, STR(" "), &endpoint, NULL);
	return format_address_of(endpoint, ':', &ret->client)
	    ? RECORD_QUERY
	    : RECORD_REJECTED;
}

/* key="value" key="value": quotes and backslashes within are escaped */

static bool
take_value(struct str *cursor, struct str *ret_key, struct str *ret_value)
{
	struct str rest = *cursor, key;

	str_skip_spaces(&rest);
	if (!str_take_until(&rest, '=', &key) || !str_take_char(&rest, '"'))
		return false;
	for (size_t i = 0; i < rest.len; i++) {
		if (rest.at[i] == '\\') {
			i++;
		} else if (rest.at[i] == '"') {
			*ret_key = key;
			*ret_value = str_head(rest, i);
			*cursor = str_skip(rest, i + 1);
			return true;
		}
	}
	return false;
}

static enum record
parse_structured(struct str text, struct query *ret)
{
	struct str key, value, name = STR(""), client = STR("");
	struct stamp stamp;

	if (!take_value(&text, &key, &value))
		return RECORD_REJECTED;
	if (!is_question(value))
		return RECORD_OTHER;
	while (take_value(&text, &key, &value)) {
		if (str_eq(key, STR("qname")))
			name = value;
		else if (str_eq(key, STR("remote")))
			client = value;
		else if (str_eq(key, STR("ts")) &&
		    stamp_take_epoch(&value, &stamp))
			ret->stamp = stamp;
	}
	ret->name = name;
	return name.len > 0 && format_address_of(client, ':', &ret->client)
	    ? RECORD_QUERY
	    : RECORD_REJECTED;
}

static enum record
read_object(const json_t *object, struct str record, struct query *ret)
{
	struct str name = json_get_str(object, "qname");
	struct str ts = json_get_str(object, "ts"), client;

	if (!is_question(json_get_str(object, "msg")))
		return RECORD_OTHER;
	if (name.len == 0 || !stamp_take_epoch(&ts, &ret->stamp) ||
	    !format_address_of(json_get_str(object, "remote"), ':', &client))
		return RECORD_REJECTED;
	format_keep(ret, name, client, record);
	return RECORD_QUERY;
}

static enum record
parse_json(struct str record, struct query *ret)
{
	json_t *object = NULL;
	enum record kind;

	if (json_read(record, RECORD_MAX, &object, NULL) != OK)
		return RECORD_REJECTED;
	kind = read_object(object, record, ret);
	json_decref(object);
	return kind;
}

/* All of them */

enum shape { SHAPE_NONE, SHAPE_OLD, SHAPE_STRUCTURED, SHAPE_JSON, SHAPE_OTHER };

static enum shape
shape_of(struct str record, struct stamp *ret_stamp, struct str *ret_text)
{
	struct loghead head;
	struct stamp again;
	bool ours;

	if (str_holds(record, STR("\"subsystem\"")) &&
	    str_holds(record, STR("\"msg\"")) &&
	    loghead_object(record, ret_text))
		return SHAPE_JSON;
	if (str_starts(record, STR("{")))
		return SHAPE_NONE;
	loghead_read(record, &head);
	ours = str_eq(head.tag, STR("pdns_recursor")) ||
	    str_eq(head.tag, STR("pdns-recursor"));
	*ret_stamp = head.stamp;
	*ret_text = ours ? head.text : head.rest;
	if (head.tag.len > 0 && !ours)
		return SHAPE_NONE;
	/* log-timestamp=yes, and the journal's own before it */
	if (ours && stamp_take_any(ret_text, &again))
		str_skip_spaces(ret_text);
	if (str_starts(*ret_text, STR("msg=\"")) &&
	    str_holds(*ret_text, STR(" subsystem=\"")))
		return SHAPE_STRUCTURED;
	if (take_task(ret_text))
		return SHAPE_OLD;
	return ours ? SHAPE_OTHER : SHAPE_NONE;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text;

	(void)dialect;
	switch (shape_of(record, &ret->stamp, &text)) {
	case SHAPE_OLD:
		return parse_old(text, ret);
	case SHAPE_STRUCTURED:
		return parse_structured(text, ret);
	case SHAPE_JSON:
		return parse_json(text, ret);
	case SHAPE_OTHER:
		return RECORD_OTHER;
	case SHAPE_NONE:
		break;
	}
	return RECORD_FOREIGN;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text;

	switch (shape_of(record, &stamp, &text)) {
	case SHAPE_NONE:
		return 0;
	case SHAPE_OTHER:
		return 50;
	default:
		return 100;
	}
}

static const struct mould_keys keys = {
	.time = "ts",
	.name = "qname",
	.client = "remote",
	.decisive = { "msg" },
};

static const struct format_fast fast_json = {
	.keys = &keys,
	.classes = format_any_class,
};

/* Of text, behind the head. */
static bool
text_shape(struct str record, struct loghead *ret_head, struct str *ret_text,
    struct lineshape *ret)
{
	loghead_read(record, ret_head);
	*ret_text = ret_head->tag.len > 0 ? ret_head->text : ret_head->rest;
	return format_shape(record, *ret_text, &ret_head->stamp, ret);
}

/* A tag is looked for in three words: where the head has none, they must be of
 * values that stay. */
static bool
has_steady_words(struct str text)
{
	static const char *const first[] = { "msg", "subsystem", "level" };
	struct str key, value;

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		if (!take_value(&text, &key, &value) ||
		    !str_eq(key, str_of(first[i])))
			return false;
	return true;
}

static bool
structured_shape(struct str record, struct lineshape *ret)
{
	struct loghead head;
	struct str text;

	return text_shape(record, &head, &text, ret) &&
	    str_starts(text, STR("msg=\"")) &&
	    (head.tag.len > 0 || has_steady_words(text));
}

static const struct mould_keys pairs = {
	.pairs = true,
	.time = "ts",
	.name = "qname",
	.client = "remote",
	.decisive = { "msg", "subsystem", "level" },
};

static const struct format_fast fast_structured = {
	.next = &fast_json,
	.keys = &pairs,
	.classes = format_any_class,
	.shape = structured_shape,
};

static bool
old_shape(struct str record, struct lineshape *ret)
{
	struct loghead head;
	struct str text;

	return text_shape(record, &head, &text, ret) &&
	    !str_starts(text, STR("msg="));
}

static const struct format_pattern patterns[] = {
	{ "%4 [%4/%d] question for '%n|%u' from %a:%d", LINECLASS_QUERY },
	{ "%4 [%4/%d] question for '%n|%u' from [%a]:%d", LINECLASS_QUERY },
	{ "%4 [%4/%d] answer %r", LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.next = &fast_structured,
	.classes = format_any_class,
	.shape = old_shape,
	.patterns = patterns,
};

const struct format format_powerdns = {
	.id = "powerdns",
	.alias = "pdns",
	.title = "PowerDNS Recursor",
	.anchor = "es",
	.marks = { "subsystem", "Question", "qname", "remote" },
	.enable = MSG_DNS_ENABLE_POWERDNS,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
