/* SPDX-License-Identifier: Apache-2.0
 * daemon.h: what a service hears from its system (stop, reload) and tells it
 * (ready, stopping).  Must not know what is served.
 * Covered by tests/scenario/collector_serve.sh.
 */
#ifndef COLLECTOR_DAEMON_H
#define COLLECTOR_DAEMON_H

#include <stdbool.h>

enum daemon_event {
	DAEMON_TICK, /* a second has passed */
	DAEMON_STOP,
	DAEMON_RELOAD
};

/* daemon_begin: from now on SIGTERM, SIGINT and SIGHUP are kept for
 * daemon_wait, and SIGPIPE is ignored: a peer that leaves does not end the
 * program.  To be called before any thread starts. */
void daemon_begin(void);

/* daemon_outlive_peers: the second half of it alone, for a command. */
void daemon_outlive_peers(void);

/* daemon_wait: the next event. */
enum daemon_event daemon_wait(void);

/* daemon_notify: a state for the service manager ("READY=1"), when there is
 * one (sd_notify(3), by its socket). */
void daemon_notify(const char *state);

#endif
