/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/render.h"

#include "collector/report/render_csv.h"
#include "collector/report/render_html.h"
#include "collector/report/render_json.h"
#include "collector/report/render_md.h"
#include "collector/report/render_pdf.h"

const struct render_format render_formats[] = {
	{ "csv", false, render_csv },
	{ "html", true, render_html },
	{ "json", false, render_json },
	{ "md", true, render_md },
	{ "pdf", true, render_pdf },
	{ NULL, false, NULL },
};

const struct render_format *
render_format_of(const char *name)
{
	const struct render_format *format = render_formats;

	while (format->name != NULL && strcmp(format->name, name) != 0)
		format++;
	return format->name == NULL ? NULL : format;
}

void
render_names(struct buf *out)
{
	for (size_t i = 0; render_formats[i].name != NULL; i++) {
		buf_text(out, i > 0 ? ", " : "");
		buf_text(out, render_formats[i].name);
	}
}

enum message
render_warning(const struct render_format *format)
{
	return format->write == render_pdf ? render_pdf_warning()
	                                   : MESSAGE_COUNT;
}
