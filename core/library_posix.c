/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include <string.h>

#include <dlfcn.h>

static void *
open_any(const struct library *library)
{
	void *handle = NULL;

	for (size_t i = 0; i < LIBRARY_NAMES && handle == NULL; i++)
		if (library->names[i] != NULL)
			handle = dlopen(library->names[i],
			    RTLD_NOW | RTLD_LOCAL);
	return handle;
}

static bool
has_all(const struct library *library, void *handle)
{
	for (size_t i = 0; i < library->count; i++)
		if (dlsym(handle, library->calls[i].name) == NULL)
			return false;
	return true;
}

/* C knows no conversion from an object's pointer to a function's; POSIX says
 * that they are the same bytes. */
bool
library_open(const struct library *library, void *ret_calls)
{
	void *handle = open_any(library);

	if (handle == NULL || !has_all(library, handle))
		return false;
	for (size_t i = 0; i < library->count; i++) {
		void *found = dlsym(handle, library->calls[i].name);

		memcpy((char *)ret_calls + library->calls[i].offset, &found,
		    sizeof(found));
	}
	return true;
}
