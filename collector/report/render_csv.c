/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/report/render_csv.h"

#include "core/markup.h"

#define TEXT_MAX ((size_t)1024)

/* One value.  A figure's range stands beside it; other values leave it empty. */
struct csv_row {
	const struct publication *of;
	const char *subject;
	struct str id;
	struct str name;
	struct str status;
	const char *measure;
	const char *unit;
	uint32_t value;
	bool rounded;
};

static void
write_number(struct buf *out, uint32_t number)
{
	buf_format(out, "%u", (unsigned)number);
}

static void
write_range(struct buf *out, const struct csv_row *row)
{
	uint32_t low = row->value < 2 ? 0 : row->value - 2;
	uint32_t high = row->value + 2 < row->of->ballots ? row->value + 2
	                                                  : row->of->ballots;

	if (row->rounded)
		write_number(out, low);
	buf_char(out, ',');
	if (row->rounded)
		write_number(out, high);
}

static void
write_row(struct buf *out, const struct csv_row *row)
{
	buf_text(out, row->of->period.text);
	buf_char(out, ',');
	buf_text(out, row->subject);
	buf_char(out, ',');
	markup_csv(out, row->id);
	buf_char(out, ',');
	markup_csv(out, row->name);
	buf_char(out, ',');
	markup_csv(out, row->status);
	buf_char(out, ',');
	buf_text(out, row->measure);
	buf_char(out, ',');
	write_number(out, row->value);
	buf_char(out, ',');
	write_range(out, row);
	buf_char(out, ',');
	buf_text(out, row->unit);
	buf_text(out, "\r\n");
}

static void
write_figure(struct buf *out, struct csv_row row, struct figure figure)
{
	row.unit = "computers";
	row.rounded = true;
	row.measure = "used";
	row.value = figure.used;
	write_row(out, &row);
	if (row.of->tier < TIER_SERVICES)
		return;
	row.measure = "regular";
	row.value = figure.regular;
	write_row(out, &row);
}

static void
write_exact(struct buf *out, const struct publication *of,
    const char *measure, uint32_t value)
{
	struct csv_row row = { .of = of, .subject = "period",
		.measure = measure, .unit = "computers", .value = value };

	write_row(out, &row);
}

/* Whoever opens a table alone is told that nothing in it is true. */
static void
write_demo(struct buf *out, const struct publication *of)
{
	struct csv_row row = { .of = of, .subject = "period",
		.name = STR("DEMO"), .measure = "demo", .unit = "invented",
		.value = 1 };

	write_row(out, &row);
}

static void
write_wholes(struct buf *out, const struct publication *of)
{
	struct csv_row row = { .of = of, .subject = "whole" };

	if (of->tier < TIER_WHOLES)
		return;
	row.id = STR("any");
	write_figure(out, row, of->any);
	row.id = STR("unapproved");
	write_figure(out, row, of->unapproved);
	if (of->tier < TIER_SERVICES)
		return;
	row = (struct csv_row){ .of = of, .subject = "whole",
		.id = STR("contacted"), .measure = "contacted",
		.unit = "computers", .value = of->contacted, .rounded = true };
	write_row(out, &row);
}

static void
write_categories(struct buf *out, const struct publication *of)
{
	if (of->tier < TIER_CATEGORIES)
		return;
	for (int i = 0; i < CATEGORY_COUNT; i++)
		write_figure(out, (struct csv_row){ .of = of,
		    .subject = "category",
		    .id = category_id((enum category)i) }, of->categories[i]);
}

static void
write_services(struct buf *out, const struct report *report,
    const struct publication *of)
{
	for (size_t i = 0; i < of->service_count; i++) {
		const struct published_service *service = &of->services[i];
		int at = catalogue_find(report->catalogue, service->id);
		struct csv_row row = { .of = of, .subject = "service",
			.id = service->id, .name = service->id };

		if (at >= 0)
			row.name = report->catalogue->services[at].name;
		if (of == report->now)
			row.status = decision_id(report->services[i].status);
		write_figure(out, row, service->figure);
	}
}

static void
write_attention(struct buf *out, const struct report *report)
{
	static const char *const families[RISK_FAMILY_COUNT][2] = {
		[RISKS_CONFIDENTIALITY] = { "confidentiality_points",
		    "confidentiality_unknown" },
		[RISKS_SECURITY] = { "security_points", "security_unknown" },
		[RISKS_REPUTATION] = { "reputation_points",
		    "reputation_unknown" },
	};

	for (size_t i = 0; i < report->service_count; i++)
		for (int f = 0; f < RISK_FAMILY_COUNT; f++) {
			const struct report_service *service =
			    &report->services[i];
			struct csv_row row = { .of = report->now,
				.subject = "service", .id = service->id,
				.name = service->name,
				.status = decision_id(service->status),
				.measure = families[f][0], .unit = "points",
				.value = (uint32_t)
				    service->attention[f].points };

			write_row(out, &row);
			row.measure = families[f][1];
			row.value = (uint32_t)service->attention[f].unknown;
			write_row(out, &row);
		}
}

static void
write_scores(struct buf *out, const struct report *report)
{
	static const char *const ids[INDEX_COUNT] = {
		[INDEX_GOVERNANCE] = "governance",
		[INDEX_CONFIDENTIALITY] = "confidentiality",
		[INDEX_SECURITY] = "security",
		[INDEX_REPUTATION] = "reputation",
	};

	for (int i = 0; i < INDEX_COUNT; i++) {
		struct csv_row row = { .of = report->now, .subject = "index",
			.id = str_of(ids[i]), .measure = "shown",
			.unit = "of_100", .value = report->scores[i].shown };

		if (report->scores[i].state != SCORE_VALUE)
			continue;
		write_row(out, &row);
		row.measure = "nearest";
		row.value = report->scores[i].nearest;
		write_row(out, &row);
	}
}

static void
write_period(struct buf *out, const struct report *report,
    const struct publication *of)
{
	if (report->demo)
		write_demo(out, of);
	write_exact(out, of, "enrolled", of->enrolled);
	if (!of->measured)
		return;
	write_exact(out, of, "ballots", of->ballots);
	write_exact(out, of, "blanks", of->blanks);
	write_wholes(out, of);
	write_categories(out, of);
	write_services(out, report, of);
}

enum status
render_csv(struct buf *out, const struct report *report,
    enum language language, struct err *err)
{
	(void)language;
	buf_text(out, "period,subject,id,name,status,measure,value,low,high,"
	    "unit\r\n");
	for (size_t i = 0; i < report->covered_count; i++)
		write_period(out, report, report->covered[i]);
	write_attention(out, report);
	write_scores(out, report);
	return buf_status(out) == OK
	    ? OK : err_set(err, buf_status(out), MSG_NO_MEMORY, NO_ARGS);
}
