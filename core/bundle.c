/* SPDX-License-Identifier: Apache-2.0 */
#include "core/bundle.h"

#include "core/hex.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdlib.h>
#include <string.h>

#define MAGIC "LANTERNE-CATALOGUE "
#define SUFFIX ".yaml"
#define TEST_KEY \
	"34d1cb50eceb7ab67df0067b73f334bf8e81d00db16848524f4f52d34df9d212"
#define VERSION_PARTS 4

/* --- versions and names --- */

/* Two to four numbers with points between them; missing ones are 0. */
static bool
version_parse(struct str text, uint32_t ret[VERSION_PARTS])
{
	size_t count = 0;

	memset(ret, 0, VERSION_PARTS * sizeof(*ret));
	do {
		if (count == VERSION_PARTS ||
		    !str_take_digits(&text, 1, 6, &ret[count++]))
			return false;
	} while (str_take_char(&text, '.'));
	return text.len == 0 && count >= 2;
}

int
bundle_version_order(struct str a, struct str b)
{
	uint32_t x[VERSION_PARTS], y[VERSION_PARTS];
	bool good_a = version_parse(a, x), good_b = version_parse(b, y);

	if (!good_a || !good_b)
		return good_a - good_b;
	for (size_t i = 0; i < VERSION_PARTS; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/* So that a bundle cannot name a place: no separator, no point but one. */
static bool
is_name(struct str name)
{
	struct str stem = str_head(name, name.len - (sizeof(SUFFIX) - 1));

	if (name.len > BUNDLE_NAME_MAX || !str_ends(name, STR(SUFFIX)) ||
	    stem.len == 0 || stem.at[0] == '-')
		return false;
	for (size_t i = 0; i < stem.len; i++)
		if (!char_is_digit(stem.at[i]) && stem.at[i] != '-' &&
		    (stem.at[i] < 'a' || stem.at[i] > 'z'))
			return false;
	return true;
}

static bool
names_are_good(const struct bundle_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!is_name(files[i].name) ||
		    (i > 0 &&
		        str_compare(files[i - 1].name, files[i].name) >= 0))
			return false;
	return count >= 1 && count <= BUNDLE_FILES_MAX;
}

/* --- writing --- */

static int
by_name(const void *a, const void *b)
{
	return str_compare(((const struct bundle_file *)a)->name,
	    ((const struct bundle_file *)b)->name);
}

enum status
bundle_pack(struct buf *out, struct str version, struct bundle_file *files,
    size_t count, struct err *err)
{
	uint32_t parts[VERSION_PARTS];

	if (count > 1)
		qsort(files, count, sizeof(*files), by_name);
	if (!version_parse(version, parts) || !names_are_good(files, count))
		return err_set(err, E_INVALID, MSG_BUNDLE_CONTENT, NO_ARGS);
	buf_text(out, MAGIC);
	buf_number(out, BUNDLE_SCHEMA);
	buf_text(out, "\nversion ");
	buf_str(out, version);
	for (size_t i = 0; i < count; i++) {
		buf_text(out, "\nfile ");
		buf_str(out, files[i].name);
		buf_char(out, ' ');
		buf_number(out, (long long)files[i].text.len);
	}
	buf_text(out, "\n\n");
	for (size_t i = 0; i < count; i++)
		buf_str(out, files[i].text);
	if (buf_status(out) != OK ||
	    buf_view(out).len > BUNDLE_MAX_BYTES - BUNDLE_SIGNATURE)
		return err_set(err, E_LIMIT, MSG_BUNDLE_LARGE,
		    ARGS(digits(BUNDLE_MAX_BYTES).text));
	return OK;
}

static enum status
failed(struct err *err)
{
	ERR_clear_error();
	return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
}

enum status
bundle_sign(struct buf *bundle, const uint8_t seed[BUNDLE_SEED],
    struct err *err)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
	    seed, BUNDLE_SEED);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char signature[BUNDLE_SIGNATURE];
	size_t len = sizeof(signature);
	bool done = key != NULL && ctx != NULL &&
	    EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) == 1 &&
	    EVP_DigestSign(ctx, signature, &len,
	        (const unsigned char *)buf_z(bundle),
	        buf_view(bundle).len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	if (!done)
		return failed(err);
	buf_str(bundle, (struct str){ (char *)signature, sizeof(signature) });
	return buf_status(bundle) == OK ? OK : failed(err);
}

enum status
bundle_key_of(const uint8_t seed[BUNDLE_SEED], uint8_t ret[BUNDLE_KEY],
    struct err *err)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
	    seed, BUNDLE_SEED);
	size_t len = BUNDLE_KEY;
	bool done = key != NULL &&
	    EVP_PKEY_get_raw_public_key(key, ret, &len) == 1;

	EVP_PKEY_free(key);
	return done ? OK : failed(err);
}

/* --- keys in files --- */

/* A key with a passphrase is refused: nobody is asked anything here. */
static int
no_passphrase(char *to, int room, int writing, void *cookie)
{
	(void)to;
	(void)room;
	(void)writing;
	(void)cookie;
	return -1;
}

/* NULL for what is no Ed25519 key of the kind that `reader` reads. */
static EVP_PKEY *
read_pem(struct str pem,
    EVP_PKEY *(*reader)(BIO *, EVP_PKEY **, pem_password_cb *, void *))
{
	BIO *bio = pem.len > BUNDLE_PEM_MAX
	    ? NULL
	    : BIO_new_mem_buf(pem.at, (int)pem.len);
	EVP_PKEY *key = bio == NULL ? NULL
	                            : reader(bio, NULL, no_passphrase, NULL);

	BIO_free(bio);
	ERR_clear_error();
	if (key == NULL || EVP_PKEY_get_id(key) == EVP_PKEY_ED25519)
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

enum status
bundle_seed_of_pem(struct str pem, uint8_t ret[BUNDLE_SEED], struct err *err)
{
	EVP_PKEY *key = read_pem(pem, PEM_read_bio_PrivateKey);
	size_t len = BUNDLE_SEED;
	bool done = key != NULL &&
	    EVP_PKEY_get_raw_private_key(key, ret, &len) == 1;

	EVP_PKEY_free(key);
	return done ? OK
	            : err_set(err, E_INVALID, MSG_BUNDLE_PRIVATE_KEY, NO_ARGS);
}

void
bundle_seed_wipe(uint8_t seed[BUNDLE_SEED])
{
	OPENSSL_cleanse(seed, BUNDLE_SEED);
}

enum status
bundle_key_of_pem(struct str pem, uint8_t ret[BUNDLE_KEY], struct err *err)
{
	EVP_PKEY *key = read_pem(pem, PEM_read_bio_PUBKEY);
	size_t len = BUNDLE_KEY;
	bool done;

	if (key == NULL)
		key = read_pem(pem, PEM_read_bio_PrivateKey);
	done = key != NULL && EVP_PKEY_get_raw_public_key(key, ret, &len) == 1;
	EVP_PKEY_free(key);
	return done ? OK
	            : err_set(err, E_INVALID, MSG_BUNDLE_PUBLIC_KEY, NO_ARGS);
}

/* --- reading --- */

static bool
verifies(struct str body, struct str signature, const uint8_t key[BUNDLE_KEY])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    key, BUNDLE_KEY);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good = pkey != NULL && ctx != NULL &&
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	    EVP_DigestVerify(ctx, (const unsigned char *)signature.at,
	        signature.len, (const unsigned char *)body.at, body.len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return good;
}

/* "file NAME LENGTH"; the text follows later, its length is noted. */
static bool
read_file_line(struct str line, struct bundle *bundle)
{
	struct bundle_file *file = &bundle->files[bundle->file_count];
	uint64_t len;

	if (bundle->file_count == BUNDLE_FILES_MAX ||
	    !str_take(&line, STR("file ")) ||
	    !str_cut(line, STR(" "), &file->name, &line) ||
	    (line.len > 1 && line.at[0] == '0') ||
	    !str_number(line, BUNDLE_MAX_BYTES, &len))
		return false;
	file->text.len = (size_t)len;
	bundle->file_count++;
	return true;
}

/* What follows the first line; takes all of it. */
static bool
read_body(struct str body, struct bundle *ret)
{
	struct str line;
	uint32_t parts[VERSION_PARTS];

	if (!str_take(&body, STR("version ")) ||
	    !str_take_until(&body, '\n', &ret->version) ||
	    !version_parse(ret->version, parts))
		return false;
	do {
		if (!str_take_until(&body, '\n', &line) ||
		    (line.len > 0 && !read_file_line(line, ret)))
			return false;
	} while (line.len > 0);
	for (size_t i = 0; i < ret->file_count; i++) {
		struct str *text = &ret->files[i].text;

		if (text->len > body.len)
			return false;
		*text = str_head(body, text->len);
		body = str_skip(body, text->len);
	}
	return body.len == 0 && names_are_good(ret->files, ret->file_count);
}

/* False for what is no bundle of our schema, with or without signature. */
static bool
read_known(struct str body, struct bundle *ret)
{
	struct bundle bundle = { .file_count = 0 };
	struct digits schema = digits(BUNDLE_SCHEMA);

	if (!str_take(&body, STR(MAGIC)) ||
	    !str_take(&body, str_of(schema.text)) ||
	    !str_take_char(&body, '\n') || !read_body(body, &bundle))
		return false;
	*ret = bundle;
	return true;
}

bool
bundle_is(struct str head)
{
	return str_starts(head, STR(MAGIC));
}

enum status
bundle_unsigned(struct str bytes, struct bundle *ret, struct err *err)
{
	struct str body = str_head(bytes, bytes.len < BUNDLE_SIGNATURE ? 0
	    : bytes.len - BUNDLE_SIGNATURE);
	struct bundle with;

	if (read_known(bytes, ret))
		return OK;
	return err_set(err, E_INVALID, read_known(body, &with)
	    ? MSG_BUNDLE_TWICE : MSG_BUNDLE_NONE, NO_ARGS);
}

static bool
has_other_schema(struct str body)
{
	struct str schema;
	uint64_t number;

	return str_take(&body, STR(MAGIC)) &&
	    str_take_until(&body, '\n', &schema) &&
	    str_number(schema, UINT32_MAX, &number) && number != BUNDLE_SCHEMA;
}

static enum status
check_signature(struct str bytes, struct str body, const uint8_t *key,
    struct err *err)
{
	struct bundle unsigned_bundle;

	if (verifies(body, str_skip(bytes, body.len), key))
		return OK;
	return err_set(err, E_INVALID, read_known(bytes, &unsigned_bundle)
	    ? MSG_BUNDLE_UNSIGNED : MSG_BUNDLE_SIGNATURE, NO_ARGS);
}

enum status
bundle_open(struct str bytes, const uint8_t key[BUNDLE_KEY],
    struct str in_force, struct bundle *ret, struct err *err)
{
	struct str body = str_head(bytes, bytes.len < BUNDLE_SIGNATURE ? 0
	    : bytes.len - BUNDLE_SIGNATURE);
	struct bundle bundle;
	enum status code;

	if (bytes.len > BUNDLE_MAX_BYTES)
		return err_set(err, E_LIMIT, MSG_BUNDLE_LARGE,
		    ARGS(digits(BUNDLE_MAX_BYTES).text));
	if (!str_starts(bytes, STR(MAGIC)) || body.len == 0)
		return err_set(err, E_INVALID, MSG_BUNDLE_NONE, NO_ARGS);
	code = check_signature(bytes, body, key, err);
	if (code != OK)
		return code;
	if (has_other_schema(body))
		return err_set(err, E_UNSUPPORTED, MSG_BUNDLE_SCHEMA, NO_ARGS);
	if (!read_known(body, &bundle))
		return err_set(err, E_INVALID, MSG_BUNDLE_NONE, NO_ARGS);
	if (bundle_version_order(bundle.version, in_force) < 0)
		return err_set(err, E_REFUSED, MSG_BUNDLE_OLDER, NO_ARGS);
	*ret = bundle;
	return OK;
}

bool
bundle_project_key(uint8_t ret[BUNDLE_KEY])
{
	struct str built_with = STR(LANTERNE_CATALOGUE_KEY);

	if (!hex_read(built_with, ret, BUNDLE_KEY)) { /* CMake sees to it */
		(void)hex_read(STR(TEST_KEY), ret, BUNDLE_KEY);
		return false;
	}
	return !str_eq(built_with, STR(TEST_KEY));
}
