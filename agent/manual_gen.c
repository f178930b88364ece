/* SPDX-License-Identifier: Apache-2.0
 * manual_gen.c: tool of the build: lanterne(1) and the example agent.yaml, from
 * the tables of this program.  Must not know what a command does.
 * Covered by tests/unit/test_manual_agent.c and tests/scenario/manual.sh.
 *
 * manual_gen FOLDER DATE
 */
#include "agent/manual_rows.h"

#include "agent/config.h"

#include "core/outfile.h"

#define TEXT_MAX ((size_t)1 << 16)

static enum status
publish_example(const char *folder, enum language language, const char *name,
    struct err *err)
{
	struct buf path, text;
	enum status code;

	buf_init(&path, TEXT_MAX);
	buf_init(&text, TEXT_MAX);
	buf_format(&path, "%s/%s", folder, name);
	config_example(&text, language);
	code = outfile_publish(buf_z(&path), OUTFILE_ALL, buf_view(&text), err);
	buf_release(&text);
	buf_release(&path);
	return code;
}

int
main(int argc, char **argv)
{
	struct err err = { "manual_gen FOLDER DATE" };
	struct manual_keys keys;
	struct manual manual;
	enum status code = E_USAGE;

	if (argc == 3) {
		manual = agent_manual(&keys, argv[2]);
		code = manual_publish(argv[1], &manual, &err);
		if (code == OK)
			code = publish_example(argv[1], LANGUAGE_FR,
			    "agent.example.fr.yaml", &err);
		if (code == OK)
			code = publish_example(argv[1], LANGUAGE_EN,
			    "agent.example.en.yaml", &err);
	}
	return code == OK ? EXIT_OK : program_fail(argv[0], code, &err);
}
