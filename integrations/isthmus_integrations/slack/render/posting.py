"""A reply as messages: everything in it within Slack's limits, and what does not fit as a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.messages import Button, Facts, Reply
from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.characters import escaped
from isthmus_integrations.slack.render.parts import pieces_of
from isthmus_integrations.slack.render.pieces import Means, Piece, Upload
from isthmus_integrations.slack.render.rich import Block, is_ours, note, said

_EMPTY: Final = Piece((note("There is nothing to show."),), "There is nothing to show.")
_NO_WORDS: Final = "Was this helpful?"  # beside the two buttons that ask it
_REST: Final = "rest.txt"
_ROOM: Final = 300  # for the words about what does not fit


@dataclass(frozen=True)
class Posting:
    """A message as `chat.postMessage` takes it, with what goes beside it.

    ``text`` says all of it for notifications and screen readers, escaped. ``files`` are uploaded
    into the thread. ``more`` are further messages, in their order.
    """

    blocks: tuple[Block, ...]
    text: str
    files: tuple[Upload, ...] = ()
    more: tuple["Posting", ...] = ()


def posted(reply: Reply, token: Callable[[Button], str], console: str) -> Posting:
    """Show a reply; ``token`` gives what a button carries, ``console`` is whereto links lead."""
    means = Means(token, console, address_in(reply, console))
    first, *others = [_as_posting(each) for each in _packed([*pieces_of(reply, means)] or [_EMPTY])]
    return replace(first, more=tuple(others))


def address_in(reply: Reply, console: str) -> str:
    """Find where the console shows what a reply is about."""
    values = (fact.value for facts in reply.of(Facts) for fact in facts.facts)
    return next((each for each in values if is_ours(each, console)), console)


# ---- one message after the other


def _packed(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Put pieces into as few messages as they fit in; after some, the rest becomes a file."""
    messages = _filled(pieces)
    if len(messages) <= limits.POSTINGS:
        yield from messages
        return
    kept = limits.POSTINGS - 1
    yield from messages[:kept]
    yield _rest([piece for message in messages[kept:] for piece in message])


def _filled(pieces: Iterable[Piece]) -> list[list[Piece]]:
    messages: list[list[Piece]] = []
    for piece in pieces:
        if messages and _fits([*messages[-1], piece]):
            messages[-1].append(piece)
        else:
            messages.append([piece])
    return messages


def _fits(pieces: Sequence[Piece], room: int = 0) -> bool:
    blocks = _blocks(pieces)
    return (
        len(blocks) <= limits.BLOCKS_OF_A_MESSAGE
        and sum(each.has_table for each in pieces) <= 1
        and said(blocks) <= limits.TEXTS_OF_A_MESSAGE - room
        and limits.weight(_text(pieces)) <= limits.FALLBACK - room
    )


def _rest(pieces: Sequence[Piece]) -> list[Piece]:
    """Give the last message: a file with the texts, and the buttons that there is room for."""
    kept: list[Piece] = []
    left_out = 0
    for piece in pieces:
        if piece.presses and _fits([*kept, piece], _ROOM):
            kept.append(replace(piece, files=()))
        else:
            left_out += piece.presses
    written = "\n".join(filter(None, (each.written or each.text for each in pieces)))
    file = Upload(_REST, "text/plain; charset=utf-8", written.encode())
    told = f"The rest is too long to show here; all of it is in {_REST}."
    if left_out:
        told += f" {left_out} buttons are left out: say in words what is to be done."
    files = (file, *(each for piece in pieces for each in piece.files))
    return [Piece((note(told),), told, files), *kept]


def _as_posting(pieces: Sequence[Piece]) -> Posting:
    files = tuple(file for each in pieces for file in each.files)
    return Posting(_blocks(pieces), escaped(_text(pieces)), files)


def _blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    return tuple(block for each in pieces for block in each.blocks)


def _text(pieces: Sequence[Piece]) -> str:
    return "\n".join(each.text for each in pieces if each.text) or _NO_WORDS
