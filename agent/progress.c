/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/progress.h"

#define QUIET_MS 1000
#define PAUSE_MS 200

/* "\r" and "erase to the end of the line" (ECMA-48 EL). */
#define LINE_START "\r\033[K"

void
progress_begin(struct progress *progress, FILE *to, int64_t now_ms)
{
	*progress = (struct progress){
		.to = to,
		.began_ms = now_ms,
		.last_ms = now_ms,
	};
}

void
progress_tick(struct progress *progress, const struct source_report *report,
    int64_t now_ms)
{
	struct buf line;

	if (progress->to == NULL || now_ms - progress->began_ms < QUIET_MS ||
	    now_ms - progress->last_ms < PAUSE_MS)
		return;
	progress->last_ms = now_ms;
	progress->shown = true;
	buf_init(&line, 1024);
	buf_text(&line, LINE_START);
	message_write(&line, messages_language(), MSG_PROGRESS,
	    ARGS(report->name));
	buf_char(&line, ' ');
	prose_number(&line, messages_language(), (long long)report->records);
	(void)fputs(buf_z(&line), progress->to);
	(void)fflush(progress->to);
	buf_release(&line);
}

void
progress_end(struct progress *progress)
{
	if (progress->shown) {
		(void)fputs(LINE_START, progress->to);
		(void)fflush(progress->to);
	}
	progress->shown = false;
}
