/* SPDX-License-Identifier: Apache-2.0
 * answer_words.h: an answer's sentences, for every renderer that speaks to
 * people.  Must not know a terminal or HTML.
 * Covered by tests/unit/test_answer.c and the golden files.
 */
#ifndef AGENT_ANSWER_WORDS_H
#define AGENT_ANSWER_WORDS_H

#include "agent/answer.h"

#include "core/buf.h"

/*
 * Sentences that several renderers say, without an end of line and not yet
 * escaped: names in them are as the catalogue and the system gave them.
 */
void answer_say_period(struct buf *out, enum language language,
    const struct answer_model *answer);
void answer_say_subject(struct buf *out, enum language language,
    const struct answer_model *answer);
void answer_say_read(struct buf *out, enum language language,
    const struct answer_model *answer);
void answer_say_total(struct buf *out, enum language language,
    const struct answer_model *answer);

/* answer_say_degraded: the sentence said in place of figures, or beside them
 * when reading was partial; false, nothing written, when there is none. */
bool answer_say_degraded(struct buf *out, enum language language,
    const struct answer_model *answer);

/* answer_say_hidden: which browsers encrypt their DNS; call when
 * hidden_dns. */
void answer_say_hidden(struct buf *out, enum language language,
    const struct answer_model *answer);

/* answer_say_days: "1 jour", "23 jours". */
void answer_say_days(struct buf *out, enum language language,
    uint32_t days);

/* answer_say_records: "1 234 visites", "1 requête". */
void answer_say_records(struct buf *out, enum language language,
    const struct source_report *report);

/* answer_say_rejected: how many lines could not be read, and the first one. */
void answer_say_rejected(struct buf *out, enum language language,
    const struct source_report *report);

/* answer_say_clients: what a log says of several computers: whose queries were
 * left out, or counted as one; false, nothing written, when it is nothing. */
bool answer_say_clients(struct buf *out, enum language language,
    const struct source_report *report);

/* answer_band_name: "1 ou 2", "3 à 9", "10 ou plus", for people. */
enum message answer_band_name(enum lens_band band);

/* answer_say_source: which source of several: "Firefox (x1y2.default)", or the
 * path of what has no profile. */
void answer_say_source(struct buf *out, const struct source_report *report);

/* answer_say_why: which source was not, or not wholly, read, and why; false,
 * nothing written, when there is no reason. */
bool answer_say_why(struct buf *out, enum language language,
    const struct source_report *report);

/* answer_say_absent: what was looked for and not found: browsers by name, logs
 * by place; false, nothing written, when there is none.  answer_is_missing: a
 * history or log that was asked for by its place: answer_say_why tells it. */
bool answer_say_absent(struct buf *out, enum language language,
    const struct answer_model *answer, enum source_kind kind);
bool answer_is_missing(const struct answer_model *answer,
    const struct source_report *report);

/* answer_state_name: a source's state, for people ("lu", "absent"). */
enum message answer_state_name(enum source_state state);

/* answer_say_state: the same, from the state's id. */
void answer_say_state(struct buf *out, enum language language, struct str id);

#endif
