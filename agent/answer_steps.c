/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/answer_steps.h"

#include "agent/span.h"

#include "agent/sources/resolvers.h"

#include "core/calendar.h"

#define TEXT_MAX ((size_t)4096)

/* What a step is about. */
struct subject {
	const struct service *service;
	const struct source_report *source;
	const struct format *format;
	int32_t day;
};

static const struct subject about_nothing = { .day = CALENDAR_NO_DAY };

static bool
find_service(const struct answer_model *answer, struct subject *ret,
    bool (*wanted)(const struct answer_service *entry))
{
	for (uint32_t i = 0; i < answer->service_count; i++)
		if (wanted(&answer->services[i])) {
			ret->service = answer->services[i].service;
			return true;
		}
	return false;
}

static bool
is_forbidden(const struct answer_service *entry)
{
	return entry->decision == DECISION_FORBIDDEN;
}

static bool
is_to_review(const struct answer_service *entry)
{
	return entry->to_review;
}

static bool
is_on_trial(const struct answer_service *entry)
{
	return entry->decision == DECISION_TRIAL;
}

static bool
trains(const struct answer_service *entry)
{
	return entry->decision != DECISION_ALLOWED &&
	    service_answers(entry->service)->risks[RISK_C_TRAINS].answer ==
	        ANSWER_YES;
}

static bool
may_train(const struct answer_service *entry)
{
	return entry->to_review &&
	    service_answers(entry->service)->risks[RISK_C_TRAINS].answer ==
	        ANSWER_UNKNOWN;
}

static bool
records_people(const struct answer_service *entry)
{
	return (entry->service->flags & FLAG_RECORDS_PEOPLE) != 0;
}

static bool
any_use(const struct answer_model *answer, struct subject *ret)
{
	(void)ret;
	return answer->service_count > 0;
}

static bool
forbidden(const struct answer_model *answer, struct subject *ret)
{
	return find_service(answer, ret, is_forbidden);
}

static bool
reuse_known(const struct answer_model *answer, struct subject *ret)
{
	return find_service(answer, ret, trains);
}

static bool
reuse_unknown(const struct answer_model *answer, struct subject *ret)
{
	struct subject other = about_nothing;

	return !find_service(answer, &other, trains) &&
	    find_service(answer, ret, may_train);
}

static bool
gateway_to_review(const struct answer_model *answer, struct subject *ret)
{
	for (uint32_t i = 0; i < answer->gateway.service_count; i++)
		if (answer->gateway.services[i].to_review) {
			ret->service = answer->gateway.services[i].service;
			return true;
		}
	return false;
}

static bool
to_review(const struct answer_model *answer, struct subject *ret)
{
	return find_service(answer, ret, is_to_review) ||
	    gateway_to_review(answer, ret);
}

static bool
recorded(const struct answer_model *answer, struct subject *ret)
{
	return find_service(answer, ret, records_people);
}

static bool
on_trial(const struct answer_model *answer, struct subject *ret)
{
	return find_service(answer, ret, is_on_trial);
}

static bool
find_state(const struct answer_model *answer, struct subject *ret,
    enum source_state state)
{
	for (const struct source_report *report = answer->sources;
	     report != NULL; report = report->next)
		if (report->state == state &&
		    report->kind == SOURCE_HISTORY) {
			ret->source = report;
			return true;
		}
	return false;
}

static bool
locked(const struct answer_model *answer, struct subject *ret)
{
	return find_state(answer, ret, SOURCE_LOCKED);
}

static bool
not_permitted(const struct answer_model *answer, struct subject *ret)
{
	return find_state(answer, ret, SOURCE_NOT_PERMITTED);
}

static bool
unread(const struct answer_model *answer, struct subject *ret)
{
	(void)ret;
	return answer->reading == ANSWER_UNREAD;
}

static bool
unread_although_named(const struct answer_model *answer, struct subject *ret)
{
	return unread(answer, ret) && answer->subject != ANSWER_SESSION;
}

static bool
some_read(const struct answer_model *answer, struct subject *ret)
{
	return !unread(answer, ret);
}

static bool
log_to_mend(const struct answer_model *answer, struct subject *ret)
{
	return answer->log_unread && !unread_although_named(answer, ret);
}

/* Nobody is advised to look for histories who said not to. */
static bool
history_to_name(const struct answer_model *answer, struct subject *ret)
{
	return unread(answer, ret) && !answer->no_history;
}

/* Nor for logs. */
static bool
no_log(const struct answer_model *answer)
{
	return answer->dns_read == 0 && !answer->log_unread && !answer->no_dns;
}

static bool
log_to_switch_on(const struct answer_model *answer, struct subject *ret)
{
	ret->format = answer->resolver;
	return answer->resolver != NULL && no_log(answer);
}

static bool
log_to_name(const struct answer_model *answer, struct subject *ret)
{
	(void)ret;
	return answer->resolver == NULL && no_log(answer);
}

/* From the oldest day that was read, as far back as a window may go. */
static bool
older(const struct answer_model *answer, struct subject *ret)
{
	int32_t earliest = span_earliest(answer->window.last);

	if (any_use(answer, ret) || !answer_is_older(answer) ||
	    answer->last_read < earliest)
		return false;
	ret->day = answer->first_read > earliest ? answer->first_read
	                                         : earliest;
	return true;
}

static bool
nothing_found(const struct answer_model *answer, struct subject *ret)
{
	return !any_use(answer, ret) && answer->measured;
}

static bool
always(const struct answer_model *answer, struct subject *ret)
{
	(void)answer;
	(void)ret;
	return true;
}

struct step_row {
	bool (*applies)(const struct answer_model *answer, struct subject *ret);
	enum message id;
};

/* By urgency. */
static const struct step_row step_rows[] = {
	{ any_use, MSG_ANSWER_STEP_NO_DATA },
	{ forbidden, MSG_ANSWER_STEP_FORBIDDEN },
	{ reuse_known, MSG_ANSWER_STEP_REUSE },
	{ reuse_unknown, MSG_ANSWER_STEP_REUSE_UNKNOWN },
	{ to_review, MSG_ANSWER_STEP_BOARD },
	{ recorded, MSG_ANSWER_STEP_RECORDED },
	{ on_trial, MSG_ANSWER_STEP_TRIAL },
	{ locked, MSG_ANSWER_STEP_LOCKED },
	{ not_permitted, MSG_ANSWER_STEP_PERMISSION },
	{ unread_although_named, MSG_ANSWER_STEP_MEND },
	{ log_to_mend, MSG_ANSWER_STEP_MEND_LOG },
	{ older, MSG_ANSWER_STEP_OLDER },
	{ history_to_name, MSG_ANSWER_STEP_WHERE },
	{ nothing_found, MSG_ANSWER_STEP_ELSEWHERE },
	{ log_to_switch_on, MSG_ANSWER_STEP_SWITCH_ON },
	{ log_to_name, MSG_ANSWER_STEP_DNS },
	{ nothing_found, MSG_ANSWER_STEP_TALK },
	{ some_read, MSG_ANSWER_STEP_AGAIN },
	{ always, MSG_ANSWER_STEP_NOTE },
};

uint32_t
answer_steps(const struct answer_model *answer,
    struct answer_step ret[ANSWER_STEPS])
{
	size_t rows = sizeof(step_rows) / sizeof(step_rows[0]);
	uint32_t count = 0;

	for (size_t i = 0; i < rows && count < ANSWER_STEPS; i++) {
		struct subject about = about_nothing;

		if (!step_rows[i].applies(answer, &about))
			continue;
		ret[count++] = (struct answer_step){
			.id = step_rows[i].id,
			.name = about.service != NULL ? about.service->name.at
			    : about.source != NULL    ? about.source->name
			                              : "",
			.service_id = about.service != NULL
			    ? about.service->id.at : "",
			.format = about.format,
			.day = about.day,
		};
	}
	return count;
}

void
answer_say_step(struct buf *out, enum language language,
    const struct answer_step *step)
{
	struct buf how;

	buf_init(&how, TEXT_MAX);
	if (step->format != NULL)
		resolvers_say(&how, language, step->format);
	else if (step->day != CALENDAR_NO_DAY)
		buf_text(&how, calendar_text(step->day).text);
	else
		buf_text(&how, step->name);
	message_write(out, language, step->id,
	    ARGS(buf_z(&how), step->service_id));
	buf_release(&how);
}
