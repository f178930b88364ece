/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_terminal_gateway.h"

#include "agent/answer_words.h"
#include "agent/screen.h"

enum gateway_column {
	GATEWAY_NAME,
	GATEWAY_TYPE,
	GATEWAY_CLIENTS,
	GATEWAY_CONFIRMED,
	GATEWAY_LAST,
	GATEWAY_STATUS,
	GATEWAY_COLUMN_COUNT
};

static const struct screen_column gateway_columns[] = {
	[GATEWAY_NAME] = { MSG_COLUMN_SERVICE,
	    { .min = 8, .max = 28, .keep = 9 } },
	[GATEWAY_TYPE] = { MSG_COLUMN_TYPE,
	    { .gap = 2, .min = 12, .max = 16, .keep = 3 } },
	[GATEWAY_CLIENTS] = { MSG_COLUMN_CLIENTS, { .gap = 2, .keep = 9 } },
	[GATEWAY_CONFIRMED] = { MSG_COLUMN_CONFIRMED,
	    { .gap = 2, .keep = 8 } },
	[GATEWAY_LAST] = { MSG_COLUMN_LAST,
	    { .gap = 2, .min = 9, .keep = 4 } },
	[GATEWAY_STATUS] = { MSG_COLUMN_STATUS,
	    { .gap = 2, .max = 16, .keep = 7 } },
};
_Static_assert(sizeof(gateway_columns) / sizeof(gateway_columns[0]) ==
    GATEWAY_COLUMN_COUNT, "every column has a row");

struct drawing {
	const struct answer_gateway *gateway;
	enum language language;
};

static void
gateway_cell(struct buf *out, const void *cookie, size_t row, size_t column)
{
	const struct drawing *drawing = cookie;
	const struct answer_gateway_service *entry =
	    &drawing->gateway->services[row];
	enum language language = drawing->language;

	switch ((enum gateway_column)column) {
	case GATEWAY_NAME:
		buf_str(out, entry->service->name);
		break;
	case GATEWAY_TYPE:
		message_write(out, language,
		    category_brief(entry->service->category), NO_ARGS);
		break;
	case GATEWAY_CLIENTS:
		message_write(out, language,
		    answer_band_name(entry->seen.clients), NO_ARGS);
		break;
	case GATEWAY_CONFIRMED:
		message_write(out, language,
		    answer_band_name(entry->seen.confirmed), NO_ARGS);
		break;
	case GATEWAY_LAST:
		prose_month_short(out, language, entry->seen.last_day);
		break;
	case GATEWAY_STATUS:
		message_write(out, language, decision_name(entry->decision),
		    NO_ARGS);
		break;
	case GATEWAY_COLUMN_COUNT:
		break;
	}
}

static const char *
gateway_paint(const void *cookie, size_t row, size_t column)
{
	const struct drawing *drawing = cookie;
	const struct answer_gateway_service *entry =
	    &drawing->gateway->services[row];

	if (column != GATEWAY_STATUS)
		return NULL;
	if (entry->decision == DECISION_FORBIDDEN)
		return PAINT_REFUSED;
	return entry->to_review ? PAINT_REVIEW : NULL;
}

static void
gateway_table(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	struct column columns[GATEWAY_COLUMN_COUNT];
	struct drawing drawing = { &answer->gateway, look->language };
	struct columns_table table = {
		.columns = columns,
		.column_count = GATEWAY_COLUMN_COUNT,
		.row_count = answer->gateway.service_count,
		.width = look->columns,
		.colour = look->colour,
		.cell = gateway_cell,
		.paint = gateway_paint,
		.cookie = &drawing,
	};

	screen_titles(columns, gateway_columns, GATEWAY_COLUMN_COUNT,
	    look->language);
	columns_table(out, &table);
}

void
answer_terminal_gateway(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	const struct answer_gateway *gateway = &answer->gateway;

	if (!gateway->asked)
		return;
	buf_char(out, '\n');
	if (gateway->service_count > 0) {
		screen_say(out, look, MSG_GATEWAY_HEAD, NO_ARGS);
		gateway_table(out, answer, look);
		screen_say(out, look, MSG_GATEWAY_MEANS, NO_ARGS);
	} else {
		screen_say(out, look, answer->dns_read == 0
		        ? MSG_GATEWAY_UNREAD
		        : MSG_GATEWAY_ZERO, NO_ARGS);
	}
	if (gateway->full)
		screen_say(out, look, MSG_GATEWAY_FULL, NO_ARGS);
	buf_char(out, '\n');
}
