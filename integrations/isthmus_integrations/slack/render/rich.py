"""Blocks of plain and rich text: in neither does a text say anything but itself."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.characters import NOTHING, shortened

Block = dict[str, Any]

_LONGEST_NAME: Final = 60  # of an address
_SIGNS: Final = r"[!#-;=?-\[\]-_a-{}~]"  # of an address: ASCII without " < > \ ` |


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text or NOTHING, "emoji": False}


def words(text: str, *, bold: bool = False) -> Block:
    element: Block = {"type": "text", "text": text or NOTHING}
    return {**element, "style": {"bold": True}} if bold else element


def link(text: str, address: str, console: str) -> Block:
    """Link to the console; any other address is only words."""
    return (
        {"type": "link", "url": address, "text": text or NOTHING}
        if is_ours(address, console)
        else words(text)
    )


def is_ours(address: str, console: str) -> bool:
    found = _of_console(console).fullmatch(address) if console else None
    return bool(found) and limits.weight(address) <= limits.LINK


def linked(text: str, console: str) -> Iterator[Block]:
    """Give a text in which addresses of the console can be followed."""
    last = 0
    for found in _of_console(console).finditer(text) if console else ():
        address = found.group().rstrip(".,;:!?)'\u201d\u2019")
        if limits.weight(address) > limits.LINK:
            continue
        if before := text[last : found.start()]:
            yield words(before)
        yield link(_named(address), address, console)
        last = found.start() + len(address)
    if rest := text[last:]:
        yield words(rest)


def _named(address: str) -> str:
    """Show an address as people read one: without its scheme, and not for lines on end."""
    return shortened(address.partition("://")[2], _LONGEST_NAME)


def _of_console(console: str) -> re.Pattern[str]:
    """Match addresses below the console's, and none of a host whose name only begins like it."""
    here = re.escape(console.rstrip("/"))
    return re.compile(rf"{here}(?:[/?#]{_SIGNS}*|(?![\w@:.\-]*\w))")


def section(elements: Iterable[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements) or [words("")]}


def bullets(items: Iterable[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def lines(items: Iterable[Block]) -> Block:
    """Put sections below each other, without a mark before them."""
    elements: list[Block] = []
    for each in items:
        elements += [words("\n"), *each["elements"]] if elements else each["elements"]
    return section(elements)


def quote(text: str) -> Block:
    return {"type": "rich_text_quote", "elements": [words(text)]}


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def note(text: str) -> Block:
    """Give a line of small, grey print."""
    return {"type": "context", "elements": [plain(text)]}


def said(value: object) -> int:
    """Count all that is to be read in blocks."""
    match value:
        case {"text": str(text)}:
            return limits.weight(text)
        case dict():
            return sum(map(said, value.values()))
        case list() | tuple():
            return sum(map(said, value))
    return 0
