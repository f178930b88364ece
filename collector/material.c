/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/material.h"

#include "collector/polls.h"
#include "collector/rounding.h"

#include "core/json.h"
#include "core/policy.h"

#include <stdlib.h>
#include <string.h>

/* Two years: as long as publications are kept. */
#define PUBLICATIONS_MAX 24

#define TEXT_MAX ((size_t)16 * 1024)

/* --- publications --- */

struct archive {
	struct publication at[PUBLICATIONS_MAX]; /* all, oldest first */
	size_t loaded;
	/* Those that the report shows; it covers the last `covered` of them. */
	const struct publication *show[PUBLICATIONS_MAX];
	size_t count, covered;
	enum status failed;
	struct err *err;
};

static void
load_one(void *cookie, const char *period, struct str document,
    struct str roster)
{
	struct archive *archive = cookie;

	(void)period;
	(void)roster;
	if (archive->failed != OK)
		return;
	if (archive->loaded == PUBLICATIONS_MAX) {
		publication_release(&archive->at[0]);
		memmove(&archive->at[0], &archive->at[1],
		    (PUBLICATIONS_MAX - 1) * sizeof(archive->at[0]));
		archive->loaded--;
	}
	archive->failed = publication_read(document,
	    &archive->at[archive->loaded], archive->err);
	archive->loaded += archive->failed == OK;
}

static int
by_day(const void *a, const void *b)
{
	const struct publication *x = a, *y = b;

	return x->period.first < y->period.first ? -1
	    : x->period.first > y->period.first;
}

static void
archive_release(struct archive *archive)
{
	for (size_t i = 0; i < archive->loaded; i++)
		publication_release(&archive->at[i]);
}

/* The days that a text names: a period's, or a whole year's. */
static bool
span_of(struct str asked, int32_t *ret_first, int32_t *ret_end)
{
	struct period period;
	uint64_t year;

	if (period_parse(asked, &period) && period.kind != PERIOD_TRIAL) {
		*ret_first = period.first;
		*ret_end = period.end;
		return true;
	}
	if (asked.len != 4 || !str_number(asked, 9998, &year) || year < 2000)
		return false;
	*ret_first = calendar_day((struct civil){ (int32_t)year, 1, 1 });
	*ret_end = calendar_day((struct civil){ (int32_t)year + 1, 1, 1 });
	return true;
}

static bool
is_within(const struct publication *publication, int32_t first, int32_t end)
{
	return publication->period.first >= first &&
	    publication->period.end <= end;
}

/* A trial is never published, open or not. */
static bool
is_open(const struct polls *polls, struct str asked)
{
	struct period period;

	return period_parse(asked, &period) && period.kind != PERIOD_TRIAL &&
	    polls_named(polls, asked) != NULL;
}

/* Why nothing is there: still open, or never. */
static enum status
say_missing(struct folder *folder, const struct archive *archive,
    struct str asked, int64_t now, struct err *err)
{
	struct polls *polls = NULL;
	struct buf name, names;
	enum status code;

	buf_init(&name, TEXT_MAX);
	buf_init(&names, TEXT_MAX);
	buf_str(&name, asked);
	for (size_t i = 0; i < archive->loaded; i++) {
		buf_text(&names, i > 0 ? ", " : "");
		buf_text(&names, archive->at[i].period.text);
	}
	code = polls_load(folder, now, &polls, err);
	if (code == OK && is_open(polls, asked))
		code = err_set(err, E_REFUSED, MSG_REPORT_PERIOD_OPEN,
		    ARGS(buf_z(&name)));
	else if (code == OK && archive->loaded == 0)
		code = err_set(err, E_NOT_FOUND, MSG_REPORT_NONE_YET, NO_ARGS);
	else if (code == OK)
		code = err_set(err, E_USAGE, MSG_REPORT_PERIOD_UNKNOWN,
		    ARGS(buf_z(&name), buf_z(&names)));
	polls_free(polls);
	buf_release(&name);
	buf_release(&names);
	return code;
}

/* Those of the last one's kind, up to it. */
static void
archive_show(struct archive *archive, size_t last, int32_t first, int32_t end)
{
	enum period_kind kind = archive->at[last].period.kind;

	for (size_t i = 0; i <= last; i++) {
		if (archive->at[i].period.kind != kind)
			continue;
		archive->show[archive->count++] = &archive->at[i];
		archive->covered += is_within(&archive->at[i], first, end);
	}
	if (archive->covered > REPORT_COVERED_MAX)
		archive->covered = REPORT_COVERED_MAX;
}

static enum status
archive_load(struct folder *folder, struct str asked, int64_t now,
    struct archive *archive, struct err *err)
{
	int32_t first = 0, end = 0;
	size_t last = PUBLICATIONS_MAX;
	enum status code;

	archive->err = err;
	code = store_publications(folder->store, load_one, archive, err);
	if (code == OK)
		code = archive->failed;
	if (code != OK)
		return code;
	qsort(archive->at, archive->loaded, sizeof(archive->at[0]), by_day);
	if (asked.len == 0 && archive->loaded > 0)
		asked = str_of(archive->at[archive->loaded - 1].period.text);
	if (span_of(asked, &first, &end))
		for (size_t i = 0; i < archive->loaded; i++)
			if (is_within(&archive->at[i], first, end))
				last = i;
	if (last == PUBLICATIONS_MAX)
		return say_missing(folder, archive, asked, now, err);
	archive_show(archive, last, first, end);
	return OK;
}

/* --- health --- */

struct counting {
	struct report_health health;
	struct calendar_week week; /* of the period's first day */
};

/* "partial": read, but for something in it. */
static bool
is_read(const json_t *source)
{
	struct str state = json_get_str(source, "state");

	return str_eq(state, STR("read")) || str_eq(state, STR("partial"));
}

static bool
has_read(const json_t *sources, bool dns)
{
	for (size_t i = 0; i < json_array_size(sources); i++) {
		const json_t *source = json_array_get(sources, i);
		struct str name = json_get_str(source, "source");

		if (str_starts(name, STR("dns")) == dns && is_read(source))
			return true;
	}
	return false;
}

static void
count_device(void *cookie, const struct store_device *device)
{
	struct counting *counting = cookie;
	struct report_health *health = &counting->health;
	json_t *object = NULL;
	const json_t *sources;

	if (device->revoked || strcmp(device->week, counting->week.text) < 0 ||
	    json_read(str_of(device->health), STORE_HEALTH_BYTES, &object,
	        NULL) != OK)
		return;
	sources = json_object_get(object, "sources");
	health->known = true;
	health->answering++;
	health->self_test +=
	    json_is_true(json_object_get(object, "self_test"));
	health->histories += has_read(sources, false);
	health->dns_logs += has_read(sources, true);
	health->encrypted_dns += json_is_true(json_object_get(object, "doh"));
	json_decref(object);
}

static enum status
load_health(struct folder *folder, const struct period *period,
    struct report_health *ret, struct err *err)
{
	struct counting counting = { .health = { .known = false },
		.week = calendar_week(period->first) };
	uint32_t *encrypted_dns = &counting.health.encrypted_dns;
	enum status code = store_devices(folder->store, count_device,
	    &counting, err);

	/* In a small office "1" would be somebody's setting. */
	*encrypted_dns -= *encrypted_dns % ROUNDING_BASE;
	*ret = counting.health;
	return code;
}

/* --- what a report is made from --- */

struct material {
	struct archive archive;
	struct policy *policy;
	struct polls *polls;
	struct report_source source;
	struct report report;
};

void
material_free(struct material *material)
{
	if (material == NULL)
		return;
	report_release(&material->report);
	archive_release(&material->archive);
	policy_free(material->policy);
	polls_free(material->polls);
	free(material);
}

static enum status
load_policy(struct folder *folder, struct policy **ret, struct err *err)
{
	struct buf text;
	enum status code;

	buf_init(&text, FOLDER_POLICY_BYTES);
	code = folder_policy(folder, &text, err);
	if (code == OK)
		code = policy_parse("policy.yaml", buf_view(&text),
		    folder->edition.catalogue, ret, err);
	buf_release(&text);
	return code;
}

/* What the period's record says: catalogue, window. */
static void
add_record(struct material *material)
{
	const struct archive *archive = &material->archive;
	struct report_source *source = &material->source;
	const struct poll *poll = polls_named(material->polls,
	    str_of(archive->show[archive->count - 1]->period.text));

	if (poll == NULL)
		return;
	source->catalogue_digest = poll->record.catalogue;
	source->window.opens = calendar_day_of(poll->record.opens_at, 0);
	source->window.counted = calendar_day_of(poll->taken_until, 0);
	source->window.closes = source->window.counted - 1;
}

static enum status
fill(struct folder *folder, const struct material_request *request,
    struct material *material, struct err *err)
{
	struct archive *archive = &material->archive;
	struct report_source *source = &material->source;
	enum status code = archive_load(folder, request->period, request->now,
	    archive, err);

	if (code == OK)
		code = load_policy(folder, &material->policy, err);
	if (code == OK)
		code = polls_load(folder, request->now, &material->polls, err);
	if (code == OK)
		code = load_health(folder,
		    &archive->show[archive->count - 1]->period,
		    &source->health, err);
	if (code != OK)
		return code;
	source->publications = archive->show;
	source->publication_count = archive->count;
	source->covered = archive->covered;
	source->policy = material->policy;
	source->catalogue = folder->edition.catalogue;
	source->day = request->day;
	source->demo = folder->demo;
	source->window = report_window_of(
	    &archive->show[archive->count - 1]->period);
	add_record(material);
	return report_make(source, &material->report, err);
}

enum status
material_load(struct folder *folder, const struct material_request *request,
    struct material **ret, struct err *err)
{
	struct material *material = calloc(1, sizeof(*material));
	enum status code;

	if (material == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	code = fill(folder, request, material, err);
	if (code == OK)
		*ret = material;
	else
		material_free(material);
	return code;
}

const struct report *
material_report(const struct material *material)
{
	return &material->report;
}
