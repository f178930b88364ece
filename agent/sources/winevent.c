/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/winevent.h"

#include "core/json.h"

#include <string.h>

#include <expat.h>

#define NAME_DATA "QueryName"
#define WORD_ROOM 64

/* What the text of an element is for. */
enum target { TARGET_NONE, TARGET_ID, TARGET_NAME };

struct reading {
	struct str provider; /* wanted */
	bool is_provider;
	struct winevent event;
	struct query *query;
	enum target target;
	size_t name_len;
	char id[WORD_ROOM];
	size_t id_len;
};

static void
take_time(struct reading *reading, struct str text)
{
	struct stamp *stamp = &reading->query->stamp;

	if (!stamp_take_iso(&text, stamp) || text.len > 0)
		return;
	stamp_utc(stamp);
	reading->event.has_time = true;
}

/* The value of an attribute; empty when it is not there. */
static struct str
attribute(const XML_Char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return str_of(attributes[i + 1]);
	return STR("");
}

static void XMLCALL
element_begins(void *cookie, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *reading = cookie;

	reading->target = TARGET_NONE;
	if (strcmp(name, "Provider") == 0)
		reading->is_provider =
		    str_eq(attribute(attributes, "Name"), reading->provider);
	else if (strcmp(name, "TimeCreated") == 0)
		take_time(reading, attribute(attributes, "SystemTime"));
	else if (strcmp(name, "EventID") == 0)
		reading->target = TARGET_ID;
	else if (strcmp(name, "Data") == 0 &&
	    str_eq(attribute(attributes, "Name"), STR(NAME_DATA)))
		reading->target = TARGET_NAME;
}

static void XMLCALL
element_ends(void *cookie, const XML_Char *name)
{
	struct reading *reading = cookie;

	(void)name;
	reading->target = TARGET_NONE;
}

static void
append(char *to, size_t room, size_t *len, struct str text)
{
	text = str_head(text, room - *len);
	if (text.len > 0)
		memcpy(to + *len, text.at, text.len);
	*len += text.len;
}

static void XMLCALL
text_comes(void *cookie, const XML_Char *text, int len)
{
	struct reading *reading = cookie;
	struct str piece = { text, (size_t)len };

	if (reading->target == TARGET_ID)
		append(reading->id, sizeof(reading->id), &reading->id_len,
		    piece);
	else if (reading->target == TARGET_NAME)
		append(reading->query->room, sizeof(reading->query->room),
		    &reading->name_len, piece);
}

static bool
read_xml(struct str record, struct reading *reading)
{
	XML_Parser parser = XML_ParserCreate("UTF-8");
	enum XML_Status status;

	if (parser == NULL)
		return false;
	XML_SetUserData(parser, reading);
	XML_SetElementHandler(parser, element_begins, element_ends);
	XML_SetCharacterDataHandler(parser, text_comes);
	status = XML_Parse(parser, record.at, (int)record.len, XML_TRUE);
	XML_ParserFree(parser);
	reading->query->name =
	    (struct str){ reading->query->room, reading->name_len };
	return status == XML_STATUS_OK &&
	    str_number(str_trim((struct str){ reading->id, reading->id_len }),
	        UINT32_MAX, &reading->event.id);
}

/* Winlogbeat: event_id is a text since version 7, a number before. */
static bool
read_json(struct str record, struct reading *reading)
{
	json_t *object = NULL;
	const json_t *log, *id;
	bool good;

	if (json_read(record, RECORD_MAX, &object, NULL) != OK)
		return false;
	log = json_object_get(object, "winlog");
	id = json_object_get(log, "event_id");
	reading->is_provider =
	    str_eq(json_get_str(log, "provider_name"), reading->provider);
	reading->event.id = (uint64_t)json_integer_value(id);
	good = json_is_integer(id) ||
	    str_number(json_get_str(log, "event_id"), UINT32_MAX,
	        &reading->event.id);
	take_time(reading, json_get_str(object, "@timestamp"));
	format_keep(reading->query, json_get_str(
	    json_object_get(log, "event_data"), NAME_DATA), STR(""), record);
	json_decref(object);
	return good;
}

static bool
is_json(struct str record)
{
	return str_starts(record, STR("{"));
}

bool
winevent_is_from(struct str record, struct str provider)
{
	if (is_json(record) ? !str_holds(record, STR("\"winlog\""))
	                    : !str_starts(record, STR("<Event")))
		return false;
	return str_holds(record, provider);
}

enum record
winevent_read(struct str record, struct str provider, struct winevent *ret,
    struct query *query)
{
	struct reading reading = { .provider = provider, .query = query };

	query->client = STR("");
	if (!(is_json(record) ? read_json(record, &reading)
	                      : read_xml(record, &reading)))
		return RECORD_REJECTED;
	if (!reading.is_provider)
		return RECORD_OTHER;
	reading.event.has_name = query->name.len > 0;
	*ret = reading.event;
	return RECORD_QUERY;
}
