/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/events.h"

void
events_scan(const struct source_env *env,
    const struct dnslogs_options *options, struct source_list *list)
{
	(void)env;
	(void)options;
	(void)list;
}
