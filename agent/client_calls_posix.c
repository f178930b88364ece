/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/client_calls.h"

/* The same number since 2006, and the one that is built with OpenSSL: what
 * client makes of its errors is OpenSSL's.  Then macOS's name, untested. */
LIBRARY_TABLE(CLIENT_CALLS, "libcurl.so.4", "libcurl.4.dylib");

enum status
client_calls_open(struct calls *ret_calls, struct err *err)
{
	return library_open(&library, ret_calls)
	    ? OK
	    : err_set(err, E_NETWORK, MSG_NET_LIBRARY, NO_ARGS);
}
