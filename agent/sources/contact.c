/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/contact.h"

#include "agent/sources/zone.h"

#include "core/domain.h"

#include <string.h>

static bool
has_escaped_dot(struct str name)
{
	for (size_t i = 0; i + 1 < name.len; i++)
		if (name.at[i] == '\\' && name.at[++i] == '.')
			return true;
	return false;
}

static struct match_result
look_up(const struct match *match, struct str name, int32_t day)
{
	struct domain host;

	if (has_escaped_dot(name) || !domain_canonical(name, &host))
		return (struct match_result){ MATCH_NO_SERVICE, -1,
			VERDICT_NONE };
	return match_contact(match, domain_view(&host), day);
}

/* Four bytes at a time, the last four once more; the high bits hang on all. */
static struct contact_name *
place_of(struct contact_memo *memo, struct str name)
{
	uint32_t word, hash = 0;

	for (size_t i = 0; i < name.len; i += sizeof(word)) {
		if (i > name.len - sizeof(word))
			i = name.len - sizeof(word);
		memcpy(&word, name.at + i, sizeof(word));
		hash = (hash ^ word) * 0x9e3779b1u;
	}
	return &memo->names[hash >> 24];
}
_Static_assert(CONTACT_NAMES == 1 << 8, "a place has the hash's high bits");

static struct match_result
recall(struct contact_memo *memo, const struct match *match, struct str name,
    int32_t day)
{
	struct contact_name *place;

	if (memo == NULL || name.len < CONTACT_NAME_MIN ||
	    name.len > CONTACT_NAME_MAX)
		return look_up(match, name, day);
	place = place_of(memo, name);
	if (place->len != name.len || place->day != day ||
	    memcmp(place->text, name.at, name.len) != 0) {
		struct match_result found = look_up(match, name, day);

		if (found.service == MATCH_NO_SERVICE)
			return found;
		place->len = name.len;
		place->day = day;
		place->found = found;
		memcpy(place->text, name.at, name.len);
	}
	return place->found;
}

void
contact_forget(struct contact_memo *memo)
{
	for (size_t i = 0; i < CONTACT_NAMES; i++) {
		struct contact_name *name = &memo->names[i];
		volatile char *bytes = (volatile char *)name;
		size_t left = name->len > 0 ? sizeof(*name) : 0;

		while (left > 0)
			bytes[--left] = 0;
	}
}

void
contact_count(const struct source_env *env, struct source_report *report,
    struct clients_several *several, struct contact_memo *memo,
    const struct contact *contact)
{
	int32_t day = zone_day(env->zone, contact->unix_seconds);

	source_record(report, day);
	source_asked(env, report,
	    recall(memo, env->match, contact->name, day), contact->client,
	    several, contact->unix_seconds, day);
}
