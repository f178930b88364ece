/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_formats.h"

#include "agent/answer_csv.h"
#include "agent/answer_html.h"
#include "agent/answer_json.h"
#include "agent/answer_share.h"
#include "agent/answer_terminal.h"

#include <string.h>

const struct answer_format answer_formats[] = {
	{ "csv", answer_csv },
	{ "html", answer_html },
	{ "json", answer_json },
	{ "share", answer_share },
	{ "terminal", answer_terminal },
	{ NULL, NULL },
};

const struct answer_format *
answer_format_of(const char *name)
{
	const struct answer_format *format = answer_formats;

	while (format->name != NULL && strcmp(format->name, name) != 0)
		format++;
	return format->name == NULL ? NULL : format;
}
