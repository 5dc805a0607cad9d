"""What came, and how it ended: bounded in number and in bytes, the oldest is forgotten first."""

import collections
import json
import time
from typing import Any

SECRET_HEADERS = ("authorization", "x-api-key")


class Request:
    """A request to the model, from its last byte to the end of its answer. Times are CLOCK_MONOTONIC, nanoseconds."""

    __slots__ = ("key", "at", "method", "path", "headers", "body", "end", "ended_at", "status", "tokens")

    def __init__(self, key: str, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        self.key, self.method, self.path, self.headers, self.body = key, method, path, headers, body
        self.at = time.monotonic_ns()
        self.end = "open"
        self.ended_at: int | None = None
        self.status: int | None = None
        self.tokens = 0

    def finish(self, end: str) -> None:
        self.end, self.ended_at = end, time.monotonic_ns()

    def document(self) -> dict[str, Any]:
        try:
            body = json.loads(self.body) if self.body else None
        except ValueError:
            body = self.body.decode("utf-8", "replace")
        return {
            "at": self.at, "method": self.method, "path": self.path,
            "headers": {name: value for name, value in self.headers.items() if name not in SECRET_HEADERS},
            "body": body, "end": self.end, "ended_at": self.ended_at, "status": self.status, "tokens": self.tokens,
        }


class Memory:
    LIMIT = 10_000
    LIMIT_BYTES = 256 << 20

    def __init__(self) -> None:
        self.requests: collections.deque[Request] = collections.deque()
        self.size = 0

    def note(self, request: Request) -> None:
        self.requests.append(request)
        self.size += len(request.body)
        while len(self.requests) > self.LIMIT or (self.size > self.LIMIT_BYTES and len(self.requests) > 1):
            self.size -= len(self.requests.popleft().body)

    def of(self, key: str) -> list[dict[str, Any]]:
        return [request.document() for request in self.requests if request.key == key]

    def forget(self, key: str) -> None:
        self.requests = collections.deque(request for request in self.requests if request.key != key)
        self.size = sum(len(request.body) for request in self.requests)
