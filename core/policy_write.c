/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy_write.h"

#include "core/calendar.h"
#include "core/yaml.h"

static void
write_text(struct buf *out, const char *key, struct str text)
{
	if (text.len == 0)
		return;
	buf_format(out, "%s: ", key);
	yaml_quote(out, text);
	buf_char(out, '\n');
}

static void
write_date(struct buf *out, const char *key, int32_t day)
{
	if (day != CALENDAR_NO_DAY)
		buf_format(out, "%s: %s\n", key, calendar_text(day).text);
}

static void
write_part(struct buf *out, const char *key, struct str text)
{
	if (text.len == 0)
		return;
	buf_format(out, ", %s: ", key);
	yaml_quote(out, text);
}

void
policy_write_decision(struct buf *out, const struct policy_decision *row)
{
	bool service = row->service.len > 0;

	buf_format(out, "  - {%s: ", service ? "service" : "category");
	buf_str(out, service ? row->service : category_id(row->category));
	buf_format(out, ", status: %s, date: %s",
	    decision_id(row->decision).at, calendar_text(row->date).text);
	if (row->until != CALENDAR_NO_DAY)
		buf_format(out, ", until: %s", calendar_text(row->until).text);
	if (row->contract != ANSWER_UNKNOWN)
		buf_format(out, ", contract: %s", answer_id(row->contract).at);
	write_part(out, "conditions", row->conditions);
	write_part(out, "replaced_by", row->replaced_by);
	write_part(out, "reason", row->reason);
	buf_text(out, "}\n");
}

void
policy_write(struct buf *out, const struct policy *policy)
{
	const struct policy_facts *facts = policy_facts(policy);
	const struct policy_decision *rows;
	uint32_t count;

	rows = policy_decisions(policy, &count);
	buf_text(out, "schema: " POLICY_VERSION "\n");
	write_text(out, "association", facts->association);
	write_text(out, "contact", facts->contact);
	write_date(out, "board_date", facts->board_date);
	write_date(out, "notice_date", facts->notice_date);
	write_date(out, "ai_discussed", facts->ai_discussed);
	write_date(out, "last_session", facts->last_session);
	if (facts->charter != ANSWER_UNKNOWN)
		buf_format(out, "charter: %s\n", answer_id(facts->charter).at);
	buf_format(out, "period: %s\n", policy_period_id(facts->period).at);
	buf_text(out, count > 0 ? "decisions:\n" : "");
	for (uint32_t i = 0; i < count; i++)
		policy_write_decision(out, &rows[i]);
}
