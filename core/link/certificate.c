/* SPDX-License-Identifier: MIT */
#include <config.h>
#include "link/lookup.h"

#if CONFIG_TLS
#define MBEDTLS_ALLOW_PRIVATE_ACCESS /* to own_buffer, of a certificate that we fill in */
#include "link/certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <mbedtls/oid.h>
#include <mbedtls/sha256.h>
#include <mbedtls/version.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CACERT_MOST = 4 * 1024 * 1024 }; /* bytes of a --cacert file */

/* Those of --cacert. */
static mbedtls_x509_crt trusted;

/* Read the certificates one by one: an unreadable one must not look like a lack of memory. */
static int read_each(char *text, struct fail *f)
{
	static const char mark[] = "-----END CERTIFICATE-----";
	bool any = false;

	for (char *end; (end = strstr(text, mark)) != NULL; text = end) {
		char after;
		int error;

		end += sizeof(mark) - 1;
		after = *end;
		*end = '\0'; /* mbedtls takes PEM with its NUL */
		errno = 0;
		error = mbedtls_x509_crt_parse(&trusted, (unsigned char *)text, (size_t)(end - text) + 1);
		*end = after;
		any |= !error;
		if (error && fail_scarce())
			return fail(f, EXCEEDED, "out of memory");
	}
	return any ? 0 : fail(f, MISUSED, "it holds no certificate in PEM that can be read");
}

static int read_file(int fd, size_t size, struct fail *f)
{
	char *text = malloc(size + 1);
	size_t len = 0;
	ssize_t n = 0;
	int result;

	if (!text)
		return fail(f, EXCEEDED, "out of memory");
	while (len < size && (n = read(fd, text + len, size - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	result = read_each(text, f);
	free(text);
	return result;
}

int certificates_read(const char *file, struct fail *f)
{
	const time_t now = time(NULL);
	struct tm date;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), result;
	struct stat is;

	gmtime_r(&now, &date); /* glibc's first one opens /etc/localtime, which the sandbox would forbid */
	if (fd < 0 || fstat(fd, &is))
		result = fail(f, MISUSED, "%s", fail_errno());
	else if (!S_ISREG(is.st_mode) || is.st_size > CACERT_MOST)
		result = fail(f, MISUSED, "it is no file of at most %d bytes", CACERT_MOST);
	else
		result = read_file(fd, (size_t)is.st_size, f);
	if (fd >= 0)
		close(fd);
	fail_within(f, "--cacert %s", file);
	return result;
}

/* Find the public key of a certificate: skip the parts before it, without checking them (RFC 5280, 4.1). */
static int find_key(mbedtls_x509_crt *c)
{
	unsigned char *p = c->raw.p;
	const unsigned char *end = p + c->raw.len;
	size_t len;
	int error = 0;

	for (int i = 0; i < 2 && !error; i++) /* Certificate, TBSCertificate */
		error = mbedtls_asn1_get_tag(&p, end, &len, MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE);
	if (!error && !mbedtls_asn1_get_tag(&p, end, &len, MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED))
		p += len; /* version */
	for (int i = 0; i < 5 && !error; i++) { /* serialNumber, signature, issuer, validity, subject */
		error = p < end ? mbedtls_asn1_get_tag(&p, end, &len, *p) : MBEDTLS_ERR_ASN1_OUT_OF_DATA;
		p += error ? 0 : len;
	}
	return error ? error : mbedtls_pk_parse_subpubkey(&p, end, &c->pk);
}

/* Fill in a certificate that mbedtls cannot read: its bytes and its key, enough for a handshake and a pin. */
static int take_key(mbedtls_x509_crt *c, const unsigned char *der, size_t len)
{
	int error;

	mbedtls_x509_crt_init(c);
	c->raw.p = malloc(len);
	if (!c->raw.p)
		return MBEDTLS_ERR_X509_ALLOC_FAILED;
	memcpy(c->raw.p, der, len);
	c->raw.len = len;
	c->own_buffer = 1;
	c->version = 3; /* 0: no certificate is in it */
	error = find_key(c);
	if (error)
		mbedtls_x509_crt_free(c);
	return error;
}

/* Did mbedtls read the certificate? */
static bool readable(const mbedtls_x509_crt *c)
{
	return c->tbs.p != NULL;
}

/* As mbedtls_x509_crt_parse_der, for the chain of a server. If its own certificate cannot be read, take its key. Skip
 * any other that cannot be read: it signs nothing. */
int __wrap_mbedtls_x509_crt_parse_der(mbedtls_x509_crt *chain, const unsigned char *der, size_t len);
int __wrap_mbedtls_x509_crt_parse_der(mbedtls_x509_crt *chain, const unsigned char *der, size_t len)
{
	bool first = !chain->version;
	int error;

	errno = 0;
	error = mbedtls_x509_crt_parse_der_with_ext_cb(chain, der, len, 1, NULL, NULL);
	if (!error || fail_scarce())
		return error;
	return first ? take_key(chain, der, len) : 0;
}

static int digest_of(const mbedtls_x509_crt *c, unsigned char digest[TRUST_DIGEST])
{
#if MBEDTLS_VERSION_MAJOR >= 3
	return mbedtls_sha256(c->raw.p, c->raw.len, digest, 0);
#else
	return mbedtls_sha256_ret(c->raw.p, c->raw.len, digest, 0);
#endif
}

static bool is_among(const mbedtls_x509_crt *c, const mbedtls_x509_crt *list)
{
	for (; list; list = list->next)
		if (list->raw.len == c->raw.len && !memcmp(list->raw.p, c->raw.p, c->raw.len))
			return true;
	return false;
}

/* Does a certificate name an address as an iPAddress? mbedtls would take one among the names of hosts as well. */
static bool has_address(const mbedtls_x509_crt *c, const union address *a)
{
	bool six = a->any.sa_family == AF_INET6;
	const void *bytes = six ? (const void *)&a->v6.sin6_addr : &a->v4.sin_addr;
	size_t len = six ? sizeof(a->v6.sin6_addr) : sizeof(a->v4.sin_addr);

	for (const mbedtls_x509_sequence *s = &c->subject_alt_names; s; s = s->next)
		if (s->buf.tag == (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 7) && s->buf.len == len &&
			!memcmp(s->buf.p, bytes, len))
			return true;
	return false;
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

/* Verify the certificates against the trusted ones. Return NULL or the flaw in words. */
static const char *flaw_of(mbedtls_x509_crt *sent, const char *host)
{
	union address literal;
	bool address = lookup_literal(slice_of(host), &literal), same = is_among(sent, &trusted);
	mbedtls_x509_crt *issuers = sent->next;
	uint32_t flags = 0;
	int error;

	if (!readable(sent))
		return "this build cannot read all of it";
	if (address && MBEDTLS_VERSION_MAJOR < 3)
		return "this build's mbedtls " MBEDTLS_VERSION_STRING " finds no addresses in one";
	if (same)
		sent->next = NULL; /* it is trusted itself: its signature does not matter */
	error = mbedtls_x509_crt_verify_with_profile(sent, &trusted, NULL, &mbedtls_x509_crt_profile_default,
		address ? NULL : host, &flags, NULL, NULL);
	sent->next = issuers;
	if (error && error != MBEDTLS_ERR_X509_CERT_VERIFY_FAILED)
		return "what it is signed by cannot be verified, or is too long a chain";
	if (same)
		flags &= ~(uint32_t)MBEDTLS_X509_BADCERT_NOT_TRUSTED;
	if (address && !has_address(sent, &literal))
		flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
	if (mbedtls_x509_crt_check_key_usage(sent, MBEDTLS_X509_KU_DIGITAL_SIGNATURE))
		flags |= MBEDTLS_X509_BADCERT_KEY_USAGE;
	if (mbedtls_x509_crt_check_extended_key_usage(sent, MBEDTLS_OID_SERVER_AUTH,
		    MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH)))
		flags |= MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;
	for (size_t i = 0; flags && i < COUNT(flaws); i++)
		if (flags & flaws[i].flag)
			return flaws[i].words;
	return NULL;
}

/* The pins were given for another certificate. XAPI keeps its own in that file. */
static int changed(const char *host, const unsigned char digest[TRUST_DIGEST], struct fail *f)
{
	char room[80];
	struct out pin = OUT_IN(room);

	trust_write(&pin, digest);
	return fail(f, DENIED,
		"the certificate of %s has CHANGED: it is not the one that was pinned: the certificate was "
		"renewed, or someone is in between (on the server, 'openssl x509 -noout -fingerprint -sha256 -in "
		"/etc/xensource/xapi-ssl.pem' shows the right one; of this one it is --pin %.*s)",
		host, (int)out_slice(&pin).len, room);
}

static int distrust(const char *host, const unsigned char digest[TRUST_DIGEST], const char *why, struct fail *f)
{
	char room[80];
	struct out pin = OUT_IN(room);

	trust_write(&pin, digest);
	return fail(f, DENIED,
		"the certificate of %s is not trusted: %s (compare its digest on the server; to trust it: --pin %.*s)",
		host, why, (int)out_slice(&pin).len, room);
}

int certificate_judge(mbedtls_x509_crt *sent, const char *host, const struct trust *trust, struct fail *f)
{
	unsigned char digest[TRUST_DIGEST];
	const char *why;

	if (digest_of(sent, digest))
		return fail(f, BROKEN, "the digest of the certificate of %s cannot be computed", host);
	if (trust->pin_count)
		return trust_pinned(trust, digest) ? 0 : changed(host, digest, f);
	if (trust->insecure)
		return 0;
	if (!trust->cacert)
		return distrust(host, digest, "neither --cacert nor --pin was given", f);
	errno = 0;
	why = flaw_of(sent, host);
	if (why && fail_scarce())
		return fail(f, EXCEEDED, "out of memory");
	return why ? distrust(host, digest, why, f) : 0;
}
#endif
