/* SPDX-License-Identifier: Apache-2.0
 * curl_set.h: an option of libcurl, given what it takes.  Must not know which
 * options there are; who uses it includes <curl/curl.h>.
 * Covered by tests/scenario/client_hostile.sh and collector_mail_server.sh.
 */
#ifndef CORE_CURL_SET_H
#define CORE_CURL_SET_H

#include <stdbool.h>

/*
 * CURL_SET: set `option` by `setopt`, unless one before it failed; `code` is a
 * CURLcode.  curl takes a long or a pointer, as the option's number says, and
 * could not tell a plain int from either.
 */
#define CURL_SET_IS_LONG(value) _Generic((value), long: true, default: false)
#define CURL_SET(setopt, curl, code, option, value) \
	do { \
		_Static_assert(CURL_SET_IS_LONG(value) == \
		        ((option) < CURLOPTTYPE_OBJECTPOINT), \
		    "the option is given what it takes"); \
		if ((code) == CURLE_OK) \
			(code) = (setopt)((curl), (option), (value)); \
	} while (0)

#endif
