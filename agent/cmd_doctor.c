/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/answer_words.h"
#include "agent/bundles.h"
#include "agent/invitation.h"
#include "agent/ledger.h"
#include "agent/machine.h"
#include "agent/screen.h"
#include "agent/station.h"

#include "agent/sources/resolvers.h"

#include <string.h>

#define TEXT_MAX ((size_t)1 << 20)
#define FREE_BYTES ((uint64_t)100 << 20)
#define CATALOGUE_MONTHS 12
#define VERSION_MAX 64

struct doctor_options {
	struct station_options station;
};

static const struct option_row doctor_rows[] = {
	STATION_CONFIG(struct doctor_options),
	STATION_HELP(struct doctor_options),
	STATION_LANG(struct doctor_options),
	STATION_NOW(struct doctor_options),
	STATION_STATE(struct doctor_options),
};

/* What a check may look at. */
struct patient {
	const struct station *station;
	struct findings health;
	int64_t facts[FACT_COUNT]; /* -1: never set */
	bool reached;              /* the collector, by the anonymous way */
	struct err why;            /* not reached */
	int64_t theirs;            /* the collector's clock */
	struct booth *last;        /* the newest period that is over */
	bool has_last;
	struct buf catalogue; /* its version */
	const struct format *resolver; /* of this computer, or NULL */
};

/* One check: its name, whether it is well, and the fix; `words` may be filled
 * with what the fix names. */
struct check {
	enum message name;
	bool (*is_well)(const struct patient *patient, struct buf *words);
	enum message fix;
	bool note; /* good to know, nothing to mend */
	bool (*applies)(const struct patient *patient); /* else it is left out */
};

static bool
always(const struct patient *patient)
{
	(void)patient;
	return true;
}

/* Of who has not joined, most would be vain: neither well nor ill. */
static bool
has_joined(const struct patient *patient)
{
	return patient->station->joined;
}

static bool
joined(const struct patient *patient, struct buf *words)
{
	struct err err;
	struct buf told;

	if (station_need(patient->station, &err) == OK)
		return true;
	buf_text(words, err.text);
	buf_init(&told, TEXT_MAX);
	invitation_tell(patient->station, &told);
	if (told.len > 0)
		buf_text(words, "\n  ");
	buf_str(words, buf_view(&told));
	buf_release(&told);
	return false;
}

/* Who else is writing can. */
static bool
state_written(const struct patient *patient, struct buf *words)
{
	struct err err = { "" };
	enum status code = state_try(patient->station->state, &err);

	message_write(words, patient->station->settings->language,
	    MSG_SYS_OTHER, ARGS(buf_z(&patient->station->folder), err.text));
	return code == OK || code == E_LOCKED;
}

static bool
informed(const struct patient *patient, struct buf *words)
{
	(void)words;
	return patient->station->join.notice != CALENDAR_NO_DAY;
}

static bool
reached(const struct patient *patient, struct buf *words)
{
	buf_text(words, patient->why.text);
	return patient->reached;
}

static bool
known(const struct patient *patient, struct buf *words)
{
	(void)words;
	return patient->facts[FACT_REMOVED] != 1;
}

static bool
clock_right(const struct patient *patient, struct buf *words)
{
	(void)words;
	return !schedule_skewed(patient->station->settings->now,
	    patient->theirs);
}

static bool
disk_free(const struct patient *patient, struct buf *words)
{
	buf_text(words, patient->station->config.temporary);
	return machine_free_bytes(patient->station->config.temporary) >=
	    FREE_BYTES;
}

static bool
self_tested(const struct patient *patient, struct buf *words)
{
	(void)words;
	return patient->facts[FACT_SELF_TEST] == 1;
}

/* "2026.11" */
static bool
catalogue_young(const struct patient *patient, struct buf *words)
{
	struct str rest = buf_view(&patient->catalogue);
	struct civil today = calendar_civil(patient->station->today);
	uint32_t year = 0, month = 0;

	buf_str(words, rest);
	if (!str_take_digits(&rest, 4, 4, &year) ||
	    !str_take_char(&rest, '.') ||
	    !str_take_digits(&rest, 1, 2, &month))
		return false;
	return (today.year - (int32_t)year) * 12 + today.month -
	    (int32_t)month <= CATALOGUE_MONTHS;
}

static bool
sources_read(const struct patient *patient, struct buf *words)
{
	const struct findings *health = &patient->health;

	for (size_t i = 0; i < health->source_count; i++) {
		const struct finding_source *source = &health->sources[i];

		if (strcmp(source->state, "read") == 0 ||
		    strcmp(source->state, "absent") == 0)
			continue;
		buf_text(words, words->len == 0 ? "" : ", ");
		buf_text(words, source->source);
		buf_text(words, " (");
		answer_say_state(words, patient->station->settings->language,
		    str_of(source->state));
		buf_text(words, ")");
	}
	return words->len == 0;
}

static bool
measured(const struct patient *patient, struct buf *words)
{
	(void)words;
	return patient->facts[FACT_PASS_AT] < 0 ||
	    findings_measured(&patient->health);
}

static bool
dns_plain(const struct patient *patient, struct buf *words)
{
	(void)words;
	return patient->facts[FACT_ENCRYPTED_DNS] != 1;
}

/* Nobody who wants no log is told how to have one. */
static bool
may_have_log(const struct patient *patient)
{
	enum findings_logs logs = findings_logs(&patient->health);

	return has_joined(patient) && (logs == FINDINGS_LOGS_READ ||
	    (logs == FINDINGS_LOGS_NONE && patient->resolver != NULL));
}

static bool
log_read(const struct patient *patient, struct buf *words)
{
	if (findings_logs(&patient->health) == FINDINGS_LOGS_READ)
		return true;
	resolvers_say(words, patient->station->settings->language,
	    patient->resolver);
	return false;
}

static bool
last_sent(const struct patient *patient, struct buf *words)
{
	if (!patient->has_last || patient->last->status == BOOTH_SENT)
		return true;
	message_write(words, patient->station->settings->language,
	    booth_reason_message(patient->last->reason), NO_ARGS);
	return false;
}

/* In the order of need: the first that is ill often explains the others. */
static const struct check checks[] = {
	{ MSG_CHECKUP_JOINED, joined, MSG_CHECKUP_JOINED_FIX, false, always },
	{ MSG_CHECKUP_STATE, state_written, MSG_CHECKUP_STATE_FIX, false, always },
	{ MSG_CHECKUP_REACHED, reached, MSG_CHECKUP_REACHED_FIX, false, has_joined },
	{ MSG_CHECKUP_KNOWN, known, MSG_CHECKUP_KNOWN_FIX, false, has_joined },
	{ MSG_CHECKUP_CLOCK, clock_right, MSG_CHECKUP_CLOCK_FIX, false, has_joined },
	{ MSG_CHECKUP_INFORMED, informed, MSG_CHECKUP_INFORMED_FIX, false, has_joined },
	{ MSG_CHECKUP_DISK, disk_free, MSG_CHECKUP_DISK_FIX, false, always },
	{ MSG_CHECKUP_SELFTEST, self_tested, MSG_CHECKUP_SELFTEST_FIX, false, has_joined },
	{ MSG_CHECKUP_MEASURED, measured, MSG_CHECKUP_MEASURED_FIX, false, has_joined },
	{ MSG_CHECKUP_SOURCES, sources_read, MSG_CHECKUP_SOURCES_FIX, false, has_joined },
	{ MSG_CHECKUP_DOH, dns_plain, MSG_CHECKUP_DOH_FIX, true, has_joined },
	{ MSG_CHECKUP_LOG, log_read, MSG_CHECKUP_LOG_FIX, true, may_have_log },
	{ MSG_CHECKUP_CATALOGUE, catalogue_young, MSG_CHECKUP_CATALOGUE_FIX, false, always },
	{ MSG_CHECKUP_BALLOT, last_sent, MSG_CHECKUP_BALLOT_FIX, false, has_joined },
};

/* Examining */

static void
find_last(void *cookie, const struct booth *booth)
{
	struct patient *patient = cookie;

	if (!booth_over(booth) || booth->record.period.kind == PERIOD_TRIAL)
		return;
	*patient->last = *booth;
	patient->has_last = true;
}

/* A question that anyone may ask, without a name. */
static void
reach(struct patient *patient)
{
	const struct state_join *join = &patient->station->join;
	const struct client_place place = { join->host_count, join->hosts,
		join->port, join->authority };
	const struct client_call call = { "GET", "/v1/periods/current", NULL,
		{ 0 }, NULL };
	struct client_reply reply = { .http = 0 };

	if (!patient->station->joined)
		return;
	patient->reached = client_anonymous(&place, &call, &reply,
	    &patient->why) == OK;
	patient->theirs = reply.date;
	client_reply_release(&reply);
}

static enum status
examine(struct patient *patient, struct err *err)
{
	struct state *state = patient->station->state;
	enum status code = findings_init(&patient->health, err);

	if (code == OK)
		code = ledger_recall(state, &patient->health, err);
	for (int i = 0; code == OK && i < FACT_COUNT; i++) {
		patient->facts[i] = -1;
		code = state_fact(state, (enum state_fact)i,
		    &patient->facts[i], err);
	}
	if (code == OK)
		code = booth_each(state, find_last, patient, err);
	if (code == OK)
		code = bundles_version(state, &patient->catalogue, err);
	if (code == OK)
		reach(patient);
	return code;
}

static bool
tell(struct buf *out, const struct patient *patient, const struct check *check)
{
	enum language language = patient->station->settings->language;
	struct buf words;
	bool well;

	buf_init(&words, 4096);
	well = check->is_well(patient, &words);
	buf_text(out, well ? "✓ " : check->note ? "! " : "✗ ");
	message_write(out, language, check->name, NO_ARGS);
	buf_char(out, '\n');
	if (!well) {
		screen_line(out, patient->station->settings, 2, 2, check->fix,
		    ARGS(buf_z(&words)));
	}
	buf_release(&words);
	return well || check->note;
}

static bool
tell_all(struct buf *out, const struct patient *patient)
{
	bool well = true;

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (checks[i].applies(patient))
			well = tell(out, patient, &checks[i]) && well;
	return well;
}

static int
doctor_run(const void *target, struct settings *settings, int argc,
    char **argv)
{
	const struct doctor_options *options = target;
	struct station station = { .lock = -1 };
	struct booth last = { .status = BOOTH_ACCEPTED };
	struct patient patient = { .station = &station, .last = &last,
		.resolver = resolvers_find(NULL) };
	struct buf out;
	struct err err;
	int result;
	bool well = false;
	enum status code = station_open(&options->station, settings,
	    STATION_LOOK, &station, &err);

	(void)argc;
	(void)argv;
	buf_init(&out, TEXT_MAX);
	buf_init(&patient.catalogue, VERSION_MAX);
	if (code == OK)
		code = examine(&patient, &err);
	if (code == OK)
		well = tell_all(&out, &patient);
	result = code == OK ? command_print(&out) : command_fail(code, &err);
	if (result == EXIT_OK && !well)
		result = EXIT_FAILED;
	findings_release(&patient.health);
	buf_release(&patient.catalogue);
	buf_release(&out);
	station_release(&station);
	return result;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct doctor_options options = { .station = { .help = false } };

	return station_command(self, argc, argv, settings, &options,
	    &options.station, false, doctor_run);
}

const struct command cmd_doctor = {
	.name = "doctor",
	.synopsis = MSG_CHECKUP_SYNOPSIS,
	.summary = MSG_CHECKUP_SUMMARY,
	.options = { doctor_rows,
	    sizeof(doctor_rows) / sizeof(doctor_rows[0]) },
	.run = run,
};
