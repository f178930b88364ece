/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_tap.h"

enum status
capture_tap(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	(void)env;
	(void)path;
	(void)report;
	return err_set(err, E_UNSUPPORTED, MSG_DNS_EXPORT_DNSTAP, NO_ARGS);
}
