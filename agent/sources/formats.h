/* SPDX-License-Identifier: Apache-2.0
 * formats.h: the contract of a format of DNS log, and the list of those that
 * are read.  A format is one file of formats/, which exports one object at its
 * end.  It must not know the engine, a file, or the catalogue.
 * Covered by tests/unit/test_formats.c.
 *
 * To add one: CONTRIBUTING.md, "Add a log format".
 */
#ifndef AGENT_SOURCES_FORMATS_H
#define AGENT_SOURCES_FORMATS_H

#include "agent/sources/linemould.h"
#include "agent/sources/stamp_locale.h"

#include "core/messages.h"

/* What a record (a line without its end, or what records.h gives) is, for one
 * format. */
enum record {
	RECORD_FOREIGN,  /* not a line of this format */
	RECORD_OTHER,    /* a line of this format that is no client's query */
	RECORD_QUERY,    /* a query: counted */
	RECORD_REPLY,    /* a query known from its reply: counted only while the
	                  * file has shown no RECORD_QUERY of this format */
	RECORD_REJECTED  /* should be a query, and cannot be read */
};

/* The longest name that a log may print: 255 octets, each as "\032" at most,
 * with its escape escaped. */
#define QUERY_NAME_ROOM (255 * 5 + 1)

/* A record that is JSON is at most this long; records.h gives no longer. */
#define RECORD_MAX ((size_t)64 << 10)

struct query {
	struct stamp stamp; /* STAMP_NONE when the line has no time */
	struct str name;    /* as logged; of the line, or of `room` */
	struct str client;  /* as logged; empty when the log has none */
	char room[QUERY_NAME_ROOM];
};

/* The columns of a table, from 1; 0: it has none. */
struct columns {
	uint8_t time;
	uint8_t client;
	uint8_t name;
	uint8_t type;
};

/* What a format has learnt of its file. */
struct dialect {
	enum stamp_order slash;
	struct columns columns;
};

/* What is fed to `learn`, and kept between its calls. */
struct learning {
	struct stamp_order_clues order;
	struct columns columns;
};

/* Strings that every query line of a format holds; for saying what is missing
 * when no format is recognised. */
#define FORMAT_MARKS_MAX 4

/* The pattern of a table's row. */
#define FORMAT_ROW_MAX ((size_t)256)

/*
 * What the fast path needs of one way in which lines of a format are written.
 * Each answer must be what `parse` would say; when in doubt, unsure.
 */
struct format_fast {
	const struct format_fast *next; /* another way, or NULL */

	/* Moulds are cast from lines that were parsed: JSON objects, or what
	 * stands behind a shape.  There are then no patterns. */
	const struct mould_keys *keys;

	/* enum lineclass of a line by the byte behind its shape, which may be
	 * its end. */
	const unsigned char *classes; /* of 256 */

	/* The shape of a line that was parsed as a query: up to where nothing
	 * behind can make it another format's, but for its client. */
	bool (*shape)(struct str record, struct lineshape *ret);

	/* What `from`..`end`, the rest of a line behind its shape, is.  There
	 * are bytes to be read in front, as many as the shape has, and
	 * LINEFAST_SLACK behind.  The answer still hangs on the client, when
	 * one is given, being an address (format_is_address). */
	enum lineclass (*tail)(const char *from, const char *end,
	    struct linetail *ret);

	/* Instead of `tail`: what stands behind the shape; a line that fits
	 * none is parsed. */
	const struct format_pattern {
		const char *text; /* linemould.h; NULL behind the last */
		enum lineclass class;
	} *patterns;

	/* Instead of `patterns`, of a table: write that of a query's row, as
	 * the file has its columns; false when it has others. */
	bool (*row)(const struct dialect *dialect, char to[FORMAT_ROW_MAX]);
};

/* All bytes: a line may be a query whatever follows its shape. */
extern const unsigned char format_any_class[256];

struct format {
	const char *id;      /* as in --format */
	const char *alias;   /* another word for it, or NULL */
	const char *title;   /* for people; a name, the same in all languages */
	const char *anchor;  /* bytes that all query lines hold and most others
	                      * do not; empty: there are none such */
	const char *marks[FORMAT_MARKS_MAX];
	enum message enable; /* how to switch the log on */

	/* How sure the format is that the record is its own, 0 to 100. */
	int (*bid)(struct str record);

	/* The head of the file and samples of the rest, in file order, then
	 * the end of them.  `latest_day`: of the file's mtime. */
	void (*learn)(struct learning *learning, struct str record);
	void (*settle)(const struct learning *learning, int32_t latest_day,
	    struct dialect *dialect);

	/* Pure given its dialect.  `ret` means something only after
	 * RECORD_QUERY and RECORD_REPLY. */
	enum record (*parse)(struct str record, const struct dialect *dialect,
	    struct query *ret);

	const struct format_fast *fast; /* NULL: every line is parsed */
};

/* What a format without anything to learn, or to say otherwise, uses. */
void format_learn_nothing(struct learning *learning, struct str record);
void format_settle_nothing(const struct learning *learning,
    int32_t latest_day, struct dialect *dialect);

/* format_shape: the shape of a record up to `text`, a part of it, when its stamp
 * stands before that, and nothing before the stamp that looks like one. */
bool format_shape(struct str record, struct str text,
    const struct stamp *stamp, struct lineshape *ret);

/* format_row: the pattern of a query's row, whose first column, a time, is its
 * shape; false when the name, the type, or one that is the second too, has no
 * place.  `second` may be NULL. */
struct format_row {
	const char *between, *second, *name, *client, *type, *other;
	const char *left; /* what is behind all of these */
};
bool format_row(const struct columns *columns, const struct format_row *row,
    char to[FORMAT_ROW_MAX]);

/* format_is_address: an IPv4 or IPv6 address, with its scope ("%eth0"). */
bool format_is_address(struct str text);

/* format_address_of: the address in "192.168.50.21:35277", "[fd00::21]:53",
 * "fd00::21:53" or "192.168.50.21.52300", by its last `separator`; false when
 * what stands before it is none. */
bool format_address_of(struct str endpoint, char separator,
    struct str *ret_address);

/* format_name_of: cut the class and type after a name, "chatgpt.com IN A";
 * false when there are not both. */
bool format_name_of(struct str question, struct str *ret_name);

/* format_keep: set the name and client of what does not outlive the call:
 * the name is copied to query->room (cut there), the client is looked for in
 * the record. */
void format_keep(struct query *query, struct str name, struct str client,
    struct str record);

extern const struct format format_adguard;
extern const struct format format_bind;
extern const struct format format_cloudflare;
extern const struct format format_coredns;
extern const struct format format_dnsclient;
extern const struct format format_dnscrypt;
extern const struct format format_dnsdist;
extern const struct format format_dnsmasq;
extern const struct format format_dnstap;
extern const struct format format_knot;
extern const struct format format_mikrotik;
extern const struct format format_nextdns;
extern const struct format format_pfblockerng;
extern const struct format format_powerdns;
extern const struct format format_resolved;
extern const struct format format_suricata;
extern const struct format format_sysmon;
extern const struct format format_tcpdump;
extern const struct format format_technitium;
extern const struct format format_umbrella;
extern const struct format format_unbound;
extern const struct format format_windns;
extern const struct format format_zeek;

#define FORMATS_COUNT 23

/* formats_at: the list, sorted by id. */
const struct format *formats_at(size_t i);

/* formats_find: by id or alias, without regard to case; NULL when unknown. */
const struct format *formats_find(struct str id);

/* formats_names: append "adguard, bind, ..." for help and errors. */
struct buf;
void formats_names(struct buf *out);

#endif
