/* SPDX-License-Identifier: Apache-2.0
 * local.h: under which name and addresses this computer is reached from its
 * own network: a default for `init`.  Must not know what they are for.
 * Covered by tests/scenario/collector_init.sh.
 */
#ifndef COLLECTOR_LOCAL_H
#define COLLECTOR_LOCAL_H

#include "collector/pki.h"

/* local_hosts: add the host name and the addresses of the interfaces that are
 * up, loopback and link-local ones apart; as many as fit. */
void local_hosts(struct pki_hosts *hosts);

/* local_answers: does anything listen on this port of this computer? */
bool local_answers(uint16_t port);

#endif
