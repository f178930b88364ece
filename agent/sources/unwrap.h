/* SPDX-License-Identifier: Apache-2.0
 * unwrap.h: the line of a daemon, out of the line that something else made of
 * it: a container's runtime (Docker's json-file, CRI), what prints several
 * containers' lines (docker compose, kubectl), the journal's JSON.  Must not
 * know a daemon.  Covered by tests/unit/test_unwrap.c.
 */
#ifndef AGENT_SOURCES_UNWRAP_H
#define AGENT_SOURCES_UNWRAP_H

#include "core/str.h"

/* A line, and the stamp and tag that are put before it. */
#define UNWRAP_ROOM ((size_t)64 << 10)

struct unwrap {
	char room[UNWRAP_ROOM];
};

/* unwrap_is: {"log":"...","stream":"stdout","time":"..."}, as of json-file;
 * "2026-11-23T08:30:12.123456789Z stdout F ...", of CRI; "pihole-1  | ...", of
 * docker compose; "[pod/NAME/CONTAINER] ...", of kubectl; a time before a line
 * that has its own, of docker logs -t; {"__REALTIME_TIMESTAMP":"...",
 * "MESSAGE":"..."}, of journalctl -o json, json-seq and json-sse. */
bool unwrap_is(struct str line);

/*
 * unwrap: what the daemon wrote, with the time that was put before it where it
 * has none of its own.  A part of the line where it can be; in unwrap->room
 * what JSON held, and of a journal's entry "1795422600.594000 TAG[PID]: " before
 * the message.  A line that is not wrapped, or cannot be read, is given back as
 * it is.
 */
struct str unwrap(struct unwrap *unwrap, struct str line);

#endif
