/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/packed.h"

#include "tests/unit/unit.h"

#include <string.h>

struct row {
	const char *label;
	struct str head;
	const char *name; /* NULL: none of them */
};

#define BYTES(literal) { literal, sizeof(literal) - 1 }

static const struct row rows[] = {
	{ "xz", BYTES("\xfd" "7zXZ\0\0\4"), "xz" },
	{ "xz, cut", BYTES("\xfd" "7zXZ"), NULL },
	{ "zstd", BYTES("\x28\xb5\x2f\xfd\x04"), "zstd" },
	{ "bzip2", BYTES("BZh91AY&SY\x12"), "bzip2" },
	{ "bzip2's name in a text", BYTES("BZh is a name"), NULL },
	{ "lz4", BYTES("\x04\x22\x4d\x18\x64"), "lz4" },
	{ "zip", BYTES("PK\x03\x04\x14"), "zip" },
	{ "7z", BYTES("7z\xbc\xaf\x27\x1c\0\4"), "7z" },
	{ "compress", BYTES("\x1f\x9d\x90"), "compress" },
	{ "gzip, which is read", BYTES("\x1f\x8b\x08"), NULL },
	{ "a text", BYTES("Nov 23 08:27:38 dnsmasq[9]: started"), NULL },
	{ "empty", BYTES(""), NULL },
};

static void
what_holds_others_is_told_by_its_first_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct packed found = { "none", "none" };
		bool known = packed_known(rows[i].head, &found);

		check_number(known, rows[i].name != NULL, rows[i].label);
		if (known)
			check_str(str_of(found.name), rows[i].name,
			    rows[i].label);
	}
}

static void
a_tar_archive_is_told_behind_its_first_name(void **state)
{
	char head[512] = "dnsmasq.log";
	struct packed found;

	(void)state;
	assert_false(packed_known((struct str){ head, sizeof(head) }, &found));
	memcpy(head + 257, "ustar", 5);
	assert_true(packed_known((struct str){ head, sizeof(head) }, &found));
	check_str(str_of(found.command), "tar -xf", "tar");
	assert_false(packed_known((struct str){ head, 261 }, &found));
	assert_false(packed_known((struct str){ head, 256 }, &found));
}

static void
a_text_has_few_control_characters(void **state)
{
	char head[200];

	(void)state;
	memset(head, 'x', sizeof(head));
	memset(head, 1, 10);
	assert_true(packed_is_text((struct str){ head, sizeof(head) }));
	head[10] = 0;
	assert_false(packed_is_text((struct str){ head, sizeof(head) }));
	memset(head, '\t', sizeof(head));
	assert_true(packed_is_text((struct str){ head, sizeof(head) }));
	assert_true(packed_is_text(STR("\x1b[1mcouleur\x1b[0m, \xe9t\xe9\r\n")));
	assert_true(packed_is_text(STR("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_holds_others_is_told_by_its_first_bytes),
		cmocka_unit_test(a_tar_archive_is_told_behind_its_first_name),
		cmocka_unit_test(a_text_has_few_control_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
