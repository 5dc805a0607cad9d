"""The HTTP surface as httpx sees it: every answer has to pass its strict parser, h11.

Usage: http_contract.py BASE_URL
"""

import asyncio
import sys
import time

import httpx

BASE = sys.argv[1]


def same(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: got {got!r}, wanted {wanted!r}")


def chunks():
    for _ in range(64):
        yield b"x" * 16_384


def one_client():
    with httpx.Client(base_url=BASE, trust_env=False, timeout=20) as client:
        answer = client.post("/curve", json={"raw": 61})
        same("JSON", (answer.status_code, answer.json()), (200, {"value": 71}))
        same("validation", client.post("/curve", json={"raw": "x"}).status_code, 422)
        answer = client.post("/echo", files={"image": ("scan.jpg", b"\xff" * 50_000, "image/jpeg")}, data={"a": "1"})
        same("form", answer.json()["headers"]["content-type"], answer.request.headers["content-type"])
        same("form size", answer.json()["size"], int(answer.request.headers["content-length"]))
        same("chunked upload", client.post("/echo", content=chunks()).json()["size"], 64 * 16_384)
        answer = client.get("/echo/a%2Fb", params={"q": "x y"})
        same("parameters", answer.json()["parameters"], {"id": "a/b", "q": "x y"})
        answer = client.head("/echo/7")
        same("HEAD", (answer.status_code, answer.content), (200, b""))
        answer = client.options("/echo")
        same("OPTIONS", (answer.status_code, answer.headers["allow"]), (204, "OPTIONS, POST"))
        same("unknown path", client.get("/nothing").json(), {"detail": "Not Found"})
        same("own id", client.post("/echo", headers={"X-Request-Id": "mine-7"}).headers["x-request-id"], "mine-7")

        begin = time.monotonic()
        with client.stream(
            "POST", "/tokens", json={"count": 3, "interval_ms": 300}, headers={"Accept": "text/event-stream"}
        ) as answer:
            arrivals = [(line, time.monotonic() - begin) for line in answer.iter_lines() if line.strip()]
        same("events", [line.strip() for line, _ in arrivals], [f'data: {{"token":"token {n} "}}' for n in range(3)])
        same("events come one by one", arrivals[2][1] - arrivals[0][1] > 0.4, True)

        with client.stream("POST", "/tokens", json={"count": 1_000_000, "interval_ms": 1}) as answer:
            next(answer.iter_lines())
        # The stream was left in its middle: the next request needs a connection of its own, and gets one.
        same("after a stream that was left", client.get("/health").json(), {"status": "healthy"})


async def many_at_once():
    limits = httpx.Limits(max_connections=20)
    async with httpx.AsyncClient(base_url=BASE, trust_env=False, timeout=20, limits=limits) as client:
        answers = await asyncio.gather(*(client.post("/curve", json={"raw": n % 100}) for n in range(300)))
        for n, answer in enumerate(answers):
            same("one of many", (answer.status_code, answer.json()), (200, {"value": n % 100 + 10}))


one_client()
asyncio.run(many_at_once())
