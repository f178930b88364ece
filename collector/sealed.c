/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sealed.h"

enum status
sealed_open(struct store *store, const struct urn_key *urn,
    const char *period, const struct catalogue *catalogue,
    struct buf *signing, struct tallies *ret, struct err *err)
{
	struct buf sealed, plain;
	enum status code;

	buf_init(&sealed, SEALED_MAX_BYTES);
	buf_init(&plain, CONTENTS_MAX_BYTES);
	code = store_urn(store, period, &sealed, err);
	if (code == OK)
		code = urn_open(urn, period, buf_view(&sealed), &plain, err);
	if (code == OK)
		code = contents_read(buf_view(&plain), catalogue, signing, ret,
		    err);
	buf_release(&plain);
	buf_release(&sealed);
	return code;
}

enum status
sealed_write(struct buf *out, const struct urn_key *urn, const char *period,
    struct str signing, const struct tallies *tallies, struct err *err)
{
	struct buf plain;
	enum status code;

	buf_init(&plain, CONTENTS_MAX_BYTES);
	code = contents_write(&plain, signing, tallies, err);
	if (code == OK)
		code = urn_seal(urn, period, buf_view(&plain), out, err);
	buf_release(&plain);
	return code;
}
