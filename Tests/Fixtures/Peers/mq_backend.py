"""Plays the backend on aio-pika, both ways: publishes jobs, takes callbacks, and says whether they add up.

The broker may be stopped, killed or frozen meanwhile: what was not confirmed is published again under its id, and what
was not acknowledged comes again. Lines of JSON on standard output: {"event": "progress", ...} about ten times a second,
and at the end {"event": "summary", ...}. Ends with 0 when every job has its callback and repeats have one content.

The body of each job is TEMPLATE with {n} replaced by the job's number; its message id is "N:0". Lines on standard input
are orders: "pause" publishing and "resume" it, "unbind" and "bind" the queue of callbacks, "end" (no further job). Each
is answered by {"event": ORDER} when it is carried out: a pause when all that was published is confirmed.
"""

import argparse
import asyncio
import collections
import contextlib
import hashlib
import json
import logging
import os
import sys
import time

import aio_pika


class Ledger:
    """What was published and what has come back."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.begun = 0
        self.is_paused = False
        self.confirmed: set[int] = set()
        self.callbacks: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
        self.statuses: collections.Counter = collections.Counter()
        self.failed: list[str] = []
        self.dead: collections.Counter = collections.Counter()
        # Connections of this side that failed, attempts included: what was under way over them may come twice.
        self.reconnects = 0
        self.last: float | None = None
        self.longest_gap = 0.0

    def heard(self, message_id: str, body: bytes) -> None:
        now = time.monotonic()
        if self.last is not None:
            self.longest_gap = max(self.longest_gap, now - self.last)
        self.last = now
        if message_id not in self.callbacks:
            self.count_status(message_id, body)
        self.callbacks[message_id][hashlib.sha256(body).hexdigest()] += 1

    def count_status(self, message_id: str, body: bytes) -> None:
        """Of callbacks that have a `status`, or `success` as the contract says, the first of each job."""
        with contextlib.suppress(ValueError, AttributeError):
            members = json.loads(body)
            told = members.get("success")
            status = members.get("status", "" if told is None else "done" if told is True else "failed")
            self.statuses[status] += 1
            if status == "failed":
                self.failed.append(message_id)

    @property
    def under_way(self) -> int:
        return self.begun - len(self.callbacks) - len(self.dead)

    @property
    def missing(self) -> list[int]:
        return [n for n in range(self.count) if f"{n}:0" not in self.callbacks and f"{n}:0" not in self.dead]

    @property
    def is_complete(self) -> bool:
        is_answered = len(self.callbacks) + len(self.dead) >= self.count
        return len(self.confirmed) == self.count and is_answered and not self.missing

    def is_known(self, message_id: str) -> bool:
        number = message_id.removesuffix(":0")
        return number != message_id and number.isdigit() and int(number) < self.count

    def progress(self) -> dict:
        return {
            "event": "progress",
            "begun": self.begun,
            "published": len(self.confirmed),
            "callbacks": len(self.callbacks),
            "dead": len(self.dead),
        }

    def summary(self) -> dict:
        repeats = sum(sum(counts.values()) - 1 for counts in self.callbacks.values())
        strangers = [key for key in self.callbacks if not self.is_known(key)]
        return {
            **self.progress(),
            "event": "summary",
            "missing": self.missing[:20],
            "missing_count": len(self.missing),
            "repeats": repeats,
            "different_repeats": sum(len(counts) > 1 for counts in self.callbacks.values()),
            "dead_repeats": sum(self.dead.values()) - len(self.dead),
            "both": sum(key in self.callbacks for key in self.dead),
            "statuses": dict(self.statuses),
            "failed": self.failed[:20],
            "strangers": strangers[:20],
            "reconnects": self.reconnects,
            "longest_gap": round(self.longest_gap, 3),
        }


async def declare(channel, options) -> None:
    """The contract's topology, durable as there; the queues' type is the test's."""
    arguments = {"x-queue-type": options.kind}
    commands = await channel.declare_exchange(options.exchange, aio_pika.ExchangeType.DIRECT, durable=True)
    letters = await channel.declare_exchange(options.dead_letter, aio_pika.ExchangeType.FANOUT, durable=True)
    requests = await channel.declare_queue(
        options.queue, durable=True, arguments={**arguments, "x-dead-letter-exchange": options.dead_letter}
    )
    await requests.bind(commands, options.key)
    await (await channel.declare_queue(options.queue + ".dlq", durable=True, arguments=arguments)).bind(letters, "")
    callbacks = await channel.declare_queue(options.callbacks, durable=True, arguments=arguments)
    if options.is_bound:
        await callbacks.bind(commands, options.callback_key)


async def connected(options, ledger: Ledger, work) -> None:
    """Runs `work` on a fresh connection, again and again until it returns: no library is asked to restore anything."""
    while True:
        connection = None
        try:
            connection = await asyncio.wait_for(aio_pika.connect(options.url, heartbeat=4), 10)
            if await work(connection):
                return
        # The library cancels what waits for a connection that ends; nobody else cancels anything here.
        except (aio_pika.exceptions.AMQPError, asyncio.TimeoutError, asyncio.CancelledError, OSError, RuntimeError):
            pass
        finally:
            if connection is not None:
                try:
                    await asyncio.wait_for(connection.close(), 2)
                except (Exception, asyncio.CancelledError):  # noqa: BLE001 - it is gone in any case
                    pass
        ledger.reconnects += 1
        await asyncio.sleep(0.1)


def body_of(number: int, options) -> bytes:
    every, odd = options.odd
    template = odd if int(every) and number % int(every) == int(every) - 1 else options.template
    return template.replace("{n}", str(number)).encode()


async def publish(options, ledger: Ledger) -> None:
    """Publishes until all is confirmed. `options.backlog` jobs at most wait for their callbacks."""

    async def work(connection) -> bool:
        channel = await connection.channel(publisher_confirms=True)
        await declare(channel, options)
        exchange = await channel.get_exchange(options.exchange)
        again = collections.deque(n for n in range(ledger.begun) if n not in ledger.confirmed)
        window: set[asyncio.Task] = set()

        async def one(number: int) -> None:
            message = aio_pika.Message(
                body_of(number, options), content_type="application/json",
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT, message_id=f"{number}:0",
                headers={"traceparent": f"00-{number + 1:032x}-{number + 1:016x}-01"},
            )
            await asyncio.wait_for(exchange.publish(message, options.key, mandatory=True), 10)
            ledger.confirmed.add(number)

        async def settle(when: str) -> bool:
            """Waits for confirms; false when one did not come."""
            ended, _ = await asyncio.wait(window, return_when=when)
            window.difference_update(ended)
            return all(not task.cancelled() and task.exception() is None for task in ended)

        try:
            while again or ledger.begun < ledger.count:
                is_full = len(window) >= options.window
                if is_full and not await settle(asyncio.FIRST_COMPLETED):
                    return False
                is_ahead = not again and options.backlog and ledger.under_way >= options.backlog
                if ledger.is_paused or is_ahead:
                    if window and not await settle(asyncio.ALL_COMPLETED):
                        return False
                    await asyncio.sleep(0.005)
                    continue
                if not again:
                    # There may have been the order to end meanwhile.
                    if ledger.begun >= ledger.count:
                        break
                    again.append(ledger.begun)
                    ledger.begun += 1
                window.add(asyncio.create_task(one(again.popleft())))
                if options.rate:
                    await asyncio.sleep(1 / options.rate)
            return not window or await settle(asyncio.ALL_COMPLETED)
        finally:
            for task in window:
                task.cancel()
            await asyncio.gather(*window, return_exceptions=True)

    await connected(options, ledger, work)


async def listen(options, ledger: Ledger, queue: str, heard) -> None:
    async def work(connection) -> bool:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=200)
        await declare(channel, options)
        messages = await channel.get_queue(queue)

        async def take(message) -> None:
            heard(message)
            await message.ack()

        await messages.consume(take)
        while not (connection.is_closed or channel.is_closed):
            await asyncio.sleep(0.05)
        return False

    await connected(options, ledger, work)


async def rebind(options, ledger: Ledger) -> None:
    """Binds or unbinds the queue of callbacks, as `options` says by now."""

    async def work(connection) -> bool:
        channel = await connection.channel()
        queue = await channel.get_queue(options.callbacks)
        await (queue.bind if options.is_bound else queue.unbind)(options.exchange, options.callback_key)
        return True

    await connected(options, ledger, work)


async def obey(options, ledger: Ledger) -> None:
    """Carries out the orders of standard input."""
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while order := (await orders.readline()).decode().strip():
        if order in ("pause", "resume"):
            ledger.is_paused = order == "pause"
            while ledger.is_paused and len(ledger.confirmed) < ledger.begun:
                await asyncio.sleep(0.005)
        elif order in ("bind", "unbind"):
            options.is_bound = order == "bind"
            await rebind(options, ledger)
        elif order == "end":
            ledger.is_paused = False
            ledger.count = ledger.begun
        print(json.dumps({"event": order}), flush=True)
    os._exit(1)  # the one who gave them is gone


async def run(options) -> None:
    # Connections are lost all the time here: what the library says of each helps nobody.
    logging.disable(logging.CRITICAL)
    ledger = Ledger(options.count)
    options.is_bound = True

    def callback(message) -> None:
        ledger.heard(message.message_id or "", message.body)

    def letter(message) -> None:
        ledger.dead[message.message_id or ""] += 1

    tasks = [  # held, or they could be collected
        asyncio.create_task(publish(options, ledger)),
        asyncio.create_task(listen(options, ledger, options.callbacks, callback)),
        asyncio.create_task(listen(options, ledger, options.queue + ".dlq", letter)),
    ]
    if options.orders:
        tasks.append(asyncio.create_task(obey(options, ledger)))
    end = time.monotonic() + options.limit
    while not ledger.is_complete and time.monotonic() < end:
        print(json.dumps(ledger.progress()), flush=True)
        await asyncio.sleep(0.1)
    # A repeat that is on its way is still to be compared.
    await asyncio.sleep(options.linger)
    summary = ledger.summary()
    print(json.dumps(summary), flush=True)
    good = not summary["missing_count"] and not summary["different_repeats"] and not summary["strangers"]
    # At once: closing connections that are frozen would be waited for.
    os._exit(0 if good and ledger.is_complete else 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--url", required=True)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--template", default='{"jobId": {n}}')
    arguments.add_argument(
        "--odd", nargs=2, default=("0", ""), metavar=("EVERY", "TEMPLATE"),
        help="another template for the last of every so many jobs; 0: none has it",
    )
    arguments.add_argument("--exchange", default="lumie.commands")
    arguments.add_argument("--dead-letter", default="lumie.dlx")
    arguments.add_argument("--queue", default="grading.omr-request")
    arguments.add_argument("--key", default="grading.omr.request")
    arguments.add_argument("--callbacks", default="grading.omr-callback")
    arguments.add_argument("--callback-key", default="grading.omr.callback")
    arguments.add_argument("--kind", default="quorum", choices=["quorum", "classic"])
    arguments.add_argument("--window", type=int, default=100, help="unconfirmed at once")
    arguments.add_argument("--backlog", type=int, default=0, help="without a callback at once; 0: any number")
    arguments.add_argument("--rate", type=float, default=0, help="jobs in a second; 0: as fast as it goes")
    arguments.add_argument("--orders", action="store_true", help="obey the orders of standard input")
    arguments.add_argument("--limit", type=float, default=60, help="seconds until it gives up")
    arguments.add_argument("--linger", type=float, default=0.5)
    asyncio.run(run(arguments.parse_args()))


if __name__ == "__main__":
    main()
