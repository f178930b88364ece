/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/url.h"

#include "core/buf.h"

#include "tests/unit/unit.h"

struct part_row {
	const char *text;
	const char *host;
	const char *path;
	const char *query;
};

static const struct part_row part_rows[] = {
	{ "https://chatgpt.com/", "chatgpt.com", "/", "" },
	{ "https://chatgpt.com", "chatgpt.com", "", "" },
	{ "http://chatgpt.com/c/1?model=o#top", "chatgpt.com", "/c/1",
	    "model=o" },
	{ "HTTPS://ChatGPT.com/C", "chatgpt.com", "/C", "" },
	{ "https://chatgpt.com./", "chatgpt.com", "/", "" },
	{ "  https://chatgpt.com/ \n", "chatgpt.com", "/", "" },
	{ "https://chatgpt.com?q=1", "chatgpt.com", "", "q=1" },
	{ "https://chatgpt.com#?q=1", "chatgpt.com", "", "" },
	{ "https://chatgpt.com/?", "chatgpt.com", "/", "" },
	{ "https://chatgpt.com/a?b?c=d", "chatgpt.com", "/a", "b?c=d" },
	/* userinfo: the host is what follows the last "@" */
	{ "https://chatgpt.com@evil.example/", "evil.example", "/", "" },
	{ "https://a:b@c@chatgpt.com/", "chatgpt.com", "/", "" },
	{ "https://evil.example/@chatgpt.com", "evil.example", "/@chatgpt.com",
	    "" },
	{ "https://evil.example?@chatgpt.com", "evil.example", "",
	    "@chatgpt.com" },
	{ "https://evil.example#@chatgpt.com/", "evil.example", "", "" },
	/* ports */
	{ "https://chatgpt.com:443/", "chatgpt.com", "/", "" },
	{ "https://chatgpt.com:/x", "chatgpt.com", "/x", "" },
	{ "https://chatgpt.com:65535/", "chatgpt.com", "/", "" },
	/* addresses */
	{ "http://192.168.1.1:8080/", "192.168.1.1", "/", "" },
	{ "http://[::1]:8080/x", "[::1]", "/x", "" },
	{ "http://[2001:DB8::1]/", "[2001:db8::1]", "/", "" },
	/* slashes and backslashes */
	{ "https:\\\\evil.example\\@chatgpt.com/", "evil.example", "", "" },
	{ "https://evil.example\\.chatgpt.com/", "evil.example", "", "" },
	{ "https:chatgpt.com/x", "chatgpt.com", "/x", "" },
	{ "https:////chatgpt.com/x", "chatgpt.com", "/x", "" },
	/* escapes and IDN */
	{ "https://chat%67pt.com/", "chatgpt.com", "/", "" },
	{ "https://CHAT%47PT%2ecom/", "chatgpt.com", "/", "" },
	{ "https://vocalis\xc3\xa9.example/", "xn--vocalis-hya.example", "/",
	    "" },
	{ "https://vocalis%C3%A9.example/", "xn--vocalis-hya.example", "/",
	    "" },
	{ "https://xn--vocalis-hya.example/", "xn--vocalis-hya.example", "/",
	    "" },
	{ "https://chatgpt\xe3\x80\x82" "com/", "chatgpt.com", "/", "" },
	{ "https://chat\tgpt.com/", "chatgpt.com", "/", "" },
	/* names that only look alike: what they are is the matcher's matter */
	{ "https://chatgpt.com.evil.example/", "chatgpt.com.evil.example", "/",
	    "" },
	{ "https://example.com/?q=chatgpt.com", "example.com", "/",
	    "q=chatgpt.com" },
};

static void
a_web_address_is_cut_as_a_browser_cuts_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(part_rows); i++) {
		const struct part_row *row = &part_rows[i];
		struct url url;

		if (!url_split(str_of(row->text), &url))
			fail_msg("%s: refused", row->text);
		check_str(domain_view(&url.host), row->host, row->text);
		check_str(url.path, row->path, row->text);
		check_str(url.query, row->query, row->text);
	}
}

static void
what_is_no_web_address_is_refused_and_changes_nothing(void **state)
{
	static const char *const rows[] = {
		"",
		"https",
		"https:",
		"https://",
		"https:///",
		"chatgpt.com",
		"//chatgpt.com/",
		"://chatgpt.com/",
		"file:///home/x/chatgpt.com",
		"ftp://chatgpt.com/",
		"chrome://history/",
		"chrome-extension://chatgpt.com/a.html",
		"moz-extension://chatgpt.com/",
		"about:reader?url=https://chatgpt.com/",
		"view-source:https://chatgpt.com/",
		"blob:https://chatgpt.com/1",
		"javascript:location='https://chatgpt.com/'",
		"data:text/html,https://chatgpt.com/",
		"place:https://chatgpt.com/",
		"httpss://chatgpt.com/",
		"https://user@/",
		"https://:443/",
		"https://chatgpt.com:65536/",
		"https://chatgpt.com:4x/",
		"https://chatgpt.com:443:1/",
		"https://[::1/",
		"https://a[::1]/",
		"https://a b.example/",
		"https://a%20b.example/",
		"https://chatgpt.com%2Fevil.example/",
		"https://chatgpt.com%00.evil.example/",
		"https://chatgpt.com%40evil.example/",
		"https://chat%6/",
		"https://chat%zz.com/",
		"https://chat%2567pt.com/",
		"https://\xff\xfe.com/",
		"https://a..b/",
		"https://a<b>.example/",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct url url = { .path = STR("kept") };

		if (url_split(str_of(rows[i]), &url))
			fail_msg("%s: taken as %s", rows[i], url.host.text);
		check_str(url.path, "kept", rows[i]);
	}
}

static void
a_nul_byte_does_not_end_a_host(void **state)
{
	struct url url;

	(void)state;
	assert_false(url_split(STR("https://chatgpt.com\0.evil.example/"), &url));
	assert_true(url_split(STR("https://chatgpt.com/a\0b"), &url));
	assert_int_equal(url.path.len, 4);
}

static void
the_length_of_a_host_is_bounded(void **state)
{
	static const char label[] =
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.";
	struct buf text;
	struct url url;

	(void)state;
	buf_init(&text, 1 << 16);
	buf_text(&text, "https://");
	for (int i = 0; i < 3; i++)
		buf_text(&text, label);
	buf_text(&text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaa");
	assert_true(url_split(buf_view(&text), &url));
	assert_int_equal(url.host.len, DOMAIN_MAX);
	buf_text(&text, "a");
	assert_false(url_split(buf_view(&text), &url));
	for (int i = 0; i < 600; i++)
		buf_text(&text, "a.aaaaaa");
	assert_false(url_split(buf_view(&text), &url));
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_web_address_is_cut_as_a_browser_cuts_it),
		cmocka_unit_test(
		    what_is_no_web_address_is_refused_and_changes_nothing),
		cmocka_unit_test(a_nul_byte_does_not_end_a_host),
		cmocka_unit_test(the_length_of_a_host_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
