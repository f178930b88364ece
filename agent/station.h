/* SPDX-License-Identifier: Apache-2.0
 * station.h: what the commands of an enrolled computer share: their options,
 * and the state folder, opened.  Must not know what a command does.
 * Covered by the scenarios.
 *
 *     state.db     all that is kept
 *     lock         held by who works
 *     demo         marks a folder of invented data, where the time may be set
 */
#ifndef AGENT_STATION_H
#define AGENT_STATION_H

#include "agent/config.h"
#include "agent/vote.h"

#include "core/settings.h"

struct privilege;
struct zone;

/* The options that every such command has. */
struct station_options {
	bool help;
	const char *state;
	const char *config;
	const char *now;
	const char *lang;
};

#define STATION_ROW(name, type, kind, member, value, help) \
	{ name, kind, offsetof(type, member), value, help }

/* In a table of rows sorted by name, each at its place. */
#define STATION_CONFIG(type) \
	STATION_ROW("config", type, OPTION_TEXT, station.config, \
	    MSG_VALUE_FILE, MSG_STATION_CONFIG)
#define STATION_HELP(type) \
	STATION_ROW("help", type, OPTION_FLAG, station.help, MSG_VALUE_FILE, \
	    MSG_OPTION_HELP)
#define STATION_LANG(type) \
	STATION_ROW("lang", type, OPTION_TEXT, station.lang, MSG_VALUE_LANG, \
	    MSG_OPTION_LANG)
#define STATION_NOW(type) \
	STATION_ROW("now", type, OPTION_TEXT, station.now, MSG_VALUE_TIME, \
	    MSG_STATION_NOW)
#define STATION_STATE(type) \
	STATION_ROW("state", type, OPTION_TEXT, station.state, \
	    MSG_VALUE_FOLDER, MSG_STATION_STATE)

enum station_use {
	STATION_LOOK, /* E_NOT_FOUND when there is no state */
	STATION_WORK, /* the same, and nobody else works: E_LOCKED */
	STATION_MAKE  /* STATION_WORK, made when missing */
};

struct station {
	const struct settings *settings;
	struct privilege *privilege; /* the reader of a service, or NULL */
	struct buf folder;
	struct state *state;
	struct config config;
	struct zone *zone;
	int64_t now;   /* UNIX seconds; invented in a demo with --now */
	bool invented; /* the time is */
	bool demo;
	int32_t today; /* local */
	int lock;
	bool made_folder; /* by this opening */
	bool made_state;
	bool joined;
	struct state_join join; /* when joined */
};

/* station_open: as root on a folder of another account, first becomes that
 * account, for ever (privilege.h).  E_USAGE for a bad option, --now outside of
 * a demo.  Released by station_release, which is safe on a zeroed struct but
 * for lock = -1. */
MUST_CHECK enum status station_open(const struct station_options *options,
    const struct settings *settings, enum station_use use,
    struct station *ret, struct err *err);
void station_release(struct station *station);

/* station_unmake: release, and of what STATION_MAKE made leave nothing but the
 * folders above. */
void station_unmake(struct station *station);

/* station_remove: the files of a state that nobody has open. */
MUST_CHECK enum status station_remove(const char *folder, struct err *err);

/* station_need: E_NOT_FOUND unless joined; E_REFUSED when this is not the
 * machine that joined: a cloned disk. */
MUST_CHECK enum status station_need(const struct station *station,
    struct err *err);

/* station_bind: tie `join` to this machine. */
MUST_CHECK enum status station_bind(struct state_join *join, struct err *err);

/* station_vote: what vote.h wants, messages going to stderr. */
struct vote station_vote(const struct station *station);

/*
 * station_command: a command of this kind from its command line: options into
 * `target`, of which `options` is a part, language, --help, then `work` with
 * what else stands there (nothing may, unless `operands`).
 */
struct command;
int station_command(const struct command *self, int argc, char **argv,
    struct settings *settings, void *target, struct station_options *options,
    bool operands,
    int (*work)(const void *target, struct settings *settings, int argc,
        char **argv));

/* station_file: append the path of a file of the folder. */
void station_file(const struct station *station, const char *name,
    struct buf *out);

#endif
