/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/pages.h"

#include "collector/report/page_decide.h"
#include "collector/report/page_follow.h"
#include "collector/report/page_method.h"
#include "collector/report/page_services.h"
#include "collector/report/phrases.h"

#define TEXT_MAX ((size_t)16 * 1024)

static void
capital(struct buf *out, struct said said)
{
	size_t at = out->len;

	buf_text(out, said.text);
	if (out->len > at && out->at[at] >= 'a' && out->at[at] <= 'z')
		out->at[at] = (char)(out->at[at] - 'a' + 'A');
}

/* "Octobre 2026", "Août 2026 à octobre 2026". */
static void
head_period(struct document *document, const struct report *report)
{
	enum language language = document->language;
	const struct period *first = &report->covered[0]->period;
	struct said last = said_period(language, &report->now->period);
	struct buf words;

	buf_init(&words, TEXT_MAX);
	if (report->covered_count == 1)
		capital(&words, last);
	else {
		capital(&words, said_period(language, first));
		buf_char(&words, ' ');
		message_write(&words, language, MSG_REPORT_HEAD_UNTIL,
		    ARGS(last.text));
	}
	document->period = document_keep(document, buf_view(&words));
	buf_release(&words);
}

static void
head_who(struct document *document, const struct report *report)
{
	const struct policy_facts *facts = report->facts;
	struct buf words;

	buf_init(&words, TEXT_MAX);
	document_name(&words, facts->association, DOCUMENT_NAME_CHARACTERS);
	document->author = document_keep(document, buf_view(&words));
	if (facts->board_date != CALENDAR_NO_DAY) {
		buf_text(&words, facts->association.len > 0
		        ? " \xC2\xB7 " : "");
		message_write(&words, document->language, MSG_REPORT_BOARD,
		    ARGS(said_day(document->language,
		        facts->board_date).text));
	}
	document->who = document_keep(document, buf_view(&words));
	buf_release(&words);
}

enum status
pages_make(const struct report *report, enum language language,
    struct document *ret, struct err *err)
{
	document_init(ret, language);
	ret->title = document_words(ret, MSG_REPORT_TITLE, NO_ARGS);
	head_period(ret, report);
	head_who(ret, report);
	ret->day = report->day;
	if (report->demo)
		ret->demo = document_words(ret, MSG_REPORT_DEMO, NO_ARGS);
	page_decide(ret, report);
	page_services(ret, report);
	page_follow(ret, report);
	page_method(ret, report);
	if (!ret->failed)
		return OK;
	document_release(ret);
	return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
}
