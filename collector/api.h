/* SPDX-License-Identifier: Apache-2.0
 * api.h: the routes of computers: what comes in on the two channels, and what
 * goes out (docs/PROTOCOL.md).  Must not know a socket or SQL.
 * Covered by tests/scenario/collector_*.sh.
 *
 * The identified channel proves itself by its device's secret and carries no
 * usage; the anonymous one carries a ballot and no identity.  No handler
 * touches the store: it hands a job to the writer, whose answer goes out once
 * the job is committed.
 */
#ifndef COLLECTOR_API_H
#define COLLECTOR_API_H

#include "collector/ballotbox.h"
#include "collector/route.h"
#include "collector/writer.h"

struct api;

struct api_options {
	struct ballotbox *box; /* the writer's thread alone touches it */
	int64_t (*now)(const void *clock); /* UNIX seconds; any thread */
	const void *clock;
};

/* api_new: takes the reference to `take_polls`. */
MUST_CHECK enum status api_new(const struct api_options *options,
    struct polls *take_polls, struct api **ret_api, struct err *err);
void api_free(struct api *api);

/* api_hooks: what to give to the writer that serves this interface.
 * api_use_writer: name that writer, before the first request. */
struct writer_hooks api_hooks(struct api *api);
void api_use_writer(struct api *api, struct writer *writer);

/* api_routes: what the server is given. */
struct routes api_routes(struct api *api);

/* api_refresh: from now on these periods are served; takes the reference. */
void api_refresh(struct api *api, struct polls *take_polls);

/* api_stale: a period was found closed since the last refresh. */
bool api_stale(const struct api *api);

#endif
