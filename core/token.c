/* SPDX-License-Identifier: Apache-2.0 */
#include "core/token.h"

#include "core/digest.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <string.h>

#define PREFIX_BYTES 81
#define CHALLENGE_MAX 256

/*
 * RFC 9578 §6.5: SubjectPublicKeyInfo of RSA-2048 under id-RSASSA-PSS with
 * SHA-384, MGF1 with SHA-384 and salt 48, up to the modulus.  By hand, because
 * OpenSSL writes NULL parameters into the hash identifiers (346 bytes).
 */
static const uint8_t spki_prefix[PREFIX_BYTES] = {
	0x30, 0x82, 0x01, 0x52, 0x30, 0x3d,             /* SPKI, algorithm */
	0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, /* id-RSASSA-PSS */
	0x01, 0x01, 0x0a, 0x30, 0x30,
	0xa0, 0x0d, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, /* SHA-384 */
	0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02,
	0xa1, 0x1a, 0x30, 0x18, 0x06, 0x09, 0x2a, 0x86, /* MGF1 */
	0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08, 0x30,
	0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, /* of SHA-384 */
	0x03, 0x04, 0x02, 0x02,
	0xa2, 0x03, 0x02, 0x01, 0x30,                   /* salt 48 */
	0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, /* bits, sequence */
	0x0a, 0x02, 0x82, 0x01, 0x01, 0x00              /* modulus, sign */
};
static const uint8_t spki_suffix[] = { 0x02, 0x03, 0x01, 0x00, 0x01 };

_Static_assert(
    PREFIX_BYTES + TOKEN_KEY_BYTES + sizeof(spki_suffix) == TOKEN_SPKI_BYTES,
    "the parts of an SPKI are its whole");

static struct str
bytes_of(const uint8_t *at, size_t len)
{
	return (struct str){ (const char *)at, len };
}

/* Completes a key whose RSA part is there; releases it on failure. */
static enum status
key_complete(struct blindsig_key *take_rsa, struct token_key *ret_key,
    struct err *err)
{
	struct token_key key = { .rsa = take_rsa };
	struct blindsig_number n = blindsig_modulus(take_rsa);
	enum status code = OK;

	if (n.len != TOKEN_KEY_BYTES)
		code = err_set(err, E_INVALID, MSG_SIGNING_KEY_INVALID,
		    NO_ARGS);
	if (code == OK) {
		memcpy(key.spki, spki_prefix, PREFIX_BYTES);
		memcpy(key.spki + PREFIX_BYTES, n.at, TOKEN_KEY_BYTES);
		memcpy(key.spki + PREFIX_BYTES + TOKEN_KEY_BYTES, spki_suffix,
		    sizeof(spki_suffix));
		code = digest_sha256(bytes_of(key.spki, sizeof(key.spki)),
		    key.id, err);
	}
	if (code == OK)
		*ret_key = key;
	else
		blindsig_free(take_rsa);
	return code;
}

static uint8_t
truncated(const uint8_t id[TOKEN_DIGEST])
{
	return id[TOKEN_DIGEST - 1];
}

enum status
token_key_new(const uint8_t other_id[TOKEN_DIGEST], struct token_key *ret_key,
    struct err *err)
{
	for (;;) {
		struct blindsig_key *rsa = NULL;
		struct token_key key;
		enum status code = blindsig_generate(TOKEN_KEY_BITS, &rsa, err);

		if (code == OK)
			code = key_complete(rsa, &key, err);
		if (code != OK)
			return code;
		if (other_id == NULL ||
		    truncated(key.id) != truncated(other_id)) {
			*ret_key = key;
			return OK;
		}
		token_key_release(&key);
	}
}

enum status
token_key_public(struct str spki, struct token_key *ret_key, struct err *err)
{
	struct str modulus = str_head(str_skip(spki, PREFIX_BYTES),
	    TOKEN_KEY_BYTES);
	struct blindsig_key *rsa = NULL;
	enum status code = OK;

	if (spki.len != TOKEN_SPKI_BYTES ||
	    !str_starts(spki, bytes_of(spki_prefix, PREFIX_BYTES)) ||
	    !str_ends(spki, bytes_of(spki_suffix, sizeof(spki_suffix))))
		return err_set(err, E_INVALID, MSG_SIGNING_KEY_INVALID,
		    NO_ARGS);
	code = blindsig_public(modulus, &rsa, err);
	return code == OK ? key_complete(rsa, ret_key, err) : code;
}

enum status
token_key_pair(struct str der, struct token_key *ret_key, struct err *err)
{
	struct blindsig_key *rsa = NULL;
	enum status code = blindsig_import(der, &rsa, err);

	return code == OK ? key_complete(rsa, ret_key, err) : code;
}

void
token_key_release(struct token_key *key)
{
	blindsig_free(key->rsa);
	key->rsa = NULL;
}

enum status
token_secrets_draw(const struct token_key *key, struct token_secrets *ret,
    struct err *err)
{
	struct blindsig_number blind;
	struct token_secrets secrets;
	enum status code = OK;

	if (RAND_priv_bytes(secrets.nonce, sizeof(secrets.nonce)) != 1 ||
	    RAND_priv_bytes(secrets.salt, sizeof(secrets.salt)) != 1)
		return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	code = blindsig_draw(key->rsa, &blind, err);
	if (code == OK) {
		memcpy(secrets.blind, blind.at, sizeof(secrets.blind));
		*ret = secrets;
		blindsig_wipe(&blind);
	}
	token_secrets_wipe(&secrets);
	return code;
}

void
token_secrets_wipe(struct token_secrets *secrets)
{
	OPENSSL_cleanse(secrets, sizeof(*secrets));
}

static void
write_u16(struct buf *out, size_t number)
{
	buf_char(out, (char)(number >> 8));
	buf_char(out, (char)number);
}

void
token_challenge(struct buf *out, struct str issuer, struct str context,
    struct str origin)
{
	write_u16(out, TOKEN_TYPE);
	write_u16(out, issuer.len);
	buf_str(out, issuer);
	buf_char(out, (char)context.len);
	buf_str(out, context);
	write_u16(out, origin.len);
	buf_str(out, origin);
}

enum status
token_challenge_of(const uint8_t record_digest[TOKEN_DIGEST],
    uint8_t ret[TOKEN_DIGEST], struct err *err)
{
	struct buf challenge;
	enum status code;

	buf_init(&challenge, CHALLENGE_MAX);
	token_challenge(&challenge, STR(TOKEN_ISSUER),
	    bytes_of(record_digest, TOKEN_DIGEST), STR(""));
	code = buf_status(&challenge);
	if (code != OK)
		code = err_set(err, code, MSG_NO_MEMORY, NO_ARGS);
	else
		code = digest_sha256(buf_view(&challenge), ret, err);
	buf_release(&challenge);
	return code;
}

/* RFC 9578 §6.1: type, nonce, digest of the challenge, key id. */
static void
input_write(uint8_t to[TOKEN_INPUT_BYTES], const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], const uint8_t nonce[TOKEN_NONCE])
{
	to[0] = TOKEN_TYPE >> 8;
	to[1] = TOKEN_TYPE & 0xff;
	memcpy(to + 2, nonce, TOKEN_NONCE);
	memcpy(to + 2 + TOKEN_NONCE, challenge, TOKEN_DIGEST);
	memcpy(to + 2 + TOKEN_NONCE + TOKEN_DIGEST, key->id, TOKEN_DIGEST);
}

static struct blindsig_number
blind_of(const struct token_secrets *secrets)
{
	struct blindsig_number blind = { .len = TOKEN_KEY_BYTES };

	memcpy(blind.at, secrets->blind, TOKEN_KEY_BYTES);
	return blind;
}

enum status
token_request(const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], const struct token_secrets *secrets,
    uint8_t ret[TOKEN_REQUEST_BYTES], struct err *err)
{
	struct blindsig_number blind = blind_of(secrets), blinded;
	uint8_t input[TOKEN_INPUT_BYTES];
	enum status code;

	input_write(input, key, challenge, secrets->nonce);
	code = blindsig_blind(key->rsa, bytes_of(input, sizeof(input)),
	    bytes_of(secrets->salt, BLINDSIG_SALT), &blind, &blinded, err);
	if (code == OK) {
		ret[0] = TOKEN_TYPE >> 8;
		ret[1] = TOKEN_TYPE & 0xff;
		ret[2] = truncated(key->id);
		memcpy(ret + 3, blinded.at, TOKEN_KEY_BYTES);
	}
	blindsig_wipe(&blind);
	OPENSSL_cleanse(input, sizeof(input));
	return code;
}

enum status
token_issue(const struct token_key *pair, struct str request,
    uint8_t ret[TOKEN_KEY_BYTES], struct err *err)
{
	const uint8_t head[3] = { TOKEN_TYPE >> 8, TOKEN_TYPE & 0xff,
		truncated(pair->id) };
	struct blindsig_number signature;
	enum status code;

	if (request.len != TOKEN_REQUEST_BYTES ||
	    !str_starts(request, bytes_of(head, sizeof(head))))
		return err_set(err, E_INVALID, MSG_TOKEN_REQUEST_INVALID,
		    NO_ARGS);
	code = blindsig_sign(pair->rsa, str_skip(request, sizeof(head)),
	    &signature, err);
	if (code == OK)
		memcpy(ret, signature.at, TOKEN_KEY_BYTES);
	return code;
}

enum status
token_finish(const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], const struct token_secrets *secrets,
    struct str response, uint8_t ret[TOKEN_BYTES], struct err *err)
{
	struct blindsig_number blind = blind_of(secrets), signature;
	uint8_t input[TOKEN_INPUT_BYTES];
	enum status code;

	input_write(input, key, challenge, secrets->nonce);
	code = blindsig_finish(key->rsa, bytes_of(input, sizeof(input)),
	    BLINDSIG_SALT, &blind, response, &signature, err);
	if (code == OK) {
		memcpy(ret, input, sizeof(input));
		memcpy(ret + sizeof(input), signature.at, TOKEN_KEY_BYTES);
	}
	blindsig_wipe(&blind);
	OPENSSL_cleanse(input, sizeof(input));
	return code;
}

enum status
token_verify(const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], struct str token, struct err *err)
{
	uint8_t input[TOKEN_INPUT_BYTES];

	if (token.len != TOKEN_BYTES)
		return err_set(err, E_INVALID, MSG_TOKEN_INVALID, NO_ARGS);
	input_write(input, key, challenge,
	    (const uint8_t *)token_nonce(token).at);
	if (!str_starts(token, bytes_of(input, sizeof(input))))
		return err_set(err, E_INVALID, MSG_TOKEN_OTHER, NO_ARGS);
	return blindsig_verify(key->rsa, bytes_of(input, sizeof(input)),
	    BLINDSIG_SALT, str_skip(token, sizeof(input)), err);
}

struct str
token_nonce(struct str token)
{
	return str_head(str_skip(token, 2), TOKEN_NONCE);
}
