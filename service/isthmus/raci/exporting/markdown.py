"""Markdown: the table as GitHub and most editors show it, the legend and the findings."""

import re
from collections.abc import Iterator, Sequence

from isthmus.raci.exporting.explaining import foreign, legend, said
from isthmus.raci.exporting.grid import Band, grid_of, one_line
from isthmus.raci.exporting.sheet import Sheet

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def written(sheet: Sheet) -> bytes:
    return ("\n".join(_lines(sheet)) + "\n").encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    chart = sheet.chart
    grid = grid_of(chart)
    closed = " #" if grid.title.endswith("#") else ""  # else its sign is taken for that
    yield f"# {_plain(grid.title)}{closed}"
    yield ""
    for text in sheet.headlines:
        yield _plain(text)
        yield ""
    yield _row(grid.header)
    yield _row([*("---" for _ in grid.leads), *(":---:" for _ in grid.roles)], plain=False)
    for line in grid.lines:
        if isinstance(line, Band):
            yield _row([f"**{_plain(line.name)}**", *("" for _ in grid.header[1:])], plain=False)
        else:
            yield _row(line.texts)
    yield from _below(sheet)


def _below(sheet: Sheet) -> Iterator[str]:
    letters = sheet.chart.letter_set
    yield f"\n## Legend ({letters.name})\n"
    yield from (f"- **{letter}** {word}: {means}" for letter, word, means in legend(letters))
    yield from (
        f"- **{_plain(text)}** is no letter of {letters.name}" for text in foreign(sheet.chart)
    )
    if sheet.findings:
        yield "\n## Findings\n"
    for finding in said(sheet):
        where = ", ".join(filter(None, (finding.activity, finding.role)))
        place = f" ({_plain(where)})" if where else ""
        yield f"- {finding.severity} {finding.rule}{place}: {_plain(finding.message)}"


def _row(cells: Sequence[str], *, plain: bool = True) -> str:
    return f"| {' | '.join(map(_plain, cells) if plain else cells)} |"


def _plain(text: str) -> str:
    """Keep Markdown from taking what is written for a mark, a link or HTML."""
    return MARKS.sub(r"\\\1", one_line(text))
