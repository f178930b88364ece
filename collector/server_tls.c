/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server_tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>

static SSL_CTX *
new_context(const struct server_tls *files)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	if (context != NULL &&
	    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
	    SSL_CTX_set_num_tickets(context, 0) == 1 &&
	    SSL_CTX_use_certificate_file(context, files->certificate,
	        SSL_FILETYPE_PEM) == 1 &&
	    SSL_CTX_use_PrivateKey_file(context, files->key,
	        SSL_FILETYPE_PEM) == 1 &&
	    SSL_CTX_check_private_key(context) == 1)
		return context;
	SSL_CTX_free(context);
	return NULL;
}

/* The authority goes with the chain: a computer knows its fingerprint only. */
static bool
add_authority(SSL_CTX *context, const char *path)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *authority = file == NULL
	    ? NULL
	    : PEM_read_bio_X509(file, NULL, NULL, NULL);
	bool added = authority != NULL &&
	    SSL_CTX_add_extra_chain_cert(context, authority) == 1;

	if (authority != NULL && !added)
		X509_free(authority);
	BIO_free(file);
	return added;
}

enum status
server_tls_load(const struct server_tls *files, SSL_CTX **ret,
    struct err *err)
{
	SSL_CTX *context = new_context(files);

	ERR_clear_error();
	if (context == NULL || !add_authority(context, files->authority)) {
		SSL_CTX_free(context);
		return err_set(err, E_DAMAGED, MSG_SERVER_CERTIFICATE, NO_ARGS);
	}
	/* No session is ever resumed: a ticket would tie two connections. */
	(void)SSL_CTX_set_options(context, SSL_OP_NO_TICKET |
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	(void)SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	*ret = context;
	return OK;
}
