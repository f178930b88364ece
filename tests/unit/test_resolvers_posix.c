/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/resolvers.h"

#include "agent/sources/formats.h"

#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[64];

/* All folders of `path` under the root, itself too. */
static void
put(const char *path)
{
	char whole[512];

	(void)snprintf(whole, sizeof(whole), "%s%s", root, path);
	for (char *at = whole + strlen(root) + 1; *at != '\0'; at++)
		if (*at == '/') {
			*at = '\0';
			(void)mkdir(whole, 0700);
			*at = '/';
		}
	assert_int_equal(mkdir(whole, 0700), 0);
}

static void
take_away(const char *path)
{
	char whole[512];

	(void)snprintf(whole, sizeof(whole), "%s%s", root, path);
	for (char *end = whole + strlen(whole); end > whole + strlen(root);
	     end = strrchr(whole, '/')) {
		*end = '\0';
		(void)rmdir(whole);
	}
}

static void
of_none_nothing_is_said(void **state)
{
	(void)state;
	assert_null(resolvers_find(root));
	put("/etc/unbound"); /* a library's: Fedora's unbound-libs */
	assert_null(resolvers_find(root));
	take_away("/etc/unbound");
}

static void
each_is_known_by_its_trace(void **state)
{
	size_t count;
	const struct resolver_trace *traces = resolvers_traces(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		put(traces[i].path);
		if (resolvers_find(root) != traces[i].format)
			fail_msg("%s is not known", traces[i].path);
		take_away(traces[i].path);
	}
}

struct pair {
	const char *label;
	const char *one, *other;
	const struct format *format;
};

static const struct pair pairs[] = {
	{ "Pi-hole before its Unbound", "/etc/unbound/unbound.conf",
	    "/etc/pihole", &format_dnsmasq },
	{ "AdGuard Home before systemd-resolved",
	    "/run/systemd/resolve/stub-resolv.conf", "/opt/AdGuardHome",
	    &format_adguard },
	{ "dnsmasq before dnscrypt-proxy", "/etc/dnsmasq.conf",
	    "/etc/dnscrypt-proxy/dnscrypt-proxy.toml", &format_dnsmasq },
};

static void
who_is_asked_comes_before_who_is_asked_on(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		put(pairs[i].one);
		put(pairs[i].other);
		if (resolvers_find(root) != pairs[i].format)
			fail_msg("%s", pairs[i].label);
		take_away(pairs[i].one);
		take_away(pairs[i].other);
	}
}

static int
set_up(void **state)
{
	(void)state;
	(void)snprintf(root, sizeof(root), "/tmp/resolvers-XXXXXX");
	return mkdtemp(root) == NULL;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_none_nothing_is_said),
		cmocka_unit_test(each_is_known_by_its_trace),
		cmocka_unit_test(who_is_asked_comes_before_who_is_asked_on),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
