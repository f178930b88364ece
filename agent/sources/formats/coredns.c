/* SPDX-License-Identifier: Apache-2.0
 * coredns.c: CoreDNS with the plugin "log", as printed, or behind the stamp of
 * kubectl or of a container's file.  A line is printed once a query has its
 * answer; search suffixes make several queries of one name.
 */
#include "agent/sources/formats.h"
#include "agent/sources/loghead.h"

/* The message, past the level, and the stamp; false when another program's. */
static bool
read_message(struct str record, struct stamp *ret_stamp, struct str *ret_text,
    bool *ret_info)
{
	struct loghead head;
	struct str text;

	loghead_read(record, &head);
	text = head.rest;
	*ret_stamp = head.stamp;
	*ret_info = str_take(&text, STR("[INFO] "));
	if (!*ret_info && !str_take(&text, STR("[ERROR] ")) &&
	    !str_take(&text, STR("[WARNING] ")))
		return false;
	*ret_text = text;
	return true;
}

/* "A IN google.com. udp 28 false 512": a name may hold spaces and quotes,
 * what follows it does not. */
static bool
name_of(struct str question, struct str *ret_name)
{
	struct str type, class;

	for (int i = 0; i < 4; i++)
		if (!str_cut_last(question, STR(" "), &question, NULL))
			return false;
	if (!str_take_word(&question, &type) ||
	    !str_take_word(&question, &class))
		return false;
	*ret_name = question;
	return true;
}

static bool
take_number(struct str *cursor)
{
	struct str word;
	uint64_t number;

	return str_take_word(cursor, &word) &&
	    str_number(word, UINT16_MAX, &number);
}

/* "10.244.0.19:35188 - 24703 " */
static bool
take_client(struct str *cursor, struct str *ret_client)
{
	struct str rest = *cursor, endpoint;

	if (!str_take_word(&rest, &endpoint) ||
	    !format_address_of(endpoint, ':', ret_client) ||
	    !str_take(&rest, STR("- ")) || !take_number(&rest))
		return false;
	*cursor = rest;
	return true;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct stamp stamp;
	struct str text, client, question;
	bool info;

	(void)dialect;
	if (!read_message(record, &stamp, &text, &info))
		return RECORD_FOREIGN;
	if (!info || !take_client(&text, &client))
		return str_starts(text, STR("plugin/")) ? RECORD_OTHER
		                                        : RECORD_FOREIGN;
	if (!str_take_char(&text, '"') ||
	    !str_cut_last(text, STR("\" "), &question, NULL) ||
	    !name_of(question, &ret->name))
		return RECORD_REJECTED;
	ret->stamp = stamp;
	ret->client = client;
	return RECORD_QUERY;
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text, client;
	bool info;

	if (!read_message(record, &stamp, &text, &info))
		return 0;
	if (str_starts(text, STR("plugin/")))
		return 50;
	return info && take_client(&text, &client) ? 100 : 0;
}

/* The fast path: behind the level. */
static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct stamp stamp;
	struct str text;
	bool info;

	return read_message(record, &stamp, &text, &info) && info &&
	    format_shape(record, text, &stamp, ret);
}

#define QUESTION " - %5 \"%w IN %n %w %w %w %w\" %q"

static const struct format_pattern patterns[] = {
	{ "%a:%d" QUESTION, LINECLASS_QUERY },
	{ "[%a]:%d" QUESTION, LINECLASS_QUERY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_coredns = {
	.id = "coredns",
	.alias = NULL,
	.title = "CoreDNS",
	.anchor = "\" ",
	.marks = { "[INFO] ", " - ", " udp " },
	.enable = MSG_DNS_ENABLE_COREDNS,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
