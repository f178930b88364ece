/* SPDX-License-Identifier: Apache-2.0 */
#include "core/record.h"

#include "core/digest.h"
#include "core/hex.h"
#include "core/json.h"

static void
write_hex(struct buf *out, const char *name, const uint8_t *bytes, size_t n)
{
	buf_format(out, ",\"%s\":\"", name);
	hex_write(out, bytes, n);
	buf_char(out, '"');
}

void
record_write(struct buf *out, const struct record *record)
{
	buf_format(out, "{\"v\":%d,\"period\":\"%s\"", RECORD_VERSION,
	    record->period.text);
	write_hex(out, "key", record->key, sizeof(record->key));
	write_hex(out, "catalogue", record->catalogue,
	    sizeof(record->catalogue));
	write_hex(out, "policy", record->policy, sizeof(record->policy));
	buf_format(out, ",\"opens_at\":%lld,\"closes_at\":%lld}",
	    (long long)record->opens_at, (long long)record->closes_at);
}

static bool
get_number(const json_t *object, const char *name, int64_t *ret)
{
	const json_t *member = json_object_get(object, name);

	*ret = json_integer_value(member);
	return json_is_integer(member);
}

static bool
get_hex(const json_t *object, const char *name, uint8_t *ret, size_t n)
{
	return hex_read(json_get_str(object, name), ret, n);
}

static bool
window_is_right(const struct record *record)
{
	if (record->period.kind == PERIOD_TRIAL)
		return record->opens_at >= 0 &&
		    record->closes_at > record->opens_at &&
		    record->closes_at - record->opens_at <=
		        RECORD_TRIAL_SECONDS;
	return record->opens_at == period_opens_at(&record->period) &&
	    record->closes_at == period_closes_at(&record->period);
}

/* True when writing it again gives the same bytes: no other key, order, space
 * or spelling. */
static bool
is_canonical(const struct record *record, struct str bytes)
{
	struct buf again;
	bool same;

	buf_init(&again, RECORD_MAX_BYTES);
	record_write(&again, record);
	same = buf_status(&again) == OK && str_eq(buf_view(&again), bytes);
	buf_release(&again);
	return same;
}

static enum status
read_members(const json_t *root, struct record *ret, struct err *err)
{
	int64_t version;

	if (!get_number(root, "v", &version))
		return err_set(err, E_INVALID, MSG_RECORD_INVALID, NO_ARGS);
	if (version != RECORD_VERSION)
		return err_set(err, E_UNSUPPORTED, MSG_RECORD_VERSION, NO_ARGS);
	if (!period_parse(json_get_str(root, "period"), &ret->period) ||
	    !get_hex(root, "key", ret->key, sizeof(ret->key)) ||
	    !get_hex(root, "catalogue", ret->catalogue,
	        sizeof(ret->catalogue)) ||
	    !get_hex(root, "policy", ret->policy, sizeof(ret->policy)) ||
	    !get_number(root, "opens_at", &ret->opens_at) ||
	    !get_number(root, "closes_at", &ret->closes_at) ||
	    !window_is_right(ret))
		return err_set(err, E_INVALID, MSG_RECORD_INVALID, NO_ARGS);
	return OK;
}

enum status
record_read(struct str bytes, struct record *ret, struct err *err)
{
	struct record record;
	json_t *root = NULL;
	enum status code = json_read(bytes, RECORD_MAX_BYTES, &root, err);

	if (code != OK)
		return code;
	code = read_members(root, &record, err);
	json_decref(root);
	if (code == OK && !is_canonical(&record, bytes))
		code = err_set(err, E_INVALID, MSG_RECORD_INVALID, NO_ARGS);
	if (code == OK)
		*ret = record;
	return code;
}

enum status
record_digest(struct str bytes, uint8_t ret[RECORD_DIGEST], struct err *err)
{
	return digest_sha256(bytes, ret, err);
}
