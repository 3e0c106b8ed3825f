"""A line echo with a thread per client, as textbooks write it: echo.py DELAY_MILLIS."""

import socket
import sys
import threading
import time

LONGEST = 64 * 1024
delay = int(sys.argv[1]) / 1000


def answer(line):
    if delay:
        time.sleep(delay)
    return line


def serve(client):
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    unfinished = b""
    try:
        with client:
            while data := client.recv(65536):
                *lines, unfinished = (unfinished + data).split(b"\n")
                if len(unfinished) > LONGEST:
                    return
                if lines:
                    answers = [answer(line.decode()) + "\n" for line in lines]
                    client.sendall("".join(answers).encode())
    except OSError:
        pass  # The client is gone.


def accept(listening):
    while True:
        client, _ = listening.accept()
        threading.Thread(target=serve, args=(client,), daemon=True).start()


threading.stack_size(256 * 1024)
listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
print(listening.getsockname()[1], flush=True)
threading.Thread(target=accept, args=(listening,), daemon=True).start()
sys.stdin.read()
