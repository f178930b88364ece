/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/history.h"

#include "tests/unit/history_fake.h"
#include "tests/unit/unit.h"

#include <unistd.h>

/* Schemas as their browsers make them, cut to the tables that matter. */
#define CHROMIUM_URLS \
	"CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT," \
	"url LONGVARCHAR,title LONGVARCHAR," \
	"visit_count INTEGER DEFAULT 0 NOT NULL," \
	"last_visit_time INTEGER DEFAULT 0 NOT NULL);" \
	"CREATE INDEX urls_url_index ON urls (url);"
#define CHROMIUM_VISITS_OLD \
	"CREATE TABLE visits(id INTEGER PRIMARY KEY,url INTEGER NOT NULL," \
	"visit_time INTEGER NOT NULL,from_visit INTEGER," \
	"transition INTEGER DEFAULT 0 NOT NULL,segment_id INTEGER," \
	"visit_duration INTEGER DEFAULT 0 NOT NULL);"
#define CHROMIUM_VISITS \
	"CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT," \
	"url INTEGER NOT NULL,visit_time INTEGER NOT NULL," \
	"from_visit INTEGER,transition INTEGER DEFAULT 0 NOT NULL," \
	"segment_id INTEGER,visit_duration INTEGER DEFAULT 0 NOT NULL," \
	"originator_cache_guid TEXT,is_known_to_sync BOOLEAN DEFAULT FALSE);"
#define CHROMIUM_INDEXES \
	"CREATE INDEX visits_url_index ON visits (url);" \
	"CREATE INDEX visits_time_index ON visits (visit_time);"
#define CHROMIUM_SOURCE \
	"CREATE TABLE visit_source(id INTEGER PRIMARY KEY," \
	"source INTEGER NOT NULL);"
#define CHROMIUM \
	CHROMIUM_URLS CHROMIUM_VISITS CHROMIUM_INDEXES CHROMIUM_SOURCE

#define FIREFOX_PLACES \
	"CREATE TABLE moz_places(id INTEGER PRIMARY KEY,url LONGVARCHAR," \
	"title LONGVARCHAR,rev_host LONGVARCHAR," \
	"visit_count INTEGER DEFAULT 0,hidden INTEGER DEFAULT 0 NOT NULL);" \
	"CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY," \
	"from_visit INTEGER,place_id INTEGER,visit_date INTEGER," \
	"visit_type INTEGER,session INTEGER);"
#define FIREFOX_INDEXES \
	"CREATE INDEX moz_places_hostindex ON moz_places (rev_host);" \
	"CREATE INDEX moz_historyvisits_placedateindex " \
	"ON moz_historyvisits (place_id, visit_date);" \
	"CREATE INDEX moz_historyvisits_fromindex " \
	"ON moz_historyvisits (from_visit);" \
	"CREATE INDEX moz_historyvisits_dateindex " \
	"ON moz_historyvisits (visit_date);"
#define FIREFOX FIREFOX_PLACES FIREFOX_INDEXES

#define SAFARI_ITEMS \
	"CREATE TABLE history_items(id INTEGER PRIMARY KEY AUTOINCREMENT," \
	"url TEXT NOT NULL UNIQUE,domain_expansion TEXT NULL," \
	"visit_count INTEGER NOT NULL DEFAULT 0);"
#define SAFARI \
	SAFARI_ITEMS \
	"CREATE TABLE history_visits(id INTEGER PRIMARY KEY AUTOINCREMENT," \
	"history_item INTEGER NOT NULL,visit_time REAL NOT NULL," \
	"title TEXT NULL,load_successful BOOLEAN NOT NULL DEFAULT 1," \
	"redirect_source INTEGER NULL,redirect_destination INTEGER NULL," \
	"origin INTEGER NOT NULL DEFAULT 0);"
#define QUTEBROWSER \
	"CREATE TABLE History (url NOT NULL, title NOT NULL, " \
	"atime NOT NULL, redirect NOT NULL);"

/* 2026-10-24 12:00:00 UTC, the day before summer time ends in Paris, on each
 * family's clock. */
#define NOON_DAY 20750
#define NOON "1792843200"
#define NOON_CHROMIUM "13437316800000000"
#define NOON_FIREFOX NOON "000000"
#define NOON_SAFARI "814536000"

/* CHAIN_START | CHAIN_END | LINK, and its parts. */
#define LINK "0x30000000"
#define TYPED "0x30000001"
#define CHAIN_START_ONLY "0x10000000"
#define CHAIN_END_ONLY "0x20000000"
#define SERVER_REDIRECT_END "0xA0000000"

static struct world world;
static char path[1024];

static int
set_up(void **state)
{
	(void)state;
	return world_init(&world, "Europe/Paris") ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	world_release(&world);
	return 0;
}

/* Reads the database that `sql` makes; its report. */
static const struct source_report *
scan(const char *sql)
{
	static int files;
	char name[16];

	(void)snprintf(name, sizeof(name), "h%d", files++);
	world.sink.count = 0;
	history_scan_file(&world.env, world_db(&world, name, sql, path),
	    &world.list);
	assert_int_equal(world_left_over(&world), 0);
	return world.list.last;
}

struct scan_row {
	const char *label;
	const char *sql;
	uint64_t records, matched, counted, rejected;
};

static void
check_rows(const struct scan_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct scan_row *row = &rows[i];
		const struct source_report *report = scan(row->sql);

		if (report->state != SOURCE_READ)
			fail_msg("%s: %s", row->label, report->why.text);
		check_number((long long)report->records,
		    (long long)row->records, row->label);
		check_number((long long)report->matched,
		    (long long)row->matched, row->label);
		check_number((long long)report->counted,
		    (long long)row->counted, row->label);
		check_number((long long)report->rejected,
		    (long long)row->rejected, row->label);
	}
}

#define CHATGPT_URL "INSERT INTO urls(id,url) VALUES(1,'https://chatgpt.com/');"
#define OTHER_URL \
	"INSERT INTO urls(id,url) VALUES(2,'https://other.example/');"
#define VISIT(url, transition) \
	"INSERT INTO visits(url,visit_time,transition) VALUES(" url "," \
	NOON_CHROMIUM "," transition ");"

static const struct scan_row chromium_rows[] = {
	{ "nothing", CHROMIUM, 0, 0, 0, 0 },
	{ "a link", CHROMIUM CHATGPT_URL VISIT("1", LINK), 1, 1, 1, 0 },
	{ "a typed address", CHROMIUM CHATGPT_URL VISIT("1", TYPED), 1, 1, 1,
	    0 },
	{ "another site", CHROMIUM OTHER_URL VISIT("2", LINK), 1, 0, 0, 0 },
	{ "a redirect from the service to elsewhere",
	    CHROMIUM CHATGPT_URL OTHER_URL VISIT("1", CHAIN_START_ONLY)
	        VISIT("2", CHAIN_END_ONLY), 2, 0, 0, 0 },
	{ "a redirect from elsewhere to the service",
	    CHROMIUM CHATGPT_URL OTHER_URL VISIT("2", CHAIN_START_ONLY)
	        VISIT("1", SERVER_REDIRECT_END), 2, 1, 1, 0 },
	{ "the middle of a chain", CHROMIUM CHATGPT_URL VISIT("1", "0"), 1, 0,
	    0, 0 },
	{ "a transition stored as a negative number",
	    CHROMIUM CHATGPT_URL VISIT("1", "-1610612736"), 1, 1, 1, 0 },
	{ "a sub-frame of another page",
	    CHROMIUM CHATGPT_URL VISIT("1", "0x30000003"), 1, 0, 0, 0 },
	{ "a sub-frame that was clicked in",
	    CHROMIUM CHATGPT_URL VISIT("1", "0x30000004"), 1, 0, 0, 0 },
	{ "a form sent", CHROMIUM CHATGPT_URL VISIT("1", "0x30000007"), 1, 1,
	    1, 0 },
	{ "a tab that was never closed",
	    CHROMIUM CHATGPT_URL
	    "INSERT INTO visits(url,visit_time,transition,visit_duration) "
	    "VALUES(1," NOON_CHROMIUM "," LINK ",0);", 1, 1, 1, 0 },
	{ "a visit synced from another device",
	    CHROMIUM CHATGPT_URL VISIT("1", LINK)
	    "INSERT INTO visit_source VALUES(1,0);", 1, 0, 0, 0 },
	{ "a visit imported from another browser of this PC",
	    CHROMIUM CHATGPT_URL VISIT("1", LINK)
	    "INSERT INTO visit_source VALUES(1,3);", 1, 1, 1, 0 },
	{ "a visit that began on another device",
	    CHROMIUM CHATGPT_URL VISIT("1", LINK)
	    "UPDATE visits SET originator_cache_guid = 'other-device';", 1, 0,
	    0, 0 },
	{ "an empty device", CHROMIUM CHATGPT_URL VISIT("1", LINK)
	    "UPDATE visits SET originator_cache_guid = '';", 1, 1, 1, 0 },
	{ "an old schema, without sources and devices",
	    CHROMIUM_URLS CHROMIUM_VISITS_OLD CHROMIUM_INDEXES CHATGPT_URL
	        VISIT("1", LINK), 1, 1, 1, 0 },
	{ "a future schema, with a column more",
	    CHROMIUM "ALTER TABLE visits ADD COLUMN mood TEXT;"
	    "ALTER TABLE urls ADD COLUMN mood TEXT;"
	    "ALTER TABLE visit_source ADD COLUMN mood TEXT;" CHATGPT_URL
	        VISIT("1", LINK), 1, 1, 1, 0 },
	{ "a visit to an address that is gone", CHROMIUM VISIT("7", LINK), 1,
	    0, 0, 0 },
	{ "reading, application, nothing",
	    CHROMIUM "INSERT INTO urls(id,url) VALUES"
	    "(1,'https://chatgpt.com/share/x'),(2,'https://api.openai.com/v1'),"
	    "(3,'https://openai.com/'),(4,'https://help.openai.com/a');"
	        VISIT("1", LINK) VISIT("2", LINK) VISIT("3", LINK)
	            VISIT("4", LINK), 4, 4, 0, 0 },
	{ "traps",
	    CHROMIUM "INSERT INTO urls(id,url) VALUES"
	    "(1,'https://chatgpt.com@evil.example/'),"
	    "(2,'https://other.example/?q=chatgpt.com'),"
	    "(3,'https://notchatgpt.com/'),"
	    "(4,'https://chatgpt.com.evil.example/'),"
	    "(5,'chrome-extension://chatgpt.com/a.html'),"
	    "(6,'file:///chatgpt.com'),(7,'view-source:https://chatgpt.com/'),"
	    "(8,x'68747470733a2f2f636861746770742e636f6d2f'),(9,NULL);"
	        VISIT("1", LINK) VISIT("2", LINK) VISIT("3", LINK)
	            VISIT("4", LINK) VISIT("5", LINK) VISIT("6", LINK)
	                VISIT("7", LINK) VISIT("8", LINK) VISIT("9", LINK), 9,
	    0, 0, 0 },
	{ "odd spellings of the host",
	    CHROMIUM "INSERT INTO urls(id,url) VALUES"
	    "(1,'https://www.chatgpt.com/'),(2,'HTTPS://ChatGPT.com/'),"
	    "(3,'http://chatgpt.com:8080/'),(4,'https://chatgpt.com'),"
	    "(5,'https://chatgpt.com./'),(6,'https://chatgpt.com?q'),"
	    "(7,' https://chatgpt.com/'),(8,'https:///chatgpt.com/');"
	        VISIT("1", LINK) VISIT("2", LINK) VISIT("3", LINK)
	            VISIT("4", LINK) VISIT("5", LINK) VISIT("6", LINK)
	                VISIT("7", LINK) VISIT("8", LINK), 8, 8, 8, 0 },
	{ "a path decides",
	    CHROMIUM "INSERT INTO urls(id,url) VALUES"
	    "(1,'https://www.bing.com/search?q=x'),"
	    "(2,'https://www.bing.com/chat?q=x'),(3,'https://www.bing.com/');"
	        VISIT("1", LINK) VISIT("2", LINK) VISIT("3", LINK), 3, 1, 1,
	    0 },
	{ "broken times",
	    CHROMIUM CHATGPT_URL VISIT("1", LINK)
	    "INSERT INTO visits(url,visit_time,transition) VALUES"
	    "(1,0," LINK "),(1,-5," LINK "),(1,9223372036854775807," LINK "),"
	    "(1,'yesterday'," LINK "),(1,'13437316800000000x'," LINK "),"
	    "(1," NOON_CHROMIUM ".5," LINK "),(1,x'00'," LINK ");", 8, 2, 2,
	    6 }, /* no double has that half: it is stored as an integer */
};

static void
chromium_counts_what_a_person_opened_on_this_computer(void **state)
{
	(void)state;
	check_rows(chromium_rows, COUNT(chromium_rows));
}

#define CHATGPT_PLACE \
	"INSERT INTO moz_places(id,url,rev_host) VALUES" \
	"(1,'https://chatgpt.com/','moc.tpgtahc.');"
#define OTHER_PLACE \
	"INSERT INTO moz_places(id,url,rev_host) VALUES" \
	"(2,'https://other.example/','elpmaxe.rehto.');"
#define PLACE_VISIT(id, place, type, from) \
	"INSERT INTO moz_historyvisits(id,place_id,visit_type,from_visit," \
	"visit_date) VALUES(" id "," place "," type "," from "," NOON_FIREFOX \
	");"

static const struct scan_row firefox_rows[] = {
	{ "nothing", FIREFOX, 0, 0, 0, 0 },
	{ "a link", FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "1", "0"), 1,
	    1, 1, 0 },
	{ "typed", FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "2", "0"), 1,
	    1, 1, 0 },
	{ "a bookmark", FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "3", "0"),
	    1, 1, 1, 0 },
	{ "embedded in a page",
	    FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "4", "0"), 1, 0, 0, 0 },
	{ "a download", FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "7", "0"),
	    1, 0, 0, 0 },
	{ "a link in a frame",
	    FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "8", "0"), 1, 0, 0, 0 },
	{ "a reload", FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "9", "0"),
	    1, 0, 0, 0 },
	{ "the rows of a redirect",
	    FIREFOX CHATGPT_PLACE OTHER_PLACE PLACE_VISIT("1", "2", "1", "0")
	        PLACE_VISIT("2", "1", "5", "1")
	            PLACE_VISIT("3", "1", "6", "2"), 3, 0, 0, 0 },
	{ "a redirect from the service to elsewhere",
	    FIREFOX CHATGPT_PLACE OTHER_PLACE PLACE_VISIT("1", "1", "2", "0")
	        PLACE_VISIT("2", "2", "6", "1"), 2, 0, 0, 0 },
	{ "a redirect inside of the service",
	    FIREFOX CHATGPT_PLACE
	    "INSERT INTO moz_places(id,url,rev_host) VALUES"
	    "(3,'http://chatgpt.com/','moc.tpgtahc.');"
	        PLACE_VISIT("1", "3", "2", "0") PLACE_VISIT("2", "1", "5", "1"),
	    2, 1, 1, 0 },
	{ "a link from the service to elsewhere is no redirect",
	    FIREFOX CHATGPT_PLACE OTHER_PLACE PLACE_VISIT("1", "1", "2", "0")
	        PLACE_VISIT("2", "2", "1", "1"), 2, 1, 1, 0 },
	{ "redirects in a circle",
	    FIREFOX CHATGPT_PLACE OTHER_PLACE PLACE_VISIT("1", "1", "2", "3")
	        PLACE_VISIT("2", "2", "6", "1") PLACE_VISIT("3", "1", "6", "2")
	    "UPDATE moz_historyvisits SET from_visit = 3 WHERE id = 2;", 3, 1,
	    1, 0 },
	{ "hosts under the service, and one that is under another rule",
	    FIREFOX "INSERT INTO moz_places(id,url,rev_host) VALUES"
	    "(1,'https://www.chatgpt.com/','moc.tpgtahc.www.'),"
	    "(2,'https://chatgpt.com./','.moc.tpgtahc.'),"
	    "(3,'https://help.openai.com/','moc.ianepo.pleh.'),"
	    "(4,'https://x.chat.openai.com/','moc.ianepo.tahc.x.'),"
	    "(5,'https://notchatgpt.com/','moc.tpgtahcton.'),"
	    "(6,'https://chatgpt.com.evil.example/',"
	    "'elpmaxe.live.moc.tpgtahc.');"
	        PLACE_VISIT("1", "1", "1", "0") PLACE_VISIT("2", "2", "1", "0")
	            PLACE_VISIT("3", "3", "1", "0")
	                PLACE_VISIT("4", "4", "1", "0")
	                    PLACE_VISIT("5", "5", "1", "0")
	                        PLACE_VISIT("6", "6", "1", "0"),
	    6, 4, 3, 0 },
	{ "broken times",
	    FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "1", "0")
	    "INSERT INTO moz_historyvisits(place_id,visit_type,visit_date) "
	    "VALUES(1,1,0),(1,1,NULL),(1,1,-1),(1,1,'now'),"
	    "(1,1," NOON_FIREFOX ".5),(1,1,9223372036854775807);", 7, 1, 1,
	    6 },
	{ "a future schema, with a column more",
	    FIREFOX "ALTER TABLE moz_places ADD COLUMN mood TEXT;"
	    "ALTER TABLE moz_historyvisits ADD COLUMN mood TEXT;"
	    CHATGPT_PLACE PLACE_VISIT("1", "1", "1", "0"), 1, 1, 1, 0 },
};

static void
firefox_counts_links_typed_addresses_and_bookmarks(void **state)
{
	(void)state;
	check_rows(firefox_rows, COUNT(firefox_rows));
}

#define CHATGPT_ITEM \
	"INSERT INTO history_items(id,url) VALUES(1,'https://chatgpt.com/');"
#define ITEM_VISIT(columns, values) \
	"INSERT INTO history_visits(history_item,visit_time" columns \
	") VALUES(1," NOON_SAFARI ".75" values ");"

static const struct scan_row safari_rows[] = {
	{ "nothing", SAFARI, 0, 0, 0, 0 },
	{ "a page", SAFARI CHATGPT_ITEM ITEM_VISIT("", ""), 1, 1, 1, 0 },
	{ "a page that was redirected away",
	    SAFARI CHATGPT_ITEM ITEM_VISIT(",redirect_destination", ",9"), 1,
	    0, 0, 0 },
	{ "the end of a redirect",
	    SAFARI CHATGPT_ITEM ITEM_VISIT(",redirect_source", ",9"), 1, 1, 1,
	    0 },
	{ "a visit from iCloud", SAFARI CHATGPT_ITEM ITEM_VISIT(",origin",
	    ",1"), 1, 0, 0, 0 },
	{ "a page that did not load",
	    SAFARI CHATGPT_ITEM ITEM_VISIT(",load_successful", ",0"), 1, 0, 0,
	    0 },
	{ "a schema without those columns",
	    SAFARI_ITEMS "CREATE TABLE history_visits("
	    "id INTEGER PRIMARY KEY,history_item INTEGER,visit_time REAL);"
	    CHATGPT_ITEM ITEM_VISIT("", ""), 1, 1, 1, 0 },
	{ "broken times", SAFARI CHATGPT_ITEM
	    "INSERT INTO history_visits(history_item,visit_time) VALUES"
	    "(1,'now'),(1,1e300),(1,-1e300),(1,x'00');", 4, 0, 0, 4 },
};

static void
safari_counts_pages_that_loaded_here(void **state)
{
	(void)state;
	check_rows(safari_rows, COUNT(safari_rows));
}

static const struct scan_row qutebrowser_rows[] = {
	{ "nothing", QUTEBROWSER, 0, 0, 0, 0 },
	{ "a page", QUTEBROWSER "INSERT INTO History VALUES("
	    "'https://chatgpt.com/','',"NOON",0);", 1, 1, 1, 0 },
	{ "a redirect", QUTEBROWSER "INSERT INTO History VALUES("
	    "'https://chatgpt.com/','',"NOON",1);", 1, 0, 0, 0 },
	{ "broken times", QUTEBROWSER "INSERT INTO History VALUES"
	    "('https://chatgpt.com/','',0,0),"
	    "('https://chatgpt.com/','','"NOON"',0),"
	    "('https://chatgpt.com/','',"NOON".5,0);", 3, 0, 0, 3 },
};

static void
qutebrowser_counts_what_is_no_redirect(void **state)
{
	(void)state;
	check_rows(qutebrowser_rows, COUNT(qutebrowser_rows));
}

/* The same file read by both plans: the second has lost an index. */
static void
check_plans(const struct scan_row *row, const char *drop)
{
	static struct sighting first[FAKE_SIGHTINGS_MAX];
	struct source_report by_index = *scan(row->sql);
	size_t count = world.sink.count;
	const struct source_report *by_join;
	struct buf sql;

	memcpy(first, world.sink.at, count * sizeof(*first));
	buf_init(&sql, 1 << 20);
	buf_text(&sql, row->sql);
	buf_text(&sql, drop);
	by_join = scan(buf_z(&sql));
	buf_release(&sql);
	check_number((long long)world.sink.count, (long long)count,
	    row->label);
	check_number((long long)by_join->matched, (long long)by_index.matched,
	    row->label);
	check_number((long long)by_join->counted, (long long)by_index.counted,
	    row->label);
	check_number((long long)by_join->rejected,
	    (long long)by_index.rejected, row->label);
	for (size_t i = 0; i < count; i++) {
		bool found = false;

		for (size_t j = 0; j < count && !found; j++)
			found = first[i].unix_seconds ==
			        world.sink.at[j].unix_seconds &&
			    first[i].service == world.sink.at[j].service &&
			    first[i].verdict == world.sink.at[j].verdict;
		assert_true(found);
	}
}

static void
both_plans_see_the_same(void **state)
{
	static const char *const chromium_drops[] = {
		"DROP INDEX visits_url_index;", "DROP INDEX urls_url_index;" };
	static const char *const firefox_drops[] = {
		"DROP INDEX moz_places_hostindex;",
		"DROP INDEX moz_historyvisits_placedateindex;",
		"DROP INDEX moz_historyvisits_fromindex;" };

	(void)state;
	for (size_t d = 0; d < COUNT(chromium_drops); d++)
		for (size_t i = 0; i < COUNT(chromium_rows); i++)
			check_plans(&chromium_rows[i], chromium_drops[d]);
	for (size_t d = 0; d < COUNT(firefox_drops); d++)
		for (size_t i = 0; i < COUNT(firefox_rows); i++)
			check_plans(&firefox_rows[i], firefox_drops[d]);
}

/* Many hosts and addresses around those that matter, so that the jumps of the
 * loose scan land before, on and after them. */
static void
both_plans_see_the_same_among_thousands_of_hosts(void **state)
{
	static const char sql[] = CHROMIUM
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 3000) INSERT INTO urls(url) SELECT CASE i % 10 "
	    "WHEN 0 THEN 'https://chatgpt.com/c/' || i "
	    "WHEN 1 THEN 'https://chatgpt.com-' || i || '.example/' "
	    "WHEN 2 THEN 'https://www' || i || '.deepl.com/x' "
	    "WHEN 3 THEN 'http://a' || i || '.example/chatgpt.com' "
	    "WHEN 4 THEN 'https://a' || i || '.example' "
	    "WHEN 5 THEN 'https://chatgpt.co/' || i "
	    "WHEN 6 THEN 'file:///tmp/' || i "
	    "WHEN 7 THEN 'https://z.example:' || i || '/x' "
	    "WHEN 8 THEN 'about:' || i ELSE 'https://openai.com/' || i END "
	    "FROM n;"
	    "INSERT INTO visits(url,visit_time,transition) "
	    "SELECT id, " NOON_CHROMIUM " + id * 1000000, " LINK
	    " FROM urls;";
	const struct scan_row row = { "thousands", sql, 3000, 900, 600, 0 };

	(void)state;
	check_rows(&row, 1);
	check_plans(&row, "DROP INDEX visits_url_index;");
}

struct day_row {
	const char *label;
	int64_t unix_seconds;
	const char *day;
};

/* Summer time ends in Paris on 2026-10-25 at 01:00 UTC. */
static const struct day_row day_rows[] = {
	{ "last second of Saturday, summer time", 1792879199, "2026-10-24" },
	{ "first second of Sunday, summer time", 1792879200, "2026-10-25" },
	{ "last second of Sunday, winter time", 1792969199, "2026-10-25" },
	{ "first second of Monday, winter time", 1792969200, "2026-10-26" },
};

static void
a_visit_belongs_to_the_local_day_of_its_own_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(day_rows); i++) {
		const struct day_row *row = &day_rows[i];
		const struct source_report *report;
		char sql[2048];

		(void)snprintf(sql, sizeof(sql), CHROMIUM CHATGPT_URL
		    "INSERT INTO visits(url,visit_time,transition) "
		    "VALUES(1,%lld," LINK ");",
		    (long long)(row->unix_seconds + 11644473600) * 1000000 +
		        999999);
		report = scan(sql);
		assert_int_equal(world.sink.count, 1);
		check_str(str_of(calendar_text(world.sink.at[0].day).text),
		    row->day, row->label);
		check_number(world.sink.at[0].unix_seconds, row->unix_seconds,
		    row->label);
		check_number(report->first_day, world.sink.at[0].day,
		    row->label);
		check_number(report->last_day, world.sink.at[0].day,
		    row->label);
	}
}

static void
every_family_s_clock_says_the_same_noon(void **state)
{
	static const char *const sqls[] = {
		CHROMIUM CHATGPT_URL VISIT("1", LINK),
		FIREFOX CHATGPT_PLACE PLACE_VISIT("1", "1", "1", "0"),
		SAFARI CHATGPT_ITEM ITEM_VISIT("", ""),
		QUTEBROWSER "INSERT INTO History VALUES("
		"'https://chatgpt.com/',''," NOON ",0);",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sqls); i++) {
		(void)scan(sqls[i]);
		assert_int_equal(world.sink.count, 1);
		check_number(world.sink.at[0].unix_seconds, 1792843200, NOON);
		check_number(world.sink.at[0].day, NOON_DAY, NOON);
		assert_int_equal(world.sink.at[0].service, CHATGPT);
		assert_int_equal(world.sink.at[0].evidence, EVIDENCE_VISITED);
		assert_int_equal(world.sink.at[0].verdict, VERDICT_USE);
	}
}

/* Visits at noon of three days; the window holds the second, then all but
 * one: records do not depend on it. */
static void
the_window_has_both_its_ends(void **state)
{
	static const char *const sqls[] = {
		CHROMIUM CHATGPT_URL
		"INSERT INTO visits(url,visit_time,transition) VALUES"
		"(1," NOON_CHROMIUM "," LINK "),"
		"(1," NOON_CHROMIUM "+86400000000," LINK "),"
		"(1," NOON_CHROMIUM "+2*86400000000," LINK ");",
		FIREFOX CHATGPT_PLACE
		"INSERT INTO moz_historyvisits(place_id,visit_type,visit_date) "
		"VALUES(1,1," NOON_FIREFOX "),"
		"(1,1," NOON_FIREFOX "+86400000000),"
		"(1,1," NOON_FIREFOX "+2*86400000000);",
	};
	static const struct {
		struct window window;
		uint64_t counted;
	} windows[] = {
		{ { NOON_DAY + 1, NOON_DAY + 1 }, 1 },
		{ { NOON_DAY, NOON_DAY + 1 }, 2 },
		{ { NOON_DAY, NOON_DAY + 2 }, 3 },
		{ { NOON_DAY + 3, NOON_DAY + 9 }, 0 },
		{ { NOON_DAY - 9, NOON_DAY - 1 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sqls); i++)
		for (size_t j = 0; j < COUNT(windows); j++) {
			const struct source_report *report;

			world.env.window = windows[j].window;
			report = scan(sqls[i]);
			assert_int_equal(report->records, 3);
			assert_int_equal(report->counted, windows[j].counted);
			assert_int_equal(report->first_day, NOON_DAY);
			assert_int_equal(report->last_day, NOON_DAY + 2);
		}
}

struct refusal_row {
	const char *label;
	const char *sql;
	enum source_state state;
	const char *name;
};

static const struct refusal_row refusal_rows[] = {
	{ "a database of something else", "CREATE TABLE t(a);",
	    SOURCE_NOT_SUPPORTED, "Historique" },
	{ "tables of the right names with other columns",
	    "CREATE TABLE urls(a);CREATE TABLE visits(b);",
	    SOURCE_NOT_SUPPORTED, "Historique" },
	{ "a view that never ends",
	    "CREATE TABLE urls(id,url);CREATE VIEW visits AS "
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
	    "SELECT i AS id, i AS url, i AS visit_time, i AS transition "
	    "FROM n;", SOURCE_NOT_SUPPORTED, "Historique" },
	{ "a column that is computed, not stored",
	    "CREATE TABLE urls(id INTEGER PRIMARY KEY,url);"
	    "CREATE TABLE visits(id INTEGER PRIMARY KEY,url,visit_time,"
	    "transition AS (length(hex(zeroblob(20000000)))));",
	    SOURCE_NOT_SUPPORTED, "Historique" },
	{ "an address of 18 MB",
	    CHROMIUM "INSERT INTO urls(id,url) VALUES"
	    "(1,'https://chatgpt.com/' || hex(zeroblob(9000000)));"
	        VISIT("1", LINK), SOURCE_FAILED, "Chromium" },
	{ "Firefox for Android",
	    "CREATE TABLE moz_places(id INTEGER PRIMARY KEY,url);"
	    "CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY,"
	    "is_local INTEGER,place_id INTEGER,visit_date INTEGER,"
	    "visit_type INTEGER);", SOURCE_NOT_SUPPORTED,
	    "Firefox (Android)" },
	{ "Firefox for Android before 79",
	    "CREATE TABLE history(_id INTEGER PRIMARY KEY,url TEXT,"
	    "visits INTEGER,guid TEXT);"
	    "CREATE TABLE visits(_id INTEGER PRIMARY KEY,history_guid TEXT,"
	    "visit_type TINYINT,date INTEGER);", SOURCE_NOT_SUPPORTED,
	    "Firefox (Android)" },
};

static void
a_database_that_is_not_read_says_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refusal_rows); i++) {
		const struct refusal_row *row = &refusal_rows[i];
		const struct source_report *report = scan(row->sql);

		if (report->state != row->state)
			fail_msg("%s: %s %s", row->label,
			    source_state_id(report->state).at,
			    report->why.text);
		assert_string_equal(report->name, row->name);
		assert_true(report->why.text[0] != '\0');
	}
}

struct bytes_row {
	const char *label;
	const char *name;
	struct str bytes;
	enum source_state state;
	const char *browser;
};

static const struct bytes_row bytes_rows[] = {
	{ "0 bytes", "Google/Chrome/Default/History", { "", 0 },
	    SOURCE_NOT_SUPPORTED, "Chrome" },
	{ "text", "any", { "hello", 5 }, SOURCE_NOT_SUPPORTED, "Historique" },
	{ "IE 5 to 9", "any.dat", { "Client UrlCache MMF Ver 5.2", 27 },
	    SOURCE_NOT_SUPPORTED, "Internet Explorer" },
	{ "IE 10, 11", "copy.dat",
	    { "\x12\x34\x56\x78\xef\xcd\xab\x89\x20\x06\0\0", 12 },
	    SOURCE_NOT_SUPPORTED, "Internet Explorer" },
	{ "Opera 12", "x-global_history.dat", { "A title\nhttp://", 15 },
	    SOURCE_NOT_SUPPORTED, "Opera (Presto)" },
	{ "Safari 7", "any.plist", { "bplist00\xd1", 9 },
	    SOURCE_NOT_SUPPORTED, "Safari (History.plist)" },
};

static void
a_file_that_is_no_database_says_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bytes_rows); i++) {
		const struct bytes_row *row = &bytes_rows[i];

		world_file(&world, row->name, row->bytes);
		history_scan_file(&world.env,
		    world_path(&world, row->name, path), &world.list);
		if (world.list.last->state != row->state)
			fail_msg("%s: %s", row->label,
			    world.list.last->why.text);
		check_str(str_of(world.list.last->name), row->browser,
		    row->label);
		assert_true(world.list.last->why.text[0] != '\0');
	}
	history_scan_file(&world.env, world.root, &world.list);
	assert_int_equal(world.list.last->state, SOURCE_FAILED);
	history_scan_file(&world.env, "/dev/null", &world.list);
	assert_int_equal(world.list.last->state, SOURCE_FAILED);
	history_scan_file(&world.env, world_path(&world, "none", path),
	    &world.list);
	assert_int_equal(world.list.last->state, SOURCE_ABSENT);
	assert_int_equal(world.list.count, COUNT(bytes_rows) + 3);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(chromium_counts_what_a_person_opened_on_this_computer),
		TEST(firefox_counts_links_typed_addresses_and_bookmarks),
		TEST(safari_counts_pages_that_loaded_here),
		TEST(qutebrowser_counts_what_is_no_redirect),
		TEST(both_plans_see_the_same),
		TEST(both_plans_see_the_same_among_thousands_of_hosts),
		TEST(a_visit_belongs_to_the_local_day_of_its_own_time),
		TEST(every_family_s_clock_says_the_same_noon),
		TEST(the_window_has_both_its_ends),
		TEST(a_database_that_is_not_read_says_so),
		TEST(a_file_that_is_no_database_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
