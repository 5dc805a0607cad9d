"""Plays the backend's /internal surface: exam metadata for who signs as the contract says (contracts, section 1.5).

Listens on a free port of loopback, prints it, and ends with its standard input. Beside /internal/exams/ID there are
/internal/echo, which says what came, and /internal/pieces?count=N&pause=S, a chunked answer.

What it does wrong is set by PUT /control, a JSON object: "status" (of every answer), "delay" (seconds before it),
"garbage" (no HTTP at all), "body" (in place of the exam), "times" (so often, then all is well again); "secret" is the
one that it checks with from then on. GET /control says what came: counts of requests, of wrong signatures and of
requests without one, of chunked answers that were left early, and the last tenant, target and traceparent.
"""

import argparse
import hashlib
import hmac
import json
import os
import re
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class State:
    def __init__(self, secret: str, exam: dict) -> None:
        self.lock = threading.Lock()
        self.secret, self.exam = secret, exam
        self.trouble: dict = {}
        self.seen = {
            "requests": 0, "bad_signatures": 0, "unsigned": 0, "left": 0, "tenant": None, "target": None,
            "traceparent": None,
        }

    def take_trouble(self) -> dict:
        with self.lock:
            trouble = dict(self.trouble)
            if trouble.get("times") is not None:
                self.trouble["times"] -= 1
                if self.trouble["times"] <= 0:
                    self.trouble = {}
            return trouble


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: State

    def log_message(self, *arguments) -> None:
        pass

    def answer(self, status: int, document) -> None:
        body = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def read_body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_PUT(self) -> None:
        trouble = json.loads(self.read_body() or b"{}")
        with self.state.lock:
            self.state.secret = trouble.pop("secret", self.state.secret)
            self.state.trouble = trouble
        self.answer(200, {})

    def sent(self, name: str) -> str:
        """A header, whose bytes are what they are: http.server shows them as Latin-1."""
        return (self.headers.get(name) or "").encode("latin-1").decode("utf-8", "replace")

    def is_signed(self, body: bytes) -> bool:
        """METHOD, target, tenant, timestamp and the body's digest, a line each; hex of HMAC-SHA256; within 300 s."""
        timestamp = self.headers.get("X-Timestamp", "")
        lines = [self.command, self.path, self.sent("X-Tenant-Slug"), timestamp, hashlib.sha256(body).hexdigest()]
        wanted = hmac.new(self.state.secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
        fresh = timestamp.isdigit() and abs(time.time() - int(timestamp)) <= 300
        return fresh and hmac.compare_digest(wanted.encode(), self.sent("X-Signature").encode())

    def do_GET(self) -> None:
        if self.path == "/control":
            with self.state.lock:
                return self.answer(200, self.state.seen)
        self.serve(self.read_body())

    def do_POST(self) -> None:
        self.serve(self.read_body())

    def note(self, is_signed: bool) -> None:
        seen = self.state.seen
        with self.state.lock:
            seen["requests"] += 1
            seen["bad_signatures"] += not is_signed
            seen["unsigned"] += not all(self.headers.get(name) for name in ("X-Signature", "X-Timestamp"))
            seen.update(
                tenant=self.sent("X-Tenant-Slug"), target=self.path, traceparent=self.headers.get("traceparent"))

    def serve(self, body: bytes) -> None:
        state, trouble, is_signed = self.state, self.state.take_trouble(), self.is_signed(body)
        self.note(is_signed)
        time.sleep(trouble.get("delay", 0))
        address = urllib.parse.urlsplit(self.path)
        if trouble.get("garbage"):
            self.wfile.write(b"\x00\xffthis is no HTTP\r\n\r\n")
            self.close_connection = True
        elif "status" in trouble:
            self.answer(trouble["status"], {"code": "E999", "message": "as the test says"})
        elif "body" in trouble:
            self.answer(200, trouble["body"].encode())
        elif not is_signed:
            self.answer(401, {"code": "UNAUTHORIZED", "message": "the signature is wrong"})
        elif match := re.fullmatch(r"/internal/exams/(\d+)", address.path):
            number = int(match[1])
            if number == 404:
                return self.answer(404, {"code": "E101", "message": "exam not found"})
            self.answer(200, {**state.exam, "id": number})
        elif address.path == "/internal/echo":
            # Of headers the names alone: a caller's secrets are among their values.
            names = sorted(name.lower() for name in self.headers)
            self.answer(200, {"method": self.command, "target": self.path, "headers": names, "body": body.decode()})
        elif address.path == "/internal/pieces":
            self.send_pieces(urllib.parse.parse_qs(address.query))
        else:
            self.answer(404, {"code": "NOT_FOUND", "message": self.path})

    def send_pieces(self, query: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for number in range(int(query["count"][0])):
                piece = f"piece {number}\n".encode()
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                time.sleep(float(query["pause"][0]))
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True
            with self.state.lock:
                self.state.seen["left"] += 1


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A client that does not wait for its answer is no fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def end_with_standard_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--secret", required=True)
    arguments.add_argument("--exam", required=True, help="a file with the exam's metadata, JSON")
    options = arguments.parse_args()
    with open(options.exam, encoding="utf-8") as file:
        Handler.state = State(options.secret, json.load(file))
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
