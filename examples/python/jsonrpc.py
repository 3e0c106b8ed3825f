import itertools
import json
import socket

ids = itertools.count(1)


def call(lines, method, **params):
    request = {"jsonrpc": "2.0", "id": next(ids), "method": method, "params": params}
    lines.write(json.dumps(request) + "\n")
    lines.flush()
    answer = json.loads(lines.readline())
    if "error" in answer:
        raise RuntimeError(answer["error"]["message"])
    return answer["result"]


with socket.create_connection(("127.0.0.1", 12006), timeout=10) as server:
    lines = server.makefile("rw", encoding="utf-8", newline="\n")
    call(lines, "create", table="pupils", columns="name:text:required sid:integer:unique")
    call(lines, "insert", table="pupils", rows=[{"name": "Alice", "sid": 1}, {"name": "Bob"}])
    for row in call(lines, "fetch", table="pupils"):
        print(row)
    try:
        call(lines, "insert", table="pupils", rows=[{"name": "Carol", "sid": 1}])
    except RuntimeError as error:
        print("refused:", error)
    call(lines, "drop", table="pupils")
