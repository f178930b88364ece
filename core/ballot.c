/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ballot.h"

#include "core/json.h"

int
ballot_service_order(const void *a, const void *b)
{
	const struct ballot_service *x = a, *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return x->service < y->service ? -1 : x->service > y->service;
}

struct ballot
ballot_blank(const struct period *period)
{
	return (struct ballot){ .period = *period, .blank = true };
}

/* --- from answers to bytes --- */

static void
write_services(struct buf *out, const struct catalogue *catalogue,
    const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->service_count; i++) {
		const struct ballot_service *named = &ballot->services[i];

		buf_text(out, i == 0 ? "[\"" : ",[\"");
		buf_str(out, catalogue->services[named->service].id);
		buf_format(out, "\",%u]", (unsigned)named->value);
	}
}

void
ballot_json(struct buf *out, const struct catalogue *catalogue,
    const struct ballot *ballot)
{
	buf_format(out, "{\"v\":%d,\"period\":\"%s\"", BALLOT_VERSION,
	    ballot->period.text);
	if (ballot->blank) {
		buf_text(out, ",\"blank\":1}");
		return;
	}
	buf_format(out, ",\"any\":%u,\"unapproved\":%u,\"contacted\":%u",
	    (unsigned)ballot->any, (unsigned)ballot->unapproved,
	    (unsigned)ballot->contacted);
	buf_text(out, ",\"categories\":{");
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		buf_text(out, i == 0 ? "\"" : ",\"");
		buf_str(out, category_id((enum category)i));
		buf_format(out, "\":%u", (unsigned)ballot->categories[i]);
	}
	buf_text(out, "},\"services\":[");
	write_services(out, catalogue, ballot);
	buf_format(out, "],\"others\":%u}", (unsigned)ballot->others);
}

void
ballot_write(struct buf *out, const struct catalogue *catalogue,
    const struct ballot *ballot, const uint8_t random[BALLOT_BYTES])
{
	size_t start = buf_view(out).len, used;

	ballot_json(out, catalogue, ballot);
	buf_char(out, '\n');
	used = buf_view(out).len - start;
	if (used > BALLOT_BYTES) {
		out->failed = E_LIMIT;
		return;
	}
	buf_str(out, (struct str){ (const char *)random, BALLOT_BYTES - used });
}

/* --- from bytes to answers --- */

struct fault_row {
	const char *code;
	enum message message;
};

static const struct fault_row fault_rows[] = {
	[BALLOT_GOOD] = { "ballot_good", MSG_BALLOT_GOOD },
	[BALLOT_SIZE] = { "ballot_size", MSG_BALLOT_SIZE },
	[BALLOT_NO_JSON] = { "ballot_no_json", MSG_BALLOT_NO_JSON },
	[BALLOT_KEYS] = { "ballot_keys", MSG_BALLOT_KEYS },
	[BALLOT_OTHER_VERSION] = { "ballot_version", MSG_BALLOT_VERSION },
	[BALLOT_OTHER_PERIOD] = { "ballot_period", MSG_BALLOT_PERIOD },
	[BALLOT_VALUE] = { "ballot_value", MSG_BALLOT_VALUE },
	[BALLOT_CATEGORY] = { "ballot_category", MSG_BALLOT_CATEGORY },
	[BALLOT_SERVICE_UNKNOWN] = { "ballot_service_unknown",
	    MSG_BALLOT_SERVICE_UNKNOWN },
	[BALLOT_SERVICE_TWICE] = { "ballot_service_twice",
	    MSG_BALLOT_SERVICE_TWICE },
	[BALLOT_SERVICES_UNSORTED] = { "ballot_services_unsorted",
	    MSG_BALLOT_SERVICES_UNSORTED },
	[BALLOT_SERVICES_MANY] = { "ballot_services_many",
	    MSG_BALLOT_SERVICES_MANY },
	[BALLOT_OTHERS] = { "ballot_others", MSG_BALLOT_OTHERS },
	[BALLOT_SERVICE_EXCEEDS] = { "ballot_service_exceeds",
	    MSG_BALLOT_SERVICE_EXCEEDS },
	[BALLOT_CATEGORY_EXCEEDS] = { "ballot_category_exceeds",
	    MSG_BALLOT_CATEGORY_EXCEEDS },
	[BALLOT_UNAPPROVED_EXCEEDS] = { "ballot_unapproved_exceeds",
	    MSG_BALLOT_UNAPPROVED_EXCEEDS },
	[BALLOT_UNAPPROVED_BELOW] = { "ballot_unapproved_below",
	    MSG_BALLOT_UNAPPROVED_BELOW },
	[BALLOT_NOTHING_BEHIND] = { "ballot_nothing_behind",
	    MSG_BALLOT_NOTHING_BEHIND },
	[BALLOT_TRIAL_NOT_ZERO] = { "ballot_trial_not_zero",
	    MSG_BALLOT_TRIAL_NOT_ZERO },
	[BALLOT_NOT_CANONICAL] = { "ballot_not_canonical",
	    MSG_BALLOT_NOT_CANONICAL },
};
_Static_assert(sizeof(fault_rows) / sizeof(fault_rows[0]) ==
    BALLOT_FAULT_COUNT, "every fault has a row");

const char *
ballot_fault_code(enum ballot_fault fault)
{
	return fault_rows[fault].code;
}

enum message
ballot_fault_message(enum ballot_fault fault)
{
	return fault_rows[fault].message;
}

/* Keys of the two shapes that an object may have, and no other. */
static const char *const full_keys[] = { "v", "period", "any", "unapproved",
	"contacted", "categories", "services", "others" };
static const char *const blank_keys[] = { "v", "period", "blank" };

static bool
has_exactly(const json_t *object, const char *const *keys, size_t count)
{
	if (json_object_size(object) != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (json_object_get(object, keys[i]) == NULL)
			return false;
	return true;
}

static enum ballot_fault
read_value(const json_t *value, int max, uint8_t *ret)
{
	if (!json_is_integer(value))
		return BALLOT_KEYS;
	if (json_integer_value(value) < 0 || json_integer_value(value) > max)
		return BALLOT_VALUE;
	*ret = (uint8_t)json_integer_value(value);
	return BALLOT_GOOD;
}

static enum ballot_fault
read_categories(const json_t *object, struct ballot *ballot)
{
	if (!json_is_object(object))
		return BALLOT_KEYS;
	if (json_object_size(object) != CATEGORY_COUNT)
		return BALLOT_CATEGORY;
	for (int i = 0; i < CATEGORY_COUNT; i++) {
		const json_t *value = json_object_get(object,
		    category_id((enum category)i).at);
		enum ballot_fault fault = BALLOT_CATEGORY;

		if (value != NULL)
			fault = read_value(value, BALLOT_REGULAR,
			    &ballot->categories[i]);
		if (fault != BALLOT_GOOD)
			return fault;
	}
	return BALLOT_GOOD;
}

static enum ballot_fault
read_service(const struct catalogue *catalogue, const json_t *pair,
    struct ballot *ballot)
{
	const json_t *id = json_array_get(pair, 0);
	enum ballot_fault fault;
	uint8_t value = 0;
	int service;

	if (json_array_size(pair) != 2 || !json_is_string(id))
		return BALLOT_KEYS;
	service = catalogue_find(catalogue, (struct str){
	    json_string_value(id), json_string_length(id) });
	if (service < 0)
		return BALLOT_SERVICE_UNKNOWN;
	fault = read_value(json_array_get(pair, 1), BALLOT_REGULAR, &value);
	if (fault == BALLOT_GOOD)
		ballot->services[ballot->service_count++] =
		    (struct ballot_service){ (uint16_t)service, value };
	return fault;
}

static enum ballot_fault
read_services(const struct catalogue *catalogue, const json_t *array,
    struct ballot *ballot)
{
	enum ballot_fault fault = BALLOT_GOOD;

	if (!json_is_array(array))
		return BALLOT_KEYS;
	if (json_array_size(array) > BALLOT_SERVICES)
		return BALLOT_SERVICES_MANY;
	for (size_t i = 0; i < json_array_size(array); i++) {
		fault = read_service(catalogue, json_array_get(array, i),
		    ballot);
		if (fault != BALLOT_GOOD)
			break;
	}
	return fault;
}

static enum ballot_fault
read_answers(const struct catalogue *catalogue, const json_t *root,
    struct ballot *ballot)
{
	const struct {
		const char *key;
		int max;
		uint8_t *to;
	} values[] = {
		{ "any", BALLOT_REGULAR, &ballot->any },
		{ "unapproved", BALLOT_REGULAR, &ballot->unapproved },
		{ "contacted", 1, &ballot->contacted },
		{ "others", 1, &ballot->others },
	};
	enum ballot_fault fault;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		fault = read_value(json_object_get(root, values[i].key),
		    values[i].max, values[i].to);
		if (fault != BALLOT_GOOD)
			return fault;
	}
	fault = read_categories(json_object_get(root, "categories"), ballot);
	if (fault == BALLOT_GOOD)
		fault = read_services(catalogue,
		    json_object_get(root, "services"), ballot);
	return fault;
}

static enum ballot_fault
read_object(const struct catalogue *catalogue, const struct period *period,
    const json_t *root, struct ballot *ballot)
{
	uint8_t blank = 1;

	ballot->blank = has_exactly(root, blank_keys,
	    sizeof(blank_keys) / sizeof(blank_keys[0]));
	if (!ballot->blank && !has_exactly(root, full_keys,
	    sizeof(full_keys) / sizeof(full_keys[0])))
		return BALLOT_KEYS;
	if (!json_is_integer(json_object_get(root, "v")) ||
	    !json_is_string(json_object_get(root, "period")))
		return BALLOT_KEYS;
	if (json_integer_value(json_object_get(root, "v")) != BALLOT_VERSION)
		return BALLOT_OTHER_VERSION;
	if (!str_eq(json_get_str(root, "period"), str_of(period->text)))
		return BALLOT_OTHER_PERIOD;
	ballot->period = *period;
	if (!ballot->blank)
		return read_answers(catalogue, root, ballot);
	if (read_value(json_object_get(root, "blank"), 1, &blank) !=
	    BALLOT_GOOD)
		return BALLOT_KEYS;
	return blank == 1 ? BALLOT_GOOD : BALLOT_VALUE;
}

/* --- the rules between answers --- */

static enum ballot_fault
check_order(const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->service_count; i++)
		for (size_t j = 0; j < i; j++)
			if (ballot->services[i].service ==
			    ballot->services[j].service)
				return BALLOT_SERVICE_TWICE;
	for (size_t i = 1; i < ballot->service_count; i++)
		if (ballot_service_order(&ballot->services[i - 1],
		        &ballot->services[i]) > 0)
			return BALLOT_SERVICES_UNSORTED;
	return BALLOT_GOOD;
}

static enum ballot_fault
check_service(const struct catalogue *catalogue, const struct ballot *ballot,
    const struct ballot_service *named)
{
	enum category category = catalogue->services[named->service].category;

	if (named->value == BALLOT_NONE)
		return BALLOT_VALUE;
	return named->value > ballot->categories[category]
	    ? BALLOT_SERVICE_EXCEEDS : BALLOT_GOOD;
}

/* A category in use has a service that is named, or hidden among others. */
static bool
is_explained(const struct catalogue *catalogue, const struct ballot *ballot,
    int category)
{
	if (ballot->categories[category] == BALLOT_NONE || ballot->others)
		return true;
	for (size_t i = 0; i < ballot->service_count; i++)
		if ((int)catalogue->services[ballot->services[i].service]
		        .category == category)
			return true;
	return false;
}

static enum ballot_fault
check_wholes(const struct catalogue *catalogue, const struct ballot *ballot)
{
	bool used = false;

	for (int i = 0; i < CATEGORY_COUNT; i++) {
		if (ballot->categories[i] > ballot->any)
			return BALLOT_CATEGORY_EXCEEDS;
		if (!is_explained(catalogue, ballot, i))
			return BALLOT_NOTHING_BEHIND;
		used = used || ballot->categories[i] != BALLOT_NONE;
	}
	if (ballot->unapproved > ballot->any)
		return BALLOT_UNAPPROVED_EXCEEDS;
	return ballot->any != BALLOT_NONE && !used ? BALLOT_NOTHING_BEHIND
	                                           : BALLOT_GOOD;
}

enum ballot_fault
ballot_check(const struct catalogue *catalogue, const struct ballot *ballot)
{
	enum ballot_fault fault = check_order(ballot);

	for (size_t i = 0; fault == BALLOT_GOOD && i < ballot->service_count;
	    i++)
		fault = check_service(catalogue, ballot, &ballot->services[i]);
	if (fault == BALLOT_GOOD && ballot->others &&
	    ballot->service_count < BALLOT_SERVICES)
		fault = BALLOT_OTHERS;
	if (fault == BALLOT_GOOD)
		fault = check_wholes(catalogue, ballot);
	if (fault == BALLOT_GOOD && ballot->period.kind == PERIOD_TRIAL &&
	    (ballot->any != BALLOT_NONE || ballot->contacted != 0))
		fault = BALLOT_TRIAL_NOT_ZERO;
	return fault;
}

/* One ballot, one spelling: writing it again gives the same bytes. */
static enum ballot_fault
check_spelling(const struct catalogue *catalogue, const struct ballot *ballot,
    struct str json)
{
	enum ballot_fault fault = BALLOT_NOT_CANONICAL;
	struct buf again;

	buf_init(&again, BALLOT_BYTES);
	ballot_json(&again, catalogue, ballot);
	if (buf_status(&again) == OK && str_eq(buf_view(&again), json))
		fault = BALLOT_GOOD;
	buf_release(&again);
	return fault;
}

static enum ballot_fault
read_json(const struct catalogue *catalogue, const struct period *period,
    struct str json, struct ballot *ballot)
{
	enum ballot_fault fault = BALLOT_NO_JSON;
	json_t *root = NULL;

	if (json_read(json, BALLOT_BYTES, &root, NULL) != OK)
		return BALLOT_NO_JSON;
	if (json_is_object(root))
		fault = read_object(catalogue, period, root, ballot);
	json_decref(root);
	if (fault == BALLOT_GOOD)
		fault = ballot_check(catalogue, ballot);
	if (fault == BALLOT_GOOD)
		fault = check_spelling(catalogue, ballot, json);
	return fault;
}

enum status
ballot_read(const struct catalogue *catalogue, const struct period *period,
    struct str bytes, struct ballot *ret, enum ballot_fault *ret_fault,
    struct err *err)
{
	struct ballot ballot = { .blank = false };
	enum ballot_fault fault = BALLOT_NO_JSON;
	struct str json;

	if (bytes.len != BALLOT_BYTES)
		fault = BALLOT_SIZE;
	else if (str_cut(bytes, STR("\n"), &json, NULL))
		fault = read_json(catalogue, period, json, &ballot);
	*ret_fault = fault;
	if (fault != BALLOT_GOOD)
		return err_set(err, E_INVALID, ballot_fault_message(fault),
		    NO_ARGS);
	*ret = ballot;
	return OK;
}
