import random
import re
import socket
import time


def ask(line, attempts=5):
    for _ in range(attempts):
        with socket.create_connection(("127.0.0.1", 12002), timeout=10) as server:
            lines = server.makefile("rw", encoding="utf-8", newline="\n")
            lines.write(line + "\n")
            lines.flush()
            answer = lines.readline().strip()
        busy = re.match(r"BUSY retry-after=(\d+)", answer)
        if not busy:
            return answer
        time.sleep(int(busy[1]) * random.uniform(1, 1.5))
    raise TimeoutError("still busy")


print(ask("power 2 100"))
