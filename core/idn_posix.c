/* SPDX-License-Identifier: Apache-2.0 */
#include "core/idn.h"

#include "core/library.h"

#include <idn2.h>
#include <string.h>

/* RFC 3490 counts at most 255 octets; UTF-8 takes up to four per character. */
#define NAME_BYTES 1024

/* Opened for the first name that is not ASCII: most of what is started never
 * meets one, and the tables of two libraries are not loaded in vain. */
#define IDN_CALLS(CALL) \
	CALL(idn2_to_ascii_8z, int, (const char *, char **, int)) \
	CALL(idn2_to_unicode_8z8z, int, (const char *, char **, int)) \
	CALL(idn2_free, void, (void *))
LIBRARY(IDN_CALLS, "libidn2.so.0", "libidn2.0.dylib");

typedef int idn_call(const char *in, char **out, int flags);

static bool
convert(const struct calls *calls, idn_call *call, struct str in, char *out,
    size_t size, size_t *ret_len)
{
	char name[NAME_BYTES];
	char *converted = NULL;
	bool done = false;

	if (in.len >= sizeof(name))
		return false;
	memcpy(name, in.at, in.len);
	name[in.len] = '\0';
	if (call(name, &converted, IDN2_NONTRANSITIONAL) == IDN2_OK &&
	    strlen(converted) < size) {
		*ret_len = strlen(converted);
		memcpy(out, converted, *ret_len + 1);
		done = true;
	}
	calls->idn2_free(converted);
	return done;
}

bool
idn_to_ascii(struct str utf8, char *out, size_t size, size_t *ret_len)
{
	struct calls calls;

	return library_open(&library, &calls) &&
	    convert(&calls, calls.idn2_to_ascii_8z, utf8, out, size, ret_len);
}

bool
idn_to_unicode(struct str ascii, char *out, size_t size, size_t *ret_len)
{
	struct calls calls;

	return library_open(&library, &calls) &&
	    convert(&calls, calls.idn2_to_unicode_8z8z, ascii, out, size,
	        ret_len);
}
