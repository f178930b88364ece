/* SPDX-License-Identifier: Apache-2.0
 * prose.h: how numbers, dates, plurals and punctuation are written in French
 * and in English.  Must not know any sentence.
 * Covered by tests/unit/test_prose.c.
 */
#ifndef CORE_PROSE_H
#define CORE_PROSE_H

#include "core/buf.h"
#include "core/calendar.h"

enum language {
	LANGUAGE_FR,
	LANGUAGE_EN,
	LANGUAGE_COUNT
};

/*
 * prose_typography: append `text`, typed on a keyboard, as it is printed.
 * French: U+202F (narrow no-break space) before ; ! ? and inside « »,
 * U+00A0 before : and %, U+2019 for an apostrophe between letters.
 * A space that is not there is not added ("12:30", "https://").  Text between
 * back-quotes is code and stays as typed.
 * English: U+2019 only.
 */
void prose_typography(struct buf *out, enum language language, struct str text);

/* prose_typography_part: the same for a text that comes in several parts.
 * *code says whether a part begins between back-quotes: false before the first
 * one, kept up to date from then on. */
void prose_typography_part(struct buf *out, enum language language,
    struct str text, bool *code);

/* prose_number: 12 345 (U+202F) in French, 12,345 in English. */
void prose_number(struct buf *out, enum language language, long long number);

/* prose_day: "1er octobre 2026", "1 October 2026".  prose_day_short leaves out
 * the year.  prose_month: "octobre 2026".  prose_month_short: "oct. 2026",
 * "Oct 2026". */
void prose_day(struct buf *out, enum language language, int32_t day);
void prose_day_short(struct buf *out, enum language language, int32_t day);
void prose_month(struct buf *out, enum language language, int32_t day);
void prose_month_short(struct buf *out, enum language language, int32_t day);

/* prose_plural: true when `number` takes the plural: from 2 in French, all
 * but 1 in English. */
bool prose_plural(enum language language, long long number);

/* prose_width: columns that UTF-8 `text` takes in a terminal; combining marks
 * take 0, wide East Asian characters and emoji 2. */
size_t prose_width(struct str text);

/* prose_take_piece: take from *rest the longest beginning inside which no line
 * may be broken, and the space after it.  It ends at the first ordinary space
 * that is not between back-quotes: a command stays whole, to be copied. */
struct str prose_take_piece(struct str *rest);

#endif
