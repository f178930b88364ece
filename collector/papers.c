/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/papers.h"

#include "collector/report/report.h"

#include "core/os.h"
#include "core/outfile.h"

static void
write_stem(struct buf *out, const struct report *report)
{
	buf_text(out, "lanterne-");
	if (report->covered_count > 1)
		buf_format(out, "%s-", report->covered[0]->period.text);
	buf_text(out, report->now->period.text);
}

static void
write_language(struct buf *out, enum language language)
{
	buf_text(out, language == LANGUAGE_FR ? "-fr" : "-en");
}

void
papers_name(struct buf *out, const struct report *report,
    const char *extension, enum language language)
{
	write_stem(out, report);
	write_language(out, language);
	buf_format(out, ".%s", extension);
}

static void
file_name(struct buf *out, const struct report *report,
    const struct render_format *format, enum language language)
{
	write_stem(out, report);
	if (format->spoken)
		write_language(out, language);
	buf_format(out, ".%s", format->name);
}

enum status
papers_write(const struct report *report, const struct render_format *format,
    enum language language, const char *folder, struct buf *ret_path,
    struct err *err)
{
	struct buf bytes, name;
	enum status code;

	buf_init(&bytes, RENDER_MAX_BYTES);
	buf_init(&name, PAPERS_NAME_BYTES);
	file_name(&name, report, format, language);
	os_join(ret_path, folder, buf_z(&name));
	code = format->write(&bytes, report, language, err);
	if (code == OK)
		code = outfile_publish(buf_z(ret_path), OUTFILE_ALL,
		    buf_view(&bytes), err);
	buf_release(&bytes);
	buf_release(&name);
	return code;
}
