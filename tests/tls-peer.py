# SPDX-License-Identifier: MIT
"""A peer of TLS that misbehaves in one way, on a port of 127.0.0.1 that it names: "ready PORT"; with AT=ADDRESS,
AT_PORT=PORT in the environment it listens there.

tls-peer.py raw HEX [hold]             after the first bytes that come: says these, closes or holds still
tls-peer.py cut PORT BYTES [hold]      passes on to PORT, and so many bytes of what comes back
tls-peer.py tls CERT KEY LOG END PORT  takes TLS off and passes on to PORT, until PORT closes; PORT 0: nobody
                                       is there. END is how its TLS ends: notify, eof, reset, alert, garbage.
                                       LOG gets "name NAME", "hands shaken", every byte that came, "gone"
tls-peer.py member CERT KEY LOG MASTER [DIGEST]  a member of a pool: any call is answered with HOST_IS_SLAVE and
                                       MASTER (as it stands, so entities work), and with the digest of the master's
                                       certificate where the request asks for it, unasked with ! before; LOG as above
"""
import os
import select
import socket
import ssl
import struct
import sys
import threading

ROOM = 16384


def listen():
    host = os.environ.get("AT", "127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    at = socket.create_server((host, int(os.environ.get("AT_PORT", 0))), family=family)
    sys.stdout.write(f"ready {at.getsockname()[1]}\n")  # print writes it in pieces where nothing is buffered
    sys.stdout.flush()
    return at


def finish(client, hold):
    """Closes for good, so that the client sees the end and not a reset; or waits until the client goes."""
    if not hold:
        client.shutdown(socket.SHUT_WR)
    while client.recv(ROOM):
        pass
    client.close()


def raw(client, words, hold=None):
    client.recv(ROOM)
    client.sendall(bytes.fromhex(words))
    finish(client, hold)


def cut(client, port, most, hold=None):
    left = int(most)
    server = socket.create_connection(("127.0.0.1", int(port)))
    while left > 0:
        for ready in select.select([client, server], [], [])[0]:
            data = ready.recv(left if ready is server else ROOM)
            if not data:
                left = 0
            elif ready is client:
                server.sendall(data)
            else:
                left -= len(data)
                client.sendall(data)
    finish(client, hold)
    server.close()


class Tls:
    """The server's side of TLS over a socket, whose bytes can be had: wrap_bio shows both sides."""

    def __init__(self, client, cert, key, log):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.sni_callback = lambda _, name, __: log(b"name %s\n" % (name or "-").encode())
        self.client = client
        self.came, self.goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.engine = context.wrap_bio(self.came, self.goes, server_side=True)

    def flush(self):
        self.client.sendall(self.goes.read())

    def step(self, work, *arguments):
        """What came of it; None where more must come first."""
        try:
            return work(*arguments)
        except ssl.SSLWantReadError:
            return None
        finally:
            self.flush()

    def shake_hands(self):
        while True:
            try:
                return self.engine.do_handshake()
            except ssl.SSLWantReadError:
                self.flush()
                data = self.client.recv(ROOM)
                if not data:
                    raise ConnectionError
                self.came.write(data)
            finally:
                self.flush()

    def end(self, how):
        if how == "notify":
            self.step(self.engine.unwrap)
        elif how == "alert":
            # A record that does not decrypt: the engine answers with a fatal alert, encrypted as it should be.
            self.came.write(b"\x17\x03\x03\x00\x20" + bytes(32))
            try:
                self.step(self.engine.read, ROOM)
            except ssl.SSLError:
                pass
        elif how == "garbage":
            self.client.sendall(b"\xff" * 100)
        elif how == "reset":
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.client.close()
            return
        finish(self.client, False)


def relay(peer, port, log):
    """Until the server closes."""
    with socket.create_connection(("127.0.0.1", port)) as server:
        while True:
            for ready in select.select([peer.client, server], [], [])[0]:
                data = ready.recv(ROOM)
                if not data:
                    return
                if ready is server:
                    peer.engine.write(data)
                    peer.flush()
                    continue
                peer.came.write(data)
                while text := peer.step(peer.engine.read, ROOM):
                    log(text)
                    server.sendall(text)


def logged(client, cert, key, log_name, work):
    """Shakes hands and does the work, with a log."""
    def log(what):
        with open(log_name, "ab") as file:
            file.write(what)

    try:
        peer = Tls(client, cert, key, log)
        peer.shake_hands()
        log(b"hands shaken\n")
        work(peer, log)
    finally:
        log(b"gone\n")


def tls(client, cert, key, log_name, how, port):
    def work(peer, log):
        if int(port):
            relay(peer, int(port), log)
        peer.end(how)

    logged(client, cert, key, log_name, work)


ASKED = b"\r\nx-xenapi-request-host-certificate-thumbprint: sha-256:master\r\n"
TOLD = b"x-xenapi-response-host-certificate-thumbprint: %s\r\n"
SLAVE = (b'<?xml version="1.0"?><methodResponse><params><param><value><struct><member><name>Status</name>'
         b"<value>Failure</value></member><member><name>ErrorDescription</name><value><array><data>"
         b"<value>HOST_IS_SLAVE</value><value>%s</value></data></array></value></member></struct></value>"
         b"</param></params></methodResponse>")


def member(client, cert, key, log_name, master, digest=None):
    body = SLAVE % os.fsencode(master)

    def work(peer, log):
        text = b""
        while True:
            data = client.recv(ROOM)
            if not data:
                return
            peer.came.write(data)
            while more := peer.step(peer.engine.read, ROOM):
                log(more)
                text += more
            if b"</methodCall>" in text:
                told = digest is not None and (ASKED in text or digest.startswith("!"))
                note = TOLD % os.fsencode(digest.lstrip("!")) if told else b""
                peer.engine.write(b"HTTP/1.1 200 OK\r\n%scontent-length: %d\r\n\r\n%s" % (note, len(body), body))
                peer.flush()
                text = b""

    logged(client, cert, key, log_name, work)


def serve(work, client, arguments):
    try:
        work(client, *arguments)
    except OSError:  # the client went first; an ssl.SSLError is one too
        client.close()


def main():
    work = {"raw": raw, "cut": cut, "tls": tls, "member": member}[sys.argv[1]]
    at = listen()
    while True:
        client = at.accept()[0]
        threading.Thread(target=serve, args=(work, client, sys.argv[2:]), daemon=True).start()


main()
