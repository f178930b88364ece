/* SPDX-License-Identifier: Apache-2.0
 * history_make.c: a synthetic history of many visits, the same on every run.
 * Usage: history_make chromium|firefox FILE [VISITS [URLS]]
 * One address in a hundred is an AI service's; a page has five visits on average;
 * 400 days, so that a window of 90 leaves most of them out.
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS 400
#define LAST_UNIX 1795600000LL /* 2026-11-25 */
#define HOSTS 12000

struct maker {
	sqlite3 *db;
	uint64_t state;
};

static uint64_t
draw(struct maker *maker, uint64_t below)
{
	maker->state = maker->state * 6364136223846793005u +
	    1442695040888963407u;
	return (maker->state >> 33) % below;
}

static void
check(struct maker *maker, int result)
{
	if (result == SQLITE_OK || result == SQLITE_DONE)
		return;
	(void)fprintf(stderr, "%s\n", sqlite3_errmsg(maker->db));
	exit(1);
}

static void
run(struct maker *maker, const char *sql)
{
	check(maker, sqlite3_exec(maker->db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *
prepare(struct maker *maker, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	check(maker, sqlite3_prepare_v2(maker->db, sql, -1, &statement, NULL));
	return statement;
}

static void
step(struct maker *maker, sqlite3_stmt *statement)
{
	check(maker, sqlite3_step(statement));
	check(maker, sqlite3_reset(statement));
}

static const char *const ai_hosts[] = { "chatgpt.com", "www.deepl.com",
	"chat.mistral.ai", "chat.openai.com" };

/* Few hosts have many pages: the square of a uniform draw. */
static void
write_host(struct maker *maker, char *host, size_t size)
{
	uint64_t n = draw(maker, HOSTS) * draw(maker, HOSTS) / HOSTS;

	if (draw(maker, 100) == 0)
		(void)snprintf(host, size, "%s", ai_hosts[draw(maker, 4)]);
	else
		(void)snprintf(host, size, "%s%llx.example-%llu.org",
		    n % 3 == 0 ? "www." : "", (unsigned long long)n * 2654435761,
		    (unsigned long long)n % 977);
}

static void
write_url(struct maker *maker, const char *host, char *url, size_t size)
{
	(void)snprintf(url, size,
	    "https://%s/section-%llu/a-page-with-a-title-%llx?id=%llu&ref=home",
	    host, (unsigned long long)draw(maker, 50),
	    (unsigned long long)draw(maker, UINT32_MAX),
	    (unsigned long long)draw(maker, UINT32_MAX));
}

/* "chatgpt.com" as "moc.tpgtahc.", for Firefox. */
static void
reverse(const char *host, char *out)
{
	size_t len = strlen(host);

	for (size_t i = 0; i < len; i++)
		out[i] = host[len - 1 - i];
	memcpy(out + len, ".", 2);
}

struct kind {
	const char *name;
	const char *schema;
	const char *indexes;
	const char *url;
	const char *visit;
	int64_t zero;
	int64_t transitions[2]; /* a visit; a redirect */
};

static const struct kind kinds[] = {
	{
	    .name = "chromium",
	    .schema =
	        "CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT,"
	        "url LONGVARCHAR,title LONGVARCHAR,"
	        "visit_count INTEGER DEFAULT 0 NOT NULL,"
	        "typed_count INTEGER DEFAULT 0 NOT NULL,"
	        "last_visit_time INTEGER NOT NULL,"
	        "hidden INTEGER DEFAULT 0 NOT NULL);"
	        "CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT,"
	        "url INTEGER NOT NULL,visit_time INTEGER NOT NULL,"
	        "from_visit INTEGER,transition INTEGER DEFAULT 0 NOT NULL,"
	        "segment_id INTEGER,visit_duration INTEGER DEFAULT 0 NOT NULL,"
	        "opener_visit INTEGER,originator_cache_guid TEXT,"
	        "is_known_to_sync BOOLEAN DEFAULT FALSE NOT NULL);"
	        "CREATE TABLE visit_source(id INTEGER PRIMARY KEY,"
	        "source INTEGER NOT NULL);",
	    .indexes =
	        "CREATE INDEX urls_url_index ON urls (url);"
	        "CREATE INDEX visits_url_index ON visits (url);"
	        "CREATE INDEX visits_from_index ON visits (from_visit);"
	        "CREATE INDEX visits_time_index ON visits (visit_time);",
	    .url = "INSERT INTO urls(id,url,title,last_visit_time) "
	           "VALUES(?1,?2,'A title of some fifty characters, as pages "
	           "have, '||?1,?4)",
	    .visit = "INSERT INTO visits(url,visit_time,transition,from_visit,"
	             "visit_duration,originator_cache_guid) "
	             "VALUES(?1,?2,?3,?4,1000000,'')",
	    .zero = -11644473600,
	    .transitions = { 0x30000000, 0x10000000 },
	},
	{
	    .name = "firefox",
	    .schema =
	        "CREATE TABLE moz_places(id INTEGER PRIMARY KEY,"
	        "url LONGVARCHAR,title LONGVARCHAR,rev_host LONGVARCHAR,"
	        "visit_count INTEGER DEFAULT 0,"
	        "hidden INTEGER DEFAULT 0 NOT NULL,"
	        "typed INTEGER DEFAULT 0 NOT NULL,"
	        "frecency INTEGER DEFAULT -1 NOT NULL,last_visit_date INTEGER,"
	        "guid TEXT,foreign_count INTEGER DEFAULT 0 NOT NULL,"
	        "url_hash INTEGER DEFAULT 0 NOT NULL,description TEXT,"
	        "preview_image_url TEXT,site_name TEXT,origin_id INTEGER);"
	        "CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY,"
	        "from_visit INTEGER,place_id INTEGER,visit_date INTEGER,"
	        "visit_type INTEGER,session INTEGER,source INTEGER DEFAULT 0,"
	        "triggeringPlaceId INTEGER);",
	    .indexes =
	        "CREATE INDEX moz_places_url_hashindex "
	        "ON moz_places (url_hash);"
	        "CREATE INDEX moz_places_hostindex ON moz_places (rev_host);"
	        "CREATE INDEX moz_places_lastvisitdateindex "
	        "ON moz_places (last_visit_date);"
	        "CREATE UNIQUE INDEX moz_places_guid_uniqueindex "
	        "ON moz_places (guid);"
	        "CREATE INDEX moz_historyvisits_placedateindex "
	        "ON moz_historyvisits (place_id, visit_date);"
	        "CREATE INDEX moz_historyvisits_fromindex "
	        "ON moz_historyvisits (from_visit);"
	        "CREATE INDEX moz_historyvisits_dateindex "
	        "ON moz_historyvisits (visit_date);",
	    .url = "INSERT INTO moz_places(id,url,title,rev_host,"
	           "last_visit_date,guid,url_hash) VALUES(?1,?2,"
	           "'A title of some fifty characters, as pages have, '||?1,"
	           "?3,?4,printf('%012d',?1),?1*7919)",
	    .visit = "INSERT INTO moz_historyvisits(place_id,visit_date,"
	             "visit_type,from_visit) VALUES(?1,?2,?3,?4)",
	    .zero = 0,
	    .transitions = { 1, 5 },
	},
};

static void
make_urls(struct maker *maker, const struct kind *kind, int64_t urls)
{
	sqlite3_stmt *insert = prepare(maker, kind->url);
	char host[128], url[512], reversed[130];

	for (int64_t id = 1; id <= urls; id++) {
		write_host(maker, host, sizeof(host));
		write_url(maker, host, url, sizeof(url));
		reverse(host, reversed);
		check(maker, sqlite3_bind_int64(insert, 1, id));
		check(maker, sqlite3_bind_text(insert, 2, url, -1, NULL));
		if (sqlite3_bind_parameter_count(insert) > 2 &&
		    kind->zero == 0)
			check(maker,
			    sqlite3_bind_text(insert, 3, reversed, -1, NULL));
		check(maker, sqlite3_bind_int64(insert, 4,
		    (LAST_UNIX - kind->zero) * 1000000));
		step(maker, insert);
	}
	check(maker, sqlite3_finalize(insert));
}

static void
make_visits(struct maker *maker, const struct kind *kind, int64_t visits,
    int64_t urls)
{
	sqlite3_stmt *insert = prepare(maker, kind->visit);

	for (int64_t id = 1; id <= visits; id++) {
		int64_t at = LAST_UNIX - DAYS * 86400 +
		    DAYS * 86400 * id / visits;

		check(maker, sqlite3_bind_int64(insert, 1,
		    1 + (int64_t)draw(maker, (uint64_t)urls)));
		check(maker, sqlite3_bind_int64(insert, 2,
		    (at - kind->zero) * 1000000 +
		        (int64_t)draw(maker, 1000000)));
		check(maker, sqlite3_bind_int64(insert, 3,
		    kind->transitions[draw(maker, 10) == 0]));
		check(maker, sqlite3_bind_int64(insert, 4, id - 1));
		step(maker, insert);
	}
	check(maker, sqlite3_finalize(insert));
}

int
main(int argc, char **argv)
{
	struct maker maker = { .state = 42 };
	int64_t visits = argc > 3 ? strtoll(argv[3], NULL, 10) : 1000000;
	int64_t urls = argc > 4 ? strtoll(argv[4], NULL, 10) : visits / 5;
	const struct kind *kind = NULL;

	for (size_t i = 0; argc > 2 && i < 2; i++)
		if (strcmp(argv[1], kinds[i].name) == 0)
			kind = &kinds[i];
	if (kind == NULL || visits < 1 || urls < 1) {
		(void)fprintf(stderr, "usage: history_make chromium|firefox "
		    "FILE [VISITS [URLS]]\n");
		return 2;
	}
	(void)remove(argv[2]);
	check(&maker, sqlite3_open(argv[2], &maker.db));
	run(&maker, "PRAGMA page_size=4096; PRAGMA synchronous=OFF; BEGIN");
	run(&maker, kind->schema);
	run(&maker, kind->indexes);
	make_urls(&maker, kind, urls);
	make_visits(&maker, kind, visits, urls);
	run(&maker, "COMMIT");
	check(&maker, sqlite3_close(maker.db));
	return 0;
}
