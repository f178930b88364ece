/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_csv.h"

#include "core/calendar.h"
#include "core/markup.h"

#define END "\r\n" /* RFC 4180 */

static void
put_text(struct buf *out, struct str text)
{
	markup_csv(out, text);
	buf_char(out, ',');
}

static void
put_number(struct buf *out, long long number)
{
	buf_number(out, number);
	buf_char(out, ',');
}

static const char head[] =
    "id,name,category,status,ai_days,visited_days,contacted_days,"
    "confidentiality_points,confidentiality_unknown,confidentiality_of,"
    "security_points,security_unknown,security_of,"
    "reputation_points,reputation_unknown,reputation_of,last_month" END;

static void
put_service(struct buf *out, const struct answer_service *entry)
{
	put_text(out, entry->service->id);
	put_text(out, entry->service->name);
	put_text(out, category_id(entry->service->category));
	put_text(out, decision_id(entry->decision));
	put_number(out, entry->ai_days);
	put_number(out, entry->visited_days);
	put_number(out, entry->contacted_days);
	for (int f = 0; f < RISK_FAMILY_COUNT; f++) {
		put_number(out, entry->attention[f].points);
		put_number(out, entry->attention[f].unknown);
		put_number(out, entry->attention[f].of);
	}
	buf_str(out, str_head(str_of(calendar_text(entry->last_day).text), 7));
	buf_text(out, END);
}

/* A table of its own, behind an empty line. */
static const char gateway_head[] = END
    "gateway_id,name,category,status,clients,confirmed,last_month" END;

static void
put_gateway(struct buf *out, const struct answer_gateway *gateway)
{
	buf_text(out, gateway_head);
	for (uint32_t i = 0; i < gateway->service_count; i++) {
		const struct answer_gateway_service *entry =
		    &gateway->services[i];

		put_text(out, entry->service->id);
		put_text(out, entry->service->name);
		put_text(out, category_id(entry->service->category));
		put_text(out, decision_id(entry->decision));
		put_text(out, lens_band_id(entry->seen.clients));
		put_text(out, lens_band_id(entry->seen.confirmed));
		buf_str(out, str_head(
		    str_of(calendar_text(entry->seen.last_day).text), 7));
		buf_text(out, END);
	}
}

void
answer_csv(struct buf *out, const struct answer_model *answer,
    const struct answer_look *look)
{
	(void)look;
	buf_text(out, head);
	for (uint32_t i = 0; i < answer->service_count; i++)
		put_service(out, &answer->services[i]);
	if (answer->gateway.asked)
		put_gateway(out, &answer->gateway);
}
