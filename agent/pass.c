/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/pass.h"

#include "agent/sources/dnscache.h"
#include "agent/sources/events.h"
#include "agent/sources/history.h"

void
pass_read(const struct pass_plan *plan, const struct source_env *env,
    struct source_list *list)
{
	if (plan->session)
		history_scan_home(env, NULL, list);
	for (size_t i = 0; i < plan->homes->count; i++)
		history_scan_home(env, plan->homes->at[i], list);
	for (size_t i = 0; i < plan->histories->count; i++)
		history_scan_file(env, plan->histories->at[i], list);
	for (size_t i = 0; i < plan->dns_logs->count; i++)
		dnslogs_scan(env, plan->dns_logs->at[i], &plan->dns, list);
	if (plan->known_dns) {
		dnslogs_scan_known(env, &plan->dns, list);
		events_scan(env, &plan->dns, list);
	}
	if (plan->dns_cache)
		dnscache_scan(env, plan->dns.now, list);
}
