/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/station.h"

#include "agent/command.h"
#include "agent/machine.h"
#include "agent/privilege.h"

#include "agent/sources/zone.h"
#include "core/os.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#define PATH_BYTES 4096
#define STATE_FILE "state.db"
#define JOURNAL_FILE STATE_FILE "-journal"
#define LOCK_FILE "lock"
#define ID_BYTES 1024

/* --now: UNIX seconds, or 2026-11-02T00:10Z */

static bool
read_time(struct str text, int64_t *ret)
{
	struct str date, clock;
	uint64_t seconds;
	uint32_t hour, minute;
	int32_t day;

	if (str_number(text, INT32_MAX, &seconds)) {
		*ret = (int64_t)seconds;
		return true;
	}
	if (!str_cut(text, STR("T"), &date, &clock) ||
	    !calendar_parse(date, &day) ||
	    !str_take_digits(&clock, 2, 2, &hour) ||
	    !str_take_char(&clock, ':') ||
	    !str_take_digits(&clock, 2, 2, &minute) ||
	    !str_eq(clock, STR("Z")) || hour > 23 || minute > 59)
		return false;
	*ret = (int64_t)day * CALENDAR_SECONDS_PER_DAY + hour * 3600 +
	    minute * 60;
	return true;
}

static enum status
set_time(struct station *station, const char *now, struct err *err)
{
	station->now = station->settings->now;
	if (now == NULL)
		return OK;
	if (!station->demo)
		return err_set(err, E_USAGE, MSG_STATION_NOT_DEMO, NO_ARGS);
	if (!read_time(str_of(now), &station->now))
		return err_set(err, E_USAGE, MSG_STATION_NOW_INVALID, NO_ARGS);
	station->invented = true;
	return OK;
}

int
station_command(const struct command *self, int argc, char **argv,
    struct settings *settings, void *target, struct station_options *options,
    bool operands,
    int (*work)(const void *target, struct settings *settings, int argc,
        char **argv))
{
	struct err err;
	int first = argc;
	enum status code = options_parse(self->options, argc, argv, target,
	    &first, &err);

	if (code == OK && options->lang != NULL &&
	    !settings_language(options->lang, &settings->language))
		code = err_set(&err, E_USAGE, MSG_LANG_INVALID, NO_ARGS);
	messages_speak(settings->language);
	if (code == OK && options->help)
		return command_usage(self, settings);
	if (code == OK && first < argc && !operands)
		code = err_set(&err, E_USAGE, MSG_OPERAND_UNEXPECTED,
		    ARGS(argv[first]));
	return code == OK
	    ? work(target, settings, argc - first, argv + first)
	    : command_fail(code, &err);
}

void
station_file(const struct station *station, const char *name, struct buf *out)
{
	os_join(out, buf_z(&station->folder), name);
}

static bool
has_file(const struct station *station, const char *name)
{
	struct buf path;
	bool there;

	buf_init(&path, PATH_BYTES);
	station_file(station, name, &path);
	there = machine_exists(buf_z(&path));
	buf_release(&path);
	return there;
}

static bool
is_closed(const char *folder)
{
	struct os_stat found;
	struct buf path;
	bool closed;

	buf_init(&path, PATH_BYTES);
	os_join(&path, folder, STATE_FILE);
	closed = os_stat(buf_z(&path), &found, NULL) == E_ACCESS;
	buf_release(&path);
	return closed;
}

/* A person on a computer of which the service takes part has no state, and yet
 * is not without say. */
static enum status
no_state(const struct station *station, bool named, struct err *err)
{
	struct buf service;
	bool closed;

	buf_init(&service, PATH_BYTES);
	if (!named)
		machine_service_state(&service);
	closed = is_closed(named ? buf_z(&station->folder) : buf_z(&service));
	buf_release(&service);
	return err_set(err, E_NOT_FOUND,
	    closed ? MSG_NOT_JOINED_YOURSELF : MSG_NOT_JOINED, NO_ARGS);
}

static enum status
open_folder(struct station *station, enum station_use use, bool named,
    struct err *err)
{
	bool is_new = !machine_exists(buf_z(&station->folder));
	struct buf path;
	enum status code = OK;

	if (use == STATION_MAKE)
		code = machine_folder(buf_z(&station->folder), err);
	else if (!has_file(station, STATE_FILE))
		code = no_state(station, named, err);
	else if (!machine_is_safe(buf_z(&station->folder)))
		code = err_set(err, E_ACCESS, MSG_KEPT_FOLDER,
		    ARGS(buf_z(&station->folder)));
	station->made_folder = code == OK && is_new;
	buf_init(&path, PATH_BYTES);
	station_file(station, LOCK_FILE, &path);
	if (code == OK && use != STATION_LOOK)
		code = machine_lock(buf_z(&path), &station->lock, err);
	buf_reset(&path);
	station_file(station, STATE_FILE, &path);
	station->made_state = code == OK && !has_file(station, STATE_FILE);
	if (code == OK)
		code = state_open(buf_z(&path), &station->state, err);
	buf_release(&path);
	return code;
}

static enum status
open_config(struct station *station, const char *named, struct err *err)
{
	const struct config defaults = config_defaults(machine_is_service());
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	if (named != NULL)
		buf_text(&path, named);
	else
		machine_config(&path, station->settings->home);
	code = config_load(buf_z(&path), named != NULL, &defaults,
	    &station->config, err);
	if (station->config.temporary == NULL)
		station->config.temporary = station->settings->temporary;
	buf_release(&path);
	return code;
}

/* Who works may have to read; who looks does not. */
static enum status
part(struct station *station, enum station_use use, struct err *err)
{
	struct buf program;
	enum status code;

	buf_init(&program, PATH_BYTES);
	machine_program(&program);
	code = privilege_part(buf_z(&station->folder),
	    use == STATION_LOOK ? NULL : buf_z(&program), &station->privilege,
	    err);
	buf_release(&program);
	return code;
}

static enum status
open_all(const struct station_options *options, enum station_use use,
    struct station *station, struct err *err)
{
	enum status code = open_config(station, options->config, err);

	if (code == OK)
		code = part(station, use, err);
	if (code == OK)
		code = open_folder(station, use, options->state != NULL, err);
	station->demo = has_file(station, "demo");
	if (code == OK)
		code = set_time(station, options->now, err);
	if (code == OK)
		code = zone_new(STR("local"), &station->zone, err);
	if (code != OK)
		return code;
	station->today = zone_day(station->zone, station->now);
	code = state_joined(station->state, &station->join, err);
	station->joined = code == OK;
	return code == E_NOT_FOUND ? OK : code;
}

enum status
station_open(const struct station_options *options,
    const struct settings *settings, enum station_use use,
    struct station *ret, struct err *err)
{
	struct station station = { .settings = settings, .lock = -1 };
	enum status code;

	buf_init(&station.folder, PATH_BYTES);
	if (options->state != NULL)
		buf_text(&station.folder, options->state);
	else
		machine_state(&station.folder, settings->home);
	code = open_all(options, use, &station, err);
	if (code == OK)
		*ret = station;
	else
		station_unmake(&station);
	return code;
}

static enum status
remove_file(const char *folder, const char *name, struct err *err)
{
	struct buf path;
	enum status code;

	buf_init(&path, PATH_BYTES);
	os_join(&path, folder, name);
	code = os_remove(buf_z(&path), err);
	buf_release(&path);
	return code;
}

enum status
station_remove(const char *folder, struct err *err)
{
	enum status code = remove_file(folder, STATE_FILE, err);

	return code == OK ? remove_file(folder, JOURNAL_FILE, err) : code;
}

/* Unlocked before the lock goes: Windows removes no file that is open. */
void
station_unmake(struct station *station)
{
	const char *folder = buf_z(&station->folder);

	if (station->made_state && !station->joined) {
		state_free(station->state);
		station->state = NULL;
		(void)!station_remove(folder, NULL);
		machine_unlock(station->lock);
		station->lock = -1;
		(void)!remove_file(folder, LOCK_FILE, NULL);
	}
	if (station->made_folder)
		machine_remove_folder(folder);
	station_release(station);
}

void
station_release(struct station *station)
{
	state_join_wipe(&station->join);
	zone_free(station->zone);
	config_release(&station->config);
	state_free(station->state);
	machine_unlock(station->lock);
	privilege_free(station->privilege);
	buf_release(&station->folder);
	*station = (struct station){ .lock = -1 };
}

/* The machine that joined */

static enum status
machine_digest(const uint8_t salt[STATE_SALT], uint8_t ret[STATE_DIGEST],
    struct err *err)
{
	struct buf id;
	bool done;

	buf_init(&id, ID_BYTES);
	machine_id(&id);
	done = HMAC(EVP_sha256(), salt, STATE_SALT,
	    (const unsigned char *)buf_z(&id), id.len, ret, NULL) != NULL;
	buf_release(&id);
	return done ? OK : err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
}

enum status
station_bind(struct state_join *join, struct err *err)
{
	if (RAND_bytes(join->salt, sizeof(join->salt)) != 1)
		return err_set(err, E_NOMEM, MSG_CRYPTO_FAILED, NO_ARGS);
	return machine_digest(join->salt, join->machine, err);
}

enum status
station_need(const struct station *station, struct err *err)
{
	uint8_t here[STATE_DIGEST];
	enum status code;

	if (!station->joined)
		return err_set(err, E_NOT_FOUND, MSG_NOT_JOINED, NO_ARGS);
	code = machine_digest(station->join.salt, here, err);
	if (code == OK && memcmp(here, station->join.machine, STATE_DIGEST) != 0)
		code = err_set(err, E_REFUSED, MSG_STATION_CLONE, NO_ARGS);
	return code;
}

/* Voting */

static void
say(void *cookie, enum message id, const char *const *args)
{
	(void)cookie;
	command_say(id, args);
}

struct vote
station_vote(const struct station *station)
{
	static const struct vote_net net = { client_identified,
		client_anonymous };
	struct machine_uptime uptime = machine_uptime();
	struct vote vote = {
		.state = station->state,
		.join = &station->join,
		.net = &net,
		.now = { station->now, uptime.boot, uptime.awake,
		    uptime.asleep, -1 },
		.clock = station->settings->now,
		.say = say,
	};

	/* Invented time passes awake, on a machine started long ago. */
	if (station->invented) {
		vote.now.boot = 1;
		vote.now.awake = station->now;
		vote.now.asleep = 0;
	}
	return vote;
}
