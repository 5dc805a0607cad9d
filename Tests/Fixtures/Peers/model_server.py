"""Plays a model behind OpenAI's API and Anthropic's, as faithfully as clients can tell: what the originals refuse is
refused in their words, and scripts make it slow, wrong or silent.

Listens on a free port of loopback, prints "port N", and ends with its standard input. Serves POST /v1/chat/completions,
/v1/embeddings, /v1/messages and /v1/messages/count_tokens, and GET /v1/models. A key that begins with "wrong" is
refused; so is a model whose name begins with "unknown". Without a script the answer is always the same text, or fits
the wanted schema or tool.

Scripts belong to keys (the bearer token, or x-api-key), so that tests do not disturb each other. PUT /_script/KEY takes
a list of steps. Each answer takes one, the last is taken again and again; what the API refuses by itself, the list of
models and the count of tokens take none. GET /_seen/KEY lists the requests of a key: `at` and `ended_at`
(CLOCK_MONOTONIC, nanoseconds), `method`, `path`, `headers` (without keys), `body`, `status`, `tokens` (given so far)
and `end`: "open", "answered", "client_closed" or "cut". DELETE /_script/KEY forgets a key's script and its requests.
The last 10,000 requests are remembered.

Members of a step, of which any may come together:
  text, tokens: [..], repeat: {text, count}   what is said; a text is told word by word
  echo             the user's last words are said
  empty, null_content, refusal: TEXT          nothing; no content at all; it declines
  tools: [{name, arguments, id}]              calls; arguments are an object or a string; in a stream in pieces
  finish           stop, length, content_filter or tool_calls, in the provider's words
  usage            {input, output, cached, cache_creation, reasoning}; null: it says none
  embedding        {dimensions}
  head_delay_ms    before anything; first_delay_ms: before the first token, in a stream after the head; gap_ms: between
                   tokens. An answer that is no stream comes after all of them.
  status, code, message                       an error; codes: insufficient_quota, rate_limit_exceeded,
                   context_length_exceeded, invalid_api_key, model_not_found, content_policy_violation, server_error,
                   overloaded
  retry_after      seconds, a text, or {date_in: seconds}; retry_after_ms; headers: {NAME: VALUE}
  hang             "head": nothing comes; {tokens: N}: nothing more after so many
  cut              {tokens: N} or {bytes: N} of the body, then the connection is closed; {reset: true}: by a reset
  error_after: N   an error event after so many tokens (`code` says which)
  malformed        json, sse, http, wrong_shape, empty_body or html
  pings: N, comment, crlf                     pings before the first token; a comment before each event; other line ends
  split            every byte is written by itself
  keep_alive: false
"""

import asyncio
import gc
import os
import sys
import threading

sys.dont_write_bytecode = True

from model_api.connection import Connection
from model_api.routes import Routes


def end_with_standard_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


async def main() -> None:
    loop, routes = asyncio.get_running_loop(), Routes()
    server = await loop.create_server(lambda: Connection(loop, routes), "127.0.0.1", 0, backlog=1_024)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    # What is there now stays; and the garbage of requests is found by counting alone.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
