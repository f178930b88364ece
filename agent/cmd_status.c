/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/answer_words.h"
#include "agent/ledger.h"
#include "agent/screen.h"
#include "agent/station.h"

#include "agent/sources/zone.h"
#include "core/json.h"
#include "core/words.h"

#define TEXT_MAX ((size_t)1 << 20)
#define DAYS_SHOWN 366
#define DAYS_AWAY 7 /* without an answer of the collector, it is worth a word */

struct status_options {
	struct station_options station;
	bool json;
};

static const struct option_row status_rows[] = {
	STATION_CONFIG(struct status_options),
	STATION_HELP(struct status_options),
	STATION_ROW("json", struct status_options, OPTION_FLAG, json,
	    MSG_VALUE_FILE, MSG_STANDING_JSON),
	STATION_LANG(struct status_options),
	STATION_NOW(struct status_options),
	STATION_STATE(struct status_options),
};

/* ---- what is told, gathered once for both forms ---- */

struct status_view {
	const struct station *station;
	struct findings health;
	int64_t facts[FACT_COUNT]; /* -1: never set */
	bool paused;
	int32_t pause_end; /* its last day; CALENDAR_NO_DAY: until resumed */
	int32_t first; /* day that may be kept */
	bool doubtful; /* the clock */
	json_t *periods;
	enum status code;
};

static void
write_words(struct buf *out, const struct booth *booth)
{
	uint8_t digest[RECORD_DIGEST];

	if (record_digest(str_of(booth->text), digest, NULL) == OK)
		words_write(out, digest, WORDS_SHOWN);
}

static const char *const status_ids[BOOTH_STATUS_COUNT] = {
	[BOOTH_ACCEPTED] = "accepted",
	[BOOTH_HELD] = "token",
	[BOOTH_DRAFTED] = "ready",
	[BOOTH_SENT] = "sent",
	[BOOTH_ABSTAINED] = "abstained",
	[BOOTH_MISSED] = "missed",
};

static const char *const reason_ids[REASON_COUNT] = {
	[REASON_NONE] = "none",
	[REASON_RECORDS_DIFFER] = "records-differ",
	[REASON_TOKEN_TAKEN] = "token-taken",
	[REASON_TOKEN_WRONG] = "token-wrong",
	[REASON_TOKEN_SPENT] = "token-spent",
	[REASON_REFUSED] = "refused",
	[REASON_CLOSED] = "closed",
	[REASON_NO_TOKEN] = "no-token",
	[REASON_TOO_LATE] = "too-late",
	[REASON_ASLEEP] = "asleep",
	[REASON_UNTESTED] = "untested",
};

static void
add_period(void *cookie, const struct booth *booth)
{
	struct status_view *view = cookie;
	struct buf words;

	buf_init(&words, 512);
	write_words(&words, booth);
	(void)json_array_append_new(view->periods,
	    json_pack("{s:s,s:s,s:s,s:b,s:s}", "period",
	        booth->record.period.text, "status",
	        status_ids[booth->status], "reason",
	        reason_ids[booth->reason], "checked", (int)booth->checked,
	        "words", buf_z(&words)));
	buf_release(&words);
}

/* Summer time begins or ends: the day has 23 or 25 hours. */
static bool
clock_changes(const struct station *station, int32_t day)
{
	return zone_unix(station->zone, day + 1, 0) -
	    zone_unix(station->zone, day, 0) != CALENDAR_SECONDS_PER_DAY;
}

static int64_t
jumps_of(const struct status_view *view)
{
	return view->facts[FACT_JUMPS] < 0 ? 0 : view->facts[FACT_JUMPS];
}

/* Days that are looked at for a change of the clock: what may still be told,
 * and at most a year. */
static enum status
find_first(struct status_view *view, struct err *err)
{
	int32_t today = view->station->today;
	enum status code = ledger_first(view->station->state, &view->first,
	    err);

	if (code == OK && (view->first == CALENDAR_NO_DAY ||
	    view->first < today - DAYS_SHOWN))
		view->first = view->first == CALENDAR_NO_DAY
		    ? today
		    : today - DAYS_SHOWN;
	return code;
}

static enum status
gather(struct status_view *view, struct err *err)
{
	struct state *state = view->station->state;
	const struct vote vote = station_vote(view->station);
	enum status code = findings_init(&view->health, err);

	view->periods = json_array();
	if (code == OK)
		code = ledger_recall(state, &view->health, err);
	for (int i = 0; code == OK && i < FACT_COUNT; i++) {
		view->facts[i] = -1;
		code = state_fact(state, (enum state_fact)i, &view->facts[i],
		    err);
	}
	if (code == OK)
		code = ledger_pause_end(state, view->station->today,
		    &view->paused, &view->pause_end, err);
	if (code == OK)
		code = vote_doubts(&vote, &view->doubtful, err);
	if (code == OK)
		code = find_first(view, err);
	if (code == OK)
		code = booth_each(state, add_period, view, err);
	return code;
}

/* ---- as JSON ---- */

static json_t *
sources_json(const struct findings *health)
{
	json_t *sources = json_array();

	for (size_t i = 0; i < health->source_count; i++)
		(void)json_array_append_new(sources, json_pack("{s:s,s:s}",
		    "source", health->sources[i].source, "state",
		    health->sources[i].state));
	return sources;
}

static json_t *
day_json(int64_t day)
{
	return day < 0 ? json_null()
	               : json_string(calendar_text((int32_t)day).text);
}

static json_t *
changes_json(const struct status_view *view)
{
	json_t *days = json_array();

	for (int32_t day = view->first; day <= view->station->today; day++)
		if (clock_changes(view->station, day))
			(void)json_array_append_new(days, day_json(day));
	return days;
}

static void
write_json(struct buf *out, const struct status_view *view)
{
	const struct state_join *join = &view->station->join;
	json_t *notice = join->notice == CALENDAR_NO_DAY
	    ? json_null()
	    : json_string(calendar_text(join->notice).text);
	json_t *document = json_pack(
	    "{s:i,s:s,s:o,s:b,s:o,s:b,s:b,s:b,s:b,s:b,s:I,s:o,s:I,s:o,s:o,s:O}",
	    "v", 1,
	    "joined", calendar_text(join->joined).text, "notice", notice,
	    "paused", (int)view->paused, "paused_until",
	    day_json(view->paused ? view->pause_end : CALENDAR_NO_DAY),
	    "self_test", (int)(view->facts[FACT_SELF_TEST] == 1),
	    "opted_out", (int)(view->facts[FACT_OPTED_OUT] == 1),
	    "clock_skewed", (int)(view->facts[FACT_SKEWED] == 1),
	    "clock_doubted", (int)view->doubtful,
	    "removed", (int)(view->facts[FACT_REMOVED] == 1),
	    "last_pass", (json_int_t)view->facts[FACT_PASS_AT],
	    "reached", day_json(view->facts[FACT_REACHED_DAY]),
	    "clock_jumps", (json_int_t)jumps_of(view),
	    "clock_changes", changes_json(view),
	    "sources", sources_json(&view->health), "periods", view->periods);

	json_write(out, document, true);
	json_decref(document);
}

/* ---- for people ---- */

struct writing {
	struct buf *out;
	const struct settings *settings;
	enum language language;
};

static void
say(const struct writing *to, enum message id, const char *const *args)
{
	screen_line(to->out, to->settings, 0, 2, id, args);
}

static void
part(const struct writing *to, enum message id, const char *const *args)
{
	screen_line(to->out, to->settings, 2, 4, id, args);
}

static void
say_day(const struct writing *to, enum message id, int32_t day)
{
	struct buf text;

	buf_init(&text, 128);
	prose_day(&text, to->language, day);
	say(to, id, ARGS(buf_z(&text)));
	buf_release(&text);
}

static void
say_period(const struct writing *to, const json_t *period)
{
	const char *status = json_get_str(period, "status").at;
	const char *reason = json_get_str(period, "reason").at;
	struct buf is, why;

	buf_init(&is, 512);
	buf_init(&why, 512);
	for (int i = 0; i < BOOTH_STATUS_COUNT; i++)
		if (str_eq(str_of(status), str_of(status_ids[i])))
			message_write(&is, to->language, booth_status_message(
			    (enum booth_status)i), NO_ARGS);
	for (int i = REASON_NONE + 1; i < REASON_COUNT; i++)
		if (str_eq(str_of(reason), str_of(reason_ids[i])))
			message_write(&why, to->language, booth_reason_message(
			    (enum booth_reason)i), NO_ARGS);
	say(to, MSG_STANDING_PERIOD, ARGS(json_get_str(period, "period").at,
	    buf_z(&is)));
	if (why.len > 0)
		part(to, MSG_STANDING_WHY, ARGS(buf_z(&why)));
	part(to, MSG_STANDING_WORDS, ARGS(json_get_str(period, "words").at));
	buf_release(&why);
	buf_release(&is);
}

/* A browser goes by its name, what is of none by its kind's. */
static const char *
source_name(const struct writing *to, const struct finding_source *source)
{
	static const enum message kinds[SOURCE_KIND_COUNT] = {
		[SOURCE_HISTORY] = MSG_STANDING_HISTORIES,
		[SOURCE_DNS] = MSG_STANDING_LOGS,
	};

	if (source->kind == SOURCE_DNS ||
	    str_eq(str_of(source->source), STR("browsers")))
		return message_template(to->language, kinds[source->kind]);
	return source->source;
}

static void
say_source(const struct writing *to, const struct finding_source *source)
{
	struct buf state;

	buf_init(&state, 128);
	answer_say_state(&state, to->language, str_of(source->state));
	part(to, MSG_STANDING_SOURCE,
	    ARGS(source_name(to, source), buf_z(&state)));
	buf_release(&state);
}

struct fact_line {
	enum state_fact fact;
	int64_t when;
	enum message id;
};

static const struct fact_line fact_lines[] = {
	{ FACT_SELF_TEST, 0, MSG_SELFTEST_FAILED },
	{ FACT_OPTED_OUT, 1, MSG_STANDING_OPTED_OUT },
	{ FACT_ENCRYPTED_DNS, 1, MSG_STANDING_DOH },
	{ FACT_SKEWED, 1, MSG_VOTE_SKEWED },
	{ FACT_REMOVED, 1, MSG_STANDING_REMOVED },
};

/* When the collector last spoke, and what the clock did meanwhile. */
static void
say_clocks(const struct writing *to, const struct status_view *view)
{
	int32_t today = calendar_day_of(view->station->now, 0);
	int64_t reached = view->facts[FACT_REACHED_DAY];

	if (reached >= 0)
		say_day(to, MSG_STANDING_REACHED, (int32_t)reached);
	if (reached >= 0 && today - reached >= DAYS_AWAY)
		say(to, MSG_STANDING_AWAY, ARGS(digits(today - reached).text));
	if (jumps_of(view) > 0)
		say(to, MSG_STANDING_JUMPED, ARGS(digits(jumps_of(view)).text));
	if (view->doubtful && view->facts[FACT_SKEWED] != 1)
		say(to, MSG_VOTE_DOUBTED, NO_ARGS);
	for (int32_t day = view->first; day <= view->station->today; day++)
		if (clock_changes(view->station, day))
			say_day(to, MSG_STANDING_SUMMER, day);
}

static void
write_text(struct buf *out, const struct status_view *view)
{
	const struct station *station = view->station;
	const struct writing to = { out, station->settings,
		station->settings->language };
	const json_t *period;
	size_t i;

	say(&to, MSG_STANDING_HEAD, ARGS(station->join.hosts[0]));
	say_day(&to, MSG_STANDING_JOINED, station->join.joined);
	if (station->join.notice == CALENDAR_NO_DAY)
		say(&to, MSG_STANDING_NO_NOTICE, NO_ARGS);
	else if (station->join.notice > station->today)
		say_day(&to, MSG_STANDING_SLEEPS, station->join.notice);
	if (view->paused && view->pause_end == CALENDAR_NO_DAY)
		say(&to, MSG_STANDING_PAUSED, NO_ARGS);
	else if (view->paused)
		say_day(&to, MSG_STANDING_PAUSED_UNTIL, view->pause_end);
	if (view->facts[FACT_PASS_AT] >= 0)
		say_day(&to, MSG_STANDING_PASS, calendar_day_of(
		    view->facts[FACT_PASS_AT], 0));
	for (i = 0; i < view->health.source_count; i++)
		say_source(&to, &view->health.sources[i]);
	for (i = 0; i < sizeof(fact_lines) / sizeof(fact_lines[0]); i++)
		if (view->facts[fact_lines[i].fact] == fact_lines[i].when)
			say(&to, fact_lines[i].id, NO_ARGS);
	say_clocks(&to, view);
	json_array_foreach(view->periods, i, period)
		say_period(&to, period);
}

static int
status_run(const void *target, struct settings *settings, int argc,
    char **argv)
{
	const struct status_options *options = target;
	struct station station = { .lock = -1 };
	struct status_view view = { .station = &station };
	struct buf out;
	struct err err;
	int result;
	enum status code = station_open(&options->station, settings,
	    STATION_LOOK, &station, &err);

	(void)argc;
	(void)argv;
	buf_init(&out, TEXT_MAX);
	if (code == OK)
		code = station_need(&station, &err);
	if (code == OK)
		code = gather(&view, &err);
	if (code == OK && options->json)
		write_json(&out, &view);
	else if (code == OK)
		write_text(&out, &view);
	result = code == OK ? command_print(&out) : command_fail(code, &err);
	json_decref(view.periods);
	findings_release(&view.health);
	buf_release(&out);
	station_release(&station);
	return result;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct status_options options = { .json = false };

	return station_command(self, argc, argv, settings, &options,
	    &options.station, false, status_run);
}

const struct command cmd_status = {
	.name = "status",
	.synopsis = MSG_STANDING_SYNOPSIS,
	.summary = MSG_STANDING_SUMMARY,
	.options = { status_rows,
	    sizeof(status_rows) / sizeof(status_rows[0]) },
	.run = run,
};
