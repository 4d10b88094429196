"""Markdown: for a wiki, a ticket or a mail."""

import re
from collections.abc import Iterator
from typing import Final

from isthmus.programme.report import Report, Section, Table

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#|~])")


def written(report: Report) -> bytes:
    return ("\n".join(_lines(report)).rstrip() + "\n").encode()


def _lines(report: Report) -> Iterator[str]:
    yield f"# {_plain(report.title)}: {_plain(report.subtitle)}"
    yield ""
    yield f"{_plain(report.as_of)}."
    yield ""
    yield from (f"- {_plain(said)}" for said in report.summary)
    yield ""
    yield "| " + " | ".join(figure.name for figure in report.figures) + " |"
    yield "|" + "---|" * len(report.figures)
    yield "| " + " | ".join(f"**{figure.value}**" for figure in report.figures) + " |"
    yield "| " + " | ".join(figure.note for figure in report.figures) + " |"
    yield ""
    for section in report.sections:
        yield from _section(section)
    yield "---"
    yield ""
    for note in report.notes:
        yield f"*{_plain(note)}*"
        yield ""


def _section(section: Section) -> Iterator[str]:
    yield f"## {_plain(section.title)}"
    yield ""
    if section.lead:
        yield _plain(section.lead)
        yield ""
    for table in section.tables:
        yield from _table(table)
        yield ""


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(_plain(column.name) for column in table.columns) + " |"
    yield "|" + "|".join("---:" if c.is_number else "---" for c in table.columns) + "|"
    for row in table.rows:
        yield "| " + " | ".join(map(_plain, row)) + " |"
    if table.more:
        yield ""
        yield _plain(table.more)


def _plain(text: str) -> str:
    """Keep what somebody wrote from being read as marks."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
