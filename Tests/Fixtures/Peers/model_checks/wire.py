"""What is said byte by byte: framing, several requests on a connection, and scripts that are refused."""

import json
import socket
import time
import urllib.error

from .judging import Server, holds, same

CHAT = json.dumps({"model": "m", "messages": [{"role": "user", "content": "a"}]}).encode()


def request(
    key: str, body: bytes = CHAT, headers: str = "", path: str = "/v1/chat/completions", method: str = "POST"
) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: model\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
        f"{headers}Content-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=5)


def read_answer(file) -> tuple[int, dict[str, str], bytes]:
    status = int(file.readline().split()[1])
    headers: dict[str, str] = {}
    while (line := file.readline().decode().strip()):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if status == 100:
        return read_answer(file)
    return status, headers, file.read(int(headers.get("content-length", 0)))


def exchange(server: Server, *pieces: bytes) -> tuple[int, dict[str, str], bytes]:
    with connect(server) as peer, peer.makefile("rb") as file:
        for piece in pieces:
            peer.sendall(piece)
        return read_answer(file)


def check_framing(server: Server) -> None:
    whole = request("wire")
    same("a request in single bytes", exchange(server, *(whole[n : n + 1] for n in range(len(whole))))[0], 200)
    chunked = whole.partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
    body = b"".join(b"%x\r\n%b\r\n" % (len(CHAT[n : n + 7]), CHAT[n : n + 7]) for n in range(0, len(CHAT), 7))
    same("a request in chunks", exchange(server, chunked, body, b"0\r\n\r\n")[0], 200)
    same("a request that asks first", exchange(server, request("wire", headers="Expect: 100-continue\r\n"))[0], 200)
    with connect(server) as peer, peer.makefile("rb") as file:
        server.script("slow", {"first_delay_ms": 30, "text": "slow"}, {"text": "quick"})
        peer.sendall(request("slow") * 2 + request("slow", path="/v1/none"))
        answers = [read_answer(file) for _ in range(3)]
    same("answers keep the order of requests", [a[0] for a in answers], [200, 200, 404])
    holds("the slow one comes first", b"slow" in answers[0][2] and b"quick" in answers[1][2])


def check_refusals(server: Server) -> None:
    for what, wanted, answer in (
        ("no key", 401, exchange(server, request("", path="/v1/chat/completions"))),
        ("not JSON", 400, exchange(server, request("wire", b"{"))),
        ("a number that is none", 400, exchange(server, request("wire", CHAT.replace(b'"m"', b"NaN")))),
        ("a form", 400, exchange(server, request("wire").replace(b"application/json", b"application/x-form"))),
        ("an unknown path", 404, exchange(server, request("wire", path="/v1/speech"))),
        ("a method that is none", 405, exchange(server, request("wire", method="GET"))),
        ("no max_tokens", 400, exchange(
            server, request("wire", path="/v1/messages", headers="anthropic-version: 2023-06-01\r\n"))),
        ("no version", 400, exchange(server, request("wire", path="/v1/messages"))),
        ("a line that is none", 400, exchange(server, b"HELLO\r\n\r\n")),
        ("a head that is too long", 431, exchange(server, b"GET / HTTP/1.1\r\nA: " + b"a" * 70_000)),
    ):
        same(what, answer[0], wanted)
    document = json.loads(exchange(server, request("wire", path="/v1/messages"))[2])
    told = (document["type"], document["error"]["message"])
    same("Anthropic's form", told, ("error", "anthropic-version: header is required"))


def check_cuts(server: Server) -> None:
    for count in (0, 1, 100):
        server.script("cut", {"cut": {"bytes": count}})
        with connect(server) as peer, peer.makefile("rb") as file:
            peer.sendall(request("cut"))
            head, _, body = file.read().partition(b"\r\n\r\n")
        same(f"{count} bytes of a body", len(body), count)
        holds("its length is announced", int(head.lower().partition(b"content-length: ")[2].split()[0]) > 100)
    for kind, wanted in (("empty_body", 0), ("json", 400)):
        server.script("cut", {"malformed": kind})
        holds(f"{kind} is whole HTTP", len(exchange(server, request("cut"))[2]) >= wanted)
    server.script("cut", {"status": 502, "malformed": "html"})
    status, headers, body = exchange(server, request("cut"))
    same("a page of a proxy", (status, headers["content-type"]), (502, "text/html"))
    holds("it is HTML", body.startswith(b"<html>"))
    server.script("cut", {"keep_alive": False})
    with connect(server) as peer:
        peer.sendall(request("cut"))
        while peer.recv(65_536):
            pass


def streamed(server: Server, step: dict, path: str = "/v1/chat/completions") -> bytes:
    """The bytes of a stream to its end, without the sizes of chunks."""
    server.script("streamed", step | {"keep_alive": False})
    members = {"stream": True, "max_tokens": 9, "model": "m", "messages": [{"role": "user", "content": "a"}]}
    with connect(server) as peer, peer.makefile("rb") as file:
        peer.sendall(request("streamed", json.dumps(members).encode(), "anthropic-version: 2023-06-01\r\n", path))
        while file.readline().strip():
            pass
        body = b""
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
        return body


def check_events(server: Server) -> None:
    body = streamed(server, {"tokens": ["a", "b"], "crlf": True})
    same("line ends of two signs", body.count(b"\n"), body.count(b"\r\n"))
    same("two after each event", body.count(b"\r\n\r\n"), 5)
    holds("line ends of one sign", b"\r" not in streamed(server, {"tokens": ["a", "b"]}))
    same("comments", streamed(server, {"tokens": ["a"], "comment": True}).count(b": processing\n\n"), 4)
    same("pings of OpenAI", streamed(server, {"tokens": ["a"], "pings": 2}).count(b": ping\n\n"), 2)
    body = streamed(server, {"tokens": ["a"], "pings": 2}, "/v1/messages")
    same("pings of Anthropic, one of its own", body.count(b"event: ping\n"), 3)
    server.script("events", {"cut": {"bytes": 3, "reset": True}})
    with connect(server) as peer:
        peer.sendall(request("events"))
        try:
            while peer.recv(65_536):
                pass
        except ConnectionResetError:
            return
    holds("a reset is one", False)


def check_pressure(server: Server) -> None:
    """A client that takes nothing holds the model up, with and without gaps."""
    body = CHAT.replace(b'"model"', b'"stream": true, "model"')
    for gap in (0, 1):
        key = f"pressure {gap}"
        server.script(key, {"repeat": {"text": "x" * 20_000, "count": 5_000}, "gap_ms": gap})
        with connect(server) as peer:
            peer.sendall(request(key, body))
            before, given = 0, 1
            while given != before or given == 0:
                before = given
                time.sleep(0.2)
                given = sum(seen["tokens"] for seen in server.seen(key))
            holds("what was given is what the sockets hold", given < 2_500)
        same("the end of a client that takes nothing", server.ended(key)[0]["end"], "client_closed")


def check_scripts(server: Server) -> None:
    server.script("steps", {"status": 500}, {"status": 503}, {})
    same("the last step stays", [exchange(server, request("steps"))[0] for _ in range(5)], [500, 503, 200, 200, 200])
    for wrong in (
        [], {}, [{"txt": "a"}], [{"text": 5}], [{"cut": {"words": 1}}], [{"malformed": "xml"}], [{"gap_ms": -1}],
        [{"tokens": [1]}], [{"pings": True}], [{"error_after": 1, "code": "none"}],
    ):
        try:
            server.ask("PUT", "/_script/key", wrong)
        except urllib.error.HTTPError as error:
            same(f"the script {wrong}", error.code, 400)
            holds("its fault is named", json.loads(error.read())["detail"])
        else:
            holds(f"the script {wrong} is refused", False)


def check_memory(server: Server) -> None:
    """The oldest is forgotten first."""
    with connect(server) as peer, peer.makefile("rb") as file:
        for start in range(0, 10_100, 100):
            peer.sendall(b"".join(request("many", headers=f"x-number: {start + n}\r\n") for n in range(100)))
            for _ in range(100):
                read_answer(file)
    seen = server.seen("many")
    same("ten thousand are remembered", len(seen), 10_000)
    same("the last is among them", seen[-1]["headers"]["x-number"], "10099")


CHECKS = (check_framing, check_refusals, check_cuts, check_events, check_pressure, check_scripts, check_memory)
