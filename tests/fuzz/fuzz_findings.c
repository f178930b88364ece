/* SPDX-License-Identifier: Apache-2.0
 * fuzz_findings.c: any bytes as the reader's answer; what is taken is written
 * again as it was.
 */
#include "agent/findings.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings in, again;
	struct buf lines;

	if (findings_init(&in, NULL) != OK)
		return 0;
	if (findings_read((struct str){ (const char *)data, size }, &in,
	        NULL) == OK) {
		buf_init(&lines, FINDINGS_BYTES);
		findings_write(&lines, &in);
		if (findings_init(&again, NULL) != OK ||
		    findings_read(buf_view(&lines), &again, NULL) != OK ||
		    again.row_count != in.row_count)
			abort();
		findings_release(&again);
		buf_release(&lines);
	}
	findings_release(&in);
	return 0;
}
