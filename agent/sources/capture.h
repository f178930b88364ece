/* SPDX-License-Identifier: Apache-2.0
 * capture.h: the binary files of binlog.h that this build can read: packet
 * captures (libpcap), dnstap frames (libfstrm), Windows event logs (libevtx),
 * systemd's journal (libsystemd).  For `scan` only: the service's reader opens
 * none.  Must not know where files are.
 * Covered by tests/scenario/dns_captures.sh.
 *
 * A library is opened only when such a file is read (library.h).  Without its
 * headers at build (capture_*_none.c), or without itself on this computer, a
 * function answers E_UNSUPPORTED and how to make a text of the file.
 */
#ifndef AGENT_SOURCES_CAPTURE_H
#define AGENT_SOURCES_CAPTURE_H

#include "agent/sources/source.h"

/* capture_is: a file of binlog.h, or CAPTURE_JOURNAL (capture_journal.h). */
bool capture_is(const char *path);

/*
 * capture_scan: push its sightings and fill `report` as linelog_scan does;
 * report->first_rejected_line is the number of a packet, frame or record.
 * Frames of dnstap whose end is missing are being written: no failure.
 * E_UNSUPPORTED: not in this build, or not on this computer; E_DAMAGED:
 * reading stopped there, what came before is counted.
 */
MUST_CHECK enum status capture_scan(const struct source_env *env,
    const char *path, struct source_report *report, struct err *err);

#endif
