"""A worker on aio-pika as its documentation shows one: takes jobs, publishes a confirmed callback for each, and
acknowledges.
"""

import asyncio
import json
import sys

import aio_pika
import uvloop


async def work(port: int, queue_name: str, callbacks: str, prefetch: int) -> None:
    connection = await aio_pika.connect_robust(f"amqp://guest:guest@127.0.0.1:{port}/")
    consuming = await connection.channel()
    await consuming.set_qos(prefetch_count=prefetch)
    publishing = await connection.channel(publisher_confirms=True)
    queue = await consuming.get_queue(queue_name)

    async def handle(message: aio_pika.abc.AbstractIncomingMessage) -> None:
        async with message.process(requeue=True):
            json.loads(message.body)
            callback = aio_pika.Message(
                b"{}",
                content_type="application/json",
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                message_id=message.message_id,
            )
            await publishing.default_exchange.publish(callback, callbacks, mandatory=True)

    await queue.consume(handle)
    await asyncio.Future()


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(work(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
