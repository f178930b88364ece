/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/client.h"

#include "agent/authority.h"
#include "agent/client_calls.h"

#include "core/curl_set.h"

#include <openssl/x509_vfy.h>
#include <string.h>
#include <strings.h>

#define URL_BYTES 512
#define HEADER_BYTES 512

/* Nobody's in particular: every computer says the same. */
#define USER_AGENT "lanterne"

/* One attempt on one host. */
struct attempt {
	const struct calls *calls;
	CURL *curl;
	struct curl_slist *headers;
	struct curl_slist *certificates; /* borrowed from curl */
	char why[CURL_ERROR_SIZE];
	struct buf *body;
	bool too_long;
};

void
client_reply_release(struct client_reply *reply)
{
	buf_release(&reply->body);
	*reply = (struct client_reply){ .http = 0 };
}

/* What went wrong, for people */

struct cause_row {
	CURLcode curl;
	const char *words; /* of the TLS library, in curl's error text; or NULL */
	long verify;       /* X509_V_..., or -1: any */
	enum message id;
};

/* The first that fits.  OpenSSL's reasons: crypto/err/openssl.txt. */
static const struct cause_row cause_rows[] = {
	{ CURLE_PEER_FAILED_VERIFICATION, NULL, X509_V_ERR_CERT_HAS_EXPIRED,
	    MSG_TLS_EXPIRED },
	{ CURLE_PEER_FAILED_VERIFICATION, NULL, X509_V_ERR_CERT_NOT_YET_VALID,
	    MSG_TLS_NOT_YET },
	/* curl checks the name before it asks what OpenSSL found, and leaves
	 * "unspecified" there (vtls/openssl.c, servercert). */
	{ CURLE_PEER_FAILED_VERIFICATION, NULL, X509_V_ERR_UNSPECIFIED,
	    MSG_TLS_OTHER_HOST },
	{ CURLE_PEER_FAILED_VERIFICATION, NULL, -1, MSG_TLS_OTHER_AUTHORITY },
	{ CURLE_SSL_CONNECT_ERROR, "protocol version", -1, MSG_TLS_OLD },
	{ CURLE_SSL_CONNECT_ERROR, "unsupported protocol", -1, MSG_TLS_OLD },
	{ CURLE_SSL_CONNECT_ERROR, "wrong version number", -1, MSG_TLS_NONE },
	{ CURLE_SSL_CONNECT_ERROR, "packet length too long", -1, MSG_TLS_NONE },
	{ CURLE_SSL_CONNECT_ERROR, NULL, -1, MSG_TLS_FAILED },
	{ CURLE_COULDNT_RESOLVE_HOST, NULL, -1, MSG_NET_NO_NAME },
	{ CURLE_COULDNT_CONNECT, NULL, -1, MSG_NET_NO_CONNECTION },
	{ CURLE_OPERATION_TIMEDOUT, NULL, -1, MSG_NET_SLOW },
	{ CURLE_GOT_NOTHING, NULL, -1, MSG_NET_CUT },
	{ CURLE_RECV_ERROR, NULL, -1, MSG_NET_CUT },
	{ CURLE_SEND_ERROR, NULL, -1, MSG_NET_CUT },
	{ CURLE_PARTIAL_FILE, NULL, -1, MSG_NET_CUT },
};

static enum status
failed(const struct attempt *attempt, CURLcode code, struct err *err)
{
	long verify = -1;

	if (attempt->too_long)
		return err_set(err, E_LIMIT, MSG_NET_LONG,
		    ARGS(digits((long long)CLIENT_REPLY_BYTES).text));
	if (code == CURLE_OUT_OF_MEMORY)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	(void)attempt->calls->curl_easy_getinfo(attempt->curl,
	    CURLINFO_SSL_VERIFYRESULT, &verify);
	for (size_t i = 0; i < sizeof(cause_rows) / sizeof(cause_rows[0]);
	     i++) {
		const struct cause_row *row = &cause_rows[i];

		if (row->curl == code &&
		    (row->words == NULL ||
		        strstr(attempt->why, row->words) != NULL) &&
		    (row->verify == -1 || row->verify == verify))
			return err_set(err, E_NETWORK, row->id, NO_ARGS);
	}
	return err_set(err, E_NETWORK, MSG_NET_FAILED,
	    ARGS(attempt->calls->curl_easy_strerror(code)));
}

/* A host that is not there is less telling than one that is not ours. */
static bool
is_absence(CURLcode code)
{
	return code == CURLE_COULDNT_RESOLVE_HOST ||
	    code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT;
}

/* Setting up */

static size_t
take_body(char *bytes, size_t size, size_t count, void *cookie)
{
	struct attempt *attempt = cookie;

	buf_str(attempt->body, (struct str){ bytes, size * count });
	attempt->too_long = buf_status(attempt->body) != OK;
	return attempt->too_long ? 0 : size * count;
}

static void
write_url(char url[URL_BYTES], const struct client_place *place, size_t host,
    const char *path)
{
	const char *name = place->hosts[host];
	bool v6 = strchr(name, ':') != NULL;

	(void)snprintf(url, URL_BYTES, "https://%s%s%s:%u%s", v6 ? "[" : "",
	    name, v6 ? "]" : "", (unsigned)place->port, path);
}

#define SET(option, value) \
	CURL_SET(attempt->calls->curl_easy_setopt, attempt->curl, code, \
	    option, value)

/* What every connection has.  Each is a wall: none may fail to be set. */
static CURLcode
set_walls(const struct attempt *attempt, const char *url)
{
	CURLcode code = CURLE_OK;

	SET(CURLOPT_URL, url);
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
	SET(CURLOPT_SSL_SESSIONID_CACHE, 0L);
	SET(CURLOPT_SSL_ENABLE_ALPN, 0L);
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_FRESH_CONNECT, 1L);
	SET(CURLOPT_FORBID_REUSE, 1L);
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_USERAGENT, USER_AGENT);
	SET(CURLOPT_TIMEOUT, (long)CLIENT_SECONDS);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CLIENT_CONNECT_SECONDS);
	return code;
}

/* The authority of the join code and no other: curl would add the system's
 * folder of authorities to a CAINFO_BLOB. */
static CURLcode
set_trust(const struct attempt *attempt, const char *authority)
{
	struct curl_blob blob = { .len = strlen(authority),
		.flags = CURL_BLOB_COPY };
	union {
		const char *given;
		void *taken;
	} pem = { authority };
	CURLcode code = CURLE_OK;

	blob.data = pem.taken;
	SET(CURLOPT_CAPATH, NULL);
	SET(CURLOPT_CAINFO, NULL);
	SET(CURLOPT_CAINFO_BLOB, &blob);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	return code;
}

static bool
add_header(struct attempt *attempt, const char *name, const char *value)
{
	char line[HEADER_BYTES];
	struct curl_slist *longer;
	int n = snprintf(line, sizeof(line), "%s: %s", name, value);

	if (n < 0 || (size_t)n >= sizeof(line))
		return false;
	longer = attempt->calls->curl_slist_append(attempt->headers, line);
	if (longer != NULL)
		attempt->headers = longer;
	return longer != NULL;
}

static bool
add_headers(struct attempt *attempt, const char *bearer,
    const struct client_call *call)
{
	char credentials[HEADER_BYTES];

	(void)snprintf(credentials, sizeof(credentials), "Bearer %s",
	    bearer == NULL ? "" : bearer);
	return add_header(attempt, "Accept", "*/*") &&
	    add_header(attempt, "Expect", "") &&
	    (call->body.len == 0 ||
	        add_header(attempt, "Content-Type", call->type)) &&
	    (call->etag == NULL ||
	        add_header(attempt, "If-None-Match", call->etag)) &&
	    (bearer == NULL ||
	        add_header(attempt, "Authorization", credentials));
}

static CURLcode
set_call(struct attempt *attempt, const struct client_call *call)
{
	CURLcode code = CURLE_OK;

	if (call->body.len > 0) {
		SET(CURLOPT_POST, 1L);
		SET(CURLOPT_POSTFIELDS, call->body.at);
		SET(CURLOPT_POSTFIELDSIZE, (long)call->body.len);
	} else {
		SET(CURLOPT_HTTPGET, 1L);
	}
	SET(CURLOPT_CUSTOMREQUEST, call->method);
	SET(CURLOPT_HTTPHEADER, attempt->headers);
	SET(CURLOPT_WRITEFUNCTION, take_body);
	SET(CURLOPT_WRITEDATA, attempt);
	SET(CURLOPT_ERRORBUFFER, attempt->why);
	return code;
}

static int64_t
date_of(const struct attempt *attempt)
{
	const struct calls *calls = attempt->calls;
	struct curl_header *header = NULL;
	time_t date = -1;

	if (calls->curl_easy_header(attempt->curl, "Date", 0, CURLH_HEADER, -1,
	        &header) == CURLHE_OK)
		date = calls->curl_getdate(header->value, NULL);
	return date < 0 ? 0 : (int64_t)date;
}

/* Trying */

static CURLcode
try_host(struct attempt *attempt, const struct client_place *place, size_t host,
    const char *bearer, const struct client_call *call)
{
	char url[URL_BYTES];
	CURLcode code;

	write_url(url, place, host, call->path);
	if (!add_headers(attempt, bearer, call))
		return CURLE_OUT_OF_MEMORY;
	code = set_walls(attempt, url);
	if (code == CURLE_OK)
		code = set_trust(attempt, place->authority);
	if (code == CURLE_OK)
		code = set_call(attempt, call);
	return code == CURLE_OK
	    ? attempt->calls->curl_easy_perform(attempt->curl)
	    : code;
}

static void
attempt_release(struct attempt *attempt)
{
	attempt->calls->curl_slist_free_all(attempt->headers);
	attempt->calls->curl_easy_cleanup(attempt->curl);
}

static enum status
on_host(const struct calls *calls, const struct client_place *place,
    size_t host, const char *bearer, const struct client_call *call,
    struct client_reply *reply, bool *absent, struct err *err)
{
	struct attempt attempt = { .calls = calls,
		.curl = calls->curl_easy_init(), .body = &reply->body };
	CURLcode code;
	long http = 0;
	enum status status = OK;

	if (attempt.curl == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = try_host(&attempt, place, host, bearer, call);
	*absent = is_absence(code);
	if (code == CURLE_OK)
		code = calls->curl_easy_getinfo(attempt.curl,
		    CURLINFO_RESPONSE_CODE, &http);
	if (code != CURLE_OK)
		status = failed(&attempt, code, err);
	reply->http = (int)http;
	reply->date = date_of(&attempt);
	attempt_release(&attempt);
	return status;
}

static enum status
begin(struct calls *calls, struct err *err)
{
	enum status code = client_calls_open(calls, err);

	if (code == OK &&
	    calls->curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	return code;
}

static enum status
perform(const struct client_place *place, const char *bearer,
    const struct client_call *call, struct client_reply *ret, struct err *err)
{
	struct client_reply reply = { .http = 0 };
	struct err why = { "" };
	struct calls calls;
	enum status code = begin(&calls, err);
	bool told = false;

	if (code != OK)
		return code;
	code = E_NETWORK;
	buf_init(&reply.body, CLIENT_REPLY_BYTES);
	for (size_t i = 0; code != OK && i < place->host_count; i++) {
		bool absent = false;

		buf_reset(&reply.body);
		code = on_host(&calls, place, i, bearer, call, &reply, &absent,
		    &why);
		if (code != OK && err != NULL && !(absent && told))
			*err = why;
		told = told || !absent;
	}
	calls.curl_global_cleanup();
	if (code == OK)
		*ret = reply;
	else
		client_reply_release(&reply);
	return code;
}

enum status
client_identified(const struct client_place *place, const char *bearer,
    const struct client_call *call, struct client_reply *ret, struct err *err)
{
	return perform(place, bearer, call, ret, err);
}

enum status
client_anonymous(const struct client_place *place,
    const struct client_call *call, struct client_reply *ret, struct err *err)
{
	return perform(place, NULL, call, ret, err);
}

/* Pinning: a handshake whose certificates are looked at, then nothing.  It is
 * the one place where they are not yet judged: what they are judged by is what
 * it fetches, and CONNECT_ONLY lets no request leave. */

static CURLcode
shake_hands(struct attempt *attempt, const struct client_place *place,
    size_t host)
{
	char url[URL_BYTES];
	CURLcode code;

	write_url(url, place, host, "/");
	code = set_walls(attempt, url);
	SET(CURLOPT_CONNECT_ONLY, 1L);
	SET(CURLOPT_CERTINFO, 1L);
	SET(CURLOPT_SSL_VERIFYPEER, 0L);
	SET(CURLOPT_SSL_VERIFYHOST, 0L);
	SET(CURLOPT_ERRORBUFFER, attempt->why);
	return code == CURLE_OK
	    ? attempt->calls->curl_easy_perform(attempt->curl)
	    : code;
}

/* curl lists each certificate as lines "Name:value"; "Cert:" is the PEM. */
static bool
find_pinned(const struct attempt *attempt,
    const uint8_t fingerprint[JOINCODE_FINGERPRINT], char *ret_pem,
    size_t room)
{
	struct curl_certinfo *info = NULL;

	if (attempt->calls->curl_easy_getinfo(attempt->curl,
	        CURLINFO_CERTINFO, &info) != CURLE_OK ||
	    info == NULL)
		return false;
	for (int i = 0; i < info->num_of_certs; i++)
		for (const struct curl_slist *line = info->certinfo[i];
		     line != NULL; line = line->next) {
			struct str pem = str_of(line->data);

			if (str_take(&pem, STR("Cert:")) && pem.len < room &&
			    authority_is(pem, fingerprint,
			        JOINCODE_FINGERPRINT)) {
				memcpy(ret_pem, pem.at, pem.len);
				ret_pem[pem.len] = '\0';
				return true;
			}
		}
	return false;
}

static enum status
pin_host(const struct calls *calls, const struct client_place *place,
    size_t host, const uint8_t fingerprint[JOINCODE_FINGERPRINT],
    char *ret_pem, size_t room, bool *absent, struct err *err)
{
	struct attempt attempt = { .calls = calls,
		.curl = calls->curl_easy_init() };
	enum status status = OK;
	CURLcode code;

	if (attempt.curl == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = shake_hands(&attempt, place, host);
	*absent = is_absence(code);
	if (code != CURLE_OK)
		status = failed(&attempt, code, err);
	else if (!find_pinned(&attempt, fingerprint, ret_pem, room))
		status = err_set(err, E_NETWORK, MSG_TLS_OTHER_AUTHORITY,
		    NO_ARGS);
	attempt_release(&attempt);
	return status;
}

enum status
client_pin(const struct client_place *place,
    const uint8_t fingerprint[JOINCODE_FINGERPRINT], char *ret_pem,
    size_t room, struct err *err)
{
	struct err why = { "" };
	struct calls calls;
	enum status code = begin(&calls, err);
	bool told = false;

	if (code != OK)
		return code;
	code = E_NETWORK;
	for (size_t i = 0; code != OK && i < place->host_count; i++) {
		bool absent = false;

		code = pin_host(&calls, place, i, fingerprint, ret_pem, room,
		    &absent, &why);
		if (code != OK && err != NULL && !(absent && told))
			*err = why;
		told = told || !absent;
	}
	calls.curl_global_cleanup();
	return code;
}
