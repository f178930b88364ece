/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/dnscache.h"

#include "core/domain.h"
#include "core/wide.h"

#include <string.h>

#include <windows.h>

#define NAME "Windows DNS cache"
#define SHOWN_BY "ipconfig /displaydns"
#define NAME_ROOM (DOMAIN_MAX + 3) /* a final dot, NUL; a longer one is none */
#define FREE_FLAT 0                /* DnsFreeFlat of windns.h */

/* Not documented by Microsoft; the same since Windows 2000, and what `ipconfig`
 * calls.  The table is a list whose entries and names are freed one by one. */
struct table_entry {
	struct table_entry *next;
	wchar_t *name;
	WORD type;
	WORD data_length;
	DWORD flags;
};

typedef BOOL WINAPI table_function(struct table_entry **ret_first);
typedef void WINAPI free_function(void *data, int how);

struct table {
	HMODULE library;
	table_function *get;
	free_function *release;
	struct table_entry *first;
	const struct table_entry *place;
	char name[NAME_ROOM];
};

/* The system's own library, wherever the program stands. */
static bool
table_open(struct table *table)
{
	FARPROC get, release;

	table->library = LoadLibraryExW(L"dnsapi.dll", NULL,
	    LOAD_LIBRARY_SEARCH_SYSTEM32);
	if (table->library == NULL)
		return false;
	get = GetProcAddress(table->library, "DnsGetCacheDataTable");
	release = GetProcAddress(table->library, "DnsFree");
	if (get == NULL || release == NULL)
		return false;
	memcpy(&table->get, &get, sizeof(get));
	memcpy(&table->release, &release, sizeof(release));
	if (!table->get(&table->first))
		table->first = NULL;
	table->place = table->first;
	return table->first != NULL;
}

static void
table_close(struct table *table)
{
	struct table_entry *entry = table->first;

	while (entry != NULL) {
		struct table_entry *next = entry->next;

		table->release(entry->name, FREE_FLAT);
		table->release(entry, FREE_FLAT);
		entry = next;
	}
	if (table->library != NULL)
		(void)FreeLibrary(table->library);
}

static bool
next_name(void *cookie, struct dnscache_entry *ret_entry)
{
	struct table *table = cookie;
	const struct table_entry *entry = table->place;

	if (entry == NULL)
		return false;
	if (entry->name == NULL ||
	    !wide_narrow(entry->name, false, table->name, NAME_ROOM))
		table->name[0] = '\0';
	*ret_entry = (struct dnscache_entry){ .name = str_of(table->name),
		.type = entry->type };
	table->place = entry->next;
	return true;
}

void
dnscache_scan(const struct source_env *env, int64_t now,
    struct source_list *list)
{
	struct table table = { .library = NULL };
	struct dnscache_list entries = { next_name, &table };
	struct source_report *report;
	struct err err;

	if (!dnscache_adds(list))
		return;
	report = source_list_add(list, SOURCE_DNS, NAME, SHOWN_BY);
	if (report == NULL)
		return;
	if (table_open(&table))
		dnscache_count(env, now, &entries, report);
	else
		source_report_fail(report, err_set(&err, E_NOT_FOUND,
		    MSG_DNS_CACHE_NONE, NO_ARGS), &err);
	table_close(&table);
}
