/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/pki.h"

#include "core/calendar.h"
#include "core/domain.h"
#include "core/os.h"
#include "core/outfile.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#define PEM_BYTES 16384
#define PATH_BYTES 4096
#define SERIAL_BYTES 16
#define NAME_BYTES 64 /* ub-common-name, RFC 5280 */
#define DAY CALENDAR_SECONDS_PER_DAY

static bool
is_address(const char *host, char *out, size_t size)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET, host, bytes) == 1)
		return inet_ntop(AF_INET, bytes, out, (socklen_t)size) != NULL;
	if (inet_pton(AF_INET6, host, bytes) == 1)
		return inet_ntop(AF_INET6, bytes, out, (socklen_t)size) != NULL;
	return false;
}

static bool
canonical_host(struct str host, char out[PKI_HOST_BYTES])
{
	char typed[PKI_HOST_BYTES];
	struct domain domain;

	if (host.len >= sizeof(typed) || memchr(host.at, '\0', host.len) != NULL)
		return false;
	(void)snprintf(typed, sizeof(typed), "%.*s", (int)host.len, host.at);
	if (is_address(typed, out, PKI_HOST_BYTES))
		return true;
	if (!domain_canonical(host, &domain))
		return false;
	/* A single label ("serveur", "localhost") is fine on an office network. */
	if (!domain_is_host(domain_view(&domain)) &&
	    strspn(domain.text, "abcdefghijklmnopqrstuvwxyz0123456789-") !=
	        domain.len)
		return false;
	(void)snprintf(out, PKI_HOST_BYTES, "%s", domain.text);
	return true;
}

enum status
pki_hosts_add(struct pki_hosts *hosts, struct str host, struct err *err)
{
	char text[PKI_HOST_BYTES];
	struct buf given;
	enum status code = OK;

	buf_init(&given, PKI_HOST_BYTES);
	buf_str(&given, str_head(host, 100));
	if (!canonical_host(host, text))
		code = err_set(err, E_USAGE, MSG_HOST_INVALID,
		    ARGS(buf_z(&given)));
	buf_release(&given);
	for (size_t i = 0; code == OK && i < hosts->count; i++)
		if (strcmp(hosts->at[i], text) == 0)
			return OK;
	if (code == OK && hosts->count == PKI_HOSTS_MAX)
		code = err_set(err, E_LIMIT, MSG_HOSTS_TOO_MANY,
		    ARGS(digits(PKI_HOSTS_MAX).text));
	if (code == OK)
		memcpy(hosts->at[hosts->count++], text, sizeof(text));
	return code;
}

static enum status
crypto_failed(struct err *err)
{
	return err_set(err, E_NOMEM, MSG_CERTIFICATE_FAILED, NO_ARGS);
}

/* Files: PEM through memory, so that every write is a rename. */

static enum status
publish_pem(const char *folder, const char *name, enum outfile_reader reader,
    BIO *pem, struct err *err)
{
	struct buf path;
	char *text = NULL;
	long len = BIO_get_mem_data(pem, &text);
	enum status code;

	buf_init(&path, PATH_BYTES);
	os_join(&path, folder, name);
	code = len <= 0 || buf_status(&path) != OK
	    ? crypto_failed(err)
	    : outfile_publish(buf_z(&path), reader,
	          (struct str){ text, (size_t)len }, err);
	buf_release(&path);
	return code;
}

static enum status
write_key(const char *folder, const char *name, EVP_PKEY *key, struct err *err)
{
	BIO *pem = BIO_new(BIO_s_secmem());
	enum status code;

	if (pem == NULL ||
	    PEM_write_bio_PrivateKey(pem, key, NULL, NULL, 0, NULL, NULL) != 1)
		code = crypto_failed(err);
	else
		code = publish_pem(folder, name, OUTFILE_OWNER, pem, err);
	BIO_free(pem);
	return code;
}

static enum status
write_certificate(const char *folder, const char *name, X509 *certificate,
    struct err *err)
{
	BIO *pem = BIO_new(BIO_s_mem());
	enum status code;

	if (pem == NULL || PEM_write_bio_X509(pem, certificate) != 1)
		code = crypto_failed(err);
	else
		code = publish_pem(folder, name, OUTFILE_ALL, pem, err);
	BIO_free(pem);
	return code;
}

static enum status
read_pem(const char *folder, const char *name, struct buf *content,
    struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	os_join(&path, folder, name);
	code = os_read_file(buf_z(&path), content, err);
	buf_release(&path);
	return code;
}

static enum status
read_key(const char *folder, const char *name, EVP_PKEY **ret_key,
    struct err *err)
{
	struct buf content;
	BIO *pem = NULL;
	EVP_PKEY *key = NULL;
	enum status code;

	buf_init(&content, PEM_BYTES);
	code = read_pem(folder, name, &content, err);
	if (code == OK) {
		pem = BIO_new_mem_buf(buf_z(&content), (int)content.len);
		key = pem == NULL ? NULL
		                  : PEM_read_bio_PrivateKey(pem, NULL, NULL, NULL);
		if (key == NULL)
			code = err_set(err, E_DAMAGED, MSG_PKI_DAMAGED,
			    ARGS(name));
	}
	if (code == OK)
		*ret_key = key;
	BIO_free(pem);
	buf_release(&content);
	return code;
}

static enum status
read_certificate(const char *folder, const char *name, X509 **ret,
    struct err *err)
{
	struct buf content;
	BIO *pem = NULL;
	X509 *certificate = NULL;
	enum status code;

	buf_init(&content, PEM_BYTES);
	code = read_pem(folder, name, &content, err);
	if (code == OK) {
		pem = BIO_new_mem_buf(buf_z(&content), (int)content.len);
		if (pem != NULL)
			certificate = PEM_read_bio_X509(pem, NULL, NULL, NULL);
		if (certificate == NULL)
			code = err_set(err, E_DAMAGED, MSG_PKI_DAMAGED,
			    ARGS(name));
	}
	if (code == OK)
		*ret = certificate;
	BIO_free(pem);
	buf_release(&content);
	return code;
}

/* Certificates. */

static bool
set_serial(X509 *certificate)
{
	unsigned char bytes[SERIAL_BYTES];
	BIGNUM *number = NULL;
	bool done;

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return false;
	bytes[0] &= 0x7F; /* positive, at most 20 octets: RFC 5280 §4.1.2.2 */
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	done = number != NULL &&
	    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) !=
	        NULL;
	BN_free(number);
	return done;
}

static bool
set_dates(X509 *certificate, int64_t now, int64_t days)
{
	return ASN1_TIME_set(X509_getm_notBefore(certificate),
	           (time_t)(now - PKI_EARLY_SECONDS)) != NULL &&
	    ASN1_TIME_set(X509_getm_notAfter(certificate),
	        (time_t)(now + days * DAY)) != NULL;
}

static bool
set_name(X509_NAME *name, const char *text)
{
	return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	           (const unsigned char *)text, -1, -1, 0) == 1;
}

static bool
add_extension(X509 *certificate, X509 *issuer, int kind, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;
	bool done;

	X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
	done = extension != NULL &&
	    X509_add_ext(certificate, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return done;
}

struct extension_row {
	int kind;
	const char *value;
};

/* The subject's key identifier comes before the authority's, which copies it. */
static const struct extension_row authority_rows[] = {
	{ NID_basic_constraints, "critical,CA:TRUE,pathlen:0" },
	{ NID_key_usage, "critical,keyCertSign,digitalSignature" },
	{ NID_subject_key_identifier, "hash" },
};

static const struct extension_row server_rows[] = {
	{ NID_basic_constraints, "critical,CA:FALSE" },
	{ NID_key_usage, "critical,digitalSignature" },
	{ NID_ext_key_usage, "serverAuth" },
	{ NID_subject_key_identifier, "hash" },
	{ NID_authority_key_identifier, "keyid:always" },
};

static bool
add_extensions(X509 *certificate, X509 *issuer,
    const struct extension_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!add_extension(certificate, issuer, rows[i].kind,
		        rows[i].value))
			return false;
	return true;
}

static void
alternative_names(const struct pki_hosts *hosts, struct buf *out)
{
	char address[PKI_HOST_BYTES];

	for (size_t i = 0; i < hosts->count; i++) {
		buf_text(out, i == 0 ? "" : ",");
		buf_text(out,
		    is_address(hosts->at[i], address, sizeof(address)) ? "IP:"
		                                                       : "DNS:");
		buf_text(out, hosts->at[i]);
	}
}

static X509 *
new_certificate(EVP_PKEY *key, const char *name, int64_t now, int64_t days)
{
	X509 *certificate = X509_new();

	if (certificate != NULL &&
	    X509_set_version(certificate, X509_VERSION_3) == 1 &&
	    set_serial(certificate) && set_dates(certificate, now, days) &&
	    X509_set_pubkey(certificate, key) == 1 &&
	    set_name(X509_get_subject_name(certificate), name))
		return certificate;
	X509_free(certificate);
	return NULL;
}

static X509 *
new_authority(EVP_PKEY *key, const char *name, int64_t now)
{
	X509 *certificate = new_certificate(key, name, now,
	    PKI_AUTHORITY_DAYS);

	if (certificate != NULL &&
	    X509_set_issuer_name(certificate,
	        X509_get_subject_name(certificate)) == 1 &&
	    add_extensions(certificate, certificate, authority_rows,
	        sizeof(authority_rows) / sizeof(authority_rows[0])) &&
	    X509_sign(certificate, key, EVP_sha256()) > 0)
		return certificate;
	X509_free(certificate);
	return NULL;
}

static X509 *
new_server(EVP_PKEY *key, X509 *authority, EVP_PKEY *authority_key,
    const struct pki_hosts *hosts, int64_t now)
{
	X509 *certificate = new_certificate(key, "lanterne-collector", now,
	    PKI_SERVER_DAYS);
	struct buf names;
	bool done;

	buf_init(&names, PKI_HOSTS_MAX * (PKI_HOST_BYTES + 8));
	alternative_names(hosts, &names);
	done = certificate != NULL && hosts->count > 0 &&
	    X509_set_issuer_name(certificate,
	        X509_get_subject_name(authority)) == 1 &&
	    add_extensions(certificate, authority, server_rows,
	        sizeof(server_rows) / sizeof(server_rows[0])) &&
	    add_extension(certificate, authority, NID_subject_alt_name,
	        buf_z(&names)) &&
	    X509_sign(certificate, authority_key, EVP_sha256()) > 0;
	buf_release(&names);
	if (done)
		return certificate;
	X509_free(certificate);
	return NULL;
}

static bool
present(const char *folder, const char *name)
{
	struct os_stat found = { .kind = OS_NONE };
	struct buf path;
	bool there;

	buf_init(&path, PATH_BYTES);
	os_join(&path, folder, name);
	there = os_stat(buf_z(&path), &found, NULL) != OK ||
	    found.kind != OS_NONE;
	buf_release(&path);
	return there;
}

enum status
pki_create(const char *folder, const char *name, int64_t now, struct err *err)
{
	char common[NAME_BYTES + 1];
	EVP_PKEY *key = NULL;
	X509 *certificate = NULL;
	struct str cut = str_fit(str_of(name), NAME_BYTES / 4);
	enum status code;

	if (present(folder, "ca.key") || present(folder, "ca.crt"))
		return err_set(err, E_REFUSED, MSG_PKI_EXISTS, NO_ARGS);
	(void)snprintf(common, sizeof(common), "Lanterne, %.*s", (int)cut.len,
	    cut.at);
	key = EVP_EC_gen("P-256");
	certificate = key == NULL ? NULL : new_authority(key, common, now);
	code = certificate == NULL ? crypto_failed(err) : OK;
	if (code == OK)
		code = write_key(folder, "ca.key", key, err);
	if (code == OK)
		code = write_certificate(folder, "ca.crt", certificate, err);
	X509_free(certificate);
	EVP_PKEY_free(key);
	return code;
}

static int64_t
seconds_of(const ASN1_TIME *time)
{
	struct tm date;

	memset(&date, 0, sizeof(date));
	return ASN1_TIME_to_tm(time, &date) == 1 ? (int64_t)timegm(&date) : 0;
}

static int64_t
until(X509 *certificate)
{
	return seconds_of(X509_get0_notAfter(certificate));
}

/* The very list: a host taken off the settings leaves the certificate too. */
static bool
same_hosts(X509 *certificate, const struct pki_hosts *hosts)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(certificate,
	    NID_subject_alt_name, NULL, NULL);
	bool same = names != NULL &&
	    (size_t)sk_GENERAL_NAME_num(names) == hosts->count;
	char address[PKI_HOST_BYTES];

	for (size_t i = 0; same && i < hosts->count; i++)
		same = is_address(hosts->at[i], address, sizeof(address))
		    ? X509_check_ip_asc(certificate, hosts->at[i], 0) == 1
		    : X509_check_host(certificate, hosts->at[i], 0,
		          X509_CHECK_FLAG_NO_WILDCARDS, NULL) == 1;
	GENERAL_NAMES_free(names);
	return same;
}

/* The server's pair, judged against the authority's. */
static void
judge_server(const char *folder, X509 *authority,
    const struct pki_hosts *hosts, int64_t now, struct pki_info *info)
{
	X509 *certificate = NULL;
	EVP_PKEY *key = NULL;

	if (read_certificate(folder, "server.crt", &certificate, NULL) == OK &&
	    read_key(folder, "server.key", &key, NULL) == OK) {
		info->server_until = until(certificate);
		info->server_current =
		    X509_check_private_key(certificate, key) == 1 &&
		    X509_verify(certificate,
		        X509_get0_pubkey(authority)) == 1 &&
		    info->server_until - now > (int64_t)PKI_RENEW_DAYS * DAY &&
		    /* not made by a clock that was ahead */
		    seconds_of(X509_get0_notBefore(certificate)) <= now &&
		    same_hosts(certificate, hosts);
	}
	EVP_PKEY_free(key);
	X509_free(certificate);
}

enum status
pki_read(const char *folder, const struct pki_hosts *hosts, int64_t now,
    struct pki_info *ret, struct err *err)
{
	struct pki_info info = { .server_until = 0 };
	X509 *authority = NULL;
	enum status code = read_certificate(folder, "ca.crt", &authority, err);

	if (code != OK)
		return code;
	if (X509_digest(authority, EVP_sha256(), info.fingerprint, NULL) != 1)
		code = crypto_failed(err);
	info.authority_until = until(authority);
	if (code == OK)
		judge_server(folder, authority, hosts, now, &info);
	if (code == OK)
		*ret = info;
	X509_free(authority);
	return code;
}

static enum status
issue(const char *folder, const struct pki_hosts *hosts, int64_t now,
    struct err *err)
{
	X509 *authority = NULL, *certificate = NULL;
	EVP_PKEY *authority_key = NULL, *key = NULL;
	enum status code = read_certificate(folder, "ca.crt", &authority, err);

	if (code == OK)
		code = read_key(folder, "ca.key", &authority_key, err);
	if (code == OK) {
		key = EVP_EC_gen("P-256");
		if (key != NULL)
			certificate = new_server(key, authority, authority_key,
			    hosts, now);
		code = certificate == NULL ? crypto_failed(err) : OK;
	}
	if (code == OK)
		code = write_key(folder, "server.key", key, err);
	if (code == OK)
		code = write_certificate(folder, "server.crt", certificate,
		    err);
	X509_free(certificate);
	EVP_PKEY_free(key);
	EVP_PKEY_free(authority_key);
	X509_free(authority);
	return code;
}

enum status
pki_renew(const char *folder, const struct pki_hosts *hosts, int64_t now,
    bool *ret_renewed, struct err *err)
{
	struct pki_info info;
	enum status code = pki_read(folder, hosts, now, &info, err);
	bool due = code == OK && !info.server_current;

	if (due)
		code = issue(folder, hosts, now, err);
	if (code == OK)
		*ret_renewed = due;
	return code;
}

#define SIGNATURE_BYTES 128

enum status
pki_sign(const char *folder, struct str text, struct buf *out,
    struct err *err)
{
	unsigned char signature[SIGNATURE_BYTES];
	size_t len = sizeof(signature);
	EVP_PKEY *key = NULL;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	enum status code = read_key(folder, "ca.key", &key, err);

	if (code == OK &&
	    (context == NULL ||
	        EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) !=
	            1 ||
	        EVP_DigestSign(context, signature, &len,
	            (const unsigned char *)text.at, text.len) != 1))
		code = crypto_failed(err);
	if (code == OK) {
		buf_str(out, (struct str){ (const char *)signature, len });
		code = buf_status(out);
	}
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return code;
}

enum status
pki_verify(const char *folder, struct str text, struct str signature,
    struct err *err)
{
	X509 *authority = NULL;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	enum status code = read_certificate(folder, "ca.crt", &authority, err);

	if (code == OK &&
	    (context == NULL ||
	        EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL,
	            X509_get0_pubkey(authority)) != 1))
		code = crypto_failed(err);
	if (code == OK &&
	    EVP_DigestVerify(context, (const unsigned char *)signature.at,
	        signature.len, (const unsigned char *)text.at, text.len) != 1)
		code = err_set(err, E_INVALID, MSG_RECORD_SIGNATURE, NO_ARGS);
	EVP_MD_CTX_free(context);
	X509_free(authority);
	return code;
}
