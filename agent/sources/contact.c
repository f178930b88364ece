/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/contact.h"

#include "agent/sources/zone.h"

#include "core/domain.h"

static bool
has_escaped_dot(struct str name)
{
	for (size_t i = 0; i + 1 < name.len; i++)
		if (name.at[i] == '\\' && name.at[++i] == '.')
			return true;
	return false;
}

void
contact_count(const struct source_env *env, struct source_report *report,
    struct clients_several *several, const struct contact *contact)
{
	struct domain host;
	int32_t day = zone_day(env->zone, contact->unix_seconds);

	source_record(report, day);
	if (has_escaped_dot(contact->name) ||
	    !domain_canonical(contact->name, &host))
		return;
	source_asked(env, report,
	    match_contact(env->match, domain_view(&host), day),
	    contact->client, several, contact->unix_seconds, day);
}
