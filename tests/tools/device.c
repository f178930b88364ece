/* SPDX-License-Identifier: Apache-2.0
 * device.c: a computer as the protocol sees it, for scenarios and the bench:
 * written from docs/PROTOCOL.md on core/ and OpenSSL, apart from the agent.
 *
 *   device join CODE STATE             enrol; STATE gets "id.secret"
 *   device token CODE STATE PERIOD OUT ask for a token; OUT gets its 354 bytes
 *   device body TOKEN PERIOD OUT ANSWER...   token and ballot, as they leave;
 *                                      ANSWER: blank, zero, or service=1|2
 *   device send CODE METHOD PATH BODY [STATE]   prints the status and the body
 *   device crowd CODE PERIOD COUNT THREADS OUT  COUNT computers enrol and get
 *                                      tokens; OUT gets their bodies
 *   device storm CODE BODIES THREADS [SECONDS]   sends them all, evenly over
 *          SECONDS when they are given; prints rate and times
 *
 * CODE and BODY are files; "-" is no body.
 */
#include "core/ballot.h"
#include "core/hex.h"
#include "core/joincode.h"
#include "core/json.h"
#include "core/os.h"
#include "core/outfile.h"
#include "core/record.h"
#include "core/token.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#define BYTES ((size_t)4 << 20)
#define BODY (TOKEN_BYTES + BALLOT_BYTES)

static void
stop(const char *what)
{
	(void)fprintf(stderr, "device: %s\n", what);
	exit(1);
}

static void
must(enum status code, const struct err *err)
{
	if (code != OK)
		stop(err->text);
}

static void
read_file(const char *path, struct buf *to)
{
	struct err err;

	buf_init(to, 64 * BYTES);
	if (strcmp(path, "-") != 0)
		must(os_read_file(path, to, &err), &err);
}

static void
write_file(const char *path, struct str bytes)
{
	struct err err;

	must(outfile_publish(path, OUTFILE_OWNER, bytes, &err), &err);
}

/* TLS: the authority's fingerprint, the chain under it, the name. */

static int
open_socket(const struct joincode *code)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int fd = -1, one = 1;

	for (size_t i = 0; fd < 0 && i < code->host_count; i++) {
		if (getaddrinfo(code->hosts[i], digits(code->port).text,
		        &hints, &found) != 0)
			continue;
		fd = socket(found->ai_family, SOCK_STREAM, 0);
		if (fd >= 0 &&
		    connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
			(void)close(fd);
			fd = -1;
		}
		freeaddrinfo(found);
	}
	if (fd >= 0)
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one,
		    sizeof(one));
	return fd;
}

static bool
chain_is_pinned(SSL *ssl, const struct joincode *code)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
	unsigned char digest[EVP_MAX_MD_SIZE];
	X509 *authority;

	if (chain == NULL || sk_X509_num(chain) != 2)
		return false;
	authority = sk_X509_value(chain, 1);
	return X509_digest(authority, EVP_sha256(), digest, NULL) == 1 &&
	    memcmp(digest, code->fingerprint, JOINCODE_FINGERPRINT) == 0 &&
	    X509_verify(sk_X509_value(chain, 0),
	        X509_get0_pubkey(authority)) == 1;
}

struct link {
	int fd;
	SSL *ssl;
};

static SSL_CTX *context;

static bool
link_open(struct link *link, const struct joincode *code)
{
	link->fd = open_socket(code);
	link->ssl = SSL_new(context);
	if (link->fd < 0 || link->ssl == NULL)
		return false;
	(void)SSL_set_fd(link->ssl, link->fd);
	return SSL_connect(link->ssl) == 1 && chain_is_pinned(link->ssl, code);
}

static void
link_close(struct link *link)
{
	SSL_free(link->ssl);
	if (link->fd >= 0)
		(void)close(link->fd);
	ERR_clear_error();
}

/* One exchange on its own connection; the HTTP status, 0 without answer. */
static int
exchange(const struct joincode *code, const char *method, const char *path,
    struct str body, const char *credentials, struct buf *answer)
{
	struct link link = { .fd = -1 };
	struct buf request;
	struct str text, head;
	uint32_t status = 0;
	char part[16384];
	int n;

	buf_init(&request, BYTES);
	buf_format(&request, "%s %s HTTP/1.1\r\nHost: collector\r\n"
	    "Connection: close\r\nContent-Length: %zu\r\n", method, path,
	    body.len);
	if (credentials != NULL)
		buf_format(&request, "Authorization: Bearer %s\r\n",
		    credentials);
	buf_text(&request, "\r\n");
	buf_str(&request, body);
	buf_reset(answer);
	if (link_open(&link, code) &&
	    SSL_write(link.ssl, request.at, (int)request.len) > 0)
		while ((n = SSL_read(link.ssl, part, sizeof(part))) > 0)
			buf_str(answer, (struct str){ part, (size_t)n });
	link_close(&link);
	buf_release(&request);
	text = buf_view(answer);
	if (!str_take(&text, STR("HTTP/1.1 ")) ||
	    !str_take_digits(&text, 3, 3, &status) ||
	    !str_cut(text, STR("\r\n\r\n"), &head, &text))
		return 0;
	memmove(answer->at, text.at, text.len);
	buf_cut(answer, text.len);
	return (int)status;
}

static json_t *
json_of(const struct buf *answer)
{
	json_t *value = NULL;
	struct err err;

	must(json_read(buf_view(answer), BYTES, &value, &err), &err);
	return value;
}

static void
read_code(const char *path, struct joincode *ret)
{
	struct buf text;
	struct err err;

	read_file(path, &text);
	must(joincode_read(buf_view(&text), ret, &err), &err);
	buf_release(&text);
}

/* Enrolment. */

struct member {
	char credentials[128];
	uint8_t token[TOKEN_BYTES];
};

static int
enrol(const struct joincode *code, struct member *member, struct buf *answer)
{
	uint8_t nonce[16];
	struct buf body;
	json_t *got;
	int status;

	buf_init(&body, BYTES);
	(void)RAND_bytes(nonce, sizeof(nonce));
	buf_text(&body, "{\"v\":1,\"secret\":\"");
	hex_write(&body, code->secret, sizeof(code->secret));
	buf_text(&body, "\",\"nonce\":\"");
	hex_write(&body, nonce, sizeof(nonce));
	buf_text(&body, "\"}");
	status = exchange(code, "POST", "/v1/enrolments", buf_view(&body), NULL,
	    answer);
	if (status == 201) {
		got = json_of(answer);
		(void)snprintf(member->credentials,
		    sizeof(member->credentials), "%.*s.%.*s",
		    (int)json_get_str(got, "device").len,
		    json_get_str(got, "device").at,
		    (int)json_get_str(got, "secret").len,
		    json_get_str(got, "secret").at);
		json_decref(got);
	}
	buf_release(&body);
	return status;
}

static void
fetch_record(const struct joincode *code, const char *period,
    struct token_key *ret_key, uint8_t challenge[TOKEN_DIGEST],
    struct record *ret_record)
{
	uint8_t digest[RECORD_DIGEST];
	struct buf answer, path;
	struct str bytes;
	struct err err;
	json_t *got;

	buf_init(&answer, BYTES);
	buf_init(&path, 256);
	buf_format(&path, "/v1/periods/%s", period);
	if (exchange(code, "GET", buf_z(&path), STR(""), NULL, &answer) != 200)
		stop(buf_z(&answer));
	got = json_of(&answer);
	bytes = json_get_str(got, "record");
	must(record_read(bytes, ret_record, &err), &err);
	must(record_digest(bytes, digest, &err), &err);
	must(token_challenge_of(digest, challenge, &err), &err);
	must(token_key_public((struct str){ (const char *)ret_record->key,
	    TOKEN_SPKI_BYTES }, ret_key, &err), &err);
	json_decref(got);
	buf_release(&path);
	buf_release(&answer);
}

static int
ask_token(const struct joincode *code, const struct token_key *key,
    const uint8_t challenge[TOKEN_DIGEST], const char *period,
    struct member *member, struct buf *answer)
{
	struct token_secrets secrets;
	uint8_t request[TOKEN_REQUEST_BYTES], response[TOKEN_KEY_BYTES];
	struct buf body;
	struct err err;
	json_t *got;
	int status;

	buf_init(&body, BYTES);
	must(token_secrets_draw(key, &secrets, &err), &err);
	must(token_request(key, challenge, &secrets, request, &err), &err);
	buf_format(&body, "{\"v\":1,\"period\":\"%s\",\"request\":\"", period);
	hex_write(&body, request, sizeof(request));
	buf_text(&body, "\"}");
	status = exchange(code, "POST", "/v1/tokens", buf_view(&body),
	    member->credentials, answer);
	if (status == 200) {
		got = json_of(answer);
		if (!hex_read(json_get_str(got, "response"), response,
		        sizeof(response)))
			stop("bad response");
		must(token_finish(key, challenge, &secrets, (struct str){
		    (const char *)response, sizeof(response) }, member->token,
		    &err), &err);
		json_decref(got);
	}
	buf_release(&body);
	return status;
}

/* Ballots. */

static void
add_answer(struct ballot *ballot, const char *text)
{
	const struct catalogue *catalogue = catalogue_builtin();
	struct str id, value;
	int service;
	uint8_t use;

	if (!str_cut(str_of(text), STR("="), &id, &value))
		stop("an answer is service=1 or service=2");
	service = catalogue_find(catalogue, id);
	if (service < 0)
		stop("unknown service");
	use = str_eq(value, STR("2")) ? BALLOT_REGULAR : BALLOT_OCCASIONAL;
	ballot->services[ballot->service_count++] = (struct ballot_service){
		(uint16_t)service, use };
	if (use > ballot->any)
		ballot->any = ballot->unapproved = use;
	if (use > ballot->categories[catalogue->services[service].category])
		ballot->categories[catalogue->services[service].category] = use;
}

static void
write_body(struct buf *out, const uint8_t token[TOKEN_BYTES],
    const char *period, int count, char **answers)
{
	struct ballot ballot = { .blank = false };
	static uint8_t random[BALLOT_BYTES];

	if (!period_parse(str_of(period), &ballot.period))
		stop("bad period");
	if (count > 0 && strcmp(answers[0], "blank") == 0)
		ballot = ballot_blank(&ballot.period);
	else
		for (int i = 0; i < count; i++)
			if (strcmp(answers[i], "zero") != 0)
				add_answer(&ballot, answers[i]);
	qsort(ballot.services, ballot.service_count,
	    sizeof(ballot.services[0]), ballot_service_order);
	(void)RAND_bytes(random, sizeof(random));
	buf_str(out, (struct str){ (const char *)token, TOKEN_BYTES });
	ballot_write(out, catalogue_builtin(), &ballot, random);
}

/* Commands. */

static int
tell(int status, const struct buf *answer)
{
	(void)printf("%d %s\n", status, buf_z(answer));
	return status >= 200 && status < 300 ? 0 : 1;
}

static int
do_join(char **argv)
{
	struct joincode code;
	struct member member;
	struct buf answer;
	int status;

	buf_init(&answer, BYTES);
	read_code(argv[0], &code);
	status = enrol(&code, &member, &answer);
	if (status == 201)
		write_file(argv[1], str_of(member.credentials));
	return tell(status, &answer);
}

static void
read_state(const char *path, struct member *member)
{
	struct buf text;

	read_file(path, &text);
	(void)snprintf(member->credentials, sizeof(member->credentials), "%s",
	    buf_z(&text));
	buf_release(&text);
}

static int
do_token(char **argv)
{
	struct joincode code;
	struct member member;
	struct token_key key;
	struct record record;
	uint8_t challenge[TOKEN_DIGEST];
	struct buf answer;
	int status;

	buf_init(&answer, BYTES);
	read_code(argv[0], &code);
	read_state(argv[1], &member);
	fetch_record(&code, argv[2], &key, challenge, &record);
	status = ask_token(&code, &key, challenge, record.period.text, &member,
	    &answer);
	if (status == 200)
		write_file(argv[3], (struct str){ (const char *)member.token,
		    TOKEN_BYTES });
	return tell(status, &answer);
}

static int
do_body(int argc, char **argv)
{
	struct buf token, body;

	buf_init(&body, BYTES);
	read_file(argv[0], &token);
	if (token.len != TOKEN_BYTES)
		stop("not a token");
	write_body(&body, (const uint8_t *)token.at, argv[1], argc - 3,
	    argv + 3);
	write_file(argv[2], buf_view(&body));
	return 0;
}

static int
do_send(int argc, char **argv)
{
	struct joincode code;
	struct member member;
	struct buf answer, body;
	int status;

	buf_init(&answer, BYTES);
	read_code(argv[0], &code);
	read_file(argv[3], &body);
	if (argc > 4)
		read_state(argv[4], &member);
	status = exchange(&code, argv[1], argv[2], buf_view(&body),
	    argc > 4 ? member.credentials : NULL, &answer);
	return tell(status, &answer);
}

/* Many computers at once. */

struct crowd {
	const struct joincode *code;
	const struct token_key *key;
	const uint8_t *challenge;
	const char *period;
	struct buf *bodies; /* of all */
	double *seconds;
	double begun;
	size_t spread; /* seconds; 0: as fast as it goes */
	size_t count;
	atomic_size_t next;
	atomic_size_t good;
	atomic_size_t busy;
	pthread_mutex_t lock;
};

static void *
crowd_member(void *cookie)
{
	struct crowd *crowd = cookie;
	char zero[] = "zero";
	char *answers[] = { zero };
	struct member member;
	struct buf answer;

	buf_init(&answer, BYTES);
	while (atomic_fetch_add(&crowd->next, 1) < crowd->count) {
		if (enrol(crowd->code, &member, &answer) != 201 ||
		    ask_token(crowd->code, crowd->key, crowd->challenge,
		        crowd->period, &member, &answer) != 200)
			stop(buf_z(&answer));
		(void)pthread_mutex_lock(&crowd->lock);
		write_body(crowd->bodies, member.token, crowd->period, 1,
		    answers);
		(void)pthread_mutex_unlock(&crowd->lock);
	}
	buf_release(&answer);
	return NULL;
}

static double
now(void)
{
	struct timespec at;

	(void)clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* When computer i arrives. */
static double
wait_for_turn(const struct crowd *crowd, size_t i)
{
	double due = crowd->begun +
	    (double)(crowd->spread * i) / (double)crowd->count;
	double left = due - now();

	if (crowd->spread == 0)
		return now();
	if (left > 0)
		(void)usleep((useconds_t)(left * 1e6));
	return due;
}

/* A busy collector says so and is asked again, as a computer does. */
static void *
storm_member(void *cookie)
{
	struct crowd *crowd = cookie;
	struct buf answer;
	size_t i;

	buf_init(&answer, BYTES);
	while ((i = atomic_fetch_add(&crowd->next, 1)) < crowd->count) {
		struct str body = { crowd->bodies->at + i * BODY, BODY };
		double begun = wait_for_turn(crowd, i);
		int status;

		do {
			status = exchange(crowd->code, "POST", "/v1/ballots",
			    body, NULL, &answer);
			if (status == 503 || status == 0) {
				(void)atomic_fetch_add(&crowd->busy, 1);
				(void)usleep(50000);
			}
		} while (status == 503 || status == 0);
		crowd->seconds[i] = now() - begun;
		(void)atomic_fetch_add(&crowd->good, status == 204);
	}
	buf_release(&answer);
	return NULL;
}

static void
run_threads(struct crowd *crowd, size_t count, void *(*member)(void *))
{
	pthread_t threads[512];

	if (count > 512)
		stop("at most 512 threads");
	(void)pthread_mutex_init(&crowd->lock, NULL);
	for (size_t i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, member, crowd) != 0)
			stop("no more threads");
	for (size_t i = 0; i < count; i++)
		(void)pthread_join(threads[i], NULL);
}

static size_t
number_of(const char *text)
{
	uint64_t number = 0;

	if (!str_number(str_of(text), 1000000, &number))
		stop("a number is expected");
	return (size_t)number;
}

static int
do_crowd(char **argv)
{
	struct joincode code;
	struct token_key key;
	struct record record;
	uint8_t challenge[TOKEN_DIGEST];
	struct buf bodies;
	struct crowd crowd = { .code = &code, .key = &key,
		.challenge = challenge, .bodies = &bodies };

	read_code(argv[0], &code);
	fetch_record(&code, argv[1], &key, challenge, &record);
	crowd.period = record.period.text;
	crowd.count = number_of(argv[2]);
	buf_init(&bodies, 64 * BYTES);
	run_threads(&crowd, number_of(argv[3]), crowd_member);
	write_file(argv[4], buf_view(&bodies));
	return 0;
}

static int
by_time(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int
do_storm(int argc, char **argv)
{
	struct joincode code;
	struct buf bodies;
	struct crowd crowd = { .code = &code, .bodies = &bodies };
	double took;

	read_code(argv[0], &code);
	read_file(argv[1], &bodies);
	crowd.count = bodies.len / BODY;
	crowd.seconds = calloc(crowd.count + 1, sizeof(double));
	crowd.spread = argc > 3 ? number_of(argv[3]) : 0;
	crowd.begun = now();
	run_threads(&crowd, number_of(argv[2]), storm_member);
	took = now() - crowd.begun;
	qsort(crowd.seconds, crowd.count, sizeof(double), by_time);
	(void)printf("{\"ballots\":%zu,\"counted\":%zu,\"retries\":%zu,"
	    "\"seconds\":%.3f,\"per_second\":%.0f,\"p50\":%.4f,\"p99\":%.4f}\n",
	    crowd.count, (size_t)crowd.good, (size_t)crowd.busy, took,
	    (double)crowd.count / took, crowd.seconds[crowd.count / 2],
	    crowd.seconds[crowd.count * 99 / 100]);
	free(crowd.seconds);
	return crowd.good == crowd.count ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	int left = argc - 2;

	(void)signal(SIGPIPE, SIG_IGN);
	context = SSL_CTX_new(TLS_client_method());
	(void)SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
	if (strcmp(verb, "join") == 0 && left == 2)
		return do_join(argv + 2);
	if (strcmp(verb, "token") == 0 && left == 4)
		return do_token(argv + 2);
	if (strcmp(verb, "body") == 0 && left >= 4)
		return do_body(left, argv + 2);
	if (strcmp(verb, "send") == 0 && left >= 4)
		return do_send(left, argv + 2);
	if (strcmp(verb, "crowd") == 0 && left == 5)
		return do_crowd(argv + 2);
	if (strcmp(verb, "storm") == 0 && (left == 3 || left == 4))
		return do_storm(left, argv + 2);
	stop("see the head of tests/tools/device.c");
	return 2;
}
