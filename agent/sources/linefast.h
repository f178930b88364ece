/* SPDX-License-Identifier: Apache-2.0
 * linefast.h: the fast path of the engine of text logs: it tells the lines that
 * must be parsed from those of which all is known: lines of one shape that are
 * no query, or the query of a name that no rule can be of.  Must not know a
 * format, a file, nor what a line means once parsed.
 * Covered by tests/unit/test_linefast.c, fuzz_linefast.
 *
 * What it passes over is what the reference would have counted without a
 * sighting: never a line that is rejected, foreign or of another day.  The
 * filter is a hint: the parser and the matcher stay the truth.
 */
#ifndef AGENT_SOURCES_LINEFAST_H
#define AGENT_SOURCES_LINEFAST_H

#include "agent/sources/input.h"
#include "agent/sources/linemould.h"

struct dialect;
struct format;
struct format_fast;
struct linefast;
struct match;

#define LINEFAST_MOULDS 16

/* A query that a rule may be of, as the parser would read it. */
struct linefast_query {
	struct str line;
	uint64_t number;
	struct str name;
	struct str client;
	struct stamp stamp;
};

/* Who is given the lines that are not passed over, in the order of the file:
 * `query` those that need no parsing.  When stamps have no year, `passed` is told
 * the last query passed over since, before a line that may have another time,
 * and at the end of a run. */
struct linefast_sink {
	void (*take)(void *cookie, const struct input_line *line);
	void (*query)(void *cookie, const struct linefast_query *query);
	void (*passed)(void *cookie, struct str line);
	void *cookie;
};

/* What a run has used up. */
struct linefast_run {
	size_t bytes;
	uint64_t lines;
	uint64_t queries; /* passed over: of the shape's day, no sighting */
};

/* linefast_new: the filter of `match`, for the instructions `isa` (NULL: this
 * machine's best); NULL without memory. */
struct linefast_isa;
struct linefast *linefast_new(const struct match *match,
    const struct linefast_isa *isa);
void linefast_free(struct linefast *fast);

/*
 * linefast_know: what is taught will be of this format, in a file of that
 * dialect; both are borrowed.  To be called once, before the others.
 *
 * linefast_learn: from now on, lines of `shape` are known to be written as
 * `form`, one of the format's, whatever stands behind; `stamp` is that of the
 * first second of its span.  May be called within linefast_run.
 * linefast_learn_mould: the same for lines of `shape` that the mould fits behind
 * it, of which the last LINEFAST_MOULDS are known.
 *
 * linefast_learn_nothing: what was to be learnt cannot be; so that the next ones
 * are let go.
 *
 * linefast_wants: whether a query that was just parsed is worth a call: none
 * is known, or it has another shape, and shapes have lately been of use.
 */
void linefast_know(struct linefast *fast, const struct format *format,
    const struct dialect *dialect);
void linefast_learn(struct linefast *fast, const struct format_fast *form,
    const struct lineshape *shape, const struct stamp *stamp);
void linefast_learn_mould(struct linefast *fast,
    const struct format_fast *form, const struct lineshape *shape,
    const struct mould *mould);
void linefast_learn_nothing(struct linefast *fast);
bool linefast_wants(struct linefast *fast);

/* linefast_count_replies: whether a reply counts as a query, until a query comes;
 * at first it does not. */
void linefast_count_replies(struct linefast *fast, bool replies);

/* linefast_forget: the clock of year-less stamps was moved by the line that was
 * just taken.  Unless that has the shape too, the shape's day is no more known;
 * lines are parsed until another is learnt. */
void linefast_forget(struct linefast *fast);

/* linefast_restart: nothing is known any more: what was learnt from lines that
 * did not count may not tell of lines that do. */
void linefast_restart(struct linefast *fast);

/* linefast_ready: a shape is known. */
bool linefast_ready(const struct linefast *fast);

/*
 * linefast_run: go through `window`, whole lines each with its newline, of
 * which LINEFAST_SLACK bytes behind and LINEFAST_MARGIN before may be read;
 * `number` lines came before.
 * Stops at a line that only input_next can take: it begins with a NUL, or is
 * longer than a chunk.
 */
void linefast_run(struct linefast *fast, struct str window, uint64_t number,
    const struct linefast_sink *sink, struct linefast_run *ret);

#endif
