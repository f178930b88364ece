/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/secret.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#define PREFIX "year-"
#define SEALED_BYTES 256

struct name {
	char text[16];
};

static struct name
name_of(int32_t year)
{
	struct name name;

	(void)snprintf(name.text, sizeof(name.text), PREFIX "%d", (int)year);
	return name;
}

int32_t
secret_year(const char *name)
{
	struct str text = str_of(name);
	uint64_t year = 0;

	if (!str_take(&text, STR(PREFIX)) || !str_number(text, 9999, &year))
		return 0;
	return (int32_t)year;
}

static enum status
draw(struct folder *folder, const char *urns, struct secret *to,
    struct err *err)
{
	struct name name = name_of(to->year);
	struct buf sealed;
	enum status code = urn_destroy(urns, name.text, err);

	buf_init(&sealed, SEALED_BYTES);
	if (code == OK)
		code = urn_create(urns, name.text, err);
	if (code == OK)
		code = urn_key(urns, name.text, &to->key, err);
	if (code == OK && RAND_bytes(to->bytes, sizeof(to->bytes)) != 1)
		code = err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	if (code == OK)
		code = urn_seal(&to->key, name.text, (struct str){
		    (const char *)to->bytes, sizeof(to->bytes) }, &sealed, err);
	if (code == OK)
		code = store_secret_forget(folder->store, to->year, err);
	if (code == OK)
		code = store_secret_put(folder->store, to->year,
		    buf_view(&sealed), err);
	buf_release(&sealed);
	return code;
}

static enum status
read_secret(struct folder *folder, const char *urns, struct secret *to,
    struct err *err)
{
	struct name name = name_of(to->year);
	struct buf sealed, plain;
	enum status code = urn_key(urns, name.text, &to->key, err);

	buf_init(&sealed, SEALED_BYTES);
	buf_init(&plain, SEALED_BYTES);
	if (code == OK)
		code = store_secret(folder->store, to->year, &sealed, err);
	if (code == OK)
		code = urn_open(&to->key, name.text, buf_view(&sealed), &plain,
		    err);
	/* A key of one try and a row of another: the crash between them. */
	if (code == E_DAMAGED ||
	    (code == OK && plain.len != sizeof(to->bytes)))
		code = E_NOT_FOUND;
	if (code == OK)
		memcpy(to->bytes, plain.at, sizeof(to->bytes));
	buf_release(&plain);
	buf_release(&sealed);
	return code;
}

enum status
secret_of(struct folder *folder, int32_t year, struct secret *ret,
    struct err *err)
{
	struct secret secret = { .year = year };
	struct buf urns;
	enum status code;

	folder_file(folder, "urn", &urns);
	code = read_secret(folder, buf_z(&urns), &secret, err);
	if (code == E_NOT_FOUND)
		code = draw(folder, buf_z(&urns), &secret, err);
	if (code == OK)
		*ret = secret;
	secret_wipe(&secret);
	buf_release(&urns);
	return code;
}

void
secret_wipe(struct secret *secret)
{
	OPENSSL_cleanse(secret, sizeof(*secret));
}

enum status
secret_seal_roster(const struct secret *secret, const char *period,
    const uint8_t roster[ROUNDING_ROSTER], struct buf *out, struct err *err)
{
	return urn_seal(&secret->key, period,
	    (struct str){ (const char *)roster, ROUNDING_ROSTER }, out, err);
}

bool
secret_open_roster(const struct secret *secret, const char *period,
    struct str sealed, uint8_t ret[ROUNDING_ROSTER])
{
	struct buf plain;
	bool good;

	buf_init(&plain, SEALED_BYTES);
	good = urn_open(&secret->key, period, sealed, &plain, NULL) == OK &&
	    plain.len == ROUNDING_ROSTER;
	if (good)
		memcpy(ret, plain.at, ROUNDING_ROSTER);
	buf_release(&plain);
	return good;
}

enum status
secret_destroy(struct folder *folder, int32_t year, struct err *err)
{
	struct name name = name_of(year);
	struct buf urns;
	enum status code;

	folder_file(folder, "urn", &urns);
	code = urn_destroy(buf_z(&urns), name.text, err);
	if (code == OK)
		code = store_secret_forget(folder->store, year, err);
	buf_release(&urns);
	return code;
}
