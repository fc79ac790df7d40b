/* SPDX-License-Identifier: MIT */
#include "link/tls.h"
#include "link/conn.h"
#include "link/lookup.h"

#include <config.h>

#if CONFIG_TLS /* a build without TLS needs no mbedtls */
#if !__has_include(<mbedtls/ssl.h>)
#error "mbedtls is missing: make deps installs it (Debian: libmbedtls-dev), or CONFIG_TLS 0 does without"
#endif

#include "link/certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum {
	HOST_MOST = 255,
	SAID = FAILED, /* tells mbedtls that the connection failed and has reported it */
};

struct tls {
	mbedtls_ssl_context ssl;
	mbedtls_ssl_config config;
	const struct trust *trust;
	struct conn *under;
	bool answering; /* bytes were read since the last write */
	bool ended; /* the connection ended without a close_notify */
	char host[HOST_MOST + 1];
};

static int bio_receive(void *to, unsigned char *at, size_t room)
{
	struct tls *t = to;
	ssize_t n = conn_pull(t->under, (char *)at, room);

	t->ended |= n == 0;
	return n < 0 ? SAID : n ? (int)n : MBEDTLS_ERR_SSL_CONN_EOF;
}

static int bio_send(void *to, const unsigned char *at, size_t len)
{
	struct tls *t = to;

	return conn_push(t->under, (struct slice){ (const char *)at, len }) ? SAID : (int)len;
}

/* As getrandom. Linux before 3.17, as in XenServer 6, has only the device. */
static ssize_t some_random(void *at, size_t len)
{
	ssize_t n = getrandom(at, len, GRND_NONBLOCK);
	int fd, error;

	if (n >= 0 || errno != ENOSYS)
		return n;
	fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, at, len);
	error = n ? errno : EIO;
	close(fd);
	errno = error;
	return n ? n : -1;
}

/* Take random bytes from the kernel. Its pool may not be ready in the first second after boot: wait for it within the
 * deadline. */
static int random_bytes(void *to, unsigned char *at, size_t len)
{
	const struct timespec pause = { 0, 10000000 };
	struct tls *t = to;

	while (len) {
		ssize_t n = some_random(at, len);

		if (n > 0)
			at += n, len -= (size_t)n;
		else if (n < 0 && errno != EAGAIN && errno != EINTR)
			return fail(t->under->fail, BROKEN, "no random numbers: %s", fail_errno());
		else if (deadline_check(t->under->deadline, t->under->fail))
			return SAID;
		else
			nanosleep(&pause, NULL);
	}
	return 0;
}

static void only_tls12(mbedtls_ssl_config *c)
{
#if MBEDTLS_VERSION_MAJOR >= 3 /* version 3 removed the older interface */
	static const uint16_t groups[] = { MBEDTLS_SSL_IANA_TLS_GROUP_X25519, MBEDTLS_SSL_IANA_TLS_GROUP_SECP256R1,
		MBEDTLS_SSL_IANA_TLS_GROUP_SECP384R1, MBEDTLS_SSL_IANA_TLS_GROUP_NONE };

	mbedtls_ssl_conf_min_tls_version(c, MBEDTLS_SSL_VERSION_TLS1_2);
	mbedtls_ssl_conf_max_tls_version(c, MBEDTLS_SSL_VERSION_TLS1_2);
	mbedtls_ssl_conf_groups(c, groups);
#else
	static const mbedtls_ecp_group_id groups[] = { MBEDTLS_ECP_DP_CURVE25519, MBEDTLS_ECP_DP_SECP256R1,
		MBEDTLS_ECP_DP_SECP384R1, MBEDTLS_ECP_DP_NONE };

	mbedtls_ssl_conf_min_version(c, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
	mbedtls_ssl_conf_max_version(c, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
	mbedtls_ssl_conf_curves(c, groups);
#endif
}

int tls_check(const struct trust *trust, struct fail *f)
{
	return trust->cacert ? certificates_read(trust->cacert, f) : 0;
}

/* Judge the server's certificates. */
static int judge_certificate(const struct tls *t, struct fail *f)
{
	mbedtls_x509_crt *sent = (mbedtls_x509_crt *)mbedtls_ssl_get_peer_cert(&t->ssl);

	return sent ? certificate_judge(sent, t->host, t->trust, f) : fail(f, BROKEN, "the server has no certificate");
}

/* Is a certificate, or its key, unreadable? mbedtls adds a detail below the bits of its own error (mbedtls/error.h). */
static bool is_unreadable(int error)
{
	switch (-(-error & 0xff80)) {
	case MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE:
	case MBEDTLS_ERR_PK_INVALID_ALG:
	case MBEDTLS_ERR_PK_INVALID_PUBKEY:
	case MBEDTLS_ERR_PK_UNKNOWN_PK_ALG:
	case MBEDTLS_ERR_PK_KEY_INVALID_FORMAT:
		return true;
	default:
		return (-error & 0xf000) == 0x2000; /* of the module X.509 */
	}
}

/* Report an error of mbedtls in the user's words. errno was 0 before the call that failed. */
static int broken(const struct tls *t, int error, struct fail *f)
{
	char room[4];
	struct out code = OUT_IN(room);

	if (error == SAID)
		return FAILED;
	if (fail_scarce()) /* mbedtls often reports it as something else */
		return fail(f, EXCEEDED, "out of memory");
	if (error == MBEDTLS_ERR_SSL_CONN_EOF)
		return fail(f, BROKEN, "the server ended the connection in the middle of TLS");
	if (error == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE)
		return fail(f, BROKEN,
			"the server refuses TLS as xmbox speaks it: 1.2, ECDHE with AES-GCM, X25519, P-256, P-384");
	if (error == MBEDTLS_ERR_SSL_FEATURE_UNAVAILABLE)
		return fail(f, EXCEEDED,
			"the server sends more than 16 KiB of certificates, or of another part of the TLS handshake");
	if (error == MBEDTLS_ERR_SSL_INVALID_RECORD && !t->answering)
		return fail(f, BROKEN, "the server speaks no TLS (is it http:, or another port?)");
	out_hex(&code, (uint32_t)-error, 4);
	if (is_unreadable(error))
		return fail(f, DENIED,
			"the server's certificate is not trusted: mbedtls " MBEDTLS_VERSION_STRING
			" cannot read it (-0x%.*s), not even for a pin",
			4, room);
	return fail(f, BROKEN, "TLS failed (mbedtls: -0x%.*s)", 4, room);
}

/* Is the host named to the server (SNI)? No address is; for the name `pool`, XAPI would show the certificate that it
 * shows to the hosts of its pool. */
static bool has_sni(struct slice host)
{
	union address literal;

	return !lookup_literal(host, &literal) && !slice_is_word(host, SLICE("pool"));
}

static int set_up(struct tls *t, struct fail *f)
{
	static const int suites[] = { MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
		MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
		MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 0 };
	mbedtls_ssl_config *c = &t->config;

	if (mbedtls_ssl_config_defaults(c, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
		    MBEDTLS_SSL_PRESET_DEFAULT))
		return fail(f, EXCEEDED, "out of memory");
	only_tls12(c);
	mbedtls_ssl_conf_authmode(c, MBEDTLS_SSL_VERIFY_NONE); /* judge_certificate() verifies, and reports better */
	mbedtls_ssl_conf_rng(c, random_bytes, t);
	mbedtls_ssl_conf_ciphersuites(c, suites);
	if (mbedtls_ssl_setup(&t->ssl, c))
		return fail(f, EXCEEDED, "out of memory");
	if (has_sni(slice_of(t->host)) && mbedtls_ssl_set_hostname(&t->ssl, t->host))
		return fail(f, EXCEEDED, "out of memory");
	mbedtls_ssl_set_bio(&t->ssl, t, bio_send, bio_receive, NULL);
	return 0;
}

struct tls *tls_open(struct conn *under, struct slice host, const struct trust *trust, struct fail *f)
{
	struct tls *t = host.len <= HOST_MOST ? calloc(1, sizeof(*t)) : NULL;
	int result;

	if (!t && host.len > HOST_MOST)
		fail(f, MISUSED, "a name of more than %d bytes", HOST_MOST);
	else if (!t)
		fail(f, EXCEEDED, "out of memory");
	if (!t)
		return NULL;
	t->under = under;
	t->trust = trust;
	memcpy(t->host, host.at, host.len);
	mbedtls_ssl_init(&t->ssl);
	mbedtls_ssl_config_init(&t->config);
	result = set_up(t, f);
	if (!result) {
		int error;

		errno = 0;
		error = mbedtls_ssl_handshake(&t->ssl);
		result = error ? broken(t, error, f) : judge_certificate(t, f);
	}
	if (!result)
		return t;
	tls_close(t);
	return NULL;
}

ssize_t tls_read(struct tls *t, char *at, size_t room)
{
	int n;

	errno = 0;
	do
		n = mbedtls_ssl_read(&t->ssl, (unsigned char *)at, room);
	while (n == MBEDTLS_ERR_SSL_WANT_READ || n == MBEDTLS_ERR_SSL_WANT_WRITE);
	if (n == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY || (t->ended && !t->answering && n != SAID))
		return 0;
	if (n == 0 || n == MBEDTLS_ERR_SSL_CONN_EOF)
		return fail(t->under->fail, BROKEN, "the answer is cut short: TLS was not ended by the server");
	if (n == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE)
		return fail(t->under->fail, BROKEN, "the server ended TLS with an alert");
	if (n < 0)
		return broken(t, n, t->under->fail);
	t->answering = true;
	return n;
}

int tls_write(struct tls *t, struct slice bytes)
{
	t->answering = false;
	errno = 0;
	while (bytes.len) {
		int n = mbedtls_ssl_write(&t->ssl, (const unsigned char *)bytes.at, bytes.len);

		if (n == MBEDTLS_ERR_SSL_WANT_READ || n == MBEDTLS_ERR_SSL_WANT_WRITE)
			continue;
		if (n < 0)
			return broken(t, n, t->under->fail);
		bytes = slice_drop(bytes, (size_t)n);
	}
	return 0;
}

void tls_close(struct tls *t)
{
	mbedtls_ssl_free(&t->ssl);
	mbedtls_ssl_config_free(&t->config);
	free(t);
}

const char *tls_library(void)
{
	return "mbedtls " MBEDTLS_VERSION_STRING "\n";
}
#else
struct tls *tls_open(struct conn *under, struct slice host, const struct trust *trust, struct fail *f)
{
	(void)under;
	(void)host;
	(void)trust;
	fail(f, MISUSED, "this build speaks no TLS (CONFIG_TLS)");
	return NULL;
}

ssize_t tls_read(struct tls *t, char *at, size_t room)
{
	(void)t;
	(void)at;
	(void)room;
	return FAILED;
}

int tls_write(struct tls *t, struct slice bytes)
{
	(void)t;
	(void)bytes;
	return FAILED;
}

void tls_close(struct tls *t)
{
	(void)t;
}

int tls_check(const struct trust *trust, struct fail *f)
{
	(void)trust;
	(void)f;
	return 0;
}

const char *tls_library(void)
{
	return "";
}
#endif
