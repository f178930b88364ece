/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/handed.h"

#include "agent/console.h"
#include "agent/machine.h"

#include "core/os.h"

#include <openssl/crypto.h>
#include <string.h>

#define STDIN_FD 0
#define FROM_INPUT "-"

static enum status
read_input(struct buf *out, struct err *err)
{
	char block[512];
	size_t n = 1;
	enum status code = OK;

	while (code == OK && n > 0 && buf_status(out) == OK) {
		code = os_read(STDIN_FD, block, sizeof(block), &n, err);
		if (code == OK)
			buf_str(out, (struct str){ block, n });
	}
	OPENSSL_cleanse(block, sizeof(block));
	return code;
}

static void
ask_person(struct buf *out)
{
	struct buf question;

	buf_init(&question, 256);
	message_write(&question, messages_language(), MSG_JOIN_ASK_CODE,
	    NO_ARGS);
	buf_char(&question, ' ');
	console_ask_unseen(buf_z(&question), out);
	buf_release(&question);
}

static enum status
read_file(const char *name, struct buf *out, struct err *err)
{
	if (!machine_exists(name))
		return err_set(err, E_NOT_FOUND, MSG_SYS_NOT_FOUND, ARGS(name));
	return os_read_file(name, out, err);
}

static void
read_words(int argc, char **argv, struct buf *out)
{
	for (int i = 0; i < argc; i++) {
		buf_text(out, argv[i]);
		memset(argv[i], '*', strlen(argv[i]));
	}
}

static enum status
read_text(const struct settings *settings, int argc, char **argv,
    struct buf *out, struct err *err)
{
	bool input = argc == 0 || strcmp(argv[0], FROM_INPUT) == 0;

	if (input && argc <= 1 && settings->in_is_terminal)
		ask_person(out);
	else if (input && argc == 1)
		return read_input(out, err);
	else if (argc == 1 && (machine_exists(argv[0]) ||
	             str_ends(str_of(argv[0]), STR(".join"))))
		return read_file(argv[0], out, err);
	else
		read_words(argc, argv, out);
	return OK;
}

void
handed_read(const struct settings *settings, int argc, char **argv, bool ask,
    struct handed *ret)
{
	struct buf text;
	bool given = argc > 0 || (ask && settings->in_is_terminal);
	enum status code = OK;

	*ret = (struct handed){ .given = given };
	buf_init(&text, JOINCODE_TEXT_MAX);
	if (given)
		code = read_text(settings, argc, argv, &text, &ret->why);
	if (code == OK && (text.len == 0 || buf_status(&text) != OK))
		code = err_set(&ret->why, given ? E_INVALID : E_USAGE,
		    MSG_JOIN_NO_CODE, NO_ARGS);
	if (code == OK)
		code = joincode_read(buf_view(&text), &ret->code, &ret->why);
	buf_release(&text);
	ret->status = code;
}

enum status
handed_take(const struct handed *handed, struct joincode *ret,
    struct err *err)
{
	if (handed->status == OK)
		*ret = handed->code;
	else
		*err = handed->why;
	return handed->status;
}
