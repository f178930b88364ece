/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/authority.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

static X509 *
read_certificate(struct str pem)
{
	BIO *from = pem.len > INT_MAX ? NULL
	                              : BIO_new_mem_buf(pem.at, (int)pem.len);
	X509 *certificate = from == NULL
	    ? NULL
	    : PEM_read_bio_X509(from, NULL, NULL, NULL);

	(void)BIO_free(from);
	return certificate;
}

bool
authority_is(struct str pem, const uint8_t *fingerprint, size_t n)
{
	X509 *certificate = read_certificate(pem);
	uint8_t found[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	bool same = certificate != NULL &&
	    X509_digest(certificate, EVP_sha256(), found, &len) == 1 &&
	    n <= len && memcmp(found, fingerprint, n) == 0;

	X509_free(certificate);
	return same;
}

enum status
authority_signed(struct str pem, struct str text, struct str signature,
    struct err *err)
{
	X509 *certificate = read_certificate(pem);
	EVP_PKEY *key = certificate == NULL ? NULL
	                                    : X509_get_pubkey(certificate);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = key != NULL && context != NULL &&
	    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestVerify(context, (const unsigned char *)signature.at,
	        signature.len, (const unsigned char *)text.at, text.len) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	X509_free(certificate);
	return good ? OK : err_set(err, E_INVALID, MSG_RECORD_SIGNATURE,
	                       NO_ARGS);
}
