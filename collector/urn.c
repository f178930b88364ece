/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/urn.h"

#include "collector/shred.h"

#include "core/os.h"
#include "core/outfile.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#define PATH_BYTES 4096
#define KEY_BYTES 32
#define NONCE 12
#define TAG 16
#define SUFFIX ".key"

static void
key_path(struct buf *out, const char *folder, const char *name)
{
	buf_init(out, PATH_BYTES);
	os_join(out, folder, name);
	buf_text(out, SUFFIX);
}

static enum status
failed(struct err *err)
{
	return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
}

enum status
urn_create(const char *folder, const char *name, struct err *err)
{
	unsigned char bytes[KEY_BYTES];
	struct os_stat found;
	struct buf path;
	enum status code;

	key_path(&path, folder, name);
	code = os_stat(buf_z(&path), &found, err);
	if (code == OK && found.kind != OS_NONE)
		code = err_set(err, E_REFUSED, MSG_URN_EXISTS, ARGS(name));
	if (code == OK && RAND_bytes(bytes, sizeof(bytes)) != 1)
		code = failed(err);
	if (code == OK)
		code = outfile_publish(buf_z(&path), OUTFILE_OWNER,
		    (struct str){ (const char *)bytes, sizeof(bytes) }, err);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	buf_release(&path);
	return code;
}

static bool
mac(const uint8_t key[KEY_BYTES], const char *kind, struct str bytes,
    uint8_t ret[URN_MARK])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct buf message;
	bool done;

	buf_init(&message, bytes.len + 64);
	buf_text(&message, kind);
	buf_char(&message, '\0');
	buf_str(&message, bytes);
	done = buf_status(&message) == OK &&
	    HMAC(EVP_sha256(), key, KEY_BYTES,
	        (const unsigned char *)buf_z(&message), message.len, digest,
	        NULL) != NULL;
	if (done)
		memcpy(ret, digest, URN_MARK);
	buf_release(&message);
	return done;
}

enum status
urn_key(const char *folder, const char *name, struct urn_key *ret,
    struct err *err)
{
	struct os_stat found;
	struct buf path, bytes;
	struct urn_key key = { .seal = { 0 } };
	enum status code;

	key_path(&path, folder, name);
	buf_init(&bytes, KEY_BYTES + 1);
	code = os_stat(buf_z(&path), &found, err);
	if (code == OK && found.kind == OS_NONE)
		code = err_set(err, E_NOT_FOUND, MSG_URN_NO_KEY, ARGS(name));
	if (code == OK)
		code = os_read_file(buf_z(&path), &bytes, err);
	/* A key of zeros is what a crash left of a destruction. */
	if (code == OK &&
	    (bytes.len != KEY_BYTES ||
	        CRYPTO_memcmp(bytes.at, (const uint8_t[KEY_BYTES]){ 0 },
	            KEY_BYTES) == 0))
		code = err_set(err, E_NOT_FOUND, MSG_URN_NO_KEY, ARGS(name));
	if (code == OK &&
	    (!mac((const uint8_t *)bytes.at, "lanterne urn seal", STR(""),
	         key.seal) ||
	        !mac((const uint8_t *)bytes.at, "lanterne urn mark", STR(""),
	            key.mark)))
		code = failed(err);
	if (code == OK)
		*ret = key;
	OPENSSL_cleanse(&key, sizeof(key));
	buf_release(&bytes);
	buf_release(&path);
	return code;
}

void
urn_key_wipe(struct urn_key *key)
{
	OPENSSL_cleanse(key, sizeof(*key));
}

enum status
urn_destroy(const char *folder, const char *name, struct err *err)
{
	struct buf path;
	enum status code;

	key_path(&path, folder, name);
	code = shred(buf_z(&path), err);
	buf_release(&path);
	return code;
}

struct each {
	void (*visit)(void *cookie, const char *name);
	void *cookie;
};

static void
each_file(void *cookie, const char *name)
{
	const struct each *each = cookie;
	struct str stem = str_of(name);
	struct buf text;

	if (!str_ends(stem, STR(SUFFIX)))
		return;
	buf_init(&text, PATH_BYTES);
	buf_str(&text, str_head(stem, stem.len - (sizeof(SUFFIX) - 1)));
	each->visit(each->cookie, buf_z(&text));
	buf_release(&text);
}

enum status
urn_each(const char *folder, void (*visit)(void *cookie, const char *name),
    void *cookie, struct err *err)
{
	struct each each = { visit, cookie };

	return os_list(folder, each_file, &each, err);
}

static bool
encrypt(EVP_CIPHER_CTX *context, const uint8_t *key, const char *name,
    struct str plain, unsigned char *out)
{
	unsigned char *text = out + NONCE;
	int n = 0, last = 0;

	return RAND_bytes(out, NONCE) == 1 &&
	    EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, out) ==
	    1 &&
	    EVP_EncryptUpdate(context, NULL, &n, (const unsigned char *)name,
	        (int)strlen(name)) == 1 &&
	    EVP_EncryptUpdate(context, text, &n,
	        (const unsigned char *)plain.at, (int)plain.len) == 1 &&
	    EVP_EncryptFinal_ex(context, text + n, &last) == 1 &&
	    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG,
	        text + plain.len) == 1;
}

static bool
decrypt(EVP_CIPHER_CTX *context, const uint8_t *key, const char *name,
    struct str sealed, unsigned char *out)
{
	const unsigned char *bytes = (const unsigned char *)sealed.at;
	int len = (int)(sealed.len - URN_SEAL_BYTES), n = 0, last = 0;
	unsigned char tag[TAG];

	memcpy(tag, bytes + sealed.len - TAG, TAG);
	return EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key,
	           bytes) == 1 &&
	    EVP_DecryptUpdate(context, NULL, &n, (const unsigned char *)name,
	        (int)strlen(name)) == 1 &&
	    EVP_DecryptUpdate(context, out, &n, bytes + NONCE, len) == 1 &&
	    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1 &&
	    EVP_DecryptFinal_ex(context, out + n, &last) == 1;
}

/* Sizes that fit OpenSSL's int; an urn is some tens of kilobytes. */
#define PLAIN_MAX ((size_t)16 << 20)

enum status
urn_seal(const struct urn_key *key, const char *name, struct str plain,
    struct buf *out, struct err *err)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	size_t size = plain.len + URN_SEAL_BYTES;
	char *at = plain.len > PLAIN_MAX ? NULL : buf_reserve(out, size);
	enum status code = OK;

	if (context == NULL || at == NULL ||
	    !encrypt(context, key->seal, name, plain, (unsigned char *)at))
		code = failed(err);
	else
		buf_added(out, size);
	EVP_CIPHER_CTX_free(context);
	return code;
}

enum status
urn_open(const struct urn_key *key, const char *name, struct str sealed,
    struct buf *out, struct err *err)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	size_t size;
	char *at = NULL;
	enum status code = OK;

	if (sealed.len < URN_SEAL_BYTES || sealed.len > PLAIN_MAX)
		code = err_set(err, E_DAMAGED, MSG_URN_DAMAGED, ARGS(name));
	size = code == OK ? sealed.len - URN_SEAL_BYTES : 0;
	if (code == OK) {
		/* One byte more: an empty reservation has no place. */
		at = buf_reserve(out, size + 1);
		if (context == NULL || at == NULL)
			code = failed(err);
	}
	if (code == OK &&
	    !decrypt(context, key->seal, name, sealed, (unsigned char *)at)) {
		OPENSSL_cleanse(at, size);
		code = err_set(err, E_DAMAGED, MSG_URN_DAMAGED, ARGS(name));
	}
	if (code == OK)
		buf_added(out, size);
	EVP_CIPHER_CTX_free(context);
	return code;
}

enum status
urn_mark(const struct urn_key *key, const char *kind, struct str bytes,
    uint8_t ret[URN_MARK], struct err *err)
{
	return mac(key->mark, kind, bytes, ret) ? OK : failed(err);
}
