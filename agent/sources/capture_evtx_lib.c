/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_evtx.h"

#include "agent/sources/contact.h"
#include "agent/sources/formats.h"

#include "core/library.h"

#include <stdlib.h>

#include <libevtx.h>

#define TICK_RECORDS 256

#define CALLS(CALL) \
	CALL(libevtx_file_free, int, (libevtx_file_t **, libevtx_error_t **)) \
	CALL(libevtx_file_get_number_of_records, int, \
	    (libevtx_file_t *, int *, libevtx_error_t **)) \
	CALL(libevtx_file_get_record_by_index, int, \
	    (libevtx_file_t *, int, libevtx_record_t **, libevtx_error_t **)) \
	CALL(libevtx_file_initialize, int, \
	    (libevtx_file_t **, libevtx_error_t **)) \
	CALL(libevtx_file_open, int, \
	    (libevtx_file_t *, const char *, int, libevtx_error_t **)) \
	CALL(libevtx_record_free, int, \
	    (libevtx_record_t **, libevtx_error_t **)) \
	CALL(libevtx_record_get_utf8_xml_string, int, \
	    (libevtx_record_t *, uint8_t *, size_t, libevtx_error_t **)) \
	CALL(libevtx_record_get_utf8_xml_string_size, int, \
	    (libevtx_record_t *, size_t *, libevtx_error_t **))

LIBRARY(CALLS, "libevtx.so.1");

/* The events that are read, as their XML is. */
static const struct format *const formats[] = {
	&format_dnsclient,
	&format_sysmon,
};

#define FORMAT_COUNT (sizeof(formats) / sizeof(formats[0]))

struct reading {
	struct calls evtx;
	const struct source_env *env;
	struct source_report *report;
	struct clients_several several;
	struct query query;
	bool has_done; /* a question that is done was seen: 3008 */
	bool only_replies; /* the second pass of a log that has no others */
	uint64_t number;
	char xml[RECORD_MAX];
};

static void
count_query(struct reading *reading)
{
	contact_count(reading->env, reading->report, &reading->several, NULL,
	    &(struct contact){ reading->query.stamp.unix_seconds,
	        reading->query.name, reading->query.client });
}

static void
reject(struct reading *reading)
{
	source_rejected(reading->report, reading->number,
	    SOURCE_REJECT_SHAPE);
}

/* What asks (3006) and what is done (3008) tell of the same queries. */
static void
take_event(struct reading *reading, struct str xml)
{
	static const struct dialect none;

	for (size_t i = 0; i < FORMAT_COUNT; i++) {
		enum record record =
		    formats[i]->parse(xml, &none, &reading->query);

		if (record == RECORD_FOREIGN)
			continue;
		if (record == RECORD_QUERY)
			reading->has_done |= formats[i] == &format_dnsclient;
		if (record == (reading->only_replies ? RECORD_REPLY
		                                     : RECORD_QUERY))
			count_query(reading);
		else if (record == RECORD_REJECTED && !reading->only_replies)
			reject(reading);
		return;
	}
}

static void
take_record(struct reading *reading, libevtx_file_t *file, int at)
{
	const struct calls *evtx = &reading->evtx;
	libevtx_record_t *record = NULL;
	size_t size = 0;
	bool good;

	reading->number++;
	good = evtx->libevtx_file_get_record_by_index(file, at, &record,
	           NULL) == 1 &&
	    evtx->libevtx_record_get_utf8_xml_string_size(record, &size,
	        NULL) == 1 &&
	    size > 0 && size <= sizeof(reading->xml) &&
	    evtx->libevtx_record_get_utf8_xml_string(record,
	        (uint8_t *)reading->xml, size, NULL) == 1;
	if (good)
		take_event(reading, (struct str){ reading->xml, size - 1 });
	else if (!reading->only_replies)
		reject(reading);
	if (record != NULL)
		(void)evtx->libevtx_record_free(&record, NULL);
	if (reading->number % TICK_RECORDS == 0)
		source_tick(reading->env, reading->report);
}

static void
take_records(struct reading *reading, libevtx_file_t *file, int count)
{
	reading->number = 0;
	for (int at = 0; at < count; at++)
		take_record(reading, file, at);
}

static enum status
read_file(struct reading *reading, libevtx_file_t *file, const char *path,
    struct err *err)
{
	const struct calls *evtx = &reading->evtx;
	int count = 0;

	if (evtx->libevtx_file_open(file, path, LIBEVTX_OPEN_READ, NULL) != 1)
		return err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_DAMAGED,
		    NO_ARGS);
	if (evtx->libevtx_file_get_number_of_records(file, &count, NULL) != 1)
		return err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_CUT, NO_ARGS);
	take_records(reading, file, count);
	reading->only_replies = true;
	if (!reading->has_done)
		take_records(reading, file, count);
	return OK;
}

enum status
capture_evtx(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	struct calls evtx;
	struct reading *reading;
	libevtx_file_t *file = NULL;
	enum status code;

	if (!library_open(&library, &evtx))
		return err_set(err, E_UNSUPPORTED, MSG_DNS_LIBRARY_EVTX,
		    NO_ARGS);
	reading = calloc(1, sizeof(*reading));
	if (reading == NULL || evtx.libevtx_file_initialize(&file, NULL) != 1) {
		free(reading);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	reading->evtx = evtx;
	reading->env = env;
	reading->report = report;
	code = read_file(reading, file, path, err);
	(void)evtx.libevtx_file_free(&file, NULL);
	free(reading);
	return code;
}
