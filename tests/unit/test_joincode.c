/* SPDX-License-Identifier: Apache-2.0 */
#include "core/joincode.h"

#include "tests/unit/unit.h"

#include <string.h>

/* 192.168.1.10, port 8443, fingerprint 00 01 ... 0f, secret a0 a1 ... ab;
 * computed by hand with another program from the header's description. */
#define SAMPLE \
	"LANTERNE1-04632-E9J5R-RKCE1-E64Q3-2C10Z-C0020-G30G2-GC1R8-1450P-30" \
	"D1R-7T18D-2MEJA-B9N7N-2MTNA-VVK29-FW"

static void
host(struct joincode *code, const char *name)
{
	(void)snprintf(code->hosts[code->host_count++],
	    sizeof(code->hosts[0]), "%s", name);
}

static struct joincode
sample(void)
{
	struct joincode code = { .port = 8443 };

	host(&code, "192.168.1.10");
	for (size_t i = 0; i < JOINCODE_FINGERPRINT; i++)
		code.fingerprint[i] = (uint8_t)i;
	for (size_t i = 0; i < JOINCODE_SECRET; i++)
		code.secret[i] = (uint8_t)(0xa0 + i);
	return code;
}

static void
check_same(const struct joincode *a, const struct joincode *b)
{
	assert_int_equal(a->host_count, b->host_count);
	for (size_t i = 0; i < a->host_count; i++)
		assert_string_equal(a->hosts[i], b->hosts[i]);
	assert_int_equal(a->port, b->port);
	assert_memory_equal(a->fingerprint, b->fingerprint,
	    JOINCODE_FINGERPRINT);
	assert_memory_equal(a->secret, b->secret, JOINCODE_SECRET);
}

static void
write(struct buf *out, const struct joincode *code)
{
	struct err err;

	buf_init(out, JOINCODE_TEXT_MAX);
	check_ok(joincode_write(out, code, &err), &err);
}

static void
a_code_s_spelling_is_frozen(void **state)
{
	struct joincode code = sample();
	struct buf out;

	(void)state;
	write(&out, &code);
	check_str(buf_view(&out), SAMPLE, "sample");
	buf_release(&out);
}

static const char *const host_sets[][JOINCODE_HOSTS + 1] = {
	{ "192.168.1.10" },
	{ "serveur" },
	{ "lanterne.example", "10.0.0.1" },
	{ "a.b", "fd00::1", "xn--caf-dma.example", "127.0.0.1" },
	{ "a23456789.b23456789.c23456789.d23456789.e23456789.f23456789."
	  "g23456789.h23456789.i23456789.j23456789.k23456789.l23456789" },
};

static void
what_is_written_is_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(host_sets); i++)
		for (uint32_t port = 1; port < 65536; port += 21845) {
			struct joincode code = sample(), read;
			struct buf out;
			struct err err;

			code.host_count = 0;
			code.port = (uint16_t)port;
			for (size_t k = 0; host_sets[i][k] != NULL; k++)
				host(&code, host_sets[i][k]);
			write(&out, &code);
			check_ok(joincode_read(buf_view(&out), &read, &err), &err);
			check_same(&read, &code);
			buf_release(&out);
		}
}

/* Ways in which people and programs hand the same code on. */
static void
spaces_case_and_look_alikes_do_not_matter(void **state)
{
	struct joincode code = sample(), read;
	struct buf out, typed;
	struct err err;

	(void)state;
	write(&out, &code);
	buf_init(&typed, JOINCODE_TEXT_MAX);
	buf_text(&typed, "  \"");
	for (size_t i = 0; i < buf_view(&out).len; i++) {
		char c = out.at[i];

		if (i > 9 && c == '0')
			c = i % 2 ? 'O' : 'o';
		else if (i > 9 && c == '1')
			c = i % 2 ? 'l' : 'I';
		buf_char(&typed, i % 3 == 0 ? char_lower(c) : c);
		if (i % 7 == 0)
			buf_text(&typed, " \t");
		if (i % 20 == 19)
			buf_text(&typed, "\r\n");
	}
	buf_text(&typed, "\"\n");
	check_ok(joincode_read(buf_view(&typed), &read, &err), &err);
	check_same(&read, &code);
	buf_release(&typed);
	buf_release(&out);
}

static void
a_file_is_a_code_with_comments(void **state)
{
	struct joincode code = sample(), read;
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, JOINCODE_TEXT_MAX);
	buf_text(&out, "\xef\xbb\xbf");
	check_ok(joincode_file(&out, STR("Les Sentiers solidaires\njusqu'au 3"),
	    &code, &err), &err);
	check_str(buf_view(&out), "\xef\xbb\xbf# Les Sentiers solidaires\n"
	    "# jusqu'au 3\n" SAMPLE "\n", "file");
	check_ok(joincode_read(buf_view(&out), &read, &err), &err);
	check_same(&read, &code);
	buf_release(&out);
}

/* Every single slip of the pen: one symbol for another, two swapped. */
static void
every_slip_of_the_pen_is_noticed(void **state)
{
	static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char text[] = SAMPLE;
	struct joincode read;
	struct err err;

	(void)state;
	for (size_t i = 10; i < sizeof(text) - 1; i++) {
		char was = text[i];

		if (was == '-')
			continue;
		for (size_t k = 0; k < 32; k++) {
			text[i] = symbols[k];
			if (symbols[k] != was)
				assert_int_equal(joincode_read(str_of(text), &read,
				    &err), E_INVALID);
		}
		text[i] = was;
		if (i + 2 < sizeof(text) && text[i + 1] != was &&
		    text[i + 1] != '-') {
			text[i] = text[i + 1];
			text[i + 1] = was;
			assert_int_equal(joincode_read(str_of(text), &read, &err),
			    E_INVALID);
			text[i + 1] = text[i];
			text[i] = was;
		}
	}
}

static void
every_code_that_is_cut_short_is_refused(void **state)
{
	struct joincode read = { .port = 7 };
	struct err err;

	(void)state;
	for (size_t n = 0; n < sizeof(SAMPLE) - 1; n++)
		assert_int_equal(joincode_read(str_head(STR(SAMPLE), n), &read,
		    &err), E_INVALID);
	assert_int_equal(read.port, 7);
}

struct text_row {
	const char *text;
	enum status code;
	const char *says; /* a part of the sentence */
};

static const struct text_row text_rows[] = {
	{ "", E_INVALID, "commence par LANTERNE1" },
	{ "# lanterne.join\n", E_INVALID, "commence par LANTERNE1" },
	{ "https://lanterne.example", E_INVALID, "commence par LANTERNE1" },
	{ "LANTERNE", E_INVALID, "incomplet" },
	{ "LANTERNEX-00000", E_INVALID, "commence par LANTERNE1" },
	{ "LANTERNE2-00000-00000", E_UNSUPPORTED, "autre version" },
	{ "LANTERNE1", E_INVALID, "incomplet" },
	{ "LANTERNE1-00000-0000U", E_INVALID, "groupe 2" },
	{ "LANTERNE1-0000\xc3\xa9", E_INVALID, "groupe 1" },
	{ "LANTERNE1-00000-00000", E_INVALID, "incomplet" },
};

static void
each_fault_is_told_with_what_to_do(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(text_rows); i++) {
		const struct text_row *row = &text_rows[i];
		struct joincode read;
		struct err err = { "" };
		size_t at;

		check_number(joincode_read(str_of(row->text), &read, &err),
		    row->code, row->text);
		if (!str_find(str_of(err.text), str_of(row->says), &at))
			fail_msg("\"%s\": %s", row->text, err.text);
	}
}

static void
a_text_beyond_the_limit_is_refused(void **state)
{
	struct joincode read;
	struct buf text;
	struct err err;

	(void)state;
	buf_init(&text, 2 * JOINCODE_TEXT_MAX);
	buf_text(&text, SAMPLE);
	buf_spaces(&text, JOINCODE_TEXT_MAX - (sizeof(SAMPLE) - 1));
	check_ok(joincode_read(buf_view(&text), &read, &err), &err);
	buf_char(&text, ' ');
	assert_int_equal(joincode_read(buf_view(&text), &read, &err), E_INVALID);
	buf_release(&text);
}

struct host_row {
	const char *host;
	bool good;
};

static const struct host_row host_rows[] = {
	{ "serveur", true },
	{ "lanterne.example", true },
	{ "lanterne-2.example", true },
	{ "xn--caf-dma.example", true },
	{ "192.168.1.10", true },
	{ "0.0.0.0", true },
	{ "fd00::1", true },
	{ "2001:db8:1:2:3:4:5:6", true },
	{ "", false },
	{ "Serveur", false },
	{ "serveur.", false },
	{ "-serveur", false },
	{ "serveur-", false },
	{ "ser_veur", false },
	{ "ser veur", false },
	{ "192.168.1.256", false },
	{ "192.168.1", false },
	{ "192.168.1.1.1", false },
	{ "1234", false },
	{ "[fd00::1]", false },
	{ "fd00", true },
	{ "a:b", false },
	{ "https://serveur", false },
	{ "serveur:8443", false },
	{ "serveur/chemin", false },
	{ "user@serveur", false },
	{ "caf\xc3\xa9.example", false },
	{ "a..b", false },
};

static void
only_what_can_be_called_is_a_host(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(host_rows); i++)
		if (joincode_host_is_good(str_of(host_rows[i].host)) !=
		    host_rows[i].good)
			fail_msg("%s", host_rows[i].host);
}

static void
a_code_that_nobody_could_use_is_not_written(void **state)
{
	struct joincode rows[4] = { sample(), sample(), sample(), sample() };
	struct buf out;
	struct err err;

	(void)state;
	rows[0].host_count = 0;
	rows[1].host_count = JOINCODE_HOSTS + 1;
	rows[2].port = 0;
	rows[3].hosts[0][0] = '\0';
	buf_init(&out, JOINCODE_TEXT_MAX);
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(joincode_write(&out, &rows[i], &err), E_INVALID);
	assert_int_equal(buf_view(&out).len, 0);
	buf_release(&out);
}

static void
a_wiped_code_holds_nothing(void **state)
{
	struct joincode code = sample(), zero;

	(void)state;
	memset(&zero, 0, sizeof(zero));
	joincode_wipe(&code);
	assert_memory_equal(&code, &zero, sizeof(code));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_s_spelling_is_frozen),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(spaces_case_and_look_alikes_do_not_matter),
		cmocka_unit_test(a_file_is_a_code_with_comments),
		cmocka_unit_test(every_slip_of_the_pen_is_noticed),
		cmocka_unit_test(every_code_that_is_cut_short_is_refused),
		cmocka_unit_test(each_fault_is_told_with_what_to_do),
		cmocka_unit_test(a_text_beyond_the_limit_is_refused),
		cmocka_unit_test(only_what_can_be_called_is_a_host),
		cmocka_unit_test(a_code_that_nobody_could_use_is_not_written),
		cmocka_unit_test(a_wiped_code_holds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
