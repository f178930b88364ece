/* SPDX-License-Identifier: Apache-2.0
 * dnsdb.h: DNS logs that are SQLite databases: Pi-hole FTL's, Technitium's.
 * Must not know where they are, nor a text log.
 * Covered by tests/unit/test_dnsdb.c.
 */
#ifndef AGENT_SOURCES_DNSDB_H
#define AGENT_SOURCES_DNSDB_H

#include "agent/sources/source.h"

/* dnsdb_is: true for a file that begins as an SQLite database does. */
bool dnsdb_is(const char *path);

/*
 * dnsdb_scan: read a private copy of the database (snapshot.h), its -wal
 * included, push its sightings and fill `report` as linelog_scan does.  A row
 * is a query; one without a name, or without a time, is rejected, and
 * report->first_rejected_line is its number.  Nothing is written to the live
 * database.
 *
 * E_UNSUPPORTED: SQLite, but no DNS log; else the codes of snapshot_open and
 * of db_step.
 */
MUST_CHECK enum status dnsdb_scan(const struct source_env *env,
    const char *path, struct source_report *report, struct err *err);

#endif
