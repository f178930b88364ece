/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_evtx.h"

#include "agent/sources/contact.h"
#include "agent/sources/formats.h"

#include <stdlib.h>

#include <libevtx.h>

#define TICK_RECORDS 256

/* The events that are read, as their XML is. */
static const struct format *const formats[] = {
	&format_dnsclient,
	&format_sysmon,
};

#define FORMAT_COUNT (sizeof(formats) / sizeof(formats[0]))

struct reading {
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
	contact_count(reading->env, reading->report, &reading->several,
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
	libevtx_record_t *record = NULL;
	size_t size = 0;
	bool good;

	reading->number++;
	good = libevtx_file_get_record_by_index(file, at, &record, NULL) == 1 &&
	    libevtx_record_get_utf8_xml_string_size(record, &size, NULL) == 1 &&
	    size > 0 && size <= sizeof(reading->xml) &&
	    libevtx_record_get_utf8_xml_string(record,
	        (uint8_t *)reading->xml, size, NULL) == 1;
	if (good)
		take_event(reading, (struct str){ reading->xml, size - 1 });
	else if (!reading->only_replies)
		reject(reading);
	if (record != NULL)
		(void)libevtx_record_free(&record, NULL);
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
	int count = 0;

	if (libevtx_file_open(file, path, LIBEVTX_OPEN_READ, NULL) != 1)
		return err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_DAMAGED,
		    NO_ARGS);
	if (libevtx_file_get_number_of_records(file, &count, NULL) != 1)
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
	struct reading *reading = calloc(1, sizeof(*reading));
	libevtx_file_t *file = NULL;
	enum status code;

	if (reading == NULL || libevtx_file_initialize(&file, NULL) != 1) {
		free(reading);
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	reading->env = env;
	reading->report = report;
	code = read_file(reading, file, path, err);
	(void)libevtx_file_free(&file, NULL);
	free(reading);
	return code;
}
