/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/snapshot.h"

#include "core/db.h"
#include "core/os.h"

#include <string.h>

#define COPY_NAME "copy.sqlite"
#define PATH_BYTES 4096
#define BLOCK_BYTES ((size_t)256 * 1024)

/* The plain join of 1 M visits in 132 MB takes some 30 M steps. */
#define STEPS_BASE 2000000
#define STEPS_PER_BYTE 4

/* The file format's own numbers: sqlite.org/fileformat.html, §1.3, and for a
 * super-journal's name at the end of a journal, pager.c readSuperJournal. */
#define HEAD_BYTES 100
#define SQLITE_MAGIC ((struct str){ "SQLite format 3", 16 })
#define SUPER_TAIL 16
#define SUPER_MAGIC STR("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
#define SUPER_NAME_MAX 1024

enum part {
	PART_MAIN,
	PART_WAL,
	PART_JOURNAL,
	PART_SHM, /* made by SQLite beside the copy; never copied */
	PART_COUNT
};

#define COPIED_PARTS PART_SHM

static const char *const part_suffix[PART_COUNT] = {
	[PART_MAIN] = "",
	[PART_WAL] = "-wal",
	[PART_JOURNAL] = "-journal",
	[PART_SHM] = "-shm",
};

/* What tells that a file did not change.  The head tells even when two writes
 * fall into one tick of the file system's clock: it holds the database's
 * change counter, or the -wal's salt. */
struct trace {
	struct os_stat stat;
	char head[HEAD_BYTES];
	size_t head_len;
};

struct traces {
	struct trace of[COPIED_PARTS];
};

struct reason_row {
	enum status code;
	enum message id;
};

static const struct reason_row reasons[] = {
	{ E_NOT_FOUND, MSG_SNAPSHOT_NOT_FOUND },
	{ E_ACCESS, MSG_SNAPSHOT_ACCESS },
	{ E_LOCKED, MSG_SNAPSHOT_LOCKED },
	{ E_CHANGED, MSG_SNAPSHOT_CHANGED },
	{ E_DAMAGED, MSG_SNAPSHOT_DAMAGED },
	{ E_INVALID, MSG_SNAPSHOT_NOT_FILE },
};

/* The sentence for a status, without a path; any other keeps its own. */
static enum status
explain(enum status code, struct err *err)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].code == code)
			return err_set(err, code, reasons[i].id, NO_ARGS);
	return code;
}

static const char *
part_path(struct buf *out, const char *path, enum part part)
{
	buf_reset(out);
	buf_text(out, path);
	buf_text(out, part_suffix[part]);
	return buf_z(out);
}

static enum status
read_fully(int fd, char *to, size_t room, size_t *ret_len, struct err *err)
{
	size_t len = 0, n = 1;
	enum status code = OK;

	while (code == OK && n > 0 && len < room) {
		code = os_read(fd, to + len, room - len, &n, err);
		if (code == OK)
			len += n;
	}
	if (code == OK)
		*ret_len = len;
	return code;
}

static enum status
trace_one(const char *path, struct trace *ret, struct err *err)
{
	struct trace out = { .head_len = 0 };
	int fd = -1;
	enum status code = os_stat(path, &out.stat, err);

	if (code == OK && out.stat.kind != OS_NONE) {
		code = os_open(path, &fd, err);
		if (code == OK)
			code = os_fstat(fd, &out.stat, err);
		if (code == OK)
			code = read_fully(fd, out.head, HEAD_BYTES,
			    &out.head_len, err);
		os_close(fd);
		/* gone between the two: not there */
		if (code == E_NOT_FOUND) {
			out = (struct trace){ .stat = { .kind = OS_NONE } };
			code = OK;
		}
	}
	if (code == OK)
		*ret = out;
	return code;
}

static enum status
trace_all(const char *path, struct traces *ret, struct err *err)
{
	struct buf name;
	enum status code = OK;

	buf_init(&name, PATH_BYTES);
	for (enum part part = 0; code == OK && part < COPIED_PARTS; part++)
		code = trace_one(part_path(&name, path, part), &ret->of[part],
		    err);
	if (code == OK)
		code = buf_status(&name);
	buf_release(&name);
	return code;
}

static bool
trace_eq(const struct trace *a, const struct trace *b)
{
	return a->stat.kind == b->stat.kind &&
	    a->stat.device == b->stat.device &&
	    a->stat.inode == b->stat.inode && a->stat.size == b->stat.size &&
	    a->stat.mtime_ns == b->stat.mtime_ns &&
	    a->head_len == b->head_len &&
	    memcmp(a->head, b->head, a->head_len) == 0;
}

static bool
traces_eq(const struct traces *a, const struct traces *b)
{
	for (enum part part = 0; part < COPIED_PARTS; part++)
		if (!trace_eq(&a->of[part], &b->of[part]))
			return false;
	return true;
}

/* Before a byte is copied: is it a database at all? */
static enum status
judge(const struct trace *main, struct err *err)
{
	struct str head = { main->head, main->head_len };

	if (main->stat.kind == OS_NONE)
		return E_NOT_FOUND;
	if (main->stat.size == 0)
		return err_set(err, E_UNSUPPORTED, MSG_SNAPSHOT_EMPTY, NO_ARGS);
	if (!str_starts(head, SQLITE_MAGIC))
		return err_set(err, E_UNSUPPORTED, MSG_SNAPSHOT_NOT_SQLITE,
		    NO_ARGS);
	if (main->stat.size > SNAPSHOT_MAX_BYTES)
		return err_set(err, E_LIMIT, MSG_SNAPSHOT_TOO_LARGE,
		    ARGS(digits((long long)(SNAPSHOT_MAX_BYTES >> 30)).text));
	return OK;
}

/* At most `limit` bytes, through `block`. */
static enum status
copy_bytes(int from, int to, uint64_t limit, char *block, struct err *err)
{
	size_t n = 1;
	enum status code = OK;

	while (code == OK && n > 0 && limit > 0) {
		size_t want =
		    limit < BLOCK_BYTES ? (size_t)limit : BLOCK_BYTES;

		code = os_read(from, block, want, &n, err);
		if (code == OK)
			code = os_write(to, (struct str){ block, n }, err);
		limit -= n;
	}
	return code;
}

static enum status
copy_file(const char *from, const char *to, uint64_t limit, struct str tail,
    struct err *err)
{
	struct buf block;
	int in = -1, out = -1;
	char *room;
	enum status code = os_open(from, &in, err);

	buf_init(&block, BLOCK_BYTES * 2);
	room = buf_reserve(&block, BLOCK_BYTES);
	if (code == OK && room == NULL)
		code = err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	if (code == OK)
		code = os_create(to, &out, err);
	if (code == OK)
		code = copy_bytes(in, out, limit, room, err);
	if (code == OK)
		code = os_write(out, tail, err);
	os_close(out);
	os_close(in);
	buf_release(&block);
	return code;
}

static uint32_t
big_endian(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	    (uint32_t)bytes[2] << 8 | bytes[3];
}

struct super {
	bool named;  /* the journal names a super-journal */
	bool exists; /* which is there: the transaction is not committed */
};

static enum status
read_super_name(int fd, uint64_t size, uint32_t len, struct super *ret,
    struct err *err)
{
	char name[SUPER_NAME_MAX + 1] = "";
	struct os_stat found;
	size_t n = 0;
	enum status code = os_seek(fd, size - SUPER_TAIL - len, err);

	if (code == OK)
		code = read_fully(fd, name, len, &n, err);
	if (code == OK && name[0] != '\0')
		ret->exists = os_stat(name, &found, NULL) == OK &&
		    found.kind != OS_NONE;
	return code;
}

static enum status
read_super(const char *journal, uint64_t size, struct super *ret,
    struct err *err)
{
	char tail[SUPER_TAIL];
	size_t n = 0;
	int fd = -1;
	enum status code;

	if (size < SUPER_TAIL)
		return OK;
	code = os_open(journal, &fd, err);
	if (code == OK)
		code = os_seek(fd, size - SUPER_TAIL, err);
	if (code == OK)
		code = read_fully(fd, tail, SUPER_TAIL, &n, err);
	if (code == OK && n == SUPER_TAIL &&
	    memcmp(tail + 8, SUPER_MAGIC.at, SUPER_MAGIC.len) == 0) {
		uint32_t len = big_endian(tail);

		ret->named = true;
		if (len > 0 && len <= SUPER_NAME_MAX &&
		    len <= size - SUPER_TAIL)
			code = read_super_name(fd, size, len, ret, err);
	}
	os_close(fd);
	return code;
}

/*
 * A journal may end with the name of a super-journal: SQLite would open that
 * file, wherever it is, and could remove it.  We answer its only question (is
 * it still there?) ourselves and never hand the name on.
 */
static enum status
copy_journal(const char *from, const char *to, uint64_t size, struct err *err)
{
	static const char zeros[8];
	struct super super = { false, false };
	enum status code = read_super(from, size, &super, err);

	if (code != OK || (super.named && !super.exists))
		return code;
	if (super.named)
		return copy_file(from, to, size - sizeof(zeros),
		    (struct str){ zeros, sizeof(zeros) }, err);
	return copy_file(from, to, size, STR(""), err);
}

static enum status
copy_part(const char *from, const char *to, enum part part,
    const struct os_stat *stat, struct err *err)
{
	if (stat->kind == OS_NONE)
		return OK;
	if (part == PART_JOURNAL)
		return copy_journal(from, to, stat->size, err);
	return copy_file(from, to, stat->size, STR(""), err);
}

static enum status
copy_all(const char *path, const char *copy, const struct traces *traces,
    struct err *err)
{
	struct buf from, to;
	enum status code = OK;

	buf_init(&from, PATH_BYTES);
	buf_init(&to, PATH_BYTES);
	for (enum part part = 0; code == OK && part < COPIED_PARTS; part++)
		code = copy_part(part_path(&from, path, part),
		    part_path(&to, copy, part), part, &traces->of[part].stat,
		    err);
	buf_release(&from);
	buf_release(&to);
	return code;
}

static void
remove_all(const char *copy)
{
	struct buf name;

	buf_init(&name, PATH_BYTES);
	for (enum part part = 0; part < PART_COUNT; part++)
		(void)!os_remove(part_path(&name, copy, part), NULL);
	buf_release(&name);
}

/* One try: E_CHANGED when the files moved under us. */
static enum status
try_copy(const char *path, const char *copy, struct traces *ret_traces,
    struct err *err)
{
	struct traces after = { 0 };
	enum status code = trace_all(path, ret_traces, err);

	if (code == OK)
		code = judge(&ret_traces->of[PART_MAIN], err);
	if (code == OK)
		code = copy_all(path, copy, ret_traces, err);
	if (code == OK || code == E_NOT_FOUND)
		if (trace_all(path, &after, NULL) == OK &&
		    !traces_eq(ret_traces, &after))
			code = E_CHANGED;
	return code;
}

static bool
must_check(const struct traces *traces, int tries)
{
	/* Chromium leaves an empty -journal behind; it holds nothing. */
	return tries > 1 || traces->of[PART_WAL].stat.size > 0 ||
	    traces->of[PART_JOURNAL].stat.size > 0 ||
	    traces->of[PART_MAIN].stat.size <= SNAPSHOT_CHECK_BYTES;
}

/* Nothing is written beside the copy.  SQLite's default cache of 2 MB is an
 * eighth of what a scan may take, and index seeks do not come back. */
#define COPY_PRAGMAS "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-512"

/* READ_WRITE: a hot journal is rolled back, a -wal gets its -shm, here. */
static enum status
open_copy(struct snapshot *snapshot, const struct traces *traces, bool check,
    struct err *err)
{
	enum status code = db_open(buf_z(&snapshot->path), DB_READ_WRITE,
	    &snapshot->db, err);

	if (code == OK)
		db_bound(snapshot->db, STEPS_BASE +
		    STEPS_PER_BYTE * (traces->of[PART_MAIN].stat.size +
		        traces->of[PART_WAL].stat.size));
	if (code == OK)
		code = db_run(snapshot->db, COPY_PRAGMAS, err);
	if (code == OK && check)
		code = db_check(snapshot->db, err);
	return code;
}

static enum status
open_into(const char *path, struct snapshot *snapshot, struct err *err)
{
	struct traces traces = { 0 };
	int tries = 1;
	enum status code =
	    try_copy(path, buf_z(&snapshot->path), &traces, err);

	while (code == E_CHANGED && tries < SNAPSHOT_TRIES) {
		remove_all(buf_z(&snapshot->path));
		os_pause(SNAPSHOT_PAUSE_MS);
		tries++;
		code = try_copy(path, buf_z(&snapshot->path), &traces, err);
	}
	if (code == OK)
		code = open_copy(snapshot, &traces,
		    must_check(&traces, tries), err);
	return code;
}

enum status
snapshot_open(const char *path, struct os_scratch *scratch,
    struct snapshot *ret, struct err *err)
{
	struct snapshot out = { .db = NULL };
	const char *folder;
	enum status code;

	if (os_scratch_path(scratch, &folder, NULL) != OK)
		return err_set(err, E_IO, MSG_SNAPSHOT_NO_FOLDER, NO_ARGS);
	buf_init(&out.path, PATH_BYTES);
	os_join(&out.path, folder, COPY_NAME);
	code = buf_status(&out.path);
	if (code == OK)
		code = open_into(path, &out, err);
	if (code != OK) {
		snapshot_release(&out);
		return explain(code, err);
	}
	*ret = out;
	return OK;
}

void
snapshot_release(struct snapshot *snapshot)
{
	db_free(snapshot->db);
	snapshot->db = NULL;
	if (buf_view(&snapshot->path).len > 0)
		remove_all(buf_z(&snapshot->path));
	buf_release(&snapshot->path);
}
