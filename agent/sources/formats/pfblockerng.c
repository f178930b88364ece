/* SPDX-License-Identifier: Apache-2.0
 * pfblockerng.c: dns_reply.log, dnsbl.log and unified.log of pfBlockerNG, in
 * Unbound's python mode on pfSense: commas, no quotes, no year.  A query is
 * told by its answer, or by what was answered in its place when it is blocked.
 * No query of a client: what Unbound asks for itself.
 */
#include "agent/sources/formats.h"

#define REPLY "DNS-reply,"
#define BLOCKED "DNSBL-python,"

/* pfb_unbound.py writes it, too, where it does not know who asked. */
#define ITSELF "127.0.0.1"

/* "DNS-reply,Nov 3 08:27:38,": cut first, as a digit behind a comma may be the
 * fraction of a second elsewhere. */
static bool
take_head(struct str *cursor, struct str begin, struct stamp *ret)
{
	struct str rest = *cursor, time;

	if (!str_take(&rest, begin) || !str_take_until(&rest, ',', &time) ||
	    !stamp_take_syslog(&time, ret) || time.len > 0)
		return false;
	*cursor = rest;
	return true;
}

/* "chatgpt.com,192.168.50.21,...": Unbound prints no comma in a name. */
static enum record
read_asked(struct str text, struct query *ret)
{
	if (!str_take_until(&text, ',', &ret->name) || ret->name.len == 0 ||
	    !str_take_until(&text, ',', &ret->client) ||
	    !format_is_address(ret->client))
		return RECORD_REJECTED;
	return RECORD_QUERY;
}

static bool
is_of_client(struct str how)
{
	static const char *const ways[] = { "reply", "cache", "local",
		"servfail" };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (str_eq(how, str_of(ways[i])))
			return true;
	return false;
}

/* "cache,A,A,300,chatgpt.com,192.168.50.21,104.18.32.47,US" */
static enum record
read_reply(struct str text, struct query *ret)
{
	struct str how, cell;

	if (!str_take_until(&text, ',', &how))
		return RECORD_REJECTED;
	if (str_eq(how, STR("resolver")))
		return RECORD_OTHER;
	for (int i = 0; i < 3; i++) /* types asked and answered, TTL */
		if (!str_take_until(&text, ',', &cell))
			return RECORD_REJECTED;
	return is_of_client(how) ? read_asked(text, ret) : RECORD_REJECTED;
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	struct str text = record;
	enum record found;

	(void)dialect;
	if (take_head(&text, STR(REPLY), &ret->stamp))
		return read_reply(text, ret);
	if (!take_head(&text, STR(BLOCKED), &ret->stamp))
		return RECORD_FOREIGN;
	found = read_asked(text, ret);
	return found == RECORD_QUERY && str_eq(ret->client, STR(ITSELF))
	    ? RECORD_OTHER
	    : found;
}

static int
bid(struct str record)
{
	struct query query;
	enum record found = parse(record, NULL, &query);

	return found == RECORD_QUERY || found == RECORD_OTHER ? 95 : 0;
}

/* The fast path: behind the time of an answer.  What is blocked is parsed: whose
 * it is decides, and is told behind the name. */
static bool
reply_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp;

	return take_head(&text, STR(REPLY), &stamp) &&
	    format_shape(record, text, &stamp, ret);
}

#define ANSWERED(how) \
	{ how ",%w,%w,%w,%n,%a,%r", LINECLASS_QUERY }, \
	{ how ",%w,%w,,%n,%a,%r", LINECLASS_QUERY }

static const struct format_pattern reply_patterns[] = {
	ANSWERED("reply"),
	ANSWERED("cache"),
	ANSWERED("local"),
	ANSWERED("servfail"),
	{ "resolver,%r", LINECLASS_OTHER },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.classes = format_any_class,
	.shape = reply_shape,
	.patterns = reply_patterns,
};

const struct format format_pfblockerng = {
	.id = "pfblockerng",
	.alias = "pfblocker",
	.title = "pfBlockerNG",
	.anchor = "DNS",
	.marks = { "DNS", "," },
	.enable = MSG_DNS_ENABLE_PFBLOCKERNG,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
