/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_words.h"

#include "core/calendar.h"

#define WORDS_MAX ((size_t)16 * 1024)

/* One row for what is counted: "1 jour", "23 jours". */
struct counted_row {
	enum message one;
	enum message many;
};

static const struct counted_row days_row = { MSG_ANSWER_DAY, MSG_ANSWER_DAYS };
static const struct counted_row ai_days_row = { MSG_ANSWER_AI_DAY,
	MSG_ANSWER_AI_DAYS };
static const struct counted_row services_row = { MSG_ANSWER_SERVICE,
	MSG_ANSWER_SERVICES };

static const struct counted_row records_rows[] = {
	[SOURCE_HISTORY] = { MSG_SOURCES_VISIT, MSG_SOURCES_VISITS },
	[SOURCE_DNS] = { MSG_SOURCES_QUERY, MSG_SOURCES_QUERIES },
};
_Static_assert(sizeof(records_rows) / sizeof(records_rows[0]) ==
    SOURCE_KIND_COUNT, "every kind has a word");
static const struct counted_row rejected_row = { MSG_SOURCES_REJECTED_ONE,
	MSG_SOURCES_REJECTED };

static void
say_counted(struct buf *out, enum language language,
    const struct counted_row *row, uint64_t number, const char *second)
{
	struct buf text;

	buf_init(&text, 64);
	prose_number(&text, language, (long long)number);
	message_write(out, language,
	    prose_plural(language, (long long)number) ? row->many : row->one,
	    ARGS(buf_z(&text), second));
	buf_release(&text);
}

void
answer_say_days(struct buf *out, enum language language, uint32_t days)
{
	say_counted(out, language, &days_row, days, "");
}

void
answer_say_records(struct buf *out, enum language language,
    const struct source_report *report)
{
	say_counted(out, language, &records_rows[report->kind],
	    report->records, "");
}

static const enum message reject_names[] = {
	[SOURCE_REJECT_SHAPE] = MSG_REJECT_SHAPE,
	[SOURCE_REJECT_LENGTH] = MSG_REJECT_LENGTH,
	[SOURCE_REJECT_TIME] = MSG_REJECT_TIME,
};
_Static_assert(sizeof(reject_names) / sizeof(reject_names[0]) ==
    SOURCE_REJECT_COUNT, "every reason has a name");

void
answer_say_rejected(struct buf *out, enum language language,
    const struct source_report *report)
{
	struct buf line;

	buf_init(&line, 64);
	prose_number(&line, language, (long long)report->first_rejected_line);
	if (report->first_rejected_why != SOURCE_REJECT_NONE) {
		buf_text(&line, " (");
		message_write(&line, language,
		    reject_names[report->first_rejected_why], NO_ARGS);
		buf_char(&line, ')');
	}
	say_counted(out, language, &rejected_row, report->rejected,
	    buf_z(&line));
	buf_release(&line);
}

static const struct counted_row others_row = { MSG_SOURCES_OTHER_CLIENT,
	MSG_SOURCES_OTHER_CLIENTS };
static const struct counted_row nameless_row = { MSG_SOURCES_NAMELESS_ONE,
	MSG_SOURCES_NAMELESS };

bool
answer_say_clients(struct buf *out, enum language language,
    const struct source_report *report)
{
	if (report->several_clients)
		message_write(out, language, MSG_SOURCES_SEVERAL, NO_ARGS);
	if (report->others > 0)
		say_counted(out, language, &others_row, report->others, "");
	if (report->others > 0 && report->nameless > 0)
		buf_text(out, ", ");
	if (report->nameless > 0)
		say_counted(out, language, &nameless_row, report->nameless,
		    "");
	return report->several_clients || report->others > 0 ||
	    report->nameless > 0;
}

static const enum message band_names[] = {
	[LENS_NONE] = MSG_BAND_NONE,
	[LENS_FEW] = MSG_BAND_FEW,
	[LENS_SOME] = MSG_BAND_SOME,
	[LENS_TEN_UP] = MSG_BAND_TEN_UP,
};
_Static_assert(sizeof(band_names) / sizeof(band_names[0]) ==
    LENS_BAND_COUNT, "every band has a name");

enum message
answer_band_name(enum lens_band band)
{
	return band_names[band];
}

static const enum message subject_names[] = {
	[ANSWER_SESSION] = MSG_ANSWER_SESSION,
	[ANSWER_HOME] = MSG_ANSWER_HOME,
	[ANSWER_FILES] = MSG_ANSWER_FILE,
};
_Static_assert(sizeof(subject_names) / sizeof(subject_names[0]) ==
    ANSWER_SUBJECT_COUNT, "every subject has a name");

void
answer_say_subject(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	struct buf path;

	buf_init(&path, WORDS_MAX);
	buf_str(&path, answer->looked_at);
	if (answer->looked_at_count > 1)
		message_write(out, language, MSG_ANSWER_AND_MORE,
		    ARGS(buf_z(&path),
		        digits(answer->looked_at_count - 1).text));
	else
		message_write(out, language, subject_names[answer->subject],
		    ARGS(buf_z(&path)));
	buf_release(&path);
}

void
answer_say_period(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	struct window window = answer->window;
	struct buf first, last, days;

	buf_init(&first, 128);
	buf_init(&last, 128);
	buf_init(&days, 128);
	if (calendar_civil(window.first).year ==
	    calendar_civil(window.last).year)
		prose_day_short(&first, language, window.first);
	else
		prose_day(&first, language, window.first);
	prose_day(&last, language, window.last);
	answer_say_days(&days, language, answer->days);
	message_write(out, language,
	    answer->days == 1 ? MSG_ANSWER_ONE_DAY : MSG_ANSWER_PERIOD,
	    ARGS(buf_z(&first), buf_z(&last), buf_z(&days)));
	buf_release(&first);
	buf_release(&last);
	buf_release(&days);
}

/* A list of names, each once, in order of appearance. */
static void
add_name(struct buf *names, const char *name)
{
	struct str rest = buf_view(names);
	struct str before;

	while (str_cut(rest, STR(", "), &before, &rest))
		if (str_eq(before, str_of(name)))
			return;
	if (str_eq(rest, str_of(name)))
		return;
	if (buf_view(names).len > 0)
		buf_text(names, ", ");
	buf_text(names, name);
}

static bool
is_read(const struct source_report *report)
{
	return report->state == SOURCE_READ || report->state == SOURCE_PARTIAL;
}

static bool
is_hidden(const struct source_report *report)
{
	return report->encrypted_dns;
}

static void
names_of(struct buf *names, const struct answer_model *answer,
    enum source_kind kind, bool (*wanted)(const struct source_report *report))
{
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next)
		if (report->kind == kind && wanted(report))
			add_name(names, report->name);
}

/* A log that is there and was not read is not "absent". */
static bool
log_unread(const struct answer_model *answer)
{
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next)
		if (report->kind == SOURCE_DNS && !is_read(report) &&
		    report->state != SOURCE_ABSENT)
			return true;
	return false;
}

static enum message
logs_sentence(const struct answer_model *answer)
{
	if (answer->dns_read > 0)
		return MSG_ANSWER_DNS_READ;
	if (answer->no_dns)
		return MSG_ANSWER_DNS_NOT_ASKED;
	return log_unread(answer) ? MSG_ANSWER_DNS_UNREAD
	                          : MSG_ANSWER_DNS_ABSENT;
}

static enum message
histories_sentence(const struct answer_model *answer)
{
	if (answer->histories_read > 0)
		return MSG_ANSWER_READ;
	return answer->no_history ? MSG_ANSWER_HISTORY_NOT_ASKED
	                          : MSG_ANSWER_HISTORY_NONE;
}

void
answer_say_read(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	struct buf names;

	buf_init(&names, WORDS_MAX);
	names_of(&names, answer, SOURCE_HISTORY, is_read);
	message_write(out, language, histories_sentence(answer),
	    ARGS(buf_z(&names)));
	buf_char(out, ' ');
	buf_reset(&names);
	names_of(&names, answer, SOURCE_DNS, is_read);
	message_write(out, language, logs_sentence(answer),
	    ARGS(buf_z(&names)));
	buf_release(&names);
}

void
answer_say_hidden(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	struct buf names;

	buf_init(&names, WORDS_MAX);
	names_of(&names, answer, SOURCE_HISTORY, is_hidden);
	message_write(out, language, MSG_ANSWER_HIDDEN, ARGS(buf_z(&names)));
	buf_release(&names);
}

void
answer_say_total(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	struct buf services, ai_days, shared, window;

	buf_init(&services, 128);
	buf_init(&ai_days, 128);
	buf_init(&shared, 128);
	buf_init(&window, 128);
	say_counted(&services, language, &services_row, answer->service_count,
	    "");
	say_counted(&ai_days, language, &ai_days_row, answer->ai_days, "");
	answer_say_days(&shared, language, answer->shared_days);
	prose_number(&window, language, answer->days);
	message_write(out, language,
	    answer->service_count < 2    ? MSG_ANSWER_TOTAL
	    : answer->service_count == 2 ? MSG_ANSWER_TOTAL_BOTH
	                                 : MSG_ANSWER_TOTAL_SEVERAL,
	    ARGS(buf_z(&services), buf_z(&ai_days), buf_z(&window),
	        buf_z(&shared)));
	buf_release(&services);
	buf_release(&ai_days);
	buf_release(&shared);
	buf_release(&window);
}

/* What is said where no service is. */
static void
say_zero(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	struct buf last;

	if (!answer_is_older(answer)) {
		message_write(out, language, answer->measured
		    ? MSG_ANSWER_ZERO : MSG_ANSWER_NOT_THIS_PC, NO_ARGS);
		return;
	}
	buf_init(&last, 128);
	prose_day(&last, language, answer->last_read);
	message_write(out, language, MSG_ANSWER_OLDER, ARGS(buf_z(&last)));
	buf_release(&last);
}

bool
answer_say_degraded(struct buf *out, enum language language,
    const struct answer_model *answer)
{
	bool partly = answer->reading == ANSWER_PARTLY;

	if (answer->reading == ANSWER_UNREAD) {
		message_write(out, language, MSG_ANSWER_UNREAD, NO_ARGS);
		return true;
	}
	if (partly)
		message_write(out, language, MSG_ANSWER_PARTLY, NO_ARGS);
	if (partly && answer->service_count == 0)
		buf_char(out, ' ');
	if (answer->service_count == 0)
		say_zero(out, language, answer);
	return partly || answer->service_count == 0;
}

void
answer_say_source(struct buf *out, const struct source_report *report)
{
	if (report->profile[0] != '\0')
		buf_format(out, "%s (%s)", report->name, report->profile);
	else
		buf_text(out, report->path);
}

bool
answer_say_why(struct buf *out, enum language language,
    const struct source_report *report)
{
	struct str why = str_of(report->why.text);
	struct buf source;

	if (why.len == 0)
		return false;
	buf_init(&source, WORDS_MAX);
	answer_say_source(&source, report);
	if (str_starts(why, buf_view(&source))) /* the system's sentence */
		buf_str(out, why);
	else
		message_write(out, language, MSG_PREFIXED,
		    ARGS(buf_z(&source), report->why.text));
	buf_release(&source);
	return true;
}

static bool
is_absent(const struct source_report *report)
{
	return report->state == SOURCE_ABSENT;
}

bool
answer_is_missing(const struct answer_model *answer,
    const struct source_report *report)
{
	return is_absent(report) && report->why.text[0] != '\0' &&
	    (report->kind == SOURCE_HISTORY || answer->dns_named);
}

static void
absent_names(struct buf *names, const struct answer_model *answer,
    enum source_kind kind)
{
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next)
		if (report->kind == kind && is_absent(report) &&
		    !answer_is_missing(answer, report))
			add_name(names, kind == SOURCE_HISTORY
			    ? report->name : report->path);
}

bool
answer_say_absent(struct buf *out, enum language language,
    const struct answer_model *answer, enum source_kind kind)
{
	struct buf names;
	bool any;

	buf_init(&names, WORDS_MAX);
	absent_names(&names, answer, kind);
	any = buf_view(&names).len > 0;
	if (any)
		message_write(out, language,
		    kind == SOURCE_HISTORY ? MSG_SOURCES_ABSENT_HISTORIES
		                           : MSG_SOURCES_ABSENT_LOGS,
		    ARGS(buf_z(&names)));
	buf_release(&names);
	return any;
}

static const enum message state_names[] = {
	[SOURCE_READ] = MSG_STATE_READ,
	[SOURCE_ABSENT] = MSG_STATE_ABSENT,
	[SOURCE_LOCKED] = MSG_STATE_LOCKED,
	[SOURCE_DAMAGED] = MSG_STATE_DAMAGED,
	[SOURCE_NOT_PERMITTED] = MSG_STATE_NOT_PERMITTED,
	[SOURCE_NOT_SUPPORTED] = MSG_STATE_NOT_SUPPORTED,
	[SOURCE_FAILED] = MSG_STATE_FAILED,
	[SOURCE_PARTIAL] = MSG_STATE_PARTIAL,
};
_Static_assert(sizeof(state_names) / sizeof(state_names[0]) ==
    SOURCE_STATE_COUNT, "every state has a name");

enum message
answer_state_name(enum source_state state)
{
	return state_names[state];
}

void
answer_say_state(struct buf *out, enum language language, struct str id)
{
	for (int i = 0; i < SOURCE_STATE_COUNT; i++)
		if (str_eq(id, source_state_id((enum source_state)i)))
			message_write(out, language,
			    state_names[i], NO_ARGS);
}
