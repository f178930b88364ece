/* SPDX-License-Identifier: Apache-2.0
 * fiction.h: the computers of the demonstration: fourteen homes of an invented
 * association, whose browser histories are true SQLite databases, and who
 * visits what in three months.  Must not know a command, nor what is counted.
 * Covered by tests/scenario/demo.sh.
 *
 *     NN/home/         the person's home: a browser's profile
 *     NN/state/        of `lanterne`, marked demo
 *     NN/agent.yaml    where that home is
 *     NN/dns.log       on some: the log of a DNS resolver
 */
#ifndef COLLECTOR_FICTION_H
#define COLLECTOR_FICTION_H

#include "core/buf.h"
#include "core/status.h"

#define FICTION_COMPUTERS 14
#define FICTION_MONTHS 3
#define FICTION_PAUSED 12 /* this computer's person pauses it */

/* The first day of a month of the fiction, 0 being the first: 2026-08-01. */
const char *fiction_month(int month);

/* fiction_name: "01" to "14". */
void fiction_name(struct buf *out, size_t computer);

/* fiction_settle: make the folders and files of a computer in the folder
 * `computers`, an absolute path.  E_IO, E_ACCESS. */
MUST_CHECK enum status fiction_settle(const char *computers, size_t computer,
    struct err *err);

/* fiction_live: write a month of visits into the computer's history. */
MUST_CHECK enum status fiction_live(const char *computers, size_t computer,
    int month, struct err *err);

#endif
