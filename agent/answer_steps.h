/* SPDX-License-Identifier: Apache-2.0
 * answer_steps.h: the three concrete next steps that a scan's findings call
 * for, most urgent first.  Must not know a terminal or HTML.
 * Covered by tests/unit/test_answer.c.
 */
#ifndef AGENT_ANSWER_STEPS_H
#define AGENT_ANSWER_STEPS_H

#include "agent/answer.h"

#include "core/buf.h"

#define ANSWER_STEPS 3

/* A step is a sentence about a service or a source: {1} is its name, {2} the
 * id of the service; both borrowed from the answer, "" when about neither.  Of
 * a format, {1} is how its log is switched on. */
struct answer_step {
	enum message id;
	const char *name;
	const char *service_id;
	const struct format *format; /* or NULL */
	int32_t day;                 /* {1} of a step about a day, or
	                              * CALENDAR_NO_DAY */
};

/* answer_steps: fill the first steps of `ret`; returns how many: fewer than
 * three when others would advise what was asked not to be done. */
uint32_t answer_steps(const struct answer_model *answer,
    struct answer_step ret[ANSWER_STEPS]);

/* answer_say_step: the sentence, not yet escaped for any format. */
void answer_say_step(struct buf *out, enum language language,
    const struct answer_step *step);

#endif
