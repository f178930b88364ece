/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/input.h"

#include "core/buf.h"
#include "core/os.h"
#include "core/outfile.h"

#include "tests/unit/unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#define TEXT_MAX ((size_t)64 << 20)

static char folder[512];

static const char *
at(const char *name)
{
	static char path[1024];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void
put(const char *name, struct str content)
{
	struct err err;

	check_ok(outfile_publish(at(name), OUTFILE_OWNER, content, &err), &err);
}

static struct input *
open_of(struct str content)
{
	struct input *input = NULL;
	struct err err;

	put("input", content);
	check_ok(input_open(at("input"), &input, &err), &err);
	return input;
}

/* The file is read in pieces of this many bytes at most (0: any), and cannot be
 * read any more, or has ended, once so many were. */
#define NEVER SIZE_MAX
static size_t piece;
static size_t breaks_after = NEVER, ends_after = NEVER;

enum status __real_os_read(int fd, char *to, size_t room, size_t *ret_n,
    struct err *err);
enum status __wrap_os_read(int fd, char *to, size_t room, size_t *ret_n,
    struct err *err);

static void
use_up(size_t *left, size_t n)
{
	if (*left != NEVER)
		*left -= n;
}

enum status
__wrap_os_read(int fd, char *to, size_t room, size_t *ret_n, struct err *err)
{
	enum status code;

	if (breaks_after == 0)
		return err_system(err, EIO, "read");
	room = piece > 0 && piece < room ? piece : room;
	room = breaks_after < room ? breaks_after : room;
	room = ends_after < room ? ends_after : room;
	code = __real_os_read(fd, to, room, ret_n, err);
	use_up(&breaks_after, *ret_n);
	use_up(&ends_after, *ret_n);
	return code;
}

/* Every line as "number:text|", a flag for each odd one; the status last. */
static enum status
lines_of(struct input *input, struct buf *out)
{
	struct input_line line;
	bool more = true;
	struct err err;

	for (;;) {
		enum status code = input_next(input, &line, &more, &err);

		if (code != OK || !more)
			return code;
		buf_number(out, (long long)line.number);
		buf_text(out, line.too_long ? "!" : line.unended ? "?" : ":");
		buf_str(out, line.text);
		buf_char(out, '|');
	}
}

static void
check_lines(struct str content, enum status code, const char *expected)
{
	for (int threads = 1; threads <= 2; threads++) {
		struct input *input = open_of(content);
		struct buf out;

		buf_init(&out, TEXT_MAX);
		if (threads == 2)
			input_read_ahead(input);
		check_number(lines_of(input, &out), code, expected);
		check_str(buf_view(&out), expected, expected);
		buf_release(&out);
		input_free(input);
	}
}

struct row {
	struct str content;
	const char *lines;
};

static const struct row rows[] = {
	{ STR(""), "" },
	{ STR("a\nb\n"), "1:a|2:b|" },
	{ STR("a\nb"), "1:a|2?b|" },
	{ STR("a\r\n\r\nb\r\n"), "1:a|2:|3:b|" },
	{ STR("\n\n"), "1:|2:|" },
	{ STR("\xEF\xBB\xBF" "a\n"), "1:a|" },
	{ STR("\xEF\xBB\xBF"), "" },
	{ STR("\0\0\0\0a\n\0\0b\n\0"), "1:a|2:b|" },
	{ STR("\xFF\xFE" "a\0\r\0\n\0b\0\n\0"), "1:a|2:b|" },
	{ STR("\xFE\xFF\0a\0\n\0b"), "1:a|2?b|" },
	{ STR("a\0b\0c\0d\0\n\0"), "1:abcd|" },
	{ STR("\0a\0b\0c\0d\0\n"), "1:abcd|" },
	{ STR("\xFF\xFE\xE9\0\xAC\x20\x3D\xD8\x00\xDE\n\0"),
	    "1:\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80|" },
	{ STR("\xFF\xFE\x3D\xD8" "a\0\x00\xDE\n\0"),
	    "1:\xEF\xBF\xBD" "a\xEF\xBF\xBD|" },
	{ STR("\xFF\xFE" "a\0b"), "1?a|" },
	{ STR("\x1f"), "1?\x1f|" },
};

static void
lines_are_read_from_every_encoding(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_lines(rows[i].content, OK, rows[i].lines);
}

/* gzip, by zlib */

static void
gzip(struct buf *out, struct str text)
{
	z_stream z = { .next_in = Z_NULL };
	unsigned char block[4096];
	char *copy = NULL;

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	copy = calloc(text.len + 1, 1);
	assert_non_null(copy);
	memcpy(copy, text.at, text.len);
	z.next_in = (unsigned char *)copy;
	z.avail_in = (unsigned)text.len;
	do {
		z.next_out = block;
		z.avail_out = sizeof(block);
		(void)deflate(&z, Z_FINISH);
		buf_str(out, (struct str){ (const char *)block,
		    sizeof(block) - z.avail_out });
	} while (z.avail_out == 0);
	(void)deflateEnd(&z);
	free(copy);
	assert_int_equal(buf_status(out), OK);
}

static void
gzip_is_known_by_its_first_bytes_and_may_have_several_members(void **state)
{
	struct buf zipped;

	(void)state;
	buf_init(&zipped, TEXT_MAX);
	gzip(&zipped, STR("a\nb"));
	check_lines(buf_view(&zipped), OK, "1:a|2?b|");
	gzip(&zipped, STR("c\nd\n"));
	gzip(&zipped, STR(""));
	check_lines(buf_view(&zipped), OK, "1:a|2:bc|3:d|");
	buf_str(&zipped, STR("\0\0\0\0padding"));
	check_lines(buf_view(&zipped), OK, "1:a|2:bc|3:d|");
	buf_reset(&zipped);
	gzip(&zipped, STR("\xFF\xFE" "a\0\n\0"));
	check_lines(buf_view(&zipped), OK, "1:a|");
	buf_release(&zipped);
}

static void
a_cut_or_broken_gzip_gives_what_comes_before_and_says_so(void **state)
{
	struct buf zipped, text;
	struct str whole, got;
	struct input *input;

	(void)state;
	buf_init(&zipped, TEXT_MAX);
	buf_init(&text, TEXT_MAX);
	for (int i = 0; i < 20000; i++)
		buf_format(&text, "line %d\n", i * 7919 % 65537);
	gzip(&zipped, buf_view(&text));
	whole = buf_view(&zipped);
	for (size_t cut = 1; cut < whole.len; cut = cut * 2 + 1) {
		struct buf out;

		buf_init(&out, TEXT_MAX);
		input = open_of(str_head(whole, whole.len - cut));
		if (whole.len - cut >= 2)
			check_number(lines_of(input, &out), E_DAMAGED, "cut");
		got = buf_view(&out);
		if (cut < whole.len / 2)
			assert_true(str_starts(got, STR("1:line 0|2:line 79")));
		buf_release(&out);
		input_free(input);
	}
	zipped.at[whole.len / 2] ^= 0x55;
	zipped.at[whole.len / 2 + 1] ^= 0x55;
	buf_reset(&text);
	input = open_of(whole);
	check_number(lines_of(input, &text), E_DAMAGED, "broken");
	input_free(input);
	buf_release(&text);
	buf_release(&zipped);
}

static void
the_longest_line_is_kept_and_a_longer_one_is_counted_and_skipped(void **state)
{
	static const size_t sizes[] = { INPUT_LINE_MAX, INPUT_LINE_MAX + 1,
		3 * INPUT_BLOCK };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct buf text, out;
		struct input *input;

		buf_init(&text, TEXT_MAX);
		buf_init(&out, TEXT_MAX);
		buf_text(&text, "a\n");
		for (size_t j = 0; j < sizes[i]; j++)
			buf_char(&text, 'x');
		buf_text(&text, "\nb\n");
		input = open_of(buf_view(&text));
		check_number(lines_of(input, &out), OK, "long");
		if (sizes[i] == INPUT_LINE_MAX)
			check_number((long long)buf_view(&out).len,
			    (long long)INPUT_LINE_MAX + 11, "kept");
		else
			check_str(buf_view(&out), "1:a|2!|3:b|", "skipped");
		input_free(input);
		buf_release(&out);
		buf_release(&text);
	}
}

/* A hole of NULs, then text: a log emptied under its writer. */
static void
a_hole_of_nuls_does_not_hide_the_line_behind_it(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < 3 * INPUT_BLOCK; i++)
		buf_char(&text, '\0');
	buf_text(&text, "a\n");
	check_lines(buf_view(&text), OK, "1:a|");
	buf_release(&text);
}

static void
the_head_is_seen_without_being_consumed(void **state)
{
	struct input *input = open_of(STR("\xFF\xFE" "a\0\n\0b\0"));
	struct str head;
	struct buf out;
	struct err err;

	(void)state;
	buf_init(&out, TEXT_MAX);
	check_ok(input_head(input, &head, &err), &err);
	check_str(head, "a\nb", "head");
	check_number(lines_of(input, &out), OK, "lines");
	check_str(buf_view(&out), "1:a|2?b|", "lines");
	buf_release(&out);
	input_free(input);
}

struct seen {
	long last;
	long count;
	bool ordered;
};

static void
see(void *cookie, struct str line)
{
	struct seen *seen = cookie;
	uint64_t number = 0;

	assert_true(str_number(line, 100000000, &number));
	seen->ordered = seen->ordered && (long)number > seen->last;
	seen->last = (long)number;
	seen->count++;
}

static void
samples_are_whole_lines_in_order_up_to_the_end(void **state)
{
	struct seen seen = { -1, 0, true };
	struct input *input;
	struct buf text, out;
	struct str head;
	struct err err;
	long last = 0;

	(void)state;
	buf_init(&text, TEXT_MAX);
	buf_init(&out, TEXT_MAX);
	for (long i = 0; i < 400000; i++)
		buf_format(&text, "%07ld\n", last = i);
	input = open_of(buf_view(&text));
	check_ok(input_head(input, &head, &err), &err);
	check_ok(input_samples(input, 64, see, &seen, &err), &err);
	assert_true(seen.ordered);
	check_number(seen.last, last, "the last line");
	assert_true(seen.count > 64 && seen.count < last / 2);
	check_number(lines_of(input, &out), OK, "then every line");
	assert_true(str_ends(buf_view(&out), STR("399999:0399998|400000:0399999|")));
	input_free(input);
	buf_release(&out);
	buf_release(&text);
}

static void
what_is_no_regular_file_is_refused_without_hanging(void **state)
{
	struct input *input = NULL;
	struct err err;

	(void)state;
	assert_int_equal(mkfifo(at("fifo"), 0600), 0);
	assert_int_equal(input_open(at("fifo"), &input, &err), E_INVALID);
	assert_int_equal(input_open(folder, &input, &err), E_INVALID);
	assert_int_equal(input_open("/dev/null", &input, &err), E_INVALID);
	assert_int_equal(input_open(at("none"), &input, &err), E_NOT_FOUND);
	assert_null(input);
	assert_int_equal(unlink(at("fifo")), 0);
}

static int
make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "%s/input-XXXXXX",
	    getenv("TMPDIR") == NULL ? "/tmp" : getenv("TMPDIR"));
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static void
bytes_are_peeked_at_and_passed_over(void **state)
{
	struct buf text;
	struct str seen;
	struct input *input;
	bool ended;
	size_t total;

	(void)state;
	buf_init(&text, (size_t)1 << 20);
	while (text.len < 3 * INPUT_BLOCK)
		buf_text(&text, "0123456789abcde\n");
	total = text.len;
	input = open_of(buf_view(&text));
	for (size_t passed = 0; passed < total; passed += 4096) {
		assert_true(input_peek(input, &seen, &ended));
		assert_true(ended ? seen.len == total - passed
		                  : seen.len > INPUT_LINE_MAX);
		check_number((long long)input_number(input),
		    (long long)(passed / 16), "lines");
		assert_true(str_starts(seen, STR("0123456789abcde\n")));
		input_skip(input, 4096);
	}
	assert_false(input_peek(input, &seen, &ended));
	assert_true(ended);
	input_free(input);
	buf_release(&text);
}

/* Two threads */

enum shape { SHAPE_LINES, SHAPE_UTF16, SHAPE_ONE_LINE, SHAPE_NULS, SHAPE_COUNT };

static void
put_line(struct buf *out, enum shape shape, int i)
{
	char line[64];
	int len = snprintf(line, sizeof(line), "line %d%s", i * 7919 % 65537,
	    shape == SHAPE_ONE_LINE ? "" : i % 3 == 0 ? "\r\n" : "\n");

	for (int k = 0; k < len; k++) {
		buf_char(out, line[k]);
		if (shape == SHAPE_UTF16)
			buf_char(out, '\0');
	}
	for (int k = 0; shape == SHAPE_NULS && i % 20000 == 0 && k < 300000;
	     k++)
		buf_char(out, '\0');
}

/* Some blocks, which end within a line. */
static void
put_text(struct buf *out, enum shape shape)
{
	if (shape == SHAPE_UTF16)
		buf_str(out, STR("\xFF\xFE"));
	for (int i = 0; i < 60000; i++)
		put_line(out, shape, i);
	buf_str(out, STR("\nx\n"));
	put_line(out, SHAPE_ONE_LINE, 1);
	assert_int_equal(buf_status(out), OK);
}

/* All that a reader of the file can see. */
static void
read_all(unsigned threads, size_t breaks, size_t ends, struct buf *out)
{
	struct input_line line;
	struct input *input = NULL;
	struct str head;
	struct err err = { .text = "" };
	bool more = true;
	enum status code;

	breaks_after = breaks;
	ends_after = ends;
	code = input_open(at("input"), &input, &err);
	if (code == OK)
		code = input_head(input, &head, &err);
	if (code == OK && threads == 2)
		input_read_ahead(input);
	while (code == OK && more) {
		code = input_next(input, &line, &more, &err);
		if (code != OK || !more)
			break;
		buf_format(out, "%d %d ", line.too_long, line.unended);
		buf_number(out, (long long)input_position(input));
		buf_str(out, line.text);
		buf_char(out, '\n');
	}
	buf_format(out, "%s %s", status_name(code), err.text);
	input_free(input);
	breaks_after = ends_after = NEVER;
}

static void
check_both(const char *label, size_t breaks, size_t ends, enum status code)
{
	struct buf one, two;
	struct str last;

	buf_init(&one, TEXT_MAX);
	buf_init(&two, TEXT_MAX);
	read_all(1, breaks, ends, &one);
	read_all(2, breaks, ends, &two);
	assert_int_equal(buf_status(&one), OK);
	last = buf_view(&one);
	(void)str_cut_last(last, STR("\n"), NULL, &last);
	if (!str_eq(buf_view(&one), buf_view(&two)))
		fail_msg("%s, pieces of %zu, breaks %zu, ends %zu: differ",
		    label, piece, breaks, ends);
	if (!str_starts(last, str_of(status_name(code))))
		fail_msg("%s, pieces of %zu, breaks %zu, ends %zu: not %s",
		    label, piece, breaks, ends, status_name(code));
	buf_release(&one);
	buf_release(&two);
}

/* Whole; broken off; and cut, which of gzip data is a fault. */
static void
check_file(const char *label, struct str content, bool zipped)
{
	static const size_t pieces[] = { 0, 4093, 65536 };

	put("input", content);
	for (size_t i = 0; i < COUNT(pieces); i++) {
		piece = pieces[i];
		check_both(label, NEVER, NEVER, OK);
		for (size_t k = 0; k < 4; k++) {
			size_t place = k == 0 ? 3 : content.len * k / 4;

			check_both(label, place, NEVER, E_IO);
			check_both(label, NEVER, place,
			    zipped ? E_DAMAGED : OK);
		}
	}
	piece = 0;
}

static void
two_threads_give_the_same_lines_and_the_same_end(void **state)
{
	static const char *const labels[SHAPE_COUNT] = { "lines", "UTF-16",
		"a line without end", "holes of NULs" };

	(void)state;
	for (enum shape shape = 0; shape < SHAPE_COUNT; shape++) {
		struct buf text, zipped;

		buf_init(&text, TEXT_MAX);
		buf_init(&zipped, TEXT_MAX);
		put_text(&text, shape);
		check_file(labels[shape], buf_view(&text), false);
		gzip(&zipped, buf_view(&text));
		gzip(&zipped, STR("another member\n"));
		check_file(labels[shape], buf_view(&zipped), true);
		buf_release(&zipped);
		buf_release(&text);
	}
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(at("input"));
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read_from_every_encoding),
		cmocka_unit_test(
		    gzip_is_known_by_its_first_bytes_and_may_have_several_members),
		cmocka_unit_test(
		    a_cut_or_broken_gzip_gives_what_comes_before_and_says_so),
		cmocka_unit_test(
		    the_longest_line_is_kept_and_a_longer_one_is_counted_and_skipped),
		cmocka_unit_test(
		    a_hole_of_nuls_does_not_hide_the_line_behind_it),
		cmocka_unit_test(the_head_is_seen_without_being_consumed),
		cmocka_unit_test(bytes_are_peeked_at_and_passed_over),
		cmocka_unit_test(
		    two_threads_give_the_same_lines_and_the_same_end),
		cmocka_unit_test(
		    samples_are_whole_lines_in_order_up_to_the_end),
		cmocka_unit_test(
		    what_is_no_regular_file_is_refused_without_hanging),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
