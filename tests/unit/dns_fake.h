/* SPDX-License-Identifier: Apache-2.0
 * dns_fake.h: a matcher of two services, with hosts of all lengths, and a sink
 * that remembers, linked in place of core/match.c by the tests and fuzzers of
 * the DNS log engine.
 */
#ifndef TESTS_UNIT_DNS_FAKE_H
#define TESTS_UNIT_DNS_FAKE_H

#include "agent/sources/source.h"

#include "core/domain.h"

struct fake_rule {
	const char *host;
	int service;
	enum verdict verdict;
};

static const struct fake_rule fake_rules[] = {
	{ "chatgpt.com", 0, VERDICT_USE },
	{ "api.openai.com", 0, VERDICT_APPLICATION },
	{ "claude.ai", 1, VERDICT_USE },
	{ "you.com", 1, VERDICT_USE },
	{ "poe.ai", 1, VERDICT_USE },
	{ "pi.ai", 1, VERDICT_USE },
	{ "x.ai", 1, VERDICT_USE },
};

#define FAKE_RULES ((int)(sizeof(fake_rules) / sizeof(fake_rules[0])))

struct match_result
match_contact(const struct match *match, struct str host, int32_t day)
{
	struct match_result none = { MATCH_NO_SERVICE, -1, VERDICT_NONE };

	(void)match;
	(void)day;
	for (int i = 0; i < FAKE_RULES; i++)
		if (domain_under(host, str_of(fake_rules[i].host)))
			return (struct match_result){ fake_rules[i].service, i,
				fake_rules[i].verdict };
	return none;
}

void
match_hosts(const struct match *match,
    void (*visit)(void *cookie, struct str host), void *cookie)
{
	(void)match;
	for (int i = 0; i < FAKE_RULES; i++)
		visit(cookie, str_of(fake_rules[i].host));
}

#define FAKE_SIGHTINGS_MAX 4096

struct fake_sink {
	size_t count;
	struct sighting at[FAKE_SIGHTINGS_MAX];
};

static inline void
fake_push(void *cookie, const struct sighting *sighting)
{
	struct fake_sink *sink = cookie;

	if (sink->count < FAKE_SIGHTINGS_MAX)
		sink->at[sink->count] = *sighting;
	sink->count++;
}

static inline struct source_env
fake_env(const struct zone *zone, struct fake_sink *sink)
{
	return (struct source_env){
		.zone = zone,
		.window = { INT32_MIN + 1, INT32_MAX },
		.sink = { .push = fake_push, .cookie = sink },
	};
}

#endif
