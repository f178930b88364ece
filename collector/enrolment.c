/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/enrolment.h"

#include "core/digest.h"
#include "core/hex.h"
#include "core/json.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#define WIRE_VERSION 1
#define WORD_BYTES 32

static bool
digest_of(const uint8_t *bytes, size_t n, uint8_t ret[STORE_DIGEST])
{
	return digest_sha256((struct str){ (const char *)bytes, n }, ret,
	           NULL) == OK;
}

bool
enrolment_credentials(struct str header, struct credentials *ret)
{
	uint8_t id[STORE_DEVICE_ID / 2], secret[ENROLMENT_SECRET];
	struct str id_text, secret_text;
	bool good;

	if (!str_take(&header, STR("Bearer ")) ||
	    !str_cut(header, STR("."), &id_text, &secret_text) ||
	    !hex_read(id_text, id, sizeof(id)) ||
	    !hex_read(secret_text, secret, sizeof(secret)))
		return false;
	good = digest_of(secret, sizeof(secret), ret->digest);
	(void)snprintf(ret->id, sizeof(ret->id), "%.*s", (int)id_text.len,
	    id_text.at);
	OPENSSL_cleanse(secret, sizeof(secret));
	return good;
}

/* An object of this protocol's version with exactly `members` members. */
static enum refusal
read_object(struct str body, size_t members, json_t **ret)
{
	json_t *object = NULL;

	if (json_read(body, ENROLMENT_BODY_BYTES, &object, NULL) != OK)
		return REFUSAL_JSON;
	if (!json_is_object(object) || json_object_size(object) != members ||
	    json_integer_value(json_object_get(object, "v")) != WIRE_VERSION) {
		json_decref(object);
		return REFUSAL_FIELDS;
	}
	*ret = object;
	return REFUSAL_NONE;
}

static void
write_hex(char *to, size_t size, const uint8_t *bytes, size_t n)
{
	struct buf text;

	buf_init(&text, size);
	hex_write(&text, bytes, n);
	(void)snprintf(to, size, "%s", buf_z(&text));
	buf_release(&text);
}

/* The finest time that is kept of a computer. */
static void
write_week(int64_t now, char ret[9])
{
	struct calendar_week week = calendar_week(calendar_day_of(now, 0));

	memcpy(ret, week.text, sizeof(week.text));
}

static bool
draw(int64_t now, struct enrolment *to)
{
	uint8_t id[STORE_DEVICE_ID / 2], secret[ENROLMENT_SECRET];
	bool done = RAND_bytes(id, sizeof(id)) == 1 &&
	    RAND_bytes(secret, sizeof(secret)) == 1 &&
	    digest_of(secret, sizeof(secret), to->device.secret);

	write_hex(to->device.id, sizeof(to->device.id), id, sizeof(id));
	write_hex(to->secret, sizeof(to->secret), secret, sizeof(secret));
	write_week(now, to->device.week);
	OPENSSL_cleanse(secret, sizeof(secret));
	return done;
}

enum refusal
enrolment_read(struct str body, int64_t now, struct enrolment *ret)
{
	uint8_t secret[JOINCODE_SECRET], nonce[ENROLMENT_NONCE];
	struct enrolment enrolment = { .secret = "" };
	json_t *object = NULL;
	enum refusal refusal = read_object(body, 3, &object);

	if (refusal != REFUSAL_NONE)
		return refusal;
	if (!hex_read(json_get_str(object, "secret"), secret, sizeof(secret)) ||
	    !hex_read(json_get_str(object, "nonce"), nonce, sizeof(nonce)))
		refusal = REFUSAL_FIELDS;
	else if (!digest_of(secret, sizeof(secret), enrolment.code) ||
	    !digest_of(nonce, sizeof(nonce), enrolment.nonce) ||
	    !draw(now, &enrolment))
		refusal = REFUSAL_FAILED;
	json_decref(object);
	OPENSSL_cleanse(secret, sizeof(secret));
	if (refusal == REFUSAL_NONE)
		*ret = enrolment;
	return refusal;
}

void
enrolment_written(struct buf *out, const struct enrolment *enrolment)
{
	json_t *body = json_pack("{s:s,s:s}", "device", enrolment->device.id,
	    "secret", enrolment->secret);

	json_write(out, body, false);
	json_decref(body);
}

/* Signs of life. */

static bool
is_word(struct str word)
{
	if (word.len == 0 || word.len > WORD_BYTES)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];

		if (!char_is_digit(c) && !(c >= 'a' && c <= 'z') && c != '-' &&
		    c != '_')
			return false;
	}
	return true;
}

/* Versions are digits and dots: a place where nothing else can hide. */
static bool
is_version(struct str text)
{
	if (text.len == 0 || text.len > 15)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_digit(text.at[i]) && text.at[i] != '.')
			return false;
	return true;
}

static bool
sources_good(const json_t *list)
{
	if (!json_is_array(list) ||
	    json_array_size(list) > ENROLMENT_SOURCES)
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *source = json_array_get(list, i);

		if (!json_is_object(source) || json_object_size(source) != 2 ||
		    !is_word(json_get_str(source, "source")) ||
		    !is_word(json_get_str(source, "state")))
			return false;
	}
	return true;
}

static void
write_health(struct buf *out, const json_t *object)
{
	const json_t *list = json_object_get(object, "sources");
	json_t *sources = json_array();
	json_t *health;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *from = json_array_get(list, i);

		(void)json_array_append_new(sources, json_pack("{s:o,s:o}",
		    "source", json_from_str(json_get_str(from, "source")),
		    "state", json_from_str(json_get_str(from, "state"))));
	}
	health = json_pack("{s:b,s:b,s:o}", "doh",
	    json_is_true(json_object_get(object, "doh")), "self_test",
	    json_is_true(json_object_get(object, "self_test")), "sources",
	    sources);
	json_write(out, health, false);
	json_decref(health);
}

enum refusal
enrolment_heartbeat(struct str body, int64_t now, struct heartbeat *ret)
{
	struct heartbeat heartbeat = { .version = "" };
	struct str version;
	json_t *object = NULL;
	enum refusal refusal = read_object(body, 5, &object);

	if (refusal != REFUSAL_NONE)
		return refusal;
	version = json_get_str(object, "version");
	if (!is_version(version) ||
	    !json_is_boolean(json_object_get(object, "doh")) ||
	    !json_is_boolean(json_object_get(object, "self_test")) ||
	    !sources_good(json_object_get(object, "sources"))) {
		json_decref(object);
		return REFUSAL_FIELDS;
	}
	(void)snprintf(heartbeat.version, sizeof(heartbeat.version), "%.*s",
	    (int)version.len, version.at);
	write_week(now, heartbeat.week);
	buf_init(&heartbeat.health, STORE_HEALTH_BYTES - 1);
	write_health(&heartbeat.health, object);
	json_decref(object);
	if (buf_status(&heartbeat.health) != OK) {
		buf_release(&heartbeat.health);
		return REFUSAL_FIELDS;
	}
	*ret = heartbeat;
	return REFUSAL_NONE;
}

/* Tokens. */

static enum refusal
issue(const struct poll *poll, int64_t now, const uint8_t *request,
    struct issue *ret)
{
	struct str bytes = { (const char *)request, TOKEN_REQUEST_BYTES };

	if (poll == NULL || !poll_started(poll, now))
		return REFUSAL_PERIOD_UNKNOWN;
	if (poll->closed || !poll->issues ||
	    (poll->record.period.kind != PERIOD_TRIAL &&
	        calendar_day_of(now, 0) >= poll->record.period.end))
		return REFUSAL_PERIOD_ENDED;
	if (token_issue(&poll->key, bytes, ret->response, NULL) != OK)
		return REFUSAL_TOKEN_REQUEST;
	(void)snprintf(ret->period, sizeof(ret->period), "%s",
	    poll->record.period.text);
	return digest_of(request, TOKEN_REQUEST_BYTES, ret->request)
	    ? REFUSAL_NONE
	    : REFUSAL_FAILED;
}

enum refusal
enrolment_issue(const struct polls *polls, struct str body, int64_t now,
    struct issue *ret)
{
	uint8_t request[TOKEN_REQUEST_BYTES];
	json_t *object = NULL;
	enum refusal refusal = read_object(body, 3, &object);

	if (refusal != REFUSAL_NONE)
		return refusal;
	if (!hex_read(json_get_str(object, "request"), request,
	        sizeof(request)))
		refusal = REFUSAL_FIELDS;
	else
		refusal = issue(polls_named(polls,
		    json_get_str(object, "period")), now, request, ret);
	json_decref(object);
	return refusal;
}

/* Codes. */

enum status
enrolment_code(const struct folder_settings *settings,
    const uint8_t fingerprint[PKI_FINGERPRINT], int32_t expires, int64_t uses,
    struct str label, struct joincode *ret_code, struct store_code *ret_row,
    struct err *err)
{
	struct joincode code = { .port = settings->port };
	struct store_code row = { .expires = expires, .uses = uses };

	if (label.len >= sizeof(row.label) || !str_utf8(label))
		return err_set(err, E_USAGE, MSG_SETTING_LONG,
		    ARGS(digits(STORE_LABEL_BYTES - 1).text));
	for (size_t i = 0; i < settings->hosts.count && i < JOINCODE_HOSTS; i++)
		(void)snprintf(code.hosts[code.host_count++],
		    sizeof(code.hosts[0]), "%s", settings->hosts.at[i]);
	memcpy(code.fingerprint, fingerprint, JOINCODE_FINGERPRINT);
	if (RAND_bytes(code.secret, sizeof(code.secret)) != 1 ||
	    !digest_of(code.secret, sizeof(code.secret), row.digest))
		return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	(void)snprintf(row.label, sizeof(row.label), "%.*s", (int)label.len,
	    label.at);
	*ret_code = code;
	*ret_row = row;
	joincode_wipe(&code);
	return OK;
}
