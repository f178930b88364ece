/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/family.h"

#include "core/db.h"

#define SQL_MAX 2048

/* nsINavHistoryService.idl: 1 link, 2 typed, 3 bookmark are a person's acts;
 * 5 and 6 are redirects; the others are embeds, downloads, frames, reloads. */
#define ACTS "(1, 2, 3)"
#define REDIRECTS "(5, 6)"

/* Firefox itself gives up after 20: network.http.redirection-limit. */
#define REDIRECTS_MAX 20

enum column {
	COLUMN_ID,
	COLUMN_TIME,
	COLUMN_URL /* join only */
};

struct places {
	struct visits *visits;
	struct db_query *in_range;   /* places of a range of rev_host */
	struct db_query *of_place;   /* their visits */
	struct db_query *redirected; /* where a visit was sent on; or NULL */
	enum status code;
	struct err *err;
};

static bool
firefox_detect(struct db *db)
{
	static const char *const places[] = { "id", "url", "rev_host", NULL };
	static const char *const visits[] = { "id", "place_id", "visit_date",
		"visit_type", NULL };

	return family_table(db, "moz_places", places) &&
	    family_table(db, "moz_historyvisits", visits);
}

static bool
firefox_can_seek(struct db *db)
{
	return db_has_index(db, "moz_places_hostindex") &&
	    db_has_index(db, "moz_historyvisits_placedateindex");
}

/* Where a chain of redirects that starts at `id` ends; false: no redirect. */
static bool
follow(struct places *places, int64_t id, struct url *ret)
{
	bool row = true, moved = false;

	for (int i = 0; row && i < REDIRECTS_MAX; i++) {
		db_reset(places->redirected);
		places->code = db_bind_number(places->redirected, 1, id,
		    places->err);
		if (places->code == OK)
			places->code = db_step(places->redirected, &row,
			    places->err);
		if (places->code != OK || !row)
			break;
		id = db_number(places->redirected, 0);
		moved = url_split(db_text(places->redirected, 1), ret) ||
		    moved;
	}
	return moved;
}

/*
 * The row of an act is the start of its redirects, whose own rows do not
 * count.  It counts unless they led to another service, or to none.
 */
static bool
stayed(struct places *places, const struct visit *visit, int64_t id)
{
	const struct match *match = places->visits->env->match;
	struct url end;

	if (places->redirected == NULL || !follow(places, id, &end))
		return true;
	return match_visit(match, domain_view(&end.host), end.path, end.query,
	    visit->day).service == visit->found.service;
}

static void
see_visit(struct places *places, const struct url *url,
    const struct db_query *row)
{
	struct visit visit;

	if (visits_read(places->visits, url, row, COLUMN_TIME, &visit) &&
	    stayed(places, &visit, db_number(row, COLUMN_ID)))
		visits_push(places->visits, &visit);
}

static void
see_place(struct places *places, int64_t id, struct str text)
{
	struct db_query *visits = places->of_place;
	struct url url;
	bool row = true;

	visits_tick(places->visits);
	if (!url_split(text, &url))
		return;
	db_reset(visits);
	places->code = db_bind_number(visits, 1, id, places->err);
	while (places->code == OK && row) {
		places->code = db_step(visits, &row, places->err);
		if (places->code == OK && row)
			see_visit(places, &url, visits);
	}
}

static void
see_range(struct places *places, struct str from, struct str to)
{
	struct db_query *in_range = places->in_range;
	bool row = true;

	db_reset(in_range);
	places->code = db_bind_text(in_range, 1, from, places->err);
	if (places->code == OK)
		places->code = db_bind_text(in_range, 2, to, places->err);
	while (places->code == OK && row) {
		places->code = db_step(in_range, &row, places->err);
		if (places->code == OK && row)
			see_place(places, db_number(in_range, 0),
			    db_text(in_range, 1));
	}
}

/*
 * rev_host is the host reversed, with a final dot: all hosts under chatgpt.com
 * lie from "moc.tpgtahc." up to "moc.tpgtahc/".  A host under another rule's
 * host lies in that one's range.
 */
static void
see_host(void *cookie, struct str host, uint64_t value)
{
	struct places *places = cookie;
	char from[DOMAIN_MAX + 2], to[DOMAIN_MAX + 2];

	(void)value;
	if (places->code != OK || host.len > DOMAIN_MAX ||
	    visits_know(places->visits, domain_parent(host)))
		return;
	for (size_t i = 0; i < host.len; i++)
		from[i] = to[i] = host.at[host.len - 1 - i];
	from[host.len] = '.';
	to[host.len] = '/';
	see_range(places, (struct str){ from, host.len + 1 },
	    (struct str){ to, host.len + 1 });
}

static enum status
prepare_redirected(struct db *db, struct places *places, struct err *err)
{
	enum status code = OK;

	if (!db_has(db, "moz_historyvisits", "from_visit"))
		return OK;
	/* ours is a copy: an index that is missing can be made */
	if (!db_has_index(db, "moz_historyvisits_fromindex"))
		code = db_run(db, "CREATE INDEX moz_historyvisits_fromindex "
		    "ON moz_historyvisits (from_visit)", err);
	if (code == OK)
		code = db_prepare(db,
		    "SELECT r.id, p.url FROM moz_historyvisits r "
		    "JOIN moz_places p ON p.id = r.place_id "
		    "WHERE r.from_visit = ?1 AND r.visit_type IN " REDIRECTS
		    " ORDER BY r.id LIMIT 1",
		    &places->redirected, err);
	return code;
}

static void
select_visit(struct buf *sql, const struct family_clock *clock)
{
	buf_text(sql, "SELECT v.id, ");
	visits_time(sql, clock);
}

static enum status
prepare_seek(struct db *db, struct places *places, struct err *err)
{
	struct buf sql;
	enum status code = prepare_redirected(db, places, err);

	buf_init(&sql, SQL_MAX);
	select_visit(&sql, places->visits->clock);
	buf_text(&sql, " FROM moz_historyvisits v "
	    "INDEXED BY moz_historyvisits_placedateindex "
	    "WHERE v.place_id = ?1 AND v.visit_type IN " ACTS);
	visits_within(&sql, places->visits);
	if (code == OK)
		code = db_prepare(db, buf_z(&sql), &places->of_place, err);
	if (code == OK)
		code = db_prepare(db,
		    "SELECT id, url FROM moz_places "
		    "INDEXED BY moz_places_hostindex WHERE rev_host >= ?1 "
		    "AND rev_host < ?2 AND typeof(url) = 'text'",
		    &places->in_range, err);
	buf_release(&sql);
	return code;
}

static void
places_release(struct places *places)
{
	db_query_free(places->in_range);
	db_query_free(places->of_place);
	db_query_free(places->redirected);
}

static enum status
firefox_seek(struct db *db, struct visits *visits, struct err *err)
{
	struct places places = { .visits = visits, .err = err };

	places.code = prepare_seek(db, &places, err);
	/* "chatgpt.com.", typed with its final dot, is reversed to ".moc..." */
	if (places.code == OK)
		see_range(&places, STR("."), STR("/"));
	map_each(&visits->hosts, see_host, &places);
	places_release(&places);
	return places.code;
}

static enum status
firefox_join(struct db *db, struct visits *visits, struct err *err)
{
	struct places places = { .visits = visits, .err = err };
	struct buf sql;
	struct url url;
	bool row = true;

	buf_init(&sql, SQL_MAX);
	select_visit(&sql, visits->clock);
	buf_text(&sql, ", p.url FROM moz_historyvisits v "
	    "JOIN moz_places p ON p.id = v.place_id "
	    "WHERE v.visit_type IN " ACTS " AND typeof(p.url) = 'text'");
	visits_within(&sql, visits);
	places.code = prepare_redirected(db, &places, err);
	if (places.code == OK)
		places.code = db_prepare(db, buf_z(&sql), &places.of_place,
		    err);
	while (places.code == OK && row) {
		places.code = db_step(places.of_place, &row, err);
		if (places.code != OK || !row)
			break;
		visits_tick(visits);
		if (url_split(db_text(places.of_place, COLUMN_URL), &url))
			see_visit(&places, &url, places.of_place);
	}
	places_release(&places);
	buf_release(&sql);
	return places.code;
}

const struct family family_firefox = {
	.name = "Firefox",
	/* PRTime: microseconds since 1970-01-01 UTC */
	.clock = { "moz_historyvisits", "visit_date", 1000000, 0, false },
	.detect = firefox_detect,
	.can_seek = firefox_can_seek,
	.seek = firefox_seek,
	.join = firefox_join,
};
