/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/selftest.h"

#include "agent/machine.h"
#include "agent/pass.h"
#include "agent/tally.h"

#include "agent/sources/zone.h"
#include "core/db.h"
#include "core/os.h"

#define PATH_BYTES 2048
#define NOON 43200
#define MINUTE 60
#define MICROSECONDS INT64_C(1000000)

#define PROFILE "/home/.mozilla/firefox/lanterne.default"

/* What is planted, and what must come out. */
struct plant {
	struct str host;
	int service;
	int64_t at; /* UNIX seconds, and a minute later */
	int32_t day;
	struct os_scratch *scratch;
};

/* A host whose pages and queries are both use, whatever the path and day. */
static bool
choose(const struct match *match, int32_t today, struct plant *ret)
{
	const struct catalogue *catalogue = match_catalogue(match);

	for (uint32_t i = 0; i < catalogue->rule_count; i++) {
		struct str host = catalogue_rule(catalogue, i).host;
		struct match_result visit = match_visit(match, host, STR("/"),
		    STR(""), today);
		struct match_result contact = match_contact(match, host, today);

		if (visit.verdict != VERDICT_USE ||
		    contact.verdict != VERDICT_USE ||
		    visit.service != contact.service)
			continue;
		ret->host = host;
		ret->service = visit.service;
		return true;
	}
	return false;
}

/* Tables of Firefox (toolkit/components/places/nsPlacesTables.h), as few
 * columns as the reader needs. */
static const char history_sql[] =
    "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url LONGVARCHAR,"
    " rev_host LONGVARCHAR);"
    "CREATE TABLE moz_historyvisits (id INTEGER PRIMARY KEY,"
    " from_visit INTEGER, place_id INTEGER, visit_date INTEGER,"
    " visit_type INTEGER);";

/* "chatgpt.com" -> "moc.tpgtahc." */
static void
reverse(struct buf *out, struct str host)
{
	for (size_t i = host.len; i > 0; i--)
		buf_char(out, host.at[i - 1]);
	buf_char(out, '.');
}

static enum status
plant_visit(struct db *db, const struct plant *plant, struct err *err)
{
	struct buf sql;
	enum status code;

	buf_init(&sql, PATH_BYTES);
	buf_text(&sql, "INSERT INTO moz_places VALUES (1, 'https://");
	buf_str(&sql, plant->host);
	buf_text(&sql, "/', '");
	reverse(&sql, plant->host);
	buf_format(&sql, "');INSERT INTO moz_historyvisits VALUES"
	    " (1, 0, 1, %lld, 2);", (long long)(plant->at * MICROSECONDS));
	code = db_run(db, history_sql, err);
	if (code == OK)
		code = db_run(db, buf_z(&sql), err);
	buf_release(&sql);
	return code;
}

static enum status
plant_history(const struct plant *plant, struct err *err)
{
	struct db *db = NULL;
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	buf_text(&path, plant->scratch->path);
	buf_text(&path, PROFILE);
	code = machine_folder(buf_z(&path), err);
	buf_text(&path, "/places.sqlite");
	if (code == OK)
		code = db_open(buf_z(&path), DB_CREATE, &db, err);
	if (code == OK)
		code = plant_visit(db, plant, err);
	db_free(db);
	buf_release(&path);
	return code;
}

static void
log_path(struct buf *out, const struct plant *plant)
{
	buf_init(out, PATH_BYTES);
	os_join(out, plant->scratch->path, "selftest.log");
}

/* Unbound writes UNIX seconds: no year, zone or locale to guess. */
static enum status
plant_log(const struct plant *plant, struct err *err)
{
	struct buf path, text;
	int fd = -1;
	enum status code;

	log_path(&path, plant);
	buf_init(&text, PATH_BYTES);
	for (int i = 0; i < 2; i++) {
		buf_format(&text, "[%lld] unbound[1:0] info: 127.0.0.1 ",
		    (long long)plant->at + i * MINUTE);
		buf_str(&text, plant->host);
		buf_text(&text, ". A IN\n");
	}
	code = os_create(buf_z(&path), &fd, err);
	if (code == OK)
		code = os_write(fd, buf_view(&text), err);
	os_close(fd);
	buf_release(&text);
	buf_release(&path);
	return code;
}

/* The same call as for this computer's own sources. */
static void
read_plants(const struct plant *plant, const struct source_env *env)
{
	struct option_list homes = { .count = 1 }, logs = { .count = 1 };
	struct option_list none = { .count = 0 };
	struct pass_plan plan = { .homes = &homes, .histories = &none,
		.dns_logs = &logs };
	struct source_list list;
	struct buf home, log;

	buf_init(&home, PATH_BYTES);
	os_join(&home, plant->scratch->path, "home");
	log_path(&log, plant);
	homes.at[0] = buf_z(&home);
	logs.at[0] = buf_z(&log);
	source_list_init(&list);
	pass_read(&plan, env, &list);
	source_list_release(&list);
	(void)!os_remove(buf_z(&log), NULL);
	buf_release(&log);
	buf_release(&home);
}

static enum status
see_plants(const struct plant *plant, const struct match *match,
    const struct zone *zone, struct err *err)
{
	struct window window = { plant->day, plant->day };
	struct tally *tally = NULL;
	enum status code = tally_new(match_catalogue(match)->service_count,
	    window, &tally, err);
	struct source_env env = { .match = match, .zone = zone,
		.window = window, .scratch = plant->scratch };

	if (code != OK)
		return code;
	env.sink = (struct source_sink){ tally_push, NULL, tally };
	read_plants(plant, &env);
	if (!tally_on(tally, (uint32_t)plant->service, TRACE_VISITED,
	        plant->day) ||
	    !tally_on(tally, (uint32_t)plant->service, TRACE_CONTACTED,
	        plant->day))
		code = err_set(err, E_DAMAGED, MSG_SELFTEST_BLIND, NO_ARGS);
	tally_free(tally);
	return code;
}

bool
selftest_passes(const struct match *match, const struct zone *zone,
    int32_t today, struct os_scratch *scratch, struct err *err)
{
	struct plant plant = { .day = today, .scratch = scratch };
	enum status code = OK;

	plant.at = zone_unix(zone, today, NOON);
	if (!choose(match, today, &plant))
		code = err_set(err, E_NOT_FOUND, MSG_SELFTEST_BLIND, NO_ARGS);
	if (code == OK)
		code = plant_history(&plant, err);
	if (code == OK)
		code = plant_log(&plant, err);
	if (code == OK)
		code = see_plants(&plant, match, zone, err);
	return code == OK;
}
