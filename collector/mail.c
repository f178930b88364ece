/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/mail.h"

#include "collector/disk.h"

#include "core/curl_set.h"
#include "core/library.h"
#include "core/os.h"

#include <string.h>

/* curl's own check of an option's type knows direct calls alone. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#define CALLS(CALL) \
	CALL(curl_easy_cleanup, void, (CURL *)) \
	CALL(curl_easy_getinfo, CURLcode, (CURL *, CURLINFO, ...)) \
	CALL(curl_easy_init, CURL *, (void)) \
	CALL(curl_easy_perform, CURLcode, (CURL *)) \
	CALL(curl_easy_setopt, CURLcode, (CURL *, CURLoption, ...)) \
	CALL(curl_easy_strerror, const char *, (CURLcode)) \
	CALL(curl_global_cleanup, void, (void)) \
	CALL(curl_global_init, CURLcode, (long)) \
	CALL(curl_slist_append, struct curl_slist *, \
	    (struct curl_slist *, const char *)) \
	CALL(curl_slist_free_all, void, (struct curl_slist *))

/* The same number since 2006, and the one that is built with OpenSSL. */
LIBRARY(CALLS, "libcurl.so.4");

/* The path of an SMTP URL is how the client greets; "[127.0.0.1]" escaped. */
#define GREETING "/%5B127.0.0.1%5D"
#define URL_BYTES (MAIL_SERVER_BYTES + sizeof(GREETING))

#define CONNECT_SECONDS 20

/* Replies of 400 and more say no (RFC 5321, 4.2.1). */
#define REPLY_NO 400

/* What the settings say. */

static bool
is_host(struct str host)
{
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_alpha(host.at[i]) && !char_is_digit(host.at[i]) &&
		    strchr("-.:[]", host.at[i]) == NULL)
			return false;
	return host.len > 0;
}

/* "[::1]:465" has its port after the last colon, "[::1]" has none. */
bool
mail_is_server(struct str text)
{
	struct str host, port;
	uint64_t number = 1;

	if (text.len >= MAIL_SERVER_BYTES ||
	    (!str_take(&text, STR("smtps://")) &&
	        !str_take(&text, STR("smtp://"))))
		return false;
	if (!str_ends(text, STR("]")) &&
	    str_cut_last(text, STR(":"), &host, &port)) {
		text = host;
		if (!str_number(port, 65535, &number) || number == 0)
			return false;
	}
	return is_host(text);
}

static bool
is_one_line(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < 0x20)
			return false;
	return text.len > 0;
}

enum status
mail_password(const struct mail_route *route, struct buf *out,
    struct err *err)
{
	struct buf text;
	struct str line, rest;
	enum status code;

	buf_init(&text, MAIL_PASSWORD_BYTES);
	code = os_read_file(route->password, &text, err);
	if (code == OK && !disk_is_private(route->password))
		code = err_set(err, E_ACCESS, MSG_MAIL_PASSWORD_OPEN,
		    ARGS(route->password));
	line = buf_view(&text);
	if (code == OK && str_cut(line, STR("\n"), &line, &rest) &&
	    rest.len > 0)
		line = STR("");
	if (str_ends(line, STR("\r")))
		line = str_head(line, line.len - 1);
	if (code == OK && !is_one_line(line))
		code = err_set(err, E_INVALID, MSG_MAIL_PASSWORD_LINES,
		    ARGS(route->password));
	if (code == OK)
		buf_str(out, line);
	buf_release(&text);
	return code == OK && buf_status(out) != OK
	    ? err_set(err, buf_status(out), MSG_NO_MEMORY, NO_ARGS) : code;
}

/* One attempt. */

struct attempt {
	const struct calls *calls;
	CURL *curl;
	struct curl_slist *to;
	struct buf password;
	struct str rest; /* of the mail, to be sent */
};

struct cause_row {
	CURLcode curl;
	enum status code;
	enum message id;
};

static const struct cause_row cause_rows[] = {
	{ CURLE_LOGIN_DENIED, E_REFUSED, MSG_MAIL_LOGIN },
	{ CURLE_USE_SSL_FAILED, E_NETWORK, MSG_MAIL_NO_TLS },
	{ CURLE_SSL_CONNECT_ERROR, E_NETWORK, MSG_MAIL_NO_TLS },
	{ CURLE_PEER_FAILED_VERIFICATION, E_NETWORK, MSG_MAIL_CERTIFICATE },
	{ CURLE_SSL_CACERT_BADFILE, E_USAGE, MSG_MAIL_AUTHORITY },
	{ CURLE_COULDNT_RESOLVE_HOST, E_NETWORK, MSG_MAIL_NO_NAME },
	{ CURLE_COULDNT_CONNECT, E_NETWORK, MSG_MAIL_NO_ANSWER },
	{ CURLE_OPERATION_TIMEDOUT, E_NETWORK, MSG_MAIL_NO_ANSWER },
};

/* curl's own text may hold the server's, and so an address: it is not told. */
static enum status
failed(const struct attempt *attempt, CURLcode curl, bool *ret_perhaps,
    struct err *err)
{
	long reply = 0;

	(void)attempt->calls->curl_easy_getinfo(attempt->curl,
	    CURLINFO_RESPONSE_CODE, &reply);
	*ret_perhaps = attempt->rest.len == 0 && reply < REPLY_NO;
	if (*ret_perhaps)
		return err_set(err, E_NETWORK, MSG_MAIL_PERHAPS, NO_ARGS);
	for (size_t i = 0; i < sizeof(cause_rows) / sizeof(cause_rows[0]); i++)
		if (cause_rows[i].curl == curl)
			return err_set(err, cause_rows[i].code,
			    cause_rows[i].id, NO_ARGS);
	if (reply >= REPLY_NO)
		return err_set(err, E_REFUSED, MSG_MAIL_REFUSED,
		    ARGS(digits(reply).text));
	return err_set(err, E_NETWORK, MSG_MAIL_FAILED,
	    ARGS(attempt->calls->curl_easy_strerror(curl)));
}

static size_t
give(char *to, size_t size, size_t count, void *cookie)
{
	struct attempt *attempt = cookie;
	struct str piece = str_head(attempt->rest, size * count);

	memcpy(to, piece.at, piece.len);
	attempt->rest = str_skip(attempt->rest, piece.len);
	return piece.len;
}

#define SET(option, value) \
	CURL_SET(attempt->calls->curl_easy_setopt, attempt->curl, code, \
	    option, value)

/* Each is a wall: none may fail to be set. */
static CURLcode
set_walls(const struct attempt *attempt, const struct mail_route *route)
{
	CURLcode code = CURLE_OK;

	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (route->authority[0] != '\0') {
		SET(CURLOPT_CAPATH, NULL);
		SET(CURLOPT_CAINFO, route->authority);
	}
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_TIMEOUT, (long)MAIL_SECONDS);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	return code;
}

static CURLcode
set_mail(struct attempt *attempt, const struct mail_route *route)
{
	char url[URL_BYTES];
	CURLcode code = CURLE_OK;

	(void)snprintf(url, sizeof(url), "%s%s", route->server,
	    GREETING);
	SET(CURLOPT_URL, url);
	if (route->user[0] != '\0') {
		SET(CURLOPT_USERNAME, route->user);
		SET(CURLOPT_PASSWORD, buf_z(&attempt->password));
	}
	SET(CURLOPT_MAIL_FROM, route->from.text);
	SET(CURLOPT_MAIL_RCPT, attempt->to);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_INFILESIZE, (long)attempt->rest.len);
	SET(CURLOPT_READFUNCTION, give);
	SET(CURLOPT_READDATA, attempt);
	return code;
}

static bool
add_recipients(struct attempt *attempt, const struct mailboxes *to)
{
	for (size_t i = 0; i < to->count; i++) {
		struct curl_slist *longer =
		    attempt->calls->curl_slist_append(attempt->to,
		        to->at[i].text);

		if (longer == NULL)
			return false;
		attempt->to = longer;
	}
	return to->count > 0;
}

static enum status
perform(struct attempt *attempt, const struct mail_route *route,
    bool *ret_perhaps, struct err *err)
{
	CURLcode code = CURLE_OUT_OF_MEMORY;

	if (attempt->curl != NULL && add_recipients(attempt, &route->to))
		code = set_walls(attempt, route);
	if (code == CURLE_OK)
		code = set_mail(attempt, route);
	if (code == CURLE_OUT_OF_MEMORY)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	if (code == CURLE_OK)
		code = attempt->calls->curl_easy_perform(attempt->curl);
	return code == CURLE_OK ? OK
	                        : failed(attempt, code, ret_perhaps, err);
}

static enum status
begin(struct calls *calls, struct err *err)
{
	if (!library_open(&library, calls))
		return err_set(err, E_NETWORK, MSG_NET_LIBRARY, NO_ARGS);
	return calls->curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK
	    ? OK : err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
}

enum status
mail_send(const struct mail_route *route, struct str mail, bool *ret_perhaps,
    struct err *err)
{
	struct calls calls;
	struct attempt attempt = { .calls = &calls, .rest = mail };
	enum status code = OK;

	*ret_perhaps = false;
	buf_init(&attempt.password, MAIL_PASSWORD_BYTES);
	if (route->user[0] != '\0')
		code = mail_password(route, &attempt.password, err);
	if (code == OK)
		code = begin(&calls, err);
	if (code == OK) {
		attempt.curl = calls.curl_easy_init();
		code = perform(&attempt, route, ret_perhaps, err);
		calls.curl_slist_free_all(attempt.to);
		calls.curl_easy_cleanup(attempt.curl);
		calls.curl_global_cleanup();
	}
	buf_release(&attempt.password);
	return code;
}
