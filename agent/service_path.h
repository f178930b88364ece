/* SPDX-License-Identifier: Apache-2.0
 * service_path.h: the command line of a Windows service, its program quoted.
 * Must not know the manager of services.  Covered by test_service_path.
 */
#ifndef AGENT_SERVICE_PATH_H
#define AGENT_SERVICE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/*
 * service_path_quote: `line` is how a service is started, `program` the path
 * of what runs.  True, and `out` is the line with that path quoted, when it
 * begins with it, whatever the case, and is not quoted; else false: it is
 * quoted already, is another program's, or does not fit into `units`.
 */
bool service_path_quote(const wchar_t *line, const wchar_t *program,
    wchar_t *out, size_t units);

#endif
