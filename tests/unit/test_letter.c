/* SPDX-License-Identifier: Apache-2.0
 * A fictional association's letter: its header word for word, its text
 * compared with tests/golden/letter/ (UPDATE_GOLDEN=1 rewrites it).
 */
#include "collector/letter.h"

#include "tests/unit/golden.h"
#include "tests/unit/report_sample.h"
#include "tests/unit/unit.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define ROOM TESTS_DIR "/fixtures/report"
#define PDF_MAX ((size_t)8 << 20)

/* 2026-11-26T07:30:05Z */
#define NOW 1795678205

static const struct mailbox sender = { "lanterne@sentiers.example" };
static const struct mailboxes board = {
	{ { "presidence@sentiers.example" }, { "ca@sentiers.example" } }, 2
};

static struct report_sample sample;
static struct buf pdf, out;

static int
begin(void **state)
{
	(void)state;
	buf_init(&pdf, PDF_MAX);
	buf_init(&out, LETTER_MAX_BYTES);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	buf_release(&pdf);
	buf_release(&out);
	sample_free(&sample);
	return 0;
}

static void
write(const char *name, enum language language, bool draft)
{
	struct letter letter = { .report = &sample.report,
		.language = language, .now = NOW, .draft = draft };
	struct err err = { "" };

	check_ok(sample_make(sample_named(name), ROOM, &sample, &err), &err);
	if (!draft) {
		letter.from = &sender;
		letter.to = &board;
	}
	check_ok(letter_write(&letter, &pdf, &out, &err), &err);
}

/* The header and what follows it. */
static struct str
header_of(struct str mail, struct str *ret_rest)
{
	struct str header = STR("");

	assert_true(str_cut(mail, STR("\r\n\r\n"), &header, ret_rest));
	return header;
}

static void
decode(struct buf *to, struct str lines)
{
	struct str line;

	while (str_cut(lines, STR("\r\n"), &line, &lines)) {
		unsigned char bytes[64];
		int n;

		assert_true(line.len > 0 && line.len <= 76);
		n = EVP_DecodeBlock(bytes, (const unsigned char *)line.at,
		    (int)line.len);
		assert_true(n > 0);
		n -= str_ends(line, STR("==")) ? 2 : str_ends(line, STR("="));
		buf_str(to, (struct str){ (const char *)bytes, (size_t)n });
	}
	assert_int_equal(lines.len, 0);
}

/* One part: its header, its decoded bytes; `mail` goes on after it. */
static struct str
take_part(struct str *mail, struct buf *ret_bytes)
{
	struct str part = STR(""), header, body;

	assert_true(str_take(mail, STR("--=_lanterne\r\n")));
	assert_true(str_find(*mail, STR("--=_lanterne"), &part.len));
	part.at = mail->at;
	*mail = str_skip(*mail, part.len);
	header = header_of(part, &body);
	buf_init(ret_bytes, PDF_MAX);
	decode(ret_bytes, body);
	return header;
}

/* The identifier is a digest of the PDF, whose bytes are cairo's. */
static void
check_header(struct str header, const char *before, const char *domain,
    const char *after)
{
	struct str rest = header, identifier;

	if (!str_take(&rest, str_of(before)) ||
	    !str_take(&rest, STR("Message-ID: <")))
		fail_msg("begins otherwise: %.*s", (int)header.len, header.at);
	assert_true(str_take_until(&rest, '@', &identifier));
	assert_int_equal(identifier.len, 32);
	if (!str_take(&rest, str_of(domain)))
		fail_msg("another domain: %.*s", (int)rest.len, rest.at);
	check_str(rest, after, "the rest of the header");
}

static void
a_letter_is_the_first_page_and_the_pdf(void **state)
{
	struct str rest, header;
	struct buf text, copy;

	(void)state;
	write("fourteen", LANGUAGE_FR, false);
	header = header_of(buf_view(&out), &rest);
	check_header(header,
	    "From: lanterne@sentiers.example\r\n"
	    "To: presidence@sentiers.example,\r\n"
	    " ca@sentiers.example\r\n"
	    "Subject:"
	    " =?UTF-8?B?UmFwcG9ydCBkZSBnb3V2ZXJuYW5jZSDCtyBVc2FnZXMgZGUgbA==?=\r\n"
	    " =?UTF-8?B?4oCZSUEgwrcgT2N0b2JyZSAyMDI2IMK3IEFzc29jaWF0aW9uIExl?=\r\n"
	    " =?UTF-8?B?cyBTZW50aWVycyBzb2xpZGFpcmVz?=\r\n"
	    "Date: Thu, 26 Nov 2026 07:30:05 +0000\r\n",
	    "sentiers.example>\r\n",
	    "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=\"=_lanterne\"");
	header = take_part(&rest, &text);
	check_str(header, "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64", "the text's header");
	check_golden("letter/fourteen-fr.txt", buf_view(&text));
	header = take_part(&rest, &copy);
	check_str(header, "Content-Type: application/pdf\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment;\r\n"
	    " filename=\"lanterne-2026-10-fr.pdf\"", "the PDF's header");
	assert_true(str_eq(buf_view(&copy), buf_view(&pdf)));
	check_str(rest, "--=_lanterne--\r\n", "the end");
	buf_release(&text);
	buf_release(&copy);
}

static void
a_draft_says_so_and_names_nobody(void **state)
{
	struct str rest, header;
	struct buf text;

	(void)state;
	write("fourteen", LANGUAGE_EN, true);
	header = header_of(buf_view(&out), &rest);
	check_header(header,
	    "Subject:"
	    " =?UTF-8?B?R292ZXJuYW5jZSByZXBvcnQgwrcgVXNlcyBvZiBBSSDCtyBPY3Rv?=\r\n"
	    " =?UTF-8?B?YmVyIDIwMjYgwrcgQXNzb2NpYXRpb24gTGVzIFNlbnRpZXJzIHNv?=\r\n"
	    " =?UTF-8?B?bGlkYWlyZXM=?=\r\n"
	    "Date: Thu, 26 Nov 2026 07:30:05 +0000\r\n",
	    "lanterne.invalid>\r\n",
	    "X-Unsent: 1\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=\"=_lanterne\"");
	(void)take_part(&rest, &text);
	check_golden("letter/fourteen-en.txt", buf_view(&text));
	buf_release(&text);
}

static void
every_line_is_short_ascii_and_ends_in_cr_lf(void **state)
{
	struct str rest, line;

	(void)state;
	write("hostile", LANGUAGE_FR, false);
	rest = buf_view(&out);
	while (str_cut(rest, STR("\r\n"), &line, &rest)) {
		assert_true(line.len <= 78);
		for (size_t i = 0; i < line.len; i++)
			assert_in_range(line.at[i], 0x20, 0x7E);
	}
	assert_int_equal(rest.len, 0);
}

static void
the_same_report_has_the_same_identifier(void **state)
{
	struct buf first;

	(void)state;
	write("fourteen", LANGUAGE_FR, false);
	buf_init(&first, LETTER_MAX_BYTES);
	buf_str(&first, buf_view(&out));
	sample_free(&sample);
	buf_reset(&pdf);
	buf_reset(&out);
	write("fourteen", LANGUAGE_FR, false);
	assert_true(str_eq(buf_view(&first), buf_view(&out)));
	buf_release(&first);
}

#define LETTER_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LETTER_TEST(a_letter_is_the_first_page_and_the_pdf),
		LETTER_TEST(a_draft_says_so_and_names_nobody),
		LETTER_TEST(every_line_is_short_ascii_and_ends_in_cr_lf),
		LETTER_TEST(the_same_report_has_the_same_identifier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
