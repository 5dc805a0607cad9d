"""What refusals and failures are like to Anthropic's SDK."""

import time

import anthropic
import httpx2

from .anthropic_answers import MODEL, QUESTION, WEATHER, ask, client
from .judging import Server, holds, raises, same

CLASSES = {
    400: anthropic.BadRequestError, 401: anthropic.AuthenticationError, 403: anthropic.PermissionDeniedError,
    404: anthropic.NotFoundError, 409: anthropic.ConflictError, 422: anthropic.UnprocessableEntityError,
    429: anthropic.RateLimitError, 500: anthropic.InternalServerError,
}
KINDS = {
    400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
    413: "request_too_large", 429: "rate_limit_error", 500: "api_error", 504: "timeout_error", 529: "overloaded_error",
}


def check_scripted(server: Server) -> None:
    for status, kind in CLASSES.items():
        server.script("refused", {"status": status, "message": "as the test says"})
        for is_streaming in (False, True):
            with raises(f"status {status}", kind, status_code=status):
                ask(server, "refused", stream=is_streaming)
    for status, kind in KINDS.items():
        server.script("refused", {"status": status, "retry_after": 9})
        try:
            ask(server, "refused")
        except anthropic.APIStatusError as error:
            same(f"the type of {status}", error.body["error"]["type"], kind)
            same(f"the status {status}", error.status_code, status)
            same(f"members of {status}", sorted(error.body), ["error", "request_id", "type"])
            same(f"the id of {status}", error.body["request_id"], error.request_id)
            same(f"Retry-After of {status}", error.response.headers["retry-after"], "9")
    for code, kind in (
        ("insufficient_quota", anthropic.BadRequestError), ("context_length_exceeded", anthropic.BadRequestError),
        ("invalid_api_key", anthropic.AuthenticationError), ("model_not_found", anthropic.NotFoundError),
        ("rate_limit_exceeded", anthropic.RateLimitError),
    ):
        server.script("refused", {"code": code})
        with raises(code, kind):
            ask(server, "refused")


def check_keys(server: Server) -> None:
    with raises("a wrong key", anthropic.AuthenticationError, status_code=401):
        ask(server, "wrong-key")
    with raises("a version that is none", anthropic.BadRequestError):
        ask(server, "key", extra_headers={"anthropic-version": "2029-01-01"})


def check_validation(server: Server) -> None:
    """Requests that the original refuses, and a word of its reason."""

    def user(content) -> list:
        return [{"role": "user", "content": content}]

    def older(**members) -> dict:
        """What the SDK no longer has."""
        return {"extra_headers": {"anthropic-version": "2023-06-01"}, "extra_body": members}

    answer = ask(server, "older", **older(temperature=0.5, top_k=5))
    same("sampling of the older version", answer.stop_reason, "end_turn")
    wrong = [
        ({"extra_body": {"temperature": 1}}, "temperature: Extra inputs are not permitted"),
        (older(temperature=1.5), "temperature: Input should be less than or equal to 1"),
        (older(top_p=-0.5), "top_p"), (older(top_k=-1), "top_k"), (older(temperature="hot"), "valid number"),
        (older(temperature=0.5, top_p=0.5) | {"model": "claude-haiku-4-5"}, "cannot both be specified"),
        ({"messages": user([{"type": "text", "text": "a", "citations": [{}]}])}, "citations"),
        ({"max_tokens": -1}, "max_tokens: "), ({"max_tokens": 100_000}, "maximum allowed number of output tokens"),
        ({"max_tokens": 1.5}, "max_tokens: Input should be a valid integer"),
        ({"messages": []}, "at least one message"),
        ({"messages": [{"role": "assistant", "content": "a"}]}, 'first message must use the "user" role'),
        ({"messages": [{"role": "system", "content": "a"}]}, "top-level `system` parameter"),
        ({"messages": [{"role": "robot", "content": "a"}]}, 'Unexpected role "robot"'),
        ({"messages": user("")}, "text content blocks must be non-empty"),
        ({"messages": user([{"type": "smell"}])}, "Input tag 'smell'"),
        ({"messages": user([{"type": "tool_use", "id": "a", "name": "b", "input": {}}])}, "can only be in `assistant`"),
        ({"messages": [*QUESTION, {"role": "assistant", "content": "so "}]}, "trailing whitespace"),
        ({"messages": [{"role": "user", "content": "a", "name": "b"}]}, "Extra inputs are not permitted"),
        ({"messages": user("word " * 170_000)}, "prompt is too long"),
        ({"system": 5}, "system"), ({"stop_sequences": [" "]}, "non-whitespace"),
        ({"tools": [{"name": "no spaces", "input_schema": {"type": "object"}}]}, "String should match pattern"),
        ({"tools": [{"name": "a"}]}, "input_schema: Field required"),
        ({"tools": [WEATHER, WEATHER]}, "Tool names must be unique"),
        ({"tools": [WEATHER], "tool_choice": {"type": "tool", "name": "x"}}, "not found in provided tools"),
        ({"tool_choice": {"type": "any"}}, "tool_choice"),
        ({"extra_body": {"n": 2}}, "n: Extra inputs are not permitted"),
        ({"extra_body": {"max_completion_tokens": 2}}, "max_completion_tokens: Extra inputs"),
    ]
    for members, word in wrong:
        try:
            ask(server, "invalid", **members)
        except anthropic.BadRequestError as error:
            holds(f"{str(members)[:60]} is refused with '{word}', not '{error}'", word in str(error))
            same("the type", error.body["error"]["type"], "invalid_request_error")
        else:
            holds(f"{str(members)[:60]} is refused", False)
    with raises("an unknown model", anthropic.NotFoundError):
        ask(server, "invalid", model="unknown-1")


def check_retries(server: Server) -> None:
    quick = {"retry_after_ms": 5}
    for what, steps, count in (
        ("529 twice, then well", [{"status": 529, **quick}, {"status": 529, **quick}, {}], 3),
        ("429, then well", [{"status": 429, **quick}, {}], 2),
        ("a cut body, then well", [{"cut": {"bytes": 9}}, {}], 2),
    ):
        server.script(what, *steps)
        answer = client(server, what, max_retries=2).messages.create(model=MODEL, max_tokens=9, messages=QUESTION)
        holds(what, answer.content[0].text)
        same(f"{what}: requests", len(server.seen(what)), count)


def check_failures(server: Server) -> None:
    server.script("hang", {"hang": "head"}, {"hang": {"tokens": 2}})
    for is_streaming in (False, True):
        began = time.monotonic()
        with raises("an answer that does not come", (anthropic.APITimeoutError, httpx2.ReadTimeout)):
            answer = client(server, "hang", timeout=0.2).messages.create(
                model=MODEL, max_tokens=9, messages=QUESTION, stream=is_streaming)
            list(answer)
        holds("the time-out is kept", 0.15 < time.monotonic() - began < 1.5)
    same("clients that no longer wait", [(r["end"], r["tokens"]) for r in server.ended("hang")],
         [("client_closed", 0), ("client_closed", 2)])
    ends = (anthropic.APIConnectionError, httpx2.RemoteProtocolError, httpx2.ReadError)
    for what, step, kinds in (
        ("a stream that is cut", {"cut": {"tokens": 2}}, ends),
        ("an error in a stream", {"error_after": 2}, (anthropic.OverloadedError, anthropic.APIStatusError)),
        ("an event that is half", {"malformed": "sse"}, (ValueError, anthropic.APIError)),
    ):
        server.script("streams", step)
        count = 0
        try:
            for event in ask(server, "streams", stream=True):
                count += event.type == "content_block_delta"
        except Exception as error:
            holds(f"{what} raises one of {kinds}, not {error!r}", isinstance(error, kinds))
        else:
            holds(f"{what} raises", False)
        holds(f"{what}: what came before it", count in (1, 2))


CHECKS = (check_scripted, check_keys, check_validation, check_retries, check_failures)
