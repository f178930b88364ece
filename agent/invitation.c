/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/invitation.h"

#include "agent/client.h"
#include "agent/machine.h"
#include "agent/member.h"

#include "core/joincode.h"
#include "core/os.h"
#include "core/outfile.h"

#include <openssl/crypto.h>
#include <string.h>

#define CODE "invitation"
#define WHY "invitation.why"
#define PATH_BYTES 4096

static enum status
put(const struct station *station, const char *name, struct str content,
    struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	station_file(station, name, &path);
	code = outfile_publish(buf_z(&path), OUTFILE_OWNER, content, err);
	buf_release(&path);
	return code;
}

static enum status
get(const struct station *station, const char *name, struct buf *out,
    struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	station_file(station, name, &path);
	code = os_read_file(buf_z(&path), out, err);
	buf_release(&path);
	return code;
}

static void
drop(const struct station *station, const char *name)
{
	struct buf path;

	buf_init(&path, PATH_BYTES);
	station_file(station, name, &path);
	(void)!os_remove(buf_z(&path), NULL);
	buf_release(&path);
}

enum status
invitation_leave(const struct station *station, const struct joincode *code,
    struct err *err)
{
	struct buf line;
	enum status status;

	buf_init(&line, JOINCODE_TEXT_MAX);
	status = joincode_write(&line, code, err);
	if (status == OK)
		status = put(station, CODE, buf_view(&line), err);
	if (status == OK)
		drop(station, WHY);
	if (line.len > 0)
		OPENSSL_cleanse(line.at, line.len);
	buf_release(&line);
	return status;
}

void
invitation_refuse(const struct station *station, const struct err *why)
{
	(void)!put(station, WHY, str_of(why->text), NULL);
	drop(station, CODE);
}

bool
invitation_waits(const struct station *station)
{
	struct buf path;
	bool waits;

	buf_init(&path, PATH_BYTES);
	station_file(station, CODE, &path);
	waits = machine_exists(buf_z(&path));
	buf_release(&path);
	return waits;
}

enum status
invitation_enrol(struct station *station, const struct joincode *code,
    struct err *err)
{
	struct state_join *join = &station->join;
	struct client_place place = { code->host_count, code->hosts,
		code->port, NULL };
	struct vote vote = station_vote(station);
	enum status status;

	*join = (struct state_join){ .host_count = code->host_count,
		.port = code->port, .joined = station->today,
		.notice = CALENDAR_NO_DAY };
	memcpy(join->hosts, code->hosts, sizeof(join->hosts));
	status = client_pin(&place, code->fingerprint, join->authority,
	    sizeof(join->authority), err);
	if (status == OK)
		status = station_bind(join, err);
	if (status == OK)
		status = member_enrol(&vote, code->secret, join, err);
	if (status == OK)
		status = state_join(station->state, join, err);
	station->joined = status == OK;
	return status;
}

enum status
invitation_accept(struct station *station, struct err *err)
{
	struct joincode code = { .host_count = 0 };
	struct err why = { "" };
	struct buf text;
	enum status status;

	buf_init(&text, JOINCODE_TEXT_MAX);
	status = get(station, CODE, &text, &why);
	if (status == OK)
		status = joincode_read(buf_view(&text), &code, &why);
	if (status == OK)
		status = invitation_enrol(station, &code, &why);
	joincode_wipe(&code);
	if (text.len > 0)
		OPENSSL_cleanse(text.at, text.len);
	buf_release(&text);
	if (status == OK)
		invitation_forget(station);
	else if (status == E_REFUSED || status == E_INVALID)
		invitation_refuse(station, &why);
	else
		(void)!put(station, WHY, str_of(why.text), NULL);
	if (status != OK && err != NULL)
		*err = why;
	return status;
}

void
invitation_tell(const struct station *station, struct buf *out)
{
	enum language language = station->settings->language;
	struct buf why;

	buf_init(&why, sizeof(((struct err *)NULL)->text));
	if (get(station, WHY, &why, NULL) == OK)
		message_write(out, language, invitation_waits(station)
		        ? MSG_INVITATION_TRIED : MSG_INVITATION_REFUSED,
		    ARGS(buf_z(&why)));
	else if (invitation_waits(station))
		message_write(out, language, MSG_INVITATION_WAITS, NO_ARGS);
	buf_release(&why);
}

void
invitation_forget(const struct station *station)
{
	drop(station, CODE);
	drop(station, WHY);
}
