/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/formats.h"

#include "core/buf.h"

#include <stdio.h>
#include <string.h>

static const struct format *const formats[] = {
	&format_adguard,
	&format_bind,
	&format_cloudflare,
	&format_coredns,
	&format_dnsclient,
	&format_dnscrypt,
	&format_dnsdist,
	&format_dnsmasq,
	&format_dnstap,
	&format_knot,
	&format_mikrotik,
	&format_nextdns,
	&format_pfblockerng,
	&format_powerdns,
	&format_resolved,
	&format_suricata,
	&format_sysmon,
	&format_tcpdump,
	&format_technitium,
	&format_umbrella,
	&format_unbound,
	&format_windns,
	&format_zeek,
};
_Static_assert(sizeof(formats) / sizeof(formats[0]) == FORMATS_COUNT,
    "FORMATS_COUNT is the length of the list");

const struct format *
formats_at(size_t i)
{
	return formats[i];
}

const struct format *
formats_find(struct str id)
{
	for (size_t i = 0; i < FORMATS_COUNT; i++)
		if (str_eq_nocase(str_of(formats[i]->id), id) ||
		    (formats[i]->alias != NULL &&
		        str_eq_nocase(str_of(formats[i]->alias), id)))
			return formats[i];
	return NULL;
}

void
formats_names(struct buf *out)
{
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		buf_text(out, i == 0 ? "" : ", ");
		buf_text(out, formats[i]->id);
	}
}

const unsigned char format_any_class[256] = {
	[0 ... 255] = LINECLASS_QUERY,
};

void
format_learn_nothing(struct learning *learning, struct str record)
{
	(void)learning;
	(void)record;
}

void
format_settle_nothing(const struct learning *learning, int32_t latest_day,
    struct dialect *dialect)
{
	(void)learning;
	(void)latest_day;
	(void)dialect;
}

bool
format_shape(struct str record, struct str text, const struct stamp *stamp,
    struct lineshape *ret)
{
	struct loghead head;

	loghead_read(record, &head);
	if (head.stamp.kind == STAMP_NONE)
		head.rest = text;
	head.stamp = *stamp;
	return lineshape_of(record, &head, (size_t)(text.at - record.at), ret);
}

static const char *
cell_of(const struct columns *columns, const struct format_row *row, size_t i)
{
	if (i == 2 && row->second != NULL)
		return row->second;
	if (i == columns->name)
		return row->name;
	if (i == columns->client)
		return row->client;
	return i == columns->type ? row->type : row->other;
}

bool
format_row(const struct columns *columns, const struct format_row *row,
    char to[FORMAT_ROW_MAX])
{
	size_t first = row->second == NULL ? 2 : 3, n = 0, last;

	if (columns->time != 1 || columns->name < first ||
	    columns->type < first ||
	    (columns->client != 0 && columns->client < first))
		return false;
	last = columns->name > columns->type ? columns->name : columns->type;
	if (columns->client > last)
		last = columns->client;
	for (size_t i = 2; i <= last && n < FORMAT_ROW_MAX; i++)
		n += (size_t)snprintf(to + n, FORMAT_ROW_MAX - n, "%s%s",
		    i > 2 ? row->between : "", cell_of(columns, row, i));
	if (n < FORMAT_ROW_MAX)
		n += (size_t)snprintf(to + n, FORMAT_ROW_MAX - n, "%s",
		    row->left);
	return n < FORMAT_ROW_MAX;
}

static bool
is_v4(struct str text)
{
	unsigned number = 0, digits = 0, dots = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (char_is_digit(c)) {
			number = number * 10 + (unsigned)(c - '0');
			if (++digits > 3 || number > 255)
				return false;
		} else if (c == '.' && digits > 0 && ++dots <= 3) {
			number = digits = 0;
		} else {
			return false;
		}
	}
	return dots == 3 && digits > 0;
}

bool
format_is_address(struct str text)
{
	struct str bare = text;
	size_t colons = 0;

	if (is_v4(text))
		return true;
	if (str_cut(text, STR("%"), &bare, NULL) && bare.len + 1 == text.len)
		return false;
	for (size_t i = 0; i < bare.len; i++) {
		if (bare.at[i] == ':')
			colons++;
		else if (char_hex(bare.at[i]) < 0 && bare.at[i] != '.')
			return false;
	}
	return colons >= 2 && colons <= 7 && bare.len <= 45;
}

bool
format_address_of(struct str endpoint, char separator, struct str *ret_address)
{
	const char mark[] = { separator, '\0' };
	struct str address;

	if (!str_cut_last(endpoint, str_of(mark), &address, NULL))
		return false;
	if (str_starts(address, STR("[")) && str_ends(address, STR("]")))
		address = (struct str){ address.at + 1, address.len - 2 };
	if (!format_is_address(address))
		return false;
	*ret_address = address;
	return true;
}

bool
format_name_of(struct str question, struct str *ret_name)
{
	return str_cut_last(question, STR(" "), &question, NULL) &&
	    str_cut_last(question, STR(" "), ret_name, NULL);
}

void
format_keep(struct query *query, struct str name, struct str client,
    struct str record)
{
	size_t at;

	name = str_head(name, sizeof(query->room));
	if (name.len > 0)
		memcpy(query->room, name.at, name.len);
	query->name = (struct str){ query->room, name.len };
	/* An address has no escape: it stands in the record as it is. */
	query->client = client.len > 0 && str_find(record, client, &at)
	    ? (struct str){ record.at + at, client.len }
	    : STR("");
}
