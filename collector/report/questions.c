/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/questions.h"

static const enum message silent_rows[] = {
	MSG_REPORT_SILENT_DATA,
	MSG_REPORT_SILENT_WHO,
	MSG_REPORT_SILENT_PLAN,
	MSG_REPORT_SILENT_WORTH,
};

struct question_row {
	enum message question;
	enum message choices[DECISION_CHOICES_MAX]; /* MESSAGE_COUNT ends them */
};

static const struct question_row question_rows[] = {
	{ MSG_REPORT_ASK_HOW_OFTEN, { MSG_REPORT_NEVER, MSG_REPORT_SOMETIMES,
	    MSG_REPORT_EVERY_WEEK, MESSAGE_COUNT } },
	{ MSG_REPORT_ASK_WHERE, { MSG_REPORT_AT_THE_OFFICE, MSG_REPORT_AT_HOME,
	    MSG_REPORT_ON_PHONE, MSG_REPORT_OWN_ACCOUNT,
	    MSG_REPORT_ITS_ACCOUNT, MESSAGE_COUNT } },
	{ MSG_REPORT_ASK_FOR_WHAT, { MSG_REPORT_TO_WRITE,
	    MSG_REPORT_TO_TRANSLATE, MSG_REPORT_TO_SUM_UP,
	    MSG_REPORT_TO_DRAW, MSG_REPORT_TO_OTHER, MESSAGE_COUNT } },
	{ MSG_REPORT_ASK_DATA, { MSG_REPORT_DATA_PUBLIC,
	    MSG_REPORT_DATA_INTERNAL, MSG_REPORT_DATA_NAMES,
	    MSG_REPORT_DATA_SENSITIVE, MESSAGE_COUNT } },
	{ MSG_REPORT_ASK_NEED, { MSG_REPORT_NEED_RULE, MSG_REPORT_NEED_SESSION,
	    MSG_REPORT_NEED_SERVICE, MSG_REPORT_NEED_NOTHING,
	    MESSAGE_COUNT } },
};

static void
silence(struct document *document)
{
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_SILENT,
	    NO_ARGS);
	for (size_t i = 0; i < sizeof(silent_rows) / sizeof(silent_rows[0]);
	     i++)
		(void)document_say(document, BLOCK_BULLET, silent_rows[i],
		    NO_ARGS);
}

static void
ask(struct document *document, const struct question_row *row, unsigned number)
{
	struct block *block = document_say(document, BLOCK_DECISION,
	    row->question, NO_ARGS);

	block->number = number;
	for (const enum message *choice = row->choices;
	     *choice != MESSAGE_COUNT; choice++)
		document_choice(document, block, *choice);
}

void
questions(struct document *document)
{
	silence(document);
	(void)document_say(document, BLOCK_HEADING, MSG_REPORT_ASK, NO_ARGS);
	(void)document_say(document, BLOCK_SMALL, MSG_REPORT_ASK_HOW, NO_ARGS);
	for (size_t i = 0; i < sizeof(question_rows) / sizeof(question_rows[0]);
	     i++)
		ask(document, &question_rows[i], (unsigned)i + 1);
}
