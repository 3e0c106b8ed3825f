import socket

with socket.create_connection(("127.0.0.1", 12002), timeout=10) as server:
    lines = server.makefile("rw", encoding="utf-8", newline="\n")
    for number in range(1000):
        lines.write(f"multiply {number} {number}\n")
    lines.flush()
    squares = [int(lines.readline()) for _ in range(1000)]
    print(squares[:5], "…", squares[-1])
