/* SPDX-License-Identifier: Apache-2.0
 * state_make.h: a state folder for tests, enrolled on a day, and the findings
 * of a pass in one line.
 */
#ifndef TESTS_UNIT_STATE_MAKE_H
#define TESTS_UNIT_STATE_MAKE_H

#include "agent/ledger.h"

#include "core/calendar.h"
#include "core/os.h"

#include "tests/unit/unit.h"

#define TODAY 20760 /* 2026-11-03 */
#define JOINED (TODAY - 30)

struct place_of_state {
	struct os_scratch scratch;
	char path[600];
	struct state *state;
};

static inline struct state_join
state_join_sample(void)
{
	struct state_join join = { .host_count = 2,
		.hosts = { "collecteur.example", "192.0.2.7" }, .port = 8443,
		.authority = "PEM", .device = "0123", .secret = "4567",
		.joined = JOINED, .notice = JOINED };

	memset(join.salt, 7, sizeof(join.salt));
	memset(join.machine, 8, sizeof(join.machine));
	return join;
}

static inline void
state_make(struct place_of_state *place)
{
	const struct state_join join = state_join_sample();
	struct err err = { "" };

	place->scratch = (struct os_scratch){ .lock = -1 };
	check_ok(os_scratch_open("/tmp", &place->scratch, &err), &err);
	(void)snprintf(place->path, sizeof(place->path), "%s/state.db",
	    place->scratch.path);
	check_ok(state_open(place->path, &place->state, &err), &err);
	check_ok(state_join(place->state, &join, &err), &err);
}

static inline void
state_unmake(struct place_of_state *place)
{
	state_free(place->state);
	os_scratch_close(&place->scratch);
}

static inline void
add(struct findings *findings, int32_t day, const char *service,
    enum evidence evidence, uint16_t minute)
{
	struct finding row = { .day = day, .evidence = evidence,
		.minute = minute };
	struct err err = { "" };

	(void)snprintf(row.service, sizeof(row.service), "%s", service);
	check_ok(findings_add(findings, &row, &err), &err);
}

static inline void
commit_one(struct state *state, int32_t today, int32_t day,
    const char *service, enum evidence evidence, uint16_t minute)
{
	struct findings findings;
	struct err err = { "" };

	check_ok(findings_init(&findings, &err), &err);
	add(&findings, day, service, evidence, minute);
	findings.self_test = true;
	check_ok(ledger_commit(state, &findings, today, &err), &err);
	findings_release(&findings);
}

/* All rows as "20760 chatgpt v; 20760 deepl c; ". */
static inline void
write_day(void *cookie, const struct finding *row)
{
	buf_format(cookie, "%d %s %c; ", (int)row->day - TODAY, row->service,
	    row->evidence == EVIDENCE_VISITED ? 'v' : 'c');
}

static inline void
check_days(struct state *state, const char *expected, const char *label)
{
	struct err err = { "" };
	struct buf text;

	buf_init(&text, 65536);
	check_ok(ledger_days(state, 0, INT32_MAX, write_day, &text, &err), &err);
	check_str(buf_view(&text), expected, label);
	buf_release(&text);
}

#endif
