/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/scan_options.h"

#include <string.h>

#define ROW(name, kind, member, value, help) \
	{ name, kind, offsetof(struct scan_options, member), value, help }

const struct option_row scan_option_rows[] = {
	ROW("catalogue", OPTION_TEXT, catalogue, MSG_VALUE_PATH, MSG_SCAN_CATALOGUE),
	ROW("clients", OPTION_LIST, clients, MSG_VALUE_CLIENTS, MSG_SCAN_CLIENTS),
	ROW("csv", OPTION_FLAG, csv, MSG_VALUE_PATH, MSG_SCAN_CSV),
	ROW("dns-log", OPTION_LIST, dns_logs, MSG_VALUE_LOG, MSG_SCAN_DNS_LOG),
	ROW("fail-on", OPTION_TEXT, fail_on, MSG_VALUE_FAIL_ON, MSG_SCAN_FAIL_ON),
	ROW("format", OPTION_TEXT, format, MSG_VALUE_FORMAT, MSG_SCAN_FORMAT),
	ROW("help", OPTION_FLAG, help, MSG_VALUE_PATH, MSG_OPTION_HELP),
	ROW("history", OPTION_LIST, histories, MSG_VALUE_FILE, MSG_SCAN_HISTORY),
	ROW("home", OPTION_LIST, homes, MSG_VALUE_FOLDER, MSG_SCAN_HOME),
	ROW("html", OPTION_TEXT, html, MSG_VALUE_FILE, MSG_SCAN_HTML),
	ROW("json", OPTION_FLAG, json, MSG_VALUE_PATH, MSG_SCAN_JSON),
	ROW("lang", OPTION_TEXT, lang, MSG_VALUE_LANG, MSG_OPTION_LANG),
	ROW("list-formats", OPTION_FLAG, list_formats, MSG_VALUE_PATH, MSG_SCAN_LIST_FORMATS),
	ROW("no-dns", OPTION_FLAG, no_dns, MSG_VALUE_PATH, MSG_SCAN_NO_DNS),
	ROW("no-history", OPTION_FLAG, no_history, MSG_VALUE_PATH, MSG_SCAN_NO_HISTORY),
	ROW("no-html", OPTION_FLAG, no_html, MSG_VALUE_PATH, MSG_SCAN_NO_HTML),
	ROW("open", OPTION_FLAG, open, MSG_VALUE_PATH, MSG_SCAN_OPEN),
	ROW("policy", OPTION_TEXT, policy, MSG_VALUE_FILE, MSG_SCAN_POLICY),
	ROW("share", OPTION_FLAG, share, MSG_VALUE_PATH, MSG_SCAN_SHARE),
	ROW("since", OPTION_TEXT, since, MSG_VALUE_SINCE, MSG_SCAN_SINCE),
	ROW("threads", OPTION_TEXT, threads, MSG_VALUE_THREADS, MSG_SCAN_THREADS),
	ROW("tz", OPTION_TEXT, tz, MSG_VALUE_TZ, MSG_SCAN_TZ),
	ROW("year", OPTION_TEXT, year, MSG_VALUE_YEAR, MSG_SCAN_YEAR),
};
_Static_assert(sizeof(scan_option_rows) / sizeof(scan_option_rows[0]) ==
    SCAN_OPTION_ROWS, "the header counts the rows");

struct finding_row {
	const char *word;
	unsigned decisions; /* bits of enum decision */
};

#define BIT(decision) (1u << (decision))

static const struct finding_row finding_rows[] = {
	{ "any", ~0u },
	{ "forbidden", BIT(DECISION_FORBIDDEN) },
	{ "review", BIT(DECISION_UNDECIDED) | BIT(DECISION_POSTPONED) |
	    BIT(DECISION_FORBIDDEN) },
};

#define FINDING_COUNT (sizeof(finding_rows) / sizeof(finding_rows[0]))

static const struct finding_row *
finding_row_of(const char *word)
{
	for (size_t i = 0; i < FINDING_COUNT; i++)
		if (strcmp(finding_rows[i].word, word) == 0)
			return &finding_rows[i];
	return NULL;
}

/* One contact alone is not use. */
static bool
gateway_finding(const struct finding_row *row,
    const struct answer_gateway *gateway)
{
	for (uint32_t i = 0; i < gateway->service_count; i++)
		if (gateway->services[i].seen.confirmed != LENS_NONE &&
		    (row->decisions & BIT(gateway->services[i].decision)) != 0)
			return true;
	return false;
}

bool
scan_options_finding(const struct scan_options *options,
    const struct answer_model *answer)
{
	const struct finding_row *row = options->fail_on == NULL
	    ? NULL
	    : finding_row_of(options->fail_on);

	if (row == NULL)
		return false;
	for (uint32_t i = 0; i < answer->service_count; i++)
		if ((row->decisions & BIT(answer->services[i].decision)) != 0)
			return true;
	return gateway_finding(row, &answer->gateway);
}

/* An agent is polite: it takes one core unless it is told to. */
unsigned
scan_options_threads(const struct scan_options *options)
{
	return options->threads != NULL && strcmp(options->threads, "2") == 0
	    ? 2
	    : 1;
}

static bool
is_threads(const char *word)
{
	return strcmp(word, "1") == 0 || strcmp(word, "2") == 0;
}

static enum status
check_kinds(const struct scan_options *options, struct err *err)
{
	const char *named = options->homes.count > 0 ? "--home" : "--history";

	if (options->no_history && options->no_dns)
		return err_set(err, E_USAGE, MSG_SCAN_NOTHING, NO_ARGS);
	if (options->no_history &&
	    options->homes.count + options->histories.count > 0)
		return err_set(err, E_USAGE, MSG_SCAN_CONTRADICTION,
		    ARGS("--no-history", named));
	if (options->no_dns && options->dns_logs.count > 0)
		return err_set(err, E_USAGE, MSG_SCAN_CONTRADICTION,
		    ARGS("--no-dns", "--dns-log"));
	return OK;
}

enum status
scan_options_check(const struct scan_options *options, struct err *err)
{
	if (options->json + options->csv + options->share > 1)
		return err_set(err, E_USAGE, MSG_SCAN_ONE_FORM, NO_ARGS);
	if (options->fail_on != NULL && finding_row_of(options->fail_on) == NULL)
		return err_set(err, E_USAGE, MSG_FAIL_ON_INVALID, NO_ARGS);
	if (options->threads != NULL && !is_threads(options->threads))
		return err_set(err, E_USAGE, MSG_THREADS_INVALID, NO_ARGS);
	if (options->clients.count > 0 && (options->no_dns ||
	        (options->dns_logs.count == 0 &&
	            options->homes.count + options->histories.count > 0)))
		return err_set(err, E_USAGE, MSG_CLIENTS_NO_LOG, NO_ARGS);
	return check_kinds(options, err);
}
