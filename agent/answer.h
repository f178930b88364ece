/* SPDX-License-Identifier: Apache-2.0
 * answer.h: what a scan has to say, as plain structs; everything that is shown
 * is decided here, so that no two renderers can disagree.  Must not know a
 * terminal, HTML, JSON, the clock, or how a source was read.
 * Covered by tests/unit/test_answer.c.
 *
 * An answer borrows from the catalogue and from the source list that it was
 * built from; both must outlive it.  It holds no host and no URL.
 */
#ifndef AGENT_ANSWER_H
#define AGENT_ANSWER_H

#include "agent/lens.h"
#include "agent/tally.h"

#include "agent/sources/source.h"
#include "core/catalogue.h"
#include "core/policy.h"

struct format; /* agent/sources/formats.h */

/* Whose traces were looked at. */
enum answer_subject {
	ANSWER_SESSION, /* the person who runs the command */
	ANSWER_HOME,    /* --home DIR */
	ANSWER_FILES,   /* --history FILE, --dns-log FILE */
	ANSWER_SUBJECT_COUNT
};

struct answer_input {
	const struct tally *tally;
	const struct lens *lens;  /* --clients; NULL: not asked for */
	bool clients_full;        /* more clients than are told apart */
	const struct source_list *sources;
	const struct catalogue *catalogue;
	const struct policy *policy;
	int32_t today;
	enum answer_subject subject;
	struct str looked_at;     /* the folder or first file; empty: session */
	uint32_t looked_at_count; /* folders or files named; 0 or 1: one */
	bool no_history;          /* histories were not asked for */
	bool no_dns;              /* nor DNS logs */
	bool dns_named;           /* --dns-log: an unread log is a failure */
	const struct format *resolver; /* of this computer, whose log could be
	                                * switched on; NULL: none is known */
};

/* How much could be read.  Zero is only ever said of what was read. */
enum answer_reading {
	ANSWER_UNREAD, /* nothing: no figure at all */
	ANSWER_PARTLY, /* figures are a minimum; exit code 3 */
	ANSWER_WHOLE
};

/* A day of a service's calendar strip. */
enum answer_mark {
	MARK_VISITED = 1 << 0,
	MARK_CONTACTED = 1 << 1
};

struct answer_service {
	const struct service *service;
	enum decision decision;
	bool to_review;           /* undecided or postponed */
	uint32_t ai_days;         /* visited or contacted */
	uint32_t visited_days;
	uint32_t contacted_days;  /* in two separate minutes; visited or not */
	int32_t last_day;
	struct attention attention[RISK_FAMILY_COUNT];
	const unsigned char *marks; /* enum answer_mark, one per window day */
};

/* A service that clients of a gateway contacted; never part of the above. */
struct answer_gateway_service {
	const struct service *service;
	enum decision decision;
	bool to_review;
	struct lens_service seen;
};

struct answer_gateway {
	bool asked;
	bool full; /* the bands are minimums */
	const struct answer_gateway_service *services; /* to review first, most
	                                                * clients, then id */
	uint32_t service_count;
};

/* Seen, but never use: a service and the days on which it was seen. */
struct answer_aside {
	const struct service *service;
	uint32_t days;
	int32_t last_day;
};

struct answer_asides {
	const struct answer_aside *at; /* most days first, then id */
	uint32_t count;
};

struct answer_model {
	const struct catalogue *catalogue;
	struct window window;
	uint32_t days;     /* of the window */
	int32_t today;
	enum answer_subject subject;
	struct str looked_at;
	uint32_t looked_at_count;
	bool no_history;
	bool no_dns;
	bool dns_named;
	const struct format *resolver;

	enum answer_reading reading;
	bool measured;     /* a trace of this PC was read: its zero is one */
	uint32_t histories_read;
	uint32_t dns_read;
	bool log_unread;     /* a DNS log is there, or was named, and not read */
	bool hidden_dns;     /* some profile hides its DNS from a log that was
	                      * read, or that could be */
	bool without_time;   /* some log's days are those of its file */
	const struct source_report *sources; /* a list, in order of reading */
	bool sources_cut;    /* there were more than a list holds */
	int32_t first_read;  /* days of what was read; CALENDAR_NO_DAY: none */
	int32_t last_read;

	const struct answer_service *services; /* to review first, most days */
	uint32_t service_count;
	uint32_t ai_days;     /* with one service or more */
	uint32_t shared_days; /* with two or more */
	uint32_t lone_days;   /* with nothing but single contacts, not counted */
	bool contacts;        /* some AI day has a contact */
	uint32_t category_days[CATEGORY_COUNT];
	struct answer_asides asides[TRACE_COUNT]; /* the last three traces */
	struct answer_gateway gateway;

	struct arena memory;
};

/*
 * answer_build: draw the answer.  E_NOMEM, also when the tally lost a
 * sighting; E_LIMIT beyond what any catalogue needs.  On failure *ret is
 * released.
 */
MUST_CHECK enum status answer_build(const struct answer_input *input,
    struct answer_model *ret, struct err *err);

/* answer_is_older: all that was read ends before the window; its zero tells of
 * other days than those asked for. */
bool answer_is_older(const struct answer_model *answer);

/* answer_release: safe on a zeroed struct. */
void answer_release(struct answer_model *answer);

/*
 * How a renderer must write.  A renderer is a function of the answer and of
 * this, appends to a buffer, and does nothing else.
 */
struct answer_look {
	enum language language;
	size_t columns;   /* of the terminal */
	bool colour;
	bool ask;         /* --share: end with the question */
	const char *page; /* path of the page published beside; NULL: none */
};

#endif
