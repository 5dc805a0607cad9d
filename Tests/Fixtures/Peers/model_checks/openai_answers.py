"""What answers are like to OpenAI's SDK."""

import asyncio
import json
import time
from typing import Literal

import openai
from pydantic import BaseModel

from .judging import Server, holds, raises, same

QUESTION = [{"role": "user", "content": "How did the class do?"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather", "strict": True,
        "parameters": {
            "type": "object", "additionalProperties": False, "required": ["city", "days"],
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        },
    },
}


class Remark(BaseModel):
    question: int
    words: str


class Commentary(BaseModel):
    tone: Literal["plain", "warm"]
    remarks: list[Remark]


# One for all: making one takes long, for its certificates.
HTTP = openai.DefaultHttpxClient(trust_env=False)


def client(server: Server, key: str, **options) -> openai.OpenAI:
    options = {"max_retries": 0, "timeout": 10} | options
    return openai.OpenAI(api_key=key, base_url=f"{server.origin}/v1", http_client=HTTP, **options)


def ask(server: Server, key: str, **members):
    return client(server, key).chat.completions.create(**({"model": "gpt-4o-mini", "messages": QUESTION} | members))


def text_of(stream) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


def check_plain(server: Server) -> None:
    answer = ask(server, "plain")
    text = answer.choices[0].message.content
    same("the plain answer's end", answer.choices[0].finish_reason, "stop")
    holds("the plain answer has no figure", text and not any(sign.isdigit() for sign in text))
    same("the sum of the usage", answer.usage.prompt_tokens + answer.usage.completion_tokens, answer.usage.total_tokens)
    holds("the answer has the id of its request", answer._request_id)
    same("the plain answer again", ask(server, "plain").choices[0].message.content, text)
    chunks = list(ask(server, "plain", stream=True, stream_options={"include_usage": True}))
    same("the plain answer, streamed", text_of(chunks), text)
    same("choices of the last chunk", chunks[-1].choices, [])
    same("usage of the stream", chunks[-1].usage.completion_tokens, answer.usage.completion_tokens)
    holds("no other chunk tells usage", all(chunk.usage is None for chunk in chunks[:-1]))
    chunks = list(ask(server, "plain", stream=True))
    holds("usage comes only when it is asked for", all(chunk.usage is None and chunk.choices for chunk in chunks))
    same("the list of models", "gpt-4o-mini" in [model.id for model in client(server, "plain").models.list()], True)
    for limit in ({"max_tokens": 4}, {"max_completion_tokens": 4}):
        answer = ask(server, "plain", **limit)
        ending = (answer.choices[0].finish_reason, answer.usage.completion_tokens)
        same("an answer of four tokens", ending, ("length", 4))
    answer = ask(server, "plain", stop=[" class", "and"])
    ending = (answer.choices[0].message.content, answer.choices[0].finish_reason)
    same("an answer up to a stop", ending, ("The", "stop"))
    same("a reasoning model", ask(server, "plain", model="o4-mini", max_completion_tokens=9).model, "o4-mini")


def check_said(server: Server) -> None:
    given = {"input": 50, "output": 7, "cached": 32, "reasoning": 3}
    server.script("said", {"text": "평균은 낮았습니다.", "usage": given})
    usage = ask(server, "said").usage
    same("scripted usage", (usage.prompt_tokens, usage.completion_tokens, usage.prompt_tokens_details.cached_tokens,
                            usage.completion_tokens_details.reasoning_tokens), (50, 7, 32, 3))
    for wire in ({}, {"crlf": True}, {"split": True}, {"comment": True}, {"pings": 3, "first_delay_ms": 4},
                 {"keep_alive": False}):
        server.script("said", {"text": "평균은 \"낮았\"습니다.\n끝 🙂", **wire})
        same(f"a text with {wire}", ask(server, "said").choices[0].message.content, "평균은 \"낮았\"습니다.\n끝 🙂")
        same(f"a streamed text with {wire}", text_of(ask(server, "said", stream=True)), "평균은 \"낮았\"습니다.\n끝 🙂")
    server.script("said", {"repeat": {"text": "ab ", "count": 500}}, {"tokens": ["a", "", "b"]}, {"echo": True},
                  {"empty": True}, {"null_content": True}, {"refusal": "I will not."}, {"text": "x", "usage": None})
    same("a repeated piece", text_of(ask(server, "said", stream=True)), "ab " * 500)
    same("given tokens", [chunk.choices[0].delta.content for chunk in ask(server, "said", stream=True)],
         ["", "a", "", "b", None])
    same("an echo", ask(server, "said").choices[0].message.content, QUESTION[0]["content"])
    same("an empty text", ask(server, "said").choices[0].message.content, "")
    same("no content", ask(server, "said").choices[0].message.content, None)
    message = ask(server, "said").choices[0].message
    same("a refusal", (message.content, message.refusal), (None, "I will not."))
    same("no usage", ask(server, "said").usage, None)
    server.script("said", {"text": "half", "finish": "content_filter"})
    same("a filtered answer", ask(server, "said").choices[0].finish_reason, "content_filter")
    server.script("said", {"tokens": ["a", "b", "c"], "first_delay_ms": 60, "gap_ms": 40})
    times = [time.monotonic() for chunk in ask(server, "said", stream=True)]
    holds("tokens come with gaps", 0.07 < times[3] - times[1] < 1)
    began = time.monotonic()
    ask(server, "said")
    holds("a whole answer takes as long as its tokens", 0.13 < time.monotonic() - began < 1)


def check_tools(server: Server) -> None:
    answer = ask(server, "tools", tools=[WEATHER], tool_choice="required")
    call = answer.choices[0].message.tool_calls[0]
    made = (call.function.name, sorted(json.loads(call.function.arguments)))
    same("a forced call", made, ("get_weather", ["city", "days"]))
    same("a forced call's end", answer.choices[0].finish_reason, "tool_calls")
    calls = [{"name": "get_weather", "arguments": {"city": "서울", "days": 3}, "id": "call_a"},
             {"name": "get_weather", "arguments": {"city": "Jeju", "days": 12}}]
    server.script("tools", {"tools": calls, "text": "I look."}, {"tools": [{"name": "x", "arguments": "{\"half"}]})
    with client(server, "tools").chat.completions.stream(
        model="gpt-4o", messages=QUESTION, tools=[WEATHER]
    ) as stream:
        kinds = [event.type for event in stream]
        message = stream.get_final_completion().choices[0].message
    holds("arguments come in pieces", kinds.count("tool_calls.function.arguments.delta") > 8)
    same("streamed calls", [call.function.parsed_arguments for call in message.tool_calls],
         [call["arguments"] for call in calls])
    same("what is said beside calls", (message.content, message.tool_calls[0].id), ("I look.", "call_a"))
    broken = ask(server, "tools").choices[0].message.tool_calls[0]
    same("arguments that are broken", broken.function.arguments, "{\"half")
    calls = [
        {"id": call.id, "type": "function",
         "function": {"name": call.function.name, "arguments": call.function.arguments}}
        for call in message.tool_calls
    ]
    told = [*QUESTION, {"role": "assistant", "content": message.content, "tool_calls": calls}]
    results = [{"role": "tool", "tool_call_id": call.id, "content": "sun"} for call in message.tool_calls]
    same("an answer after results", ask(server, "free", messages=told + results).choices[0].finish_reason, "stop")
    for what, messages in (("no result", told), ("one result of two", told + results[:1]),
                           ("a result without a call", QUESTION + results), ("words between", told + QUESTION)):
        with raises(what, openai.BadRequestError):
            ask(server, "free", messages=messages)


def check_structured(server: Server) -> None:
    def parse(key: str):
        return client(server, key).chat.completions.parse(
            model="gpt-4o", messages=QUESTION, response_format=Commentary)

    same("a value of the schema", parse("parsed").choices[0].message.parsed,
         Commentary(tone="plain", remarks=[Remark(question=1, words="a plain answer")]))
    server.script(
        "parsed", {"refusal": "no"}, {"text": "{", "finish": "length"}, {"text": "", "finish": "content_filter"})
    same("a refusal in place of a value", parse("parsed").choices[0].message.parsed, None)
    with raises("a value that is cut", openai.LengthFinishReasonError):
        parse("parsed")
    with raises("a value that is filtered", openai.ContentFilterFinishReasonError):
        parse("parsed")
    answer = ask(server, "json", messages=[{"role": "user", "content": "Say it as JSON."}],
                 response_format={"type": "json_object"})
    holds("a JSON object", isinstance(json.loads(answer.choices[0].message.content), dict))


def check_embeddings(server: Server) -> None:
    def embed(**members):
        usual = {"model": "text-embedding-3-small", "input": "함수"}
        return client(server, "vectors").embeddings.create(**(usual | members))

    packed, plain = embed(), embed(encoding_format="float")
    holds("the SDK asks for base64 by itself", server.seen("vectors")[0]["body"]["encoding_format"] == "base64")
    holds("base64 is what the numbers are", all(
        abs(a - b) < 1e-6 for a, b in zip(packed.data[0].embedding, plain.data[0].embedding, strict=True)))
    same("dimensions", len(plain.data[0].embedding), 1_536)
    holds("a vector has length 1", abs(sum(value * value for value in plain.data[0].embedding) - 1) < 1e-4)
    many = embed(input=["a", "b", "a"], dimensions=8)
    same("the places of many", [(item.index, len(item.embedding)) for item in many.data], [(0, 8), (1, 8), (2, 8)])
    holds("equal texts alone are equal", many.data[0].embedding == many.data[2].embedding != many.data[1].embedding)
    same("tokens as input", len(embed(input=[[1, 2], [3]], dimensions=4).data), 2)
    server.script("vectors", {"embedding": {"dimensions": 5}})
    same("scripted dimensions", len(embed().data[0].embedding), 5)
    for wrong in ({"input": ""}, {"input": []}, {"input": ["a", ""]}, {"dimensions": 0}, {"input": ["a"] * 2_049},
                  {"input": "word " * 9_000}, {"encoding_format": "hex"}):
        with raises(f"embeddings of {str(wrong)[:40]}", openai.BadRequestError):
            embed(**wrong)


def check_leaving(server: Server) -> None:
    """A stream that is left is known to the server at once."""
    async def leave() -> list[int]:
        server.script("left", {"repeat": {"text": "word ", "count": 1_000}, "gap_ms": 10})
        http = openai.DefaultAsyncHttpxClient(trust_env=False)
        async with openai.AsyncOpenAI(api_key="left", base_url=f"{server.origin}/v1", http_client=http) as asking:
            async def one() -> int:
                stream = await asking.chat.completions.create(model="m", messages=QUESTION, stream=True)
                count = 0
                async for _ in stream:
                    count += 1
                    if count == 5:
                        break
                await stream.close()
                return time.monotonic_ns()

            return await asyncio.gather(*(one() for _ in range(20)))

    times = asyncio.run(leave())
    seen = server.ended("left")
    same("ends of streams that were left", {request["end"] for request in seen}, {"client_closed"})
    holds("they were noticed within 250 ms", max(r["ended_at"] for r in seen) - max(times) < 250_000_000)
    holds("and ended early", all(4 <= request["tokens"] < 60 for request in seen))


CHECKS = (check_plain, check_said, check_tools, check_structured, check_embeddings, check_leaving)
