import socket

with socket.create_connection(("127.0.0.1", 12002), timeout=10) as server:
    lines = server.makefile("rw", encoding="utf-8", newline="\n")
    lines.write("add 2 3\n")
    lines.flush()
    print(lines.readline().strip())
