"""A document in the making: every loader adds its blocks here, in reading order."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from isthmus_knowledge.documents import (
    NOWHERE,
    Block,
    BlockKind,
    LoadedDocument,
    Place,
    UnreadableError,
)
from isthmus_knowledge.loaders.characters import (
    LONGEST_TITLE,
    clean,
    in_cell,
    lines,
    one_line,
    readable,
)
from isthmus_knowledge.loaders.marks import BULLETED, MARKED, clause_of, section_of

MOST_BLOCKS = 100_000
INDENT = "  "
NO_LEVEL = 100
NO_METADATA: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class _Level:
    depth: int
    text: str
    section: str | None


@dataclass
class Outline:
    """Collects blocks under the headings above them; refuses more than ``MOST_BLOCKS``.

    ``at`` is where a block stands; its section comes from the nearest numbered heading unless the
    place names one itself.
    """

    _blocks: list[Block] = field(default_factory=list)
    _path: list[_Level] = field(default_factory=list)
    _title: str = ""
    _title_level: int = NO_LEVEL

    def heading(self, text: str, level: int, at: Place = NOWHERE) -> None:
        """Level 1 is the outermost; the first of the outermost found is the document's title."""
        words = one_line(text)
        if not words:
            return
        self.leave(level)
        section = at.section or section_of(words) or self._section()
        if level < self._title_level:
            self._title, self._title_level = words, level
        self._add(words, BlockKind.HEADING, replace(at, section=section))
        self._path.append(_Level(level, words, section))

    def leave(self, level: int) -> None:
        """End the section that a heading of this level, or of one below it, opened."""
        self._path = [above for above in self._path if above.depth < level]

    def paragraph(self, text: str, at: Place = NOWHERE) -> None:
        """Take a paragraph that starts with its own mark, such as ``(a)`` or ``•``, as an item."""
        words = lines(text)
        if clause := clause_of(words, self._section()):
            at = replace(at, section=at.section or clause)
        if bullet := BULLETED.match(words):
            self.item(words[bullet.end() :], at=at)
        elif MARKED.match(words):
            self._add(words, BlockKind.LIST_ITEM, at)
        else:
            self._add(words, BlockKind.PARAGRAPH, at)

    def item(self, text: str, mark: str = "-", depth: int = 0, at: Place = NOWHERE) -> None:
        """``depth`` counts from 0 for the outermost list."""
        if words := lines(text):
            self._add(f"{INDENT * depth}{mark} {words}", BlockKind.LIST_ITEM, at)

    def row(self, cells: Sequence[str], headers: Sequence[str] = (), at: Place = NOWHERE) -> None:
        """Empty cells are left out; a row that only repeats the headers is, too."""
        values = [in_cell(cell) for cell in cells]
        names = [one_line(header).rstrip(": ") for header in headers]
        if values == names:
            return
        names += [""] * (len(values) - len(names))
        told = [
            f"{name}: {value}" if name else value
            for name, value in zip(names, values, strict=False)
            if value
        ]
        self._add(" | ".join(told), BlockKind.TABLE_ROW, at)

    def code(self, text: str, at: Place = NOWHERE) -> None:
        self._add(textwrap.dedent(clean(text)).strip(), BlockKind.CODE, at)

    def document(
        self, name: str, title: str = "", metadata: Mapping[str, object] = NO_METADATA
    ) -> LoadedDocument:
        """Finish; the title is the given one, the first outermost heading, or the file's name.

        Raises UnreadableError where there is no text at all.
        """
        if not self._blocks:
            raise UnreadableError(f"There is no text in {name}. Check the file and add it again.")
        words = one_line(title) or self._title or readable(name)
        return LoadedDocument(words[:LONGEST_TITLE], tuple(self._blocks), metadata)

    def _section(self) -> str | None:
        return next((level.section for level in reversed(self._path) if level.section), None)

    def _add(self, text: str, kind: BlockKind, at: Place) -> None:
        if not text:
            return
        if len(self._blocks) == MOST_BLOCKS:
            raise UnreadableError(
                f"The file has more than {MOST_BLOCKS:,} paragraphs and table rows. "
                "Split it into smaller files and add those."
            )
        place = replace(at, section=at.section or self._section())
        above = tuple(level.text for level in self._path)
        self._blocks.append(Block(text, kind, above, place))
