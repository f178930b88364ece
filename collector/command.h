/* SPDX-License-Identifier: Apache-2.0
 * command.h: the subcommands of `lanterne-collector`.  Must not know what a
 * command does.  Covered by the scenarios.
 */
#ifndef COLLECTOR_COMMAND_H
#define COLLECTOR_COMMAND_H

#include "core/program.h"

#define COLLECTOR "lanterne-collector"

/* cmd_office.c */
extern const struct command cmd_init;

#endif
