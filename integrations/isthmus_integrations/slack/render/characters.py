"""Texts that people, documents and models wrote, made inert."""

import re
from typing import Final
from unicodedata import category

from isthmus_integrations.slack.render.limits import weight

NOTHING: Final = "\u2013"  # Slack refuses a text without a sign
_MORE: Final = "\u2026"
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN: Final = {"Cc", "Cf", "Cs"}  # controls, marks of direction, signs without a width
_KEPT: Final = "\n\u200c\u200d"
# Scripts and pictures of several signs need joiners; among plain letters they only hide something.
_JOINERS: Final = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
_EMOJI: Final = re.compile(r"(?<!\w):(?=[\w+'-]+:)")


def seen(text: str) -> str:
    """Leave what a reader sees: no controls, no marks of direction, nothing without a width."""
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    kept = "".join(sign for sign in lines if sign in _KEPT or category(sign) not in _UNSEEN)
    return _JOINERS.sub("", kept).strip()


def one_line(text: str) -> str:
    return " ".join(seen(text).split())


def escaped(text: str) -> str:
    """Make a text mean nothing to Slack where it reads mentions, links and emoji codes."""
    inert = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _EMOJI.sub("\uff1a", inert)  # a colon, too, but no beginning of an emoji's name


def shortened(text: str, longest: int) -> str:
    """Cut a text where it has to be, and let it be seen that it is cut."""
    if weight(text) <= longest:
        return text
    kept = text[:longest]
    while weight(kept) > longest - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}{_MORE}"
