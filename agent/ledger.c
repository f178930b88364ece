/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/ledger.h"

#include "core/db.h"

#include <string.h>

enum sql {
	SQL_CLEAR_CURSORS,
	SQL_CLEAR_SOURCES,
	SQL_CURSORS,
	SQL_DAYS,
	SQL_DROP_DAYS,
	SQL_DROP_MINUTE,
	SQL_DROP_MINUTES,
	SQL_DROP_SPAN,
	SQL_DROP_SPAN_MINUTES,
	SQL_HAS_DAY,
	SQL_KEEP_CURSOR,
	SQL_KEEP_DAY,
	SQL_KEEP_MINUTE,
	SQL_KEEP_SOURCE,
	SQL_MINUTE,
	SQL_NOTICE,
	SQL_PAUSE,
	SQL_PAUSED,
	SQL_PAUSE_END,
	SQL_RESUME,
	SQL_SOURCES,
	SQL_COUNT
};

static const char *const sql_rows[] = {
	[SQL_CLEAR_CURSORS] = "DELETE FROM cursor",
	[SQL_CLEAR_SOURCES] = "DELETE FROM source",
	[SQL_CURSORS] = "SELECT fingerprint, head, device, inode, size, offset"
	    " FROM cursor",
	[SQL_DAYS] = "SELECT day, service, evidence FROM day"
	    " WHERE day BETWEEN ?1 AND ?2 ORDER BY day, service, evidence",
	[SQL_DROP_DAYS] = "DELETE FROM day WHERE day < ?1",
	[SQL_DROP_MINUTE] = "DELETE FROM minute WHERE day = ?1"
	    " AND service = ?2",
	[SQL_DROP_MINUTES] = "DELETE FROM minute WHERE day < ?1",
	[SQL_DROP_SPAN] = "DELETE FROM day WHERE day BETWEEN ?1 AND ?2",
	[SQL_DROP_SPAN_MINUTES] = "DELETE FROM minute"
	    " WHERE day BETWEEN ?1 AND ?2",
	[SQL_HAS_DAY] = "SELECT 1 FROM day WHERE day = ?1 AND service = ?2"
	    " AND evidence = ?3",
	[SQL_KEEP_CURSOR] = "INSERT OR REPLACE INTO cursor"
	    " (fingerprint, head, device, inode, size, offset)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[SQL_KEEP_DAY] = "INSERT OR IGNORE INTO day VALUES (?1, ?2, ?3)",
	[SQL_KEEP_MINUTE] = "INSERT OR IGNORE INTO minute VALUES (?1, ?2, ?3)",
	[SQL_KEEP_SOURCE] = "INSERT OR REPLACE INTO source VALUES (?1, ?2, ?3)",
	[SQL_MINUTE] = "SELECT minute FROM minute WHERE day = ?1"
	    " AND service = ?2",
	[SQL_NOTICE] = "UPDATE joined SET notice = ?1",
	[SQL_PAUSE] = "INSERT OR REPLACE INTO pause VALUES (?1, ?2)",
	[SQL_PAUSED] = "SELECT 1 FROM pause WHERE first <= ?2"
	    " AND (last IS NULL OR last >= ?1)",
	[SQL_PAUSE_END] = "SELECT ifnull(last, -1) FROM pause WHERE first <= ?1"
	    " AND (last IS NULL OR last >= ?1)"
	    " ORDER BY last IS NOT NULL, last DESC",
	[SQL_RESUME] = "UPDATE pause SET last = ?1"
	    " WHERE first <= ?1 AND (last IS NULL OR last > ?1)",
	[SQL_SOURCES] = "SELECT kind, source, state FROM source",
};

_Static_assert(sizeof(sql_rows) / sizeof(sql_rows[0]) == SQL_COUNT,
    "a row for each statement");

/* A statement about (day, service, third). */
static enum status
of_day(struct state *state, enum sql sql, const struct finding *row,
    const int64_t *third, bool *ret_row, int64_t *ret_number, struct err *err)
{
	struct db_query *query = NULL;
	const int64_t day = row->day;
	enum status code = state_ask(state, sql_rows[sql], &day, 1, &query,
	    err);

	if (code == OK)
		code = db_bind_text(query, 2, str_of(row->service), err);
	if (code == OK && third != NULL)
		code = db_bind_number(query, 3, *third, err);
	return state_finish(code, query, ret_row, ret_number, err);
}

/* Pauses, and the first day */

enum status
ledger_pause(struct state *state, int32_t first, int32_t last, struct err *err)
{
	const int64_t span[] = { first,
		last == CALENDAR_NO_DAY ? INT32_MAX : last };
	struct db_query *query = NULL;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	code = state_say(state, sql_rows[SQL_RESUME], span, 1, err);
	if (code == OK)
		code = state_ask(state, sql_rows[SQL_PAUSE], span,
		    last == CALENDAR_NO_DAY ? 1 : 2, &query, err);
	code = state_finish(code, query, NULL, NULL, err);
	if (code == OK)
		code = state_say(state, sql_rows[SQL_DROP_SPAN], span, 2, err);
	if (code == OK)
		code = state_say(state, sql_rows[SQL_DROP_SPAN_MINUTES], span,
		    2, err);
	return state_end(state, code, err);
}

enum status
ledger_resume(struct state *state, int32_t today, struct err *err)
{
	const int64_t day = today;

	return state_say(state, sql_rows[SQL_RESUME], &day, 1, err);
}

enum status
ledger_paused(struct state *state, int32_t first, int32_t last, bool *ret,
    struct err *err)
{
	const int64_t span[] = { first, last };
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_PAUSED], span, 2,
	    &query, err);

	return state_finish(code, query, ret, NULL, err);
}

enum status
ledger_pause_end(struct state *state, int32_t day, bool *ret_paused,
    int32_t *ret_last, struct err *err)
{
	const int64_t number = day;
	int64_t last = -1;
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_PAUSE_END], &number, 1,
	    &query, err);

	code = state_finish(code, query, ret_paused, &last, err);
	if (code == OK)
		*ret_last = last < 0 ? CALENDAR_NO_DAY : (int32_t)last;
	return code;
}

enum status
ledger_first(struct state *state, int32_t *ret, struct err *err)
{
	struct state_join join;
	int64_t first = INT32_MIN;
	enum status code = state_joined(state, &join, err);

	if (code != OK)
		return code;
	state_join_wipe(&join);
	code = state_fact(state, FACT_KEEP_FROM, &first, err);
	if (code != OK)
		return code;
	if (first < join.joined)
		first = join.joined;
	if (first < join.notice)
		first = join.notice;
	*ret = join.notice == CALENDAR_NO_DAY ? CALENDAR_NO_DAY
	                                      : (int32_t)first;
	return OK;
}

static enum status
drop_before(struct state *state, int32_t day, struct err *err)
{
	const int64_t before = day;
	enum status code = state_say(state, sql_rows[SQL_DROP_DAYS], &before, 1,
	    err);

	if (code == OK)
		code = state_say(state, sql_rows[SQL_DROP_MINUTES], &before, 1,
		    err);
	return code;
}

enum status
ledger_notice(struct state *state, int32_t day, struct err *err)
{
	const int64_t number = day;
	enum status code;

	if (day == CALENDAR_NO_DAY)
		return OK;
	code = state_begin(state, err);
	if (code != OK)
		return code;
	code = state_say(state, sql_rows[SQL_NOTICE], &number, 1, err);
	if (code == OK)
		code = drop_before(state, day, err);
	return state_end(state, code, err);
}

enum status
ledger_forget_before(struct state *state, int32_t day, struct err *err)
{
	int64_t known = INT32_MIN;
	enum status code = state_fact(state, FACT_KEEP_FROM, &known, err);

	if (code == OK && known < day)
		code = state_set_fact(state, FACT_KEEP_FROM, day, err);
	if (code == OK)
		code = drop_before(state, day, err);
	return code;
}

/* A pass */

static enum status
keep_day(struct state *state, const struct finding *row, struct err *err)
{
	const int64_t evidence = row->evidence;

	return of_day(state, SQL_KEEP_DAY, row, &evidence, NULL, NULL, err);
}

/* A lone contact: the day counts once a second minute is known. */
static enum status
keep_minute(struct state *state, const struct finding *row, int32_t today,
    struct err *err)
{
	const int64_t evidence = EVIDENCE_CONTACTED, minute = row->minute;
	bool counted = false, waits = false;
	int64_t known = 0;
	enum status code = of_day(state, SQL_HAS_DAY, row, &evidence, &counted,
	    NULL, err);

	if (code == OK && !counted)
		code = of_day(state, SQL_MINUTE, row, NULL, &waits, &known,
		    err);
	if (code != OK || counted || (waits && known == minute))
		return code;
	if (waits)
		return keep_day(state, row, err);
	return row->day < today
	    ? OK
	    : of_day(state, SQL_KEEP_MINUTE, row, &minute, NULL, NULL, err);
}

static enum status
keep_row(struct state *state, const struct finding *row, int32_t today,
    struct err *err)
{
	enum status code = row->minute != 0 ? keep_minute(state, row, today,
	    err)
	                                    : keep_day(state, row, err);
	const int64_t evidence = EVIDENCE_CONTACTED;
	bool counted = false;

	if (code == OK && row->evidence == EVIDENCE_CONTACTED)
		code = of_day(state, SQL_HAS_DAY, row, &evidence, &counted,
		    NULL, err);
	if (code == OK && counted)
		code = of_day(state, SQL_DROP_MINUTE, row, NULL, NULL, NULL,
		    err);
	return code;
}

static enum status
keep_rows(struct state *state, const struct findings *findings, int32_t first,
    int32_t today, struct err *err)
{
	enum status code = OK;

	for (size_t i = 0; code == OK && i < findings->row_count; i++) {
		const struct finding *row = &findings->rows[i];
		bool paused = false;

		if (row->day < first || row->day > today ||
		    (findings->opted_out &&
		        row->evidence == EVIDENCE_CONTACTED))
			continue;
		code = ledger_paused(state, row->day, row->day, &paused, err);
		if (code == OK && !paused)
			code = keep_row(state, row, today, err);
	}
	return code;
}

static enum status
keep_cursor(struct state *state, const struct cursor *cursor, struct err *err)
{
	const int64_t numbers[] = { cursor->head, (int64_t)cursor->device,
		(int64_t)cursor->inode, (int64_t)cursor->size,
		(int64_t)cursor->offset };
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_KEEP_CURSOR], NULL, 0,
	    &query, err);

	if (code == OK)
		code = db_bind_blob(query, 1, (struct str){
		    (const char *)cursor->fingerprint, CURSOR_DIGEST }, err);
	for (int i = 0; code == OK && i < 5; i++)
		code = db_bind_number(query, 2 + i, numbers[i], err);
	return state_finish(code, query, NULL, NULL, err);
}

static enum status
keep_source(struct state *state, const struct finding_source *source,
    struct err *err)
{
	const int64_t kind = source->kind;
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_KEEP_SOURCE], &kind, 1,
	    &query, err);

	if (code == OK)
		code = db_bind_text(query, 2, str_of(source->source), err);
	if (code == OK)
		code = db_bind_text(query, 3, str_of(source->state), err);
	return state_finish(code, query, NULL, NULL, err);
}

static enum status
keep_reading(struct state *state, const struct findings *findings,
    struct err *err)
{
	enum status code = state_say(state, sql_rows[SQL_CLEAR_CURSORS], NULL,
	    0, err);

	if (code == OK)
		code = state_say(state, sql_rows[SQL_CLEAR_SOURCES], NULL, 0,
		    err);
	for (size_t i = 0; code == OK && i < findings->cursor_count; i++)
		code = keep_cursor(state, &findings->cursors[i], err);
	for (size_t i = 0; code == OK && i < findings->source_count; i++)
		code = keep_source(state, &findings->sources[i], err);
	if (code == OK)
		code = state_set_fact(state, FACT_SELF_TEST,
		    findings->self_test, err);
	if (code == OK)
		code = state_set_fact(state, FACT_ENCRYPTED_DNS,
		    findings->encrypted_dns, err);
	if (code == OK)
		code = state_set_fact(state, FACT_OPTED_OUT,
		    findings->opted_out, err);
	return code;
}

enum status
ledger_commit(struct state *state, const struct findings *findings,
    int32_t today, struct err *err)
{
	const int64_t before = today;
	int32_t first = 0;
	enum status code = state_begin(state, err);

	if (code != OK)
		return code;
	code = ledger_first(state, &first, err);
	if (code == OK && first != CALENDAR_NO_DAY)
		code = keep_rows(state, findings, first, today, err);
	if (code == OK)
		code = state_say(state, sql_rows[SQL_DROP_MINUTES], &before, 1,
		    err);
	if (code == OK)
		code = keep_reading(state, findings, err);
	return state_end(state, code, err);
}

enum status
ledger_days(struct state *state, int32_t first, int32_t last,
    void (*visit)(void *cookie, const struct finding *row), void *cookie,
    struct err *err)
{
	const int64_t span[] = { first, last };
	struct db_query *query = NULL;
	enum status code = state_ask(state, sql_rows[SQL_DAYS], span, 2, &query,
	    err);
	bool more = true;

	while (code == OK && more) {
		struct finding row = { .minute = 0 };

		code = db_step(query, &more, err);
		if (code != OK || !more)
			break;
		row.day = (int32_t)db_number(query, 0);
		row.evidence = (enum evidence)db_number(query, 2);
		if (state_text(row.service, sizeof(row.service), db_text(query,
		    1)))
			visit(cookie, &row);
	}
	db_query_free(query);
	return code;
}

static enum status
recall_cursors(struct state *state, struct findings *findings,
    struct err *err)
{
	struct db_query *query = NULL;
	bool more = true;
	enum status code = state_ask(state, sql_rows[SQL_CURSORS], NULL, 0,
	    &query, err);

	while (code == OK && more && findings->cursor_count < CURSORS_MAX) {
		struct cursor *to = &findings->cursors[findings->cursor_count];

		code = db_step(query, &more, err);
		if (code != OK || !more)
			break;
		to->head = (uint32_t)db_number(query, 1);
		to->device = (uint64_t)db_number(query, 2);
		to->inode = (uint64_t)db_number(query, 3);
		to->size = (uint64_t)db_number(query, 4);
		to->offset = (uint64_t)db_number(query, 5);
		findings->cursor_count += state_bytes(to->fingerprint,
		    CURSOR_DIGEST, db_blob(query, 0));
	}
	db_query_free(query);
	return code;
}

enum status
ledger_recall(struct state *state, struct findings *findings, struct err *err)
{
	struct db_query *query = NULL;
	bool more = true;
	enum status code = recall_cursors(state, findings, err);

	if (code == OK)
		code = state_ask(state, sql_rows[SQL_SOURCES], NULL, 0, &query,
		    err);
	while (code == OK && more &&
	    findings->source_count < FINDINGS_SOURCES) {
		struct finding_source *to =
		    &findings->sources[findings->source_count];

		code = db_step(query, &more, err);
		if (code != OK || !more)
			break;
		to->kind = (enum source_kind)db_number(query, 0);
		findings->source_count += state_text(to->source,
		    sizeof(to->source),
		        db_text(query, 1)) &&
		    state_text(to->state, sizeof(to->state), db_text(query, 2));
	}
	db_query_free(query);
	return code;
}
