"""What answers are like to Anthropic's SDK."""

import json
import time

import anthropic
from pydantic import BaseModel

from .judging import Server, holds, raises, same

QUESTION = [{"role": "user", "content": "How did the class do?"}]
MODEL = "claude-haiku-4-5-20251001"
WEATHER = {
    "name": "get_weather", "description": "The weather of a city.",
    "input_schema": {
        "type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"],
    },
}


class Remark(BaseModel):
    question: int
    words: str


HTTP = anthropic.DefaultHttpxClient(trust_env=False)


def client(server: Server, key: str, **options) -> anthropic.Anthropic:
    options = {"max_retries": 0, "timeout": 10} | options
    return anthropic.Anthropic(api_key=key, base_url=server.origin, http_client=HTTP, **options)


def ask(server: Server, key: str, **members):
    usual = {"model": MODEL, "max_tokens": 1_024, "messages": QUESTION}
    return client(server, key).messages.create(**(usual | members))


def streamed(server: Server, key: str, **members):
    usual = {"model": MODEL, "max_tokens": 1_024, "messages": QUESTION}
    return client(server, key).messages.stream(**(usual | members))


def check_plain(server: Server) -> None:
    answer = ask(server, "plain", system="You are a teacher.", stop_sequences=["never"])
    text = answer.content[0].text
    ending = (answer.stop_reason, answer.stop_sequence, answer.role)
    same("the plain answer's end", ending, ("end_turn", None, "assistant"))
    holds("the plain answer has no figure", text and not any(sign.isdigit() for sign in text))
    holds("the answer has the id of its request", answer._request_id)
    events = list(ask(server, "plain", stream=True))
    kinds = [event.type for event in events if event.type != "ping"]
    same("the order of events", [kinds[0], kinds[1], *kinds[-3:]], [
        "message_start", "content_block_start", "content_block_stop", "message_delta", "message_stop"])
    same("all others are deltas", set(kinds[2:-3]), {"content_block_delta"})
    same("the stream's text", "".join(e.delta.text for e in events if e.type == "content_block_delta"), text)
    same("usage at the stream's start and end", (events[0].message.usage.output_tokens, events[-2].usage.output_tokens),
         (1, answer.usage.output_tokens))
    with streamed(server, "plain") as stream:
        same("the stream's whole message", stream.get_final_message().content[0].text, text)
    answer = ask(server, "plain", max_tokens=3)
    same("an answer of three tokens", (answer.stop_reason, answer.usage.output_tokens), ("max_tokens", 3))
    answer = ask(server, "plain", stop_sequences=["class"])
    same("an answer up to a stop", (answer.content[0].text, answer.stop_reason, answer.stop_sequence),
         ("The ", "stop_sequence", "class"))
    count = client(server, "plain").messages.count_tokens(model=MODEL, messages=QUESTION, system="Short.")
    holds("tokens are counted", 3 < count.input_tokens < 40)
    holds("the list of models", MODEL in [model.id for model in client(server, "plain").models.list()])


def check_said(server: Server) -> None:
    server.script("said", {"text": "평균", "usage": {"input": 50, "output": 7, "cached": 32, "cache_creation": 4}})
    usage = ask(server, "said").usage
    same("scripted usage", (usage.input_tokens, usage.output_tokens, usage.cache_read_input_tokens,
                            usage.cache_creation_input_tokens), (50, 7, 32, 4))
    for wire in ({}, {"crlf": True}, {"split": True}, {"comment": True}, {"pings": 3, "first_delay_ms": 4},
                 {"keep_alive": False}):
        server.script("said", {"text": "평균은 \"낮았\"습니다.\n끝 🙂", **wire})
        same(f"a text with {wire}", ask(server, "said").content[0].text, "평균은 \"낮았\"습니다.\n끝 🙂")
        with streamed(server, "said") as stream:
            same(f"a streamed text with {wire}", "".join(stream.text_stream), "평균은 \"낮았\"습니다.\n끝 🙂")
    server.script(
        "said", {"refusal": "I cannot."}, {"empty": True}, {"text": "half", "finish": "length"}, {"echo": True})
    same("a refusal", ask(server, "said").stop_reason, "refusal")
    same("an empty answer", ask(server, "said").content, [])
    same("an answer that is cut", ask(server, "said").stop_reason, "max_tokens")
    same("an echo", ask(server, "said").content[0].text, QUESTION[0]["content"])
    server.script("said", {"tokens": ["a", "b", "c"], "first_delay_ms": 60, "gap_ms": 40})
    times = [time.monotonic() for event in ask(server, "said", stream=True) if event.type == "content_block_delta"]
    holds("tokens come with gaps", 0.07 < times[2] - times[0] < 1)


def check_tools(server: Server) -> None:
    answer = ask(server, "tools", tools=[WEATHER], tool_choice={"type": "any"})
    same("a forced call", (answer.stop_reason, answer.content[0].name, sorted(answer.content[0].input)),
         ("tool_use", "get_weather", ["city", "days"]))
    calls = [{"name": "get_weather", "arguments": {"city": "서울", "days": 3}, "id": "toolu_a"},
             {"name": "get_weather", "arguments": {"city": "Jeju"}}]
    server.script("tools", {"tools": calls, "text": "I look."})
    with streamed(server, "tools", tools=[WEATHER]) as stream:
        pieces = sum(event.type == "input_json" for event in stream)
        message = stream.get_final_message()
    holds("arguments come in pieces", pieces > 4)
    same("streamed calls", [block.input for block in message.content[1:]], [call["arguments"] for call in calls])
    same("what is said beside calls", (message.content[0].text, message.content[1].id, message.stop_reason),
         ("I look.", "toolu_a", "tool_use"))
    uses = [block.model_dump(include={"type", "id", "name", "input"}) for block in message.content[1:]]
    told = [*QUESTION, {"role": "assistant", "content": uses}]
    results = [{"type": "tool_result", "tool_use_id": block.id, "content": "sun"} for block in message.content[1:]]
    answer = ask(server, "free", messages=[*told, {"role": "user", "content": results}], tools=[WEATHER])
    same("an answer after results", answer.stop_reason, "end_turn")
    for what, messages in (("no result", told), ("words in place of results", [*told, *QUESTION]),
                           ("one result of two", [*told, {"role": "user", "content": results[:1]}]),
                           ("a result without a call", [{"role": "user", "content": results}])):
        with raises(what, anthropic.BadRequestError):
            ask(server, "free", messages=messages, tools=[WEATHER])


def check_structured(server: Server) -> None:
    answer = client(server, "parsed").messages.parse(
        model=MODEL, max_tokens=100, messages=QUESTION, output_format=Remark)
    same("a value of the schema", answer.parsed_output, Remark(question=1, words="a plain answer"))
    same("it is JSON", json.loads(answer.content[0].text)["question"], 1)


CHECKS = (check_plain, check_said, check_tools, check_structured)
