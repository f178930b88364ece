/* SPDX-License-Identifier: Apache-2.0
 * linemould.h: what lines that are read alike have in common, all along them: a
 * mould is cast from a line that was parsed, or from a pattern; what fits it
 * needs no parsing.  Must not know what a line is searched for, nor a file.
 * Covered by tests/unit/test_linemould.c, test_linefast.c, fuzz_linefast.
 */
#ifndef AGENT_SOURCES_LINEMOULD_H
#define AGENT_SOURCES_LINEMOULD_H

#include "agent/sources/lineshape.h"

#define MOULD_PIECES_MAX 96

/* More digits than any number that matters has; within what jansson takes. */
#define MOULD_DIGITS_MAX 18

/* Longer names are left to the parser. */
#define MOULD_NAME_MAX 253

/* Read behind a piece of a line. */
#define MOULD_SLACK 64

/* A set of bytes: ASCII, from `low` to `high`, but for one; low is at least a
 * space, so that no set holds a newline. */
struct mould_set {
	char low;
	char high;
	char but;
};

enum mould_kind {
	/* Up to the byte set.but, with which the text of the next piece begins: */
	MOULD_WORD,   /* bytes from '!' to '~', but for set.but */
	MOULD_PLAIN,  /* what may stand within the quotes of a JSON string,
	               * without escapes; set.but is the quote */
	MOULD_STRING, /* the same, with escapes */

	/* Bytes of the set, seldom marks: */
	MOULD_HEX,       /* hexadecimal digits; it has no set */
	MOULD_RUN,       /* any */
	MOULD_PORT,      /* 0 to 65535 */
	MOULD_HIGH_PORT, /* from 1024, without zeros before */
	MOULD_VALUE,     /* a JSON value: no object, nor an array of any; most
	                  * often an integer */

	MOULD_SET,    /* bytes of the set, among them spaces */
	MOULD_NONE,   /* nothing: the fixed bytes go on */
	MOULD_HOLES,  /* nothing; some fixed bytes are hexadecimal digits */
	MOULD_BLANKS, /* spaces, or none */
	MOULD_LABELS, /* "(7)chatgpt(3)com(0)", a name; maybe behind spaces */
	MOULD_TAIL,   /* bytes from '!' to '~', up to another */
	MOULD_LAST,   /* of a word, what stands before the last byte `but` */
	MOULD_CELLS,  /* values separated by set.but, a comma (they may be quoted
	               * then) or a tab; so many `cells`, or 0: all that are left,
	               * one at least */
	MOULD_TABBED, /* nothing, or a tab and all up to the end of the line */

	/* The last piece: */
	MOULD_END,    /* nothing: the line ends */
	MOULD_REST    /* all up to the end of the line */
};

/* `fixed` bytes of text, each as it is or up to `above` more; then what is not
 * fixed: `least` bytes or up to `span` more; UINT16_MAX is more than a line has.
 * Of what ends with set.but, `least` is 0 or 1, and there is no limit. */
#define MOULD_FIXED_MAX 32
#define MOULD_NO_PIECE 0xff
#define MOULD_NO_MARK 0xff
struct mould_piece {
	unsigned char text[MOULD_FIXED_MAX];
	unsigned char above[MOULD_FIXED_MAX]; /* 255 behind the text */
	uint32_t holes; /* a bit for each, that of the first byte lowest */
	uint32_t least;
	uint32_t span;
	uint8_t fixed;
	uint8_t kind;
	uint8_t mark; /* where the text of the next piece, or behind it the end of
	               * the line, has its first mark; MOULD_NO_MARK: nowhere */
	uint8_t cells;
	struct mould_set set;
};

struct mould {
	enum lineclass class; /* of what fits: QUERY or OTHER */
	size_t count;
	/* Which piece is what; MOULD_NO_PIECE: it has none. */
	uint8_t name, client, timed;
	uint8_t name_fixed, client_fixed; /* of the pieces behind them */
	bool labels; /* the name is written so */
	/* Stands in the text of the piece `timed`, behind so many bytes. */
	struct lineshape time;
	uint8_t time_in;
	struct stamp stamp; /* at the first second of `time`'s span */
	size_t time_at; /* in the line that it was cast from */
	struct mould_piece pieces[MOULD_PIECES_MAX];
};

/*
 * What ends a word or a string is a mark.  Which bytes are none, that is plain,
 * is for the format to choose: bit c / 16 of rows[c % 16], for ASCII only.
 * There may be more marks than need be, never fewer.
 */
struct mould_plain {
	unsigned char rows[16];
};

/* Hexadecimal digits are plain, and nothing else. */
extern const struct mould_plain mould_hex;

/* The marks of a text: a bit for each byte, that of the first one lowest. */
struct mould_marks {
	const char *text;
	const unsigned char *bits;
};

/* mould_plain_init: printable ASCII.  mould_plain_but: without what ends the
 * pieces of a mould. */
void mould_plain_init(struct mould_plain *plain);
void mould_plain_but(struct mould_plain *plain, const struct mould *mould);
bool mould_is_plain(const struct mould_plain *plain, char c);

/*
 * The members of a JSON record that its format looks at, by their keys, at
 * whatever depth: a time, a name, a client's address, and those whose values decide what
 * the record is.  Two of a name, or a time of another shape: no mould.
 */
#define MOULD_DECISIVE_MAX 6
struct mould_keys {
	bool pairs;       /* key="value" key="value", not JSON */
	const char *time; /* NULL: it has none */
	const char *name;
	const char *client; /* NULL: it has none */
	const char *decisive[MOULD_DECISIVE_MAX];
};

/*
 * mould_of_record: cast from what stands behind the first `from` bytes of
 * `record`, which the caller knows to be readable and without a key twice: of
 * JSON, all behind its bracket.  `client` is the address in the value of
 * keys->client.  False when something in it is out of the ordinary.  With
 * LINECLASS_OTHER, time, name and client are values like others.
 */
bool mould_of_record(struct str record, size_t from,
    const struct mould_keys *keys, struct str client, enum lineclass class,
    struct mould *ret);

/*
 * mould_of_pattern: of a line behind its shape.  "_" is any number of spaces; "%d"
 * digits, "%4" four of them at most, "%5" up to 65535, "%p" from 1024 up, "%x"
 * hexadecimal ones, "%8" three to eight of them; "%." nothing, but each '#' of the
 * text before it (MOULD_FIXED_MAX) stands for a hexadecimal digit; "%u" capitals
 * and digits, "%t" capitals, "%s" digits and signs, "%i" nine letters or digits or
 * more, "%c" a word without brackets; "%w" a word, "%n" the name, "%N" one of two
 * bytes or more without a quote, "%a" the client's address, "%A" that or nothing,
 * "%*" anything printable, "%o" that but a backslash: each up to the character
 * that follows it in the pattern; "%e" the client's address and "%h" another, up
 * to the last such character of their word; "%l" the name as labels, spaces
 * before, "%q" anything printable but a quote, "%f" a comma-separated cell, "%F"
 * those that are left, "%v" a tab-separated one that is not the last, "%T" those
 * that are left, if any; "%r" all the rest.  Everything else is itself.  Patterns
 * are ours: a bad one is a bug.
 */
void mould_of_pattern(const char *pattern, enum lineclass class,
    struct mould *ret);

/* mould_narrow: lineshape_narrow its time; `record` is what it was cast from. */
bool mould_narrow(struct mould *mould, struct str record);

/* mould_sample: write a line that fits, with little in it: `name`, `client`,
 * nothing in strings; at most MOULD_SAMPLE_MAX bytes; returns how many. */
#define MOULD_SAMPLE_MAX ((size_t)(MOULD_FIXED_MAX + 64) * MOULD_PIECES_MAX)
size_t mould_sample(const struct mould *mould, struct str name,
    struct str client, char *to);

/* mould_alike: they differ in nothing but their time. */
bool mould_alike(const struct mould *a, const struct mould *b);

/* Where a name that the line holds otherwise is written as text: behind what
 * the filter may read before it. */
#define MOULD_NAME_BEFORE 16
struct mould_name {
	char at[MOULD_NAME_BEFORE + 256 + 64];
};

/* What is known of lines: their marks, at least those of the mould and of
 * newlines.  Then where the pieces of a line that fits begin; each ends where the
 * fixed bytes of the next one do.  A name as labels is apart, in `name`. */
struct mould_found {
	struct mould_marks marks;
	const char *from[MOULD_PIECES_MAX];
	struct str labels;
	struct mould_name name;
};

/*
 * Whether from..end, which a newline or a CR ends and MOULD_SLACK bytes may be
 * read behind, is a line of the mould.  Each set of instructions has its own,
 * from linemould_loop.h.
 */
typedef bool mould_fits(const struct mould *mould, const char *from,
    const char *end, struct mould_found *ret);

/* mould_text: of piece i, which `fixed` bytes of text follow. */
static inline struct str
mould_text(const struct mould_found *found, size_t i, size_t fixed)
{
	const char *from = found->from[i];

	return (struct str){ from,
		(size_t)(found->from[i + 1] - fixed - from) };
}

/* mould_time: where the time is; the mould has one. */
static inline const char *
mould_time(const struct mould *mould, const struct mould_found *found)
{
	return found->from[mould->timed] + mould->time_in -
	    mould->pieces[mould->timed].fixed;
}

/* mould_tail: the name and the client of a line that fits; their `at` is NULL
 * when the mould has none.  That the client is an address is left to see. */
static inline void
mould_tail(const struct mould *mould, const struct mould_found *found,
    struct linetail *ret)
{
	*ret = (struct linetail){ .client = { NULL, 0 } };
	if (mould->labels)
		ret->name = found->labels;
	else if (mould->name != MOULD_NO_PIECE)
		ret->name = mould_text(found, mould->name, mould->name_fixed);
	if (mould->client != MOULD_NO_PIECE)
		ret->client = mould_text(found, mould->client,
		    mould->client_fixed);
	if (ret->client.len == 0)
		ret->client.at = NULL;
}

#endif
