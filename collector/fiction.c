/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/fiction.h"

#include "collector/disk.h"

#include "core/calendar.h"
#include "core/db.h"
#include "core/os.h"
#include "core/outfile.h"

#include <string.h>

#define PATH_BYTES 4096
#define LOG_BYTES ((size_t)1 << 20)

/* --- browsers --- */

/* What a history is made of, as far as a reader looks. */
struct kind {
	const char *schema;
	const char *page;  /* ?1 address, ?2 title, ?3 host read backwards */
	const char *visit; /* ?1 address, ?2 UNIX seconds */
};

/* Firefox's places.sqlite, schema 78: a visit of type 1 follows a link. */
static const struct kind firefox = {
	.schema =
	    "PRAGMA user_version=78;"
	    "CREATE TABLE moz_places(id INTEGER PRIMARY KEY,url LONGVARCHAR,"
	    "title LONGVARCHAR,rev_host LONGVARCHAR,"
	    "visit_count INTEGER DEFAULT 0,hidden INTEGER DEFAULT 0 NOT NULL,"
	    "last_visit_date INTEGER);"
	    "CREATE INDEX moz_places_hostindex ON moz_places(rev_host);"
	    "CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY,"
	    "from_visit INTEGER,place_id INTEGER,visit_date INTEGER,"
	    "visit_type INTEGER,session INTEGER);"
	    "CREATE INDEX moz_historyvisits_placedateindex "
	    "ON moz_historyvisits(place_id,visit_date);"
	    "CREATE INDEX moz_historyvisits_fromindex "
	    "ON moz_historyvisits(from_visit);",
	.page =
	    "INSERT INTO moz_places(url,title,rev_host) SELECT ?1,?2,?3 "
	    "WHERE NOT EXISTS (SELECT 1 FROM moz_places WHERE url = ?1)",
	.visit =
	    "INSERT INTO moz_historyvisits"
	    "(from_visit,place_id,visit_date,visit_type,session) "
	    "SELECT 0,id,?2 * 1000000,1,0 FROM moz_places WHERE url = ?1",
};

/* Chromium's History, schema 70: microseconds since 1601; 0x30000000 begins
 * and ends a chain of redirects (ui/base/page_transition_types.h). */
static const struct kind chromium = {
	.schema =
	    "CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY,"
	    "value LONGVARCHAR);"
	    "INSERT INTO meta VALUES('version','70');"
	    "CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT,"
	    "url LONGVARCHAR,title LONGVARCHAR,"
	    "visit_count INTEGER DEFAULT 0 NOT NULL,"
	    "last_visit_time INTEGER DEFAULT 0 NOT NULL,"
	    "hidden INTEGER DEFAULT 0 NOT NULL);"
	    "CREATE INDEX urls_url_index ON urls(url);"
	    "CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT,"
	    "url INTEGER NOT NULL,visit_time INTEGER NOT NULL,"
	    "from_visit INTEGER,transition INTEGER DEFAULT 0 NOT NULL,"
	    "visit_duration INTEGER DEFAULT 0 NOT NULL);"
	    "CREATE INDEX visits_url_index ON visits(url);"
	    "CREATE INDEX visits_time_index ON visits(visit_time);",
	.page =
	    "INSERT INTO urls(url,title) SELECT ?1,?2 WHERE ?3 IS NOT NULL "
	    "AND NOT EXISTS (SELECT 1 FROM urls WHERE url = ?1)",
	.visit =
	    "INSERT INTO visits(url,visit_time,transition) "
	    "SELECT id,(?2 + 11644473600) * 1000000,0x30000000 "
	    "FROM urls WHERE url = ?1",
};

#define FIREFOX "home/.mozilla/firefox/k3x9w2ab.default-esr"
#define CHROME "home/.config/google-chrome/Default"
#define CHROMIUM "home/.config/chromium/Default"
#define EDGE "home/.config/microsoft-edge/Default"

struct computer {
	const char *profile;
	const struct kind *kind;
	bool encrypted_dns; /* set in the browser */
	bool dns_log;
	bool damaged;       /* its history can't be read */
};

static const struct computer computers[FICTION_COMPUTERS] = {
	{ FIREFOX, &firefox, true, false, false },
	{ CHROME, &chromium, false, false, false },
	{ FIREFOX, &firefox, false, false, false },
	{ EDGE, &chromium, false, false, false },
	{ FIREFOX, &firefox, true, false, false },
	{ CHROMIUM, &chromium, false, false, false },
	{ FIREFOX, &firefox, false, false, false },
	{ EDGE, &chromium, false, true, false },
	{ FIREFOX, &firefox, true, false, false },
	{ CHROME, &chromium, false, true, false },
	{ FIREFOX, &firefox, false, false, false },
	{ FIREFOX, &firefox, false, true, false },
	{ CHROME, &chromium, false, false, false },
	{ FIREFOX, &firefox, false, false, true },
};

/* --- who visits what --- */

#define EVERYONE "ABCDEFGHIJKLM"

/* A letter is a computer, "a" the first: small on two days of the month,
 * capital on eight, which is regular use. */
struct habit {
	const char *host;
	const char *path;
	const char *title;
	const char *who[FICTION_MONTHS];
};

static const struct habit habits[] = {
	{ "www.sentiers-solidaires.example", "/", "Les Sentiers solidaires",
	    { EVERYONE, EVERYONE, EVERYONE } },
	{ "messagerie.example", "/boite", "Messagerie",
	    { EVERYONE, EVERYONE, EVERYONE } },
	{ "www.associations.example", "/subventions", "Subventions",
	    { "abefjkl", "abefjkl", "abefjkl" } },
	{ "chatgpt.com", "/", "ChatGPT", { "ABCdef", "ABCDefh", "ABCefh" } },
	{ "www.deepl.com", "/fr/translator", "DeepL",
	    { "Ab", "ABcdGi", "ABcdGi" } },
	{ "gemini.google.com", "/app", "Gemini", { "e", "efh", "efh" } },
	{ "chat.mistral.ai", "/chat", "Le Chat", { "", "dg", "DGI" } },
	{ "chat.deepseek.com", "/", "DeepSeek", { "c", "ceh", "ceh" } },
	{ "www.perplexity.ai", "/", "Perplexity", { "e", "ef", "ef" } },
	{ "suno.com", "/create", "Suno", { "", "i", "" } },
	{ "character.ai", "/", "Character.AI", { "", "h", "h" } },
};

/* An application that asks for this name; no page of it is ever opened. */
static const struct habit contacts[] = {
	{ "claude.ai", "", "", { "j", "j", "j" } },
};

static const char *const months[FICTION_MONTHS] = { "2026-08-01",
	"2026-09-01", "2026-10-01" };

static const int regular_days[] = { 4, 7, 11, 14, 18, 21, 24, 27 };
static const int occasional_days[] = { 10, 20 };

const char *
fiction_month(int month)
{
	return months[month];
}

void
fiction_name(struct buf *out, size_t computer)
{
	buf_format(out, "%02u", (unsigned)computer + 1);
}

/* The days of the month on which a habit shows on a computer. */
static size_t
days_of(const struct habit *habit, size_t computer, int month,
    const int **ret_days)
{
	if (strchr(habit->who[month], 'A' + (int)computer) != NULL) {
		*ret_days = regular_days;
		return sizeof(regular_days) / sizeof(regular_days[0]);
	}
	*ret_days = occasional_days;
	return strchr(habit->who[month], 'a' + (int)computer) == NULL
	    ? 0
	    : sizeof(occasional_days) / sizeof(occasional_days[0]);
}

/* Office hours, not the same on each computer. */
static int64_t
moment(int month, int day, size_t computer, size_t habit)
{
	int32_t first = 0;

	(void)calendar_parse(str_of(months[month]), &first);
	return (int64_t)(first + day - 1) * CALENDAR_SECONDS_PER_DAY +
	    (int64_t)(8 * 3600 + computer * 1500 + habit * 420);
}

/* --- files --- */

static void
computer_path(struct buf *out, const char *folder, size_t computer,
    const char *name)
{
	struct buf number;

	buf_init(&number, 16);
	fiction_name(&number, computer);
	os_join(out, folder, buf_z(&number));
	buf_release(&number);
	if (name[0] != '\0') {
		buf_char(out, '/');
		buf_text(out, name);
	}
}

/* The folder and those above it, from the computer's own on. */
static enum status
make_folders(const char *folder, size_t computer, const char *name,
    struct err *err)
{
	struct str rest = str_of(name), part;
	struct os_stat found;
	struct buf path;
	enum status code = OK;

	buf_init(&path, PATH_BYTES);
	computer_path(&path, folder, computer, "");
	while (code == OK) {
		found.kind = OS_NONE;
		code = os_stat(buf_z(&path), &found, err);
		if (code == OK && found.kind == OS_NONE)
			code = disk_make_folder(buf_z(&path), err);
		if (rest.len == 0)
			break;
		if (!str_take_until(&rest, '/', &part)) {
			part = rest;
			rest = STR("");
		}
		buf_char(&path, '/');
		buf_str(&path, part);
	}
	buf_release(&path);
	return code;
}

static enum status
write_file(const char *folder, size_t computer, const char *name,
    struct str content, struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	computer_path(&path, folder, computer, name);
	code = outfile_publish(buf_z(&path), OUTFILE_OWNER, content, err);
	buf_release(&path);
	return code;
}

static enum status
write_in_profile(const char *folder, size_t computer, const char *name,
    struct str content, struct err *err)
{
	struct buf inner;
	enum status code;

	buf_init(&inner, PATH_BYTES);
	os_join(&inner, computers[computer].profile, name);
	code = write_file(folder, computer, buf_z(&inner), content, err);
	buf_release(&inner);
	return code;
}

static enum status
write_config(const char *folder, size_t computer, struct err *err)
{
	struct buf text;
	enum status code;

	buf_init(&text, PATH_BYTES);
	buf_text(&text, "dns: none\nhomes:\n  - \"");
	computer_path(&text, folder, computer, "home");
	if (computers[computer].dns_log) {
		buf_text(&text, "\"\ndns_logs:\n  - \"");
		computer_path(&text, folder, computer, "dns.log");
	}
	buf_text(&text, "\"\n");
	code = write_file(folder, computer, "agent.yaml", buf_view(&text),
	    err);
	buf_release(&text);
	return code;
}

static const char *
history_name(const struct computer *computer)
{
	return computer->kind == &firefox ? "places.sqlite" : "History";
}

static enum status
open_history(const char *folder, size_t computer, struct db **ret,
    struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	computer_path(&path, folder, computer, computers[computer].profile);
	buf_char(&path, '/');
	buf_text(&path, history_name(&computers[computer]));
	code = db_open(buf_z(&path), DB_CREATE, ret, err);
	if (code == OK)
		code = db_run(*ret, "PRAGMA synchronous=OFF", err);
	buf_release(&path);
	return code;
}

static enum status
make_history(const char *folder, size_t computer, struct err *err)
{
	struct db *db = NULL;
	enum status code;

	if (computers[computer].damaged)
		return write_in_profile(folder, computer,
		    history_name(&computers[computer]),
		    STR("This disk has lost a few sectors."), err);
	code = open_history(folder, computer, &db, err);
	if (code == OK)
		code = db_run(db, computers[computer].kind->schema, err);
	db_free(db);
	return code;
}

enum status
fiction_settle(const char *folder, size_t computer, struct err *err)
{
	const struct computer *self = &computers[computer];
	enum status code = make_folders(folder, computer, self->profile, err);

	if (code == OK)
		code = make_folders(folder, computer, "state", err);
	if (code == OK)
		code = write_file(folder, computer, "state/demo", STR(""),
		    err);
	if (code == OK)
		code = write_config(folder, computer, err);
	if (code == OK)
		code = make_history(folder, computer, err);
	if (code == OK && self->encrypted_dns)
		code = write_in_profile(folder, computer, "prefs.js",
		    STR("user_pref(\"network.trr.mode\", 3);\n"), err);
	if (code == OK && self->dns_log)
		code = write_file(folder, computer, "dns.log",
		    STR("[1785700000] unbound[812:0] info: "
		        "start of service (unbound 1.17.1).\n"), err);
	return code;
}

/* --- a month --- */

struct writing {
	struct db_query *page, *visit;
	size_t computer;
	int month;
};

static void
write_address(struct buf *out, const struct habit *habit)
{
	buf_text(out, "https://");
	buf_text(out, habit->host);
	buf_text(out, habit->path);
}

static void
write_backwards(struct buf *out, const char *host)
{
	for (size_t i = strlen(host); i > 0; i--)
		buf_char(out, host[i - 1]);
	buf_char(out, '.');
}

static enum status
write_page(const struct writing *in, const struct habit *habit,
    struct err *err)
{
	struct buf address, backwards;
	bool row;
	enum status code;

	buf_init(&address, PATH_BYTES);
	buf_init(&backwards, PATH_BYTES);
	write_address(&address, habit);
	write_backwards(&backwards, habit->host);
	db_reset(in->page);
	code = db_bind_text(in->page, 1, buf_view(&address), err);
	if (code == OK)
		code = db_bind_text(in->page, 2, str_of(habit->title), err);
	if (code == OK)
		code = db_bind_text(in->page, 3, buf_view(&backwards), err);
	if (code == OK)
		code = db_step(in->page, &row, err);
	if (code == OK) {
		db_reset(in->visit);
		code = db_bind_text(in->visit, 1, buf_view(&address), err);
	}
	buf_release(&address);
	buf_release(&backwards);
	return code;
}

static enum status
write_habit(const struct writing *in, size_t at, struct err *err)
{
	const int *days;
	size_t count = days_of(&habits[at], in->computer, in->month, &days);
	enum status code = count == 0 ? OK
	                              : write_page(in, &habits[at], err);
	bool row;

	for (size_t i = 0; code == OK && i < count; i++) {
		db_reset(in->visit);
		code = db_bind_number(in->visit, 2,
		    moment(in->month, days[i], in->computer, at), err);
		if (code == OK)
			code = db_step(in->visit, &row, err);
	}
	return code;
}

static enum status
write_habits(struct db *db, struct writing *in, struct err *err)
{
	const struct kind *kind = computers[in->computer].kind;
	enum status code = db_run(db, "BEGIN", err);

	if (code == OK)
		code = db_prepare(db, kind->page, &in->page, err);
	if (code == OK)
		code = db_prepare(db, kind->visit, &in->visit, err);
	for (size_t i = 0;
	     code == OK && i < sizeof(habits) / sizeof(habits[0]); i++)
		code = write_habit(in, i, err);
	db_query_free(in->page);
	db_query_free(in->visit);
	if (code == OK)
		code = db_run(db, "COMMIT", err);
	return code;
}

/* Two minutes of a day, so that it is an AI day; in Unbound's words, whose
 * stamps are UNIX seconds. */
static void
write_contact(struct buf *out, const struct habit *contact, size_t computer,
    int month)
{
	const int *days;
	size_t count = days_of(contact, computer, month, &days);

	for (size_t i = 0; i < 2 * count; i++)
		buf_format(out, "[%lld] unbound[812:0] info: 127.0.0.1 "
		    "%s. A IN\n",
		    (long long)moment(month, days[i / 2], computer, i % 2),
		    contact->host);
}

static enum status
write_dns_log(const char *folder, size_t computer, int month, struct err *err)
{
	struct buf path, text;
	enum status code;

	buf_init(&path, PATH_BYTES);
	buf_init(&text, LOG_BYTES);
	computer_path(&path, folder, computer, "dns.log");
	code = os_read_file(buf_z(&path), &text, err);
	write_contact(&text, &habits[0], computer, month);
	for (size_t i = 0; i < sizeof(contacts) / sizeof(contacts[0]); i++)
		write_contact(&text, &contacts[i], computer, month);
	if (code == OK)
		code = outfile_publish(buf_z(&path), OUTFILE_OWNER,
		    buf_view(&text), err);
	buf_release(&path);
	buf_release(&text);
	return code;
}

enum status
fiction_live(const char *folder, size_t computer, int month, struct err *err)
{
	struct writing writing = { NULL, NULL, computer, month };
	struct db *db = NULL;
	enum status code = OK;

	if (computers[computer].dns_log)
		code = write_dns_log(folder, computer, month, err);
	if (code != OK || computers[computer].damaged)
		return code;
	code = open_history(folder, computer, &db, err);
	if (code == OK)
		code = write_habits(db, &writing, err);
	db_free(db);
	return code;
}
