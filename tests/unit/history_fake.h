/* SPDX-License-Identifier: Apache-2.0
 * history_fake.h: a matcher of four services, linked in place of core/match.c
 * by the tests and the fuzz target of browser histories.
 */
#ifndef TESTS_UNIT_HISTORY_FAKE_H
#define TESTS_UNIT_HISTORY_FAKE_H

#include "tests/unit/history_world.h"

enum fake_service {
	CHATGPT,
	DEEPL,
	BING_CHAT,
	MISTRAL,
	FAKE_SERVICES
};

struct fake_rule {
	const char *host;
	const char *path;
	int service;
	enum verdict verdict;
};

/* The first that applies wins: longest host first, then longest path. */
static const struct fake_rule fake_rules[] = {
	{ "help.openai.com", "", CHATGPT, VERDICT_READING },
	{ "api.openai.com", "", CHATGPT, VERDICT_APPLICATION },
	{ "chat.openai.com", "", CHATGPT, VERDICT_USE },
	{ "chat.mistral.ai", "", MISTRAL, VERDICT_USE },
	{ "www.bing.com", "/chat", BING_CHAT, VERDICT_USE },
	{ "chatgpt.com", "/share/", CHATGPT, VERDICT_READING },
	{ "chatgpt.com", "", CHATGPT, VERDICT_USE },
	{ "openai.com", "", CHATGPT, VERDICT_NONE },
	{ "deepl.com", "", DEEPL, VERDICT_USE },
};

#define FAKE_RULES (sizeof(fake_rules) / sizeof(fake_rules[0]))

struct match_result
match_visit(const struct match *match, struct str host, struct str path,
    struct str query, int32_t day)
{
	(void)match;
	(void)query;
	(void)day;
	for (size_t i = 0; i < FAKE_RULES; i++)
		if (domain_under(host, str_of(fake_rules[i].host)) &&
		    str_starts(path, str_of(fake_rules[i].path)))
			return (struct match_result){ fake_rules[i].service,
				(int)i, fake_rules[i].verdict };
	return (struct match_result){ MATCH_NO_SERVICE, -1, VERDICT_NONE };
}

void
match_hosts(const struct match *match,
    void (*visit)(void *cookie, struct str host), void *cookie)
{
	(void)match;
	for (size_t i = 0; i < FAKE_RULES; i++)
		visit(cookie, str_of(fake_rules[i].host));
}

#endif
