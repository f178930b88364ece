/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/wire.h"

#include "core/hex.h"
#include "core/json.h"

#include <string.h>

#define VERSION 1
#define BODY_BYTES 65536

static void
write_hex(struct buf *out, const char *key, const uint8_t *bytes, size_t n)
{
	buf_text(out, ",\"");
	buf_text(out, key);
	buf_text(out, "\":\"");
	hex_write(out, bytes, n);
	buf_char(out, '"');
}

static enum status
wrong(struct err *err)
{
	return err_set(err, E_NETWORK, MSG_WIRE_INVALID, NO_ARGS);
}

/* What is no JSON at all is no collector's answer either: its place in the
 * bytes would help nobody. */
static enum status
read_answer(struct str body, json_t **ret, struct err *err)
{
	enum status code = json_read(body, BODY_BYTES, ret, err);

	return code == OK || code == E_NOMEM ? code : wrong(err);
}

/* A string member of exactly `n` bytes in hexadecimal. */
static bool
take_hex(const json_t *object, const char *key, uint8_t *ret, size_t n)
{
	return hex_read(json_get_str(object, key), ret, n);
}

void
wire_enrolment(struct buf *out, const uint8_t secret[JOINCODE_SECRET],
    const uint8_t nonce[WIRE_NONCE])
{
	buf_format(out, "{\"v\":%d", VERSION);
	write_hex(out, "secret", secret, JOINCODE_SECRET);
	write_hex(out, "nonce", nonce, WIRE_NONCE);
	buf_char(out, '}');
}

static bool
take_hex_text(const json_t *object, const char *key, char *ret, size_t digits)
{
	struct str text = json_get_str(object, key);
	uint8_t bytes[WIRE_SECRET / 2];

	if (!hex_read(text, bytes, digits / 2))
		return false;
	memcpy(ret, text.at, digits);
	ret[digits] = '\0';
	return true;
}

enum status
wire_enrolled(struct str body, struct wire_device *ret, struct err *err)
{
	struct wire_device device;
	json_t *object = NULL;
	enum status code = read_answer(body, &object, err);

	if (code == OK &&
	    (!take_hex_text(object, "device", device.device, WIRE_DEVICE) ||
	        !take_hex_text(object, "secret", device.secret, WIRE_SECRET)))
		code = wrong(err);
	json_decref(object);
	if (code == OK)
		*ret = device;
	return code;
}

void
wire_bearer(struct buf *out, const char *device, const char *secret)
{
	buf_text(out, device);
	buf_char(out, '.');
	buf_text(out, secret);
}

void
wire_heartbeat(struct buf *out, const char *version,
    const struct findings *health)
{
	json_t *sources = json_array();
	json_t *body;

	for (size_t i = 0; i < health->source_count; i++)
		(void)json_array_append_new(sources, json_pack("{s:s,s:s}",
		    "source", health->sources[i].source, "state",
		    health->sources[i].state));
	body = json_pack("{s:i,s:s,s:b,s:b,s:o}", "v", VERSION, "version",
	    version, "doh", (int)health->encrypted_dns, "self_test",
	    (int)health->self_test, "sources", sources);
	json_write(out, body, false);
	json_decref(body);
}

void
wire_token(struct buf *out, const char *period,
    const uint8_t request[TOKEN_REQUEST_BYTES])
{
	buf_format(out, "{\"v\":%d,\"period\":\"%s\"", VERSION, period);
	write_hex(out, "request", request, TOKEN_REQUEST_BYTES);
	buf_char(out, '}');
}

enum status
wire_issued(struct str body, uint8_t ret[TOKEN_KEY_BYTES],
    int64_t *ret_enrolled, struct err *err)
{
	const json_t *enrolled;
	json_t *object = NULL;
	enum status code = read_answer(body, &object, err);

	if (code == OK && !take_hex(object, "response", ret, TOKEN_KEY_BYTES))
		code = wrong(err);
	enrolled = json_object_get(object, "enrolled");
	if (code == OK)
		*ret_enrolled = json_is_integer(enrolled)
		    ? json_integer_value(enrolled)
		    : -1;
	json_decref(object);
	return code;
}

static bool
take_signed(const json_t *object, struct wire_signed *ret)
{
	struct str text = json_get_str(object, "record");
	struct str signature = json_get_str(object, "signature");

	if (text.len == 0 || text.len > RECORD_MAX_BYTES ||
	    memchr(text.at, '\0', text.len) != NULL || signature.len == 0 ||
	    signature.len % 2 != 0 ||
	    signature.len / 2 > sizeof(ret->signature) ||
	    !hex_read(signature, ret->signature, signature.len / 2))
		return false;
	memcpy(ret->text, text.at, text.len);
	ret->text[text.len] = '\0';
	ret->signature_len = signature.len / 2;
	return true;
}

enum status
wire_record(struct str body, struct wire_signed *ret, struct err *err)
{
	struct wire_signed record;
	json_t *object = NULL;
	enum status code = read_answer(body, &object, err);

	if (code == OK && !take_signed(object, &record))
		code = wrong(err);
	json_decref(object);
	if (code == OK)
		*ret = record;
	return code;
}

/* Controls, and the bytes of U+0080..U+009F and of direction marks, could
 * rewrite a terminal: the text ends before the first that is not plain. */
static void
take_plain(char *to, size_t room, struct str text)
{
	size_t n = 0;

	while (n < text.len && n + 1 < room) {
		unsigned char c = (unsigned char)text.at[n];

		if (c < 0x20 || c == 0x7f)
			break;
		if (c == 0xc2 && n + 1 < text.len &&
		    (unsigned char)text.at[n + 1] < 0xa0)
			break;
		/* U+2028..U+202E and U+2060..U+206F; U+202F is French. */
		if (c == 0xe2 && n + 2 < text.len &&
		    (((unsigned char)text.at[n + 1] == 0x80 &&
		         (unsigned char)text.at[n + 2] >= 0xa8 &&
		         (unsigned char)text.at[n + 2] <= 0xae) ||
		        (unsigned char)text.at[n + 1] == 0x81))
			break;
		n++;
	}
	while (n > 0 && n < text.len &&
	    ((unsigned char)text.at[n] & 0xc0) == 0x80)
		n--;
	memcpy(to, text.len == 0 ? "" : text.at, n);
	to[n] = '\0';
}

void
wire_refusal(struct str body, struct wire_refusal *ret)
{
	json_t *object = NULL;

	*ret = (struct wire_refusal){ .code = "" };
	if (json_read(body, BODY_BYTES, &object, NULL) == OK) {
		take_plain(ret->code, sizeof(ret->code),
		    json_get_str(object, "code"));
		take_plain(ret->sentence, sizeof(ret->sentence),
		    json_get_str(object, "sentence"));
	}
	json_decref(object);
}
