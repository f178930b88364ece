/* SPDX-License-Identifier: Apache-2.0
 * url.h: the parts of a web address as a browser would read them.  Must not
 * know a browser, a catalogue, or any other scheme than http and https.
 * Covered by tests/unit/test_url.c and tests/fuzz/fuzz_url.c.
 */
#ifndef AGENT_SOURCES_URL_H
#define AGENT_SOURCES_URL_H

#include "core/domain.h"

struct url {
	struct domain host; /* canonical; an IPv6 address keeps its brackets */
	struct str path;    /* starts with "/", or is empty */
	struct str query;   /* what follows "?", without it; may be empty */
};

/*
 * url_split: cut `text` (a WHATWG "URL record": url.spec.whatwg.org, sections
 * 4.4 and 3.5) into its parts.  `path` and `query` are slices of `text`, as
 * they stand in it; nothing is allocated.
 *
 * False, output untouched, for all that a person did not open on a web site:
 * any other scheme ("file:", "chrome-extension:", "view-source:https://..."),
 * no host, a host that a browser refuses, a port over 65535.  As browsers do:
 * "\" ends a host like "/", user and password are dropped at the last "@",
 * tabs and line ends inside a host are dropped, "%63" in a host is "c".  A
 * path that starts with "\" is given as empty.
 */
bool url_split(struct str text, struct url *ret);

#endif
