/* SPDX-License-Identifier: Apache-2.0 */
#include "core/blindsig.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <string.h>

#define HASH_BYTES 48 /* SHA-384 */
#define EXPONENT 65537
#define BITS_MIN 2048

struct blindsig_key {
	EVP_PKEY *pkey; /* of type "RSA": raw operations fail on RSA-PSS */
	BIGNUM *n;
	BIGNUM *e;
	size_t bytes;
};

/* OpenSSL's own error queue is emptied: the sentence is ours. */
static enum status
crypto_failed(struct err *err)
{
	ERR_clear_error();
	return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
}

static enum status
refused(struct err *err, enum message id)
{
	ERR_clear_error();
	return err_set(err, E_INVALID, id, NO_ARGS);
}

void
blindsig_free(struct blindsig_key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->pkey);
	BN_free(key->n);
	BN_free(key->e);
	free(key);
}

static bool
key_is_sound(const struct blindsig_key *key)
{
	return BN_is_odd(key->n) && BN_is_word(key->e, EXPONENT) &&
	    key->bytes <= BLINDSIG_MAX_BYTES &&
	    BN_num_bits(key->n) >= BITS_MIN &&
	    (size_t)BN_num_bits(key->n) == 8 * key->bytes;
}

/* Takes the pkey over, even on failure. */
static enum status
key_of(EVP_PKEY *take_pkey, struct blindsig_key **ret_key, struct err *err)
{
	struct blindsig_key *key = calloc(1, sizeof(*key));

	if (key == NULL) {
		EVP_PKEY_free(take_pkey);
		return crypto_failed(err);
	}
	key->pkey = take_pkey;
	if (EVP_PKEY_is_a(take_pkey, "RSA") != 1 ||
	    EVP_PKEY_get_bn_param(take_pkey, OSSL_PKEY_PARAM_RSA_N,
	        &key->n) != 1 ||
	    EVP_PKEY_get_bn_param(take_pkey, OSSL_PKEY_PARAM_RSA_E,
	        &key->e) != 1)
		goto bad;
	key->bytes = (size_t)BN_num_bytes(key->n);
	if (!key_is_sound(key))
		goto bad;
	*ret_key = key;
	return OK;
bad:
	blindsig_free(key);
	return refused(err, MSG_SIGNING_KEY_INVALID);
}

enum status
blindsig_generate(unsigned bits, struct blindsig_key **ret_key,
    struct err *err)
{
	EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)bits);

	return pkey == NULL ? crypto_failed(err) : key_of(pkey, ret_key, err);
}

static EVP_PKEY *
pkey_from(OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *pkey = NULL;

	if (ctx == NULL || EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
		pkey = NULL;
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

enum status
blindsig_public(struct str modulus, struct blindsig_key **ret_key,
    struct err *err)
{
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY *pkey = NULL;
	BIGNUM *n = NULL;

	if (modulus.len > 0 && modulus.len <= BLINDSIG_MAX_BYTES)
		n = BN_bin2bn((const unsigned char *)modulus.at,
		    (int)modulus.len, NULL);
	if (builder != NULL && n != NULL &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_ulong(builder, OSSL_PKEY_PARAM_RSA_E,
	        EXPONENT) == 1)
		params = OSSL_PARAM_BLD_to_param(builder);
	if (params != NULL)
		pkey = pkey_from(params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(builder);
	BN_free(n);
	return pkey == NULL ? refused(err, MSG_SIGNING_KEY_INVALID)
	                    : key_of(pkey, ret_key, err);
}

enum status
blindsig_import(struct str der, struct blindsig_key **ret_key,
    struct err *err)
{
	const unsigned char *at = (const unsigned char *)der.at;
	PKCS8_PRIV_KEY_INFO *info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &at,
	    (long)der.len);
	EVP_PKEY *pkey = info == NULL ? NULL : EVP_PKCS82PKEY(info);

	PKCS8_PRIV_KEY_INFO_free(info);
	return pkey == NULL ? refused(err, MSG_SIGNING_KEY_INVALID)
	                    : key_of(pkey, ret_key, err);
}

enum status
blindsig_export(const struct blindsig_key *key, struct buf *out,
    struct err *err)
{
	PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key->pkey);
	unsigned char *der = NULL;
	int len = info == NULL ? -1 : i2d_PKCS8_PRIV_KEY_INFO(info, &der);

	PKCS8_PRIV_KEY_INFO_free(info);
	if (len < 0)
		return crypto_failed(err);
	buf_str(out, (struct str){ (const char *)der, (size_t)len });
	OPENSSL_clear_free(der, (size_t)len);
	return buf_status(out) == OK ? OK : crypto_failed(err);
}

static enum status
number_write(const BIGNUM *from, size_t len, struct blindsig_number *ret,
    struct err *err)
{
	if (BN_bn2binpad(from, ret->at, (int)len) != (int)len)
		return crypto_failed(err);
	ret->len = len;
	return OK;
}

struct blindsig_number
blindsig_modulus(const struct blindsig_key *key)
{
	struct blindsig_number n = { .len = key->bytes };

	(void)BN_bn2binpad(key->n, n.at, (int)n.len);
	return n;
}

void
blindsig_wipe(struct blindsig_number *number)
{
	OPENSSL_cleanse(number, sizeof(*number));
}

enum status
blindsig_draw(const struct blindsig_key *key, struct blindsig_number *ret_blind,
    struct err *err)
{
	BIGNUM *r = BN_secure_new();
	enum status code = OK;

	do {
		if (r == NULL || BN_priv_rand_range(r, key->n) != 1)
			code = crypto_failed(err);
	} while (code == OK && BN_is_zero(r));
	if (code == OK)
		code = number_write(r, key->bytes, ret_blind, err);
	BN_clear_free(r);
	return code;
}

struct piece {
	const void *at;
	size_t len;
};

static bool
hash(uint8_t out[HASH_BYTES], const struct piece *pieces, size_t count)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool done = ctx != NULL &&
	    EVP_DigestInit_ex(ctx, EVP_sha384(), NULL) == 1;

	for (size_t i = 0; done && i < count; i++)
		done = EVP_DigestUpdate(ctx, pieces[i].at, pieces[i].len) == 1;
	done = done && EVP_DigestFinal_ex(ctx, out, NULL) == 1;
	EVP_MD_CTX_free(ctx);
	return done;
}

/* MGF1 (RFC 8017 §B.2.1), its mask already added to `to`. */
static bool
mask(uint8_t *to, size_t len, const uint8_t seed[HASH_BYTES])
{
	uint8_t block[HASH_BYTES];

	for (uint32_t i = 0; len > 0; i++) {
		uint8_t counter[4] = { (uint8_t)(i >> 24), (uint8_t)(i >> 16),
			(uint8_t)(i >> 8), (uint8_t)i };
		size_t part = len < HASH_BYTES ? len : HASH_BYTES;

		if (!hash(block, (struct piece[]){ { seed, HASH_BYTES },
		        { counter, sizeof(counter) } }, 2))
			return false;
		for (size_t j = 0; j < part; j++)
			to[j] ^= block[j];
		to += part;
		len -= part;
	}
	return true;
}

/*
 *  encoded = masked (padding of zeros, 0x01, salt) | hash | 0xbc
 *  hash    = SHA-384(eight zeros | SHA-384(message) | salt)
 * With n of 8k bits, emBits is 8k - 1: k bytes, the top bit clear.
 */
enum status
blindsig_encode(const struct blindsig_key *key, struct str message,
    struct str salt, struct blindsig_number *ret, struct err *err)
{
	static const uint8_t zeros[8];
	uint8_t digest[HASH_BYTES];
	size_t masked = key->bytes - HASH_BYTES - 1;
	uint8_t *seed = ret->at + masked;

	if (salt.len > BLINDSIG_SALT)
		return refused(err, MSG_SIGNING_KEY_INVALID);
	if (!hash(digest, &(struct piece){ message.at, message.len }, 1) ||
	    !hash(seed, (struct piece[]){ { zeros, sizeof(zeros) },
	        { digest, sizeof(digest) }, { salt.at, salt.len } }, 3))
		return crypto_failed(err);
	memset(ret->at, 0, masked);
	ret->at[masked - salt.len - 1] = 1;
	if (salt.len > 0)
		memcpy(seed - salt.len, salt.at, salt.len);
	if (!mask(ret->at, masked, seed))
		return crypto_failed(err);
	ret->at[0] &= 0x7f;
	ret->at[key->bytes - 1] = 0xbc;
	ret->len = key->bytes;
	return OK;
}

/* Numbers of a BN_CTX are wiped when it is freed (BN_POOL_finish). */
static BIGNUM *
number_read(BN_CTX *ctx, const void *at, size_t len)
{
	BIGNUM *number = BN_CTX_get(ctx);

	return number == NULL ? NULL : BN_bin2bn(at, (int)len, number);
}

/* The blind r and its inverse, both marked secret before any arithmetic. */
static enum status
blind_read(const struct blindsig_key *key, BN_CTX *ctx,
    const struct blindsig_number *blind, BIGNUM **ret_r, BIGNUM **ret_inverse,
    struct err *err)
{
	BIGNUM *r = number_read(ctx, blind->at, blind->len);
	BIGNUM *inverse = BN_CTX_get(ctx);

	if (r == NULL || inverse == NULL)
		return crypto_failed(err);
	BN_set_flags(r, BN_FLG_CONSTTIME);
	if (blind->len != key->bytes || BN_is_zero(r) ||
	    BN_cmp(r, key->n) >= 0 ||
	    BN_mod_inverse(inverse, r, key->n, ctx) == NULL)
		return refused(err, MSG_BLIND_INVALID);
	*ret_r = r;
	*ret_inverse = inverse;
	return OK;
}

static enum status
blind_encoded(const struct blindsig_key *key, BN_CTX *ctx,
    const struct blindsig_number *encoded, const struct blindsig_number *blind,
    struct blindsig_number *ret_blinded, struct err *err)
{
	BIGNUM *m = number_read(ctx, encoded->at, encoded->len);
	BIGNUM *x = BN_CTX_get(ctx), *z = BN_CTX_get(ctx);
	BIGNUM *r = NULL, *inverse = NULL;
	enum status code = blind_read(key, ctx, blind, &r, &inverse, err);

	if (code != OK)
		return code;
	if (m == NULL || z == NULL || BN_gcd(z, m, key->n, ctx) != 1)
		return crypto_failed(err);
	if (!BN_is_one(z))
		return refused(err, MSG_BLIND_INVALID);
	if (BN_mod_exp(x, r, key->e, key->n, ctx) != 1 ||
	    BN_mod_mul(z, m, x, key->n, ctx) != 1)
		return crypto_failed(err);
	return number_write(z, key->bytes, ret_blinded, err);
}

enum status
blindsig_blind(const struct blindsig_key *key, struct str message,
    struct str salt, const struct blindsig_number *blind,
    struct blindsig_number *ret_blinded, struct err *err)
{
	struct blindsig_number encoded;
	BN_CTX *ctx = NULL;
	enum status code = blindsig_encode(key, message, salt, &encoded, err);

	if (code != OK)
		return code;
	ctx = BN_CTX_secure_new();
	if (ctx == NULL)
		return crypto_failed(err);
	BN_CTX_start(ctx);
	code = blind_encoded(key, ctx, &encoded, blind, ret_blinded, err);
	BN_CTX_end(ctx);
	BN_CTX_free(ctx);
	blindsig_wipe(&encoded);
	return code;
}

/* s = m^d: a "decryption" without padding, which OpenSSL blinds by itself. */
static bool
raw_private(const struct blindsig_key *key, struct str m,
    struct blindsig_number *ret)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key->pkey, NULL);
	size_t len = sizeof(ret->at);
	bool done = ctx != NULL && EVP_PKEY_decrypt_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	    EVP_PKEY_decrypt(ctx, ret->at, &len, (const unsigned char *)m.at,
	        m.len) == 1 &&
	    len == key->bytes;

	EVP_PKEY_CTX_free(ctx);
	ret->len = done ? len : 0;
	return done;
}

/* A fault in the private operation would give the key away: s^e must be m. */
static bool
opens_to(const struct blindsig_key *key, BN_CTX *ctx,
    const struct blindsig_number *signature, const BIGNUM *m)
{
	BIGNUM *s = number_read(ctx, signature->at, signature->len);
	BIGNUM *opened = BN_CTX_get(ctx);

	return s != NULL && opened != NULL &&
	    BN_mod_exp(opened, s, key->e, key->n, ctx) == 1 &&
	    BN_cmp(opened, m) == 0;
}

enum status
blindsig_sign(const struct blindsig_key *pair, struct str blinded,
    struct blindsig_number *ret_signature, struct err *err)
{
	struct blindsig_number signature;
	BN_CTX *ctx = NULL;
	BIGNUM *m = NULL;
	enum status code = OK;

	if (blinded.len != pair->bytes)
		return refused(err, MSG_BLINDED_SIZE);
	ctx = BN_CTX_secure_new();
	if (ctx == NULL)
		return crypto_failed(err);
	BN_CTX_start(ctx);
	m = number_read(ctx, blinded.at, blinded.len);
	if (m == NULL)
		code = crypto_failed(err);
	else if (BN_cmp(m, pair->n) >= 0)
		code = refused(err, MSG_BLINDED_SIZE);
	else if (!raw_private(pair, blinded, &signature) ||
	    !opens_to(pair, ctx, &signature, m))
		code = crypto_failed(err);
	else
		*ret_signature = signature;
	BN_CTX_end(ctx);
	BN_CTX_free(ctx);
	return code;
}

static enum status
unblind(const struct blindsig_key *key, BN_CTX *ctx, struct str blind_signature,
    const struct blindsig_number *blind, struct blindsig_number *ret,
    struct err *err)
{
	BIGNUM *z = number_read(ctx, blind_signature.at, blind_signature.len);
	BIGNUM *s = BN_CTX_get(ctx);
	BIGNUM *r = NULL, *inverse = NULL;
	enum status code = blind_read(key, ctx, blind, &r, &inverse, err);

	if (code != OK)
		return code;
	if (z == NULL || s == NULL ||
	    BN_mod_mul(s, z, inverse, key->n, ctx) != 1)
		return crypto_failed(err);
	return number_write(s, key->bytes, ret, err);
}

enum status
blindsig_finish(const struct blindsig_key *key, struct str message,
    size_t salt_bytes, const struct blindsig_number *blind,
    struct str blind_signature, struct blindsig_number *ret_signature,
    struct err *err)
{
	struct blindsig_number signature;
	BN_CTX *ctx = NULL;
	enum status code = OK;

	if (blind_signature.len != key->bytes)
		return refused(err, MSG_SIGNATURE_INVALID);
	ctx = BN_CTX_secure_new();
	if (ctx == NULL)
		return crypto_failed(err);
	BN_CTX_start(ctx);
	code = unblind(key, ctx, blind_signature, blind, &signature, err);
	BN_CTX_end(ctx);
	BN_CTX_free(ctx);
	if (code == OK)
		code = blindsig_verify(key, message, salt_bytes,
		    (struct str){ (char *)signature.at, signature.len }, err);
	if (code == OK)
		*ret_signature = signature;
	return code;
}

static bool
pss_verifies(const struct blindsig_key *key, struct str message,
    size_t salt_bytes, struct str signature)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx = NULL; /* owned by md */
	bool good = md != NULL &&
	    EVP_DigestVerifyInit(md, &ctx, EVP_sha384(), NULL,
	        key->pkey) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, (int)salt_bytes) == 1 &&
	    EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha384()) == 1 &&
	    EVP_DigestVerify(md, (const unsigned char *)signature.at,
	        signature.len, (const unsigned char *)message.at,
	        message.len) == 1;

	EVP_MD_CTX_free(md);
	return good;
}

enum status
blindsig_verify(const struct blindsig_key *key, struct str message,
    size_t salt_bytes, struct str signature, struct err *err)
{
	if (signature.len != key->bytes ||
	    !pss_verifies(key, message, salt_bytes, signature))
		return refused(err, MSG_SIGNATURE_INVALID);
	return OK;
}
