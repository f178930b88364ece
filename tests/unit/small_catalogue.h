/* SPDX-License-Identifier: Apache-2.0
 * small_catalogue.h: a catalogue of twelve invented services.
 */
#ifndef TESTS_UNIT_SMALL_CATALOGUE_H
#define TESTS_UNIT_SMALL_CATALOGUE_H

#include "core/catalogue.h"

#define SMALL(name, of, flag) \
	{ .id = { name, sizeof(name) - 1 }, .category = of, .flags = flag }

/* Sorted by id, as every catalogue is. */
enum small_service {
	ALBA,
	BERYL,
	CORAIL,
	DRYADE,
	ECUME,
	FANAL,
	GIVRE,
	HALO,
	INDIGO,
	JADE,
	KARST,
	LOTUS,
	SMALL_COUNT
};

static const struct service small_services[SMALL_COUNT] = {
	[ALBA] = SMALL("alba", CATEGORY_TEXT_ASSISTANT, 0),
	[BERYL] = SMALL("beryl", CATEGORY_TEXT_ASSISTANT, 0),
	[CORAIL] = SMALL("corail", CATEGORY_TRANSLATION, 0),
	[DRYADE] = SMALL("dryade", CATEGORY_IMAGE, 0),
	[ECUME] = SMALL("ecume", CATEGORY_TEXT_ASSISTANT, 0),
	[FANAL] = SMALL("fanal", CATEGORY_TEXT_ASSISTANT, 0),
	[GIVRE] = SMALL("givre", CATEGORY_TEXT_ASSISTANT, 0),
	[HALO] = SMALL("halo", CATEGORY_TEXT_ASSISTANT, FLAG_HEALTH),
	[INDIGO] = SMALL("indigo", CATEGORY_TEXT_ASSISTANT, FLAG_COMPANION),
	[JADE] = SMALL("jade", CATEGORY_CODING, 0),
	[KARST] = SMALL("karst", CATEGORY_CODING, 0),
	[LOTUS] = SMALL("lotus", CATEGORY_CODING, 0),
};

static const struct catalogue small_catalogue = {
	.version = { "2026.11", 7 },
	.services = small_services,
	.service_count = SMALL_COUNT,
};

#endif
