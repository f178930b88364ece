/* SPDX-License-Identifier: Apache-2.0
 * capture_pcap.h: packet captures, pcap and pcapng, by libpcap.  Must not
 * know the other kinds.
 * Covered by tests/scenario/dns_captures.sh.
 */
#ifndef AGENT_SOURCES_CAPTURE_PCAP_H
#define AGENT_SOURCES_CAPTURE_PCAP_H

#include "agent/sources/source.h"

/* capture_pcap: as capture_scan (capture.h). */
MUST_CHECK enum status capture_pcap(const struct source_env *env,
    const char *path, struct source_report *report, struct err *err);

#endif
