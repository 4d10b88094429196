"""Texts that people, documents and models wrote, so that Teams shows them and does nothing else.

Clients differ in what they do with an escaped sign in a card, so in cards nothing relies on one:
what could be markup stands in a RichTextBlock, which knows none. Only the text of a message, which
has to be Markdown for its citation marks, is escaped.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

JOINER: Final = "\u2060"  # is not seen, and no line breaks at it
_LETTERS_JOINED: Final = "\u200c\u200d"  # some scripts and pictures are made with these
_ENDINGS: Final = "docx|xlsx|pptx|pdf|csv|txt|png|svg|json|eml|yaml|html"

_MACRO: Final = re.compile(r"\{(?=\{)")
_MARK: Final = re.compile(r"\[(?=\s*\d+\s*\])")  # would be taken for a citation
_SLASHES: Final = re.compile(r"(?<=:)(?=//)|(?<=/)(?=/)")
_HOST: Final = re.compile(rf"(?<=\w)\.(?!(?:{_ENDINGS})\b)(?=[^\W\d_]{{2}})")
_AT: Final = re.compile(r"@(?=\w)")
_SCHEME: Final = re.compile(
    r"\b(?:mailto|tel|sms|sip|callto|skype|msteams|javascript|data|file):(?=\S)", re.IGNORECASE
)

_ANGLES: Final = {ord("<"): "\u2039", ord(">"): "\u203a"}
_SIGNS: Final = re.compile(r"[\\`*_\[\]~|#]")
_LINE_BEGINS: Final = re.compile(r"^[-+=](?=[\s=+-]|$)|^(\d{1,9})(?=[.)](?:\s|$))")
_COULD_BE_MARKUP: Final = re.compile(r"[\\`*_\[\]~|#<>&{}\n]|^\s*(?:[-+=]|\d+[.)](?:\s|$))|^\s{4}")


@dataclass(frozen=True)
class Span:
    """A stretch of text; with an address of the console's where it leads there."""

    text: str
    url: str = ""


def inert(text: str) -> str:
    """Give a text in which nothing is a link, a mention, a citation or a date to be filled in.

    Signs that are not seen, and those that turn the direction of writing, are left out; a line
    separator is a new line. What is added is not seen.
    """
    seen = "".join(map(_seen, text.replace("\r\n", "\n").replace("\r", "\n")))
    for pattern in (_MACRO, _MARK, _HOST, _AT, _SCHEME):
        seen = pattern.sub(lambda found: f"{found[0]}{JOINER}", seen)
    return _SLASHES.sub(JOINER, seen)


def _seen(sign: str) -> str:
    if sign == "\n" or sign in _LETTERS_JOINED:
        return sign
    if sign == "\t":
        return " "
    kind = unicodedata.category(sign)
    if kind in {"Zl", "Zp"}:
        return "\n"
    if kind == "Cs":  # half a sign, which cannot be sent
        return "\ufffd"
    return "" if kind in {"Cc", "Cf"} else sign


def one_line(text: str, longest: int = 0) -> str:
    """Give a text as one inert line, cut at a word where it is longer than that."""
    flat = " ".join(inert(text).split())
    if not longest or len(flat) <= longest:
        return flat
    kept = flat[: longest - 1]
    words, _, _ = kept.rpartition(" ")
    return f"{words if len(words) > longest // 2 else kept}…"


def unmarked(text: str, longest: int = 0) -> str:
    """Give one line for where tags might be read and escapes might be shown, such as a summary."""
    return one_line(text.translate(_ANGLES), longest)


def is_plain(text: str) -> bool:
    """Tell whether no reader of Markdown or HTML could find markup in a text."""
    return not _COULD_BE_MARKUP.search(text)


def is_ours(address: str, console: str) -> bool:
    """Tell whether an address leads to the console, and nothing in it could be more than that."""
    return bool(console) and _ours(console).fullmatch(address) is not None


def spans(text: str, console: str) -> tuple[Span, ...]:
    """Divide a text into what is inert, and addresses of the console."""
    return tuple(_spans(text, console))


def _spans(text: str, console: str) -> Iterator[Span]:
    done = 0
    for found in _ours(console).finditer(text) if console else ():
        address = found[0].rstrip(".,;:!?")
        if before := text[done : found.start()]:
            yield Span(inert(before))
        yield Span(address, address)
        done = found.start() + len(address)
    if done < len(text):
        yield Span(inert(text[done:]))


@lru_cache(maxsize=8)
def _ours(console: str) -> re.Pattern[str]:
    root = re.escape(console.rstrip("/"))
    path = r"[/?#][A-Za-z0-9\-._~/?#=&%:,+]{0,1000}"
    return re.compile(rf"(?<!\w){root}(?:{path}|(?=$|[\s,;)”\"']|[.:!?](?:\s|$)))")


def marked_down(text: str, console: str) -> str:
    """Give one line of Markdown that shows a text as it is, with addresses of the console."""
    told = [
        f"[{_escaped(each.url)}]({each.url})" if each.url else _escaped(each.text)
        for each in spans(" ".join(text.split()), console)
    ]
    return _LINE_BEGINS.sub(_begun, "".join(told).strip())


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", escape(text.replace("\n", " "), quote=False))


def _begun(found: re.Match[str]) -> str:
    return f"{found[1]}\\" if found[1] else f"\\{found[0]}"
