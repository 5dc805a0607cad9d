"""The peer: what the plugin `curve` does, in FastAPI on one uvicorn worker with its fastest loop and parser."""

import socket

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, Field


class Score(BaseModel):
    raw: float = Field(ge=0, le=100)


class Curved(BaseModel):
    value: float


app = FastAPI()


@app.post("/curve")
async def curve(score: Score) -> Curved:
    return Curved(value=score.raw + 10)


def serve() -> None:
    """Serves on a free port of loopback until SIGTERM, after a line that names the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(f"listening on 127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, loop="uvloop", http="httptools", log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    serve()
