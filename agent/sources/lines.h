/* SPDX-License-Identifier: Apache-2.0
 * lines.h: the lines of a text that is in memory, and of samples of a file.
 * Must not know what a line says.  Covered by tests/unit/test_input.c.
 */
#ifndef AGENT_SOURCES_LINES_H
#define AGENT_SOURCES_LINES_H

#include "core/status.h"
#include "core/str.h"

#include <stdint.h>

/* lines_without_cr: a line without the carriage return at its end, if any. */
struct str lines_without_cr(struct str line);

/* lines_each: the whole lines of a text, ends removed, `most` of them. */
void lines_each(struct str text, size_t most,
    void (*visit)(void *cookie, struct str line), void *cookie);

/*
 * lines_sample: call `visit` with some whole lines from each of up to `places`
 * places of the open file `fd`, spread between the bytes `from` and `to`, which
 * is its end, in file order; the last place is the end.  Nothing when that is
 * too little for samples.  Leaves `fd` anywhere.
 */
MUST_CHECK enum status lines_sample(int fd, uint64_t from, uint64_t to,
    unsigned places, void (*visit)(void *cookie, struct str line),
    void *cookie, struct err *err);

#endif
