"""The peer: what worker.tokens and worker.stream do, from asynchronous generators in FastAPI on one uvicorn worker with
its fastest loop and parser. Events are formatted by hand: a library for them only adds to the cost.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel


class TokenOrder(BaseModel):
    count: int
    interval_ms: int | None = None


class StreamOrder(BaseModel):
    bytes: int
    piece: int


app = FastAPI()


async def tokens(order: TokenOrder) -> AsyncIterator[str]:
    for number in range(order.count):
        if order.interval_ms is not None:
            await asyncio.sleep(order.interval_ms / 1000)
        yield f"data: {json.dumps({'token': f'token {number} '})}\n\n"


async def pieces(size: int, piece: int) -> AsyncIterator[bytes]:
    event = b"data: " + bytes(0x61 + number % 26 for number in range(piece)) + b"\n\n"
    for _ in range(0, size, piece):
        yield event


@app.post("/tokens")
async def stream_tokens(order: TokenOrder) -> StreamingResponse:
    return StreamingResponse(tokens(order), media_type="text/event-stream")


@app.post("/pieces")
async def stream_pieces(order: StreamOrder) -> StreamingResponse:
    return StreamingResponse(pieces(order.bytes, order.piece), media_type="text/event-stream")


def serve() -> None:
    """Serves on a free port of loopback until SIGTERM, after a line that names the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(f"listening on 127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, loop="uvloop", http="httptools", log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    serve()
