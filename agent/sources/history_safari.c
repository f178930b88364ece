/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/family.h"

#include "core/db.h"

#define SQL_MAX 2048

static bool
safari_detect(struct db *db)
{
	static const char *const items[] = { "id", "url", NULL };
	static const char *const visits[] = { "id", "history_item",
		"visit_time", NULL };

	return family_table(db, "history_items", items) &&
	    family_table(db, "history_visits", visits);
}

struct filter_row {
	const char *column;
	const char *condition;
};

/* A column that a schema lacks filters nothing. */
static const struct filter_row filters[] = {
	{ "load_successful", "v.load_successful <> 0" },
	{ "origin", "v.origin <> 1" }, /* iCloud: another device */
	{ "redirect_destination", "v.redirect_destination IS NULL" },
};

static void
select_visits(struct buf *sql, struct db *db, const struct family_clock *clock)
{
	buf_text(sql, "SELECT i.url, ");
	visits_time(sql, clock);
	buf_text(sql, " FROM history_visits v "
	    "JOIN history_items i ON i.id = v.history_item "
	    "WHERE typeof(i.url) = 'text'");
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (db_has(db, "history_visits", filters[i].column))
			buf_format(sql, " AND %s", filters[i].condition);
}

static enum status
safari_join(struct db *db, struct visits *visits, struct err *err)
{
	struct db_query *rows = NULL;
	struct visit visit;
	struct buf sql;
	struct url url;
	bool row = true;
	enum status code;

	buf_init(&sql, SQL_MAX);
	select_visits(&sql, db, visits->clock);
	code = db_prepare(db, buf_z(&sql), &rows, err);
	while (code == OK && row) {
		code = db_step(rows, &row, err);
		if (code != OK || !row)
			break;
		visits_tick(visits);
		if (url_split(db_text(rows, 0), &url) &&
		    visits_read(visits, &url, rows, 1, &visit))
			visits_push(visits, &visit);
	}
	db_query_free(rows);
	buf_release(&sql);
	return code;
}

const struct family family_safari = {
	.name = "Safari",
	/* NSDate: seconds since 2001-01-01 UTC */
	.clock = { "history_visits", "visit_time", 1, 978307200, true },
	.detect = safari_detect,
	.join = safari_join,
};
