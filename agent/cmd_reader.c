/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/command.h"

#include "agent/reader.h"

/* Takes nothing from the command line: all is in the request. */
static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	(void)self;
	(void)argc;
	(void)argv;
	(void)settings;
	return reader_main();
}

const struct command cmd_reader = {
	.name = "reader",
	.synopsis = MSG_READER_SUMMARY,
	.summary = MSG_READER_SUMMARY,
	.hidden = true,
	.run = run,
};
