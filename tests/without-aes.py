# SPDX-License-Identifier: MIT
"""without-aes.py SOCKET: let the program that qemu-aarch64 -g SOCKET stopped at its first instruction go on, on a
processor that says it has no instructions for AES: clear that bit of AT_HWCAP in its auxiliary vector."""
import re
import socket
import sys
import time

AT_HWCAP, HWCAP_AES = 16, 1 << 3
SP = 31

gdb = socket.socket(socket.AF_UNIX)
for _ in range(3000):
    try:
        gdb.connect(sys.argv[1])
        break
    except OSError:
        time.sleep(0.02)
reply = gdb.makefile("rb")


def ask(packet):
    gdb.sendall(b"$%s#%02x" % (packet, sum(packet) % 256))
    while (byte := reply.read(1)) != b"$":
        if not byte:
            sys.exit("qemu closed the connection at %s" % packet)
    text = b""
    while (byte := reply.read(1)) != b"#":
        text += byte
    reply.read(2)
    gdb.sendall(b"+")
    return text


def word(address):
    return int.from_bytes(bytes.fromhex(ask(b"m%x,8" % address).decode()), "little")


ask(b"qSupported:multiprocess+;xmlRegisters=aarch64")
pid = re.search(b"thread:p([0-9a-f]+)", ask(b"?"))[1]
ask(b"qXfer:features:read:target.xml:0,ffb")
registers = bytes.fromhex(ask(b"g").decode())
at = int.from_bytes(registers[8 * SP:8 * SP + 8], "little")
at += 8 * (word(at) + 2)  # argc, the arguments, their end
while word(at):
    at += 8
at += 8
while word(at) != AT_HWCAP:
    at += 16
capabilities = word(at + 8)
assert capabilities & HWCAP_AES
assert ask(b"M%x,8:%s" % (at + 8, (capabilities & ~HWCAP_AES).to_bytes(8, "little").hex().encode())) == b"OK"
ask(b"D;" + pid)
