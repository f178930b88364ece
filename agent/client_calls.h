/* SPDX-License-Identifier: Apache-2.0
 * client_calls.h: libcurl, opened when somebody is to be called and not
 * before: what only reads has no network library in memory.  One file per
 * system; where libraries are static it is there from the start.  Must not
 * know what is asked.  Covered by tests/scenario/network_wall.sh.
 */
#ifndef AGENT_CLIENT_CALLS_H
#define AGENT_CLIENT_CALLS_H

#include "core/library.h"
#include "core/status.h"

/* curl's own check of an option's type knows direct calls alone. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#define CLIENT_CALLS(CALL) \
	CALL(curl_easy_cleanup, void, (CURL *)) \
	CALL(curl_easy_getinfo, CURLcode, (CURL *, CURLINFO, ...)) \
	CALL(curl_easy_header, CURLHcode, \
	    (CURL *, const char *, size_t, unsigned, int, \
	        struct curl_header **)) \
	CALL(curl_easy_init, CURL *, (void)) \
	CALL(curl_easy_perform, CURLcode, (CURL *)) \
	CALL(curl_easy_setopt, CURLcode, (CURL *, CURLoption, ...)) \
	CALL(curl_easy_strerror, const char *, (CURLcode)) \
	CALL(curl_getdate, time_t, (const char *, const time_t *)) \
	CALL(curl_global_cleanup, void, (void)) \
	CALL(curl_global_init, CURLcode, (long)) \
	CALL(curl_slist_append, struct curl_slist *, \
	    (struct curl_slist *, const char *)) \
	CALL(curl_slist_free_all, void, (struct curl_slist *))

LIBRARY_STRUCT(CLIENT_CALLS);

/*
 * client_calls_open: fill ret_calls.  E_NETWORK: this computer has no libcurl;
 * the sentence names the package.
 */
MUST_CHECK enum status client_calls_open(struct calls *ret_calls,
    struct err *err);

#endif
