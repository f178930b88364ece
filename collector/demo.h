/* SPDX-License-Identifier: Apache-2.0
 * demo.h: an invented association of 14 computers through three months, from
 * `init` to the board's report: both programs run as processes.  Must not know
 * how anything is done.  Covered by tests/scenario/demo.sh.
 */
#ifndef COLLECTOR_DEMO_H
#define COLLECTOR_DEMO_H

#include "core/program.h"

extern const struct command cmd_demo;

#endif
