/* SPDX-License-Identifier: Apache-2.0
 * tally.h: sightings in, AI days out.  Must not know a name, a file or who
 * shows the days.  Covered by tests/unit/test_tally.c.
 *
 * An AI day is one service on one local calendar day with at least one visit
 * that is use, or DNS contacts that are use in at least two separate minutes:
 * a name's A, AAAA and HTTPS queries of one minute are one contact, and one
 * contact alone may be a link that a page looked up without being asked.
 *
 * The order of sightings never matters.  Memory is bounded by services and
 * days, whatever the number of sightings: five bits and, once a service was
 * contacted, two bytes a day.
 */
#ifndef AGENT_TALLY_H
#define AGENT_TALLY_H

#include "agent/sources/source.h"

/* Twenty years, the longest window of `scan`. */
#define TALLY_DAYS_MAX (20 * 366)

/* What a day of a service can hold, each apart. */
enum trace {
	TRACE_VISITED,
	TRACE_CONTACTED,   /* by DNS, in two separate minutes or more */
	TRACE_APPLICATION, /* software at work */
	TRACE_POSSIBLE,    /* a host that also serves other things */
	TRACE_READING,     /* documentation, a shared answer */
	TRACE_COUNT
};

struct tally;

/*
 * tally_new: an empty tally of `services` services (their index in the
 * catalogue) over `window`.  E_USAGE: a window that is empty or longer than
 * TALLY_DAYS_MAX.  E_NOMEM.
 */
MUST_CHECK enum status tally_new(uint32_t services, struct window window,
    struct tally **ret_tally, struct err *err);
void tally_free(struct tally *tally);

/*
 * tally_push: note a sighting; `cookie` is the struct tally (source_sink.push).
 * A day outside the window or an unknown service is let fall.  Without memory
 * the sighting is lost and tally_status says so from then on.
 */
void tally_push(void *cookie, const struct sighting *sighting);

/* tally_status: E_NOMEM when a sighting was lost; the days are then too few. */
MUST_CHECK enum status tally_status(const struct tally *tally,
    struct err *err);

struct window tally_window(const struct tally *tally);

/* tally_seen: true when `service` left `trace` on some day; costs nothing. */
bool tally_seen(const struct tally *tally, uint32_t service, enum trace trace);

/* tally_on: true when `service` left `trace` on `day`. */
bool tally_on(const struct tally *tally, uint32_t service, enum trace trace,
    int32_t day);

/* tally_ai_day: true when the day counts, by visit or by contacts. */
bool tally_ai_day(const struct tally *tally, uint32_t service, int32_t day);

/* tally_lone: true for a day whose only trace of use is a single contact. */
bool tally_lone(const struct tally *tally, uint32_t service, int32_t day);

/* tally_may_be_lone: false when no day of the service can be. */
bool tally_may_be_lone(const struct tally *tally, uint32_t service);

/* tally_minute: that contact's minute (of a cycle of 65,535, from 1), for who
 * must remember it until a second one comes; 0 unless tally_lone. */
uint16_t tally_minute(const struct tally *tally, uint32_t service,
    int32_t day);

/* tally_days: the number of days with `trace`. */
uint32_t tally_days(const struct tally *tally, uint32_t service,
    enum trace trace);

#endif
