"""Answers in OpenAI's form: whole, as chunks of a stream, and as errors."""

import time
from collections.abc import Iterator

from .answers import Answer, Usage, Wish, pieces_of
from .events import END, FRAME, TOKEN, Event
from .refusals import Refused, encode, openai_error, openai_trouble
from .steps import Step

PING: Event | None = None  # A comment in place of an event.
WRONG_SHAPE = '{"answer":"a plain answer"}'
HALF_EVENT = '{"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":'


def headers(request_id: str, is_exhausted: bool = False) -> str:
    left = 0 if is_exhausted else 9_999
    return (
        f"x-request-id: {request_id}\r\nopenai-version: 2020-10-01\r\nopenai-processing-ms: 1\r\n"
        "x-ratelimit-limit-requests: 10000\r\nx-ratelimit-limit-tokens: 30000000\r\n"
        f"x-ratelimit-remaining-requests: {left}\r\nx-ratelimit-remaining-tokens: 29999000\r\n"
        "x-ratelimit-reset-requests: 6ms\r\nx-ratelimit-reset-tokens: 2ms\r\n")


def trouble(step: Step) -> Refused:
    return openai_trouble(step.status, step.code, step.message)


def error_body(refused: Refused, request_id: str) -> bytes:
    return encode(openai_error(refused)).encode("utf-8", "replace")


def error_event(refused: Refused, request_id: str) -> Event:
    return END, None, encode(openai_error(refused))


def usage_members(usage: Usage) -> dict:
    return {
        "prompt_tokens": usage.input, "completion_tokens": usage.output, "total_tokens": usage.input + usage.output,
        "prompt_tokens_details": {"cached_tokens": usage.cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning, "audio_tokens": 0, "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0},
    }


def whole(answer: Answer, wish: Wish, number: str) -> str:
    text = "".join(answer.pieces)
    message: dict = {
        "role": "assistant", "content": None if answer.is_refusal or answer.is_null else text,
        "refusal": text if answer.is_refusal else None, "annotations": [],
    }
    if answer.calls:
        message["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in answer.calls
        ]
    document = {
        "id": f"chatcmpl-{number}", "object": "chat.completion", "created": int(time.time()), "model": wish.model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": answer.finish}],
        "service_tier": "default", "system_fingerprint": "fp_0000000000",
    }
    if answer.usage is not None:
        document["usage"] = usage_members(answer.usage)
    return encode(document)


def events(answer: Answer, wish: Wish, number: str) -> Iterator[Event]:
    start = encode({
        "id": f"chatcmpl-{number}", "object": "chat.completion.chunk", "created": int(time.time()),
        "model": wish.model, "service_tier": "default", "system_fingerprint": "fp_0000000000",
    })[:-1]
    tells_usage = wish.wants_usage and answer.usage is not None
    end = ',"usage":null}' if tells_usage else "}"

    def chunk(delta: str, finish: str = "null") -> str:
        return f'{start},"choices":[{{"index":0,"delta":{delta},"logprobs":null,"finish_reason":{finish}}}]{end}'

    content = "null" if answer.calls or answer.is_null else '""'
    yield FRAME, None, chunk(f'{{"role":"assistant","content":{content},"refusal":null}}')
    name = "refusal" if answer.is_refusal else "content"
    for piece in answer.pieces:
        yield TOKEN, None, chunk(f'{{"{name}":{encode(piece)}}}')
    for index, call in enumerate(answer.calls):
        opened = {"index": index, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}
        yield TOKEN, None, chunk(encode({"tool_calls": [opened]}))
        for piece in pieces_of(call.arguments):
            yield TOKEN, None, chunk(encode({"tool_calls": [{"index": index, "function": {"arguments": piece}}]}))
    yield END, None, chunk("{}", encode(answer.finish))
    if tells_usage:
        yield END, None, f'{start},"choices":[],"usage":{encode(usage_members(answer.usage))}}}'
    yield END, None, "[DONE]"
