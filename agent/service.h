/* SPDX-License-Identifier: Apache-2.0
 * service.h: the loop of a program that stays, at a terminal or under the
 * system's manager of services.  One file per system.  Must not know what a
 * round does.  Covered by tests/windows/service.sh, test_service_win32.
 */
#ifndef AGENT_SERVICE_H
#define AGENT_SERVICE_H

#include <stdbool.h>

/*
 * service_run: call `round` again and again, as many milliseconds apart as it
 * answers, until it answers 0 or the system ends us: a signal, at any moment;
 * under Windows' manager of services its order to stop, which waits up to
 * 20 seconds for the end of a round.  True when it was told to stop.
 */
bool service_run(unsigned (*round)(void *cookie), void *cookie);

#endif
