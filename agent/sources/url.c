/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/url.h"

#include <string.h>

/* A host in UTF-8 or in "%xx" is longer than its canonical form; nothing that
 * a browser accepts is longer than this. */
#define RAW_HOST_MAX (DOMAIN_MAX * 12)

static bool
is_control_or_space(char c)
{
	return (unsigned char)c <= ' ';
}

static struct str
strip(struct str s)
{
	while (s.len > 0 && is_control_or_space(s.at[0]))
		s = str_skip(s, 1);
	while (s.len > 0 && is_control_or_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

static bool
take_scheme(struct str *cursor)
{
	struct str scheme, rest = *cursor;

	if (!str_take_until(&rest, ':', &scheme) ||
	    (!str_eq_nocase(scheme, STR("http")) &&
	        !str_eq_nocase(scheme, STR("https"))))
		return false;
	*cursor = rest;
	return true;
}

static void
skip_slashes(struct str *cursor)
{
	while (str_take_char(cursor, '/') || str_take_char(cursor, '\\'))
		;
}

/* What stands before the first byte of `stops`; the cursor moves to it. */
static struct str
take_before(struct str *cursor, struct str stops)
{
	struct str taken = { cursor->at, 0 };

	while (taken.len < cursor->len &&
	    memchr(stops.at, cursor->at[taken.len], stops.len) == NULL)
		taken.len++;
	*cursor = str_skip(*cursor, taken.len);
	return taken;
}

/* The host of "host", "host:" and "host:443"; the colons of "[::1]" are its
 * own. */
static bool
cut_port(struct str *host)
{
	struct str name, port;
	size_t bracket = 0;
	uint64_t number;

	(void)str_find_last(*host, STR("]"), &bracket);
	if (!str_cut_last(*host, STR(":"), &name, &port) || name.len < bracket)
		return true;
	if (port.len > 0 && !str_number(port, 65535, &number))
		return false;
	*host = name;
	return true;
}

static bool
take_byte(struct str *cursor, char *ret)
{
	int high, low;

	if (cursor->at[0] != '%') {
		*ret = cursor->at[0];
		*cursor = str_skip(*cursor, 1);
		return true;
	}
	if (cursor->len < 3)
		return false;
	high = char_hex(cursor->at[1]);
	low = char_hex(cursor->at[2]);
	if (high < 0 || low < 0)
		return false;
	*ret = (char)(high * 16 + low);
	*cursor = str_skip(*cursor, 3);
	return true;
}

static bool
is_dropped(char c)
{
	return c == '\t' || c == '\n' || c == '\r';
}

static bool
decode(struct str host, char *out, size_t *ret_len)
{
	size_t len = 0;
	char c;

	while (host.len > 0) {
		if (is_dropped(host.at[0])) {
			host = str_skip(host, 1);
			continue;
		}
		if (len == RAW_HOST_MAX || !take_byte(&host, &c))
			return false;
		out[len++] = c;
	}
	*ret_len = len;
	return true;
}

/* The "forbidden domain code points" of the URL standard, §3.1; brackets and
 * colons are an IPv6 address's own. */
static bool
is_possible(struct str host)
{
	bool address = str_starts(host, STR("[")) && str_ends(host, STR("]"));
	const char *forbidden = address ? "#/<>?@\\^|%" : "#/:<>?@[\\]^|%";

	for (size_t i = 0; i < host.len; i++)
		if (is_control_or_space(host.at[i]) || host.at[i] == 0x7F ||
		    strchr(forbidden, host.at[i]) != NULL)
			return false;
	return true;
}

static bool
read_host(struct str authority, struct domain *ret)
{
	char raw[RAW_HOST_MAX];
	struct domain host;
	size_t len = 0;

	(void)str_cut_last(authority, STR("@"), NULL, &authority);
	if (!cut_port(&authority) || !decode(authority, raw, &len) ||
	    !domain_canonical((struct str){ raw, len }, &host) ||
	    !is_possible(domain_view(&host)))
		return false;
	*ret = host;
	return true;
}

bool
url_split(struct str text, struct url *ret)
{
	struct url out = { .path = STR("") };
	struct str authority, rest = strip(text);

	if (!take_scheme(&rest))
		return false;
	skip_slashes(&rest);
	authority = take_before(&rest, STR("/\\?#"));
	if (!read_host(authority, &out.host))
		return false;
	out.path = take_before(&rest, STR("?#"));
	if (!str_starts(out.path, STR("/")))
		out.path.len = 0;
	if (str_take_char(&rest, '?'))
		out.query = take_before(&rest, STR("#"));
	*ret = out;
	return true;
}
