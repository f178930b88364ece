/* SPDX-License-Identifier: Apache-2.0
 * fontconfig.c: what LeakSanitizer need not say: fontconfig keeps its tables
 * until the process ends, and frees them by no call of ours.
 */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig.so\n";
}
