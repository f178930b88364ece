/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_tap.h"

#include "agent/sources/contact.h"
#include "agent/sources/tapframe.h"

#include "core/library.h"

#include <fstrm.h>

#define CONTENT "protobuf:dnstap.Dnstap"
#define FRAME_MAX ((size_t)128 << 10) /* a message of 64 KiB, and its fields */
#define TICK_FRAMES 4096

#define CALLS(CALL) \
	CALL(fstrm_file_options_destroy, void, (struct fstrm_file_options **)) \
	CALL(fstrm_file_options_init, struct fstrm_file_options *, (void)) \
	CALL(fstrm_file_options_set_file_path, void, \
	    (struct fstrm_file_options *, const char *)) \
	CALL(fstrm_file_reader_init, struct fstrm_reader *, \
	    (const struct fstrm_file_options *, \
	        const struct fstrm_reader_options *)) \
	CALL(fstrm_reader_destroy, fstrm_res, (struct fstrm_reader **)) \
	CALL(fstrm_reader_options_add_content_type, fstrm_res, \
	    (struct fstrm_reader_options *, const void *, size_t)) \
	CALL(fstrm_reader_options_destroy, void, \
	    (struct fstrm_reader_options **)) \
	CALL(fstrm_reader_options_init, struct fstrm_reader_options *, (void)) \
	CALL(fstrm_reader_options_set_max_frame_size, fstrm_res, \
	    (struct fstrm_reader_options *, size_t)) \
	CALL(fstrm_reader_read, fstrm_res, \
	    (struct fstrm_reader *, const uint8_t **, size_t *))

LIBRARY(CALLS, "libfstrm.so.0");

static struct fstrm_reader *
open_stream(const struct calls *fstrm, const char *path)
{
	struct fstrm_file_options *file = fstrm->fstrm_file_options_init();
	struct fstrm_reader_options *options =
	    fstrm->fstrm_reader_options_init();
	struct fstrm_reader *reader = NULL;

	if (file != NULL && options != NULL) {
		fstrm->fstrm_file_options_set_file_path(file, path);
		(void)fstrm->fstrm_reader_options_add_content_type(options,
		    (const uint8_t *)CONTENT, sizeof(CONTENT) - 1);
		(void)fstrm->fstrm_reader_options_set_max_frame_size(options,
		    FRAME_MAX);
		reader = fstrm->fstrm_file_reader_init(file, options);
	}
	fstrm->fstrm_file_options_destroy(&file);
	fstrm->fstrm_reader_options_destroy(&options);
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
		    &reading->several, NULL, &(struct contact){
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
	struct fstrm_reader *stream;
	struct calls fstrm;
	const uint8_t *bytes = NULL;
	size_t len = 0;
	fstrm_res got;

	if (!library_open(&library, &fstrm))
		return err_set(err, E_UNSUPPORTED, MSG_DNS_LIBRARY_DNSTAP,
		    NO_ARGS);
	stream = open_stream(&fstrm, path);
	if (stream == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	while ((got = fstrm.fstrm_reader_read(stream, &bytes, &len)) ==
	    fstrm_res_success)
		take_frame(&reading, (struct str){ (const char *)bytes, len });
	(void)fstrm.fstrm_reader_destroy(&stream);
	return got == fstrm_res_stop
	    ? OK
	    : err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_CUT, NO_ARGS);
}
