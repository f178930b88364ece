/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/capture_pcap.h"

#include "agent/sources/contact.h"
#include "agent/sources/dnswire.h"
#include "agent/sources/packet.h"

#include "core/library.h"

#include <pcap/pcap.h>

#define TICK_PACKETS 4096

#define CALLS(CALL) \
	CALL(pcap_close, void, (pcap_t *)) \
	CALL(pcap_datalink, int, (pcap_t *)) \
	CALL(pcap_next_ex, int, \
	    (pcap_t *, struct pcap_pkthdr **, const u_char **)) \
	CALL(pcap_open_offline, pcap_t *, (const char *, char *))

/* Debian's name of the library, and everybody else's. */
LIBRARY(CALLS, "libpcap.so.0.8", "libpcap.so.1");

struct link_row {
	int type; /* pcap_datalink */
	enum packet_link link;
};

static const struct link_row link_rows[] = {
	{ DLT_NULL, PACKET_LOOPBACK },
	{ DLT_EN10MB, PACKET_ETHERNET },
	{ DLT_RAW, PACKET_IP },
	{ DLT_LOOP, PACKET_LOOPBACK },
	{ DLT_LINUX_SLL, PACKET_COOKED },
	{ DLT_IPV4, PACKET_IP },
	{ DLT_IPV6, PACKET_IP },
	{ DLT_LINUX_SLL2, PACKET_COOKED_2 },
};

static enum packet_link
link_of(int type)
{
	for (size_t i = 0; i < sizeof(link_rows) / sizeof(link_rows[0]); i++)
		if (link_rows[i].type == type)
			return link_rows[i].link;
	return PACKET_LINK_COUNT;
}

struct reading {
	const struct source_env *env;
	struct source_report *report;
	struct clients_several several;
	struct query query;
	uint64_t number; /* of the packet, from 1 */
};

static void
take_message(struct reading *reading, struct str message, const char *client,
    int64_t unix_seconds)
{
	struct source_report *report = reading->report;

	switch (dnswire_read(message, &reading->query)) {
	case RECORD_QUERY:
		contact_count(reading->env, report, &reading->several, NULL,
		    &(struct contact){ unix_seconds, reading->query.name,
		        str_of(client) });
		break;
	case RECORD_REJECTED:
		source_rejected(report, reading->number, SOURCE_REJECT_SHAPE);
		break;
	default:
		break;
	}
}

static void
take_packet(struct reading *reading, enum packet_link link,
    const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct packet packet;
	struct str message;

	reading->number++;
	if (packet_read(link, (struct str){ (const char *)bytes,
	        header->caplen }, &packet))
		while (packet_next(&packet, &message))
			take_message(reading, message, packet.client,
			    header->ts.tv_sec);
	if (reading->number % TICK_PACKETS == 0)
		source_tick(reading->env, reading->report);
}

/* What libpcap says of a file it cannot read may name it: it is not shown. */
enum status
capture_pcap(const struct source_env *env, const char *path,
    struct source_report *report, struct err *err)
{
	struct reading reading = { .env = env, .report = report };
	struct calls pcap;
	char why[PCAP_ERRBUF_SIZE] = "";
	struct pcap_pkthdr *header = NULL;
	const u_char *bytes = NULL;
	pcap_t *file;
	enum packet_link link;
	int more = 1;

	if (!library_open(&library, &pcap))
		return err_set(err, E_UNSUPPORTED, MSG_DNS_LIBRARY_PCAP,
		    NO_ARGS);
	file = pcap.pcap_open_offline(path, why);
	if (file == NULL)
		return err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_DAMAGED,
		    NO_ARGS);
	link = link_of(pcap.pcap_datalink(file));
	while (link != PACKET_LINK_COUNT &&
	    (more = pcap.pcap_next_ex(file, &header, &bytes)) == 1)
		take_packet(&reading, link, header, bytes);
	pcap.pcap_close(file);
	if (link == PACKET_LINK_COUNT)
		return err_set(err, E_UNSUPPORTED, MSG_DNS_CAPTURE_LINK,
		    NO_ARGS);
	return more == PCAP_ERROR_BREAK
	    ? OK
	    : err_set(err, E_DAMAGED, MSG_DNS_CAPTURE_CUT, NO_ARGS);
}
