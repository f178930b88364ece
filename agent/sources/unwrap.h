/* SPDX-License-Identifier: Apache-2.0
 * unwrap.h: the line of a daemon that runs in a container, out of the line that
 * the container's runtime made of it: Docker's json-file, or CRI (Kubernetes,
 * Podman).  Must not know a daemon.  Covered by tests/unit/test_unwrap.c.
 */
#ifndef AGENT_SOURCES_UNWRAP_H
#define AGENT_SOURCES_UNWRAP_H

#include "core/str.h"

/* A line, and the runtime's stamp before it. */
#define UNWRAP_ROOM ((size_t)64 << 10)

struct unwrap {
	char room[UNWRAP_ROOM];
};

/* unwrap_is: {"log":"...","stream":"stdout","time":"..."}, or
 * "2026-11-23T08:30:12.123456789Z stdout F ...". */
bool unwrap_is(struct str line);

/*
 * unwrap: what the daemon wrote, in unwrap->room, without the end of its line.
 * The runtime's time stands before it where it has none of its own.  A line
 * that is not wrapped, or cannot be read, is given back as it is.
 */
struct str unwrap(struct unwrap *unwrap, struct str line);

#endif
