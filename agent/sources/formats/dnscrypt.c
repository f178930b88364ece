/* SPDX-License-Identifier: Apache-2.0
 * dnscrypt.c: dnscrypt-proxy's query_log, as TSV or LTSV.  Times are local in
 * the first, epochs in the second.
 */
#include "agent/sources/formats.h"

/* "[2026-11-23 08:30:12]<tab>CLIENT<tab>NAME<tab>TYPE<tab>..." */
static bool
read_tsv(struct str record, struct query *ret)
{
	struct str type;

	return str_take_char(&record, '[') &&
	    stamp_take_iso(&record, &ret->stamp) &&
	    str_take(&record, STR("]\t")) &&
	    str_take_until(&record, '\t', &ret->client) &&
	    str_take_until(&record, '\t', &ret->name) &&
	    str_take_until(&record, '\t', &type);
}

/* "time:1795422622<tab>host:CLIENT<tab>message:NAME<tab>type:TYPE<tab>..." */
static bool
read_ltsv(struct str record, struct query *ret)
{
	struct str type;

	return str_take(&record, STR("time:")) &&
	    stamp_take_epoch(&record, &ret->stamp) &&
	    str_take(&record, STR("\thost:")) &&
	    str_take_until(&record, '\t', &ret->client) &&
	    str_take(&record, STR("message:")) &&
	    str_take_until(&record, '\t', &ret->name) &&
	    str_take(&record, STR("type:")) &&
	    str_take_until(&record, '\t', &type);
}

static bool
is_tsv(struct str record)
{
	struct stamp stamp;

	return str_take_char(&record, '[') &&
	    stamp_take_iso(&record, &stamp) && str_take(&record, STR("]\t"));
}

/* With [ip_encryption], for each query another number, in 48 or 64 digits;
 * whose it is cannot be told.  Other ways of it print an address. */
static bool
is_encrypted(struct str client)
{
	if (str_eq(client, STR("[encrypted]")))
		return true;
	for (size_t i = 0; i < client.len; i++)
		if (char_hex(client.at[i]) < 0)
			return false;
	return client.len == 48 || client.len == 64;
}

static bool
is_ltsv(struct str record)
{
	return str_starts(record, STR("time:")) &&
	    str_holds(record, STR("\thost:"));
}

static enum record
parse(struct str record, const struct dialect *dialect, struct query *ret)
{
	bool ltsv = is_ltsv(record);

	(void)dialect;
	if (!ltsv && !is_tsv(record))
		return RECORD_FOREIGN;
	if (!(ltsv ? read_ltsv(record, ret) : read_tsv(record, ret)))
		return RECORD_REJECTED;
	if (is_encrypted(ret->client))
		ret->client = STR("");
	else if (!format_is_address(ret->client))
		return RECORD_REJECTED;
	return RECORD_QUERY;
}

static int
bid(struct str record)
{
	return is_ltsv(record) || is_tsv(record) ? 100 : 0;
}

/* The fast path: behind the stamp. */
static bool
ltsv_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp;

	return str_take(&text, STR("time:")) &&
	    stamp_take_epoch(&text, &stamp) && str_take_char(&text, '\t') &&
	    format_shape(record, text, &stamp, ret);
}

static const struct format_pattern ltsv_patterns[] = {
	{ "host:%a\tmessage:%n\ttype:%w\t%r", LINECLASS_QUERY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast_ltsv = {
	.classes = format_any_class,
	.shape = ltsv_shape,
	.patterns = ltsv_patterns,
};

static bool
tsv_shape(struct str record, struct lineshape *ret)
{
	struct str text = record;
	struct stamp stamp;

	return str_take_char(&text, '[') && stamp_take_iso(&text, &stamp) &&
	    str_take(&text, STR("]\t")) &&
	    format_shape(record, text, &stamp, ret);
}

static const struct format_pattern tsv_patterns[] = {
	{ "%a\t%n\t%w\t%r", LINECLASS_QUERY },
	{ NULL, LINECLASS_UNSURE },
};

static const struct format_fast fast = {
	.next = &fast_ltsv,
	.classes = format_any_class,
	.shape = tsv_shape,
	.patterns = tsv_patterns,
};

const struct format format_dnscrypt = {
	.id = "dnscrypt",
	.alias = "dnscrypt-proxy",
	.title = "dnscrypt-proxy",
	.anchor = "\t",
	.marks = { "]\t", "time:", "host:", "message:" },
	.enable = MSG_DNS_ENABLE_DNSCRYPT,
	.bid = bid,
	.learn = format_learn_nothing,
	.settle = format_settle_nothing,
	.parse = parse,
	.fast = &fast,
};
