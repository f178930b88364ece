/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/letter.h"

#include "collector/mime.h"
#include "collector/papers.h"
#include "collector/report/pages.h"
#include "collector/report/render_md.h"
#include "collector/report/render_pdf.h"

#include "core/calendar.h"
#include "core/digest.h"
#include "core/hex.h"

#define TEXT_MAX ((size_t)256 * 1024)
#define FIELD_BYTES ((size_t)1024)
#define IDENTIFIER_BYTES 16

/* "_" is no digit of base64, in which every part is written. */
#define BOUNDARY "=_lanterne"

#define DOT " \xC2\xB7 "

/* Of the letter that nobody sends yet (RFC 2606). */
#define NO_DOMAIN STR("lanterne.invalid")

/* The header. */

static void
write_date(struct buf *out, int64_t now)
{
	/* RFC 5322, 3.3: in English, whatever the letter's language. */
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon",
		"Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int32_t day = calendar_day_of(now, 0);
	struct civil date = calendar_civil(day);
	int second = (int)(now - (int64_t)day * CALENDAR_SECONDS_PER_DAY);

	/* 1970-01-01 was a Thursday. */
	buf_format(out,
	    "Date: %s, %d %s %d %02d:%02d:%02d +0000" MIME_END,
	    days[(day % 7 + 7) % 7], (int)date.day, months[date.month - 1],
	    (int)date.year, second / 3600, second / 60 % 60, second % 60);
}

static void
write_people(struct buf *out, const struct letter *letter)
{
	const struct mailboxes *to = letter->to;

	if (letter->from != NULL && letter->from->text[0] != '\0')
		mime_field(out, "From", letter->from->text);
	for (size_t i = 0; to != NULL && i < to->count; i++) {
		buf_text(out, i == 0 ? "To: " : " ");
		buf_text(out, to->at[i].text);
		buf_text(out, i + 1 < to->count ? "," MIME_END : MIME_END);
	}
}

static void
write_identifier(struct buf *out, const struct letter *letter,
    const uint8_t digest[DIGEST_BYTES])
{
	struct str domain = letter->from == NULL
	    ? NO_DOMAIN : mailbox_domain(letter->from);

	buf_text(out, "Message-ID: <");
	hex_write(out, digest, IDENTIFIER_BYTES);
	buf_char(out, '@');
	buf_str(out, domain.len == 0 ? NO_DOMAIN : domain);
	buf_text(out, ">" MIME_END);
}

static void
write_subject(struct buf *out, const struct document *document)
{
	struct buf subject;

	buf_init(&subject, FIELD_BYTES);
	buf_str(&subject, document->demo);
	if (document->demo.len > 0)
		buf_text(&subject, DOT);
	buf_str(&subject, document->title);
	buf_text(&subject, DOT);
	buf_str(&subject, document->period);
	if (document->author.len > 0)
		buf_text(&subject, DOT);
	buf_str(&subject, document->author);
	mime_field_text(out, "Subject", buf_view(&subject));
	buf_release(&subject);
}

static void
write_header(struct buf *out, const struct letter *letter,
    const struct document *document, const uint8_t digest[DIGEST_BYTES])
{
	write_people(out, letter);
	write_subject(out, document);
	write_date(out, letter->now);
	write_identifier(out, letter, digest);
	/* What mail programs open as a draft; RFC 3834 for the other. */
	if (letter->draft)
		mime_field(out, "X-Unsent", "1");
	else
		mime_field(out, "Auto-Submitted", "auto-generated");
	mime_field(out, "MIME-Version", "1.0");
	mime_field(out, "Content-Type",
	    "multipart/mixed; boundary=\"" BOUNDARY "\"");
	buf_text(out, MIME_END);
}

/* Its parts. */

static void
write_text(struct buf *out, const struct letter *letter,
    const struct document *document, const char *name)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	message_write(&text, letter->language, MSG_LETTER_LEAD, ARGS(name));
	buf_text(&text, "\n\n");
	render_md_first_page(&text, document);
	buf_text(out, "--" BOUNDARY MIME_END);
	mime_field(out, "Content-Type", "text/plain; charset=utf-8");
	mime_field(out, "Content-Transfer-Encoding", "base64");
	buf_text(out, MIME_END);
	mime_base64_text(out, buf_view(&text));
	if (buf_status(&text) != OK && buf_status(out) == OK)
		out->failed = buf_status(&text);
	buf_release(&text);
}

static void
write_attachment(struct buf *out, struct str pdf, const char *name)
{
	buf_text(out, "--" BOUNDARY MIME_END);
	mime_field(out, "Content-Type", "application/pdf");
	mime_field(out, "Content-Transfer-Encoding", "base64");
	buf_text(out, "Content-Disposition: attachment;" MIME_END);
	buf_format(out, " filename=\"%s\"" MIME_END MIME_END, name);
	mime_base64(out, pdf);
	buf_text(out, "--" BOUNDARY "--" MIME_END);
}

static enum status
write_all(const struct letter *letter, const struct document *document,
    struct str pdf, struct buf *out, struct err *err)
{
	uint8_t digest[DIGEST_BYTES];
	struct buf name;
	enum status code = digest_sha256(pdf, digest, err);

	if (code != OK)
		return code;
	buf_init(&name, PAPERS_NAME_BYTES);
	papers_name(&name, letter->report, "pdf", letter->language);
	write_header(out, letter, document, digest);
	write_text(out, letter, document, buf_z(&name));
	write_attachment(out, pdf, buf_z(&name));
	buf_release(&name);
	return buf_status(out) == OK
	    ? OK : err_set(err, buf_status(out), MSG_NO_MEMORY, NO_ARGS);
}

enum status
letter_write(const struct letter *letter, struct buf *pdf, struct buf *out,
    struct err *err)
{
	struct document document;
	enum status code = render_pdf(pdf, letter->report, letter->language,
	    err);

	if (code == OK)
		code = pages_make(letter->report, letter->language, &document,
		    err);
	if (code != OK)
		return code;
	code = write_all(letter, &document, buf_view(pdf), out, err);
	document_release(&document);
	return code;
}
