/* SPDX-License-Identifier: Apache-2.0
 * doh.h: whether a browser's profile asks its names over encrypted DNS, so
 * that no DNS log sees them.  Must not know a history.
 * Covered by tests/unit/test_browsers.c.
 */
#ifndef AGENT_SOURCES_DOH_H
#define AGENT_SOURCES_DOH_H

#include "agent/sources/homes.h"

/* A settings file over this size is not read, and says nothing. */
#define DOH_MAX_BYTES ((size_t)16 << 20)

/*
 * doh_chromium: `Local State`, in the profile's folder or in the one above,
 * has dns_over_https.mode "secure", or "automatic" with a server of its own.
 * doh_firefox: network.trr.mode is 2 or 3 in prefs.js, or in user.js, which
 * has the last word.  Files that cannot be read say nothing.
 */
bool doh_chromium(const struct home *home, const char *profile);
bool doh_firefox(const struct home *home, const char *profile);

#endif
