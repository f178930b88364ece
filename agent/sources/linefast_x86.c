/* SPDX-License-Identifier: Apache-2.0
 * linefast_x86.c: the instructions of 64-bit PCs.
 */
#include "agent/sources/linefast_isa.h"

const struct linefast_isa *
linefast_isa_at(size_t i)
{
	static const struct linefast_isa *const isas[] = { &linefast_avx2,
		&linefast_sse2, &linefast_scalar };

	__builtin_cpu_init();
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2"))
		i++;
	return i < sizeof(isas) / sizeof(isas[0]) ? isas[i] : NULL;
}
