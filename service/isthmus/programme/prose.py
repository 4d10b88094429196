"""The first page of a report as one paragraph, worded by a language model from our own sentences.

The model sees our sentences without the words of people: titles, names and reasons stand there as
T1, N1 and so on, and are put back by us. Of what it writes a sentence is kept only if each of its
parts says, with the same numbers, ids and labels, what one of ours says, and the checker agrees.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from isthmus.actions.model import Action, Party
from isthmus.answers.checking import Checking, Evidence
from isthmus.llm.model import Models, NoModels, Purpose, Request
from isthmus.programme.facts import Facts
from isthmus.programme.remembering import Remembered
from isthmus.programme.report import Report
from isthmus.programme.summary import figures, summary
from isthmus.wordings.asking import NOTHING_HELD, Ours, asked, is_on, numbered, text_in
from isthmus.wordings.holding import adds_nothing, is_negated, is_plain, telling
from isthmus_knowledge.analysis import stem, words
from isthmus_knowledge.sentences import split
from isthmus_prompts import load

MOST: Final = 6  # sentences
LONGEST: Final = 320  # characters of one
FEWEST: Final = 2
_TOKENS: Final = 400
_SHAPE: Final = {
    "type": "object",
    "properties": {"paragraph": {"type": "string"}},
    "required": ["paragraph"],
    "additionalProperties": False,
}
_TOKEN: Final = re.compile(r"[“”\"']?\b(?P<token>[TN]\d+)\b[“”\"']?")
_JOINT: Final = re.compile(r"\s*[,;]?\s+(?:and|while|but)\s+|;\s+")
_COMMA: Final = re.compile(r"\s*[,:]\s+|\s+with\s+")
_NUMBER: Final = re.compile(r"\b[TNA]-?\d+\b|\d+(?:[.,]\d+)*")
_FIGURE: Final = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*")
_MAY_BE_LEFT: Final = frozenset({2, 3})  # what was approved, and what comes next
_PRESSING: Final = frozenset({1, 4})
_ACTION: Final = re.compile(r"\bA-\d+\b")
_LABELS: Final = frozenset(
    map(
        stem,
        """
        done closed overdue dropped due blocked owner letters accepted approved open before carries
        time age median days period longest first share charts definition
        """.split(),
    )
)
_LISTED: Final = frozenset(map(stem, ("charts", "definition")))  # a "no" is said of each of them
_SAME: Final = {stem("late"): stem("overdue"), stem("day"): stem("days")}
_ALLOWED: Final = frozenset(
    map(
        stem,
        """
        programme action actions item items currently now today total remain stand also meanwhile
        still need attention steering group report far while there altogether late
        """.split(),
    )
)
WORDED: Final = (
    "The summary was worded by {model} from this report's own figures; each of its sentences was "
    "checked against them."
)


@dataclass(frozen=True)
class Told:
    """Our sentences with tokens in the place of what people wrote, and what they stand for."""

    sentences: tuple[str, ...]
    figures: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.sentences, *self.figures)

    def restored(self, text: str) -> str:
        """Put back what people wrote; a title always stands in quotation marks."""

        def said(found: re.Match[str]) -> str:
            token = found["token"]
            known = self.names.get(token, "")
            return f"“{known}”" if token.startswith("T") else known

        return _TOKEN.sub(said, text)


@dataclass(frozen=True)
class Kept:
    """A sentence that holds; ``says`` are the places of those of ours that it says again."""

    text: str
    says: frozenset[int]


@dataclass(frozen=True)
class Prose:
    text: str
    model: str


class _NothingError(Exception):
    """There is no prose; what it is about is not remembered."""


@dataclass(frozen=True)
class Wording:
    """``checking`` opens the checker when it is needed: it takes the embedding model."""

    checking: Callable[[], Checking] | None = None
    models: Models = field(default_factory=NoModels)
    _remembered: Remembered[Prose] = field(default_factory=Remembered)

    def worded(self, report: Report, facts: Facts, by: str) -> Report:
        """Give a report with its summary in a model's words, where there are such that hold.

        No transaction may be open: a model is asked, once for the same figures.
        """
        if not is_on(self.models) or self.checking is None or facts.overview.is_empty:
            return report
        told = told_of(facts)
        try:
            prose = self._remembered.get(told.all, lambda: self._asked(told, by, report.name))
        except _NothingError as error:
            note = str(error)
            return replace(report, worded=note, notes=(*report.notes, note))
        note = WORDED.format(model=prose.model)
        said = (told.restored(prose.text),)
        notes = (*report.notes, note)
        return replace(report, summary=said, worded=note, writer=prose.model, notes=notes)

    def _asked(self, told: Told, by: str, about: str) -> Prose:
        inputs = {"figures": numbered(told.all)}
        prompt = load("report_summary")
        request = Request(Purpose.DRAFTING, prompt, inputs, by, about=about, most_tokens=_TOKENS)
        came = asked(self.models, request, _SHAPE)
        if isinstance(came, Ours):
            raise _NothingError(came.note)
        kept = self._held(text_in(came.values, "paragraph"), told)
        if len(kept) < FEWEST:
            raise _NothingError(NOTHING_HELD.note)
        return Prose(" ".join((*(e.text for e in kept), *_left_out(kept, told))), came.call.model)

    def _held(self, paragraph: str, told: Told) -> list[Kept]:
        assert self.checking is not None  # noqa: S101 - `worded` asked
        check = self.checking().check
        evidence = [Evidence(n, text) for n, text in enumerate(told.all, start=1)]
        kept = [
            Kept(unit.text, says)
            for unit in split(paragraph)[:MOST]
            if (says := said_again(unit.text, told)) and check(unit.text, evidence).supported
        ]
        return list({each.text: each for each in kept}.values())


def _left_out(kept: Sequence[Kept], told: Told) -> Iterator[str]:
    """Give those of our sentences that a reader has to have and that nothing kept says.

    How far it is has to be said; what is late, and what asks for somebody, with all of its numbers.
    """
    for place, text in enumerate(told.sentences):
        said = " ".join(each.text for each in kept if place in each.says)
        needed = Counter(_FIGURE.findall(text) if place in _PRESSING else ())
        if place not in _MAY_BE_LEFT and (not said or needed - Counter(_FIGURE.findall(said))):
            yield text


# ---- what a model is told


def told_of(facts: Facts) -> Told:
    names: dict[str, str] = {}

    def token(kind: str, text: str) -> str:
        known = {value: name for name, value in names.items() if name[0] == kind}
        name = known.get(text, f"{kind}{len(known) + 1}")
        names[name] = text
        return name

    def masked(action: Action) -> Action:
        owner = action.owner and Party(token("N", action.owner.name))
        return replace(action, title=token("T", action.title), owner=owner)

    late = tuple(replace(e, action=masked(e.action), why="") for e in facts.late[:1])
    coming = replace(facts.next, shown=tuple(map(masked, facts.next.shown[:1])))
    decided = replace(
        facts.decided,
        decisions=tuple(replace(e, title=token("T", e.title)) for e in facts.decided.decisions),
    )
    loads = tuple(replace(each, name=token("N", each.name)) for each in facts.overloaded)
    bare = replace(facts, late=late, next=coming, decided=decided, overloaded=loads)
    shown = (f"{e.name}: {e.value}{f' ({e.note})' if e.note else ''}." for e in figures(facts))
    return Told(tuple(text.strip() for text in summary(bare)), tuple(shown), names)


# ---- what is kept of what it says


def said_again(sentence: str, told: Told) -> frozenset[int]:
    """Give the places of those of ours that a sentence says again; none where it says more.

    Its words are ours, and each part of it has a part of ours with the same numbers, ids, labels
    and negation; labels come from no other sentence than the numbers do.
    """
    if not (is_plain(sentence, LONGEST) and adds_nothing(sentence, told.all)):
        return frozenset()
    if not telling(sentence) <= _ALLOWED | telling("\n".join(told.all)):
        return frozenset()
    places: set[int] = set()
    for part in filter(None, map(str.strip, _JOINT.split(sentence.rstrip(".")))):
        found = [n for n, ours in enumerate(told.all) if _is_in(part, ours)]
        if not found:
            return frozenset()
        if _NUMBER.search(part) or is_negated(part):
            places.update(found)
    ours = frozenset[str]().union(*(_labels(told.all[n]) for n in places))
    return frozenset(places) if _labels(sentence) <= ours else frozenset()


def _is_in(part: str, ours: str) -> bool:
    """Tell whether one sentence of ours says what a part says, each between its commas."""
    said = [each for each in _COMMA.split(part) if each]
    return all(any(each.says(one) for each in _pieces(ours)) for one in said)


@dataclass(frozen=True)
class _Piece:
    """What stands between commas, with the labels of what it goes on with."""

    text: str
    labels: frozenset[str]

    def says(self, said: str) -> bool:
        """Tell whether it has the numbers of another one in their order, its labels, its no."""
        numbers, labels = _NUMBER.findall(said), _labels(said)
        rest = iter(_NUMBER.findall(self.text))
        return (
            (bool(labels) or not numbers)
            and labels <= self.labels
            and all(number in rest for number in numbers)
            and is_negated(said) == is_negated(self.text)
            and (not is_negated(said) or self.labels - _LISTED <= labels)
        )


@lru_cache(maxsize=1_000)
def _pieces(sentence: str) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    for clause in sentence.rstrip(".").split("; "):
        said = [each for each in re.split(r",\s+|:\s+", clause) if each]
        for n, each in enumerate(said, start=1):
            found.append(_Piece(each, _labels(" ".join(said[:n]))))
            if _ACTION.search(each) and n < len(said):  # how many days belongs to the action
                found.append(_Piece(f"{each} {said[n]}", _labels(" ".join(said[: n + 1]))))
    return tuple(found)


def _labels(text: str) -> frozenset[str]:
    return frozenset(_SAME.get(each, each) for each in map(stem, words(text))) & _LABELS
