/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/reader.h"

#include "agent/machine.h"
#include "agent/pass.h"
#include "agent/privilege.h"
#include "agent/selftest.h"
#include "agent/tally.h"

#include "agent/sources/clients.h"
#include "agent/sources/homes.h"
#include "agent/sources/zone.h"
#include "core/catalogue_file.h"
#include "core/hex.h"
#include "core/json.h"
#include "core/os.h"

#include <stdlib.h>

#define REQUEST_BYTES ((size_t)1 << 20)
#define STDIN_FD 0
#define STDOUT_FD 1
#define PATH_BYTES 2048
#define VERSION 1

/* The request on its way */

static json_t *
texts_json(const struct option_list *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		(void)json_array_append_new(array,
		    json_from_str(str_of(list->at[i])));
	return array;
}

void
reader_write(struct buf *out, const struct reader_request *request)
{
	const struct findings *known = request->known;
	struct buf key, cursors;
	json_t *line;

	buf_init(&key, 2 * CURSOR_KEY + 1);
	hex_write(&key, request->key, CURSOR_KEY);
	buf_init(&cursors, REQUEST_BYTES);
	for (size_t i = 0; known != NULL && i < known->cursor_count; i++)
		findings_cursor_write(&cursors, &known->cursors[i]);
	line = json_pack("{s:i,s:i,s:o,s:b,s:o,s:I,s:I,s:I,s:o,s:s,s:s}",
	    "v", VERSION, "users", (int)request->users,
	    "homes", texts_json(&request->homes), "dns", request->dns,
	    "dns_logs", texts_json(&request->dns_logs),
	    "first", (json_int_t)request->window.first,
	    "last", (json_int_t)request->window.last,
	    "now", (json_int_t)request->now,
	    "temporary", json_from_str(str_of(request->temporary)),
	    "key", buf_z(&key), "cursors", buf_z(&cursors));
	json_write(out, line, false);
	buf_char(out, '\n');
	buf_str(out, request->bundle);
	json_decref(line);
	buf_release(&cursors);
	buf_release(&key);
}

static bool
take_texts(const json_t *array, struct arena *memory, struct option_list *ret)
{
	size_t count = json_array_size(array);

	if (!json_is_array(array) || count > OPTION_LIST_MAX)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct str text = arena_str(memory,
		    str_of(json_string_value(json_array_get(array, i))));

		if (text.at == NULL || text.len == 0)
			return false;
		ret->at[ret->count++] = text.at;
	}
	return true;
}

static bool
take_number(const json_t *line, const char *key, int64_t min, int64_t max,
    int64_t *ret)
{
	const json_t *value = json_object_get(line, key);

	*ret = (int64_t)json_integer_value(value);
	return json_is_integer(value) && *ret >= min && *ret <= max;
}

static bool
take_request(const json_t *line, struct arena *memory,
    struct findings *cursors, struct reader_request *ret)
{
	int64_t version, users, first, last;
	struct str known = json_get_str(line, "cursors");
	struct buf lines;
	bool good;

	if (!take_number(line, "v", VERSION, VERSION, &version) ||
	    !take_number(line, "users", 0, READER_NOBODY, &users) ||
	    !take_number(line, "first", INT32_MIN, INT32_MAX, &first) ||
	    !take_number(line, "last", INT32_MIN, INT32_MAX, &last) ||
	    !take_number(line, "now", 0, INT64_MAX, &ret->now) ||
	    !take_texts(json_object_get(line, "homes"), memory, &ret->homes) ||
	    !take_texts(json_object_get(line, "dns_logs"), memory,
	        &ret->dns_logs) ||
	    !hex_read(json_get_str(line, "key"), ret->key, CURSOR_KEY))
		return false;
	ret->users = (enum reader_users)users;
	ret->window = (struct window){ (int32_t)first, (int32_t)last };
	ret->dns = json_is_true(json_object_get(line, "dns"));
	ret->temporary = arena_str(memory, json_get_str(line, "temporary")).at;
	ret->known = cursors;
	buf_init(&lines, REQUEST_BYTES);
	buf_str(&lines, known);
	buf_text(&lines, "[\"end\",0,0,0]\n");
	good = ret->temporary != NULL &&
	    findings_read(buf_view(&lines), cursors, NULL) == OK;
	buf_release(&lines);
	return good;
}

enum status
reader_parse(struct str text, struct arena *memory, struct findings *cursors,
    struct reader_request *ret, struct err *err)
{
	struct reader_request request = { .users = READER_NOBODY };
	json_t *line = NULL;
	struct str first = text;
	enum status code;

	(void)str_cut(text, STR("\n"), &first, &request.bundle);
	code = json_read(first, REQUEST_BYTES, &line, err);

	if (code == OK && !take_request(line, memory, cursors, &request))
		code = err_set(err, E_INVALID, MSG_FINDINGS_LINE, NO_ARGS);
	json_decref(line);
	if (code == OK)
		*ret = request;
	return code;
}

/* Reading */

struct reading {
	const struct reader_request *request;
	struct findings *found;
	struct match *match;
	struct zone *zone;
	struct tally *tally;
	struct clients *own;      /* whose DNS queries count: ours */
	struct os_scratch scratch;
	struct source_list sources;
	struct option_list homes; /* of those who did not opt out */
	struct arena memory;
};

static void
read_home(void *cookie, const struct home *home)
{
	struct reading *reading = cookie;
	struct option_list *homes = &reading->homes;
	struct buf path;
	struct str kept;

	buf_init(&path, PATH_BYTES);
	os_join(&path, home->path, READER_OPT_OUT);
	if (machine_exists(buf_z(&path))) {
		reading->found->opted_out = true;
	} else if (homes->count < OPTION_LIST_MAX) {
		kept = arena_str(&reading->memory, str_of(home->path));
		if (kept.at != NULL)
			homes->at[homes->count++] = kept.at;
	}
	buf_release(&path);
}

static enum status
list_homes(struct reading *reading, bool *ret_session, struct err *err)
{
	const struct reader_request *request = reading->request;
	struct home home = { .path = "" };
	enum status code = OK;

	*ret_session = false;
	for (size_t i = 0; i < request->homes.count; i++) {
		(void)snprintf(home.path, sizeof(home.path), "%s",
		    request->homes.at[i]);
		read_home(reading, &home);
	}
	if (request->homes.count > 0 || request->users == READER_NOBODY)
		return OK;
	if (request->users == READER_ALL)
		return homes_all(read_home, reading, err);
	code = homes_own(&home, err);
	if (code == OK) {
		read_home(reading, &home);
		*ret_session = !reading->found->opted_out;
		reading->homes.count = 0;
	}
	return code;
}

static void
read_sources(struct reading *reading, bool session)
{
	static const struct option_list none;
	const struct reader_request *request = reading->request;
	bool dns = !reading->found->opted_out;
	struct cursors cursors = { .next = reading->found->cursors };
	struct source_env env = {
		.match = reading->match,
		.zone = reading->zone,
		.window = request->window,
		.scratch = &reading->scratch,
		.sink = { tally_push, NULL, reading->tally },
		.clients = reading->own,
	};
	struct pass_plan plan = {
		.session = session,
		.homes = &reading->homes,
		.histories = &none,
		.dns_logs = dns ? &request->dns_logs : &none,
		.known_dns = dns && request->dns &&
		    request->dns_logs.count == 0,
		.dns = { .now = request->now, .cursors = &cursors },
	};

	memcpy(cursors.key, request->key, CURSOR_KEY);
	if (request->known != NULL) {
		cursors.known = request->known->cursors;
		cursors.known_count = request->known->cursor_count;
	}
	pass_read(&plan, &env, &reading->sources);
	reading->found->cursor_count = cursors.next_count;
}

static enum status
add_finding(struct reading *reading, uint32_t service, struct finding row,
    struct err *err)
{
	struct str id = match_catalogue(reading->match)->services[service].id;

	(void)snprintf(row.service, sizeof(row.service), "%.*s", (int)id.len,
	    id.at);
	return findings_add(reading->found, &row, err);
}

/* Most services leave no trace on most days: nothing is written for them. */
static enum status
add_day(struct reading *reading, uint32_t service, int32_t day,
    struct err *err)
{
	const struct tally *tally = reading->tally;
	struct finding row = { .day = day, .evidence = EVIDENCE_VISITED };
	enum status code = OK;

	if (tally_on(tally, service, TRACE_VISITED, day))
		code = add_finding(reading, service, row, err);
	row.evidence = EVIDENCE_CONTACTED;
	row.minute = tally_minute(tally, service, day);
	if (code == OK && (row.minute != 0 ||
	    tally_on(tally, service, TRACE_CONTACTED, day)))
		code = add_finding(reading, service, row, err);
	return code;
}

static enum status
add_days(struct reading *reading, struct err *err)
{
	struct window window = reading->request->window;
	uint32_t services = match_catalogue(reading->match)->service_count;
	enum status code = tally_status(reading->tally, err);

	for (int32_t day = window.first; day <= window.last; day++)
		for (uint32_t i = 0; code == OK && i < services; i++)
			code = add_day(reading, i, day, err);
	return code;
}

/* The log's format tells nothing that the board needs. */
static void
add_sources(struct reading *reading)
{
	for (const struct source_report *report = reading->sources.first;
	     report != NULL; report = report->next) {
		findings_source(reading->found, report->kind,
		    report->kind == SOURCE_DNS ? STR("dns")
		                               : str_of(report->name),
		    source_state_id(report->state));
		if (report->encrypted_dns)
			reading->found->encrypted_dns = true;
	}
}

static enum status
read_window(struct reading *reading, struct err *err)
{
	const struct reader_request *request = reading->request;
	bool session = false;
	enum status code;

	if (request->window.first > request->window.last)
		return OK;
	code = tally_new(match_catalogue(reading->match)->service_count,
	    request->window, &reading->tally, err);
	if (code == OK)
		code = clients_new_own(&reading->own, err);
	if (code == OK)
		code = list_homes(reading, &session, err);
	if (code != OK)
		return code;
	read_sources(reading, session);
	code = add_days(reading, err);
	add_sources(reading);
	return code;
}

/* The sender has checked it; what opens it checks it again.  NULL: refused, or
 * older than the built-in one, which an update of the program has brought. */
static struct catalogue *
load_bundle(struct str bundle)
{
	struct catalogue *loaded = NULL;
	uint8_t key[BUNDLE_KEY];

	if (bundle.len == 0)
		return NULL;
	(void)bundle_project_key(key);
	if (catalogue_bundle_load(bundle, key, catalogue_builtin()->version,
	        &loaded, NULL) != OK)
		return NULL;
	return loaded;
}

enum status
reader_read(const struct reader_request *request, struct findings *ret,
    struct err *err)
{
	struct reading reading = { .request = request, .found = ret,
		.scratch = { .lock = -1 } };
	struct catalogue *loaded = load_bundle(request->bundle);
	enum status code = match_new(loaded == NULL ? catalogue_builtin()
	    : loaded, &reading.match, err);
	struct err why;

	source_list_init(&reading.sources);
	arena_init(&reading.memory, REQUEST_BYTES);
	if (code == OK)
		code = zone_new(STR("local"), &reading.zone, err);
	os_scratch_sweep(request->temporary);
	if (code == OK)
		code = os_scratch_open(request->temporary, &reading.scratch,
		    err);
	if (code == OK) {
		ret->self_test = selftest_passes(reading.match, reading.zone,
		    zone_day(reading.zone, request->now),
		    &reading.scratch, &why);
		code = read_window(&reading, err);
	}
	source_list_release(&reading.sources);
	arena_release(&reading.memory);
	clients_free(reading.own);
	tally_free(reading.tally);
	os_scratch_close(&reading.scratch);
	zone_free(reading.zone);
	match_free(reading.match);
	catalogue_free(loaded);
	return code;
}

/* The two ends of the pipe */

enum status
reader_ask(struct privilege *privilege, const char *program,
    const struct reader_request *request, struct findings *ret,
    struct err *err)
{
	struct buf line, answer;
	enum status code;

	buf_init(&line, REQUEST_BYTES + BUNDLE_MAX_BYTES);
	buf_init(&answer, FINDINGS_BYTES);
	reader_write(&line, request);
	code = buf_status(&line);
	if (code == OK)
		code = privilege_ask(privilege, program, buf_view(&line),
		    &answer, READER_SECONDS, err);
	else
		(void)err_set(err, code, MSG_NO_MEMORY, NO_ARGS);
	if (code == OK)
		code = findings_read(buf_view(&answer), ret, err);
	buf_release(&answer);
	buf_release(&line);
	return code;
}

static enum status
read_request(struct buf *line, struct err *err)
{
	size_t n = 1;
	enum status code = OK;

	while (code == OK && n > 0) {
		char *to = buf_reserve(line, PATH_BYTES);

		if (to == NULL)
			return err_set(err, E_LIMIT, MSG_FINDINGS_LINE, NO_ARGS);
		code = os_read(STDIN_FD, to, PATH_BYTES, &n, err);
		if (code == OK)
			buf_added(line, n);
	}
	return code;
}

static enum status
answer_request(struct str line, struct findings *cursors,
    struct findings *found, struct err *err)
{
	struct reader_request request;
	struct arena memory;
	struct buf lines;
	enum status code;

	arena_init(&memory, REQUEST_BYTES);
	buf_init(&lines, FINDINGS_BYTES);
	code = reader_parse(line, &memory, cursors, &request, err);
	if (code == OK)
		code = reader_read(&request, found, err);
	findings_write(&lines, found);
	if (code == OK)
		code = buf_status(&lines);
	if (code == OK)
		code = os_write(STDOUT_FD, buf_view(&lines), err);
	buf_release(&lines);
	arena_release(&memory);
	return code;
}

int
reader_main(void)
{
	struct findings cursors = { .row_count = 0 }, found = { .row_count = 0 };
	struct err err = { "" };
	struct buf line;
	enum status code = findings_init(&cursors, &err);

	buf_init(&line, REQUEST_BYTES + BUNDLE_MAX_BYTES);
	if (code == OK)
		code = findings_init(&found, &err);
	if (code == OK)
		code = read_request(&line, &err);
	if (code == OK && line.len > 0) /* nothing asked, nothing to do */
		code = answer_request(buf_view(&line), &cursors, &found, &err);
	if (code != OK)
		(void)fprintf(stderr, "%s\n", err.text);
	findings_release(&found);
	findings_release(&cursors);
	buf_release(&line);
	return code == OK ? 0 : 1;
}
