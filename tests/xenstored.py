# SPDX-License-Identifier: MIT
"""A xenstored without a Xen, on any number of sockets at once, each of which may misbehave in one way.

xenstored.py SPECS               says "ready" when it listens on all, and goes on until it is killed
xenstored.py load SOCKET TREE    writes a tree into a real one instead, and has its domains be known there

Each line of SPECS is PLACE TREE [FAULT [ARGUMENT...]]: the path of a socket; what `xenstore-ls -f` printed (FILE or
FILE.gz). What was asked goes to PLACE.log: "TYPE PATH" for each request, "bad ..." for what no client of xenstored's
sends.

It answers as xenstored does to a client that may read everything: only requests that read, each checked; listings
past 4096 bytes are E2BIG, and come in parts. A FAULT begins after N answers, on whatever connection:

stall N             no answer               flood N          watch events without end instead
halfheader N        7 bytes of it           events N HOW     so many watch events before each answer
halfbody N          and half of its body    event N          one, before that answer only
close N             the end instead         error N TEXT     an error of that name; TEXT as in Python's quotes
closeheader N       after 7 bytes of it     answer N TEXT    that instead of every answer
closebody N         within its body         gone N ERROR     all domains but 0 are gone: that error
garbage N           no message at all       twice N          every answer twice
endless N           zeros without end behind an answer
length N HOW        that length             slow N MS        byte by byte
type N HOW          that type; so with its numbers: request N HOW, transaction N HOW
never               connections wait to be accepted, the queue is full
unknown IDS         these, comma between, are in the tree, but not known as domains
once N              closes after each answer
changing N          listings in parts are of another generation each time
old                 knows no listings in parts
doubled             every name of a listing twice
unterminated        no NUL behind the last name of a listing
"""
import errno
import gzip
import os
import re
import socket
import struct
import sys
import threading
import time

DIRECTORY, READ, INTRODUCE, WRITE, EVENT, ERROR, INTRODUCED, PART = 1, 2, 8, 11, 15, 16, 17, 22
NAMES = {DIRECTORY: "DIRECTORY", READ: "READ", INTRODUCED: "IS_DOMAIN_INTRODUCED", PART: "DIRECTORY_PART"}
HEADER = struct.Struct("=IIII")
MOST = 4096
PATH = re.compile(rb"/|(/[-A-Za-z0-9_@]+)+")
LINE = re.compile(rb'(/.*?) = "(.*)"(?:\s+\([^"]*\))?\s*')


def text(escaped):
    """What \\xNN and \\n stand for."""
    return escaped.decode("latin-1").encode("latin-1").decode("unicode_escape").encode("latin-1")


class Refused(Exception):
    """The name of the error."""


class Tree:
    def __init__(self, name):
        self.values, self.listings = {b"/": b""}, {b"/": []}
        with (gzip.open if name.endswith(".gz") else open)(name, "rb") as file:
            for line in file:
                if match := LINE.fullmatch(line.rstrip(b"\n")):
                    self.add(match[1], text(match[2]))

    def add(self, path, value):
        if path not in self.listings:
            parent, _, name = path.rpartition(b"/")
            parent = parent or b"/"
            if parent not in self.listings:
                self.add(parent, b"")
            self.listings[parent].append(name)
            self.listings[path] = []
        self.values[path] = value


class Store:
    """One place, and how it misbehaves."""

    def __init__(self, place, tree, fault="none", *arguments):
        self.tree, self.fault, self.arguments = tree, fault, arguments
        self.place = place
        self.log = open(self.place + ".log", "w", buffering=1)
        self.answers, self.lock = 0, threading.Lock()
        self.after = 0
        if arguments and fault != "unknown":
            self.after, self.arguments = int(arguments[0]), arguments[1:]
        self.gone = set()
        if fault == "unknown":
            self.gone = set(arguments[0].encode().split(b","))

    def bad(self, why):
        self.log.write(f"bad {why}\n")
        return Refused("EINVAL")

    def wrong(self):
        """Is it time for the fault?"""
        return self.answers >= self.after

    # What xenstored answers.

    def path(self, body):
        if not PATH.fullmatch(body) or len(body) > 3072:
            raise Refused("EINVAL")
        if self.fault == "gone" and self.wrong() and re.match(rb"/local/domain/[^0]|/vm/", body):
            raise Refused(self.arguments[0])
        if body not in self.tree.values:
            raise Refused("ENOENT")
        return body

    def listing(self, path):
        names = self.tree.listings[path]
        if self.fault == "doubled":
            names = [name for name in names for _ in range(2)]
        whole = b"".join(name + b"\0" for name in names)
        return whole[:-1] if self.fault == "unterminated" else whole

    def introduced(self, body):
        if not re.fullmatch(rb"[0-9]{1,5}", body):
            raise self.bad(f"domain {body!r}")
        if body in self.gone or (self.fault == "gone" and self.wrong() and body != b"0"):
            return b"F\0"
        return b"T\0" if body == b"0" or b"/local/domain/" + body in self.tree.values else b"F\0"

    def part(self, path, offset):
        if self.fault == "old":
            raise Refused("ENOSYS")
        if not re.fullmatch(rb"[0-9]+", offset):
            raise self.bad(f"offset {offset!r}")
        whole, at = self.listing(path), int(offset)
        if at > len(whole):
            raise Refused("EINVAL")
        generation = b"%d\0" % (self.answers if self.fault == "changing" else 7)
        # Whole names, as many as fit; an empty one ends the last part.
        room = MOST - len(generation) - 1
        end = len(whole) if len(whole) - at <= room else whole.rindex(b"\0", at, at + room) + 1
        return generation + whole[at:end] + (b"\0" if end == len(whole) else b"")

    def answer(self, kind, transaction, body):
        if kind not in NAMES:
            raise self.bad(f"type {kind}: it changes what is there, or waits")
        if transaction:
            raise self.bad(f"transaction {transaction}")
        if not body.endswith(b"\0"):
            raise self.bad(f"{NAMES[kind]} without NUL: {body!r}")
        words = body[:-1].split(b"\0")
        if len(words) != (2 if kind == PART else 1):
            raise self.bad(f"{NAMES[kind]} of {len(words)} words")
        self.log.write(f"{NAMES[kind]} {words[0].decode('latin-1')}\n")
        if kind == INTRODUCED:
            return self.introduced(words[0])
        path = self.path(words[0])
        if kind == READ:
            return self.tree.values[path]
        if kind == PART:
            return self.part(path, words[1])
        names = self.listing(path)
        if len(names) > MOST:
            raise Refused("E2BIG")
        return names

    # How it gets there.

    def event(self, size=0):
        body = b"/local/domain/1/" + b"x" * size + b"\0token\0"
        return HEADER.pack(EVENT, 0, 0, len(body)) + body

    def serve(self, link):
        while True:
            try:
                kind, request, transaction, length = HEADER.unpack(link.take(HEADER.size))
                if length > MOST:
                    self.bad(f"length {length}")
                    return
                body = link.take(length)
            except EOFError:
                self.bad("end within a message")
                return
            try:
                body = self.answer(kind, transaction, body)
            except Refused as error:
                kind, body = ERROR, str(error).encode() + b"\0"
            with self.lock:
                wrong = self.wrong()
                self.answers += 1
            if not self.say(link, wrong, [kind, request, transaction, len(body)], body):
                return

    def say(self, link, wrong, numbers, body):
        """Sends an answer; false: that was the last one here."""
        how, arguments = self.fault if wrong else "none", self.arguments
        if how in ("error", "answer"):
            numbers[0] = ERROR if how == "error" else numbers[0]
            body = text(arguments[0].encode())
            numbers[3] = len(body)
        elif how in ("type", "request", "transaction", "length"):
            at = ("type", "request", "transaction", "length").index(how)
            numbers[at] = int(arguments[0]) % 2**32
        whole = HEADER.pack(*numbers) + body
        if how in ("stall", "halfheader", "halfbody", "close", "closeheader", "closebody"):
            cut = 7 if how.endswith("header") else HEADER.size + len(body) // 2 if how.endswith("body") else 0
            link.send(whole[:cut])
            if how.startswith("close"):
                return False
            link.wait()
        if how == "garbage":
            whole = bytes((i * 167 + 13) & 255 for i in range(MOST))
        elif how == "events":
            link.send(self.event() * int(arguments[0]))
        elif how == "event" and self.answers == self.after + 1:
            link.send(self.event())
        elif how == "slow":
            for byte in whole:
                link.send(bytes([byte]))
                time.sleep(int(arguments[0]) / 1000)
            return True
        elif how == "twice":
            whole += whole
        while how == "flood":
            link.send(self.event(4000) * 16)
        link.send(whole)
        while how == "endless":
            link.send(bytes(65536))
        return how not in ("garbage", "length", "once")

    # Where.

    def listen(self):
        if self.fault == "never":
            self.at = socket.socket(socket.AF_UNIX)
            self.at.bind(self.place)
            self.at.listen(0)
            self.waiting = []
            while True:
                waiting = socket.socket(socket.AF_UNIX)
                waiting.setblocking(False)
                try:
                    waiting.connect(self.place)
                except BlockingIOError:
                    return
                self.waiting.append(waiting)
        self.at = socket.socket(socket.AF_UNIX)
        self.at.bind(self.place)
        self.at.listen(16)

    def run(self, link):
        try:
            self.serve(link)
        except OSError:  # the client went first
            pass
        link.close()

    def accept(self):
        while self.fault != "never":
            link = Link(self.at.accept()[0])
            threading.Thread(target=self.run, args=(link,), daemon=True).start()


class Link:
    def __init__(self, client):
        self.client = client

    def take(self, size):
        data = b""
        while len(data) < size:
            try:
                more = self.client.recv(size - len(data))
            except ConnectionResetError:  # it went without reading all that it was answered
                more = b""
            if not more:
                raise EOFError if data or size != HEADER.size else OSError(errno.EPIPE, "closed")
            data += more
        return data

    def send(self, data):
        self.client.sendall(data)

    def wait(self):
        """Until the client goes."""
        while self.client.recv(MOST):
            pass
        raise OSError(errno.EPIPE, "closed")

    def close(self):
        self.client.close()


def load(place, tree):
    link = Link(socket.socket(socket.AF_UNIX))
    link.client.connect(place)

    def ask(kind, *words):
        body = b"\0".join(words)
        link.send(HEADER.pack(kind, 0, 0, len(body)) + body)
        kind, _, _, length = HEADER.unpack(link.take(HEADER.size))
        body = link.take(length)
        if kind == ERROR:
            sys.exit(f"{words}: {body}")

    tree = Tree(tree)
    for path, value in tree.values.items():
        if path != b"/" and not path.startswith((b"/tool", b"/@")):
            ask(WRITE, path, value)
    for name in tree.listings[b"/local/domain"]:
        if name != b"0":
            ask(INTRODUCE, name, b"1", name, b"")


def main():
    trees, stores = {}, []
    if sys.argv[1] == "load":
        load(*sys.argv[2:])
        return
    with open(sys.argv[1]) as specs:
        for line in specs:
            place, tree, *fault = line.split()
            if tree not in trees:
                trees[tree] = Tree(tree)
            store = Store(place, trees[tree], *fault)
            store.listen()
            threading.Thread(target=store.accept, daemon=True).start()
            stores.append(store)
    sys.stdout.write(f"ready {len(stores)}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
