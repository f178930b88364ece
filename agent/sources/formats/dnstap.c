/* SPDX-License-Identifier: Apache-2.0
 * dnstap.c: dnstap as text: dnstap-read, dnstap-ldns and go-dnstap, one line a
 * message, or YAML, one document a message.  Only CLIENT_QUERY (CQ) is a query;
 * a forwarder's and an answer's are not.
 */
#include "agent/sources/formats.h"

/* dnstap.proto, Message.Type: authority, resolver, client, forwarder, stub,
 * tool, update; query or response. */
static bool
is_type(struct str word)
{
	return word.len == 2 && str_holds(STR("ARCFSTU"), str_head(word, 1)) &&
	    (word.at[1] == 'Q' || word.at[1] == 'R');
}

/* The line of dnstap-read is local time, others are UTC. */
static bool
take_head(struct str *cursor, struct stamp *ret_stamp, struct str *ret_type)
{
	struct str rest = *cursor;
	bool utc = !stamp_take_bind(&rest, ret_stamp);

	if (utc && !stamp_take_iso(&rest, ret_stamp) &&
	    !stamp_take_time(&rest, ret_stamp))
		return false;
	if (!str_take_char(&rest, ' ') || !str_take_word(&rest, ret_type) ||
	    !is_type(*ret_type))
		return false;
	if (utc)
		stamp_utc(ret_stamp);
	*cursor = rest;
	return true;
}

/* "\"chatgpt.com.\" IN A", "chatgpt.com/IN/A" */
static bool
read_name(struct str text, struct str *ret_name)
{
	if (str_take_char(&text, '"'))
		return str_cut_last(text, STR("\" "), ret_name, NULL);
	return str_cut_last(text, STR("/"), &text, NULL) &&
	    str_cut_last(text, STR("/"), ret_name, NULL);
}

/* "172.19.0.1 UDP 55b NAME",
 * "172.19.0.1:46390 -> 172.19.0.2:53 UDP 55b NAME" */
static enum record
read_line(struct str text, struct query *ret)
{
	struct str client, server, protocol, size;

	if (!str_take_word(&text, &client))
		return RECORD_FOREIGN;
	if (str_take(&text, STR("-> ")) &&
	    (!format_address_of(client, ':', &client) ||
	        !str_take_word(&text, &server)))
		return RECORD_REJECTED;
	if (!format_is_address(client) || !str_take_word(&text, &protocol) ||
	    !str_take_word(&text, &size) || !str_ends(size, STR("b")))
		return RECORD_FOREIGN;
	ret->client = client;
	return read_name(str_trim(text), &ret->name) ? RECORD_QUERY
	                                             : RECORD_REJECTED;
}

/* The document */

static bool
is_document(struct str record)
{
	return str_holds(record, STR("type: MESSAGE")) &&
	    str_holds(record, STR("\nmessage:"));
}

/* The value of the first line `key` of the document, quotes off. */
static bool
find_value(struct str record, struct str key, struct str *ret_value)
{
	struct str value;

	if (!str_cut(record, key, NULL, &value))
		return false;
	(void)str_cut(value, STR("\n"), &value, NULL);
	value = str_trim(value);
	if (value.len >= 2 && (value.at[0] == '"' || value.at[0] == '\'') &&
	    value.at[value.len - 1] == value.at[0])
		value = (struct str){ value.at + 1, value.len - 2 };
	*ret_value = value;
	return true;
}

/* BIND's YAML has the question as a list, all have it as dig prints it. */
static bool
find_name(struct str record, struct str *ret_name)
{
	struct str question;

	if (find_value(record, STR("QUESTION_SECTION:\n      - "), &question))
		return format_name_of(question, ret_name);
	return find_value(record, STR("QUESTION SECTION:\n    ;"), &question) &&
	    str_cut(question, STR("\t"), ret_name, NULL);
}

static enum record
read_document(struct str record, struct query *ret)
{
	struct str type, time;

	if (!find_value(record, STR("\n  type: "), &type) ||
	    !str_eq(type, STR("CLIENT_QUERY")))
		return RECORD_OTHER;
	if (!find_value(record, STR("\n  query_time: !!timestamp "), &time) ||
	    !stamp_take_iso(&time, &ret->stamp) ||
	    !find_value(record, STR("\n  query_address: "), &ret->client) ||
	    !format_is_address(ret->client) || !find_name(record, &ret->name))
		return RECORD_REJECTED;
	stamp_utc(&ret->stamp);
	return RECORD_QUERY;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text = record, type;

	(void)dialect;
	if (is_document(record))
		return read_document(record, ret);
	if (!take_head(&text, &ret->stamp, &type))
		return RECORD_FOREIGN;
	return str_eq(type, STR("CQ")) ? read_line(text, ret) : RECORD_OTHER;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text = record, type;

	return is_document(record) || take_head(&text, &stamp, &type) ? 90 : 0;
}

/* The fast path, of lines: behind the stamp. */
static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct str text = record, type;
	struct stamp stamp;

	if (is_document(record) || !take_head(&text, &stamp, &type))
		return false;
	return format_shape(record, str_skip(record,
	    (size_t)(type.at - record.at)), &stamp, ret);
}

static const struct format_pattern patterns[] = {
	{ "CQ %a %w %db \"%n\" %w %w", LINECLASS_QUERY },
	{ "CQ %e:%d -> %w %w %db %N/%w/%u", LINECLASS_QUERY },
	{ "CR %r", LINECLASS_OTHER },
	{ "FQ %r", LINECLASS_OTHER },
	{ "FR %r", LINECLASS_OTHER },
	{ "RQ %r", LINECLASS_OTHER },
	{ "RR %r", LINECLASS_OTHER },
	{ "AQ %r", LINECLASS_OTHER },
	{ "AR %r", LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_dnstap = {
	.id = "dnstap",
	.alias = NULL,
	.title = "dnstap",
	.anchor = "Q ",
	.marks = { " CQ ", "type: CLIENT_QUERY", "query_time" },
	.enable = MSG_DNS_ENABLE_DNSTAP,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
