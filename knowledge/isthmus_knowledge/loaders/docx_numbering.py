"""The numbers that Word shows before headings and list items; its files hold only their rules."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from isthmus_knowledge.loaders.numbering import letters, roman

Element = Any  # an lxml element; python-docx gives it no type

WRITTEN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
}
LEVELS = 9


def value(element: Element, *path: str) -> str | None:
    """Return ``w:val`` of the element that child names lead to, such as ``w:pPr``, ``w:numId``."""
    for name in path:
        element = element.find(qn(name)) if element is not None else None
    return element.get(qn("w:val")) if element is not None else None


def whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.lstrip("-").isdecimal() else default


@dataclass(frozen=True)
class _Level:
    pattern: str
    kind: str
    start: int


@dataclass
class Numbering:
    """Counts as Word does: lists with one abstract definition count on together."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Element | None) -> "Numbering":
        found = cls()
        if part is None:
            return found
        for abstract in part.findall(qn("w:abstractNum")):
            levels = {_index(level): _level(level) for level in abstract.findall(qn("w:lvl"))}
            found._levels[abstract.get(qn("w:abstractNumId"))] = levels
        for num in part.findall(qn("w:num")):
            number = num.get(qn("w:numId"))
            found._abstract[number] = value(num, "w:abstractNumId") or ""
            for override in num.findall(qn("w:lvlOverride")):
                if (start := value(override, "w:startOverride")) is not None:
                    found._restarts[number, _index(override)] = whole(start, 1)
        return found

    def mark(self, number: str, depth: int) -> str | None:
        """Count one on and return ``-``, ``3.2`` or ``(b)``; None where the list is not known."""
        levels = self._levels.get(self._abstract.get(number, ""), {})
        level = levels.get(depth)
        if level is None:
            return None
        if level.kind in ("bullet", "none") or not level.pattern:
            return "-" if level.kind == "bullet" else ""
        counts = self._counts.setdefault(self._abstract[number], {})
        self._count(number, depth, level, counts)
        written = level.pattern
        for upper in range(LEVELS):
            if f"%{upper + 1}" in written:
                rule = levels.get(upper, level)
                count = counts.setdefault(upper, rule.start)
                written = written.replace(f"%{upper + 1}", WRITTEN.get(rule.kind, str)(count))
        return written.strip()

    def _count(self, number: str, depth: int, level: _Level, counts: dict[int, int]) -> None:
        if (restart := self._restarts.pop((number, depth), None)) is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]


def _index(element: Element) -> int:
    return whole(element.get(qn("w:ilvl")), 0)


def _level(element: Element) -> _Level:
    return _Level(
        pattern=value(element, "w:lvlText") or "",
        kind=value(element, "w:numFmt") or "decimal",
        start=whole(value(element, "w:start"), 1),
    )
