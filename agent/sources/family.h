/* SPDX-License-Identifier: Apache-2.0
 * family.h: what a family of browsers is (tables, clock, two plans), and what
 * the families share: which hosts are worth a look, and what one visit is.
 * Must not know where a file came from, nor open one.
 * Covered by tests/unit/test_history.c.
 */
#ifndef AGENT_SOURCES_FAMILY_H
#define AGENT_SOURCES_FAMILY_H

#include "agent/sources/source.h"
#include "agent/sources/url.h"
#include "core/buf.h"
#include "core/map.h"

struct db;
struct db_query;

/* Where a family keeps the times of its visits, and what they count. */
struct family_clock {
	const char *table;
	const char *column;
	int64_t per_second;
	int64_t zero;  /* UNIX seconds of the clock's zero */
	bool fraction; /* REAL seconds; else integers only */
};

/* Visits outside of these UNIX seconds have a broken time: 1990 to 2100. */
#define FAMILY_FIRST ((int64_t)631152000)
#define FAMILY_LAST ((int64_t)4102444800)

/* The scan of one file. */
struct visits {
	const struct source_env *env;
	struct source_report *report;
	const struct family_clock *clock;
	struct map hosts; /* every host of a rule */
	uint64_t looked_at;
};

/*
 * `seek` follows the file's indexes to the hosts of the catalogue, and may be
 * NULL; `join` reads every visit.  Both give the same sightings; `join` is
 * taken when `can_seek` says that an index is missing.
 */
struct family {
	const char *name; /* of a file whose browser is not known */
	struct family_clock clock;
	bool (*detect)(struct db *db);
	bool (*can_seek)(struct db *db);
	enum status (*seek)(struct db *db, struct visits *visits,
	    struct err *err);
	enum status (*join)(struct db *db, struct visits *visits,
	    struct err *err);
	bool unsupported; /* known by its tables, and not read */
};

extern const struct family family_chromium;
extern const struct family family_firefox;
extern const struct family family_firefox_android;
extern const struct family family_firefox_android_old;
extern const struct family family_qutebrowser;
extern const struct family family_safari;

/*
 * family_count: records, rejected and first_day..last_day of the report, from
 * the visits' table and its index on time.  family_scan: push the sightings.
 * E_DAMAGED, E_LIMIT, E_NOMEM, E_IO.
 */
MUST_CHECK enum status family_count(const struct family *family,
    struct db *db, const struct source_env *env, struct source_report *report,
    struct err *err);
MUST_CHECK enum status family_scan(const struct family *family,
    struct db *db, const struct source_env *env, struct source_report *report,
    struct err *err);

/* family_table: true for a table of that name with all `columns` (NULL ends
 * them); a view is no table, its cost has no bound. */
bool family_table(struct db *db, const char *table,
    const char *const *columns);

/* visits_know: true when `host` or one of its parents is in a rule. */
bool visits_know(const struct visits *visits, struct str host);

/* visits_time: append the SQL expression of a visit's time, for visits_read,
 * in the table known as `v`. */
void visits_time(struct buf *sql, const struct family_clock *clock);

/* visits_within: append " AND column BETWEEN ..." for the window, a day wider
 * on both sides so that no zone matters; for an index that has the time. */
void visits_within(struct buf *sql, const struct visits *visits);

/* One visit under a service. */
struct visit {
	int64_t unix_seconds;
	int32_t day;
	struct match_result found;
};

/* visits_read: the visit to `url` whose time stands in `column` of the row;
 * false when it is under no service, outside the window, or has no time. */
bool visits_read(struct visits *visits, const struct url *url,
    const struct db_query *row, int column, struct visit *ret);

/* visits_push: a visit that counts as one. */
void visits_push(struct visits *visits, const struct visit *visit);

/* visits_tick: one more address looked at; a sign of life now and then. */
void visits_tick(struct visits *visits);

#endif
