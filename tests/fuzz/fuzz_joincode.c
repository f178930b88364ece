/* SPDX-License-Identifier: Apache-2.0
 * fuzz_joincode.c: what somebody typed; what is read is written again and
 * read as the same code.
 */
#include "core/joincode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct joincode code, again;
	struct buf line;
	struct err err;

	if (joincode_read((struct str){ (const char *)data, size }, &code, &err)
	    != OK)
		return 0;
	buf_init(&line, JOINCODE_TEXT_MAX);
	if (joincode_write(&line, &code, &err) != OK ||
	    joincode_read(buf_view(&line), &again, &err) != OK ||
	    again.port != code.port || again.host_count != code.host_count ||
	    memcmp(again.secret, code.secret, sizeof(code.secret)) != 0 ||
	    strcmp(again.hosts[0], code.hosts[0]) != 0)
		abort();
	buf_release(&line);
	return 0;
}
