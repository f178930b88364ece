/* SPDX-License-Identifier: Apache-2.0
 * bind.c: BIND 9's query log (category queries), in its own file or in syslog.
 * BIND escapes the space and most marks in names, so that ": query: " can only
 * be its own; response lines (9.20's responselog) say ": response: ".
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

#define PREFIXES_MAX 3

/* print-category, print-severity, and syslog's tag: "queries: info: " */
static void
skip_prefixes(struct str *cursor)
{
	for (int i = 0; i < PREFIXES_MAX; i++) {
		struct str rest = *cursor, word;

		if (!str_take_word(&rest, &word) || word.len < 2 ||
		    word.at[word.len - 1] != ':' ||
		    !char_is_alpha(word.at[0]))
			return;
		*cursor = rest;
	}
}

/* "client @0x7f200fd19000 192.168.50.21#52250"; before 9.11 without "@0x". */
static bool
take_client(struct str *cursor, struct str *ret_client)
{
	struct str rest = *cursor, word, address;

	if (!str_take(&rest, STR("client ")) || !str_take_word(&rest, &word))
		return false;
	if (str_starts(word, STR("@0x")) && !str_take_word(&rest, &word))
		return false;
	if (!str_cut(word, STR("#"), &address, NULL) ||
	    !format_is_address(address))
		return false;
	*ret_client = address;
	*cursor = str_skip(*cursor,
	    (size_t)(address.at + address.len - cursor->at));
	return true;
}

/* "NAME CLASS TYPE FLAGS (SERVER) [ECS ...]"; the flags begin with + or -. */
static bool
take_question(struct str text, struct str *ret_name)
{
	struct str class, type, flags;

	if (!str_take_word(&text, ret_name) || !str_take_word(&text, &class) ||
	    !str_take_word(&text, &type))
		return false;
	return !str_take_word(&text, &flags) || flags.at[0] == '+' ||
	    flags.at[0] == '-';
}

/* False when the line is not from a client of BIND's. */
static bool
read_client(struct str record, struct loghead *ret_head, struct str *ret_text,
    struct str *ret_client)
{
	struct str rest, text;

	loghead_read(record, ret_head);
	rest = ret_head->rest;
	text = ret_head->text;
	skip_prefixes(&rest);
	skip_prefixes(&text);
	if (take_client(&rest, ret_client))
		*ret_text = rest;
	else if (take_client(&text, ret_client))
		*ret_text = text;
	else
		return false;
	return true;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct loghead head;
	struct str text, client, name;

	(void)dialect;
	if (!read_client(record, &head, &text, &client))
		return str_eq(head.tag, STR("named")) ? RECORD_OTHER
		                                      : RECORD_FOREIGN;
	if (!str_cut(text, STR(": query: "), NULL, &text))
		return RECORD_OTHER;
	if (!take_question(text, &name))
		return RECORD_REJECTED;
	ret->stamp = head.stamp;
	ret->name = name;
	ret->client = client;
	return RECORD_QUERY;
}

static int
bid(struct str record)
{
	struct loghead head;
	struct str text, client;
	size_t at;

	if (!read_client(record, &head, &text, &client))
		return str_eq(head.tag, STR("named")) ? 50 : 0;
	return str_find(text, STR(": query: "), &at) ? 100 : 50;
}

/* The fast path.  Behind "client " stands "@0x7f200fd19000 ", or an address. */
#define CLIENT "client "

static const unsigned char classes[256] = {
	['0' ... ':'] = LINECLASS_QUERY,
	['@'] = LINECLASS_QUERY,
	['a' ... 'f'] = LINECLASS_QUERY,
};

static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct loghead head;
	struct str text, client, before;

	if (!read_client(record, &head, &text, &client))
		return false;
	before = str_head(record, (size_t)(client.at - record.at));
	return str_cut_last(before, STR(CLIENT), &before, NULL) &&
	    lineshape_of(record, &head, before.len + sizeof(CLIENT) - 1, ret);
}

#define CALL "@0x%w "
#define SENDER "%a#%w (%w): "
#define QUESTION "query: %n IN %w "

static const struct format_pattern patterns[] = {
	{ CALL SENDER QUESTION "+%r", LINECLASS_QUERY },
	{ CALL SENDER QUESTION "-%r", LINECLASS_QUERY },
	{ CALL SENDER "view %w: " QUESTION "+%r", LINECLASS_QUERY },
	{ CALL SENDER "view %w: " QUESTION "-%r", LINECLASS_QUERY },
	{ SENDER QUESTION "+%r", LINECLASS_QUERY },
	{ SENDER QUESTION "-%r", LINECLASS_QUERY },
	{ SENDER "view %w: " QUESTION "+%r", LINECLASS_QUERY },
	{ SENDER "view %w: " QUESTION "-%r", LINECLASS_QUERY },
	{ "%a#%w: " QUESTION "+%r", LINECLASS_QUERY },
	{ "%a#%w: " QUESTION "-%r", LINECLASS_QUERY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = classes,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_bind = {
	.id = "bind",
	.alias = "named",
	.title = "BIND",
	.anchor = "y:",
	.marks = { "client ", "#", ": query: " },
	.enable = MSG_DNS_ENABLE_BIND,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
