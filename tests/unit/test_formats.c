/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/formats.h"

#include "agent/sources/clients.h"

#include "agent/sources/input.h"
#include "agent/sources/linelog.h"
#include "agent/sources/zone.h"

#include "core/os.h"

#include "tests/unit/unit.h"

#include "tests/unit/dns_fake.h"

#include <stdio.h>
#include <string.h>

#define FIXTURES TESTS_DIR "/fixtures/dns"

/* One line, one verdict */

struct line_row {
	const char *format;
	enum record record;
	const char *name;   /* of a query or reply */
	const char *client;
	const char *line;
};

#define BIND_HEAD "23-Nov-2026 08:29:19.539 queries: info: client @0x7f20 "
#define EVE "{\"timestamp\":\"2026-08-22T23:48:27.924120+0000\","
#define UMBRELLA "\"2026-11-23 08:30:12\",\"U, V\",\"U\"," \
	"\"192.168.50.21\",\"203.0.113.9\",\"Allowed\","
#define REPLIED "DNS-reply,Nov 3 08:27:38,"
#define NEXTDNS "2026-11-23T08:30:12.123Z,"
#define EVENT(provider, id, name) \
	"<Event><System><Provider Name='Microsoft-Windows-" provider \
	"'/><EventID>" id "</EventID><TimeCreated SystemTime=" \
	"'2026-11-23T07:30:12.0252239Z'/></System><EventData>" \
	"<Data Name=\"QueryName\">" name "</Data></EventData></Event>"
#define WIN_HEAD "23/11/2025 14:05:09 0D48 PACKET  000000000181D1C0 "

static const struct line_row line_rows[] = {
	{ "dnsmasq", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    "Nov 23 08:27:38 dnsmasq[9050]: query[A] chatgpt.com from "
	    "192.168.50.21" },
	{ "dnsmasq", RECORD_QUERY, "chatgpt.com", "fe80::1%eth0",
	    "dnsmasq: query[A] chatgpt.com from fe80::1%eth0" },
	{ "dnsmasq", RECORD_QUERY, "weird name.example", "10.0.0.1",
	    "mai 04 08:27:38 gw dnsmasq[1]: query[TXT] weird name.example from "
	    "10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "a", "10.0.0.1",
	    "dnsmasq: query[A] a from 10.0.0.1 " },
	{ "dnsmasq", RECORD_QUERY, "a from 1.2.3.4", "10.0.0.1",
	    "dnsmasq: query[A] a from 1.2.3.4 from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "x query[A] y", "10.0.0.1",
	    "dnsmasq: query[A] x query[A] y from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "a", "10.0.0.1",
	    "dnsmasq[3]: UDP 1 10.0.0.1/41005 query[A] a from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "a", "::1",
	    "dnsmasq[3]: 7 ::1/41005 query[A] a from ::1" },
	{ "dnsmasq", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "[   12.345678] gw dnsmasq[3]: query[A] chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "Mon 2026-11-23 08:27:38 CET gw dnsmasq.service[3]: query[A] "
	    "chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "query[A] chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_QUERY, "a from b", "10.0.0.1",
	    "UDP 7 10.0.0.1/41005 query[HTTPS] a from b from 10.0.0.1" },
	{ "dnsmasq", RECORD_FOREIGN, NULL, NULL,
	    "query[A] chatgpt.com from nobody" },
	{ "dnsmasq", RECORD_FOREIGN, NULL, NULL,
	    "gw other[3]: query[A] chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_FOREIGN, NULL, NULL,
	    "reply query[A] chatgpt.com from 10.0.0.1 is 10.0.0.1" },
	{ "dnsmasq", RECORD_OTHER, NULL, NULL,
	    "dnsmasq[3]: 7 ::1/41005 reply chatgpt.com is query[A]" },
	{ "dnsmasq", RECORD_OTHER, NULL, NULL,
	    "dnsmasq[3]: dnssec-query[DS] chatgpt.com to 192.0.2.1" },
	{ "dnsmasq", RECORD_OTHER, NULL, NULL,
	    "dnsmasq-dhcp[3]: query[A] chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_REJECTED, NULL, NULL,
	    "dnsmasq[3]: query[A] chatgpt.com" },
	{ "dnsmasq", RECORD_REJECTED, NULL, NULL,
	    "dnsmasq[3]: query[A] chatgpt.com from 10.0.0" },
	{ "dnsmasq", RECORD_REJECTED, NULL, NULL,
	    "dnsmasq[3]: query[A chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_FOREIGN, NULL, NULL,
	    "Nov 23 08:27:38 gw cron[9]: query[A] chatgpt.com from 10.0.0.1" },
	{ "dnsmasq", RECORD_FOREIGN, NULL, NULL, "" },

	{ "unbound", RECORD_QUERY, "chatgpt.com.", "192.168.50.21",
	    "[1795422484] unbound[9291:0] info: 192.168.50.21 chatgpt.com. A "
	    "IN" },
	{ "unbound", RECORD_REPLY, "chatgpt.com.", "192.168.50.21",
	    "[1795422484] unbound[9291:0] info: 192.168.50.21 chatgpt.com. A "
	    "IN NOERROR 0.000306 0 45" },
	{ "unbound", RECORD_REPLY, "chatgpt.com.", "::1",
	    "Nov 05 23:30:33 unbound[12636:0] reply: ::1 chatgpt.com. A IN "
	    "NOERROR 0.000306 0 45 on udp ::1 53" },
	{ "unbound", RECORD_QUERY, "chatgpt.com.", "172.16.33.2",
	    "<30>Aug 15 16:19:02 unbound[26931]: [26931:0] info: 172.16.33.2 "
	    "chatgpt.com. A IN" },
	{ "unbound", RECORD_QUERY, "chatgpt.com.", "172.16.33.2",
	    "unbound: [26931:0] info: 172.16.33.2 chatgpt.com. TYPE65 CLASS1" },
	{ "unbound", RECORD_QUERY, "chatgpt.com.", "172.16.33.2",
	    "unbound: [26931:0] info: 172.16.33.2 chatgpt.com. ANY ANY" },
	{ "unbound", RECORD_QUERY, "chatgpt.com.", "172.16.33.2",
	    "[1795422484] salle-2[26931:0] info: 172.16.33.2 chatgpt.com. A IN" },
	{ "unbound", RECORD_QUERY, "chatgpt.com.", "172.16.33.2",
	    "Nov 23 08:28:06 gw salle-2[26931]: [26931:0] info: 172.16.33.2 "
	    "chatgpt.com. A IN" },
	{ "unbound", RECORD_FOREIGN, NULL, NULL,
	    "[1795422484] salle-2[26931] info: 172.16.33.2 chatgpt.com. A IN" },
	{ "unbound", RECORD_FOREIGN, NULL, NULL,
	    "[1795422484] salle-2[26931:x] info: 172.16.33.2 chatgpt.com. A IN" },
	{ "unbound", RECORD_QUERY, ".", "172.16.33.2",
	    "2026-08-15T16:19:02.123+02:00 unbound[26931:0] info: 172.16.33.2 . "
	    "NS NONE" },
	{ "unbound", RECORD_OTHER, NULL, NULL,
	    "unbound: [1:0] info: rpz: applied [z] chatgpt.com. rpz-nxdomain "
	    "10.0.0.1@41005 chatgpt.com. A IN" },
	{ "unbound", RECORD_OTHER, NULL, NULL,
	    "unbound: [1:0] info: 10.0.0.1. static 10.0.0.1@5 10.0.0.1. A IN" },
	{ "unbound", RECORD_OTHER, NULL, NULL,
	    "unbound: [1:0] notice: 10.0.0.1 chatgpt.com. A IN" },
	{ "unbound", RECORD_OTHER, NULL, NULL, "unbound: [1:0] info: " },
	{ "unbound", RECORD_REJECTED, NULL, NULL,
	    "unbound: [1:0] info: 10.0.0.1 chatgpt.com. A" },
	{ "unbound", RECORD_REJECTED, NULL, NULL,
	    "unbound: [1:0] info: 10.0.0.1 chatgpt.com. A IN NOERROR 0.1" },
	{ "unbound", RECORD_FOREIGN, NULL, NULL,
	    "unbound-control[1]: [1] info: 10.0.0.1 chatgpt.com. A IN" },
	{ "unbound", RECORD_FOREIGN, NULL, NULL,
	    "unbound: [1:0 info: 10.0.0.1 chatgpt.com. A IN" },

	{ "bind", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    BIND_HEAD "192.168.50.21#52250 (chatgpt.com): query: chatgpt.com "
	              "IN A + (192.168.50.1)" },
	{ "bind", RECORD_QUERY, "ns.dns.jp", "10.10.10.11",
	    "30-Jan-2011 00:00:01.852 queries: info: client 10.10.10.11#2582: "
	    "query: ns.dns.jp IN A -EDC (203.0.113.1)" },
	{ "bind", RECORD_QUERY, "2001:db8:111:2:12:", "10.22.33.2",
	    BIND_HEAD "10.22.33.2#51012 (2001:db8:111:2:12:): view view-jp: "
	              "query: 2001:db8:111:2:12: IN AAAA +E(0)T (203.0.113.1)" },
	{ "bind", RECORD_QUERY, "a", "::1",
	    "client @0x7f20 ::1#5/key k (a): query: a IN A +" },
	{ "bind", RECORD_QUERY, "a", "10.0.0.1",
	    "2026-11-23T08:29:22.539+01:00 queries: info: client @0x7f20 "
	    "10.0.0.1#5 (a): query: a IN A +E(0)K (10.0.0.2)" },
	{ "bind", RECORD_QUERY, "a", "10.0.0.1",
	    "Nov 23 08:29:26 gw named[311]: queries: info: client @0x7f20 "
	    "10.0.0.1#5 (a): query: a IN A + (10.0.0.2)" },
	{ "bind", RECORD_OTHER, NULL, NULL,
	    "23-Nov-2026 08:29:19.539 responses: info: client @0x7f20 "
	    "10.0.0.1#5 (a): response: a IN A NOERROR + 1 0 1 (10.0.0.2)" },
	{ "bind", RECORD_OTHER, NULL, NULL,
	    BIND_HEAD "10.0.0.1#5 (a): query failed (SERVFAIL) for a/IN/A" },
	{ "bind", RECORD_OTHER, NULL, NULL,
	    "Nov 23 08:29:26 gw named[311]: zone a/IN: loaded serial 1" },
	{ "bind", RECORD_REJECTED, NULL, NULL,
	    BIND_HEAD "10.0.0.1#5 (a): query: a IN" },
	{ "bind", RECORD_REJECTED, NULL, NULL,
	    BIND_HEAD "10.0.0.1#5 (a): query: a b IN A + (10.0.0.2)" },
	{ "bind", RECORD_FOREIGN, NULL, NULL,
	    "queries: info: client chatgpt.com: query: chatgpt.com IN A +" },

	{ "adguard", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "{\"T\":\"2026-09-14T17:41:53.850502+07:00\",\"QH\":\"chatgpt.com\","
	    "\"IP\":\"10.0.0.1\"}" },
	{ "adguard", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "{\"IP\":\"10.0.0.1\",\"Result\":{\"QH\":\"claude.ai\"},"
	    "\"QH\":\"chatgpt.com\",\"T\":\"2026-09-14T17:41:53Z\"}" },
	{ "adguard", RECORD_QUERY, "a\\.b.example.", "10.0.0.1",
	    "{\"IP\":\"10.0.0.1\",\"Time\":\"2026-09-14T17:41:53Z\","
	    "\"Elapsed\":1,\"Question\":"
	    "\"EjQBAAABAAAAAAAAA2EuYgdleGFtcGxlAAABAAE=\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"IP\":\"10.0.0.1\",\"QH\":\"chatgpt.com\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"chatgpt.com\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"chatgpt.com\",\"IP\":" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"a\",\"QH\":\"b\","
	    "\"IP\":\"10.0.0.1\"}" },
	{ "adguard", RECORD_REJECTED, NULL, NULL,
	    "{\"IP\":\"10.0.0.1\",\"Time\":\"2026-09-14T17:41:53Z\","
	    "\"Elapsed\":1,\"Question\":\"EjQBAAABAAAAAAAAB2No\"}" },
	{ "adguard", RECORD_FOREIGN, NULL, NULL, "{\"query\":\"chatgpt.com\"}" },
	{ "adguard", RECORD_FOREIGN, NULL, NULL,
	    "x {\"T\":\"2026-09-14T17:41:53Z\",\"QH\":\"a\"}" },

	{ "windns", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_QUERY, "a(3)com(0.com.", "10.0.0.1",
	    WIN_HEAD "TCP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(9)a(3)com(0(3)com(0)" },
	{ "windns", RECORD_QUERY, "x\\.chatgpt.com.", "10.0.0.1",
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(9)x.chatgpt(3)com(0)" },
	{ "windns", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    WIN_HEAD "UDP  Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             ".chatgpt.com." },
	{ "windns", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    "20041105 14:21:04 5B4 PACKET  UDP Rcv 10.0.0.1 0003   Q "
	    "[0001   D   NOERROR] (7)chatgpt(3)com(0)" },
	{ "windns", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    "23.11.2025. 14:05:09 0D48 PACKET  000000000181D1C0 UDP Rcv "
	    "10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	    "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_QUERY, "", "10.0.0.1",
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] NS     "
	             "(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b R Q [8081   DR  NOERROR] A      "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    WIN_HEAD "UDP Snd 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   U [0028       NOERROR] SOA    "
	             "(7)chatgpt(3)com(0)" },
	{ "windns", RECORD_OTHER, NULL, NULL,
	    "1/20/2026 11:00:18 PM 0518 EVENT   The DNS server has started." },
	{ "windns", RECORD_REJECTED, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(8)chatgpt(3)com(0)" },
	{ "windns", RECORD_REJECTED, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D   NOERROR] A      "
	             "(7)chatgpt(3)com" },
	{ "windns", RECORD_REJECTED, NULL, NULL,
	    WIN_HEAD "UDP Rcv 10.0.0.1    0c6b   Q [0001   D" },
	{ "windns", RECORD_FOREIGN, NULL, NULL,
	    "    Name      \"(7)chatgpt(3)com(0)\"" },
	{ "windns", RECORD_FOREIGN, NULL, NULL,
	    "31/02/2025 14:05:09 0D48 PACKET  000000000181D1C0 UDP Rcv" },

	{ "coredns", RECORD_QUERY, "chatgpt.com.", "10.244.0.19",
	    "[INFO] 10.244.0.19:35188 - 24703 \"A IN chatgpt.com. udp 28 false "
	    "512\" NOERROR qr,rd,ra 54 0.0045s" },
	{ "coredns", RECORD_QUERY, "a\" b IN c.", "fd00::21",
	    "2026-11-23T07:30:12.123456789Z stdout F [INFO] [fd00::21]:35188 - "
	    "7 \"A IN a\" b IN c. udp 28 false 512\" NOERROR qr 54 0.0045s" },
	{ "coredns", RECORD_OTHER, NULL, NULL,
	    "[INFO] plugin/reload: Running configuration SHA512 = f8" },
	{ "coredns", RECORD_OTHER, NULL, NULL,
	    "[ERROR] plugin/errors: 2 chatgpt.com. A: i/o timeout" },
	{ "coredns", RECORD_REJECTED, NULL, NULL,
	    "[INFO] 10.244.0.19:35188 - 24703 \"A IN chatgpt.com. udp 28" },
	{ "coredns", RECORD_FOREIGN, NULL, NULL,
	    "[INFO] 10.244.0.19 asked for \"A IN chatgpt.com. udp 28 false 5\" " },
	{ "coredns", RECORD_FOREIGN, NULL, NULL,
	    "10.244.0.19:35188 - 7 \"A IN chatgpt.com. udp 28 false 512\" NO" },

	{ "dnscrypt", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    "[2026-11-23 08:30:12]\t192.168.50.21\tchatgpt.com\tA\tFORWARD\t0ms"
	    "\t-" },
	{ "dnscrypt", RECORD_QUERY, "chatgpt.com", "fd00::21",
	    "time:1795422622\thost:fd00::21\tmessage:chatgpt.com\ttype:A\t"
	    "return:PASS" },
	{ "dnscrypt", RECORD_QUERY, "chatgpt.com", "",
	    "[2026-11-23 08:30:12]\tbde9a31c6b04d1b1a2c3d4e5f60718293a4b5c6d7e8f"
	    "9012\tchatgpt.com\tA\tPASS\t0ms\t-\t-" },
	{ "dnscrypt", RECORD_QUERY, "chatgpt.com", "",
	    "time:1795422622\thost:[encrypted]\tmessage:chatgpt.com\ttype:A\t"
	    "return:PASS" },
	{ "dnscrypt", RECORD_REJECTED, NULL, NULL,
	    "[2026-11-23 08:30:12]\tbde9a31c6b04d1b1\tchatgpt.com\tA\tPASS" },
	{ "dnscrypt", RECORD_REJECTED, NULL, NULL,
	    "[2026-11-23 08:30:12]\t192.168.50.21\tchatgpt.com" },
	{ "dnscrypt", RECORD_REJECTED, NULL, NULL,
	    "[2026-11-23 08:30:12]\tpc-1\tchatgpt.com\tA\tPASS" },
	{ "dnscrypt", RECORD_REJECTED, NULL, NULL,
	    "time:1795422622\thost:fd00::21\ttype:A\tmessage:chatgpt.com" },
	{ "dnscrypt", RECORD_FOREIGN, NULL, NULL,
	    "[2026-11-23 08:30:12] [NOTICE] dnscrypt-proxy is ready" },

	{ "dnsdist", RECORD_QUERY, "chatgpt.com.", "192.168.50.21",
	    "[1795422607.91220969] Packet from 192.168.50.21:40597 for "
	    "chatgpt.com. A with id 18960" },
	{ "dnsdist", RECORD_QUERY, "a for b with id 1.", "fd00::21",
	    "Packet from [fd00::21]:40597 for a for b with id 1. A with id 7" },
	{ "dnsdist", RECORD_REPLY, "chatgpt.com.", "192.168.50.21",
	    "Answer to 192.168.50.21:40597 for chatgpt.com. A (No Error) with "
	    "id 18960" },
	{ "dnsdist", RECORD_REPLY, "chatgpt.com.", "192.168.50.21",
	    "Nov 23 08:30:12 gw dnsdist[3]: Got query for chatgpt.com.|A from "
	    "192.168.50.21:40597 (DoH), relayed to 192.0.2.53:53" },
	{ "dnsdist", RECORD_REJECTED, NULL, NULL,
	    "Packet from 192.168.50.21 for chatgpt.com. A with id 18960" },
	{ "dnsdist", RECORD_REJECTED, NULL, NULL,
	    "Packet from 192.168.50.21:40597 for chatgpt.com. A" },
	{ "dnsdist", RECORD_FOREIGN, NULL, NULL,
	    "gw other[3]: Packet from 192.168.50.21:40597 for a. A with id 1" },
	{ "dnsdist", RECORD_FOREIGN, NULL, NULL,
	    "Got answer from 192.0.2.53:53, relayed to 192.168.50.21:40597" },

	{ "powerdns", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    "Nov 23 08:31:04 3 [1/1] question for 'chatgpt.com|A' from "
	    "192.168.50.21:35277" },
	{ "powerdns", RECORD_QUERY, "a|A' from 1.2.3.4:5", "fd00::21",
	    "gw pdns_recursor[3]: 3 [1/1] TCP question for 'a|A' from "
	    "1.2.3.4:5|A' from [fd00::21]:35277" },
	{ "powerdns", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    "msg=\"Question\" subsystem=\"syncres\" ts=\"1795419066.594\" "
	    "qname=\"chatgpt.com\" qtype=\"A\" remote=\"192.168.50.21:3\"" },
	{ "powerdns", RECORD_QUERY, "chatgpt.com", "fd00::21",
	    "Nov 23 08:31:04 gw pdns_recursor[77]: Nov 23 08:31:04 "
	    "msg=\"Question\" subsystem=\"syncres\" qname=\"chatgpt.com\" "
	    "remote=\"[fd00::21]:3\"" },
	{ "powerdns", RECORD_QUERY, "x\\\" qname=\\\"chatgpt.com", "10.0.0.1",
	    "msg=\"Question answered from packet cache\" subsystem=\"in\" "
	    "qname=\"x\\\" qname=\\\"chatgpt.com\" remote=\"10.0.0.1:3\"" },
	{ "powerdns", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "{\"msg\":\"Question\",\"subsystem\":\"syncres\",\"ts\":"
	    "\"1795419066.594\",\"qname\":\"chatgpt.com\",\"remote\":"
	    "\"10.0.0.1:3\"}" },
	{ "powerdns", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "Nov 23 08:31:04 gw pdns_recursor[77]: "
	    "{\"msg\":\"Question\",\"subsystem\":\"syncres\",\"ts\":"
	    "\"1795419066.594\",\"qname\":\"chatgpt.com\",\"remote\":"
	    "\"10.0.0.1:3\"}" },
	{ "powerdns", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    "Mon 2026-11-23 08:31:04 CET gw pdns-recursor.service[77]: 3 [1/1] "
	    "question for 'chatgpt.com|A' from 192.168.50.21:35277" },
	{ "powerdns", RECORD_OTHER, NULL, NULL,
	    "3 [1/1] answer to question 'chatgpt.com|A': 1 answers" },
	{ "powerdns", RECORD_OTHER, NULL, NULL,
	    "msg=\"Answer\" subsystem=\"syncres\" qname=\"chatgpt.com\" "
	    "remote=\"10.0.0.1:3\"" },
	{ "powerdns", RECORD_OTHER, NULL, NULL,
	    "{\"msg\":\"Answer\",\"subsystem\":\"syncres\",\"ts\":"
	    "\"1795419066.594\",\"qname\":\"chatgpt.com\",\"remote\":"
	    "\"10.0.0.1:3\"}" },
	{ "powerdns", RECORD_OTHER, NULL, NULL,
	    "pdns_recursor[3]: 3 question answered from packet cache tag=0 from "
	    "192.168.50.21:35277" },
	{ "powerdns", RECORD_REJECTED, NULL, NULL,
	    "3 [1/1] question for 'chatgpt.com|A' from 192.168.50.21" },
	{ "powerdns", RECORD_REJECTED, NULL, NULL,
	    "msg=\"Question\" subsystem=\"syncres\" qname=\"chatgpt.com" },
	{ "powerdns", RECORD_FOREIGN, NULL, NULL,
	    "gw other[3]: 3 [1/1] question for 'chatgpt.com|A' from 1.2.3.4:5" },

	{ "knot", RECORD_QUERY, "chatgpt.com.", "",
	    "[plan  ][00000.00] plan 'chatgpt.com.' type 'A' uid [65535.00]" },
	{ "knot", RECORD_QUERY, "a' type 'A' uid [00001.00.", "",
	    "gw kresd[3]: [plan  ][00000.00] plan 'a' type 'A' uid [00001.00.' "
	    "type 'A' uid [00002.00]" },
	{ "knot", RECORD_QUERY, "chatgpt.com.", "",
	    "Mon 2026-11-23 08:31:04 CET gw kresd@1.service[3]: [plan  ]"
	    "[00000.00] plan 'chatgpt.com.' type 'A' uid [00001.00]" },
	{ "knot", RECORD_OTHER, NULL, NULL,
	    "[plan  ][00000.00] plan 'chatgpt.com.' type 'A' uid [65536.00]" },
	{ "knot", RECORD_OTHER, NULL, NULL,
	    "[plan  ][04170.01]   plan 'chatgpt.com.' type 'DS' uid [04170.02]" },
	{ "knot", RECORD_REJECTED, NULL, NULL,
	    "[plan  ][00000.00] plan 'chatgpt.com.' type 'A'" },
	{ "knot", RECORD_FOREIGN, NULL, NULL,
	    "[plan][00000.00] plan 'chatgpt.com.' type 'A' uid [00001.00]" },
	{ "knot", RECORD_FOREIGN, NULL, NULL, "[system] 00000.00] plan 'a.'" },
	{ "knot", RECORD_OTHER, NULL, NULL,
	    "[iterat][00000.00] plan 'chatgpt.com.' type 'A' uid [00001.00]" },
	{ "knot", RECORD_FOREIGN, NULL, NULL,
	    "gw other[3]: [plan  ][00000.00] plan 'a.' type 'A' uid [00001.00]" },

	{ "mikrotik", RECORD_QUERY, "chatgpt.com.", "192.168.0.126",
	    "2026-11-23 01:57:23 dns query from 192.168.0.126: #7 chatgpt.com. "
	    "AAAA" },
	{ "mikrotik", RECORD_QUERY, "chatgpt.com.", "192.168.0.126",
	    "dns mt-dns: query from 192.168.0.126: #7 chatgpt.com. UNKNOWN (65)" },
	{ "mikrotik", RECORD_QUERY, "chatgpt.com.", "192.168.0.126",
	    "nov/23/2026 01:57:23 dns,packet query from 192.168.0.126: #7 "
	    "chatgpt.com. A" },
	{ "mikrotik", RECORD_QUERY, "chatgpt.com.", "192.168.0.126",
	    "feb/29 01:57:23 dns query from 192.168.0.126: #7 chatgpt.com. A" },
	{ "mikrotik", RECORD_QUERY, "query from a.", "192.168.0.126",
	    "01:57:23 dns query from 192.168.0.126: #7 query from a. A" },
	{ "mikrotik", RECORD_REJECTED, NULL, NULL,
	    "dns query from 192.168.0.126: chatgpt.com. A" },
	{ "mikrotik", RECORD_REJECTED, NULL, NULL,
	    "dns query from router.lan: #7 chatgpt.com. A" },
	{ "mikrotik", RECORD_OTHER, NULL, NULL,
	    "01:57:23 dns done query: #7 query from a. 192.0.2.1" },
	{ "mikrotik", RECORD_FOREIGN, NULL, NULL,
	    "01:57:23 gw done query: #7 a. 192.0.2.1" },
	{ "mikrotik", RECORD_FOREIGN, NULL, NULL,
	    "dns,packet mt-dns: question: chatgpt.com.:UNKNOWN (65):IN" },
	{ "mikrotik", RECORD_FOREIGN, NULL, NULL,
	    "firewall,info query from 192.168.0.126: #7 chatgpt.com. A" },

	{ "tcpdump", RECORD_QUERY, "chatgpt.com.", "192.168.50.21",
	    "08:31:54.375497 IP 192.168.50.21.52300 > 192.168.50.1.53: 4170+ A? "
	    "chatgpt.com. (29)" },
	{ "tcpdump", RECORD_QUERY, "chatgpt.com.", "fd00::21",
	    "IP6 fd00::21.52300 > fd00::1.domain: 4170+ [1au] Type65? "
	    "chatgpt.com. (29)" },
	{ "tcpdump", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    "2026-11-23 08:31:54.375497 IP (tos 0x0, ttl 64, length 57)\n"
	    "    10.0.0.1.52300 > 10.0.0.2.53: [udp sum ok] 4170+ [1au] A? "
	    "chatgpt.com. ar: . OPT UDPsize=4096 (29)" },
	{ "tcpdump", RECORD_QUERY, "chatgpt.com.", "10.0.0.1",
	    "1795422714.375497 02:42:0a:00:00:01 > 02:42:0a:00:00:02, ethertype "
	    "IPv4 (0x0800), length 71: 10.0.0.1.52300 > 10.0.0.2.53: 4170+ A? "
	    "chatgpt.com. (29)" },
	{ "tcpdump", RECORD_QUERY, "chatgpt.com.", "192.168.50.21",
	    " 99:00:00.123456789 IP 192.168.50.21.5 > 192.168.50.1.53: 41+ A? "
	    "chatgpt.com. (29)" },
	{ "tcpdump", RECORD_FOREIGN, NULL, NULL,
	    " 00:00:00.1 IP 10.0.0.1.5 > 10.0.0.2.53: 1+ A? chatgpt.com. (29)" },
	{ "tcpdump", RECORD_QUERY, "a.53: 1+ A? b.", "10.0.0.1",
	    "08:31:54.3 IP 10.0.0.1.5 > 10.0.0.2.53: 1+ A? a.53: 1+ A? b. (29)" },
	{ "tcpdump", RECORD_OTHER, NULL, NULL,
	    "08:31:54.3 IP 10.0.0.1.53 > 10.0.0.2.53: 4170 q: A? chatgpt.com. "
	    "1/0/0 chatgpt.com. A 104.18.32.47 (45)" },
	{ "tcpdump", RECORD_OTHER, NULL, NULL,
	    "08:31:54.3 IP 10.0.0.1.5 > 10.0.0.2.53: Flags [S], seq 1, length 0" },
	{ "tcpdump", RECORD_REJECTED, NULL, NULL,
	    "08:31:54.3 IP 10.0.0.1.5 > 10.0.0.2.53: 4170+ A? chatgpt.com." },
	{ "tcpdump", RECORD_OTHER, NULL, NULL,
	    "08:31:54.3 IP 10.0.0.2.53 > 10.0.0.1.52300: 4170 q: A? chatgpt.com. "
	    "1/0/0 (45)" },
	{ "tcpdump", RECORD_OTHER, NULL, NULL,
	    "08:31:54.3 IP6 fd00::2.domain > fd00::1.52300: 4170 1/0/0 TXT "
	    "\"a > b.53: 1+ A? chatgpt.com. (29)\" (45)" },
	{ "tcpdump", RECORD_FOREIGN, NULL, NULL,
	    "08:31:54.3 IP 10.0.0.1.5353 > 224.0.0.251.5353: 0 A (QM)? a. (29)" },

	{ "technitium", RECORD_QUERY, "chatgpt.com", "127.0.0.1",
	    "[2026-06-29 18:49:35 UTC] [127.0.0.1:12345] [UDP] QNAME: "
	    "chatgpt.com; QTYPE: A; QCLASS: IN; RCODE: NoError; ANSWER: []" },
	{ "technitium", RECORD_QUERY, "a", "fd00::21",
	    "[2026-06-29 18:49:35 Local] [[fd00::21]:12345] [TLS] QNAME: a; "
	    "QTYPE: TXT; ANSWER: [x; QTYPE: y]" },
	{ "technitium", RECORD_REJECTED, NULL, NULL,
	    "[2026-06-29 18:49:35 UTC] [127.0.0.1:12345] [UDP] QNAME: a" },
	{ "technitium", RECORD_FOREIGN, NULL, NULL,
	    "[2026-06-29 18:49:35 UTC] [127.0.0.1:12345] [admin] QNAME a" },
	{ "technitium", RECORD_FOREIGN, NULL, NULL,
	    "[2026-06-29 18:49:30 UTC] Logging started." },

	{ "resolved", RECORD_QUERY, "chatgpt.com", "",
	    "Nov 23 08:30:12 pc systemd-resolved[743]: Looking up RR for "
	    "chatgpt.com IN A." },
	{ "resolved", RECORD_QUERY, "chatgpt.com", "",
	    "pc systemd-resolved[743]: Looking up bypass packet for chatgpt.com "
	    "IN A." },
	{ "resolved", RECORD_OTHER, NULL, NULL,
	    "pc systemd-resolved[743]: Looking up IDNA RR for xn--a.example IN "
	    "A." },
	{ "resolved", RECORD_QUERY, "a IN b", "",
	    "Looking up RR for a IN b IN TYPE65." },
	{ "resolved", RECORD_QUERY, "chatgpt.com", "",
	    "\xe2\x86\x92 Q: chatgpt.com IN A" },
	{ "resolved", RECORD_QUERY, "chatgpt.com", "",
	    "-> Q: chatgpt.com IN A" },
	{ "resolved", RECORD_QUERY, "chatgpt.com", "",
	    "{\"state\":\"success\",\"question\":[{\"class\":1,\"type\":1,"
	    "\"name\":\"chatgpt.com\"}],\"answer\":[{\"name\":\"a\"}]}" },
	{ "resolved", RECORD_OTHER, NULL, NULL,
	    "pc systemd-resolved[743]: Cache miss for chatgpt.com IN A" },
	{ "resolved", RECORD_OTHER, NULL, NULL,
	    "\xe2\x86\x90 A: chatgpt.com IN A 104.18.32.47" },
	{ "resolved", RECORD_REJECTED, NULL, NULL,
	    "{\"__REALTIME_TIMESTAMP\":\"17954\",\"MESSAGE\":\"Looking up RR "
	    "for chatgpt.com IN A.\",\"SYSLOG_IDENTIFIER\":"
	    "\"systemd-resolved\"}" },
	{ "resolved", RECORD_REJECTED, NULL, NULL,
	    "pc systemd-resolved[743]: Looking up RR for chatgpt.com" },
	{ "resolved", RECORD_REJECTED, NULL, NULL,
	    "{\"state\":\"success\",\"question\":[]}" },
	{ "resolved", RECORD_FOREIGN, NULL, NULL,
	    "pc other[743]: Looking up RR for chatgpt.com IN A." },
	{ "resolved", RECORD_FOREIGN, NULL, NULL,
	    "{\"MESSAGE\":\"Looking up RR for a IN A. \\\"systemd-resolved"
	    "\\\"\",\"SYSLOG_IDENTIFIER\":\"x\"}" },

	{ "dnstap", RECORD_QUERY, "chatgpt.com.", "172.19.0.1",
	    "2026-06-05 18:49:49.590209 CQ 172.19.0.1 UDP 55b \"chatgpt.com.\" "
	    "IN A" },
	{ "dnstap", RECORD_QUERY, "chatgpt.com", "fd00::21",
	    "05-Jun-2026 18:49:49.590 CQ fd00::21:46390 -> fd00::1:53 UDP 55b "
	    "chatgpt.com/IN/A" },
	{ "dnstap", RECORD_QUERY, "a/IN/A", "172.19.0.1",
	    "18:49:49.590 CQ 172.19.0.1 UDP 55b a/IN/A/IN/TXT" },
	{ "dnstap", RECORD_QUERY, "chatgpt.com.", "172.19.0.1",
	    "type: MESSAGE\nmessage:\n  type: CLIENT_QUERY\n  query_time: "
	    "!!timestamp 2026-06-05T18:49:49Z\n  query_address: \"172.19.0.1\"\n"
	    "    QUESTION_SECTION:\n      - 'chatgpt.com. IN A'\n---\n" },
	{ "dnstap", RECORD_OTHER, NULL, NULL,
	    "2026-06-05 18:49:49.590209 CR 172.19.0.1 UDP 55b \"chatgpt.com.\" "
	    "IN A" },
	{ "dnstap", RECORD_OTHER, NULL, NULL,
	    "05-Jun-2026 18:49:49.590 FQ 172.19.0.1:4 -> 172.19.0.2:53 UDP 55b "
	    "chatgpt.com/IN/A" },
	{ "dnstap", RECORD_OTHER, NULL, NULL,
	    "type: MESSAGE\nmessage:\n  type: RESOLVER_QUERY\n---\n" },
	{ "dnstap", RECORD_REJECTED, NULL, NULL,
	    "2026-06-05 18:49:49.590209 CQ 172.19.0.1 UDP 55b \"chatgpt.com" },
	{ "dnstap", RECORD_REJECTED, NULL, NULL,
	    "type: MESSAGE\nmessage:\n  type: CLIENT_QUERY\n---\n" },
	{ "dnstap", RECORD_FOREIGN, NULL, NULL,
	    "2026-06-05 18:49:49.590209 XQ 172.19.0.1 UDP 55b \"a.\" IN A" },

	{ "suricata", RECORD_QUERY, "chatgpt.com", "10.0.2.15",
	    EVE "\"event_type\":\"dns\",\"src_ip\":\"10.0.2.15\",\"dns\":{"
	        "\"type\":\"query\",\"rrname\":\"chatgpt.com\"}}" },
	{ "suricata", RECORD_QUERY, "chatgpt.com", "10.0.2.15",
	    EVE "\"event_type\":\"dns\",\"src_ip\":\"10.0.2.15\",\"dns\":{"
	        "\"version\":3,\"type\":\"request\",\"queries\":[{\"rrname\":"
	        "\"chatgpt.com\"}]}}" },
	{ "suricata", RECORD_QUERY, "chatgpt.com", "10.0.2.15",
	    "Nov 23 08:27:38 ids suricata[3]: @cee: "
	    EVE "\"event_type\":\"dns\",\"src_ip\":\"10.0.2.15\",\"dns\":{"
	        "\"type\":\"query\",\"rrname\":\"chatgpt.com\"}}" },
	{ "suricata", RECORD_FOREIGN, NULL, NULL,
	    "Nov 23 08:27:38 ids sshd[3]: said "
	    EVE "\"event_type\":\"dns\",\"src_ip\":\"10.0.2.15\",\"dns\":{"
	        "\"type\":\"query\",\"rrname\":\"chatgpt.com\"}}" },
	{ "suricata", RECORD_OTHER, NULL, NULL,
	    EVE "\"event_type\":\"dns\",\"src_ip\":\"10.0.2.3\",\"dns\":{"
	        "\"type\":\"answer\",\"rrname\":\"chatgpt.com\"}}" },
	{ "suricata", RECORD_OTHER, NULL, NULL,
	    EVE "\"event_type\":\"dns\",\"src_ip\":\"10.0.2.3\",\"dns\":{"
	        "\"type\":\"query\",\"opcode\":5,\"rrname\":\"a\"}}" },
	{ "suricata", RECORD_OTHER, NULL, NULL,
	    EVE "\"event_type\":\"alert\",\"src_ip\":\"10.0.2.3\",\"dns\":{"
	        "\"type\":\"query\",\"rrname\":\"chatgpt.com\"}}" },
	{ "suricata", RECORD_REJECTED, NULL, NULL,
	    EVE "\"event_type\":\"dns\",\"dns\":{\"type\":\"query\","
	        "\"rrname\":\"chatgpt.com\"}}" },
	{ "suricata", RECORD_REJECTED, NULL, NULL,
	    EVE "\"event_type\":\"dns\",\"src_ip\":\"10.0.2.15\",\"dns\":{" },

	{ "zeek", RECORD_OTHER, NULL, NULL, "#path\tdns" },
	{ "zeek", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "1795422612.789\tCHhAvVGS1DHFjwGM9\t10.0.0.1\tchatgpt.com\t1" },
	{ "zeek", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "{\"ts\":1795422612.78,\"id.orig_h\":\"10.0.0.1\",\"trans_id\":1,"
	    "\"query\":\"chatgpt.com\",\"qtype\":1}" },
	{ "zeek", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "<133>Nov 23 08:27:38 ids zeek_dns: "
	    "{\"ts\":1795422612.78,\"id.orig_h\":\"10.0.0.1\",\"trans_id\":1,"
	    "\"query\":\"chatgpt.com\",\"qtype\":1}" },
	{ "zeek", RECORD_OTHER, NULL, NULL,
	    "1795422612.789\tCHhAvVGS1DHFjwGM9\t10.0.0.1\tchatgpt.com\t-" },
	{ "zeek", RECORD_OTHER, NULL, NULL,
	    "{\"ts\":1795422612.78,\"id.orig_h\":\"10.0.0.1\",\"trans_id\":1,"
	    "\"query\":\"chatgpt.com\"}" },
	{ "zeek", RECORD_REJECTED, NULL, NULL,
	    "XXXXXXXXXX.XXXXXX\tCHhAvVGS1DHFjwGM9\t10.0.0.1\tchatgpt.com\t1" },
	{ "zeek", RECORD_REJECTED, NULL, NULL,
	    "{\"ts\":1e300,\"id.orig_h\":\"10.0.0.1\",\"trans_id\":1,"
	    "\"query\":\"chatgpt.com\",\"qtype\":1}" },
	{ "zeek", RECORD_FOREIGN, NULL, NULL, "#path\tconn" },
	{ "zeek", RECORD_FOREIGN, NULL, NULL,
	    "1795422612.789\tchatgpt.com\t10.0.0.1\tchatgpt.com\t1" },

	{ "cloudflare", RECORD_QUERY, "chatgpt.com", "10.0.0.1",
	    "{\"Datetime\":\"2026-11-23T08:30:12Z\",\"QueryName\":"
	    "\"chatgpt.com\",\"SrcIP\":\"10.0.0.1\"}" },
	{ "cloudflare", RECORD_QUERY, "chatgpt.com", "",
	    "{\"Datetime\":1795422612123456789,\"QueryName\":\"chatgpt.com\"}" },
	{ "cloudflare", RECORD_REJECTED, NULL, NULL,
	    "{\"Datetime\":0,\"QueryName\":\"chatgpt.com\"}" },
	{ "cloudflare", RECORD_FOREIGN, NULL, NULL,
	    "{\"Datetime\":1795422612,\"URL\":\"https://chatgpt.com/\"}" },

	{ "umbrella", RECORD_QUERY, "chatgpt.com.", "192.168.50.21",
	    UMBRELLA "\"1 (A)\",\"NOERROR\",\"chatgpt.com.\",\"a,b\"" },
	{ "umbrella", RECORD_QUERY, "chatgpt.com.", "192.168.50.21",
	    UMBRELLA " \"1 (A)\", \"NOERROR\", \"chatgpt.com.\"" },
	{ "umbrella", RECORD_REJECTED, NULL, NULL,
	    UMBRELLA "\"1 (A)\",\"NOERROR\",\"chatgpt.com." },
	{ "umbrella", RECORD_REJECTED, NULL, NULL,
	    UMBRELLA "\"chatgpt.com.\",\"1 (A)\",\"chatgpt.com.\"" },
	{ "umbrella", RECORD_OTHER, NULL, NULL,
	    "\"Timestamp\",\"Most Granular Identity\",\"Identities\"" },

	{ "nextdns", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    NEXTDNS "chatgpt.com,A,false,UDP,203.0.113.9,,\"a,b\",,,,\"PC, 1\",,"
	            "192.168.50.21,," },
	{ "nextdns", RECORD_OTHER, NULL, NULL,
	    "timestamp,domain,query_type,dnssec,protocol,client_ip" },
	{ "nextdns", RECORD_REJECTED, NULL, NULL, NEXTDNS "chatgpt.com" },
	{ "nextdns", RECORD_REJECTED, NULL, NULL, NEXTDNS "chatgpt.com,a b" },
	{ "nextdns", RECORD_FOREIGN, NULL, NULL,
	    "2026-11-23T08:30:12.123,chatgpt.com,A" },

	{ "pfblockerng", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    REPLIED "reply,A,A,300,chatgpt.com,192.168.50.21,104.18.32.47,US" },
	{ "pfblockerng", RECORD_QUERY, "chatgpt.com", "fd00::21",
	    REPLIED "cache,A,CNAME,,chatgpt.com,fd00::21,a,b,unk" },
	{ "pfblockerng", RECORD_QUERY, "a", "10.0.0.1",
	    REPLIED "local,A,A,Unknown,a,10.0.0.1,x,y" },
	{ "pfblockerng", RECORD_QUERY, "a", "10.0.0.1",
	    REPLIED "servfail,A,A,Unknown,a,10.0.0.1,ServFail,unk" },
	{ "pfblockerng", RECORD_OTHER, NULL, NULL,
	    REPLIED "resolver,A,A,300,chatgpt.com,127.0.0.1,1.2.3.4,US" },
	{ "pfblockerng", RECORD_REJECTED, NULL, NULL,
	    REPLIED "answer,A,A,300,chatgpt.com,10.0.0.1,1.2.3.4,US" },
	{ "pfblockerng", RECORD_REJECTED, NULL, NULL,
	    REPLIED "reply,A,A,300,chatgpt.com,10.0.0.1" },
	{ "pfblockerng", RECORD_REJECTED, NULL, NULL,
	    REPLIED "reply,A,A,300,,10.0.0.1,1.2.3.4,US" },
	{ "pfblockerng", RECORD_FOREIGN, NULL, NULL,
	    "DNS-reply,reply,A,A,300,chatgpt.com,10.0.0.1,1.2.3.4,US" },
	{ "pfblockerng", RECORD_QUERY, "chatgpt.com", "192.168.50.21",
	    "DNSBL-python,Nov 23 08:27:38,chatgpt.com,192.168.50.21,Python,"
	    "DNSBL,G,chatgpt.com,F,+" },
	{ "pfblockerng", RECORD_OTHER, NULL, NULL,
	    "DNSBL-python,Nov 23 08:27:38,chatgpt.com,127.0.0.1,Python,G,F,+" },
	{ "pfblockerng", RECORD_QUERY, "1.example.org", "192.168.50.21",
	    "DNSBL-python,Nov 23 08:27:38,1.example.org,192.168.50.21,x,+" },
	{ "pfblockerng", RECORD_REJECTED, NULL, NULL,
	    "DNSBL-python,Nov 23 08:27:38,chatgpt.com,pc,Python,G,F,+" },

	{ "dnsclient", RECORD_QUERY, "chatgpt.com", "",
	    EVENT("DNS-Client", "3008", "chatgpt.com") },
	{ "dnsclient", RECORD_REPLY, "a<b>&", "",
	    EVENT("DNS-Client", "3006", "a&lt;b&gt;&amp;") },
	{ "dnsclient", RECORD_OTHER, NULL, NULL,
	    EVENT("DNS-Client", "3018", "chatgpt.com") },
	{ "dnsclient", RECORD_OTHER, NULL, NULL,
	    EVENT("DNS-Client", "3020", "chatgpt.com") },
	{ "dnsclient", RECORD_REJECTED, NULL, NULL,
	    EVENT("DNS-Client", "3008", "") },
	{ "dnsclient", RECORD_REJECTED, NULL, NULL,
	    EVENT("DNS-Client", "3008", "a</Data><x>") },
	{ "dnsclient", RECORD_FOREIGN, NULL, NULL,
	    EVENT("Kernel", "3008", "Microsoft-Windows-DNS-Client") },
	{ "sysmon", RECORD_QUERY, "chatgpt.com", "",
	    EVENT("Sysmon", "22", "chatgpt.com") },
	{ "sysmon", RECORD_QUERY, "chatgpt.com", "",
	    "{\"@timestamp\":\"2026-11-23T07:30:12.025Z\",\"winlog\":{"
	    "\"event_id\":22,\"provider_name\":\"Microsoft-Windows-Sysmon\","
	    "\"event_data\":{\"QueryName\":\"chatgpt.com\"}}}" },
	{ "sysmon", RECORD_OTHER, NULL, NULL,
	    EVENT("Sysmon", "3", "chatgpt.com") },
	{ "sysmon", RECORD_REJECTED, NULL, NULL,
	    "{\"@timestamp\":\"2026-11-23T07:30:12.025Z\",\"winlog\":{"
	    "\"event_id\":\"22\",\"provider_name\":\"Microsoft-Windows-Sysmon"
	    "\",\"event_data\":{}}}" },
};

/* What the head of a file has taught: a table's columns are Zeek's only. */
static const struct dialect *
dialect_of(const char *format)
{
	static const struct dialect zeek = { .columns = { .time = 1,
		.client = 3, .name = 4, .type = 5 } };
	static const struct dialect others = { .slash = STAMP_DAY_FIRST };

	return strcmp(format, "zeek") == 0 ? &zeek : &others;
}

static void
every_line_is_what_its_format_says(void **state)
{
	static struct query query;

	(void)state;
	for (size_t i = 0; i < COUNT(line_rows); i++) {
		const struct line_row *row = &line_rows[i];
		const struct format *format = formats_find(str_of(row->format));

		check_number(format->parse(str_of(row->line),
		    dialect_of(row->format), &query),
		    row->record, row->line);
		if (row->name == NULL)
			continue;
		check_str(query.name, row->name, row->line);
		check_str(query.client, row->client, row->line);
	}
}

static void
a_line_of_one_format_is_foreign_to_the_others(void **state)
{
	static struct query query;

	(void)state;
	for (size_t i = 0; i < COUNT(line_rows); i++)
		for (size_t j = 0; j < FORMATS_COUNT; j++) {
			const struct format *other = formats_at(j);

			if (strcmp(other->id, line_rows[i].format) == 0)
				continue;
			check_number(other->parse(str_of(line_rows[i].line),
			    dialect_of(other->id), &query), RECORD_FOREIGN,
			    line_rows[i].line);
			check_number(other->bid(str_of(line_rows[i].line)), 0,
			    line_rows[i].line);
		}
}

/* The fast path looks only at lines that hold the anchor; records of several
 * lines are not for it. */
static void
every_query_line_holds_its_anchor(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(line_rows); i++) {
		const struct line_row *row = &line_rows[i];
		const struct format *format = formats_find(str_of(row->format));

		if (row->name != NULL &&
		    !holds(str_of(row->line), STR("\n")) &&
		    !holds(str_of(row->line), str_of(format->anchor)))
			fail_msg("without \"%s\": %s", format->anchor,
			    row->line);
	}
}

/* The list */

static void
the_list_is_sorted_and_found_by_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		const struct format *format = formats_at(i);

		if (i > 0)
			assert_true(strcmp(formats_at(i - 1)->id,
			    format->id) < 0);
		assert_ptr_equal(formats_find(str_of(format->id)), format);
		assert_true(format->marks[0] != NULL);
		assert_true(format->title[0] != '\0');
	}
	assert_ptr_equal(formats_find(STR("PiHole")), &format_dnsmasq);
	assert_null(formats_find(STR("dnsmas")));
	assert_null(formats_find(STR("")));
}

static void
an_address_is_told_from_a_name(void **state)
{
	static const char *const good[] = { "1.2.3.4", "255.255.255.255", "::1",
		"fe80::1%eth0", "::ffff:1.2.3.4", "2001:db8::21" };
	static const char *const bad[] = { "", "1.2.3", "1.2.3.4.", "1.2.3.256",
		"chatgpt.com", "a:b", "fe80::1%", "cafe", "1.2.3.4 x",
		"1.2.3.0004" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		if (!format_is_address(str_of(good[i])))
			fail_msg("%s is an address", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (format_is_address(str_of(bad[i])))
			fail_msg("%s is no address", bad[i]);
}

/* Whole files */

struct fixture_row {
	const char *file;
	const char *name;
	uint64_t records, matched, counted, rejected, first_rejected;
	const char *first, *last; /* days; NULL: the file's own */
};

static const struct fixture_row fixture_rows[] = {
	{ "adguard-querylog.log", "AdGuard Home", 6, 5, 5, 1, 8, "2026-09-14",
	    "2026-09-14" },
	{ "bind-queries.log", "BIND", 13, 10, 10, 0, 0, "2026-01-30",
	    "2026-11-23" },
	{ "bind-docker.log", "BIND", 4, 3, 3, 0, 0, "2026-11-23",
	    "2026-11-24" },
	{ "dnsmasq-compose.log", "dnsmasq / Pi-hole", 5, 4, 4, 1, 13,
	    "2026-11-23", "2026-11-25" },
	{ "dnsmasq-journal-cat.log", "dnsmasq / Pi-hole", 4, 3, 3, 0, 0, NULL,
	    NULL },
	{ "dnsmasq-journal-json.log", "dnsmasq / Pi-hole + PowerDNS "
	    "Recursor + BIND + Knot Resolver", 11, 9, 9, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnsmasq-journal-monotonic.log", "dnsmasq / Pi-hole + PowerDNS "
	    "Recursor + BIND + Knot Resolver", 10, 9, 9, 0, 0,
	    NULL, NULL },
	{ "dnsmasq-journal-unit.log", "dnsmasq / Pi-hole + PowerDNS "
	    "Recursor + BIND + Knot Resolver", 10, 9, 9, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnsmasq-docker.log", "dnsmasq / Pi-hole", 4, 3, 3, 1, 7,
	    "2026-11-23", "2026-11-24" },
	{ "dnsmasq-months.log", "dnsmasq / Pi-hole", 6, 6, 6, 0, 0,
	    "2026-03-03", "2026-10-08" },
	{ "dnsmasq-extra.log", "dnsmasq / Pi-hole", 4, 3, 3, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnsmasq-openwrt.log", "dnsmasq / Pi-hole", 2, 1, 1, 0, 0,
	    "2026-08-29", "2026-08-29" },
	{ "dnsmasq-plain.log", "dnsmasq / Pi-hole", 9, 4, 4, 0, 0,
	    "2026-11-23", "2026-11-24" },
	{ "dnsmasq-stderr.log", "dnsmasq / Pi-hole", 2, 1, 1, 0, 0, NULL,
	    NULL },
	{ "dnsmasq-syslog-mixed.log", "dnsmasq / Pi-hole + BIND + Unbound", 6,
	    4, 3, 0, 0, "2026-11-23", "2026-11-23" },
	{ "unbound-cri.log", "Unbound", 2, 1, 1, 0, 0, "2026-11-23",
	    "2026-11-23" },
	{ "unbound-docker.log", "Unbound", 2, 1, 1, 0, 0, "2026-11-23",
	    "2026-11-23" },
	{ "unbound-forwarded.log", "Unbound", 6, 5, 5, 0, 0, "2026-11-23",
	    "2026-11-23" },
	{ "unbound-kubectl.log", "Unbound", 4, 3, 3, 0, 0, "2026-11-23",
	    "2026-11-23" },
	{ "unbound-queries.log", "Unbound", 10, 8, 8, 0, 0, "2026-11-23",
	    "2026-11-23" },
	{ "unbound-replies.log", "Unbound", 3, 2, 2, 0, 0, "2026-05-20",
	    "2026-05-20" },
	{ "unbound-syslog-mixed.log", "dnsmasq / Pi-hole + Unbound + "
	    "systemd-resolved + BIND + dnsdist", 9, 8, 8, 0, 0, "2026-11-23",
	    "2026-11-23" },
	{ "windns-au.log", "Windows DNS Server", 3, 2, 2, 0, 0, "2026-11-03",
	    "2026-11-04" },
	{ "windns-de.log", "Windows DNS Server", 3, 2, 2, 0, 0, "2026-11-04",
	    "2026-11-05" },
	{ "windns-it.log", "Windows DNS Server", 3, 2, 2, 0, 0, "2026-11-04",
	    "2026-11-13" },
	{ "windns-ja.log", "Windows DNS Server", 3, 2, 2, 0, 0, "2026-11-04",
	    "2026-11-05" },
	{ "windns-nl.log", "Windows DNS Server", 3, 2, 2, 0, 0, "2026-11-04",
	    "2026-11-05" },
	{ "windns-sv.log", "Windows DNS Server", 3, 2, 2, 0, 0, "2026-11-04",
	    "2026-11-05" },
	{ "windns-en.log", "Windows DNS Server", 2, 2, 2, 0, 0, "2026-05-04",
	    "2026-05-04" },
	{ "windns-fr.log", "Windows DNS Server", 6, 4, 4, 1, 26, "2026-11-05",
	    "2026-11-08" },
	{ "cloudflare-gateway.log", "Cloudflare Gateway", 5, 4, 4, 1, 7,
	    "2026-11-23", "2026-11-23" },
	{ "coredns-docker.log", "CoreDNS", 2, 1, 1, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "coredns-kubectl.log", "CoreDNS", 4, 3, 3, 0, 0,
	    "2026-11-23", "2026-11-24" },
	{ "coredns-plain.log", "CoreDNS", 7, 3, 3, 1, 14,
	    NULL, NULL },
	{ "dnsclient-asked.log", "Windows DNS-Client", 2, 1, 1, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnsclient-events.log", "Windows DNS-Client", 3, 2, 2, 2, 23,
	    "2026-11-23", "2026-11-24" },
	{ "dnscrypt-ltsv.log", "dnscrypt-proxy", 3, 1, 1, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnscrypt-tsv.log", "dnscrypt-proxy", 5, 2, 2, 1, 7,
	    "2026-11-23", "2026-11-23" },
	{ "dnsdist-action.log", "dnsdist", 5, 3, 3, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnsdist-answers.log", "dnsdist", 2, 1, 1, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "dnsdist-verbose.log", "dnsdist", 2, 1, 1, 0, 0,
	    NULL, NULL },
	{ "dnstap-lines.log", "dnstap", 4, 3, 3, 1, 10,
	    "2026-11-23", "2026-11-23" },
	{ "dnstap-yaml.log", "dnstap", 4, 3, 3, 1, 113,
	    "2026-11-23", "2026-11-24" },
	{ "knot-debug.log", "Knot Resolver", 3, 2, 2, 0, 0,
	    NULL, NULL },
	{ "knot-journal.log", "Knot Resolver", 1, 1, 1, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "mikrotik-topics.log", "MikroTik", 7, 5, 5, 1, 14,
	    "2026-11-22", "2026-11-23" },
	{ "nextdns-csv.log", "NextDNS", 4, 2, 2, 1, 7,
	    "2026-11-23", "2026-11-24" },
	{ "pfblockerng-replies.log", "pfBlockerNG", 9, 6, 6, 1, 9,
	    "2026-11-03", "2026-11-14" },
	{ "pfblockerng-unified.log", "pfBlockerNG", 4, 2, 2, 1, 8,
	    "2026-11-23", "2026-11-23" },
	{ "powerdns-json.log", "PowerDNS Recursor", 3, 2, 2, 1, 6,
	    "2026-11-23", "2026-11-23" },
	{ "powerdns-text.log", "PowerDNS Recursor", 7, 5, 5, 1, 13,
	    "2026-11-23", "2026-11-23" },
	{ "resolved-journal.log", "systemd-resolved", 5, 4, 4, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "resolved-json.log", "systemd-resolved", 2, 1, 1, 1, 6,
	    "2026-11-23", "2026-11-23" },
	{ "resolved-monitor-json.log", "systemd-resolved", 3, 2, 2, 0, 0,
	    NULL, NULL },
	{ "resolved-monitor-pretty.log", "systemd-resolved", 3, 2, 2, 0, 0,
	    NULL, NULL },
	{ "resolved-monitor.log", "systemd-resolved", 3, 2, 2, 0, 0,
	    NULL, NULL },
	{ "suricata-eve.log", "Suricata", 6, 4, 4, 1, 16,
	    "2026-11-23", "2026-11-24" },
	{ "suricata-pretty.log", "Suricata", 1, 1, 1, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "suricata-syslog.log", "Suricata", 6, 5, 5, 1, 11,
	    "2026-11-23", "2026-11-23" },
	{ "sysmon-events.log", "Sysmon", 3, 2, 2, 1, 7,
	    "2026-11-23", "2026-11-23" },
	{ "sysmon-winlogbeat.log", "Sysmon + Windows DNS-Client", 5, 4, 4, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "tcpdump-bare.log", "tcpdump", 2, 1, 1, 0, 0,
	    NULL, NULL },
	{ "tcpdump-elapsed.log", "tcpdump", 3, 2, 2, 0, 0,
	    NULL, NULL },
	{ "tcpdump-plain.log", "tcpdump", 6, 4, 4, 0, 0,
	    NULL, NULL },
	{ "tcpdump-verbose.log", "tcpdump", 4, 3, 3, 0, 0,
	    "2026-11-23", "2026-11-24" },
	{ "technitium-queries.log", "Technitium", 4, 2, 2, 1, 7,
	    "2026-06-29", "2026-06-30" },
	{ "umbrella-csv.log", "Cisco Umbrella", 6, 4, 4, 1, 8,
	    "2026-11-23", "2026-11-24" },
	{ "zeek-json.log", "Zeek", 3, 2, 2, 1, 6,
	    "2026-11-23", "2026-11-23" },
	{ "zeek-other-columns.log", "Zeek", 2, 1, 1, 0, 0,
	    "2026-11-23", "2026-11-23" },
	{ "zeek-tsv.log", "Zeek", 4, 2, 2, 1, 15,
	    "2026-11-23", "2026-11-23" },
};

static struct fake_sink sink;

static void
read_fixture(const char *file, struct clients *clients,
    struct source_report *report)
{
	char path[1024];
	struct zone *zone = NULL;
	struct input *input = NULL;
	struct err err;
	struct linelog_options options = { .year = 2026 };
	struct source_env env;

	*report = (struct source_report){ .first_day = CALENDAR_NO_DAY,
		.last_day = CALENDAR_NO_DAY };
	sink.count = 0;
	check_ok(zone_new(STR("Europe/Paris"), &zone, &err), &err);
	env = fake_env(zone, &sink);
	env.clients = clients;
	(void)snprintf(path, sizeof(path), FIXTURES "/%s", file);
	check_ok(input_open(path, &input, &err), &err);
	check_ok(linelog_scan(&env, input, &options, report, &err), &err);
	input_free(input);
	zone_free(zone);
}

/* Whose queries the fixtures hold: how many addresses ask for a service, and
 * how many of these queries name none. */
struct clients_row {
	const char *file;
	uint32_t clients;
	uint64_t nameless;
};

static const struct clients_row clients_rows[] = {
	{ "adguard-querylog.log", 2, 0 },
	{ "coredns-docker.log", 1, 0 },
	{ "bind-docker.log", 1, 0 },
	{ "dnsmasq-compose.log", 2, 0 },
	{ "dnsmasq-docker.log", 2, 0 },
	{ "dnsmasq-journal-cat.log", 3, 0 },
	{ "dnsmasq-journal-json.log", 1, 2 },
	{ "dnsmasq-journal-monotonic.log", 1, 2 },
	{ "dnsmasq-journal-unit.log", 1, 2 },
	{ "dnsmasq-months.log", 1, 0 },
	{ "unbound-cri.log", 1, 0 },
	{ "unbound-docker.log", 1, 0 },
	{ "unbound-forwarded.log", 3, 0 },
	{ "unbound-kubectl.log", 2, 0 },
	{ "bind-queries.log", 3, 0 },
	{ "dnsmasq-extra.log", 1, 0 },
	{ "dnsmasq-openwrt.log", 1, 0 },
	{ "dnsmasq-plain.log", 2, 0 },
	{ "dnsmasq-stderr.log", 1, 0 },
	{ "dnsmasq-syslog-mixed.log", 1, 0 },
	{ "unbound-queries.log", 2, 0 },
	{ "unbound-replies.log", 1, 0 },
	{ "unbound-syslog-mixed.log", 4, 2 },
	{ "windns-au.log", 1, 0 },
	{ "windns-de.log", 1, 0 },
	{ "windns-it.log", 1, 0 },
	{ "windns-ja.log", 1, 0 },
	{ "windns-nl.log", 1, 0 },
	{ "windns-sv.log", 1, 0 },
	{ "windns-en.log", 1, 0 },
	{ "windns-fr.log", 1, 0 },
	{ "cloudflare-gateway.log", 1, 0 },
	{ "coredns-kubectl.log", 1, 0 },
	{ "coredns-plain.log", 2, 0 },
	{ "dnsclient-asked.log", 0, 1 },
	{ "dnsclient-events.log", 0, 2 },
	{ "dnscrypt-ltsv.log", 1, 0 },
	{ "dnscrypt-tsv.log", 1, 0 },
	{ "dnsdist-action.log", 2, 0 },
	{ "dnsdist-answers.log", 1, 0 },
	{ "dnsdist-verbose.log", 1, 0 },
	{ "dnstap-lines.log", 2, 0 },
	{ "dnstap-yaml.log", 1, 0 },
	{ "knot-debug.log", 0, 2 },
	{ "knot-journal.log", 0, 1 },
	{ "mikrotik-topics.log", 2, 0 },
	{ "nextdns-csv.log", 1, 1 },
	{ "pfblockerng-replies.log", 4, 0 },
	{ "pfblockerng-unified.log", 2, 0 },
	{ "powerdns-json.log", 2, 0 },
	{ "powerdns-text.log", 2, 0 },
	{ "resolved-journal.log", 0, 4 },
	{ "resolved-json.log", 0, 1 },
	{ "resolved-monitor-json.log", 0, 2 },
	{ "resolved-monitor-pretty.log", 0, 2 },
	{ "resolved-monitor.log", 0, 2 },
	{ "suricata-eve.log", 2, 0 },
	{ "suricata-pretty.log", 1, 0 },
	{ "suricata-syslog.log", 3, 0 },
	{ "sysmon-events.log", 0, 2 },
	{ "sysmon-winlogbeat.log", 0, 4 },
	{ "tcpdump-bare.log", 1, 0 },
	{ "tcpdump-elapsed.log", 2, 0 },
	{ "tcpdump-plain.log", 2, 0 },
	{ "tcpdump-verbose.log", 2, 0 },
	{ "technitium-queries.log", 2, 0 },
	{ "umbrella-csv.log", 2, 0 },
	{ "zeek-json.log", 1, 0 },
	{ "zeek-other-columns.log", 1, 0 },
	{ "zeek-tsv.log", 2, 0 },
};

static uint32_t
distinct_clients(void)
{
	uint32_t most = 0;

	for (size_t i = 0; i < sink.count; i++)
		most = sink.at[i].client > most ? sink.at[i].client : most;
	return most;
}

static const struct fixture_row *fixture_of(const char *file);

static void
every_format_tells_whose_a_query_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(clients_rows); i++) {
		const struct clients_row *row = &clients_rows[i];
		struct source_report report;
		struct clients *clients = NULL;
		struct err err;

		check_ok(clients_new(1, &clients, &err), &err);
		check_ok(clients_add(clients, STR("::/0"), &err), &err);
		read_fixture(row->file, clients, &report);
		check_number(distinct_clients(), row->clients, row->file);
		check_number((long long)report.nameless,
		    (long long)row->nameless, row->file);
		check_number((long long)(report.matched + report.nameless),
		    (long long)fixture_of(row->file)->matched, row->file);
		check_number((long long)report.others, 0, row->file);
		clients_free(clients);
	}
	check_number((long long)COUNT(clients_rows),
	    (long long)COUNT(fixture_rows), "a row for every fixture");
}

static const struct fixture_row *
fixture_of(const char *file)
{
	for (size_t i = 0; i < COUNT(fixture_rows); i++)
		if (strcmp(fixture_rows[i].file, file) == 0)
			return &fixture_rows[i];
	fail_msg("no fixture %s", file);
	return NULL;
}

static void
check_day(int32_t day, const char *expected, const char *label)
{
	int32_t wanted = 0;

	if (expected == NULL)
		return;
	assert_true(calendar_parse(str_of(expected), &wanted));
	check_number(day, wanted, label);
}

static void
every_fixture_gives_exactly_its_queries(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fixture_rows); i++) {
		const struct fixture_row *row = &fixture_rows[i];
		struct source_report report;

		read_fixture(row->file, NULL, &report);
		check_str(str_of(report.name), row->name, row->file);
		check_number((long long)report.records,
		    (long long)row->records, row->file);
		check_number((long long)report.matched,
		    (long long)row->matched, row->file);
		check_number((long long)report.counted,
		    (long long)row->counted, row->file);
		check_number((long long)report.rejected,
		    (long long)row->rejected, row->file);
		check_number((long long)report.first_rejected_line,
		    (long long)row->first_rejected, row->file);
		check_number((long long)sink.count, (long long)row->matched,
		    row->file);
		check_number(report.without_time, row->first == NULL,
		    row->file);
		check_day(report.first_day, row->first, row->file);
		check_day(report.last_day, row->last, row->file);
	}
}

static void
need_row(void *cookie, const char *name)
{
	(void)cookie;
	for (size_t i = 0; i < COUNT(fixture_rows); i++)
		if (strcmp(fixture_rows[i].file, name) == 0)
			return;
	fail_msg("no row says what %s holds", name);
}

static void
every_format_has_a_fixture_and_every_fixture_a_row(void **state)
{
	struct err err;

	(void)state;
	check_ok(os_list(FIXTURES, need_row, NULL, &err), &err);
	for (size_t i = 0; i < FORMATS_COUNT; i++) {
		const char *id = formats_at(i)->id;
		bool found = false;

		for (size_t j = 0; j < COUNT(fixture_rows); j++)
			found = found || (strncmp(fixture_rows[j].file, id,
			    strlen(id)) == 0 &&
			    fixture_rows[j].file[strlen(id)] == '-');
		if (!found)
			fail_msg("no fixture for the format %s", id);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_is_what_its_format_says),
		cmocka_unit_test(a_line_of_one_format_is_foreign_to_the_others),
		cmocka_unit_test(every_query_line_holds_its_anchor),
		cmocka_unit_test(the_list_is_sorted_and_found_by_name),
		cmocka_unit_test(an_address_is_told_from_a_name),
		cmocka_unit_test(every_fixture_gives_exactly_its_queries),
		cmocka_unit_test(every_format_tells_whose_a_query_is),
		cmocka_unit_test(
		    every_format_has_a_fixture_and_every_fixture_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
