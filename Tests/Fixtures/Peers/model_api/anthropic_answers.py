"""Answers in Anthropic's form: whole, as the events of a stream, and as errors."""

import time
from collections.abc import Iterator

from .answers import Answer, Usage, Wish, as_object, pieces_of
from .events import END, FRAME, TOKEN, Event
from .refusals import Refused, anthropic_error, anthropic_trouble, encode
from .steps import Step

PING: Event | None = (FRAME, "ping", '{"type":"ping"}')
WRONG_SHAPE = '{"answer":"a plain answer"}'
HALF_EVENT = '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":'
STOPS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use", "content_filter": "refusal"}


def headers(request_id: str, is_exhausted: bool = False) -> str:
    left = 0 if is_exhausted else 3_999
    reset = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 1))
    return (
        f"request-id: {request_id}\r\nanthropic-organization-id: 00000000-0000-4000-8000-000000000000\r\n"
        f"anthropic-ratelimit-requests-limit: 4000\r\nanthropic-ratelimit-requests-remaining: {left}\r\n"
        f"anthropic-ratelimit-requests-reset: {reset}\r\nanthropic-ratelimit-tokens-limit: 400000\r\n"
        f"anthropic-ratelimit-tokens-remaining: 399000\r\nanthropic-ratelimit-tokens-reset: {reset}\r\n")


def trouble(step: Step) -> Refused:
    return anthropic_trouble(step.status, step.code, step.message)


def error_body(refused: Refused, request_id: str) -> bytes:
    return encode(anthropic_error(refused, request_id)).encode("utf-8", "replace")


def error_event(refused: Refused, request_id: str) -> Event:
    return END, "error", encode(anthropic_error(refused, request_id))


def usage_members(usage: Usage, spoken: int) -> dict:
    return {
        "input_tokens": usage.input, "cache_creation_input_tokens": usage.cache_creation,
        "cache_read_input_tokens": usage.cached, "output_tokens": spoken, "service_tier": "standard",
    }


def stop_reason(answer: Answer) -> str:
    if answer.stop is not None:
        return "stop_sequence"
    return "refusal" if answer.is_refusal else STOPS[answer.finish]


def start(wish: Wish, number: str) -> dict:
    return {
        "id": f"msg_{number}", "type": "message", "role": "assistant", "model": wish.model, "content": [],
        "stop_reason": None, "stop_sequence": None,
    }


def whole(answer: Answer, wish: Wish, number: str) -> str:
    content: list[dict] = []
    if answer.pieces:
        content.append({"type": "text", "text": "".join(answer.pieces)})
    for call in answer.calls:
        content.append({"type": "tool_use", "id": call.id, "name": call.name, "input": as_object(call.arguments)})
    document = start(wish, number)
    document |= {"content": content, "stop_reason": stop_reason(answer), "stop_sequence": answer.stop}
    if answer.usage is not None:
        document["usage"] = usage_members(answer.usage, answer.usage.output)
    return encode(document)


def events(answer: Answer, wish: Wish, number: str) -> Iterator[Event]:
    message = start(wish, number)
    if answer.usage is not None:
        message["usage"] = usage_members(answer.usage, 1)
    yield FRAME, "message_start", encode({"type": "message_start", "message": message})
    yield FRAME, "ping", '{"type":"ping"}'
    index = 0
    if answer.pieces:
        yield FRAME, "content_block_start", (
            '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}')
        for piece in answer.pieces:
            yield TOKEN, "content_block_delta", (
                '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":' + encode(piece) + "}}")
        yield FRAME, "content_block_stop", '{"type":"content_block_stop","index":0}'
        index = 1
    for call in answer.calls:
        block = {"type": "tool_use", "id": call.id, "name": call.name, "input": {}}
        yield TOKEN, "content_block_start", encode(
            {"type": "content_block_start", "index": index, "content_block": block})
        for piece in ["", *pieces_of(call.arguments)]:
            delta = {"type": "input_json_delta", "partial_json": piece}
            yield TOKEN, "content_block_delta", encode(
                {"type": "content_block_delta", "index": index, "delta": delta})
        yield FRAME, "content_block_stop", encode({"type": "content_block_stop", "index": index})
        index += 1
    ending = {"type": "message_delta", "delta": {"stop_reason": stop_reason(answer), "stop_sequence": answer.stop}}
    if answer.usage is not None:
        ending["usage"] = {"output_tokens": answer.usage.output}
    yield END, "message_delta", encode(ending)
    yield END, "message_stop", '{"type":"message_stop"}'
