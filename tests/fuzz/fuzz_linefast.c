/* SPDX-License-Identifier: Apache-2.0
 * fuzz_linefast.c: the reference and the fast path, with each set of
 * instructions that this machine has, agree on any bytes.  A first byte '!'
 * asks for a stamp zone far from that of the days.
 */
#include "tests/fuzz/dns_file.h"
#include "tests/unit/dns_differ.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct differ reference, fast;

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct linelog_options options = { .now = 1795608000,
		.path = LINELOG_REFERENCE };
	struct differ_zones zones = { NULL, NULL };
	const struct linefast_isa *isa;
	struct dns_file file;
	bool apart = size > 0 && data[0] == '!';

	data += apart;
	size -= apart;
	if (zone_new(STR("+12:45"), &zones.stamps, NULL) != OK ||
	    zone_new(STR("-09:30"), &zones.days, NULL) != OK)
		abort();
	options.zone = apart ? zones.stamps : zones.days;
	file = dns_file_of(data, size);
	differ_scan(file.path, &zones, &options, &reference);
	options.path = LINELOG_FAST;
	for (size_t i = 0; (isa = linefast_isa_at(i)) != NULL; i++) {
		options.isa = isa;
		differ_scan(file.path, &zones, &options, &fast);
		if (differ_what(&reference, &fast) != NULL)
			abort();
	}
	(void)close(file.fd);
	zone_free(zones.stamps);
	zone_free(zones.days);
	return 0;
}
