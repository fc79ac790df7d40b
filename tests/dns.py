# SPDX-License-Identifier: MIT
"""A name server on port 53 of 127.0.0.1: dns.py NAME=ADDRESS[,ADDRESS...]... says "ready 53".

It answers with the addresses of IPv4 or IPv6 that NAME has. Other names do not exist. NAME=silent: no answer;
NAME=fails: a server failure; NAME=alias:OTHER is an alias of OTHER. What was asked goes to stdout, a line each.
"""
import ipaddress
import socket
import struct
import sys

A, AAAA, CNAME = 1, 28, 5
OK, FAILURE, NO_SUCH_NAME = 0, 2, 3


def wire(name):
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"


def record(name, kind, data):
    return wire(name) + struct.pack("!HHIH", kind, 1, 0, len(data)) + data


def records(zone, name, kind):
    """Those of a name, and the status."""
    words = zone.get(name)
    if words is None:
        return [], NO_SUCH_NAME
    if words[0] == "fails":
        return [], FAILURE
    if words[0].startswith("alias:"):
        other = words[0][6:]
        rest, status = records(zone, other, kind)
        return [record(name, CNAME, wire(other))] + rest, status
    addresses = [ipaddress.ip_address(word) for word in words]
    return [record(name, kind, a.packed) for a in addresses if kind == (A if a.version == 4 else AAAA)], OK


def main():
    zone = {name: words.split(",") for name, words in (word.split("=") for word in sys.argv[1:])}
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    print("ready 53", flush=True)
    while True:
        asked, peer = server.recvfrom(512)
        at, parts = 12, []
        while asked[at]:
            parts.append(asked[at + 1:at + 1 + asked[at]].decode())
            at += asked[at] + 1
        kind, _ = struct.unpack_from("!HH", asked, at + 1)
        name = ".".join(parts).lower()
        print(name, kind, flush=True)
        if zone.get(name) == ["silent"]:
            continue
        answers, status = records(zone, name, kind)
        head = asked[:2] + struct.pack("!HHHHH", 0x8180 | status, 1, len(answers), 0, 0)
        server.sendto(head + asked[12:at + 5] + b"".join(answers), peer)


main()
