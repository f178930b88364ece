/* SPDX-License-Identifier: Apache-2.0
 * tcpdump.c: tcpdump's text of port 53, with or without -v, -e, -t to -ttttt.  A
 * query goes to port 53 and holds "TYPE? NAME"; -v prints the question of an
 * answer too, behind "q: ".
 */
#include "agent/sources/formats.h"

/* Without, and with more digits than it prints. */
#define ELAPSED_MIN 16
#define ELAPSED_MAX 32

/* What stands before and after the first ".53: " or ".domain: ". */
static bool
cut_server(struct str text, struct str *ret_before, struct str *ret_after)
{
	struct str before[2], after[2];
	bool number = str_cut(text, STR(".53: "), &before[0], &after[0]);
	bool name = str_cut(text, STR(".domain: "), &before[1], &after[1]);
	int first = number && (!name || before[0].len < before[1].len) ? 0 : 1;

	if (!number && !name)
		return false;
	*ret_before = before[first];
	*ret_after = after[first];
	return true;
}

/* " 00:00:01.234567 " of -ttt and -ttttt: since the packet before, or the
 * first. */
static bool
skip_elapsed(struct str *cursor)
{
	struct str rest = *cursor;

	if (!str_take_char(&rest, ' '))
		return false;
	while (rest.len > 0 && (char_is_digit(rest.at[0]) ||
	                           rest.at[0] == ':' || rest.at[0] == '.'))
		rest = str_skip(rest, 1);
	if (rest.at - cursor->at < ELAPSED_MIN ||
	    rest.at - cursor->at > ELAPSED_MAX || !str_starts(rest, STR(" ")))
		return false;
	*cursor = rest;
	return true;
}

static bool
take_stamp(struct str *cursor, struct stamp *ret)
{
	*ret = (struct stamp){ .kind = STAMP_NONE };
	return skip_elapsed(cursor) || stamp_take_any(cursor, ret) ||
	    stamp_take_time(cursor, ret) ||
	    str_starts(*cursor, STR("IP ")) ||
	    str_starts(*cursor, STR("IP6 "));
}

/* A packet of the Internet protocol: "... IP SOURCE > ", "... IP (tos". */
static bool
is_packet(struct str before)
{
	struct str head;

	return str_cut_last(before, STR(" > "), &head, NULL) &&
	    (str_holds(head, STR("IP ")) || str_holds(head, STR("IP6 ")) ||
	        str_holds(head, STR("ethertype IPv")));
}

/* "192.168.50.21.52300 > 192.168.50.1": a name when -n was not given. */
static struct str
client_of(struct str before)
{
	struct str client = before;

	(void)str_cut_last(before, STR(" > "), &client, NULL);
	(void)str_cut_last(client, STR(" "), NULL, &client);
	(void)str_cut_last(client, STR("."), &client, NULL);
	return client;
}

/* "4170+ [1au] A? chatgpt.com. (29)"; in TCP behind flags and numbers. */
static enum record
read_question(struct str text, struct query *ret)
{
	struct str before, name;

	(void)str_cut(text, STR("\n"), &text, NULL);
	text = str_trim(text);
	if (!str_cut(text, STR("? "), &before, &name) ||
	    str_holds(before, STR("q: ")))
		return RECORD_OTHER;
	if (!str_cut_last(name, STR(" ("), &name, NULL))
		return RECORD_REJECTED;
	/* -vv: what else the query holds, an EDNS record most of all */
	(void)str_cut_last(name, STR(" ar: "), &name, NULL);
	ret->name = name;
	return RECORD_QUERY;
}

/* "1.53" or "1.domain", the source of an answer. */
static bool
is_server(struct str endpoint)
{
	return str_ends(endpoint, STR(".53")) ||
	    str_ends(endpoint, STR(".domain"));
}

/* "IP 192.168.50.1.53 > 192.168.50.21.52300: ..." */
static bool
is_answer(struct str text)
{
	struct str from, to;

	str_skip_spaces(&text);
	if ((!str_take(&text, STR("IP ")) && !str_take(&text, STR("IP6 "))) ||
	    !str_take_word(&text, &from) || !is_server(from) ||
	    !str_take(&text, STR("> ")) || !str_take_word(&text, &to) ||
	    !str_ends(to, STR(":")))
		return false;
	to.len--;
	return !is_server(to);
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text = record, before, after;

	(void)dialect;
	if (!take_stamp(&text, &ret->stamp))
		return RECORD_FOREIGN;
	if (is_answer(text))
		return RECORD_OTHER;
	if (!cut_server(text, &before, &after) || !is_packet(before))
		return RECORD_FOREIGN;
	ret->client = client_of(before);
	return read_question(after, ret);
}

static int
bid(struct str record)
{
	struct stamp stamp;
	struct str text = record, before, after;

	return take_stamp(&text, &stamp) && !is_answer(text) &&
	        cut_server(text, &before, &after) && is_packet(before)
	    ? 90
	    : 0;
}

/* The fast path: behind the stamp. */
static bool
line_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp = { .kind = STAMP_NONE };

	if (!take_stamp(&text, &stamp))
		return false;
	if (text.at > record.at && !str_take_char(&text, ' '))
		return false;
	if (!str_starts(text, STR("IP")))
		return false;
	if (stamp.kind != STAMP_NONE)
		return format_shape(record, text, &stamp, ret);
	lineshape_of_bytes(str_head(record, record.len - text.len), ret);
	lineshape_free_digits(ret, 0, ret->len);
	return true;
}

#define QUESTION "%w? %n (%d)"

static const struct format_pattern patterns[] = {
	{ "IP %e.%p > %h.53: %s " QUESTION, LINECLASS_QUERY },
	{ "IP %e.%p > %h.53: %s [%w] " QUESTION, LINECLASS_QUERY },
	{ "IP %e.%p > %h.domain: %s " QUESTION, LINECLASS_QUERY },
	{ "IP %e.%p > %h.domain: %s [%w] " QUESTION, LINECLASS_QUERY },
	{ "IP6 %e.%p > %h.53: %s " QUESTION, LINECLASS_QUERY },
	{ "IP6 %e.%p > %h.53: %s [%w] " QUESTION, LINECLASS_QUERY },
	{ "IP6 %e.%p > %h.domain: %s " QUESTION, LINECLASS_QUERY },
	{ "IP6 %e.%p > %h.domain: %s [%w] " QUESTION, LINECLASS_QUERY },
	{ "IP %h.53 > %h.%p: %r", LINECLASS_OTHER },
	{ "IP %h.domain > %h.%p: %r", LINECLASS_OTHER },
	{ "IP6 %h.53 > %h.%p: %r", LINECLASS_OTHER },
	{ "IP6 %h.domain > %h.%p: %r", LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = line_shape,
	.patterns = patterns,
};

const struct format format_tcpdump = {
	.id = "tcpdump",
	.alias = NULL,
	.title = "tcpdump",
	.anchor = "? ",
	.marks = { "IP", " > ", ".53: ", "? " },
	.enable = MSG_DNS_ENABLE_TCPDUMP,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
