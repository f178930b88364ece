/* SPDX-License-Identifier: Apache-2.0
 * handed.h: a join code as somebody hands it over: in a file, on standard
 * input, typed where no screen shows it, or in the words of the command line.
 * Must not know what is done with a code.
 * Covered by tests/scenario/agent_commands.sh and agent_handed.sh.
 */
#ifndef AGENT_HANDED_H
#define AGENT_HANDED_H

#include "core/joincode.h"
#include "core/settings.h"

struct handed {
	struct joincode code; /* when `status` is OK; wiped by joincode_wipe */
	bool given;           /* there was something to read, or somebody to ask */
	enum status status;
	struct err why;
};

/*
 * handed_read: from the one word that is a file's, from standard input when
 * that word is "-", else from all the words; a person at a terminal is asked
 * for what "-" stands for, also without any word when `ask`.  E_USAGE: no word;
 * E_NOT_FOUND: no such file; E_INVALID as joincode_read.
 *
 * Words can be read by everyone on this computer who lists its processes: they
 * are overwritten at once, which leaves a moment.
 */
void handed_read(const struct settings *settings, int argc, char **argv,
    bool ask, struct handed *ret);

/* handed_take: the code, or why there is none. */
MUST_CHECK enum status handed_take(const struct handed *handed,
    struct joincode *ret, struct err *err);

#endif
