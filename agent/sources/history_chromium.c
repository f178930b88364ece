/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/family.h"

#include "core/db.h"

#define SQL_MAX 2048

/* Longer than any authority of an address that a browser keeps. */
#define PREFIX_MAX 4096

/* ui/base/page_transition_types.h: the low byte is the core type; a chain of
 * redirects is one visit, whose last row has CHAIN_END. */
#define CORE_MASK 0xFF
#define CORE_AUTO_SUBFRAME 3
#define CORE_MANUAL_SUBFRAME 4
#define CHAIN_END 0x20000000

/* components/history/core/browser/history_types.h, VisitSource. */
#define SOURCE_SYNCED 0

/* Columns of a row of visits, the same for both plans. */
enum column {
	COLUMN_TIME,
	COLUMN_TRANSITION,
	COLUMN_SOURCE,     /* NULL: browsed here */
	COLUMN_ORIGINATOR, /* of another device; NULL or empty: none */
	COLUMN_URL         /* join only */
};

static bool
chromium_detect(struct db *db)
{
	static const char *const urls[] = { "id", "url", NULL };
	static const char *const visits[] = { "id", "url", "visit_time",
		"transition", NULL };

	return family_table(db, "urls", urls) &&
	    family_table(db, "visits", visits);
}

static bool
chromium_can_seek(struct db *db)
{
	return db_has_index(db, "urls_url_index") &&
	    db_has_index(db, "visits_url_index");
}

/* What an old schema does not have reads as NULL. */
static void
select_visit(struct buf *sql, struct db *db, const struct family_clock *clock)
{
	buf_text(sql, "SELECT ");
	visits_time(sql, clock);
	buf_text(sql, ", v.transition, ");
	buf_text(sql, db_has(db, "visit_source", "source")
	    ? "(SELECT s.source FROM visit_source s WHERE s.id = v.id), "
	    : "NULL, ");
	buf_text(sql, db_has(db, "visits", "originator_cache_guid")
	    ? "v.originator_cache_guid "
	    : "NULL ");
}

/* visit_duration is never looked at: it stays 0 for a tab that was not closed
 * before the browser was. */
static bool
is_visit(const struct db_query *row)
{
	int64_t transition = db_number(row, COLUMN_TRANSITION);
	int64_t core = transition & CORE_MASK;

	return (transition & CHAIN_END) != 0 && core != CORE_AUTO_SUBFRAME &&
	    core != CORE_MANUAL_SUBFRAME &&
	    (db_is_null(row, COLUMN_SOURCE) ||
	        db_number(row, COLUMN_SOURCE) != SOURCE_SYNCED) &&
	    db_text(row, COLUMN_ORIGINATOR).len == 0;
}

static void
see_visit(struct visits *visits, const struct url *url,
    const struct db_query *row)
{
	struct visit visit;

	if (is_visit(row) && visits_read(visits, url, row, COLUMN_TIME, &visit))
		visits_push(visits, &visit);
}

static enum status
see_url(struct visits *visits, const struct url *url, int64_t id,
    struct db_query *of_url, struct err *err)
{
	bool row = true;
	enum status code;

	db_reset(of_url);
	code = db_bind_number(of_url, 1, id, err);
	while (code == OK && row) {
		code = db_step(of_url, &row, err);
		if (code == OK && row)
			see_visit(visits, url, of_url);
	}
	return code;
}

/*
 * Where the addresses go on after all those that share the host of `text`:
 * "https://host/..." are followed by "https://host0", '0' being the byte after
 * '/'; those of a scheme that is not the web's by "scheme;".  False when only
 * `text` itself can be left behind.
 */
static bool
next_group(struct str text, struct buf *ret)
{
	struct str scheme, rest = text;
	size_t end = 0;

	buf_reset(ret);
	if (!str_take_until(&rest, ':', &scheme) || scheme.len == 0 ||
	    scheme.len > PREFIX_MAX || !char_is_alpha(scheme.at[0]))
		return false;
	if (!str_eq_nocase(scheme, STR("http")) &&
	    !str_eq_nocase(scheme, STR("https"))) {
		buf_str(ret, scheme);
		buf_char(ret, ';');
		return buf_status(ret) == OK;
	}
	if (!str_take(&rest, STR("//")))
		return false;
	while (end < rest.len && end < PREFIX_MAX && rest.at[end] != '/' &&
	    rest.at[end] != '\\' && rest.at[end] != '?' &&
	    rest.at[end] != '#')
		end++;
	if (end == 0 || end == rest.len || rest.at[end] != '/')
		return false;
	buf_str(ret, str_head(text, text.len - rest.len + end));
	buf_char(ret, '0');
	return buf_status(ret) == OK;
}

/* A row of urls, in the order of addresses: look, or move past its host. */
static enum status
see_address(struct visits *visits, struct db_query *urls,
    struct db_query *of_url, struct buf *next, struct err *err)
{
	struct str text = db_text(urls, 1);
	struct url url;
	bool web = url_split(text, &url);
	enum status code;

	visits_tick(visits);
	if (web && visits_know(visits, domain_view(&url.host)))
		return see_url(visits, &url, db_number(urls, 0), of_url, err);
	if (!next_group(text, next))
		return OK;
	db_reset(urls);
	code = db_bind_text(urls, 1, buf_view(next), err);
	return code;
}

static enum status
walk(struct visits *visits, struct db_query *urls, struct db_query *of_url,
    struct err *err)
{
	struct buf next;
	bool row = true;
	enum status code = db_bind_text(urls, 1, STR(""), err);

	buf_init(&next, PREFIX_MAX * 2 + 64);
	while (code == OK && row) {
		code = db_step(urls, &row, err);
		if (code == OK && row)
			code = see_address(visits, urls, of_url, &next, err);
	}
	buf_release(&next);
	return code;
}

/* One look per scheme and host, then the visits of the addresses found. */
static enum status
chromium_seek(struct db *db, struct visits *visits, struct err *err)
{
	struct db_query *urls = NULL, *of_url = NULL;
	struct buf sql;
	enum status code = db_prepare(db,
	    "SELECT id, url FROM urls INDEXED BY urls_url_index "
	    "WHERE url >= ?1 AND typeof(url) = 'text' ORDER BY url",
	    &urls, err);

	buf_init(&sql, SQL_MAX);
	select_visit(&sql, db, visits->clock);
	buf_text(&sql, "FROM visits v INDEXED BY visits_url_index "
	    "WHERE v.url = ?1");
	if (code == OK)
		code = db_prepare(db, buf_z(&sql), &of_url, err);
	if (code == OK)
		code = walk(visits, urls, of_url, err);
	db_query_free(urls);
	db_query_free(of_url);
	buf_release(&sql);
	return code;
}

static enum status
chromium_join(struct db *db, struct visits *visits, struct err *err)
{
	struct db_query *rows = NULL;
	struct buf sql;
	struct url url;
	bool row = true;
	enum status code;

	buf_init(&sql, SQL_MAX);
	select_visit(&sql, db, visits->clock);
	buf_text(&sql, ", u.url FROM visits v JOIN urls u ON u.id = v.url "
	    "WHERE typeof(u.url) = 'text'");
	code = db_prepare(db, buf_z(&sql), &rows, err);
	while (code == OK && row) {
		code = db_step(rows, &row, err);
		if (code != OK || !row)
			break;
		visits_tick(visits);
		if (url_split(db_text(rows, COLUMN_URL), &url))
			see_visit(visits, &url, rows);
	}
	db_query_free(rows);
	buf_release(&sql);
	return code;
}

const struct family family_chromium = {
	.name = "Chromium",
	/* base/time/time.h: microseconds since 1601-01-01 UTC */
	.clock = { "visits", "visit_time", 1000000, -11644473600, false },
	.detect = chromium_detect,
	.can_seek = chromium_can_seek,
	.seek = chromium_seek,
	.join = chromium_join,
};
