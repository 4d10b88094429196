"""Finds the roles that a sentence names, and puts a mark in the place of each.

What is left is plain to read: "⟦0⟧ shall approve the change in consultation with ⟦1+2⟧."
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.raci.duties.finding import Finder
from isthmus.raci.duties.grammar import MARK, MODALS, PREPOSITIONS, Span, Token, singular, tokens_of
from isthmus.raci.duties.wording import wording

_LEFT_OUT: Final = re.compile(
    r"\{\{.*?\}\}(?:'s)?\s*"  # blanks of a template
    r"|[⟦⟧]|(?<=\bhis)/her\b"
)
_JOINT: Final = (
    r"(?:\s*[/&]\s*|,?\s+(?:and/or|and|or|as well as|in addition to|"
    r"(?:together|jointly|along) with)\s+(?:also |both )?(?:by |to |from )?)"
)
_GROUP: Final = re.compile(rf"⟦\d+⟧(?:(?:,\s*|{_JOINT})⟦\d+⟧)*{_JOINT}⟦\d+⟧")
_ASIDE: Final = re.compile(r"(⟦\d+\+[\d+]+⟧), (?=(?:shall|must|will|should|is|are|has|have)\b)")
_IN_BRACKETS: Final = re.compile(
    rf"({MARK})\s*(?:\((?:⟦\d+⟧|[A-Z][A-Za-z&/]{{1,6}}|or [^()]*)\)"
    r"|,? or (?:his |her |their |its |a |an |the )?(?:other )?(?:designee|delegate|deputy|"
    r"designated \w+)\b)"
)
_WITHIN: Final = re.compile(rf"^(⟦\d+⟧) (?:on|in|from|within) {MARK}(?= \w)")
_ALL_MEMBERS: Final = re.compile(
    r"\bmembers(?: of\b(?!.*\b(?:must|shall|will|is|are|should)\b).*)?$"
)
_REACH: Final = 12  # words before a name in which "all members of" still means it
_SHARED: Final = frozenset(
    "team department officer manager lead director engineer coordinator architect".split()
)
_GROUPS: Final = re.compile(r".+ (?:teams|departments)")


@dataclass(frozen=True)
class Marked:
    """``roles[n]`` is the role behind the number n, ``spelled[n]`` its name as it was written."""

    text: str
    roles: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()

    def named(self, mark: str) -> list[str]:
        """Give the names of the roles behind a mark."""
        return [self.roles[int(n)] for n in re.findall(r"\d+", mark)]

    def plain(self, text: str) -> str:
        """Put the names back in the place of the marks."""

        def written(match: re.Match[str]) -> str:
            names = [self.spelled[int(n)] for n in re.findall(r"\d+", match[0])]
            return " and ".join(names)

        return re.sub(MARK, written, text)


def mark(sentence: str) -> Marked:
    """Mark the roles of one sentence."""
    text = " ".join(_LEFT_OUT.sub("", sentence.replace("\u2019", "'")).split())
    if not wording().hints.search(text):
        return Marked(text)
    tokens = tokens_of(text)
    spans = _apart(tokens, Finder(tokens, wording()).spans())
    spelled = [_tidy(text[tokens[s.name].start : tokens[s.last - 1].end]) for s in spans]
    roles = _shared_heads(tokens, spans, spelled)
    return Marked(_joined(_with_marks(text, tokens, spans)), tuple(roles), tuple(spelled))


def _with_marks(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> str:
    pieces, position = [], 0
    for number, span in enumerate(spans):
        last = tokens[span.last - 1]
        pieces += [text[position : tokens[span.first].start], f"⟦{number}⟧"]
        pieces += ["'s"] if last.owns else []
        position = last.end
    return "".join([*pieces, text[position:]])


def _tidy(name: str) -> str:
    return name.removesuffix("'s").removesuffix("'").strip()


def _joined(text: str) -> str:
    text = _WITHIN.sub(r"\1", _IN_BRACKETS.sub(r"\1", text))
    grouped = _GROUP.sub(lambda match: _group(match, text), text)
    return _ASIDE.sub(r"\1 ", grouped)


def _group(match: re.Match[str], text: str) -> str:
    """Join roles to one mark, unless the last one begins a clause of its own."""
    numbers = re.findall(r"\d+", match[0])
    before = re.search(r"(\w+)\s+$", text[: match.start()])
    after = re.match(r"\s+(\w+)", text[match.end() :])
    if not (before and after and _begins_clause(before[1], after[1])):
        return f"⟦{'+'.join(numbers)}⟧"
    if re.match(r"⟦\d+⟧,", match[0]):
        return f"⟦{numbers[0]}⟧, ⟦{'+'.join(numbers[1:])}⟧"
    return match[0]


def _begins_clause(before: str, after: str) -> bool:
    """Tell "informs ⟦0⟧ and ⟦1⟧ informs …" from "informs ⟦0⟧ and ⟦1⟧"."""
    verbs = wording().verbs
    is_governed = before.casefold() in PREPOSITIONS or verbs.any(before.casefold()) is not None
    is_verb = after in MODALS or after in {"is", "are", "has", "have"} or after in verbs.third
    return is_governed and is_verb


def _apart(tokens: Sequence[Token], spans: Sequence[Span]) -> list[Span]:
    """Drop what lies within a longer name, and "all members of" something."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.first - s.last, s.first)):
        if all(span.last <= other.first or other.last <= span.first for other in kept):
            kept.append(span)
    return [s for s in sorted(kept, key=lambda s: s.first) if not _is_everybody(tokens, s)]


def _is_everybody(tokens: Sequence[Token], span: Span) -> bool:
    before = " ".join(token.word for token in tokens[max(0, span.first - _REACH) : span.first])
    return bool(_ALL_MEMBERS.search(before))


def _shared_heads(
    tokens: Sequence[Token], spans: Sequence[Span], names: Sequence[str]
) -> Iterator[str]:
    """Give "security team" for the first of "security and engineering teams"."""
    for n, name in enumerate(names):
        head = _head_beside(tokens, spans, names, n)
        is_function = tuple(name.casefold().split()) in wording().functions
        if is_function and singular(head.casefold()) in _SHARED and head.casefold() != "team":
            yield f"{name} {singular(head)}"
        elif _GROUPS.fullmatch(name) and tokens[spans[n].first - 1].word in {"and", "or"}:
            yield singular(name)
        else:
            yield name


def _head_beside(
    tokens: Sequence[Token], spans: Sequence[Span], names: Sequence[str], n: int
) -> str:
    """Give the last word of the name that "and" joins to this one, without an article between."""
    if n + 1 == len(names) or spans[n + 1].name - spans[n].last != 1:
        return ""
    joined = tokens[spans[n].last].word in {"and", "or"}
    return names[n + 1].rpartition(" ")[2] if joined else ""
