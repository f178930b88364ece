/* SPDX-License-Identifier: Apache-2.0
 * report_samples: the reports of fictional associations, in every format and
 * both languages, to be looked at.  Usage: report_samples FOLDER [NAME...]
 */
#include "collector/report/render.h"

#include "core/outfile.h"

#include "tests/unit/report_sample.h"

#include <stdio.h>

#define PATH_BYTES 4096
#define ROOM TESTS_DIR "/fixtures/report"

static int
failed(const struct err *err)
{
	(void)fprintf(stderr, "report_samples: %s\n", err->text);
	return 1;
}

static int
write_one(const char *folder, const char *name, const struct report *report,
    const struct render_format *format, enum language language)
{
	char path[PATH_BYTES];
	struct buf out;
	struct err err;
	enum status code;

	(void)snprintf(path, sizeof(path), "%s/%s%s.%s", folder, name,
	    !format->spoken ? "" : language == LANGUAGE_FR ? "-fr" : "-en",
	    format->name);
	buf_init(&out, RENDER_MAX_BYTES);
	code = format->write(&out, report, language, &err);
	if (code == OK)
		code = outfile_publish(path, OUTFILE_ALL, buf_view(&out),
		    &err);
	buf_release(&out);
	return code == OK ? 0 : failed(&err);
}

static int
write_sample(const char *folder, const struct sample_row *row)
{
	struct report_sample sample;
	struct err err;
	int result = 0;

	if (sample_make(row, ROOM, &sample, &err) != OK) {
		sample_free(&sample);
		return failed(&err);
	}
	for (const struct render_format *format = render_formats;
	     format->name != NULL; format++) {
		result |= write_one(folder, row->name, &sample.report, format,
		    LANGUAGE_FR);
		if (format->spoken)
			result |= write_one(folder, row->name, &sample.report,
			    format, LANGUAGE_EN);
	}
	sample_free(&sample);
	return result;
}

static bool
is_asked(const char *name, int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return true;
	return argc <= 2;
}

int
main(int argc, char **argv)
{
	int result = 0;

	if (argc < 2) {
		(void)fprintf(stderr, "usage: report_samples FOLDER [NAME...]\n");
		return 2;
	}
	for (size_t i = 0; i < SAMPLE_COUNT; i++)
		if (is_asked(sample_rows[i].name, argc, argv))
			result |= write_sample(argv[1], &sample_rows[i]);
	return result;
}
