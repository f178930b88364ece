/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/scan_show.h"

#include "agent/answer_formats.h"
#include "agent/answer_share.h"
#include "agent/command.h"
#include "agent/console.h"

#include "core/calendar.h"
#include "core/outfile.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX ((size_t)64 << 20)

struct output {
	const struct settings *settings;
	const struct answer_model *answer;
};

static struct answer_look
look_of(const struct output *output, const char *page)
{
	return (struct answer_look){
		.language = output->settings->language,
		.columns = output->settings->columns,
		.colour = output->settings->colour,
		.page = page,
	};
}

static enum status
publish(const struct output *output, const char *form, const char *path,
    struct err *err)
{
	struct answer_look look = look_of(output, NULL);
	struct buf text;
	enum status code;

	buf_init(&text, TEXT_MAX);
	answer_format_of(form)->render(&text, output->answer, &look);
	code = buf_status(&text);
	if (code == OK)
		code = outfile_publish(path, OUTFILE_OWNER, buf_view(&text),
		    err);
	else
		(void)err_set(err, code, MSG_NO_MEMORY, NO_ARGS);
	buf_release(&text);
	return code;
}

static enum status
publish_page(const struct output *output, const char *path, struct err *err)
{
	struct err why;
	enum status code = publish(output, "html", path, &why);

	return code == OK ? OK
	                  : err_set(err, code, MSG_PAGE_NOT_WRITTEN,
	                        ARGS(why.text));
}

static int
print(const struct output *output, const char *form, struct answer_look look)
{
	struct buf text;
	int code;

	buf_init(&text, TEXT_MAX);
	answer_format_of(form)->render(&text, output->answer, &look);
	code = command_print(&text);
	buf_release(&text);
	return code;
}

static int
write_summary(const struct output *output)
{
	struct answer_look look = look_of(output, NULL);
	char name[64];
	struct buf text;
	struct err err;
	enum status code;

	(void)snprintf(name, sizeof(name), "lanterne-%s.txt",
	    calendar_text(output->answer->today).text);
	buf_init(&text, TEXT_MAX);
	answer_summary(&text, output->answer, &look);
	code = outfile_publish(name, OUTFILE_OWNER, buf_view(&text), &err);
	buf_release(&text);
	if (code != OK)
		return command_fail(code, &err);
	command_say(MSG_SHARE_WRITTEN, ARGS(name));
	return EXIT_OK;
}

/* The summary is shown first; a file is written only after a yes. */
static int
share(const struct output *output)
{
	struct answer_look look = look_of(output, NULL);
	char reply[16] = "";
	int code;

	look.ask = output->settings->in_is_terminal &&
	    output->settings->out_is_terminal;
	code = print(output, "share", look);
	if (code != EXIT_OK || !look.ask ||
	    fgets(reply, sizeof(reply), stdin) == NULL)
		return code;
	return reply[0] != '\0' && strchr("oOyY", reply[0]) != NULL
	    ? write_summary(output)
	    : EXIT_OK;
}

int
scan_show(const struct scan_options *options, const struct settings *settings,
    const struct answer_model *answer)
{
	const struct output output = { settings, answer };
	const char *form = options->json ? "json"
	    : options->csv               ? "csv"
	                                 : "terminal";
	const char *page = options->html;
	char name[64];
	struct err err;
	enum status published = OK;
	int printed;

	if (options->share)
		return share(&output);
	(void)snprintf(name, sizeof(name), "lanterne-%s.html",
	    calendar_text(answer->today).text);
	if (page == NULL && strcmp(form, "terminal") == 0 && !options->no_html)
		page = name;
	if (page != NULL)
		published = publish_page(&output, page, &err);
	printed = print(&output, form,
	    look_of(&output, published == OK ? page : NULL));
	if (options->open && page != NULL && published == OK &&
	    !console_show(page))
		command_say(MSG_PAGE_NOT_OPENED, ARGS(page));
	return published == OK ? printed : command_fail(published, &err);
}
