/* SPDX-License-Identifier: Apache-2.0
 * serve: the collector in the foreground.
 */
#include "collector/command.h"

#include "collector/api.h"
#include "collector/closing.h"
#include "collector/daemon.h"
#include "collector/disk.h"
#include "collector/monthly.h"
#include "collector/server.h"

#include "core/calendar.h"

#include <string.h>

struct serve {
	struct common common;
};

static const struct option_row rows[] = {
	COMMON_ROWS(struct serve),
};

/* Seconds between two looks at the calendar, the policy and the certificate. */
#define LOOK_SECONDS 60

/* Between two tries of a mail: a wrong password must not look like an attack. */
#define MAIL_AGAIN_SECONDS 3600

struct serving {
	struct session *session;
	int64_t shift; /* of --now against the clock, in a demo folder */
	int lock;
	struct store *store; /* the writer's own connection */
	struct ballotbox *box;
	struct api *api;
	struct writer *writer;
	struct server *server;
	struct buf pki, urns, certificate, key, authority;
	int64_t stamp; /* of the periods that are served */
	int64_t looked_at;
	unsigned long failures; /* of the writer, that were told */
	int32_t kept_on;        /* day of the last upkeep */
	int64_t mailed_at;      /* the last try; 0: try now */
};

static int64_t
clock_now(const void *cookie)
{
	const struct serving *service = cookie;

	return (int64_t)time(NULL) + service->shift;
}

/* Saying. */

static void
tell(const struct err *err)
{
	program_tell(COLLECTOR, err);
}

/* Paths. */

static void
set_paths(struct serving *service)
{
	const struct folder *folder = &service->session->folder;
	struct {
		struct buf *to;
		const char *name;
	} paths[] = {
		{ &service->pki, "pki" },
		{ &service->urns, "urn" },
		{ &service->certificate, "pki/server.crt" },
		{ &service->key, "pki/server.key" },
		{ &service->authority, "pki/ca.crt" },
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		folder_file(folder, paths[i].name, paths[i].to);
}

static void
release_paths(struct serving *service)
{
	buf_release(&service->pki);
	buf_release(&service->urns);
	buf_release(&service->certificate);
	buf_release(&service->key);
	buf_release(&service->authority);
}

/* Periods: made when due, and served as they now are. */

static void
say(void *cookie, enum message id, const char *const *args)
{
	(void)cookie;
	program_say(id, args);
}

/* A mail that cannot leave holds up nothing else. */
static void
mail(struct serving *service, const struct monthly *monthly)
{
	int64_t waited = monthly->now - service->mailed_at;
	struct err err;

	if (waited >= 0 && waited < MAIL_AGAIN_SECONDS)
		return;
	service->mailed_at = monthly->now;
	if (monthly_mail(monthly, &err) == OK)
		return;
	tell(&err);
	program_say(MSG_MAILING_LATER, NO_ARGS);
}

/* Closing when it is due, the rest once a day. */
static enum status
keep(struct serving *service, struct err *err)
{
	const struct monthly monthly = { &service->session->folder,
		clock_now(service), say, NULL };
	int32_t today = calendar_day_of(monthly.now, 0);
	bool closed = false;
	enum status code = monthly_close(&monthly, &closed, err);

	if (closed)
		service->mailed_at = 0;
	mail(service, &monthly);
	if (code != OK || today == service->kept_on)
		return code;
	code = monthly_report(&monthly, err);
	if (code == OK)
		code = monthly_purge(&monthly, err);
	if (code == OK)
		service->kept_on = today;
	return code;
}

static enum status
look(struct serving *service, struct err *err)
{
	struct folder *folder = &service->session->folder;
	int64_t now = clock_now(service);
	struct polls *polls = NULL;
	struct err why;
	enum status code = store_alive(folder->store, calendar_day_of(now, 0),
	    err);

	if (code == OK)
		code = folder_editions(folder, err);
	/* What the board is told can wait; computers cannot. */
	if (code == OK && service->server != NULL && keep(service, &why) != OK)
		tell(&why);
	if (code == OK)
		code = polls_prepare(folder, now, err);
	if (code == OK)
		code = store_periods_stamp(folder->store, &service->stamp, err);
	if (code == OK)
		code = polls_load(folder, now, &polls, err);
	if (code == OK && service->api != NULL)
		api_refresh(service->api, polls);
	else
		polls_free(polls);
	service->looked_at = now;
	return code;
}

/* A new certificate, when it is due or the hosts have changed. */
static enum status
renew(struct serving *service, struct err *err)
{
	bool renewed = false;
	enum status code = pki_renew(buf_z(&service->pki),
	    &service->session->folder.settings.hosts, (int64_t)time(NULL),
	    &renewed, err);

	if (code == OK && renewed && service->server != NULL)
		code = server_reload(service->server, err);
	if (code == OK && renewed)
		program_say(MSG_SERVE_RENEWED, NO_ARGS);
	return code;
}

/* Beginning. */

static enum status
start_writer(struct serving *service, struct err *err)
{
	struct folder *folder = &service->session->folder;
	const struct api_options options = { .now = clock_now,
		.clock = service };
	struct api_options with_box = options;
	struct writer_hooks hooks;
	struct polls *polls = NULL;
	struct buf path;
	enum status code;

	folder_file(folder, "collector.db", &path);
	code = store_open(buf_z(&path), &service->store, err);
	buf_release(&path);
	if (code == OK)
		code = ballotbox_new(buf_z(&service->urns), &service->box, err);
	with_box.box = service->box;
	if (code == OK)
		code = polls_load(folder, clock_now(service), &polls, err);
	if (code == OK)
		code = api_new(&with_box, polls, &service->api, err);
	if (code != OK)
		return code;
	hooks = api_hooks(service->api);
	code = writer_start(service->store, folder->settings.queue, &hooks,
	    &service->writer, err);
	if (code == OK)
		api_use_writer(service->api, service->writer);
	return code;
}

static enum status
start_server(struct serving *service, struct err *err)
{
	const struct folder_settings *settings =
	    &service->session->folder.settings;
	const struct server_options options = {
		.listen = settings->listen,
		.port = settings->port,
		.threads = settings->threads,
		.connections = settings->connections,
		.per_address = settings->per_address,
		.seconds = settings->seconds,
		.certificate = buf_z(&service->certificate),
		.key = buf_z(&service->key),
		.authority = buf_z(&service->authority),
		.language = settings->language,
	};
	const struct routes routes = api_routes(service->api);
	enum status code = server_new(&options, &routes, &service->server,
	    err);

	return code == OK ? server_start(service->server, err) : code;
}

static enum status
begin(struct serving *service, struct err *err)
{
	struct folder *folder = &service->session->folder;
	enum status code = folder_lock(folder, &service->lock, err);

	if (code == OK)
		code = closing_finish(folder, clock_now(service), true, err);
	if (code == OK)
		code = renew(service, err);
	if (code == OK)
		code = look(service, err);
	if (code == OK)
		code = start_writer(service, err);
	if (code == OK)
		code = start_server(service, err);
	return code;
}

/* In the order that keeps every promise: no new request, answers to those
 * under way, then the writer, then what they used. */
static void
finish(struct serving *service)
{
	if (service->server != NULL)
		server_stop(service->server);
	writer_stop(service->writer);
	server_free(service->server);
	api_free(service->api);
	ballotbox_free(service->box);
	store_free(service->store);
	if (service->lock >= 0)
		disk_unlock(service->lock);
}

/* Running. */

/* Never with an address, a computer or a period's content. */
static void
tell_failures(struct serving *service)
{
	unsigned long failures = writer_failures(service->writer);

	if (failures != service->failures)
		program_say(MSG_SERVE_FAILURES, ARGS(digits((long long)(
		    failures - service->failures)).text));
	service->failures = failures;
}

/* Another process may have closed a period or opened a trial. */
static bool
changed(struct serving *service)
{
	int64_t stamp = service->stamp;

	if (store_periods_stamp(service->session->folder.store, &stamp,
	        NULL) != OK)
		return false;
	return stamp != service->stamp || api_stale(service->api);
}

/* A certificate that cannot be renewed keeps nobody from being counted. */
static void
tick(struct serving *service)
{
	int64_t waited = clock_now(service) - service->looked_at;
	bool due = waited >= LOOK_SECONDS || waited < 0;
	struct err err;

	tell_failures(service);
	if (due && renew(service, &err) != OK)
		tell(&err);
	if ((due || changed(service)) && look(service, &err) != OK)
		tell(&err);
}

static void
reload(struct serving *service)
{
	struct err err;
	enum status code;

	daemon_notify("RELOADING=1");
	code = folder_reload(&service->session->folder, &err);
	service->mailed_at = 0;
	if (code == OK)
		code = renew(service, &err);
	if (code == OK)
		code = look(service, &err);
	if (code == OK)
		program_say(MSG_SERVE_RELOADED, NO_ARGS);
	else
		tell(&err);
	daemon_notify("READY=1");
}

static void
serve(struct serving *service)
{
	enum daemon_event event;

	daemon_notify("READY=1");
	program_say(MSG_SERVE_READY, ARGS(digits(
	    server_port(service->server)).text));
	service->looked_at = 0; /* the upkeep, at the next tick */
	while ((event = daemon_wait()) != DAEMON_STOP)
		if (event == DAEMON_RELOAD)
			reload(service);
		else
			tick(service);
	daemon_notify("STOPPING=1");
}

static enum status
act(struct session *session, struct err *err)
{
	struct serving service = {
		.session = session,
		.shift = session->now - session->clock,
		.lock = -1,
	};
	enum status code;

	daemon_begin();
	set_paths(&service);
	code = begin(&service, err);
	if (code == OK)
		serve(&service);
	finish(&service);
	release_paths(&service);
	if (code == OK)
		program_say(MSG_SERVE_STOPPED, NO_ARGS);
	return code;
}

static int
run(const struct command *self, int argc, char **argv,
    struct settings *settings)
{
	struct serve serve_options = { .common = { .json = false } };

	return session_run(self, argc, argv, settings, &serve_options, 0,
	    SESSION_OPENS, act);
}

const struct command cmd_serve = {
	.name = "serve",
	.synopsis = MSG_CHECK_COLLECTOR_SYNOPSIS,
	.summary = MSG_SERVE_SUMMARY,
	.options = { rows, sizeof(rows) / sizeof(rows[0]) },
	.run = run,
};
