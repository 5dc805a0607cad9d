"""HTTP/1.1 on one connection: requests are read and answered one after the other, and a client that goes is noticed."""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator

from .playing import HANG, RESET, Action
from .seen import Request

HEAD_LIMIT, BODY_LIMIT, WRITE_LIMIT = 64 << 10, 32 << 20, 64 << 10
# Gets method, target, headers and body; returns a whole answer, or what is to be done; the request to note its end in;
# and whether the connection stays.
Answering = Callable[[str, str, dict[str, str], bytes], tuple[bytes | Iterator[Action], Request | None, bool]]


class Malformed(Exception):
    def __init__(self, status: int, fault: str) -> None:
        super().__init__(fault)
        self.status = status


class Head:
    __slots__ = ("method", "target", "headers", "length", "is_chunked", "keeps")

    def __init__(self, data: bytes) -> None:
        first, *lines = data.decode("latin-1").split("\r\n")
        parts = first.split(" ")
        if len(parts) != 3 or parts[2] != "HTTP/1.1":
            raise Malformed(400, "the request line is not of HTTP/1.1")
        self.method, self.target = parts[0], parts[1]
        self.headers = headers = {}
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon or not name or name != name.strip():
                raise Malformed(400, "a header is not NAME: VALUE")
            headers[name.lower()] = value.strip()
        if "host" not in headers:
            raise Malformed(400, "the header Host is missing")
        self.is_chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            raise Malformed(400, "Content-Length is no number")
        self.length = int(length)
        if self.length > BODY_LIMIT:
            raise Malformed(413, "the body is too long")
        self.keeps = headers.get("connection", "").lower() != "close"


class Connection(asyncio.Protocol):
    def __init__(self, loop: asyncio.AbstractEventLoop, answering: Answering) -> None:
        self.loop, self.answering = loop, answering
        self.transport: asyncio.Transport
        self.buffer = bytearray()
        self.head: Head | None = None
        self.actions: Iterator[Action] | None = None
        self.request: Request | None = None
        self.timer: asyncio.Handle | None = None
        self.is_paused = self.is_hanging = False
        self.keeps = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.actions is not None:
            if len(self.buffer) > BODY_LIMIT:
                self.transport.abort()
            return
        self.read()

    def eof_received(self) -> bool:
        """A client that says nothing more has gone: no client of these APIs closes its half alone."""
        self.leave()
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self.leave()

    def leave(self) -> None:
        if self.request is not None and self.request.end == "open":
            self.request.finish("client_closed")
        self.actions = None
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def pause_writing(self) -> None:
        self.is_paused = True

    def resume_writing(self) -> None:
        self.is_paused = False
        if self.actions is not None and self.timer is None and not self.is_hanging:
            self.advance()

    def read(self) -> None:
        """Answers what is complete, in order."""
        try:
            while self.actions is None and not self.transport.is_closing():
                if self.head is None and not self.read_head():
                    return
                body = self.take_body()
                if body is None:
                    return
                head, self.head = self.head, None
                self.answer(head, body)
        except Malformed as fault:
            self.refuse(fault)

    def read_head(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0 or end > HEAD_LIMIT:
            if len(self.buffer) > HEAD_LIMIT:
                raise Malformed(431, "the head is too long")
            return False
        self.head = Head(bytes(self.buffer[:end]))
        del self.buffer[: end + 4]
        if self.head.headers.get("expect", "").lower() == "100-continue":
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def take_body(self) -> bytes | None:
        """Nothing while it is not all there."""
        if self.head.is_chunked:
            return self.take_chunks()
        length = self.head.length
        if len(self.buffer) < length:
            return None
        body = bytes(self.buffer[:length])
        del self.buffer[:length]
        return body

    def take_chunks(self) -> bytes | None:
        body, place = bytearray(), 0
        while True:
            end = self.buffer.find(b"\r\n", place)
            if end < 0:
                break
            try:
                size = int(bytes(self.buffer[place:end]).partition(b";")[0], 16)
            except ValueError:
                raise Malformed(400, "a chunk has no size") from None
            if size < 0 or len(body) + size > BODY_LIMIT:
                raise Malformed(413, "the body is too long")
            if len(self.buffer) < end + 2 + size + 2:
                break
            body += self.buffer[end + 2 : end + 2 + size]
            place = end + 2 + size + 2
            if size == 0:
                del self.buffer[:place]
                return bytes(body)
        return None

    def refuse(self, fault: Malformed) -> None:
        text = str(fault).encode()
        self.transport.write(
            b"HTTP/1.1 %d Refused\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b"
            % (fault.status, len(text), text))
        self.transport.close()

    def answer(self, head: Head, body: bytes) -> None:
        answer, self.request, keeps = self.answering(head.method, head.target, head.headers, body)
        self.keeps = keeps and head.keeps
        if type(answer) is bytes:
            self.transport.write(answer)
            self.end_answer()
        else:
            self.actions = answer
            self.run()

    def end_answer(self) -> None:
        self.actions = None
        if self.request is not None:
            self.request.finish("answered")
        if not self.keeps:
            self.transport.close()

    def advance(self) -> None:
        """Goes on after a wait, unless the client takes nothing: then when it does."""
        self.timer = None
        if not self.is_paused and self.run():
            self.read()

    def run(self) -> bool:
        """Carries out what comes, up to the next wait; what is written together goes in one piece. True at the end."""
        pending: list[bytes] = []
        size = 0
        for action in self.actions:
            if type(action) is bytes:
                pending.append(action)
                size += len(action)
                if size < WRITE_LIMIT:
                    continue
            if pending:
                self.transport.write(b"".join(pending))
                pending, size = [], 0
            if type(action) is float:
                self.timer = self.loop.call_later(action, self.advance) if action else self.loop.call_soon(self.advance)
                return False
            if type(action) is not bytes:
                self.fail(action)
                return False
            if self.is_paused:
                return False
        if pending:
            self.transport.write(b"".join(pending))
        self.end_answer()
        return True

    def fail(self, action: Action) -> None:
        if action is HANG:
            self.is_hanging = True
            return
        self.request.finish("cut")
        self.actions = None
        if action is RESET:
            linger = struct.pack("ii", 1, 0)
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.transport.abort()
        else:
            self.transport.close()
