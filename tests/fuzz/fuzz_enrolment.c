/* SPDX-License-Identifier: Apache-2.0
 * fuzz_enrolment.c: bodies of the identified channel, as strangers send them.
 * What a sign of life leaves is bounded and holds no dot, slash or capital.
 */
#include "collector/enrolment.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_health(struct str health)
{
	if (health.len >= STORE_HEALTH_BYTES)
		abort();
	for (size_t i = 0; i < health.len; i++)
		if (strchr("./@\\ ", health.at[i]) != NULL ||
		    (health.at[i] >= 'A' && health.at[i] <= 'Z'))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	struct heartbeat heartbeat = { .version = "" };
	struct enrolment enrolment;
	struct credentials credentials;

	(void)enrolment_credentials(bytes, &credentials);
	(void)enrolment_read(bytes, 1790000000, &enrolment);
	if (enrolment_heartbeat(bytes, 1790000000, &heartbeat) == REFUSAL_NONE)
		check_health(buf_view(&heartbeat.health));
	buf_release(&heartbeat.health);
	return 0;
}
