/* SPDX-License-Identifier: MIT */
#include "link/tls.h"
#include "link/conn.h"
#include "link/lookup.h"

#include <config.h>

#if CONFIG_TLS /* a build without TLS needs no mbedtls */
#if !__has_include(<mbedtls/ssl.h>)
#error "mbedtls is missing: make deps installs it (Debian: libmbedtls-dev), or CONFIG_TLS 0 does without"
#endif

#include <errno.h>
#include <fcntl.h>
#include <mbedtls/oid.h>
#include <mbedtls/sha256.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	CACERT_MOST = 4 * 1024 * 1024, /* bytes of a --cacert file */
	HOST_MOST = 255,
	SAID = FAILED, /* tells mbedtls that the connection failed and has reported it */
};

struct tls {
	mbedtls_ssl_context ssl;
	mbedtls_ssl_config config;
	mbedtls_x509_crt trusted;
	const struct trust *trust;
	struct conn *under;
	bool literal; /* the host is a literal address */
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

static int digest_of(const mbedtls_x509_crt *c, unsigned char digest[TRUST_DIGEST])
{
#if MBEDTLS_VERSION_MAJOR >= 3
	return mbedtls_sha256(c->raw.p, c->raw.len, digest, 0);
#else
	return mbedtls_sha256_ret(c->raw.p, c->raw.len, digest, 0);
#endif
}

static int read_certificates(struct tls *t, int fd, size_t size, struct fail *f)
{
	unsigned char *text = malloc(size + 1); /* mbedtls wants PEM with its NUL */
	size_t len = 0;
	ssize_t n = 0;
	int bad;

	if (!text)
		return fail(f, EXCEEDED, "out of memory");
	while (len < size && (n = read(fd, text + len, size - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	bad = mbedtls_x509_crt_parse(&t->trusted, text, len + 1);
	free(text);
	if (bad > 0)
		return fail(f, MISUSED, "%d certificates of it cannot be read", bad);
	return bad ? fail(f, MISUSED, "it holds no certificate in PEM") : 0;
}

static int load_trusted(struct tls *t, const char *file, struct fail *f)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), result;
	struct stat is;

	if (fd < 0 || fstat(fd, &is))
		result = fail(f, MISUSED, "%s", fail_errno());
	else if (!S_ISREG(is.st_mode) || is.st_size > CACERT_MOST)
		result = fail(f, MISUSED, "it is no file of at most %d bytes", CACERT_MOST);
	else
		result = read_certificates(t, fd, (size_t)is.st_size, f);
	if (fd >= 0)
		close(fd);
	fail_within(f, "--cacert %s", file);
	return result;
}

int tls_check(const struct trust *trust, struct fail *f)
{
	struct tls t = { .trust = trust };
	int result = 0;

	mbedtls_x509_crt_init(&t.trusted);
	if (trust->cacert)
		result = load_trusted(&t, trust->cacert, f);
	mbedtls_x509_crt_free(&t.trusted);
	return result;
}

/* Faults of a certificate, the gravest first; the first one that applies is reported. */
static const struct {
	uint32_t flag;
	const char *words;
} flaws[] = {
	{ MBEDTLS_X509_BADCERT_NOT_TRUSTED, "it is signed by none of those of --cacert" },
	{ MBEDTLS_X509_BADCERT_CN_MISMATCH, "it is for another name or address" },
	{ MBEDTLS_X509_BADCERT_EXPIRED, "it has expired, or this host's clock is wrong" },
	{ MBEDTLS_X509_BADCERT_FUTURE, "it is not yet valid, or this host's clock is wrong" },
	{ MBEDTLS_X509_BADCERT_BAD_KEY | MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_BAD_PK,
		"its key or its signature is too weak" },
	{ UINT32_MAX, "it may not be used for this" },
};

static int distrust(const struct tls *t, const unsigned char digest[TRUST_DIGEST], const char *why, struct fail *f)
{
	char room[80];
	struct out pin = OUT_IN(room);

	trust_write(&pin, digest);
	return fail(f, DENIED, "the certificate of %s is not trusted: %s (to trust it: --pin %.*s)", t->host, why,
		(int)out_slice(&pin).len, room);
}

static int judge_certificate(struct tls *t, struct fail *f)
{
	mbedtls_x509_crt *peer = (mbedtls_x509_crt *)mbedtls_ssl_get_peer_cert(&t->ssl); /* verifying does not modify
			 * the certificate */
	unsigned char digest[TRUST_DIGEST];
	uint32_t flags = 0;
	int bad;

	if (!peer || digest_of(peer, digest))
		return fail(f, BROKEN, "the server has no certificate");
	if (t->trust->pin_count)
		return trust_pinned(t->trust, digest) ? 0 :
							distrust(t, digest, "it is none of those that were pinned", f);
	if (t->trust->insecure)
		return 0;
	if (!t->trust->cacert)
		return distrust(t, digest, "neither --cacert nor --pin was given", f);
	if (t->literal && MBEDTLS_VERSION_MAJOR < 3)
		return distrust(t, digest, "this build's mbedtls " MBEDTLS_VERSION_STRING " finds no addresses in one",
			f);
	bad = mbedtls_x509_crt_verify_with_profile(peer, &t->trusted, NULL, &mbedtls_x509_crt_profile_default, t->host,
		&flags, NULL, NULL);
	if (bad && bad != MBEDTLS_ERR_X509_CERT_VERIFY_FAILED)
		return distrust(t, digest, "what it is signed by cannot be verified, or is too long a chain", f);
	if (mbedtls_x509_crt_check_key_usage(peer, MBEDTLS_X509_KU_DIGITAL_SIGNATURE))
		flags |= MBEDTLS_X509_BADCERT_KEY_USAGE;
	if (mbedtls_x509_crt_check_extended_key_usage(peer, MBEDTLS_OID_SERVER_AUTH,
		    MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH)))
		flags |= MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;
	for (size_t i = 0; flags && i < COUNT(flaws); i++)
		if (flags & flaws[i].flag)
			return distrust(t, digest, flaws[i].words, f);
	return 0;
}

/* Report an error of mbedtls in the user's words. */
static int broken(const struct tls *t, int error, struct fail *f)
{
	char room[4];
	struct out code = OUT_IN(room);

	if (error == SAID)
		return FAILED;
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
	return fail(f, BROKEN, "TLS failed (mbedtls: -0x%.*s)", 4, room);
}

static int set_up(struct tls *t, struct fail *f)
{
	static const int suites[] = { MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
		MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
		MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 0 };
	mbedtls_ssl_config *c = &t->config;
	union address literal;

	if (t->trust->cacert && !t->trust->pin_count && load_trusted(t, t->trust->cacert, f))
		return FAILED;
	if (mbedtls_ssl_config_defaults(c, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
		    MBEDTLS_SSL_PRESET_DEFAULT))
		return fail(f, EXCEEDED, "out of memory");
	only_tls12(c);
	mbedtls_ssl_conf_authmode(c, MBEDTLS_SSL_VERIFY_NONE); /* judge_certificate() verifies, and reports better */
	mbedtls_ssl_conf_rng(c, random_bytes, t);
	mbedtls_ssl_conf_ciphersuites(c, suites);
	if (mbedtls_ssl_setup(&t->ssl, c))
		return fail(f, EXCEEDED, "out of memory");
	t->literal = lookup_literal(slice_of(t->host), &literal); /* addresses are not sent as SNI */
	if (!t->literal && mbedtls_ssl_set_hostname(&t->ssl, t->host))
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
	mbedtls_x509_crt_init(&t->trusted);
	result = set_up(t, f);
	if (!result) {
		int error = mbedtls_ssl_handshake(&t->ssl);

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
	mbedtls_x509_crt_free(&t->trusted);
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
