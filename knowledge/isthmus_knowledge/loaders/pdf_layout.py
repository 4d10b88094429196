"""From lines to headings, list items and paragraphs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from isthmus_knowledge.documents import Place
from isthmus_knowledge.loaders.marks import (
    BULLETED,
    MARKED,
    NAMED,
    NUMBERED,
    SENTENCE_END,
    opens_item,
)
from isthmus_knowledge.loaders.outline import Outline
from isthmus_knowledge.loaders.pdf_lines import Line, leading

Bookmarks = Mapping[tuple[int, str], int]  # page and title -> level

LARGER = 1.1
WIDE_GAP = 1.35  # in usual distances between lines
HEADING_GAP = 1.6  # in sizes of its letters
LONGEST_HEADING = 120
SHORT_LINE = 0.7  # of the longest
BELOW_BOOKMARKS = 100
LEVELS_A_LOOK = 10
MOST_COLUMNS = 12
WORD = re.compile(r"\w+(?:-\w+)*")
CUT = re.compile(r"(\w+)-$")


def folded(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


@dataclass
class Layout:
    """Joins the lines of a document; a paragraph stands on the page where it starts."""

    lines: Sequence[Line]
    bookmarks: Bookmarks
    outline: Outline
    _pending: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        letters: Counter[tuple[float, bool]] = Counter()
        for line in self.lines:
            letters[line.look] += len(line.text)
        self._body, self._bold_body = letters.most_common(1)[0][0] if letters else (0.0, False)
        looks = {line.look for line in self.lines if self._stands_out(line)}
        self._looks = sorted(looks, reverse=True)
        self._leading = leading(self.lines)
        self._longest = max((len(line.text) for line in self.lines), default=0)
        self._words = Counter(word for line in self.lines for word in WORD.findall(line.text))

    @property
    def title(self) -> str:
        """The largest words on the first page, where they stand out."""
        first = [line for line in self.lines if line.page == self.lines[0].page]
        large = [line for line in first if line.look == max(each.look for each in first)]
        text = " ".join(line.text for line in large)
        stands_out = bool(large) and large[0].size > LARGER * self._body
        return text if stands_out and len(text) <= LONGEST_HEADING else ""

    def write(self) -> None:
        at = 0
        while at < len(self.lines):
            if rows := self._table_at(at):
                self._say()
                for row in rows:
                    self.outline.row([text for _, text in row.cells], at=Place(page=row.page))
                at += len(rows)
                continue
            taken, level = self._heading_at(at)
            if taken:
                self._say()
                text = " ".join(line.text for line in self.lines[at : at + taken])
                self.outline.heading(text, level, Place(page=self.lines[at].page))
                at += taken
                continue
            if self._pending and self._starts_anew(self._pending[-1], self.lines[at]):
                self._say()
            self._pending.append(self.lines[at])
            at += 1
        self._say()

    def _table_at(self, at: int) -> Sequence[Line]:
        """Take lines that gaps part into cells; one alone may just be oddly set.

        Which column a cell belongs to is not told: an error there would put a letter under a
        wrong role, and the reader of a quote could not see it.
        """
        end = at
        while end < len(self.lines) and _goes_on(self.lines[at], self.lines[end]):
            end += 1
        return self.lines[at:end] if end - at > 1 else ()

    def _say(self) -> None:
        if not self._pending:
            return
        text = self._pending[0].text
        for line in self._pending[1:]:
            text = self._joined(text, line.text)
        self.outline.paragraph(text, Place(page=self._pending[0].page))
        self._pending.clear()

    def _joined(self, text: str, more: str) -> str:
        """Undo hyphenation, unless the document also writes the word with its hyphen."""
        cut = CUT.search(text)
        rest = WORD.match(more)
        if not cut or not rest:
            return text + more if text.endswith("-") else f"{text} {more}"
        first = WORD.findall(text[: cut.end()])[-1]
        with_hyphen, without = f"{first}-{rest[0]}", f"{first}{rest[0]}"
        keeps = self._words[with_hyphen] > self._words[without] or not rest[0][0].islower()
        return text + more if keeps else text[:-1] + more

    def _starts_anew(self, above: Line, line: Line) -> bool:
        ended = above.text.endswith(SENTENCE_END)
        short = len(above.text) < SHORT_LINE * self._longest
        so_far = f"{self._pending[0].text} {above.text}"
        if abs(line.size - above.size) > 1 or opens_item(so_far, line.text, above_is_short=short):
            return True
        if NUMBERED.match(line.text) and (ended or short):
            return True
        starts_low = line.text[0].islower()
        if line.page != above.page:
            return ended or not starts_low
        gap = above.height - line.height
        if self._leading and (gap > WIDE_GAP * self._leading or gap < -self._leading):
            return ended or gap > 0 or not starts_low
        return ended and (short or (above.text.endswith(";") and not starts_low))

    def _heading_at(self, at: int) -> tuple[int, int]:
        """Return how many lines from here are one heading, and its level; 0 lines for none."""
        line = self.lines[at]
        group = [line]
        for following in self.lines[at + 1 : at + 3]:
            if following.look != line.look or following.page != line.page:
                break
            if group[-1].height - following.height > HEADING_GAP * line.size:
                break
            group.append(following)
        for taken in range(len(group), 0, -1):
            text = " ".join(each.text for each in group[:taken])
            if level := self.bookmarks.get((line.page, folded(text))):
                return taken, level
        return self._by_look(group)

    def _by_look(self, group: list[Line]) -> tuple[int, int]:
        line = group[0]
        if not self._stands_out(line):
            return (1, self._level(line)) if self._is_numbered_heading(line) else (0, 0)
        taken = 1
        while taken < len(group) and not _is_marked(group[taken].text):
            taken += 1
        text = " ".join(each.text for each in group[:taken])
        unlike = text.endswith((".", ";", ",")) or text.count(":") > 1 or BULLETED.match(text)
        if len(text) > LONGEST_HEADING or unlike:
            return 0, 0
        return taken, self._level(line)

    def _level(self, line: Line) -> int:
        numbered = NUMBERED.match(line.text)
        depth = numbered[1].count(".") + 1 if numbered else 1
        rank = self._looks.index(line.look) if line.look in self._looks else len(self._looks)
        return BELOW_BOOKMARKS + LEVELS_A_LOOK * rank + min(depth, LEVELS_A_LOOK - 1)

    def _stands_out(self, line: Line) -> bool:
        bolder = line.bold and not self._bold_body and line.size >= self._body
        readable = any(letter.isalpha() for letter in line.text)
        return readable and (bolder or line.size >= LARGER * self._body)

    def _is_numbered_heading(self, line: Line) -> bool:
        numbered = NUMBERED.match(line.text)
        dotted = numbered is not None and "." in numbered[1]
        named = NAMED.match(line.text) is not None and line.text.isupper()
        short = len(line.text) < SHORT_LINE * self._longest and not line.text.endswith(SENTENCE_END)
        words = line.text.split()
        titled = len(words) > 1 and words[1][0].isupper()
        return short and titled and (dotted or named)


def _goes_on(first: Line, line: Line) -> bool:
    return len(line.cells) > 1 and len(line.cells) <= MOST_COLUMNS and line.page == first.page


def _is_marked(text: str) -> bool:
    return bool(MARKED.match(text) or BULLETED.match(text) or NUMBERED.match(text))
