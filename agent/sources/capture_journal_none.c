/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_journal.h"

enum status
capture_journal(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	(void)env;
	(void)path;
	(void)report;
	return err_set(err, E_UNSUPPORTED, MSG_DNS_EXPORT_JOURNAL, NO_ARGS);
}
