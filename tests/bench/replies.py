# SPDX-License-Identifier: MIT
"""replies.py FOLDER alike|mixed: an answer of VM.get_all_records as JSON, from the recordings in FOLDER.

alike: 1000 VMs as XAPI's marshaller wrote them, one like the other.
mixed: of 1000 VMs every other one has the members of an older XAPI; the members of each are in an order of its own, and
       each reference, uuid, name and number differs from those of the other VMs.
"""
import gzip
import json
import random
import re
import sys

HEX = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def read(name):
    opened = gzip.open if name.endswith(".gz") else open
    with opened(sys.argv[1] + "/" + name, "rb") as file:
        return file.read()


def differ(value, seed):
    """The value with other uuids, numbers and words, but of the same length, or nearly so."""
    if isinstance(value, str):
        value = HEX.sub(lambda m: "%08x%s" % (hash_of(m[0], seed), m[0][8:]), value)
        return value + "%03d" % seed if value and not HEX.search(value) and not known(value) else value
    if isinstance(value, bool) or not value:
        return value
    if isinstance(value, int):
        return value + seed
    if isinstance(value, list):
        return [differ(v, seed) for v in value]
    if isinstance(value, dict):
        return {k: differ(v, seed) for k, v in value.items()}
    return value


def hash_of(text, seed):
    return (int(text[:8], 16) + seed * 2654435761) & 0xFFFFFFFF


def known(text):
    """A word of an enumeration, a reference, a date, a number."""
    return text in ("Running", "Halted", "Paused", "Suspended") or text == "OpaqueRef:NULL" or text[:4].isdigit()


def mixed():
    new = list(json.loads(read("v26-json-VM.get_all_records-1000.v2.json.gz"))["result"].values())
    old = list(json.loads(read("v1.249-json-VM.get_all_records-2.v2.json"))["result"].values())
    order = random.Random(1)
    vms = {}
    for n in range(1000):
        members = list(differ((old if n % 2 else new)[n % (len(old) if n % 2 else len(new))], n).items())
        order.shuffle(members)
        vms["OpaqueRef:%08x-0000-4000-8000-%012x" % (order.getrandbits(32), n)] = dict(members)
    text = json.dumps({"jsonrpc": "2.0", "result": vms, "id": 1}, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


kinds = {"alike": lambda: read("v26-json-VM.get_all_records-1000.v2.json.gz"), "mixed": mixed}
sys.stdout.buffer.write(kinds[sys.argv[2]]())
