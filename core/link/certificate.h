/* SPDX-License-Identifier: MIT */
/*
 * Judge the certificates of servers, for tls.c. Built with TLS only.
 *
 * A pin may trust a certificate that mbedtls cannot read and that would end the handshake. So the Makefile (--wrap) and
 * packaging/release.mk make mbedtls' TLS call __wrap_mbedtls_x509_crt_parse_der, here, instead of its own function. A
 * shared mbedtls cannot be told so.
 */
#ifndef LINK_CERTIFICATE_H
#define LINK_CERTIFICATE_H

#include "link/trust.h"

#include <mbedtls/x509_crt.h>

/* Read the certificates of --cacert, a PEM file, once: while a server is asked no file is opened. Skip those unknown to
 * mbedtls. Return 0, or FAILED: MISUSED if none can be read, EXCEEDED without memory. */
int certificates_read(const char *file, struct fail *f);

/* Judge the certificates that the server `host` sent, its own first. Pins decide alone; else --insecure trusts any
 * certificate; else one of --cacert must be it or have signed it. Return 0, or FAILED: DENIED with the reason and the
 * pin to trust it. */
int certificate_judge(mbedtls_x509_crt *sent, const char *host, const struct trust *trust, struct fail *f);

#endif
