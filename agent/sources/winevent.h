/* SPDX-License-Identifier: Apache-2.0
 * winevent.h: an event of Windows as exported: XML (wevtutil, Event Viewer,
 * PowerShell), by expat, or Winlogbeat's JSON.  Must not know what an event of
 * a provider means.  Covered by tests/unit/test_formats.c, fuzz_linelog.
 */
#ifndef AGENT_SOURCES_WINEVENT_H
#define AGENT_SOURCES_WINEVENT_H

#include "agent/sources/formats.h"

struct winevent {
	uint64_t id;
	bool has_name; /* the data "QueryName" was there, and not empty */
	bool has_time;
};

/* winevent_is_from: a record that looks like an event of that provider. */
bool winevent_is_from(struct str record, struct str provider);

/*
 * winevent_read: the event; `query` gets its time (UTC) and QueryName, in
 * query->room, and no client.  RECORD_OTHER when it is of another provider,
 * RECORD_REJECTED when it cannot be read, else RECORD_QUERY: the caller looks
 * at `ret`.
 */
enum record winevent_read(struct str record, struct str provider,
    struct winevent *ret, struct query *query);

#endif
