/* SPDX-License-Identifier: Apache-2.0
 * phrases.h: the parts that sentences of the report are put together from:
 * numbers, days, periods, statuses, the first sentence.  Must not know a page
 * or a format.  Covered by tests/unit/test_report_golden.c.
 *
 * A struct said is used in the same expression, like digits().
 */
#ifndef COLLECTOR_REPORT_PHRASES_H
#define COLLECTOR_REPORT_PHRASES_H

#include "collector/report/model.h"

#include "core/buf.h"
#include "core/messages.h"

struct said {
	char text[512];
};

struct said said_number(enum language language, uint64_t number);
struct said said_day(enum language language, int32_t day);
struct said said_day_short(enum language language, int32_t day);

/* said_name: a foreign name, between its marks (document.h). */
struct said said_name(struct str name);

/* said_message: a message, without arguments or with. */
struct said said_message(enum language language, enum message id);
struct said said_message_with(enum language language, enum message id,
    const char *const *args);

/* said_counted: "1 poste équipé", "14 postes équipés". */
struct said said_counted(enum language language, uint64_t number,
    enum message one, enum message many);

/* said_period: "octobre 2026"; _of: "d'octobre 2026"; _short: "oct. 2026". */
struct said said_period(enum language language, const struct period *period);
struct said said_period_of(enum language language,
    const struct period *period);
struct said said_period_short(enum language language,
    const struct period *period);

/* said_span: "d'août 2026 à octobre 2026", of the periods covered. */
struct said said_span(enum language language, const struct report *report);

/* said_change: "gouvernance 85 → 60", never broken. */
struct said said_change(enum language language, enum risk_index index,
    uint32_t before, uint32_t after);

/* said_about: "≈ 9", and "-" for a published 0. */
struct said said_about(enum language language, uint32_t published);

/* said_score: "85", or why there is none; said_priority: the band's word. */
struct said said_score(enum language language, const struct score *score);
struct said said_priority(enum language language, const struct score *score);

enum message phrase_index_name(enum risk_index index);
enum message phrase_index_noun(enum risk_index index);

/* phrase_points: append the names of a service's points of one family, as many
 * as its attention counts, with what is unknown said; nothing of a service that
 * the catalogue lost. */
void phrase_points(struct buf *out, enum language language,
    const struct report_service *service, enum risk_family family);

/* phrase_finding: append the one sentence. */
void phrase_finding(struct buf *out, enum language language,
    const struct report *report);

/* phrase_thin: append the warning of a thin measure; nothing when it is not. */
void phrase_thin(struct buf *out, enum language language,
    const struct report *report);

/* phrase_shadow: append the line on shadow AI. */
void phrase_shadow(struct buf *out, enum language language,
    const struct report *report);

/* phrase_has_numbers: the finding is one with counts of computers. */
bool phrase_has_numbers(const struct report *report);

/* phrase_charter, phrase_session: what the board's own file says of both. */
enum message phrase_charter(const struct report *report);
enum message phrase_session(const struct report *report);

#endif
