"""Which request gets what: the tests' own paths, and those of the two APIs."""

import itertools
import json
import urllib.parse
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from . import anthropic_answers, openai_answers
from .answers import Wish, compose
from .anthropic_messages import VERSIONS, read_messages
from .openai_chat import read_chat
from .openai_embeddings import check_embedding, embed
from .playing import JSON, Action, Play, refusal, whole
from .refusals import Refused, encode
from .seen import Memory, Request
from .steps import PLAIN, Book, Step

MODELS = ("gpt-4o", "gpt-4o-mini", "o4-mini", "deepseek-chat", "text-embedding-3-small")
CLAUDES = ("claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001")


def refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


decode = json.JSONDecoder(parse_constant=refuse_constant).decode


class Routes:
    def __init__(self) -> None:
        self.book, self.memory = Book(), Memory()
        self.numbers = itertools.count(1)
        self.models = {
            ("POST", "/v1/chat/completions"): (openai_answers, self.chat),
            ("POST", "/v1/embeddings"): (openai_answers, self.embeddings),
            ("POST", "/v1/messages"): (anthropic_answers, self.messages),
            ("POST", "/v1/messages/count_tokens"): (anthropic_answers, self.count_tokens),
        }

    def __call__(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[bytes | Iterator[Action], Request | None, bool]:
        path = target.partition("?")[0]
        if path.startswith("/_"):
            return self.control(method, path, body), None, True
        number = f"{next(self.numbers):024x}"
        key = self.key(headers)
        request = Request(key, method, path, headers, body)
        self.memory.note(request)
        route = self.models.get((method, path))
        provider = route[0] if route else self.provider(path, headers)
        try:
            self.authenticate(provider, key, headers)
            if route is None:
                return self.listed(provider, method, path, number, request), request, True
            self.check_media_type(headers)
            step, play, document = route[1](self.members(body), request, number)
        except Refused as refused:
            request.status = refused.status
            return refusal(provider, refused, number), request, True
        request.status = 200
        if step is PLAIN and not play.wish.is_streaming:
            content = provider.whole(play.answer, play.wish, number) if document is None else document
            request.tokens = len(play.answer.pieces) if play.answer else 0
            return whole(200, JSON, play.headers, content.encode("utf-8", "replace")), request, True
        return play.actions(document), request, step.keep_alive

    @staticmethod
    def key(headers: dict[str, str]) -> str:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return headers.get("x-api-key") or (token.strip() if kind.lower() == "bearer" else "")

    @staticmethod
    def provider(path: str, headers: dict[str, str]) -> ModuleType:
        is_anthropic = path.startswith("/v1/messages") or "anthropic-version" in headers
        return anthropic_answers if is_anthropic else openai_answers

    @staticmethod
    def authenticate(provider: ModuleType, key: str, headers: dict[str, str]) -> None:
        """Keys that begin with "wrong" are; every other is right."""
        if provider is anthropic_answers:
            if not key:
                raise Refused(401, "x-api-key header is required")
            if key.startswith("wrong"):
                raise Refused(401, "invalid x-api-key")
            if "anthropic-version" not in headers:
                raise Refused(400, "anthropic-version: header is required")
            if headers["anthropic-version"] not in VERSIONS:
                raise Refused(400, f"anthropic-version: \"{headers['anthropic-version']}\" is not a valid version")
        elif not key:
            raise Refused(
                401, "You didn't provide an API key. You need to provide your API key in an Authorization header using "
                "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).", kind="invalid_request_error")
        elif key.startswith("wrong"):
            raise Refused(
                401, f"Incorrect API key provided: {key[:5]}***. You can find your API key at your account's page.",
                kind="invalid_request_error", code="invalid_api_key")

    @staticmethod
    def check_media_type(headers: dict[str, str]) -> None:
        kind = headers.get("content-type", "")
        if kind != "application/json" and kind.partition(";")[0].strip().lower() != "application/json":
            raise Refused(400, f"Invalid Content-Type header ({kind}), expected application/json.")

    @staticmethod
    def members(body: bytes) -> dict:
        try:
            document = decode(body.decode("utf-8"))
        except (ValueError, RecursionError):
            raise Refused(
                400, "We could not parse the JSON body of your request. The API expects a JSON payload.") from None
        if not isinstance(document, dict):
            raise Refused(400, "The body of your request has to be a JSON object.")
        return document

    def chat(self, body: dict, request: Request, number: str) -> tuple[Step, Play, str | None]:
        return self.told(openai_answers, read_chat(body), request, number)

    def messages(self, body: dict, request: Request, number: str) -> tuple[Step, Play, str | None]:
        return self.told(anthropic_answers, read_messages(body, request.headers["anthropic-version"]), request, number)

    def told(self, provider: ModuleType, wish: Wish, request: Request, number: str) -> tuple[Step, Play, None]:
        step = self.book.take(request.key)
        return step, Play(provider, step, wish, compose(step, wish), request, number), None

    def embeddings(self, body: dict, request: Request, number: str) -> tuple[Step, Play, str | None]:
        check_embedding(body)
        step = self.book.take(request.key)
        return step, Play(openai_answers, step, Wish(body["model"]), None, request, number), embed(body, step)

    def count_tokens(self, body: dict, request: Request, number: str) -> tuple[Step, Play, str | None]:
        """Takes no step: it generates nothing."""
        wish = read_messages(body, request.headers["anthropic-version"], is_count=True)
        play = Play(anthropic_answers, PLAIN, wish, None, request, number)
        return PLAIN, play, encode({"input_tokens": wish.input_tokens})

    def listed(self, provider: ModuleType, method: str, path: str, number: str, request: Request) -> bytes:
        is_anthropic = provider is anthropic_answers
        if path != "/v1/models" or method != "GET":
            is_known = path == "/v1/models" or any(known == path for _, known in self.models)
            fault = "Method Not Allowed" if is_known else "Not Found"
            fault = fault if is_anthropic else f"Invalid URL ({method} {path})"
            raise Refused(405 if is_known else 404, fault)
        if is_anthropic:
            data = [
                {"type": "model", "id": name, "display_name": name, "created_at": "2025-05-14T00:00:00Z"}
                for name in CLAUDES
            ]
            document = {"data": data, "first_id": CLAUDES[0], "last_id": CLAUDES[-1], "has_more": False}
        else:
            data = [{"id": name, "object": "model", "created": 1_700_000_000, "owned_by": "system"} for name in MODELS]
            document = {"object": "list", "data": data}
        request.status = 200
        return whole(200, JSON, provider.headers(f"req_{number}"), encode(document).encode())

    def control(self, method: str, path: str, body: bytes) -> bytes:
        """PUT and DELETE /_script/KEY, GET /_seen/KEY."""
        kind, _, key = path[2:].partition("/")
        key = urllib.parse.unquote(key)
        status, document = 200, {}
        if (method, kind) == ("PUT", "script") and key:
            try:
                self.book.write(key, decode(body.decode("utf-8")))
            except ValueError as error:
                status, document = 400, {"detail": str(error)}
        elif (method, kind) == ("DELETE", "script") and key:
            self.book.forget(key)
            self.memory.forget(key)
        elif (method, kind) == ("GET", "seen") and key:
            document = self.memory.of(key)
        else:
            status, document = 404, {"detail": "there are PUT and DELETE /_script/KEY, and GET /_seen/KEY"}
        return whole(status, JSON, "", encode(document).encode("utf-8", "replace"))
