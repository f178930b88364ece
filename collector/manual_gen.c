/* SPDX-License-Identifier: Apache-2.0
 * manual_gen.c: tool of the build: lanterne-collector(1), from the tables of
 * this program.  Must not know what a command does.
 * Covered by tests/unit/test_manual_collector.c and tests/scenario/manual.sh.
 *
 * manual_gen FOLDER DATE
 */
#include "collector/manual_rows.h"

int
main(int argc, char **argv)
{
	struct err err = { "manual_gen FOLDER DATE" };
	struct manual manual;
	enum status code = E_USAGE;

	if (argc == 3) {
		manual = collector_manual(argv[2]);
		code = manual_publish(argv[1], &manual, &err);
	}
	return code == OK ? EXIT_OK : program_fail(argv[0], code, &err);
}
