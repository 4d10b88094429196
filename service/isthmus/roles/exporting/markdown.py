"""Markdown: a heading for each topic, a bullet for each line with what it stands on."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.raci.exporting.grid import one_line
from isthmus.roles.exporting.sheet import Sheet, sources_of

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~])")


def written(sheets: Sequence[Sheet]) -> bytes:
    return ("\n".join(line for sheet in sheets for line in _lines(sheet)) + "\n").encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"# {_plain(sheet.definition.name)}\n"
    yield from (f"{_plain(text)}\n" for text in sheet.headlines)
    for name, lines in sheet.sections:
        yield f"## {_plain(name)}\n"
        yield from (f"- {_plain(line.in_words)}\n  *{_plain(sources_of(line))}*" for line in lines)
        yield ""


def _plain(text: str) -> str:
    """Keep Markdown from taking what is written for a mark, a link or HTML."""
    return _MARKS.sub(r"\\\1", one_line(text))
