"""Server-sent events, and how they lie in the bytes of an answer."""

# Around and between tokens; tokens, which come one by one; and what ends the stream: what a script says of tokens
# happens before it at the latest.
FRAME, TOKEN, END = range(3)
# One of these, the event's name, its data.
Event = tuple[int, str | None, str]

COMMENT = ": processing\n\n"


def lines(event: Event) -> str:
    _, name, data = event
    return f"data: {data}\n\n" if name is None else f"event: {name}\ndata: {data}\n\n"
