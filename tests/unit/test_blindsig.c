/* SPDX-License-Identifier: Apache-2.0 */
#include "core/blindsig.h"

#include "tests/unit/vectors.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

static BIGNUM *
number_of(struct str record, const char *name)
{
	struct vector_value value = vector_get(record, name);

	return BN_bin2bn(value.at, (int)value.len, NULL);
}

/* d mod (factor - 1) */
static BIGNUM *
crt_exponent(const BIGNUM *d, const BIGNUM *factor, BN_CTX *ctx)
{
	BIGNUM *less = BN_dup(factor), *exponent = BN_new();

	assert_int_equal(BN_sub_word(less, 1), 1);
	assert_int_equal(BN_mod(exponent, d, less, ctx), 1);
	BN_free(less);
	return exponent;
}

#define NUMBERS 8

/* The RFC gives bare numbers; a key file also wants what follows from them. */
static void
numbers_read(struct str record, BIGNUM *numbers[NUMBERS])
{
	static const char *const names[] = { "n", "e", "d", "p", "q" };
	BN_CTX *ctx = BN_CTX_new();

	for (size_t i = 0; i < COUNT(names); i++)
		numbers[i] = number_of(record, names[i]);
	numbers[5] = crt_exponent(numbers[2], numbers[3], ctx);
	numbers[6] = crt_exponent(numbers[2], numbers[4], ctx);
	numbers[7] = BN_mod_inverse(NULL, numbers[4], numbers[3], ctx);
	BN_CTX_free(ctx);
}

static EVP_PKEY *
pkey_of(BIGNUM *numbers[NUMBERS])
{
	static const char *const params[NUMBERS] = { OSSL_PKEY_PARAM_RSA_N,
		OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D,
		OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
		OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
		OSSL_PKEY_PARAM_RSA_COEFFICIENT1 };
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	OSSL_PARAM *list;
	EVP_PKEY *pkey = NULL;

	for (size_t i = 0; i < NUMBERS; i++)
		assert_int_equal(OSSL_PARAM_BLD_push_BN(builder, params[i],
		    numbers[i]), 1);
	list = OSSL_PARAM_BLD_to_param(builder);
	assert_int_equal(EVP_PKEY_fromdata_init(ctx), 1);
	assert_int_equal(
	    EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_KEYPAIR, list), 1);
	OSSL_PARAM_free(list);
	OSSL_PARAM_BLD_free(builder);
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

static void
key_der(struct str record, struct buf *out)
{
	BIGNUM *numbers[NUMBERS];
	PKCS8_PRIV_KEY_INFO *info;
	unsigned char *der = NULL;
	EVP_PKEY *pkey;
	int len;

	numbers_read(record, numbers);
	pkey = pkey_of(numbers);
	info = EVP_PKEY2PKCS8(pkey);
	len = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
	assert_true(len > 0);
	buf_str(out, (struct str){ (char *)der, (size_t)len });
	OPENSSL_free(der);
	PKCS8_PRIV_KEY_INFO_free(info);
	EVP_PKEY_free(pkey);
	for (size_t i = 0; i < NUMBERS; i++)
		BN_free(numbers[i]);
}

static struct blindsig_key *
key_of(struct str record)
{
	struct blindsig_key *key = NULL;
	struct buf der;
	struct err err;

	buf_init(&der, 8192);
	key_der(record, &der);
	check_ok(blindsig_import(buf_view(&der), &key, &err), &err);
	buf_release(&der);
	return key;
}

/* The RFC prints the blind's inverse. */
static struct blindsig_number
blind_of(struct str record)
{
	BIGNUM *n = number_of(record, "n"), *inv = number_of(record, "inv");
	BN_CTX *ctx = BN_CTX_new();
	BIGNUM *r = BN_mod_inverse(NULL, inv, n, ctx);
	struct blindsig_number blind = { .len = (size_t)BN_num_bytes(n) };

	assert_non_null(r);
	assert_int_equal(BN_bn2binpad(r, blind.at, (int)blind.len),
	    (int)blind.len);
	BN_free(r);
	BN_free(n);
	BN_free(inv);
	BN_CTX_free(ctx);
	return blind;
}

static struct str
view(const struct blindsig_number *number)
{
	return (struct str){ (const char *)number->at, number->len };
}

static void
check_record(struct str record)
{
	struct vector_value msg = vector_get(record, "msg");
	struct vector_value salt = vector_get(record, "salt");
	struct blindsig_number blind = blind_of(record);
	struct blindsig_number encoded, blinded, blind_sig, sig;
	struct blindsig_key *key = key_of(record);
	struct err err;

	check_ok(blindsig_encode(key, vector_str(&msg), vector_str(&salt),
	    &encoded, &err), &err);
	check_vector(encoded.at, encoded.len, record, "encoded_msg");
	check_ok(blindsig_blind(key, vector_str(&msg), vector_str(&salt),
	    &blind, &blinded, &err), &err);
	check_vector(blinded.at, blinded.len, record, "blinded_msg");
	check_ok(blindsig_sign(key, view(&blinded), &blind_sig, &err), &err);
	check_vector(blind_sig.at, blind_sig.len, record, "blind_sig");
	check_ok(blindsig_finish(key, vector_str(&msg), salt.len, &blind,
	    view(&blind_sig), &sig, &err), &err);
	check_vector(sig.at, sig.len, record, "sig");
	check_ok(blindsig_verify(key, vector_str(&msg), salt.len, view(&sig),
	    &err), &err);
	blindsig_free(key);
}

static void
every_step_of_the_vectors_of_rfc_9474_comes_out(void **state)
{
	struct str cursor, record;
	struct buf text;
	int count = 0;

	(void)state;
	vectors_open(&text, "rfc9474.txt");
	for (cursor = buf_view(&text); vectors_next(&cursor, &record); count++)
		check_record(record);
	assert_int_equal(count, 2);
	buf_release(&text);
}

struct fixture {
	struct blindsig_key *key;
	struct blindsig_number blind, blinded, blind_sig, sig;
};

#define MESSAGE_TEXT STR("what nobody but the client reads")

static int
make(void **state)
{
	static const char salt[BLINDSIG_SALT] = "salt";
	struct fixture *f = calloc(1, sizeof(*f));
	struct err err;

	check_ok(blindsig_generate(2048, &f->key, &err), &err);
	check_ok(blindsig_draw(f->key, &f->blind, &err), &err);
	check_ok(blindsig_blind(f->key, MESSAGE_TEXT,
	    (struct str){ salt, sizeof(salt) }, &f->blind, &f->blinded, &err),
	    &err);
	check_ok(blindsig_sign(f->key, view(&f->blinded), &f->blind_sig, &err),
	    &err);
	check_ok(blindsig_finish(f->key, MESSAGE_TEXT, BLINDSIG_SALT, &f->blind,
	    view(&f->blind_sig), &f->sig, &err), &err);
	*state = f;
	return 0;
}

static int
drop(void **state)
{
	struct fixture *f = *state;

	blindsig_free(f->key);
	free(f);
	return 0;
}

static void
one_changed_bit_anywhere_breaks_a_signature(void **state)
{
	const struct fixture *f = *state;
	struct err err;

	for (size_t i = 0; i < f->sig.len; i += 17) {
		struct blindsig_number bent = f->sig;

		bent.at[i] ^= 1;
		assert_int_equal(blindsig_verify(f->key, MESSAGE_TEXT,
		    BLINDSIG_SALT, view(&bent), &err), E_INVALID);
	}
}

static void
another_message_salt_length_or_size_does_not_verify(void **state)
{
	const struct fixture *f = *state;
	struct str sig = view(&f->sig);
	struct err err;

	assert_int_equal(blindsig_verify(f->key, STR("another"), BLINDSIG_SALT,
	    sig, &err), E_INVALID);
	assert_int_equal(blindsig_verify(f->key, MESSAGE_TEXT, 32, sig, &err),
	    E_INVALID);
	assert_int_equal(blindsig_verify(f->key, MESSAGE_TEXT, BLINDSIG_SALT,
	    str_head(sig, 255), &err), E_INVALID);
	assert_int_equal(blindsig_verify(f->key, MESSAGE_TEXT, BLINDSIG_SALT,
	    STR(""), &err), E_INVALID);
}

static void
the_signer_refuses_what_is_not_below_the_modulus(void **state)
{
	const struct fixture *f = *state;
	struct blindsig_number n = blindsig_modulus(f->key), out;
	struct err err;

	assert_int_equal(blindsig_sign(f->key, view(&n), &out, &err), E_INVALID);
	assert_int_equal(blindsig_sign(f->key, str_head(view(&f->blinded), 255),
	    &out, &err), E_INVALID);
	assert_int_equal(blindsig_sign(f->key, STR(""), &out, &err), E_INVALID);
	n.at[n.len - 1] ^= 1; /* n is odd: n - 1 */
	check_ok(blindsig_sign(f->key, view(&n), &out, &err), &err);
}

static void
a_blind_of_zero_or_above_the_modulus_is_refused(void **state)
{
	const struct fixture *f = *state;
	struct blindsig_number zero = { .len = f->blind.len }, out;
	struct blindsig_number n = blindsig_modulus(f->key);
	struct err err;

	assert_int_equal(blindsig_blind(f->key, MESSAGE_TEXT, STR(""), &zero,
	    &out, &err), E_INVALID);
	assert_int_equal(blindsig_blind(f->key, MESSAGE_TEXT, STR(""), &n, &out,
	    &err), E_INVALID);
	n.len--;
	assert_int_equal(blindsig_blind(f->key, MESSAGE_TEXT, STR(""), &n, &out,
	    &err), E_INVALID);
}

static void
a_signer_who_signs_something_else_is_noticed(void **state)
{
	const struct fixture *f = *state;
	struct blindsig_number other = f->blinded, signature, out;
	struct err err;

	other.at[other.len - 1] ^= 1;
	other.at[0] = 0;
	check_ok(blindsig_sign(f->key, view(&other), &signature, &err), &err);
	assert_int_equal(blindsig_finish(f->key, MESSAGE_TEXT, BLINDSIG_SALT,
	    &f->blind, view(&signature), &out, &err), E_INVALID);
	assert_int_equal(blindsig_finish(f->key, MESSAGE_TEXT, BLINDSIG_SALT,
	    &f->blind, STR("short"), &out, &err), E_INVALID);
}

/* Unlinkability: nothing that the signer saw stands in what is shown later. */
static void
what_is_issued_shares_no_bytes_with_what_is_spent(void **state)
{
	const struct fixture *f = *state;
	struct str issued[] = { view(&f->blinded), view(&f->blind_sig) };

	for (size_t k = 0; k < COUNT(issued); k++)
		for (size_t i = 0; i + 8 <= f->sig.len; i++) {
			size_t at;

			assert_false(str_find(issued[k],
			    str_head(str_skip(view(&f->sig), i), 8), &at));
		}
}

static void
a_pair_survives_its_file_and_a_public_key_its_modulus(void **state)
{
	const struct fixture *f = *state;
	struct blindsig_number n = blindsig_modulus(f->key), out;
	struct blindsig_key *pair = NULL, *public = NULL;
	struct buf der;
	struct err err;

	buf_init(&der, 8192);
	check_ok(blindsig_export(f->key, &der, &err), &err);
	check_ok(blindsig_import(buf_view(&der), &pair, &err), &err);
	check_ok(blindsig_sign(pair, view(&f->blinded), &out, &err), &err);
	assert_memory_equal(out.at, f->blind_sig.at, out.len);
	check_ok(blindsig_public(view(&n), &public, &err), &err);
	check_ok(blindsig_verify(public, MESSAGE_TEXT, BLINDSIG_SALT,
	    view(&f->sig), &err), &err);
	assert_int_equal(blindsig_sign(public, view(&f->blinded), &out, &err),
	    E_NOMEM);
	blindsig_free(public);
	blindsig_free(pair);
	buf_release(&der);
}

static void
what_is_no_rsa_key_is_refused(void **state)
{
	const struct fixture *f = *state;
	struct blindsig_number n = blindsig_modulus(f->key);
	struct blindsig_key *key = NULL;
	struct err err;

	assert_int_equal(blindsig_import(STR("no DER"), &key, &err), E_INVALID);
	assert_int_equal(blindsig_import(STR(""), &key, &err), E_INVALID);
	assert_int_equal(blindsig_public(STR(""), &key, &err), E_INVALID);
	assert_int_equal(blindsig_public(str_head(view(&n), 255), &key, &err),
	    E_INVALID);
	n.at[n.len - 1] ^= 1; /* even */
	assert_int_equal(blindsig_public(view(&n), &key, &err), E_INVALID);
	n.at[n.len - 1] ^= 1;
	n.at[0] = 0; /* top bit clear */
	assert_int_equal(blindsig_public(view(&n), &key, &err), E_INVALID);
	assert_null(key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_step_of_the_vectors_of_rfc_9474_comes_out),
		cmocka_unit_test(one_changed_bit_anywhere_breaks_a_signature),
		cmocka_unit_test(
		    another_message_salt_length_or_size_does_not_verify),
		cmocka_unit_test(the_signer_refuses_what_is_not_below_the_modulus),
		cmocka_unit_test(a_blind_of_zero_or_above_the_modulus_is_refused),
		cmocka_unit_test(a_signer_who_signs_something_else_is_noticed),
		cmocka_unit_test(what_is_issued_shares_no_bytes_with_what_is_spent),
		cmocka_unit_test(
		    a_pair_survives_its_file_and_a_public_key_its_modulus),
		cmocka_unit_test(what_is_no_rsa_key_is_refused),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
