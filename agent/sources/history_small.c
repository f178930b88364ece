/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/family.h"

#include "core/db.h"

#define SQL_MAX 2048

static bool
qutebrowser_detect(struct db *db)
{
	static const char *const history[] = { "url", "atime", "redirect",
		NULL };

	return family_table(db, "History", history);
}

static enum status
qutebrowser_join(struct db *db, struct visits *visits, struct err *err)
{
	struct db_query *rows = NULL;
	struct visit visit;
	struct buf sql;
	struct url url;
	bool row = true;
	enum status code;

	buf_init(&sql, SQL_MAX);
	buf_text(&sql, "SELECT v.url, ");
	visits_time(&sql, visits->clock);
	buf_text(&sql, " FROM History v "
	    "WHERE v.redirect = 0 AND typeof(v.url) = 'text'");
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

const struct family family_qutebrowser = {
	.name = "qutebrowser",
	.clock = { "History", "atime", 1, 0, false },
	.detect = qutebrowser_detect,
	.join = qutebrowser_join,
};

/* Firefox for Android since 79 (application-services): no rev_host. */
static bool
android_detect(struct db *db)
{
	static const char *const places[] = { "id", "url", NULL };
	static const char *const visits[] = { "is_local", "place_id", NULL };

	return family_table(db, "moz_places", places) &&
	    family_table(db, "moz_historyvisits", visits);
}

const struct family family_firefox_android = {
	.name = "Firefox (Android)",
	.detect = android_detect,
	.unsupported = true,
};

/* Before 79 (browser.db of Fennec). */
static bool
android_old_detect(struct db *db)
{
	static const char *const history[] = { "url", "visits", "guid", NULL };
	static const char *const visits[] = { "history_guid", "date", NULL };

	return family_table(db, "history", history) &&
	    family_table(db, "visits", visits);
}

const struct family family_firefox_android_old = {
	.name = "Firefox (Android)",
	.detect = android_old_detect,
	.unsupported = true,
};
