/* SPDX-License-Identifier: MIT */
/*
 * TLS 1.2 over a connection, by mbedtls: ECDHE with AES-GCM over X25519, secp256r1 and secp384r1 (the only curve XAPI
 * accepts). The certificate is judged after the handshake, before a byte is written.
 *
 *	struct tls *tls = tls_open(&conn, host, trust, fail);     NULL: said in fail
 *	n = tls_read(tls, at, room);  tls_write(tls, bytes);      as a stream's
 *	tls_close(tls);
 *
 * Failures: DENIED for an untrusted certificate, with the pin that would trust it; BROKEN for any other TLS error. An
 * end of the connection without close_notify is BROKEN if it cuts an answer short.
 *
 * mbedtls allocates its own memory, about 50 KiB for a connection.
 */
#ifndef LINK_TLS_H
#define LINK_TLS_H

#include "link/stream.h"
#include "link/trust.h"

struct conn;
struct tls;

/* Read the --cacert file, once, before any server is asked. Return 0, or FAILED with MISUSED. */
int tls_check(const struct trust *trust, struct fail *f);

/* Open TLS over a connection. The certificate must be valid for `host`, a name or an address. */
struct tls *tls_open(struct conn *under, struct slice host, const struct trust *trust, struct fail *f);

ssize_t tls_read(struct tls *t, char *at, size_t room);
int tls_write(struct tls *t, struct slice bytes);
void tls_close(struct tls *t);

/* Return the version of the library as one line, empty in a build without TLS. */
const char *tls_library(void);

#endif
