/* SPDX-License-Identifier: Apache-2.0
 * source.h: the contract of everything that has seen something on this PC.  A
 * reader pushes sightings and fills a report; it must not know who listens,
 * the network, the ballot, or any file of agent/ above.
 * Covered by its readers' tests, tests/unit/test_history.c and test_linelog.c.
 *
 * A sighting has no string: what is downstream cannot leak a host or a URL.
 */
#ifndef AGENT_SOURCES_SOURCE_H
#define AGENT_SOURCES_SOURCE_H

#include "core/arena.h"
#include "core/match.h"

#include <stdint.h>

struct clients;         /* clients.h */
struct clients_several;
struct os_scratch;      /* core/os.h */
struct zone;            /* zone.h */

enum evidence {
	EVIDENCE_VISITED,   /* from a history */
	EVIDENCE_CONTACTED, /* from DNS */
	EVIDENCE_COUNT
};

struct sighting {
	int64_t unix_seconds; /* of the visit or query */
	int32_t day;          /* local calendar day at that time */
	uint16_t service;
	enum evidence evidence;
	enum verdict verdict;  /* never VERDICT_NONE */
	uint32_t client;       /* of clients.h, from 1; 0: this PC */
};

/* Days looked at, both included. */
struct window {
	int32_t first;
	int32_t last;
};

struct source_report;

/* Who listens.  `tick` may be NULL; it is a sign of life for a progress line,
 * given now and then while a long file is read. */
struct source_sink {
	void (*push)(void *cookie, const struct sighting *sighting);
	void (*tick)(void *cookie, const struct source_report *report);
	void *cookie;
};

/* All that a reader may know of the world.  At most six members. */
struct source_env {
	const struct match *match;
	const struct zone *zone; /* local time of this PC */
	struct window window;
	struct os_scratch *scratch; /* private folder for copies; may not be
	                             * made yet: os_scratch_path */
	struct source_sink sink;
	struct clients *clients; /* whose queries DNS logs are read for, each
	                          * with its number; NULL: all, as this PC's */
};

/* Why a line that a format claims counts for nothing. */
enum source_reject {
	SOURCE_REJECT_NONE,
	SOURCE_REJECT_SHAPE,  /* not as the format writes a query; or cut */
	SOURCE_REJECT_LENGTH, /* over INPUT_LINE_MAX */
	SOURCE_REJECT_TIME,   /* a time that no calendar has */
	SOURCE_REJECT_COUNT
};

enum source_kind {
	SOURCE_HISTORY,
	SOURCE_DNS,
	SOURCE_KIND_COUNT
};

enum source_state {
	SOURCE_READ,
	SOURCE_ABSENT,        /* looked for, not there */
	SOURCE_LOCKED,
	SOURCE_DAMAGED,
	SOURCE_NOT_PERMITTED,
	SOURCE_NOT_SUPPORTED,
	SOURCE_FAILED,        /* any other reason; `why` says which */
	SOURCE_PARTIAL,       /* read, but not to its end; `why` says why */
	SOURCE_STATE_COUNT
};

/*
 * What became of one file.  `name` is the browser or log format, for people;
 * `path` is the file as found (shown by `scan` on one's own terminal only,
 * never logged or sent).
 */
struct source_report {
	enum source_kind kind;
	enum source_state state;
	char name[64];
	char profile[64];      /* history: folder name of the profile */
	char path[1024];       /* cut when longer */
	uint64_t records;      /* visits or queries in the file, any window */
	uint64_t matched;      /* those under a service, in the window, any role */
	uint64_t counted;      /* those that are use */
	uint64_t rejected;     /* lines claimed by the format but not readable */
	uint64_t first_rejected_line; /* from 1; 0: none */
	enum source_reject first_rejected_why;
	int32_t first_day;     /* of the records; CALENDAR_NO_DAY: none */
	int32_t last_day;
	uint64_t others;       /* of `matched`'s kind, from clients not listed: */
	uint64_t nameless;     /* or from no address: in no other count */
	bool several_clients;  /* some of `matched` are of different addresses,
	                        * and no list tells them apart */
	bool without_time;     /* records had no date: the file's day, or
	                        * the time of reading, was taken */
	bool encrypted_dns;    /* DoH is on in this profile: a blind spot */
	struct err why;        /* empty when read */
	struct source_report *next;
};

/*
 * The reports of a scan, in the order of reading.  source_list_add appends an
 * empty report (no days, SOURCE_READ) that stays where it is until release;
 * NULL after SOURCE_LIST_MAX or without memory, and then list->cut is true.
 */
#define SOURCE_LIST_MAX 20000
struct source_list {
	struct source_report *first;
	struct source_report *last;
	size_t count;
	bool cut;
	struct arena memory;
};
void source_list_init(struct source_list *list);
void source_list_release(struct source_list *list);
struct source_report *source_list_add(struct source_list *list,
    enum source_kind kind, const char *name, const char *path);

/* source_report_status: set state and sentence from a failure. */
void source_report_fail(struct source_report *report, enum status code,
    const struct err *err);

/* source_state_id: "read", "absent", "locked", "damaged", "not-permitted",
 * "not-supported", "failed", "partial", as in --json. */
struct str source_state_id(enum source_state state);

/*
 * source_seen: count a matched record in the report and push it when it is
 * inside the window and has a verdict.  The one place where that is decided.
 */
void source_seen(const struct source_env *env, struct source_report *report,
    struct match_result found, enum evidence evidence, int64_t unix_seconds,
    int32_t day);

/*
 * source_asked: source_seen of a DNS query from `client`, as logged (empty: the
 * log has none).  With env->clients only those listed are pushed; without,
 * `several` learns whether the log tells of several.
 */
void source_asked(const struct source_env *env, struct source_report *report,
    struct match_result found, struct str client,
    struct clients_several *several, int64_t unix_seconds, int32_t day);

/* source_tick: tell the sink that a reader is at work (per block of a log, per
 * few thousand rows of a history). */
void source_tick(const struct source_env *env,
    const struct source_report *report);

/* source_rejected: count a line that could not be read, the first by number. */
void source_rejected(struct source_report *report, uint64_t number,
    enum source_reject why);

/* source_reject_id: "shape", "length", "time", as in --json; empty: none. */
struct str source_reject_id(enum source_reject why);

/* source_record: count a record and widen first_day..last_day. */
void source_record(struct source_report *report, int32_t day);

#endif
