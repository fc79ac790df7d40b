# SPDX-License-Identifier: MIT
# answer.py FILE: accept one connection over TCP on the loopback address, read what comes first, answer with the bytes
# of FILE and close. Print the port first.
import socket
import sys

server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
server.settimeout(60)
connection, _ = server.accept()
connection.recv(65536)
connection.sendall(open(sys.argv[1], "rb").read())
connection.close()
