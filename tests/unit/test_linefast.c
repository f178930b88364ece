/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/linefast.h"

#include "agent/sources/bytes64.h"
#include "agent/sources/lesson.h"

#include "core/buf.h"
#include "core/os.h"
#include "core/outfile.h"

#include "tests/unit/unit.h"

#include "tests/unit/dice.h"
#include "tests/unit/dns_differ.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)64 << 20)

static char path[512];
static struct differ reference, fast;

/* Files are read in pieces of this many bytes at most; 0: any. */
static size_t piece;

/* Lines that begin before this place were counted before. */
static uint64_t counted;

enum status __real_os_read(int fd, char *to, size_t room, size_t *ret_n,
    struct err *err);
enum status __wrap_os_read(int fd, char *to, size_t room, size_t *ret_n,
    struct err *err);

enum status
__wrap_os_read(int fd, char *to, size_t room, size_t *ret_n, struct err *err)
{
	return __real_os_read(fd, to,
	    piece > 0 && piece < room ? piece : room, ret_n, err);
}

/* As if last written at noon of 2026-11-25 UTC. */
static void
write_log(struct str text)
{
	const struct timespec times[2] = { { 1795608000, 0 },
		{ 1795608000, 0 } };
	struct err err;

	check_ok(outfile_publish(path, OUTFILE_OWNER, text, &err), &err);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static struct differ_zones
zones_of(const char *stamps, const char *days)
{
	struct differ_zones zones = { NULL, NULL };
	struct err err;

	check_ok(zone_new(str_of(stamps), &zones.stamps, &err), &err);
	check_ok(zone_new(str_of(days), &zones.days, &err), &err);
	return zones;
}

static void
free_zones(struct differ_zones *zones)
{
	zone_free(zones->stamps);
	zone_free(zones->days);
}

static void
check_fast(const struct differ_zones *zones,
    const struct linelog_options *options, const char *label)
{
	const struct linefast_isa *isa = options->isa == NULL
	    ? linefast_isa_at(0)
	    : options->isa;
	const char *what;

	differ_scan(path, zones, options, &fast);
	what = differ_what(&reference, &fast);
	if (what != NULL)
		fail_msg("%s: %s, threads %u, pieces of %zu: %s differ, %llu "
		    "and %llu records", label, isa->name, options->threads,
		    piece, what, (unsigned long long)reference.report.records,
		    (unsigned long long)fast.report.records);
}

/* The reference, every set of instructions, and two threads agree on the log. */
static void
check_same(const struct differ_zones *zones, const char *label)
{
	struct linelog_options options = { .zone = zones->stamps,
		.path = LINELOG_REFERENCE, .from = counted };
	const struct linefast_isa *isa;

	differ_scan(path, zones, &options, &reference);
	options.path = LINELOG_FAST;
	for (size_t i = 0; (isa = linefast_isa_at(i)) != NULL; i++) {
		options.isa = isa;
		check_fast(zones, &options, label);
	}
	options.isa = NULL;
	options.threads = 2;
	check_fast(zones, &options, label);
}

static void
check_text(struct str text, const char *label)
{
	static const char *const zones[][2] = { { "UTC", "UTC" },
		{ "Europe/Paris", "Europe/Paris" },
		{ "+12:45", "America/St_Johns" } };

	write_log(text);
	for (size_t i = 0; i < COUNT(zones); i++) {
		struct differ_zones pair = zones_of(zones[i][0], zones[i][1]);

		check_same(&pair, label);
		free_zones(&pair);
	}
}

#define HEAD "Nov 23 08:27:38 dnsmasq[9050]: "
#define LINE(rest) HEAD rest "\n"
#define Q(name) LINE("query[A] " name " from 10.0.0.1")

/* Two queries teach the shape; what follows is the fast path's. */
#define TAUGHT Q("example.org") Q("example.org") LINE("reply example.org is x")

/* Each line after those that have taught a shape, then a line of it, then the
 * line once more. */
static void
check_lines(const char *taught, const char *const *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buf text;

		buf_init(&text, TEXT_MAX);
		buf_text(&text, taught);
		for (int times = 0; times < 2; times++) {
			buf_text(&text, lines[i]);
			buf_text(&text, taught);
		}
		check_text(buf_view(&text), lines[i]);
		buf_release(&text);
	}
}

static void
every_odd_line_is_read_as_the_reference_reads_it(void **state)
{
	static const char *const lines[] = {
		Q("chatgpt.com"), Q("ChAtGpT.CoM"), Q("CHATGPT.COM."),
		Q("x.ai"), Q("a.x.ai"), Q("X.AI."), Q("long.X.ai"), Q("xx.ai"),
		Q("pi.ai"), Q("a.pi.ai"), Q("www.pi.ai"), Q("long.xpi.ai"),
		Q("poe.ai"), Q("a.poe.ai"), Q("www.POE.ai"), Q("a.xpoe.ai"),
		Q("you.com"), Q("a.you.com"), Q("Www.You.Com"), Q("xyou.com"),
		Q("a.b.chatgpt.com"), Q("notchatgpt.com"), Q("chatgpt.com.."),
		Q("API.openai.com"), Q("x.api.OPENAI.com"), Q("openai.com"),
		Q("x\\.chatgpt.com"), Q("\xC3\xA9.chatgpt.com"),
		Q("\xEF\xBD\x83hatgpt.com"), Q("x\x0E" "chatgpt.com"), Q(""),
		Q("."), Q("com"), Q("chatgpt com"), Q(" chatgpt.com"),
		Q("y[y[y[y[.chatgpt.com"), Q("a from chatgpt.com"),
		Q("chatgpt.com from 1.2.3.4"),
		LINE("query[A] chatgpt.com from 10.0.0.1 "),
		LINE("query[A] chatgpt.com from 10.0.0.1\r"),
		LINE("query[A] chatgpt.com from 10.0.0.1\r\r"),
		LINE("query[A] chatgpt.com from 10.0.0.256"),
		LINE("query[A] example.org from 10.0.0.256"),
		LINE("query[A] example.org from "),
		LINE("query[A] example.org from"),
		LINE("query[A] from 10.0.0.1"), LINE("query[A]  from 10.0.0.1"),
		LINE("query[A]x from 10.0.0.1"), LINE("query[A example.org"),
		LINE("query[]"), LINE("query["), LINE("query"), LINE("q"),
		LINE("query[A] claude.ai from fd00::21"),
		LINE("query[A] example.org from fd00:0:1:2:3:4:5:21"),
		LINE("query[A] example.org from fe80::1%eth0"),
		LINE("query[A] example.org from fe80::1%eth0 from 1"),
		LINE("query[A] example.org from 1:2"),
		LINE("query[type=65] claude.ai from 10.0.0.1"),
		LINE("query[type=65535] claude.ai from 10.0.0.1"),
		LINE("107 10.0.0.1/62735 query[A] claude.ai from 10.0.0.1"),
		LINE("UDP 108 10.0.0.1/1 query[A] claude.ai from 10.0.0.1"),
		LINE("TCP 108 10.0.0.1 query[A] claude.ai from 10.0.0.1"),
		LINE("DoT 108 10.0.0.1/1 query[A] example.org from 10.0.0.1"),
		LINE("UDPquery[A] claude.ai from 10.0.0.1"),
		LINE(" query[A] claude.ai from 10.0.0.1"),
		LINE("\tquery[A] claude.ai from 10.0.0.1"), LINE(""), "\n",
		LINE("reply chatgpt.com is 104.18.32.47"),
		LINE("/etc/hosts chatgpt.com is 10.0.0.9"),
		LINE("cached query[A] chatgpt.com from 10.0.0.1"),
		LINE("<name> query[A] chatgpt.com from 10.0.0.1"),
		"Nov 23 08:27:60 dnsmasq[9050]: query[A] claude.ai from ::1\n",
		"Nov 23 08:60:00 dnsmasq[9050]: query[A] claude.ai from ::1\n",
		"Nov 23 23:59:59 dnsmasq[9050]: query[A] claude.ai from ::1\n",
		"Feb 29 08:27:38 dnsmasq[9050]: query[A] claude.ai from ::1\n",
		"Feb 30 08:27:38 dnsmasq[9050]: query[A] claude.ai from ::1\n",
		"Nov 23 08:27:38 dnsmasq[9051]: query[A] claude.ai from ::1\n",
		"Nov 23 08:27:38 dnsmasq[9050: query[A] claude.ai from ::1\n",
		"Nov 23 08:27:38 dnsmasq-dhcp[1]: query[A] claude.ai from ::1\n",
		"Nov 23 08:27:38 cron[1]: query[A] claude.ai from ::1\n",
		"Nov 23 08:27:38 unbound: [1:0] info: 10.0.0.1 claude.ai. A IN\n",
	};

	(void)state;
	check_lines(TAUGHT, lines, COUNT(lines));
}

#define UNBOUND(rest) "[1795422484] unbound[9291:0] info: " rest "\n"

static void
every_odd_line_of_unbound_is_read_as_the_reference_reads_it(void **state)
{
	static const char *const lines[] = {
		UNBOUND("10.0.0.1 chatgpt.com. A IN"),
		UNBOUND("10.0.0.1 API.openai.com. A IN"),
		UNBOUND("10.0.0.1 example.org. A CH"),
		UNBOUND("10.0.0.1 example.org. A CLASS7"),
		UNBOUND("10.0.0.1 example.org. A XX"),
		UNBOUND("10.0.0.1 example.org. A"), UNBOUND("10.0.0.1"),
		UNBOUND("10.0.0.1 "), UNBOUND(""), UNBOUND(" 10.0.0.1 a. A IN"),
		UNBOUND("10.0.0.1  example.org.\tA   IN "),
		UNBOUND("10.0.0.1 chatgpt.com. A IN NOERROR 0.1 0 45"),
		UNBOUND("10.0.0.1 chatgpt.com. A IN NOERROR 0.1 0"),
		UNBOUND("10.0.0.1 chatgpt.com. A IN on udp 10.0.0.2 53"),
		UNBOUND("10.0.0.1 a. A IN NOERROR 0.1 0 45 on udp 10.0.0.2 53"),
		UNBOUND("10.0.0.1 a b c d e f g h i j k l m n o p q"),
		UNBOUND("fd00::21 claude.ai. A IN"),
		UNBOUND("face claude.ai. A IN"), UNBOUND("resolving a. A IN"),
		UNBOUND("10.0.0.256 claude.ai. A IN"),
		UNBOUND("rpz: applied [z] chatgpt.com. nxdomain"),
		"[1795422999] unbound[1111:7] info: 10.0.0.1 claude.ai. A IN\n",
		"[1795423000] unbound[9291:0] info: 10.0.0.1 claude.ai. A IN\n",
		"[1795522484] unbound[9291:0] info: 10.0.0.1 a. A IN\n",
		"[1795422484] unbound[9291:0] reply: 10.0.0.1 a. A IN\n",
		"[1795422484] unbound[9291:0] notice: 10.0.0.1 a. A IN\n",
	};

	(void)state;
	check_lines(UNBOUND("10.0.0.1 example.org. A IN")
	    UNBOUND("10.0.0.1 example.org. A IN"), lines, COUNT(lines));
}

#define BIND(rest) "23-Nov-2026 08:29:19.539 queries: info: client " rest "\n"
#define BIND_Q(client, name) BIND("@0x7f200fd19000 " client "#52250 (" name \
    "): query: " name " IN A + (10.0.0.2)")

static void
every_odd_line_of_bind_is_read_as_the_reference_reads_it(void **state)
{
	static const char *const lines[] = {
		BIND_Q("10.0.0.1", "chatgpt.com"), BIND_Q("fd00::1", "a.claude.ai"),
		BIND_Q("10.0.0.1", "api.OPENAI.com"), BIND_Q("10.0.0.256", "a"),
		BIND_Q("10.0.0.1", "example.org"), BIND_Q("", "example.org"),
		BIND("10.0.0.1#2: query: claude.ai IN A -EDC (10.0.0.2)"),
		BIND("10.0.0.1#2: view a: query: claude.ai IN A + (10.0.0.2)"),
		BIND("10.0.0.1#2: query: example.org IN A"),
		BIND("10.0.0.1#2: query: example.org IN A "),
		BIND("10.0.0.1#2: query: example.org IN"),
		BIND("10.0.0.1#2: query: example.org IN A x"),
		BIND("10.0.0.1#2: query:  example.org IN A +"),
		BIND("10.0.0.1#2: query: "), BIND("10.0.0.1#2: query:"),
		BIND("10.0.0.1#2: response: chatgpt.com IN A NOERROR + 1 0 1"),
		BIND("10.0.0.256#2: response: chatgpt.com IN A NOERROR"),
		BIND("10.0.0.1 #2: query: chatgpt.com IN A +"),
		BIND("10.0.0.1: query: chatgpt.com IN A +"),
		BIND("#: query: chatgpt.com IN A +"), BIND(""), BIND("@0x"),
		BIND("@0x1"), BIND("@0x1 "), BIND("@"),
		BIND("@0x7f200fd19000  10.0.0.1#2 (a): query: claude.ai IN A +"),
		BIND("dnsmasq: query[A] claude.ai from 10.0.0.1"),
		"23-Nov-2026 09:00:00.000 client 10.0.0.1#5: query: a IN A +\n",
		"23-Nov-2026 09:00:00.1 client 10.0.0.1#5: query: a IN A +\n",
		"24-Nov-2026 08:29:19.539 queries: info: client 1.2.3.4#5: "
		"query: claude.ai IN A +\n",
		"23-Nov-2026 08:29:19.539 general: info: client 1.2.3.4#5: no\n",
		"Nov 23 08:27:40 gw named[311]: client 10.0.0.1#5: query: "
		"claude.ai IN A +\n",
	};
	static const char *const taught[] = {
		BIND_Q("10.0.0.1", "example.org") BIND_Q("10.0.0.1", "a.org"),
		"23-Nov-2026 08:29:19.539 client 10.0.0.1#5: query: a IN A +\n"
		"23-Nov-2026 08:29:19.540 client 10.0.0.1#5: query: a IN A +\n",
		"Nov 23 08:27:40 gw named[311]: client 10.0.0.1#5: query: a IN "
		"A +\n"
		"Nov 23 08:27:41 gw named[7]: client 10.0.0.1#5: query: a IN A\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(taught); i++)
		check_lines(taught[i], lines, COUNT(lines));
}

/* A line of each format that has a fast path, as it may be written. */
static const struct {
	const char *label, *line;
} good[] = {
	{ "dnsmasq", HEAD "query[A] www.example.org from 10.0.0.1" },
	{ "unbound", "[1795422484] unbound[9291:0] info: 10.0.0.1 a.org. A IN" },
	{ "unbound, reply", "[1795422484] unbound[9291:0] info: 10.0.0.1 a.org. "
	  "A IN NOERROR 0.000306 0 45" },
	{ "unbound, destination", "[1795422484] unbound[9291:0] query: ::1 "
	  "claude.ai. A IN on udp 10.0.0.2 53" },
	{ "bind", "23-Nov-2026 08:29:19.539 queries: info: client @0x7f20 "
	  "10.0.0.1#52250 (a.org): query: a.org IN A + (10.0.0.2)" },
	{ "bind, view", "23-Nov-2026 08:29:19.539 client 10.0.0.1#5 (a.org): "
	  "view in: query: a.org IN A -E (10.0.0.2)" },
	{ "windns", "23/11/2026 08:29:19 0D48 PACKET  00000181D1C0 UDP Rcv "
	  "10.0.0.1   0001   Q [0001   D   NOERROR] A      (1)a(2)co(3)org(0)" },
	{ "windns, answer", "23/11/2026 08:29:19 0D48 PACKET  00000181D1C0 UDP "
	  "Snd 10.0.0.1   0001 R Q [8081   DR  NOERROR] A      (1)a(3)org(0)" },
	{ "dnscrypt", "[2026-11-23 08:30:12]\t10.0.0.1\ta.org\tA\tPASS\t0ms" },
	{ "dnscrypt, ltsv", "time:1795422622\thost:10.0.0.1\tmessage:a.org\t"
	  "type:A\treturn:PASS" },
	{ "powerdns", "Nov 23 08:31:04 3 [1/1] question for 'a.org|A' from "
	  "10.0.0.1:35277" },
	{ "powerdns, answer", "Nov 23 08:31:04 3 [1/1] answer to question "
	  "'a.org|A': 1 answers" },
	{ "powerdns, json", "{\"msg\": \"Question\", \"qname\": \"a.org\", "
	  "\"remote\": \"10.0.0.1:34835\", \"subsystem\": \"syncres\", "
	  "\"ts\": \"1795419066.594\"}" },
	{ "powerdns, json answer", "{\"msg\": \"Answer\", \"qname\": \"a.org\", "
	  "\"subsystem\": \"syncres\", \"ts\": \"1795419066.594\"}" },
	{ "coredns", "[INFO] 10.0.0.1:35188 - 24703 \"A IN a.org. udp 28 false "
	  "512\" NOERROR qr,rd 56 0.001s" },
	{ "dnsdist", "[1795422607.912] Packet from 10.0.0.1:40597 for a.org. A "
	  "with id 18960" },
	{ "dnsdist, answer", "[1795422607.912] Answer to 10.0.0.1:40597 for "
	  "a.org. A (No Error) with id 18960" },
	{ "dnsdist, verbose", "Got query for a.org.|A from 10.0.0.1:40597, "
	  "relayed to dns1 (192.0.2.53:53)" },
	{ "technitium", "[2026-11-23 08:49:35 UTC] [10.0.0.1:12345] [UDP] QNAME: "
	  "a.org; QTYPE: A; QCLASS: IN; ANSWER: [104.18.32.47]" },
	{ "adguard", "{\"T\":\"2026-11-23T08:42:53.9036Z\",\"QH\":\"a.org\","
	  "\"QT\":\"A\",\"Answer\":\"nHKB\",\"IP\":\"10.0.0.1\",\"Result\":"
	  "{\"Reason\":3,\"Rules\":[{\"T\\\\ext\":\"|\",\"FilterListID\":1}]},"
	  "\"Elapsed\":19,\"Cached\":true}" },
	{ "suricata", "{\"timestamp\":\"2026-11-23T08:30:12.92+0100\","
	  "\"event_type\":\"dns\",\"src_ip\":\"10.0.0.1\",\"dns\":{\"type\":"
	  "\"query\",\"id\":1,\"rrname\":\"a.org\",\"opcode\":0}}" },
	{ "suricata, answer", "{\"timestamp\":\"2026-11-23T08:30:12.92+0100\","
	  "\"event_type\":\"dns\",\"src_ip\":\"10.0.0.1\",\"dns\":{\"type\":"
	  "\"answer\",\"rrname\":\"a.org\",\"ttl\":[1,2.5,-3]}}" },
	{ "zeek", "{\"ts\":1795422612.78917,\"uid\":\"CHhA\",\"id.orig_h\":"
	  "\"10.0.0.1\",\"trans_id\":54060,\"query\":\"a.org\",\"qtype\":1,"
	  "\"AA\":false,\"answers\":[\"b.org\",\"c\"],\"TTLs\":[60.0]}" },
	{ "powerdns, structured", "Nov 23 08:31:06 msg=\"Question\" subsystem="
	  "\"syncres\" level=\"0\" ts=\"1795419066.594\" ecs=\"\" qname="
	  "\"a.org\" remote=\"10.0.0.1:34835\"" },
	{ "powerdns, tagged", "2026-11-23T08:31:06+01:00 gw pdns_recursor[311]: "
	  "msg=\"Question answered from packet cache\" subsystem=\"in\" prio="
	  "\"a b: c\" ts=\"1795419066\" qname=\"a.org\" remote=\"[::1]:3\"" },
	{ "nextdns", "2026-11-23T08:30:12.123Z,a.org,AAAA,false,DoH,203.0.113.9,"
	  "blocked,\"x, y\",,US,ID,\"PC, \"\"2\"\"\",,10.0.0.1,,cli" },
	{ "pfblockerng", "DNS-reply,Nov 3 08:27:38,reply,A,A,300,a.org,10.0.0.1,"
	  "104.18.32.47,US" },
	{ "pfblockerng, no lifetime", "DNS-reply,Nov 13 08:27:38,cache,HTTPS,A,,"
	  "a.org,fd00::21,\"x, y,unk" },
	{ "mikrotik", "2026-11-23 01:57:23 dns query from 10.0.0.1: #7108 a.org. "
	  "AAAA" },
	{ "mikrotik, unknown type", "<30>Nov 23 08:27:39 rb dns mt: query from "
	  "fd00::21: #4 a.org. UNKNOWN (65)" },
	{ "tcpdump", "2026-11-23 08:31:54.375497 IP 10.0.0.1.52300 > 10.0.0.2.53: "
	  "4170+$ [1au] A? a.org. (29)" },
	{ "tcpdump, time of day", "08:31:54.375497 IP6 fd00::21.52300 > "
	  "fd00::1.domain: 4170+ Type65? a.org. (29)" },
	{ "knot", "2026-11-23T08:30:12+01:00 gw kresd[311]: [plan  ][00000.00] plan "
	  "'a.org.' type 'A' uid [04170.00]" },
	{ "knot, alone", "[plan  ][00000.00] plan 'a.org.' type 'A' uid [65535.0]" },
	{ "umbrella", "\"2026-11-23 08:30:12\",\"PC\",\"PC,Site\",\"10.0.0.1\","
	  "\"203.0.113.9\",\"Allowed\",\"1 (A)\",\"NOERROR\",\"a.org.\",\"\"" },
	{ "umbrella, spaces", "\"2026-11-23 08:30:12\",\"U\", \"U,S\", "
	  "\"10.0.0.1\",\"\",\"Allowed\",\"28 (AAAA)\", \"\",\"a.org.\", \"C\"" },
	{ "resolved", "2026-11-23T08:30:13+0100 pc systemd-resolved[743]: Looking "
	  "up RR for a.org IN A." },
	{ "resolved, monitor", "\xe2\x86\x92 Q: a.org IN A" },
	{ "dnstap", "2026-11-23 18:49:49.590209 CQ 10.0.0.1 UDP 55b \"a.org.\" IN A" },
	{ "dnstap, read", "23-Nov-2026 08:30:12.123 CQ fd00::21:46390 -> fd00::1:53 "
	  "TCP 55b a.org/IN/TYPE65" },
	{ "dnstap, time of day", "08:49:49.590209 CQ 10.0.0.1 UDP 55b \"a.\" IN A" },
	{ "compose, dnsmasq", "pihole  | Nov 23 08:27:38 dnsmasq[9050]: query[A] "
	  "a.org from 10.0.0.1" },
	{ "compose, dnsmasq without time", "pihole  | dnsmasq: query[A] a.org "
	  "from 10.0.0.1" },
	{ "compose -t, dnsmasq without time", "dns-1 | 2026-11-23T08:29:44.123Z "
	  "dnsmasq: query[A] a.org from 10.0.0.1" },
	{ "docker -t, bind", "2026-11-23T08:29:44.1Z 23-Nov-2026 08:29:19.5 "
	  "client 10.0.0.1#5 (a.org): query: a.org IN A -E (10.0.0.2)" },
	{ "cri, unbound", "2026-11-23T08:29:44.12+01:00 stderr F [1795422484] "
	  "unbound[1:0] info: 10.0.0.1 a.org. A IN" },
	{ "cri, coredns", "2026-11-23T08:29:44.1Z stdout F [INFO] 10.0.0.1:351 - 7 "
	  "\"A IN a.org. udp 28 false 512\" NOERROR qr,rd 56 0.001s" },
	{ "kubectl, coredns", "[pod/c-5d-a/c] 2026-11-23T08:29:44Z [INFO] "
	  "10.0.0.1:35188 - 7 \"A IN a.org. udp 28 false 512\" NOERROR qr" },
	{ "compose, knot", "kresd-1  | [plan  ][00000.00] plan 'a.org.' type 'A' "
	  "uid [00170.00]" },
	{ "compose, powerdns, json", "p | {\"msg\":\"Question\",\"qname\":"
	  "\"a.org\",\"remote\":\"10.0.0.1:34835\",\"subsystem\":\"s\","
	  "\"ts\":\"1795419066.594\"}" },
	{ "compose, tcpdump", "t | IP 10.0.0.1.52300 > 10.0.0.2.53: 4170+ A? "
	  "a.org. (29)" },
	{ "tcpdump, elapsed", " 00:00:07.375497 IP 10.0.0.1.52300 > 10.0.0.2.53: "
	  "4170+ A? a.org. (29)" },
	{ "suricata, syslog", "Nov 23 08:30:12 ids suricata[7]: @cee: "
	  "{\"timestamp\":\"2026-11-23T08:30:12.92+0100\",\"event_type\":\"dns\","
	  "\"src_ip\":\"10.0.0.1\",\"dns\":{\"type\":\"query\",\"rrname\":"
	  "\"a.org\"}}" },
	{ "suricata, syslog of 5424", "<17>1 2026-11-23T08:30:12Z ids suricata 7 - "
	  "- {\"timestamp\":\"2026-11-23T08:30:12.92+0100\",\"event_type\":"
	  "\"dns\",\"src_ip\":\"10.0.0.1\",\"dns\":{\"type\":\"query\","
	  "\"rrname\":\"a.org\"}}" },
	{ "cloudflare", "{\"Datetime\":\"2026-11-23T08:30:12Z\",\"QueryName\":"
	  "\"a.org\",\"SrcIP\":\"10.0.0.1\",\"QueryType\":1}" },
	{ "sysmon", "{\"@timestamp\":\"2026-11-23T07:30:12.025Z\",\"event\":"
	  "{\"provider\":\"Microsoft-Windows-Sysmon\"},\"winlog\":{\"event_data\":"
	  "{\"Image\":\"C:\\\\x.exe\",\"QueryName\":\"a.org\"},\"event_id\":"
	  "\"22\",\"provider_name\":\"Microsoft-Windows-Sysmon\"}}" },
};

#define DOCKER "{\"log\":"

/* The same, of those that nothing is learnt from without a line before. */
static const struct {
	const char *label, *before, *line;
} taught[] = {
	{ "powerdns, structured answer", "Nov 23 08:31:06 msg=\"Question\" "
	  "subsystem=\"syncres\" level=\"0\" ts=\"1795419066.594\" qname="
	  "\"a.org\" remote=\"10.0.0.1:34835\"", "Nov 23 08:31:06 msg=\"Answer\" "
	  "subsystem=\"syncres\" level=\"0\" qname=\"a.org\" x=\"\\\"\"" },
	{ "zeek, table", "#fields\tts\tuid\tid.orig_h\tport\tquery\tqtype\tx",
	  "1795422612.789170\tCHhAvVGS1DHF\t10.0.0.1\t4\ta.org\t1\tA" },
	{ "zeek, table that ends", "#fields\tts\tuid\tid.orig_h\tqtype\tquery\t"
	  "\n#fields\tts\tuid\tx\tid.orig_h\tqtype\tquery\tqtype\t",
	  "2026-11-23T08:30:12Z\tCHhAvVGS1DHF\tx y\t10.0.0.1\t1\ta.org" },
	{ "nextdns, header", "timestamp,domain,device_local_ip,reasons,query_type,x",
	  "2026-11-23T08:30:12Z,a.org,10.0.0.1,\"a,b\",A,x" },
	{ "pfblockerng, its own", "DNS-reply,Nov 3 08:27:38,reply,A,A,3,a,10.0.0.1,"
	  "x", "DNS-reply,Nov 3 08:27:39,resolver,A,A,3,a.org,127.0.0.1,x,US" },
	{ "mikrotik, done", "nov/23/2026 08:27:38 dns query from 10.0.0.1: #3 a. A",
	  "nov/23/2026 08:27:38 dns done query: #3 a.org. 10.0.0.9" },
	{ "tcpdump, answer", "08:31:54.375497 IP 10.0.0.1.52300 > 10.0.0.2.53: 41+ "
	  "A? a.org. (29)", "08:31:54.376497 IP 10.0.0.2.53 > 10.0.0.1.52300: 41 "
	  "1/0/0 A 10.0.0.53 (45)" },
	{ "knot, plan of a plan", "[plan  ][00000.00] plan 'a.' type 'A' uid [1.0]",
	  "[plan  ][04170.01]   plan 'a.org.' type 'DS' uid [04170.02]" },
	{ "knot, another group", "[plan  ][00000.00] plan 'a.' type 'A' uid [1.0]",
	  "[iterat][04170.00]   'a.org.' type 'A' new uid was assigned .01" },
	{ "dnstap, answer", "2026-11-23 18:49:49.590209 CQ 10.0.0.1 UDP 55b \"a.\" "
	  "IN A", "2026-11-23 18:49:49.590209 CR 10.0.0.1 UDP 55b \"a.\" IN A" },
	{ "suricata among Docker's", DOCKER "\"x\",\"stream\":\"\",\"time\":\"y\"}",
	  DOCKER "\"\",\"stream\":\"\",\"time\":\"\",\"timestamp\":\"2026-11-23T"
	  "08:30:12+0100\",\"event_type\":\"dns\",\"src_ip\":\"10.0.0.1\",\"dns\":"
	  "{\"type\":\"query\",\"rrname\":\"a.org\"}}" },
	{ "resolved, monitor's answer", "\xe2\x86\x92 Q: a.org IN A",
	  "\xe2\x86\x90 S: success" },
};

/* A log in which a format is written in two ways, one after the other. */
static void
each_way_of_a_format_has_its_own_patterns(void **state)
{
#define ROW "Nov 23 08:30:12 pc systemd-resolved[7]: "
#define ARROW "\xe2\x86\x92 Q: "
	static const char *const lines[] = {
		ARROW "chatgpt.com IN A\n", ARROW "example.org IN A\n",
		ROW ARROW "chatgpt.com IN A\n",
		ROW "\x92 Q: chatgpt.com IN A\n",
		"\xe2\x86Looking up RR for chatgpt.com IN A.\n",
		"\xe2\x86\x90 A: chatgpt.com IN A 104.18.32.47\n",
		"Looking up RR for chatgpt.com IN A.\n",
		"-> Q: chatgpt.com IN A\n",
	};
	static const char *const ways[] = {
		ROW "Looking up RR for a.org IN A.\n" ROW "Cache miss\n",
		ARROW "a.org IN A\n" ARROW "b.org IN A\n",
		ROW "Looking up RR for a.org IN A.\n" ROW "Cache miss\n"
		ARROW "a.org IN A\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++)
		check_lines(ways[i], lines, COUNT(lines));
}

/* A time of day later than the file's (12:00 UTC) is of the day before. */
static void
times_of_day_of_two_days_are_told_apart(void **state)
{
#define AT(clock, name) clock ".375497 IP 10.0.0.1.52300 > 10.0.0.2.53: 4170+ " \
	"A? " name ". (29)\n"
#define TWICE(clock, name) AT(clock, name) AT(clock, name)

	(void)state;
	check_text(STR(TWICE("12:00:02", "a.org") AT("12:00:00", "a.org")),
	    "the last is of the next day");
	check_text(STR(TWICE("23:59:59", "a.org") TWICE("00:00:01", "a.org")
	    TWICE("11:59:58", "a.org") TWICE("12:00:01", "chatgpt.com")
	    TWICE("12:00:00", "chatgpt.com")), "times of day");
	check_number((long long)fast.report.matched, 4, "matched");
}

/* The line with one byte changed, or left out, at each place. */
static void
roll_odd(const char *line, struct buf *text)
{
	static const char odd[] = " \"\\05:]'-\t\x80.\r(nZ,";
	size_t len = strlen(line);

	for (size_t at = 0; at < len; at++)
		for (size_t i = 0; i < sizeof(odd); i++) {
			buf_str(text, (struct str){ line, at });
			if (odd[i] != '\0')
				buf_char(text, odd[i]);
			buf_format(text, "%s\n", line + at + 1);
			if (i == 0)
				buf_format(text, "%s\n", line);
		}
}

static void
check_odd(const char *label, const char *before, const char *line)
{
	struct differ_zones zones = zones_of("UTC", "UTC");
	struct buf text;

	buf_init(&text, TEXT_MAX);
	buf_format(&text, "%s\n%s\n%s\n", before, line, line);
	roll_odd(line, &text);
	write_log(buf_view(&text));
	check_same(&zones, label);
	buf_release(&text);
	free_zones(&zones);
}

#define WINDNS_Q(thread) "23/11/2026 08:29:19 " thread " PACKET  0000018 UDP " \
	"Rcv 10.0.0.1   0001   Q [0001   D   NOERROR] A      (6)claude(2)ai(0)\n"
#define LTSV(rest) "time:1795422622\t" rest "\n"
#define TSV(rest) "[2026-11-23 08:30:12]\t" rest "\n"
#define POWERDNS(question) "Nov 23 08:31:04 3 [1/1] question for '" question \
	"' from 10.0.0.1:35277\n"
#define DNSDIST(host, rest) "1795422607.912 " host " dnsdist[1]: " rest "\n"
#define GOT(question) \
	DNSDIST("gw", "Got query for " question " from 10.0.0.1:40597, x")
#define ANSWER(code) DNSDIST("gw", "Answer to 10.0.0.1:40597 for claude.ai A (" \
	code ") with id 18960")
#define PACKET(host, name) DNSDIST(host, \
	"Packet from 10.0.0.1:40597 for " name " A with id 1")
#define COREDNS(pod, time, name) "[pod/" pod "] " time " [INFO] " \
	"10.0.0.1:35188 - 24703 \"A IN " name ". udp 28 false 512\" NOERROR\n"
#define SURICATA(value) "{\"timestamp\":\"2026-11-23T08:30:12\"," \
	"\"event_type\":\"flow\",\"a\":1,\"a\":\"" value "\"}\n"

#define DOCKER_EVE(log) DOCKER "\"" log "\",\"stream\":\"\",\"time\":\"x\"," \
	"\"timestamp\":\"2026-11-23T08:30:12Z\",\"event_type\":\"dns\"," \
	"\"src_ip\":\"10.0.0.1\",\"dns\":{\"type\":\"query\",\"rrname\":" \
	"\"a.org\"}}\n"

/* What is nearly of a taught shape, and is read otherwise. */
static void
a_line_that_nearly_fits_is_read_as_the_reference_reads_it(void **state)
{
	static const struct {
		const char *label, *taught, *line;
	} rows[] = {
		{ "windns, a thread of two digits", WINDNS_Q("0D48"),
		    WINDNS_Q("0D") },
		{ "windns, a thread of three", WINDNS_Q("0D48"),
		    WINDNS_Q("0D4") },
		{ "windns, a thread of nine", WINDNS_Q("0D48"),
		    WINDNS_Q("0D4800000") },
		{ "dnscrypt, a table's row behind an epoch",
		    LTSV("host:10.0.0.1\tmessage:a.org\ttype:A\t"),
		    LTSV("10.0.0.1\tclaude.ai\tA\tPASS") },
		{ "dnscrypt, the same, with the word behind",
		    LTSV("host:10.0.0.1\tmessage:a.org\ttype:A\t"),
		    LTSV("10.0.0.1\tclaude.ai\tA\thost:") },
		{ "dnscrypt, labels behind a date",
		    TSV("10.0.0.1\ta.org\tA\t"),
		    TSV("host:10.0.0.1\tmessage:claude.ai\ttype:A\t") },
		{ "powerdns, a bar in the type", POWERDNS("a.org|A"),
		    POWERDNS("claude.ai|A|B") },
		{ "powerdns, a bar in the name", POWERDNS("a.org|A"),
		    POWERDNS("x|y.claude.ai|A") },
		{ "dnsdist, a bar in the name", GOT("a.org|A"),
		    GOT("x|y.claude.ai|A") },
		{ "dnsdist, a bracket in the code", ANSWER("No Error"),
		    ANSWER("No (Error") },
		{ "dnsdist, a host like a clock", PACKET("fd00:12:34:56", "a"),
		    PACKET("fd00:12:34:57", "claude.ai") },
		{ "coredns, a pod like a clock",
		    COREDNS("12:34:56", "2026-11-23T08:27:38Z", "a.org"),
		    COREDNS("12:34:57", "2026-11-23T08:27:38Z", "claude.ai") },
		{ "coredns, a pod like an epoch",
		    COREDNS("1795422622", "1795422622", "a.org"),
		    COREDNS("1795422623", "1795422622", "claude.ai") },
		{ "suricata, a key twice where none looked",
		    SURICATA("x"), SURICATA("dns") },
		{ "suricata, what Docker may have wrapped",
		    DOCKER_EVE(""), DOCKER_EVE("x") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check_lines(rows[i].taught, &rows[i].line, 1);
}

static void
a_byte_changed_anywhere_is_read_as_the_reference_reads_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		check_odd(good[i].label, good[i].line, good[i].line);
	for (size_t i = 0; i < COUNT(taught); i++)
		check_odd(taught[i].label, taught[i].before, taught[i].line);
}

#define STRUCTURED(tag) "Nov 23 08:31:08 " tag "msg=\"Question\" subsystem=\"sy\" " \
    "level=\"0\" ts=\"1795419068.4\" qname=\"a.org\" remote=\"[f::1]:5\"\n"

/* What a line is of whose shape was learnt from the line before it, in a walk
 * along lines of another. */
static void
a_shape_learnt_on_the_way_is_asked_of_the_lines_behind(void **state)
{
	(void)state;
	check_text(STR("Nov 23 08:31:07 msg=\"s\" subsystem=\"in\" level=\"0\"\n"
	    STRUCTURED("gw pdns_recursor[311]: ")
	    STRUCTURED("gw pd\x01'\x01recursor[311]: ")
	    STRUCTURED("gw pdns_recursor[311]: ")), "learnt on the way");
}

static void
the_filter_lets_no_host_of_a_rule_fall(void **state)
{
	static const struct {
		const char *name;
		int matched;
	} rows[] = {
		{ "chatgpt.com", 1 }, { "CHATGPT.com", 1 },
		{ "chatgpt.com.", 1 }, { "www.Claude.AI", 1 },
		{ "a.very-long-label-before.chatgpt.com", 1 },
		{ "api.openai.com", 1 }, { "API.OPENAI.COM", 1 },
		{ "x.api.openai.com", 1 }, { "openai.com", 0 },
		{ "chatgpt.com.example", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf text;

		buf_init(&text, TEXT_MAX);
		buf_text(&text, TAUGHT);
		buf_format(&text, Q("%s") Q("example.org"), rows[i].name);
		check_text(buf_view(&text), rows[i].name);
		check_number((long long)fast.report.matched, rows[i].matched,
		    rows[i].name);
		check_number((long long)fast.report.records, 4,
		    rows[i].name);
		buf_release(&text);
	}
}

#define ADGUARD_Q(name) "{\"T\":\"2026-11-23T08:42:53.9036Z\",\"QH\":\"" name \
    "\",\"Answer\":\"nHKB/+=\",\"IP\":\"10.0.0.1\",\"Elapsed\":19}\n"

/* A candidate at each place around the edge of a chunk. */
static void
no_candidate_is_lost_at_the_edge_of_a_chunk(void **state)
{
	static const struct {
		const char *taught, *lines;
	} rows[] = {
		{ TAUGHT, Q("chatgpt.com") Q("example.org")
		      LINE("reply example.org is 192.0.2.1") },
		{ BIND_Q("10.0.0.1", "a.org"), BIND_Q("10.0.0.1", "chatgpt.com")
		      BIND_Q("10.0.0.1", "example.org") },
		{ ADGUARD_Q("a.org"), ADGUARD_Q("chatgpt.com")
		      ADGUARD_Q("example.org") },
	};
	struct differ_zones zones = zones_of("UTC", "UTC");
	struct buf text;

	(void)state;
	for (size_t i = 0; i < COUNT(rows) * 80; i++) {
		buf_init(&text, TEXT_MAX);
		buf_text(&text, rows[i / 80].taught);
		for (size_t pad = 0; pad < i % 80; pad++)
			buf_char(&text, 'x');
		buf_char(&text, '\n');
		while (buf_view(&text).len < 2 * LINEFAST_CHUNK + 400)
			buf_text(&text, rows[i / 80].lines);
		write_log(buf_view(&text));
		check_same(&zones, "edge");
		assert_true(fast.report.matched > 100);
		buf_release(&text);
	}
	free_zones(&zones);
}

#define WIDE Q("\xEF\xBD\x83hatgpt.com")

/* The only bytes that are not ASCII, at each place around the edge of a chunk. */
static void
a_wide_name_before_the_edge_of_a_chunk_is_parsed(void **state)
{
	struct differ_zones zones = zones_of("UTC", "UTC");
	size_t edge = LINEFAST_CHUNK + sizeof(Q("example.org")) - 1;

	(void)state;
	for (size_t at = edge - sizeof(WIDE); at < edge + 2; at++) {
		struct buf text;

		buf_init(&text, TEXT_MAX);
		buf_text(&text, TAUGHT);
		while (buf_view(&text).len < at - 200)
			buf_text(&text, LINE("reply example.org is x"));
		buf_text(&text, HEAD "config ");
		while (buf_view(&text).len < at - 1)
			buf_char(&text, 'x');
		buf_text(&text, "\n" WIDE Q("example.org"));
		write_log(buf_view(&text));
		check_same(&zones, "wide");
		check_number((long long)fast.report.matched, 1, "wide");
		buf_release(&text);
	}
	free_zones(&zones);
}

/* What was counted before teaches, but its day is not told again. */
static void
lines_after_those_that_were_counted_tell_their_day(void **state)
{
	struct differ_zones zones = zones_of("UTC", "UTC");

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct buf text;

		buf_init(&text, TEXT_MAX);
		for (int times = 0; times < 6; times++)
			buf_format(&text, "%s\n", good[i].line);
		write_log(buf_view(&text));
		for (counted = 0; counted <= buf_view(&text).len; counted += 50)
			check_same(&zones, good[i].label);
		counted = 0;
		buf_release(&text);
	}
	free_zones(&zones);
}

/* Lines of nothing but anchors, newlines, or one long line. */
static void
the_worst_blocks_fit(void **state)
{
	static const char *const units[] = { "y[", "\n", "query[", HEAD "\n",
		HEAD "q\n", "\r\n", Q("y[y[y[y[y[y[y[y[y[y[") };
	struct differ_zones zones = zones_of("UTC", "UTC");
	struct buf text;

	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		buf_init(&text, TEXT_MAX);
		buf_text(&text, TAUGHT);
		while (buf_view(&text).len < 3 * LINEFAST_CHUNK)
			buf_text(&text, units[i]);
		buf_text(&text, "\n" Q("chatgpt.com") Q("chatgpt.com"));
		write_log(buf_view(&text));
		check_same(&zones, units[i]);
		buf_release(&text);
	}
	free_zones(&zones);
}

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static const char *const names[] = { "example.org", "www.example.org",
	"chatgpt.com", "CHATGPT.com.", "a.b.claude.ai", "api.openai.com",
	"openai.com", "edge.cdn.example.net", "x", "\xC3\xA9t\xC3\xA9.example",
	"a-name-of-more-than-sixteen-bytes.example", "nochatgpt.com" };

static const char *const clients[] = { "10.0.0.1", "192.168.150.121",
	"fd00::21", "10.0.0.1 ", "10.0.0.999", "fe80::1%eth0", "",
	"2001:db8:1234:5678:9abc:def0:1234:5678" };

static const struct {
	const char *before, *after; /* a name */
} others[] = {
	{ "reply ", " is 192.0.2.1" }, { "forwarded ", " to 192.0.2.53" },
	{ "cached ", " is <CNAME>" }, { "/etc/hosts ", " is 127.0.0.1" },
	{ "9 10.0.0.1/53 query[A] ", " from 10.0.0.1" }, { "query[A] ", "" },
	{ "query[AAAA] ", " from 10.0.0.2\r" }, { "", "" }, { " ", "" },
};

/* A log of all kinds of lines, good ones mostly, some of them nothing like. */
static void
roll_log(struct dice *dice, struct buf *text, size_t lines)
{
	uint32_t minute = dice_below(dice, 500000);
	const char *tag = "dnsmasq[9050]";

	for (size_t i = 0; i < lines; i++) {
		uint32_t odd = dice_below(dice, 200), day;
		const char *name = names[dice_below(dice, COUNT(names))];

		minute += odd == 0 ? dice_below(dice, 400000) : odd < 20;
		day = minute / 1440 % 336;
		if (odd == 1)
			tag = dice_below(dice, 2) == 0 ? "dnsmasq[77]"
			                               : "gw dnsmasq[9050]";
		if (odd == 2)
			buf_char(text, '\0');
		buf_format(text, "%s %2u %02u:%02u:%02u %s: ",
		    months[day / 28], day % 28 + 1, minute / 60 % 24,
		    minute % 60, dice_below(dice, 60),
		    odd == 3 ? "cron[1]" : tag);
		if (odd == 4)
			for (size_t k = 0; k < (i % 8 == 0 ? 5000 : 300); k++)
				buf_text(text, "a very long line ");
		if (dice_below(dice, 3) == 0) {
			size_t k = dice_below(dice, COUNT(others));

			buf_format(text, "%s%s%s", others[k].before, name,
			    others[k].after);
		} else
			buf_format(text, "query[%s] %s from %s",
			    odd == 5 ? "type=65534" : "AAAA", name,
			    clients[dice_below(dice, odd < 20
			        ? (uint32_t)COUNT(clients) : 3)]);
		buf_text(text, odd == 6 ? "\r\n" : "\n");
	}
}

static void
logs_of_all_kinds_of_lines_give_the_same(void **state)
{
	struct dice dice = { 7 };
	struct buf text;

	(void)state;
	for (int i = 0; i < 12; i++) {
		buf_init(&text, TEXT_MAX);
		roll_log(&dice, &text, 400);
		check_text(buf_view(&text), "rolled");
		buf_release(&text);
	}
}

static void
blocks_of_any_size_give_the_same(void **state)
{
	static const size_t pieces[] = { 1, 7, 64, 4096, 16384, 65536,
		INPUT_BLOCK };
	struct dice dice = { 11 };
	struct differ_zones zones = zones_of("Europe/Paris", "Europe/Paris");
	struct buf text;

	(void)state;
	buf_init(&text, TEXT_MAX);
	while (buf_view(&text).len < 2 * INPUT_BLOCK)
		roll_log(&dice, &text, 200);
	write_log(buf_view(&text));
	for (size_t i = 0; i < COUNT(pieces); i++) {
		piece = pieces[i];
		check_same(&zones, "pieces");
	}
	piece = 0;
	check_number(reference.report.records > 2000, true, "records");
	buf_release(&text);
	free_zones(&zones);
}

struct taken {
	struct buf lines;
	struct buf passed;
};

static void
note_line(void *cookie, const struct input_line *line)
{
	struct taken *taken = cookie;

	buf_format(&taken->lines, "%llu ", (unsigned long long)line->number);
}

static void
note_query(void *cookie, const struct linefast_query *query)
{
	struct taken *taken = cookie;

	buf_format(&taken->lines, "%llu:", (unsigned long long)query->number);
	buf_str(&taken->lines, query->name);
	buf_format(&taken->lines, "@%lld ", (long long)query->stamp.second);
}

static void
note_passed(void *cookie, struct str line)
{
	struct taken *taken = cookie;

	buf_str(&taken->passed, line);
	buf_char(&taken->passed, '\n');
}

/* Room for what the loops read before and behind the text. */
static char room[LINEFAST_MARGIN + 4096 + LINEFAST_SLACK];
static char *const window = room + LINEFAST_MARGIN;

/* The steps have no small number in common: of records that are written by
 * turns, each kind is tried. */
static void
what_cannot_be_learnt_is_tried_less_and_less(void **state)
{
	static const int steps[] = { 2, 3, 5, 8, 12, 18, 27, 41, 61, 61 };
	struct linefast *made = linefast_new(NULL, NULL);

	(void)state;
	assert_true(linefast_wants(made));
	for (size_t i = 0; i < COUNT(steps); i++) {
		int step = 1;

		linefast_learn_nothing(made);
		while (!linefast_wants(made))
			step++;
		check_number(step, steps[i], "step");
	}
	linefast_free(made);
}

/* How many lines like `whole`, of which `inner` was read, are passed over. */
static long long
passed_after(struct str whole, struct str inner, bool wrapped)
{
	static struct query query;
	const struct candidate candidate = { .format = &format_dnsmasq,
		.has_queries = true };
	const struct dialect dialect = { .slash = 0 };
	struct linefast *made = linefast_new(NULL, NULL);
	const struct lesson lesson = { made, &candidate, NULL, NULL, &query,
		wrapped };
	struct taken taken;
	const struct linefast_sink sink = { note_line, note_query, note_passed,
		&taken };
	struct linefast_run run = { .queries = 0 };

	assert_true(format_dnsmasq.parse(inner, &dialect, &query) ==
	    RECORD_QUERY);
	linefast_know(made, &format_dnsmasq, &dialect);
	lesson_query(&lesson, &(struct lesson_line){ &candidate, whole, inner },
	    0);
	buf_init(&taken.lines, 4096);
	buf_init(&taken.passed, 4096);
	memcpy(window, whole.at, whole.len);
	window[whole.len] = '\n';
	if (linefast_ready(made))
		linefast_run(made, (struct str){ window, whole.len + 1 }, 0,
		    &sink, &run);
	buf_release(&taken.lines);
	buf_release(&taken.passed);
	linefast_free(made);
	return (long long)run.queries;
}

static void
wrapped_lines_are_passed_over_like_others(void **state)
{
#define INNER "dnsmasq: query[A] example.org from 10.0.0.1"
	struct str whole = STR("pihole  | " INNER), apart = STR(INNER);

	(void)state;
	check_number(passed_after(apart, apart, false), 1, "not wrapped");
	check_number(passed_after(whole, str_skip(whole, 10), true), 1,
	    "a part of the line");
	check_number(passed_after(whole, apart, true), 0, "a copy");
}

static void
only_candidates_and_lines_of_another_shape_are_parsed(void **state)
{
	static const char text[] = Q("example.org") LINE("reply a is b")
	    Q("x.chatgpt.com") Q("openai.com") Q("API.openai.com")
	    LINE("query[A] a from b") Q("last.example")
	    "Nov 23 09:00:00 dnsmasq[9050]: query[A] a.example from ::1\n"
	    Q("after.example");
	const struct linefast_isa *isa;
	const struct stamp first = { .kind = STAMP_YEARLESS, .second = 28800 };
	const struct dialect dialect = { .slash = 0 };
	struct lineshape shape;

	(void)state;
	memcpy(window, text, sizeof(text));
	assert_true(format_dnsmasq.fast->shape(STR(HEAD "query[A] a from ::1"),
	    &shape));
	for (size_t i = 0; (isa = linefast_isa_at(i)) != NULL; i++) {
		struct linefast *made = linefast_new(NULL, isa);
		struct taken taken;
		const struct linefast_sink sink = { note_line, note_query,
			note_passed, &taken };
		struct linefast_run run;

		buf_init(&taken.lines, 4096);
		buf_init(&taken.passed, 4096);
		linefast_know(made, &format_dnsmasq, &dialect);
		linefast_learn(made, format_dnsmasq.fast, &shape, &first);
		linefast_run(made, (struct str){ window, sizeof(text) - 1 },
		    100, &sink, &run);
		check_str(buf_view(&taken.lines), "103:x.chatgpt.com@30458 "
		    "105:API.openai.com@30458 106 108 ",
		    isa->name);
		check_str(buf_view(&taken.passed), Q("last.example")
		    Q("after.example"), isa->name);
		check_number((long long)run.queries, 4, isa->name);
		check_number((long long)run.lines, 9, isa->name);
		check_number((long long)run.bytes, sizeof(text) - 1,
		    isa->name);
		buf_release(&taken.lines);
		buf_release(&taken.passed);
		linefast_free(made);
	}
}

struct fixtures {
	int count;
};

static void
check_fixture(void *cookie, const char *name)
{
	struct fixtures *fixtures = cookie;
	struct buf file, bytes, text;
	struct err err;

	buf_init(&file, 4096);
	buf_init(&bytes, TEXT_MAX);
	buf_init(&text, TEXT_MAX);
	buf_text(&file, TESTS_DIR "/fixtures/dns/");
	buf_text(&file, name);
	check_ok(os_read_file(buf_z(&file), &bytes, &err), &err);
	for (int i = 0; i < 4; i++)
		buf_str(&text, buf_view(&bytes));
	check_text(buf_view(&text), name);
	fixtures->count++;
	buf_release(&file);
	buf_release(&bytes);
	buf_release(&text);
}

static void
every_fixture_gives_the_same(void **state)
{
	struct fixtures fixtures = { 0 };
	struct err err;

	(void)state;
	check_ok(os_list(TESTS_DIR "/fixtures/dns", check_fixture, &fixtures,
	    &err), &err);
	assert_true(fixtures.count >= 11);
}

static void
eight_bytes_are_found_exactly(void **state)
{
	char text[9] = "a.b..c\x2f\xae";

	(void)state;
	check_number((long long)bytes64_bits(
	    bytes64_equal(bytes64_load(text), '.')), 0x1a, "dots");
	check_number(bytes64_first(bytes64_equal(bytes64_load(text), '.')), 1,
	    "first");
	check_number(bytes64_last(bytes64_equal(bytes64_load(text), '.')), 4,
	    "last");
	check_number((long long)bytes64_equal(bytes64_load(text), 'x'), 0,
	    "none");
}

static int
make_path(void **state)
{
	int fd;

	(void)state;
	piece = 0;
	(void)snprintf(path, sizeof(path), "%s/linefast-XXXXXX",
	    getenv("TMPDIR") == NULL ? "/tmp" : getenv("TMPDIR"));
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int
remove_path(void **state)
{
	(void)state;
	piece = 0;
	return unlink(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_path, remove_path)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_odd_line_is_read_as_the_reference_reads_it),
		TEST(every_odd_line_of_unbound_is_read_as_the_reference_reads_it),
		TEST(every_odd_line_of_bind_is_read_as_the_reference_reads_it),
		TEST(a_byte_changed_anywhere_is_read_as_the_reference_reads_it),
		TEST(a_line_that_nearly_fits_is_read_as_the_reference_reads_it),
		TEST(each_way_of_a_format_has_its_own_patterns),
		TEST(times_of_day_of_two_days_are_told_apart),
		TEST(a_shape_learnt_on_the_way_is_asked_of_the_lines_behind),
		TEST(the_filter_lets_no_host_of_a_rule_fall),
		TEST(no_candidate_is_lost_at_the_edge_of_a_chunk),
		TEST(a_wide_name_before_the_edge_of_a_chunk_is_parsed),
		TEST(lines_after_those_that_were_counted_tell_their_day),
		TEST(the_worst_blocks_fit),
		TEST(logs_of_all_kinds_of_lines_give_the_same),
		TEST(blocks_of_any_size_give_the_same),
		TEST(only_candidates_and_lines_of_another_shape_are_parsed),
		TEST(wrapped_lines_are_passed_over_like_others),
		TEST(what_cannot_be_learnt_is_tried_less_and_less),
		TEST(every_fixture_gives_the_same),
		TEST(eight_bytes_are_found_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
