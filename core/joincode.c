/* SPDX-License-Identifier: Apache-2.0 */
#include "core/joincode.h"

#include "core/digest.h"
#include "core/domain.h"

#include <openssl/crypto.h>

#include <string.h>

#define NAME "LANTERNE"
#define CHECKSUM 4
#define GROUP 5 /* characters between hyphens */
#define FIXED (2 + JOINCODE_FINGERPRINT + JOINCODE_SECRET + CHECKSUM)
#define BYTES_MAX (1 + JOINCODE_HOSTS * (1 + JOINCODE_HOST_MAX) + FIXED)

/* Crockford's base 32: no letter that looks like a digit, and no U. */
static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* --- hosts --- */

static bool
is_ipv4(struct str host)
{
	for (int i = 0; i < 4; i++) {
		uint32_t part;

		if (i > 0 && !str_take_char(&host, '.'))
			return false;
		if (!str_take_digits(&host, 1, 3, &part) || part > 255)
			return false;
	}
	return host.len == 0;
}

/* Loose: the resolver has the last word. */
static bool
is_ipv6(struct str host)
{
	size_t colons = 0;

	for (size_t i = 0; i < host.len; i++) {
		if (host.at[i] == ':')
			colons++;
		else if (char_hex(host.at[i]) < 0)
			return false;
	}
	return colons >= 2 && colons <= 7 && host.len <= 39;
}

static bool
is_label_char(char c)
{
	return char_is_alpha(c) || char_is_digit(c) || c == '-';
}

static bool
is_name(struct str host)
{
	struct domain canonical;
	bool letter = false;

	if (!domain_canonical(host, &canonical) ||
	    !str_eq(domain_view(&canonical), host))
		return false;
	for (size_t i = 0; i < host.len; i++) {
		if (!is_label_char(host.at[i]) && host.at[i] != '.')
			return false;
		letter = letter || char_is_alpha(host.at[i]);
	}
	return letter && host.at[0] != '-' && host.at[host.len - 1] != '-';
}

bool
joincode_host_is_good(struct str host)
{
	return host.len > 0 && host.len <= JOINCODE_HOST_MAX &&
	    (is_ipv4(host) || is_ipv6(host) || is_name(host));
}

/* --- bytes --- */

/* The checksum is tied to the version that the line begins with. */
static enum status
checksum(struct str bytes, uint8_t ret[CHECKSUM], struct err *err)
{
	uint8_t digest[DIGEST_BYTES];
	struct buf all;
	enum status code;

	buf_init(&all, BYTES_MAX + sizeof(NAME) + 1);
	buf_text(&all, NAME);
	buf_number(&all, JOINCODE_VERSION);
	buf_str(&all, bytes);
	code = buf_status(&all) == OK
	    ? digest_sha256(buf_view(&all), digest, err)
	    : err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	if (code == OK)
		memcpy(ret, digest, CHECKSUM);
	buf_release(&all);
	return code;
}

static bool
is_sound(const struct joincode *code)
{
	if (code->host_count < 1 || code->host_count > JOINCODE_HOSTS ||
	    code->port == 0)
		return false;
	for (size_t i = 0; i < code->host_count; i++)
		if (!joincode_host_is_good(str_of(code->hosts[i])))
			return false;
	return true;
}

static void
write_bytes(struct buf *out, const struct joincode *code)
{
	buf_char(out, (char)code->host_count);
	for (size_t i = 0; i < code->host_count; i++) {
		struct str host = str_of(code->hosts[i]);

		buf_char(out, (char)host.len);
		buf_str(out, host);
	}
	buf_char(out, (char)(code->port >> 8));
	buf_char(out, (char)(code->port & 0xff));
	buf_str(out, (struct str){ (const char *)code->fingerprint,
	    sizeof(code->fingerprint) });
	buf_str(out, (struct str){ (const char *)code->secret,
	    sizeof(code->secret) });
}

static bool
take_byte(struct str *cursor, uint8_t *ret)
{
	if (cursor->len == 0)
		return false;
	*ret = (uint8_t)cursor->at[0];
	*cursor = str_skip(*cursor, 1);
	return true;
}

static bool
take_bytes(struct str *cursor, void *to, size_t n)
{
	if (cursor->len < n)
		return false;
	memcpy(to, cursor->at, n);
	*cursor = str_skip(*cursor, n);
	return true;
}

static bool
read_bytes(struct str bytes, struct joincode *code)
{
	uint8_t len, high, low;

	if (!take_byte(&bytes, &code->host_count) ||
	    code->host_count > JOINCODE_HOSTS)
		return false;
	for (size_t i = 0; i < code->host_count; i++)
		if (!take_byte(&bytes, &len) || len > JOINCODE_HOST_MAX ||
		    !take_bytes(&bytes, code->hosts[i], len))
			return false;
	if (!take_byte(&bytes, &high) || !take_byte(&bytes, &low))
		return false;
	code->port = (uint16_t)(high << 8 | low);
	return take_bytes(&bytes, code->fingerprint,
	           sizeof(code->fingerprint)) &&
	    take_bytes(&bytes, code->secret, sizeof(code->secret)) &&
	    bytes.len == 0 && is_sound(code);
}

/* --- text --- */

static void
write_symbols(struct buf *out, struct str bytes)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t written = 0;

	for (size_t i = 0; i <= bytes.len; i++) {
		if (i < bytes.len) {
			bits = (bits << 8 | (uint8_t)bytes.at[i]) & 0xffff;
			held += 8;
		} else if (held > 0) {
			bits <<= 5 - held; /* the last symbol, filled with 0 */
			held = 5;
		}
		for (; held >= 5; held -= 5) {
			if (written++ % GROUP == 0)
				buf_char(out, '-');
			buf_char(out, symbols[bits >> (held - 5) & 31]);
		}
	}
}

enum status
joincode_write(struct buf *out, const struct joincode *code, struct err *err)
{
	uint8_t sum[CHECKSUM];
	struct buf bytes;
	enum status status;

	if (!is_sound(code))
		return err_set(err, E_INVALID, MSG_JOINCODE_CONTENT, NO_ARGS);
	buf_init(&bytes, BYTES_MAX);
	write_bytes(&bytes, code);
	status = checksum(buf_view(&bytes), sum, err);
	if (status == OK) {
		buf_str(&bytes, (struct str){ (char *)sum, sizeof(sum) });
		buf_text(out, NAME);
		buf_number(out, JOINCODE_VERSION);
		write_symbols(out, buf_view(&bytes));
		if (buf_status(&bytes) != OK || buf_status(out) != OK)
			status = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	}
	buf_release(&bytes);
	return status;
}

enum status
joincode_file(struct buf *out, struct str note, const struct joincode *code,
    struct err *err)
{
	struct str line;
	enum status status;

	while (note.len > 0) {
		if (!str_cut(note, STR("\n"), &line, &note)) {
			line = note;
			note = STR("");
		}
		buf_text(out, "# ");
		buf_str(out, line);
		buf_char(out, '\n');
	}
	status = joincode_write(out, code, err);
	buf_char(out, '\n');
	return status;
}

/* What of the text belongs to the code: no comment, space or hyphen. */
static void
condense(struct str text, struct buf *out)
{
	struct str line;

	(void)str_take(&text, STR("\xef\xbb\xbf"));
	while (text.len > 0) {
		if (!str_cut(text, STR("\n"), &line, &text)) {
			line = text;
			text = STR("");
		}
		line = str_trim(line);
		if (str_starts(line, STR("#")))
			continue;
		for (size_t i = 0; i < line.len; i++)
			if (strchr("- \t\r\"'", line.at[i]) == NULL ||
			    line.at[i] == '\0')
				buf_char(out, line.at[i]);
	}
}

/* 0..31, or -1; the letters that people write for digits are those digits. */
static int
symbol_value(char c)
{
	const char *at;
	char low = char_lower(c);

	if (low == 'o')
		return 0;
	if (low == 'i' || low == 'l')
		return 1;
	if (low >= 'a' && low <= 'z')
		low = (char)(low - 'a' + 'A');
	at = low == '\0' ? NULL : strchr(symbols, low);
	return at == NULL ? -1 : (int)(at - symbols);
}

static enum status
read_symbols(struct str text, struct buf *out, struct err *err)
{
	uint32_t bits = 0;
	unsigned held = 0;

	for (size_t i = 0; i < text.len; i++) {
		int value = symbol_value(text.at[i]);

		if (value < 0)
			return err_set(err, E_INVALID, MSG_JOINCODE_CHARACTER,
			    ARGS(digits((long long)(i / GROUP + 1)).text));
		bits = (bits << 5 | (uint32_t)value) & 0xfff;
		held += 5;
		if (held >= 8) {
			held -= 8;
			buf_char(out, (char)(bits >> held & 0xff));
		}
	}
	if (held >= 5 || (bits & ((1u << held) - 1)) != 0)
		return err_set(err, E_INVALID, MSG_JOINCODE_CHECKSUM, NO_ARGS);
	return buf_status(out) == OK
	    ? OK : err_set(err, E_INVALID, MSG_JOINCODE_CHECKSUM, NO_ARGS);
}

static enum status
read_checked(struct str bytes, struct joincode *ret, struct err *err)
{
	struct joincode code = { .host_count = 0 };
	uint8_t sum[CHECKSUM];
	struct str content;
	enum status status;

	if (bytes.len < FIXED + 3)
		return err_set(err, E_INVALID, MSG_JOINCODE_SHORT, NO_ARGS);
	content = str_head(bytes, bytes.len - CHECKSUM);
	status = checksum(content, sum, err);
	if (status != OK)
		return status;
	if (memcmp(sum, bytes.at + content.len, CHECKSUM) != 0)
		return err_set(err, E_INVALID, MSG_JOINCODE_CHECKSUM, NO_ARGS);
	if (!read_bytes(content, &code))
		return err_set(err, E_INVALID, MSG_JOINCODE_CONTENT, NO_ARGS);
	*ret = code;
	joincode_wipe(&code);
	return OK;
}

/* The condensed text: name, version, symbols. */
static enum status
read_condensed(struct str text, struct joincode *ret, struct err *err)
{
	struct str name = str_head(text, sizeof(NAME) - 1);
	struct str rest = str_skip(text, sizeof(NAME) - 1);
	struct buf bytes;
	enum status status;

	if (!str_eq_nocase(name, STR(NAME)))
		return err_set(err, E_INVALID, MSG_JOINCODE_NONE, NO_ARGS);
	if (rest.len == 0)
		return err_set(err, E_INVALID, MSG_JOINCODE_SHORT, NO_ARGS);
	if (!str_take_char(&rest, '0' + JOINCODE_VERSION))
		return err_set(err, char_is_digit(rest.at[0]) ? E_UNSUPPORTED
		    : E_INVALID, char_is_digit(rest.at[0])
		    ? MSG_JOINCODE_VERSION : MSG_JOINCODE_NONE, NO_ARGS);
	buf_init(&bytes, BYTES_MAX);
	status = read_symbols(rest, &bytes, err);
	if (status == OK)
		status = read_checked(buf_view(&bytes), ret, err);
	buf_release(&bytes);
	return status;
}

enum status
joincode_read(struct str text, struct joincode *ret, struct err *err)
{
	struct buf condensed;
	enum status status;

	if (text.len > JOINCODE_TEXT_MAX)
		return err_set(err, E_INVALID, MSG_JOINCODE_NONE, NO_ARGS);
	buf_init(&condensed, JOINCODE_TEXT_MAX);
	condense(text, &condensed);
	status = buf_status(&condensed);
	if (status != OK)
		status = err_set(err, status, MSG_NO_MEMORY, NO_ARGS);
	else
		status = read_condensed(buf_view(&condensed), ret, err);
	buf_release(&condensed);
	return status;
}

void
joincode_wipe(struct joincode *code)
{
	OPENSSL_cleanse(code, sizeof(*code));
}
