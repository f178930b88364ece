/* SPDX-License-Identifier: Apache-2.0
 * fuzz_yaml.c: any bytes as a catalogue file, linted; each place told lies in
 * the text.
 */
#include "core/buf.h"
#include "core/calendar.h"
#include "core/lint_catalogue.h"
#include "core/match.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t
lines_of(struct str text)
{
	uint32_t lines = 1;

	for (size_t i = 0; i < text.len; i++)
		lines += text.at[i] == '\n' || text.at[i] == '\r' ||
		    (unsigned char)text.at[i] >= 0x80;
	return lines;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct problems problems = { .count = 0 };
	struct catalogue *catalogue = NULL;
	struct catalogue_places places;
	struct match *match = NULL;

	if (catalogue_yaml_parse("f", text, &catalogue, &places, &problems,
	        NULL) != OK)
		return 0;
	lint_catalogue(catalogue, &places, NULL, 20782, &problems);
	for (uint32_t i = 0; i < problems.count; i++)
		if (problems.at[i].place.line > lines_of(text) + 1)
			abort();
	if (match_new(catalogue, &match, NULL) == OK)
		for (uint32_t i = 0; i < catalogue->rule_count; i++)
			(void)match_contact(match,
			    catalogue_rule(catalogue, i).host,
			    CALENDAR_NO_DAY);
	match_free(match);
	catalogue_free(catalogue);
	problems_release(&problems);
	return 0;
}
