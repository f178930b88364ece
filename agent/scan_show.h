/* SPDX-License-Identifier: Apache-2.0
 * scan_show.h: an answer on its way out: on the terminal or as data, as a page
 * beside it, or as a summary to share.  Must not know how it was drawn.
 * Covered by the scenarios.
 */
#ifndef AGENT_SCAN_SHOW_H
#define AGENT_SCAN_SHOW_H

#include "agent/answer.h"
#include "agent/scan_options.h"

#include "core/settings.h"

/*
 * scan_show: write the answer as the options ask; returns an exit code.  The
 * page goes beside a terminal answer unless told otherwise, and beside data
 * only when it is named.  An answer is never lost with its page.
 */
int scan_show(const struct scan_options *options,
    const struct settings *settings, const struct answer_model *answer);

#endif
