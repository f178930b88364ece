/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/family.h"

#include "agent/sources/zone.h"
#include "core/calendar.h"
#include "core/db.h"

#define SQL_MAX 2048
#define HOSTS_MAX 100000
#define TICK_STRIDE 16384

/* What is asked about all visits of a file.  Each is answered by the index on
 * time without reading the visits in between; "count(*)" of a whole table by
 * counting the cells of its smallest index.  Text and blobs sort after every
 * number, NULL before. */
enum fact {
	FACT_RECORDS,
	FACT_TOO_EARLY,
	FACT_TOO_LATE,
	FACT_NO_TIME,
	FACT_FIRST,
	FACT_LAST,
	FACT_COUNT
};

struct fact_row {
	const char *what;
	const char *where; /* {t} is the time, {a} and {b} its bounds */
};

static const struct fact_row fact_rows[FACT_COUNT] = {
	[FACT_RECORDS] = { "count(*)", "1" },
	[FACT_TOO_EARLY] = { "count(*)", "{t} < {a}" },
	[FACT_TOO_LATE] = { "count(*)", "{t} > {b}" },
	[FACT_NO_TIME] = { "count(*)", "{t} IS NULL" },
	[FACT_FIRST] = { "min({t})", "{t} >= {a} AND {t} <= {b}" },
	[FACT_LAST] = { "max({t})", "{t} >= {a} AND {t} <= {b}" },
};

static int64_t
ticks_of(const struct family_clock *clock, int64_t unix_seconds)
{
	return (unix_seconds - clock->zero) * clock->per_second;
}

static int64_t
unix_of(const struct family_clock *clock, int64_t ticks)
{
	return ticks / clock->per_second + clock->zero;
}

/* Append `text` with {t}, {a} and {b} replaced. */
static void
fill(struct buf *sql, const struct family_clock *clock, const char *text)
{
	struct str rest = str_of(text), before, name;

	while (str_take_until(&rest, '{', &before)) {
		buf_str(sql, before);
		(void)str_take_until(&rest, '}', &name);
		if (str_eq(name, STR("t")))
			buf_text(sql, clock->column);
		else
			buf_number(sql, ticks_of(clock,
			    str_eq(name, STR("a")) ? FAMILY_FIRST
			                           : FAMILY_LAST));
	}
	buf_str(sql, rest);
}

static enum status
ask(struct db *db, const struct family_clock *clock, enum fact fact,
    int64_t *ret, struct err *err)
{
	struct buf sql;
	enum status code;

	buf_init(&sql, SQL_MAX);
	buf_text(&sql, "SELECT ");
	fill(&sql, clock, fact_rows[fact].what);
	buf_format(&sql, " FROM %s WHERE ", clock->table);
	fill(&sql, clock, fact_rows[fact].where);
	code = db_one_number(db, buf_z(&sql), ret, err);
	buf_release(&sql);
	return code;
}

enum status
family_count(const struct family *family, struct db *db,
    const struct source_env *env, struct source_report *report,
    struct err *err)
{
	int64_t facts[FACT_COUNT] = { 0 };
	int64_t rejected;
	enum status code = OK;

	for (enum fact fact = 0; code == OK && fact < FACT_COUNT; fact++)
		code = ask(db, &family->clock, fact, &facts[fact], err);
	if (code != OK)
		return code;
	rejected = facts[FACT_TOO_EARLY] + facts[FACT_TOO_LATE] +
	    facts[FACT_NO_TIME];
	report->records = (uint64_t)facts[FACT_RECORDS];
	report->rejected = (uint64_t)rejected;
	if (facts[FACT_RECORDS] > rejected) {
		report->first_day = zone_day(env->zone,
		    unix_of(&family->clock, facts[FACT_FIRST]));
		report->last_day = zone_day(env->zone,
		    unix_of(&family->clock, facts[FACT_LAST]));
	}
	return OK;
}

bool
family_table(struct db *db, const char *table, const char *const *columns)
{
	struct db_query *query = NULL;
	bool is_table = false;

	if (db_prepare(db,
	        "SELECT 1 FROM sqlite_master WHERE type = 'table' "
	        "AND name = ?1 AND sql NOT LIKE 'CREATE VIRTUAL%'",
	        &query, NULL) == OK &&
	    db_bind_text(query, 1, str_of(table), NULL) == OK)
		is_table = db_step(query, &is_table, NULL) == OK && is_table;
	db_query_free(query);
	for (; is_table && *columns != NULL; columns++)
		is_table = db_has(db, table, *columns);
	return is_table;
}

struct hosts {
	struct map *map;
	enum status code;
};

static void
add_host(void *cookie, struct str host)
{
	struct hosts *hosts = cookie;

	if (hosts->code == OK)
		hosts->code = map_put(hosts->map, host, 1);
}

enum status
family_scan(const struct family *family, struct db *db,
    const struct source_env *env, struct source_report *report,
    struct err *err)
{
	struct visits visits = { .env = env, .report = report,
		.clock = &family->clock };
	struct hosts hosts = { &visits.hosts, OK };
	bool seek = family->can_seek != NULL && family->can_seek(db);
	enum status code;

	/* The keys are the catalogue's own: no stranger chooses them. */
	map_init(&visits.hosts, HOSTS_MAX, 0);
	match_hosts(env->match, add_host, &hosts);
	/* One transaction: without it each of the many small queries takes and
	 * drops its locks, a third of the time.  Closing the file ends it. */
	code = hosts.code != OK
	    ? err_set(err, hosts.code, MSG_NO_MEMORY, NO_ARGS)
	    : db_run(db, "BEGIN", err);
	if (code == OK)
		code = (seek ? family->seek : family->join)(db, &visits, err);
	map_release(&visits.hosts);
	return code;
}

bool
visits_know(const struct visits *visits, struct str host)
{
	uint64_t known;

	for (; host.len > 0; host = domain_parent(host))
		if (map_get(&visits->hosts, host, &known))
			return true;
	return false;
}

/*
 * NULL: a time that is a fraction where only integers belong; it is not among
 * the rejected that family_count has counted.  Any other type becomes 0, which
 * is out of bounds on every clock.
 */
void
visits_time(struct buf *sql, const struct family_clock *clock)
{
	if (clock->fraction)
		buf_format(sql,
		    "CASE WHEN typeof(v.%s) IN ('integer', 'real') "
		    "THEN CAST(v.%s AS INTEGER) ELSE %lld END",
		    clock->column, clock->column,
		    (long long)ticks_of(clock, 0));
	else
		buf_format(sql,
		    "CASE typeof(v.%s) WHEN 'integer' THEN v.%s "
		    "WHEN 'real' THEN NULL ELSE %lld END",
		    clock->column, clock->column,
		    (long long)ticks_of(clock, 0));
}

/* A bound of the window in ticks, kept inside what a clock can hold. */
static int64_t
edge(const struct visits *visits, int64_t day)
{
	int64_t seconds = day * CALENDAR_SECONDS_PER_DAY;

	if (seconds < FAMILY_FIRST)
		seconds = FAMILY_FIRST;
	if (seconds > FAMILY_LAST)
		seconds = FAMILY_LAST;
	return ticks_of(visits->clock, seconds);
}

void
visits_within(struct buf *sql, const struct visits *visits)
{
	const struct window *window = &visits->env->window;

	buf_format(sql, " AND v.%s BETWEEN %lld AND %lld",
	    visits->clock->column,
	    (long long)edge(visits, (int64_t)window->first - 1),
	    (long long)edge(visits, (int64_t)window->last + 2));
}

bool
visits_read(struct visits *visits, const struct url *url,
    const struct db_query *row, int column, struct visit *ret)
{
	const struct window *window = &visits->env->window;
	struct visit out;
	int64_t ticks;

	if (db_is_null(row, column)) {
		visits->report->rejected++;
		return false;
	}
	ticks = db_number(row, column);
	if (ticks < ticks_of(visits->clock, FAMILY_FIRST) ||
	    ticks > ticks_of(visits->clock, FAMILY_LAST))
		return false;
	out.unix_seconds = unix_of(visits->clock, ticks);
	out.day = zone_day(visits->env->zone, out.unix_seconds);
	if (out.day < window->first || out.day > window->last)
		return false;
	out.found = match_visit(visits->env->match, domain_view(&url->host),
	    url->path, url->query, out.day);
	if (out.found.service == MATCH_NO_SERVICE)
		return false;
	*ret = out;
	return true;
}

void
visits_push(struct visits *visits, const struct visit *visit)
{
	source_seen(visits->env, visits->report, visit->found,
	    EVIDENCE_VISITED, visit->unix_seconds, visit->day);
}

void
visits_tick(struct visits *visits)
{
	const struct source_sink *sink = &visits->env->sink;

	if (++visits->looked_at % TICK_STRIDE == 0 && sink->tick != NULL)
		sink->tick(sink->cookie, visits->report);
}
