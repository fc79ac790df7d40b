/* SPDX-License-Identifier: MIT */
/*
 * TLS 1.2 over a connection, by mbedtls: ECDHE with AES-GCM, over X25519, secp256r1 and secp384r1 (the only
 * curve that XAPI takes). The certificate is judged after the handshake, before a byte is written.
 *
 *	struct tls *tls = tls_open(&conn, host, trust, fail);     NULL: said in fail
 *	n = tls_read(tls, at, room);  tls_write(tls, bytes);      as a stream's
 *	tls_close(tls);
 *
 * Failure: DENIED for a certificate that is not trusted, with the pin that would trust it; BROKEN for anything
 * else about TLS. An end that the peer did not announce is BROKEN too, where it cuts an answer short.
 *
 * mbedtls takes its memory by itself, about 50 KiB for a connection.
 */
#ifndef LINK_TLS_H
#define LINK_TLS_H

#include "link/stream.h"
#include "link/trust.h"

struct conn;
struct tls;

/* Can the file of certificates be read? 0, or FAILED with MISUSED: before anybody is asked. */
int tls_check(const struct trust *trust, struct fail *f);

/* host: the name or address that the certificate must be for. */
struct tls *tls_open(struct conn *under, struct slice host, const struct trust *trust, struct fail *f);

ssize_t tls_read(struct tls *t, char *at, size_t room);
int tls_write(struct tls *t, struct slice bytes);
void tls_close(struct tls *t);

/* The version of the library, as a line of its own; none where there is none. */
const char *tls_library(void);

#endif
