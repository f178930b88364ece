/* SPDX-License-Identifier: Apache-2.0
 * fuzz_wire.c: any bytes as the body of a collector's answer.
 */
#include "agent/wire.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = { (const char *)data, size };
	struct wire_device device;
	struct wire_signed record;
	struct wire_refusal refusal;
	uint8_t response[TOKEN_KEY_BYTES];
	int64_t enrolled;

	(void)!wire_enrolled(body, &device, NULL);
	(void)!wire_record(body, &record, NULL);
	(void)!wire_issued(body, response, &enrolled, NULL);
	wire_refusal(body, &refusal);
	for (const char *c = refusal.sentence; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20)
			abort();
	return 0;
}
