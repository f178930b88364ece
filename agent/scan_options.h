/* SPDX-License-Identifier: Apache-2.0
 * scan_options.h: the options of `lanterne scan`, as one table, and what the
 * words that they take mean.  Must not know how a scan is done.
 * Covered by the scenario scan_bad_input.
 */
#ifndef AGENT_SCAN_OPTIONS_H
#define AGENT_SCAN_OPTIONS_H

#include "core/options.h"

#include "agent/answer.h"

struct scan_options {
	bool help;
	bool json, csv, share;
	bool list_formats;
	bool no_history, no_dns, no_html;
	bool open;
	const char *since;
	const char *html;
	const char *catalogue;
	const char *policy;
	const char *format;
	const char *tz;
	const char *year;
	const char *threads;
	const char *fail_on;
	const char *lang;
	struct option_list homes;
	struct option_list histories;
	struct option_list dns_logs;
	struct option_list clients;
};

/* Rows for options_parse, whose target is a struct scan_options. */
extern const struct option_row scan_option_rows[];
#define SCAN_OPTION_ROWS 23

/* scan_options_check: E_USAGE for options that exclude each other, a word
 * that --fail-on does not know, or a number of threads that is not offered. */
MUST_CHECK enum status scan_options_check(const struct scan_options *options,
    struct err *err);

/* scan_options_threads: how many --threads asks for, 1 without it. */
unsigned scan_options_threads(const struct scan_options *options);

/* scan_options_finding: true when the answer holds what --fail-on names. */
bool scan_options_finding(const struct scan_options *options,
    const struct answer_model *answer);

#endif
