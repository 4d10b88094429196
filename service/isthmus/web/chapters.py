"""A Markdown document of the blueprint, cut into parts at its headings (pure)."""

import re
from dataclasses import dataclass
from typing import Final

from isthmus_knowledge.shipped import ShippedDocument

_FENCE: Final = "\n---\n"


@dataclass(frozen=True)
class Part:
    """What stands below one heading, as Markdown, and the parts within it."""

    title: str
    text: str
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True)
class Chapter:
    document: ShippedDocument
    parts: tuple[Part, ...]

    def part(self, title: str) -> Part | None:
        return next((part for part in self.parts if part.title == title), None)

    def others(self, *titles: str) -> list[Part]:
        """Give the parts that go by none of these titles."""
        return [part for part in self.parts if part.title not in titles]


def chapter(document: ShippedDocument) -> Chapter:
    text = document.content.decode().replace("\r\n", "\n").partition(_FENCE)[2]
    return Chapter(document, parts_of(text))


def parts_of(text: str, level: int = 2) -> tuple[Part, ...]:
    """Cut Markdown at its headings of one level; what stands above the first is left out."""
    heading = re.compile(rf"^{'#' * level} +(.+?) *$", re.MULTILINE)
    found = list(heading.finditer(text))
    ends = [*(following.start() for following in found[1:]), len(text)]
    return tuple(
        _part(one[1], text[one.end() : end].strip(), level + 1)
        for one, end in zip(found, ends, strict=False)  # without a heading there is one end
    )


def _part(title: str, text: str, level: int) -> Part:
    above = re.split(rf"^{'#' * level} ", text, maxsplit=1, flags=re.MULTILINE)[0]
    return Part(title, above.strip(), parts_of(text, level))
