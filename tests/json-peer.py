# SPDX-License-Identifier: MIT
"""Python's json as a second opinion on the JSON reader.

json-peer.py FILE            prints what jsoncat prints of it
json-peer.py --lines FILE... prints a line for each, as jsoncat does
json-peer.py --random N FILE writes an array of N random values as JSON into FILE, and prints the same of what it meant
json-peer.py --broken N JSONCAT
                             runs it on N broken documents, in the current folder, and prints those where it
                             decides otherwise
"""
import json
import random
import re
import subprocess
import sys


class Number(str):
    """As it stands in the document."""


def string(text):
    raw = text.encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(c) if 32 <= c < 127 and c not in b'"\\' else "\\x%02x" % c for c in raw) + '"'


def canonical(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, tuple):  # of members
        return "{" + ",".join(string(name[:256] if name.isascii() else name) + ":" + canonical(of) for name, of in value) + "}"
    return {None: "null", True: "true", False: "false"}[value]


# A string, or a word outside of one that XAPI writes for a number.
WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|(?:-?(?:nan|inf|Infinity)|NaN)\b', re.S)


def read(data):
    words = []

    def known(match):
        if match[0][0] == '"':
            return match[0]
        words.append(Number(match[0]))
        return "NaN"

    text = WORDS.sub(known, data.decode("utf-8", "surrogateescape"))
    words.reverse()
    return json.loads(text, strict=False, parse_int=Number, parse_float=Number,
                      parse_constant=lambda word: words.pop(), object_pairs_hook=tuple)


def random_string(r):
    """Its bytes, and how it may be written."""
    raw, written = b"", b""
    for _ in range(r.choice((0, 1, 2, 5, 12, 16, 17, 40, 300))):
        kind = r.random()
        if kind < 0.6:
            c = bytes((r.choice(b"abcdefghijklmnop 0123456789{}[],:.<>&'/"),))
            raw, written = raw + c, written + c
        elif kind < 0.8:
            c = r.choice('"\\/\b\f\n\r\t')
            raw += c.encode()
            written += b"\\" + {"\b": b"b", "\f": b"f", "\n": b"n", "\r": b"r", "\t": b"t"}.get(c, c.encode())
        elif kind < 0.9:
            c = chr(r.choice((r.randrange(0x80), r.randrange(0x80, 0xd800), r.randrange(0xe000, 0x110000))))
            raw += c.encode()
            units = c.encode("utf-16-be")
            for i in range(0, len(units), 2):
                written += b"\\u" + r.choice((b"%02x%02x", b"%02X%02X")) % (units[i], units[i + 1])
        else:
            c = bytes((r.choice([b for b in range(256) if b not in b'"\\']),))
            raw, written = raw + c, written + c
    return raw.decode("utf-8", "surrogateescape"), written


def random_value(r, depth):
    blank = r.choice((b"", b"", b"", b"", b" ", b"\n", b"\r\t  "))
    kind = r.randrange(12 if depth < 12 else 8)
    if kind < 3:
        text, written = random_string(r)
        return text, blank + b'"' + written + b'"' + blank
    if kind < 7:
        word = Number(r.choice(("0", "-0", "-1", str(r.randrange(1 << 64)), str(r.randrange(-1 << 63, 1 << 63)),
                                repr(r.uniform(-9, 9)), "%.17e" % r.uniform(-9e99, 9e99), "%f" % r.uniform(0, 1e300),
                                "NaN", "Infinity", "-Infinity")))
        return word, blank + word.encode() + blank
    if kind < 8:
        value = r.choice((None, True, False))
        return value, blank + canonical(value).encode() + blank
    items = [random_value(r, depth + r.choice((1, 1, 4))) for _ in range(r.choice((0, 0, 1, 2, 3)))]
    if kind < 10:
        return [v for v, _ in items], blank + b"[" + (b",".join(w for _, w in items) or blank) + b"]" + blank
    names = [random_string(r) for _ in items]
    names = [(n, w) if len(n.encode("utf-8", "surrogateescape")) <= 256 else ("", b"") for n, w in names]
    written = b",".join(blank + b'"' + n[1] + b'"' + blank + b":" + i[1] for n, i in zip(names, items))
    return tuple((n[0], i[0]) for n, i in zip(names, items)), b"{" + (written or blank) + b"}" + blank


def broken(r):
    """A document with a few bytes changed."""
    data = bytearray(random_value(r, 9)[1])
    for _ in range(r.choice((1, 1, 1, 2, 5))):
        at = r.randrange(len(data) + 1)
        some = bytes((r.choice(b'"\\{}[]:,-+.eE0123456789truefalsn u\n\0'),))
        data[at:at + r.randrange(2)] = r.choice((b"", some, some, some * 2))
    return bytes(data)


def main():
    if sys.argv[1] == "--random":
        r = random.Random(1)
        values = [random_value(r, 1) for _ in range(int(sys.argv[2]))]
        with open(sys.argv[3], "wb") as file:
            file.write(b"[" + b",".join(w for _, w in values) + b"]")
        print(canonical([v for v, _ in values]), end="")
    elif sys.argv[1] == "--broken":
        r = random.Random(2)
        documents, wanted = [], []
        while len(documents) < int(sys.argv[2]):
            data = broken(r)
            if re.search(rb"nan|inf|\\u[dD][89a-fA-F]", data):
                continue  # what the two are meant to differ in
            with open(str(len(documents)), "wb") as file:
                file.write(data)
            documents.append(data)
            try:
                wanted.append("0 " + canonical(read(data)))
            except (ValueError, IndexError):
                wanted.append("1 ")
        names = [str(n) for n in range(len(documents))]
        lines = subprocess.run([sys.argv[3], *names], stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
        if len(lines) != len(documents):
            print(len(lines), "lines for", len(documents), "documents")
        for data, want, got in zip(documents, wanted, lines):
            if got != want if want != "1 " else not got.startswith("1 "):
                print(data, want, got)
        done, accepted = len(documents), sum(want != "1 " for want in wanted)
        if not done / 20 < accepted < done * 19 / 20:
            print("all of them are alike:", accepted, "of", done)
    elif sys.argv[1] == "--lines":
        for name in sys.argv[2:]:
            with open(name, "rb") as file:
                print("0", canonical(read(file.read())))
    else:
        with open(sys.argv[1], "rb") as file:
            print(canonical(read(file.read())), end="")


main()
