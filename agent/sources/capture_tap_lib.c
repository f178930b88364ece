/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_tap.h"

#include "agent/sources/contact.h"
#include "agent/sources/tapframe.h"

#include <fstrm.h>

#define CONTENT "protobuf:dnstap.Dnstap"
#define FRAME_MAX ((size_t)128 << 10) /* a message of 64 KiB, and its fields */
#define TICK_FRAMES 4096

static struct fstrm_reader *
open_stream(const char *path)
{
	struct fstrm_file_options *file = fstrm_file_options_init();
	struct fstrm_reader_options *options = fstrm_reader_options_init();
	struct fstrm_reader *reader = NULL;

	if (file != NULL && options != NULL) {
		fstrm_file_options_set_file_path(file, path);
		(void)fstrm_reader_options_add_content_type(options,
		    (const uint8_t *)CONTENT, sizeof(CONTENT) - 1);
		(void)fstrm_reader_options_set_max_frame_size(options,
		    FRAME_MAX);
		reader = fstrm_file_reader_init(file, options);
	}
	fstrm_file_options_destroy(&file);
	fstrm_reader_options_destroy(&options);
	return reader;
}

struct reading {
	const struct source_env *env;
	struct source_report *report;
	struct clients_several several;
	struct tapframe frame;
	uint64_t number;
};

static void
take_frame(struct reading *reading, struct str bytes)
{
	const struct query *query = &reading->frame.query;

	reading->number++;
	switch (tapframe_read(bytes, &reading->frame)) {
	case RECORD_QUERY:
		contact_count(reading->env, reading->report,
		    &reading->several, &(struct contact){
		        query->stamp.unix_seconds, query->name,
		        query->client });
		break;
	case RECORD_REJECTED:
		source_rejected(reading->report, reading->number,
		    SOURCE_REJECT_SHAPE);
		break;
	default:
		break;
	}
	if (reading->number % TICK_FRAMES == 0)
		source_tick(reading->env, reading->report);
}

enum status
capture_tap(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	struct reading reading = { .env = env, .report = report };
	struct fstrm_reader *stream = open_stream(path);
	const uint8_t *bytes = NULL;
	size_t len = 0;
	fstrm_res got;

	if (stream == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	while ((got = fstrm_reader_read(stream, &bytes, &len)) ==
	    fstrm_res_success)
		take_frame(&reading, (struct str){ (const char *)bytes, len });
	(void)fstrm_reader_destroy(&stream);
	return got == fstrm_res_stop
	    ? OK
	    : err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_CUT, NO_ARGS);
}
