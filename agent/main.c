/* SPDX-License-Identifier: Apache-2.0
 * main.c: program `lanterne`.  No logic, but for a double click, which means
 * "scan, show the page, and let me read".
 */
#include "agent/command.h"
#include "agent/console.h"

int
main(int argc, char **argv)
{
	static char scan[] = "scan", open_page[] = "--open";
	char *clicked[] = { argv[0], scan, open_page, NULL };
	int code;

	if (argc != 1 || !console_is_own())
		return program_main(&command_program, argc, argv);
	code = program_main(&command_program, 3, clicked);
	command_say(MSG_PRESS_A_KEY, NO_ARGS);
	console_wait();
	return code;
}
