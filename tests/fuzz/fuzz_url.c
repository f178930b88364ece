/* SPDX-License-Identifier: Apache-2.0
 * fuzz_url.c: any bytes as a web address: parts lie inside it, the host is
 * canonical, and reading the host again gives the same host.
 */
#include "agent/sources/url.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
inside(struct str part, struct str whole)
{
	return part.len == 0 || (part.at >= whole.at &&
	    part.at + part.len <= whole.at + whole.len);
}

static void
check(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	char again[DOMAIN_MAX + sizeof("http://")] = "http://";
	struct url url, second;

	if (!url_split(text, &url))
		return 0;
	check(inside(url.path, text) && inside(url.query, text));
	check(url.path.len == 0 || url.path.at[0] == '/');
	check(url.host.len > 0 && url.host.len <= DOMAIN_MAX);
	memcpy(again + strlen(again), url.host.text, url.host.len + 1);
	check(url_split(str_of(again), &second));
	check(str_eq(domain_view(&url.host), domain_view(&second.host)));
	return 0;
}
