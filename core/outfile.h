/* SPDX-License-Identifier: Apache-2.0
 * outfile.h: how a file is published: written beside its place, flushed,
 * renamed.  Readers see the old file or the new one, never half of one.
 * Covered by tests/unit/test_os.c.
 */
#ifndef CORE_OUTFILE_H
#define CORE_OUTFILE_H

#include "core/status.h"
#include "core/str.h"

enum outfile_reader {
	OUTFILE_OWNER, /* mode 0600 */
	OUTFILE_ALL    /* mode 0644 */
};

/*
 * outfile_publish: put `content` at `path`, replacing what is there.  On
 * failure the old file stays and nothing is left behind.  E_ACCESS, E_IO.
 */
MUST_CHECK enum status outfile_publish(const char *path,
    enum outfile_reader reader, struct str content, struct err *err);

#endif
