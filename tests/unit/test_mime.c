/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/mailbox.h"
#include "collector/mime.h"

#include "tests/unit/unit.h"

#include <openssl/evp.h>
#include <string.h>

#define OUT_MAX ((size_t)64 * 1024)

/* Fields. */

struct field_row {
	const char *label;
	const char *text;
	const char *field;
};

#define X10 "xxxxxxxxxx"
#define X69 X10 X10 X10 X10 X10 X10 "xxxxxxxxx"

static const struct field_row field_rows[] = {
	{ "plain", "Report, October", "Subject: Report, October\r\n" },
	{ "nothing", "", "Subject: \r\n" },
	{ "a field that it would add", "Les Amis\r\nBcc: mole@example.org",
	    "Subject: Les Amis  Bcc: mole@example.org\r\n" },
	{ "a body that it would begin", "Les Amis\n\nclick here",
	    "Subject: Les Amis  click here\r\n" },
	{ "a terminal's escape", "a\x1B[31mb", "Subject: a[31mb\r\n" },
	{ "not ASCII", "\xC3\x89toile",
	    "Subject: =?UTF-8?B?w4l0b2lsZQ==?=\r\n" },
	{ "what looks like an encoded word", "=?UTF-8?B?QQ==?=",
	    "Subject: =?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?=\r\n" },
	{ "a space in front", " a", "Subject: =?UTF-8?B?IGE=?=\r\n" },
	{ "as long as a line may be", X69, "Subject: " X69 "\r\n" },
	{ "longer by one", X69 "y",
	    "Subject: "
	    "=?UTF-8?B?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"
	    "?=\r\n"
	    " =?UTF-8?B?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eQ==?=\r\n" },
};

static void
a_text_becomes_one_field_and_no_more(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(field_rows); i++) {
		struct buf out;

		buf_init(&out, OUT_MAX);
		mime_field_text(&out, "Subject", str_of(field_rows[i].text));
		assert_int_equal(buf_status(&out), OK);
		check_str(buf_view(&out), field_rows[i].field,
		    field_rows[i].label);
		buf_release(&out);
	}
}

static void
decode(struct buf *out, struct str digits)
{
	unsigned char bytes[80];
	int n = EVP_DecodeBlock(bytes, (const unsigned char *)digits.at,
	    (int)digits.len);

	assert_true(n >= 0 && digits.len < sizeof(bytes));
	n -= str_ends(digits, STR("==")) ? 2 : str_ends(digits, STR("="));
	buf_str(out, (struct str){ (const char *)bytes, (size_t)n });
}

/* Each word alone is UTF-8, and its line no longer than RFC 2047 allows. */
static void
check_words(struct str field, const char *text)
{
	struct str line;
	struct buf all;

	buf_init(&all, OUT_MAX);
	assert_true(str_take(&field, STR("Subject:")));
	for (size_t at = strlen("Subject:"); field.len > 0; at = 0) {
		struct buf word;

		buf_init(&word, OUT_MAX);
		assert_true(str_cut(field, STR("\r\n"), &line, &field));
		assert_true(at + line.len <= 76);
		assert_true(str_take(&line, STR(" =?UTF-8?B?")));
		assert_true(str_ends(line, STR("?=")));
		decode(&word, str_head(line, line.len - 2));
		assert_true(word.len > 0 && str_utf8(buf_view(&word)));
		buf_str(&all, buf_view(&word));
		buf_release(&word);
	}
	check_str(buf_view(&all), text, "the words together");
	buf_release(&all);
}

static void
no_word_splits_a_character(void **state)
{
	static const char *const letters[] = { "\xC3\xA9", "\xE2\x80\x99",
		"\xF0\x9F\xA4\x96" };

	(void)state;
	for (size_t i = 0; i < COUNT(letters); i++)
		for (size_t before = 0; before < 8; before++) {
			struct buf text, out;

			buf_init(&text, OUT_MAX);
			buf_init(&out, OUT_MAX);
			buf_str(&text, str_head(STR("abcdefgh"), before));
			for (size_t n = 0; n < 40; n++)
				buf_text(&text, letters[i]);
			mime_field_text(&out, "Subject", buf_view(&text));
			check_words(buf_view(&out), buf_z(&text));
			buf_release(&text);
			buf_release(&out);
		}
}

/* Bytes. */

static void
base64_has_lines_of_76(void **state)
{
	struct buf bytes, out;

	(void)state;
	buf_init(&bytes, OUT_MAX);
	buf_init(&out, OUT_MAX);
	mime_base64(&out, buf_view(&bytes));
	check_str(buf_view(&out), "", "nothing");
	buf_spaces(&bytes, 57);
	mime_base64(&out, buf_view(&bytes));
	assert_int_equal(out.len, 78);
	buf_reset(&out);
	buf_char(&bytes, '!');
	mime_base64(&out, buf_view(&bytes));
	check_str(str_skip(buf_view(&out), 78), "IQ==\r\n", "one more");
	buf_reset(&out);
	mime_base64_text(&out, STR("a\nb\n\nc"));
	check_str(buf_view(&out), "YQ0KYg0KDQpj\r\n", "ends of line");
	buf_release(&bytes);
	buf_release(&out);
}

/* Addresses. */

struct mailbox_row {
	const char *text;
	bool good;
};

static const struct mailbox_row mailbox_rows[] = {
	{ "ca@sentiers.example", true },
	{ "prenom.nom+ia@asso.example.org", true },
	{ "o'neil_1@exa-mple.fr", true },
	{ "ca@localhost", true },
	{ "", false },
	{ "ca", false },
	{ "@sentiers.example", false },
	{ "ca@", false },
	{ "ca@@sentiers.example", false },
	{ "ca@a@b", false },
	{ "ca@sentiers.example\r\nBcc: x@y.example", false },
	{ "ca@sentiers.example>", false },
	{ "<ca@sentiers.example>", false },
	{ "Le CA <ca@sentiers.example>", false },
	{ "ca@sentiers.example, x@y.example", false },
	{ "\"c a\"@sentiers.example", false },
	{ ".ca@sentiers.example", false },
	{ "ca.@sentiers.example", false },
	{ "c..a@sentiers.example", false },
	{ "ca@sentiers..example", false },
	{ "pr\xC3\xA9sidence@sentiers.example", false },
};

static void
an_address_is_one_address(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(mailbox_rows); i++) {
		const struct mailbox_row *row = &mailbox_rows[i];
		struct mailbox mailbox = { "untouched" };

		check_number(mailbox_read(str_of(row->text), &mailbox),
		    row->good, row->text);
		assert_string_equal(mailbox.text,
		    row->good ? row->text : "untouched");
	}
}

static void
an_address_has_at_most_254_characters(void **state)
{
	char text[MAILBOX_BYTES + 1];
	struct mailbox mailbox = { "" };

	(void)state;
	memset(text, 'a', sizeof(text));
	text[10] = '@';
	text[MAILBOX_BYTES - 1] = '\0';
	assert_true(mailbox_read(str_of(text), &mailbox));
	check_str(mailbox_domain(&mailbox), text + 11, "domain");
	text[MAILBOX_BYTES - 1] = 'a';
	text[MAILBOX_BYTES] = '\0';
	assert_false(mailbox_read(str_of(text), &mailbox));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_becomes_one_field_and_no_more),
		cmocka_unit_test(no_word_splits_a_character),
		cmocka_unit_test(base64_has_lines_of_76),
		cmocka_unit_test(an_address_is_one_address),
		cmocka_unit_test(an_address_has_at_most_254_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
