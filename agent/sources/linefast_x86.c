/* SPDX-License-Identifier: Apache-2.0
 * linefast_x86.c: the instructions of 64-bit PCs.
 */
#include "agent/sources/linefast_isa.h"

const struct linefast_isa *
linefast_isa_at(size_t i)
{
	const struct linefast_isa *isas[4] = { NULL };
	size_t n = 0;

	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		isas[n++] = &linefast_avx2;
	if (__builtin_cpu_supports("ssse3"))
		isas[n++] = &linefast_ssse3;
	isas[n++] = &linefast_scalar;
	return i < n ? isas[i] : NULL;
}
