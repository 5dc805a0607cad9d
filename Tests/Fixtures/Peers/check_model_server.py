"""Checks model_server.py with the official SDKs of OpenAI and Anthropic as its clients, and byte by byte.

Says what differs from what a client of the originals may expect, and ends with 1 then. Words, each the beginning of a
check's name, choose some.
"""

import sys
import traceback

sys.dont_write_bytecode = True

from model_checks import anthropic_answers, anthropic_refusals, mutations, openai_answers, openai_refusals, wire
from model_checks.judging import Differs, Server

ROOMS = (openai_answers, openai_refusals, anthropic_answers, anthropic_refusals, wire, mutations)


def main(words: list[str]) -> int:
    faults = 0
    for room in ROOMS:
        server = Server()
        for check in room.CHECKS:
            name = f"{room.__name__.rpartition('.')[2]}.{check.__name__}"
            if words and not any(name.startswith(word) for word in words):
                continue
            try:
                check(server)
            except Exception as error:
                faults += 1
                print(f"{name}: {error}", file=sys.stderr)
                if not isinstance(error, Differs):
                    traceback.print_exc()
        try:
            server.end()
        except Differs as error:
            faults += 1
            print(error, file=sys.stderr)
    if faults:
        return 1
    print("the model server is as its clients expect")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
