/* SPDX-License-Identifier: Apache-2.0
 * main.c: program `lanterne-collector`.  No logic.
 */
#include "collector/command.h"

int
main(int argc, char **argv)
{
	return program_main(&collector_program, argc, argv);
}
