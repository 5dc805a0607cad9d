"""An answer as it goes over the wire: bytes, waits, and ways to fail, one after the other."""

import email.utils
import http
import time
from collections.abc import Iterator
from types import ModuleType

from .answers import Answer, Wish
from .events import COMMENT, END, FRAME, TOKEN, Event, lines
from .refusals import Refused
from .seen import Request
from .steps import Step

# What a connection does next: bytes are written, seconds are waited.
HANG, CUT, RESET = object(), object(), object()
Action = bytes | float | object
JSON, SSE, HTML = "application/json", "text/event-stream; charset=utf-8", "text/html"
HTML_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
HALF_JSON = b'{"id": "chatcmpl-1", "choices": [{"message": {"content": "'
REASONS = {status.value: status.phrase for status in http.HTTPStatus} | {529: "Overloaded"}


def head(status: int, media_type: str, headers: str, length: int | None, keep_alive: bool = True) -> bytes:
    """Without a length the body comes in chunks."""
    framing = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    connection = "" if keep_alive else "Connection: close\r\n"
    return (
        f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}\r\nContent-Type: {media_type}\r\n{framing}\r\n{connection}"
        f"{headers}\r\n").encode("latin-1", "replace")


def whole(status: int, media_type: str, headers: str, body: bytes, keep_alive: bool = True) -> bytes:
    return head(status, media_type, headers, len(body), keep_alive) + body


def refusal(provider: ModuleType, refused: Refused, number: str) -> bytes:
    """As the API refuses by itself."""
    request_id = f"req_{number}"
    body = provider.error_body(refused, request_id)
    return whole(refused.status, JSON, provider.headers(request_id), body)


class Play:
    """One answer to one request, as a step says."""

    def __init__(
        self, provider: ModuleType, step: Step, wish: Wish, answer: Answer | None, request: Request, number: str
    ) -> None:
        self.provider, self.step, self.wish, self.answer = provider, step, wish, answer
        self.request, self.number = request, number
        self.headers = provider.headers(f"req_{number}", step.status == 429) + scripted_headers(step)

    def actions(self, body: str | None) -> Iterator[Action]:
        """With a body that is one piece; without, the answer is told as the wish says."""
        actions = self._actions(body)
        return by_bytes(actions) if self.step.split else actions

    def _actions(self, body: str | None) -> Iterator[Action]:
        step = self.step
        if step.head_delay_ms:
            yield step.head_delay_ms / 1000
        is_streamed = body is None and self.wish.is_streaming
        if step.hang == "head" or (step.hang is not None and not is_streamed):
            yield HANG
        elif step.malformed == "http":
            yield b"\x00\x16\x03 this is no HTTP\r\n\r\n"
            yield CUT
        elif step.refuses:
            yield from self._refusal()
        elif step.malformed == "html" or (step.malformed == "json" and is_streamed):
            kind, page = (HTML, HTML_PAGE) if step.malformed == "html" else (JSON, HALF_JSON)
            yield whole(step.status or 200, kind, self.headers, page, step.keep_alive)
        elif is_streamed:
            yield from self._stream()
        else:
            yield from self._document(body)

    def _refusal(self) -> Iterator[Action]:
        step, refused = self.step, self.provider.trouble(self.step)
        self.request.status = refused.status
        yield from self._wait()
        kind, body = JSON, self.provider.error_body(refused, f"req_{self.number}")
        if step.malformed == "html":
            kind, body = HTML, HTML_PAGE
        elif step.malformed is not None:
            body = {"empty_body": b"", "json": body[:-2]}.get(step.malformed, self.provider.WRONG_SHAPE.encode())
        yield from self._body(refused.status, kind, body)

    def _document(self, body: str | None) -> Iterator[Action]:
        step, answer = self.step, self.answer
        if body is None:
            body = self.provider.whole(answer, self.wish, self.number)
            self.request.tokens = len(answer.pieces)
        yield from self._wait()
        if step.gap_ms and answer is not None and len(answer.pieces) > 1:
            yield step.gap_ms / 1000 * (len(answer.pieces) - 1)
        content = body.encode("utf-8", "replace")
        if step.malformed == "json":
            content = content[: len(content) // 2]
        elif step.malformed == "sse":
            yield whole(200, SSE, self.headers, b"data: " + content + b"\n\n", step.keep_alive)
            return
        elif step.malformed is not None:
            content = b"" if step.malformed == "empty_body" else self.provider.WRONG_SHAPE.encode()
        if step.error_after is not None:
            # There is no middle in which it could fail.
            refused = self.provider.trouble(Step(status=step.status or (None if step.code else 500), code=step.code))
            self.request.status = refused.status
            error = self.provider.error_body(refused, f"req_{self.number}")
            yield from self._body(refused.status, JSON, error)
            return
        yield from self._body(step.status or 200, JSON, content)

    def _body(self, status: int, kind: str, body: bytes) -> Iterator[Action]:
        """Whole, or cut: after so many bytes, or in its middle."""
        cut = self.step.cut
        yield head(status, kind, self.headers, len(body), self.step.keep_alive)
        if cut is None:
            yield body
            return
        yield body[: cut.get("bytes", len(body) // 2)]
        yield RESET if cut.get("reset") else CUT

    def _stream(self) -> Iterator[Action]:
        step, cut = self.step, self.step.cut or {}
        yield head(step.status or 200, SSE, self.headers, None, step.keep_alive)
        left = cut.get("bytes")
        for action in self._events() if step.malformed != "empty_body" else ():
            if type(action) is not bytes:
                yield action
                continue
            if left is not None and left < len(action):
                # The chunk says how long it would have been.
                yield b"%x\r\n%b" % (len(action), action[:left])
                yield RESET if cut.get("reset") else CUT
                return
            left = left if left is None else left - len(action)
            yield b"%x\r\n%b\r\n" % (len(action), action)
        yield b"0\r\n\r\n"

    def _events(self) -> Iterator[Action]:
        """Events as bytes, not in chunks yet, with what happens between them."""
        step, request = self.step, self.request
        hang, cut = (step.hang or {}).get("tokens"), (step.cut or {}).get("tokens")
        gap, has_waited = step.gap_ms / 1000, False
        for event in self.provider.events(self.answer, self.wish, self.number):
            kind, count = event[0], request.tokens
            if kind != FRAME:
                if hang is not None and (count >= hang or kind == END):
                    yield HANG
                    return
                if cut is not None and (count >= cut or kind == END):
                    yield RESET if step.cut.get("reset") else CUT
                    return
                if step.error_after is not None and (count >= step.error_after or kind == END):
                    yield self._line(self._error_event())
                    return
                if not has_waited:
                    has_waited = True
                    yield from self._wait(shows_pings=True)
                elif gap and kind == TOKEN:
                    yield gap
            if kind == TOKEN:
                request.tokens = count + 1
                if step.malformed == "sse" and count == 1:
                    yield self._line((TOKEN, event[1], self.provider.HALF_EVENT))
                if step.malformed == "wrong_shape":
                    event = (TOKEN, event[1], self.provider.WRONG_SHAPE)
            yield self._line(event)

    def _error_event(self) -> Event:
        code = self.step.code or "overloaded"
        return self.provider.error_event(self.provider.trouble(Step(code=code)), f"req_{self.number}")

    def _line(self, event: Event) -> bytes:
        text = (COMMENT if self.step.comment else "") + lines(event)
        return (text.replace("\n", "\r\n") if self.step.crlf else text).encode("utf-8", "replace")

    def _wait(self, shows_pings: bool = False) -> Iterator[Action]:
        """Up to the first token; pings come evenly in that time."""
        delay, pings = self.step.first_delay_ms / 1000, self.step.pings if shows_pings else 0
        for _ in range(pings):
            if delay:
                yield delay / (pings + 1)
            yield self._line(self.provider.PING) if self.provider.PING else b": ping\n\n"
        if delay:
            yield delay / (pings + 1)


def scripted_headers(step: Step) -> str:
    headers = ""
    if isinstance(step.retry_after, dict):
        moment = time.time() + step.retry_after.get("date_in", 0)
        headers += f"retry-after: {email.utils.formatdate(moment, usegmt=True)}\r\n"
    elif step.retry_after is not None:
        headers += f"retry-after: {step.retry_after}\r\n"
    if step.retry_after_ms is not None:
        headers += f"retry-after-ms: {step.retry_after_ms}\r\n"
    for name, value in (step.headers or {}).items():
        headers += f"{name}: {value}\r\n"
    return headers


def by_bytes(actions: Iterator[Action]) -> Iterator[Action]:
    """Every byte by itself, with a turn of the loop after it."""
    for action in actions:
        if type(action) is not bytes:
            yield action
            continue
        for place in range(len(action)):
            yield action[place : place + 1]
            yield 0.0
