"""What refusals and failures are like to OpenAI's SDK."""

import contextlib
import json
import time

import httpx2
import openai

from .judging import Server, holds, raises, same
from .openai_answers import QUESTION, WEATHER, ask, client

CLASSES = {
    400: openai.BadRequestError, 401: openai.AuthenticationError, 403: openai.PermissionDeniedError,
    404: openai.NotFoundError, 409: openai.ConflictError, 422: openai.UnprocessableEntityError,
    429: openai.RateLimitError, 500: openai.InternalServerError, 503: openai.InternalServerError,
}
CODES = {
    "insufficient_quota": (openai.RateLimitError, "insufficient_quota", "insufficient_quota"),
    "rate_limit_exceeded": (openai.RateLimitError, "rate_limit_exceeded", "requests"),
    "context_length_exceeded": (openai.BadRequestError, "context_length_exceeded", "invalid_request_error"),
    "invalid_api_key": (openai.AuthenticationError, "invalid_api_key", "invalid_request_error"),
    "model_not_found": (openai.NotFoundError, "model_not_found", "invalid_request_error"),
    "server_error": (openai.InternalServerError, None, "server_error"),
}


def check_scripted(server: Server) -> None:
    for status, kind in CLASSES.items():
        server.script("refused", {"status": status, "message": "as the test says"})
        with raises(f"status {status}", kind, status_code=status):
            ask(server, "refused")
        with raises(f"status {status} to a stream", kind, status_code=status):
            ask(server, "refused", stream=True)
    for code, (kind, name, group) in CODES.items():
        server.script("refused", {"code": code})
        with raises(code, kind, code=name, type=group):
            ask(server, "refused")
    try:
        server.script("refused", {"status": 429, "retry_after": 7})
        ask(server, "refused")
    except openai.RateLimitError as error:
        same("Retry-After", error.response.headers["retry-after"], "7")
        same("what is left", error.response.headers["x-ratelimit-remaining-requests"], "0")
        same("members of an error", sorted(error.response.json()["error"]), ["code", "message", "param", "type"])
        holds("an error has the id of its request", error.request_id)


def check_keys(server: Server) -> None:
    with raises("a wrong key", openai.AuthenticationError, code="invalid_api_key", status_code=401):
        ask(server, "wrong-key")
    same("what a wrong key asked is remembered", server.seen("wrong-key")[0]["status"], 401)


def check_validation(server: Server) -> None:
    """Requests that the original refuses, and the parameter that it names."""
    chat = client(server, "invalid").chat.completions

    def schema(**changes) -> dict:
        members = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"],
                   "additionalProperties": False} | changes
        return {"type": "json_schema", "json_schema": {"name": "n", "strict": True, "schema": members}}

    def tool(**changes) -> list:
        return [{"type": "function", "function": WEATHER["function"] | changes}]

    def user(content) -> list:
        return [{"role": "user", "content": content}]

    wrong = [
        ({"temperature": 2.1}, "temperature", "decimal_above_max_value"),
        ({"temperature": -1}, "temperature", "decimal_below_min_value"),
        ({"temperature": "hot"}, "temperature", "invalid_type"),
        ({"top_p": 1.5}, "top_p", "decimal_above_max_value"),
        ({"max_tokens": 0}, "max_tokens", "integer_below_min_value"),
        ({"max_tokens": 20_000}, "max_tokens", "invalid_value"),
        ({"max_tokens": 5, "max_completion_tokens": 5}, "max_tokens", "invalid_parameter_combination"),
        ({"max_tokens": 5, "model": "o4-mini"}, "max_tokens", "unsupported_parameter"),
        ({"temperature": 0, "model": "gpt-5-mini"}, "temperature", "unsupported_value"),
        ({"messages": []}, "messages", "empty_array"),
        ({"messages": [{"role": "robot", "content": "a"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [{"content": "a"}]}, "messages[0].role", "missing_required_parameter"),
        ({"messages": [{"role": "user"}]}, "messages[0].content", "missing_required_parameter"),
        ({"messages": user(5)}, "messages[0].content", "invalid_type"),
        ({"messages": user([{"type": "smell"}])}, "messages[0].content[0].type", "invalid_value"),
        ({"messages": user("word " * 110_000)}, "messages", "context_length_exceeded"),
        ({"response_format": {"type": "json_object"}}, "messages", None),
        ({"response_format": {"type": "yaml"}}, "response_format.type", "invalid_value"),
        ({"response_format": schema(additionalProperties=True)}, "response_format", None),
        ({"response_format": schema(required=[])}, "response_format", None),
        ({"response_format": schema(patternProperties={})}, "response_format", None),
        ({"response_format": schema(type="array")}, "response_format", None),
        ({"stream_options": {"include_usage": True}}, "stream_options", None),
        ({"stop": ["a"] * 5}, "stop", "array_above_max_length"),
        ({"tools": tool(name="no spaces")}, "tools[0].function.name", "invalid_value"),
        ({"tools": tool(parameters={"type": "object"})}, "tools[0].function.parameters", "invalid_function_parameters"),
        ({"tools": [{"type": "function"}]}, "tools[0].function", "missing_required_parameter"),
        ({"tools": tool(), "tool_choice": {"type": "function", "function": {"name": "x"}}}, "tool_choice",
         "invalid_value"),
        ({"tool_choice": "auto"}, "tool_choice", None),
        ({"extra_body": {"temprature": 1}}, None, None),
    ]
    for members, param, code in wrong:
        with raises(f"{str(members)[:90]}", openai.BadRequestError, param=param, code=code):
            chat.create(**({"model": "gpt-4o", "messages": QUESTION} | members))
    with raises("an unknown model", openai.NotFoundError, code="model_not_found"):
        ask(server, "invalid", model="unknown-1")
    same("none of these took a step", {request["status"] for request in server.seen("invalid")}, {400, 404})


def check_retries(server: Server) -> None:
    """The SDK's own loop, as the server counts it."""
    quick = {"retry_after_ms": 5}
    cases = [
        ("500 twice, then well", [{"status": 500, **quick}, {"status": 500, **quick}, {}], 3),
        ("429 in milliseconds, then well", [{"status": 429, **quick}, {}], 2),
        ("a date that is past, then well", [{"status": 503, "retry_after": {"date_in": 1}}, {}], 2),
        ("a cut body, then well", [{"cut": {"bytes": 20}}, {}], 2),
        ("a reset, then well", [{"cut": {"bytes": 0, "reset": True}}, {}], 2),
        ("no HTTP, then well", [{"malformed": "http"}, {}], 2),
    ]
    for what, steps, count in cases:
        server.script(what, *steps)
        answer = client(server, what, max_retries=2).chat.completions.create(model="m", messages=QUESTION)
        holds(what, answer.choices[0].message.content)
        same(f"{what}: requests", len(server.seen(what)), count)
    counts = [request["headers"]["x-stainless-retry-count"] for request in server.seen(cases[0][0])]
    same("the SDK counts, too", counts, ["0", "1", "2"])
    for what, step in (
        ("400 is final", {"status": 400}), ("x-should-retry", {"status": 500, "headers": {"x-should-retry": "false"}}),
        ("a Retry-After that is too long", {"status": 429, "retry_after": 300}),
    ):
        server.script(what, step)
        with raises(what, (openai.BadRequestError, openai.InternalServerError, openai.RateLimitError)):
            client(server, what, max_retries=2).chat.completions.create(model="m", messages=QUESTION)
        same(f"{what}: requests", len(server.seen(what)), 1)


def check_failures(server: Server) -> None:
    server.script(
        "hang", {"hang": "head"}, {"hang": {"tokens": 2}, "tokens": ["a", "b", "c"]}, {"head_delay_ms": 2_000})
    for _ in range(3):
        began = time.monotonic()
        with raises("an answer that does not come", (openai.APITimeoutError, httpx2.ReadTimeout)):
            list(client(server, "hang", timeout=0.2).chat.completions.create(model="m", messages=QUESTION, stream=True))
        holds("the time-out is kept", 0.15 < time.monotonic() - began < 1.5)
    seen = server.ended("hang")
    same("clients that no longer wait", [(r["end"], r["tokens"]) for r in seen],
         [("client_closed", 0), ("client_closed", 2), ("client_closed", 0)])
    kinds = ("json", "html", "empty_body", "http", "sse", "wrong_shape")
    server.script("broken", {"cut": {"bytes": 30}}, *({"malformed": kind} for kind in kinds))
    with raises("half a body", openai.APIConnectionError):
        ask(server, "broken")
    with raises("broken JSON", (json.JSONDecodeError, openai.APIResponseValidationError)):
        ask(server, "broken")
    for what in ("a page", "an empty body"):
        answer = None
        with contextlib.suppress(ValueError, openai.APIError):
            answer = ask(server, "broken")
        holds(f"{what} is no answer", not getattr(answer, "choices", None))
    with raises("no HTTP", openai.APIConnectionError):
        ask(server, "broken")
    holds("events in place of a document", not getattr(ask(server, "broken"), "choices", None))
    same("another document", ask(server, "broken").choices, None)
    same("what was cut is known", [r["end"] for r in server.seen("broken")],
         ["cut", "answered", "answered", "answered", "cut", "answered", "answered"])


def check_broken_streams(server: Server) -> None:
    def stream(*wanted: str) -> None:
        for chunk in ask(server, "streams", stream=True):
            got.append(chunk.choices[0].delta.content)

    ends = (openai.APIError, openai.APIConnectionError, httpx2.RemoteProtocolError, httpx2.ReadError)
    for what, step, kinds, count in (
        ("a stream that is cut", {"cut": {"tokens": 2}}, ends, 3),
        ("a stream that is reset", {"cut": {"tokens": 2, "reset": True}}, ends, None),
        ("a stream that is cut in an event", {"cut": {"bytes": 500}}, ends, None),
        ("an error in a stream", {"error_after": 2, "code": "server_error"}, (openai.APIError,), 3),
        ("an event that is half", {"malformed": "sse"}, (json.JSONDecodeError,), 2),
    ):
        server.script("streams", {"tokens": ["a", "b", "c", "d"], **step})
        got: list = []
        with raises(what, kinds):
            stream()
        holds(f"{what}: what came before it", count in (None, len(got)))


CHECKS = (check_scripted, check_keys, check_validation, check_retries, check_failures, check_broken_streams)
