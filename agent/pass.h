/* SPDX-License-Identifier: Apache-2.0
 * pass.h: all sources of a plan, read in turn into one sink.  A source that
 * fails never stops the others.  Must not know what is done with a sighting.
 * Covered by the scenarios.
 */
#ifndef AGENT_PASS_H
#define AGENT_PASS_H

#include "core/options.h"

#include "agent/sources/dnslogs.h"
#include "agent/sources/source.h"

struct pass_plan {
	bool session;                         /* this user's own home */
	const struct option_list *homes;      /* copied homes, mounted disks */
	const struct option_list *histories;  /* single files */
	const struct option_list *dns_logs;   /* files, folders, "-" */
	bool known_dns;                       /* look at well-known places */
	bool dns_cache;                       /* then at the system's cache, for
	                                       * a single pass: dnscache.h */
	struct dnslogs_options dns;
};

/* pass_read: fill `list` with a report per source. */
void pass_read(const struct pass_plan *plan, const struct source_env *env,
    struct source_list *list);

#endif
