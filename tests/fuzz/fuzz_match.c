/* SPDX-License-Identifier: Apache-2.0
 * fuzz_match.c: any host, path and query (one a line) against the built-in
 * catalogue: what matches lies under the rule's host.
 */
#include "core/calendar.h"
#include "core/domain.h"
#include "core/match.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct match_result result, struct str host)
{
	struct rule rule;

	if (result.rule < 0) {
		if (result.service != MATCH_NO_SERVICE ||
		    result.verdict != VERDICT_NONE)
			abort();
		return;
	}
	rule = catalogue_rule(catalogue_builtin(), (uint32_t)result.rule);
	if (rule.service != result.service || !domain_under(host, rule.host))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct match *match;
	struct str host = { (const char *)data, size };
	struct str path = STR(""), query = STR("");

	if (match == NULL && match_new(catalogue_builtin(), &match, NULL) != OK)
		abort();
	if (str_cut(host, STR("\n"), &host, &path))
		(void)str_cut(path, STR("\n"), &path, &query);
	check(match_contact(match, host, CALENDAR_NO_DAY), host);
	check(match_visit(match, host, path, query, CALENDAR_NO_DAY), host);
	check(match_visit(match, host, path, query, 19000), host);
	return 0;
}
