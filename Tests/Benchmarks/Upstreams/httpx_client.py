"""httpx as its documentation shows it: one AsyncClient, CONCURRENCY tasks, TOTAL requests. Prints requests a second and
CPU microseconds a request.

Usage: httpx_client.py URL TOTAL CONCURRENCY
"""

import asyncio
import sys
import time

import httpx
import uvloop


async def main(url: str, total: int, width: int) -> None:
    limits = httpx.Limits(max_connections=width, max_keepalive_connections=width)
    async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=60) as client:
        left = iter(range(total))

        async def work() -> None:
            for _ in left:
                answer = await client.get(url)
                answer.raise_for_status()

        await client.get(url)
        wall, cpu = time.monotonic(), time.process_time()
        await asyncio.gather(*(work() for _ in range(width)))
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    print(f"{total / wall:.0f} {cpu / total * 1e6:.1f}")


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
