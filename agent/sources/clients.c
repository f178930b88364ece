/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/sources/clients.h"

#include "agent/sources/own_addresses.h"

#include "core/map.h"
#include "core/messages.h"

#include <stdlib.h>
#include <string.h>

struct range {
	struct address address;
	unsigned bits;
};

struct clients {
	struct range ranges[CLIENTS_RANGES_MAX];
	size_t count;
	struct map seen; /* address -> number */
	bool full;
	bool own;
};

enum status
clients_new(uint64_t seed, struct clients **ret_clients, struct err *err)
{
	struct clients *clients = calloc(1, sizeof(*clients));

	if (clients == NULL)
		return err_set(err, E_NOMEM, MSG_NO_MEMORY, NO_ARGS);
	map_init(&clients->seen, CLIENTS_SEEN_MAX, seed);
	*ret_clients = clients;
	return OK;
}

void
clients_free(struct clients *clients)
{
	if (clients == NULL)
		return;
	map_release(&clients->seen);
	free(clients);
}

/* "192.168.1.0/24", "10.0.0.5" */
static bool
read_range(struct str text, struct range *ret)
{
	struct str prefix;
	uint64_t bits = 0;
	bool network = str_cut(text, STR("/"), &text, &prefix);
	unsigned most;

	if (str_holds(text, STR("%")) || !address_read(text, &ret->address))
		return false;
	/* "::ffff:192.168.1.0/120" counts all bits, "192.168.1.0/24" its own. */
	most = str_holds(text, STR(":")) ? ADDRESS_BITS : ADDRESS_V4_BITS;
	if (network && !str_number(prefix, most, &bits))
		return false;
	ret->bits = ADDRESS_BITS - most + (network ? (unsigned)bits : most);
	return true;
}

enum status
clients_add(struct clients *clients, struct str list, struct err *err)
{
	long long number = 0;
	bool more = true;

	while (more) {
		struct str element = list;

		more = str_take_until(&list, ',', &element);
		number++;
		if (clients->count == CLIENTS_RANGES_MAX)
			return err_set(err, E_USAGE, MSG_CLIENTS_TOO_MANY,
			    ARGS(digits(CLIENTS_RANGES_MAX).text));
		if (!read_range(str_trim(element),
		        &clients->ranges[clients->count]))
			return err_set(err, E_USAGE, MSG_CLIENTS_INVALID,
			    ARGS(digits(number).text));
		clients->count++;
	}
	return OK;
}

static void
add_own(void *cookie, const struct address *address)
{
	struct clients *clients = cookie;

	if (clients->count < CLIENTS_RANGES_MAX)
		clients->ranges[clients->count++] =
		    (struct range){ *address, ADDRESS_BITS };
}

enum status
clients_new_own(struct clients **ret_clients, struct err *err)
{
	struct clients *clients = NULL;
	enum status code = clients_new(0, &clients, err);

	if (code != OK)
		return code;
	clients->own = true;
	own_addresses(add_own, clients);
	*ret_clients = clients;
	return OK;
}

static bool
is_listed(const struct clients *clients, const struct address *address)
{
	for (size_t i = 0; i < clients->count; i++)
		if (address_same(&clients->ranges[i].address, address,
		        clients->ranges[i].bits))
			return true;
	return false;
}

enum clients_found
clients_find(struct clients *clients, struct str client, uint32_t *ret_number)
{
	struct address address;
	uint64_t *number;

	if (!address_read(client, &address))
		return clients->own ? CLIENTS_OWN : CLIENTS_NAMELESS;
	if (clients->own && address_is_loopback(&address))
		return CLIENTS_OWN;
	if (!is_listed(clients, &address))
		return CLIENTS_OTHER;
	if (clients->own)
		return CLIENTS_OWN;
	number = map_at(&clients->seen, (struct str){
	    (const char *)address.bytes, sizeof(address.bytes) });
	if (number == NULL)
		clients->full = true;
	else if (*number == 0)
		*number = clients->seen.count;
	*ret_number = number == NULL ? 0 : (uint32_t)*number;
	return CLIENTS_LISTED;
}

bool
clients_full(const struct clients *clients)
{
	return clients->full;
}

void
clients_several_see(struct clients_several *several, struct str client)
{
	struct address address;

	if (several->several || client.len == 0 ||
	    str_eq(client, (struct str){ several->last, several->last_len }))
		return;
	several->last_len =
	    client.len > sizeof(several->last) ? 0 : client.len;
	memcpy(several->last, client.at, several->last_len);
	if (!address_read(client, &address) || address_is_loopback(&address))
		return;
	if (several->any)
		several->several = !address_same(&several->first, &address,
		    ADDRESS_BITS);
	several->first = address;
	several->any = true;
}
