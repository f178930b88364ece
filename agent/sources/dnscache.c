/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnscache.h"

#include "agent/sources/contact.h"

#include "core/domain.h"
#include "core/map.h"

/* RFC 1035 section 3.2.2, RFC 3596, RFC 9460. */
#define TYPE_A 1
#define TYPE_AAAA 28
#define TYPE_HTTPS 65

static bool
is_for_a_host(uint16_t type)
{
	return type == TYPE_A || type == TYPE_AAAA || type == TYPE_HTTPS;
}

static enum status
count_once(const struct source_env *env, struct source_report *report,
    struct map *seen, const struct contact *contact, struct err *err)
{
	struct clients_several several = { .any = false };
	struct domain host;
	struct str key = domain_canonical(contact->name, &host)
	    ? domain_view(&host)
	    : contact->name;
	uint64_t *times = map_at(seen, key);

	if (times == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	if ((*times)++ == 0)
		contact_count(env, report, &several, NULL, contact);
	return OK;
}

static enum status
walk(const struct source_env *env, int64_t now,
    const struct dnscache_list *entries, struct map *seen,
    struct source_report *report, struct err *err)
{
	struct contact contact = { .unix_seconds = now };
	struct dnscache_entry entry;
	enum status code = OK;

	for (size_t i = 0; code == OK && entries->next(entries->cookie, &entry);
	     i++) {
		if (i == DNSCACHE_ENTRIES_MAX)
			return err_set(err, E_LIMIT, MSG_DNS_CACHE_LONG,
			    ARGS(digits(DNSCACHE_ENTRIES_MAX).text));
		contact.name = entry.name;
		if (is_for_a_host(entry.type))
			code = count_once(env, report, seen, &contact, err);
	}
	return code == OK && report->records == 0
	    ? err_set(err, E_NOT_FOUND, MSG_DNS_CACHE_NONE, NO_ARGS)
	    : code;
}

/* Pages choose the names, but not the second at which they are read. */
void
dnscache_count(const struct source_env *env, int64_t now,
    const struct dnscache_list *entries, struct source_report *report)
{
	struct map seen;
	struct err err;
	enum status code;

	map_init(&seen, DNSCACHE_ENTRIES_MAX, (uint64_t)now);
	code = walk(env, now, entries, &seen, report, &err);
	map_release(&seen);
	report->without_time = report->records > 0;
	if (code != OK)
		source_report_fail(report, code, &err);
	if (code != OK && report->records > 0)
		report->state = SOURCE_PARTIAL;
}

bool
dnscache_adds(const struct source_list *list)
{
	for (const struct source_report *report = list->first; report != NULL;
	     report = report->next)
		if (report->kind == SOURCE_DNS && report->records > 0)
			return false;
	return true;
}
