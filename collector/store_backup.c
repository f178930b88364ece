/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/sql.h"

#include "core/os.h"
#include "core/outfile.h"

/* Backup: the copy is a store too, with one table more. */

static enum status
add_files(struct store *copy, const struct store_file *files, size_t count,
    struct err *err)
{
	enum status code = db_run(copy->db,
	    "BEGIN IMMEDIATE; DELETE FROM urns; DELETE FROM spent;"
	    "DELETE FROM secrets; CREATE TABLE files (name TEXT PRIMARY KEY,"
	    " content BLOB NOT NULL) WITHOUT ROWID", err);

	for (size_t i = 0; code == OK && i < count; i++)
		code = sql_run(copy, SQL_FILE_ADD,
		    WITH(TEXT(str_of(files[i].name)), BLOB(files[i].content)),
		    NULL, err);
	if (code == OK)
		code = db_run(copy->db, "COMMIT", err);
	return code;
}

static enum status
copy_to(struct store *store, const char *path, struct store **ret_copy,
    struct err *err)
{
	struct os_stat found;
	enum status code = os_stat(path, &found, err);

	if (code == OK && found.kind != OS_NONE)
		return err_set(err, E_REFUSED, MSG_BACKUP_EXISTS,
		    ARGS(path));
	if (code == OK) /* mode 0600: the copy holds the authority's key */
		code = outfile_publish(path, OUTFILE_OWNER, STR(""), err);
	if (code == OK)
		code = sql_run(store, SQL_COPY, WITH(TEXT(str_of(path))), NULL,
		    err);
	return code == OK ? store_open(path, ret_copy, err) : code;
}

enum status
store_restore(struct store *backup, const char *path, struct err *err)
{
	struct store *copy = NULL;
	enum status code;

	if (!db_has(backup->db, "files", NULL))
		return err_set(err, E_UNSUPPORTED, MSG_BACKUP_FOREIGN, NO_ARGS);
	code = copy_to(backup, path, &copy, err);
	if (code == OK) /* the authority's key has its own file again */
		code = db_run(copy->db, "DROP TABLE files", err);
	store_free(copy);
	return code;
}

enum status
store_backup(struct store *store, const char *path,
    const struct store_file *files, size_t count, struct err *err)
{
	struct store *copy = NULL;
	enum status code = copy_to(store, path, &copy, err);

	if (code == E_REFUSED)
		return code; /* not ours to remove */
	if (code == OK)
		code = add_files(copy, files, count, err);
	store_free(copy);
	if (code != OK) /* the first failure is the one to tell */
		(void)!os_remove(path, NULL);
	return code;
}

enum status
store_unpack(struct store *store,
    enum status (*visit)(void *cookie, const char *name, struct str content,
        struct err *err), void *cookie, struct err *err)
{
	struct db_query *query = NULL;
	char name[64];
	bool row = true;
	enum status code = OK;

	if (!db_has(store->db, "files", NULL))
		return err_set(err, E_UNSUPPORTED, MSG_BACKUP_FOREIGN, NO_ARGS);
	code = sql_start(store, SQL_FILES, NULL, 0, &query, err);
	while (code == OK && (code = db_step(query, &row, err)) == OK && row) {
		sql_copy_text(name, sizeof(name), db_text(query, 0));
		code = visit(cookie, name, db_blob(query, 1), err);
	}
	if (query != NULL)
		db_reset(query);
	return code;
}
