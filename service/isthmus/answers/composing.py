"""Chooses the few units that answer a question, in the sources' own words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from isthmus.answers.evidence import Candidate, Stretch, Weights, candidates
from isthmus.answers.questions import Kind, Question, focus_of, kind_of
from isthmus.answers.suitability import is_labelled, suits
from isthmus.library.approved import ROLE
from isthmus_knowledge.analysis import (
    first_identifier,
    specific_identifiers,
    subject_identifier,
    terms,
)
from isthmus_knowledge.index import Vector
from isthmus_knowledge.sources import mentions, without_names

MOST_SENTENCES: Final = 4
MOST_ITEMS: Final = 40
_NEXT_AT_LEAST: Final = 0.86
_SAME_TERMS: Final = 0.7
_NEW_TERMS: Final = 0.25
_SAME_MEANING: Final = 0.93
_COSINE, _COVERAGE, _OWN_COVERAGE, _PASSAGE = 0.50, 0.38, 0.12, 0.15
_OPENS: Final = 0.025
_ANSWERS_A_QUESTION: Final = 0.025
_LISTED: Final = 0.06
_FOCUSED: Final = 0.1
_NAMES_THE_ID: Final = 0.1
_ABOUT_THE_ID: Final = 0.25
_OPENING: Final = 45  # characters
_ENTRY: Final = 0.06
_SAID_AGAIN: Final = 0.08
ROLES: Final = "roles"
CROSSWALK: Final = "crosswalk-of-standards-by-topic"
_MOST_OF_THEM: Final = 0.5


@dataclass(frozen=True)
class Sought:
    """One part of a question: its words, their weights, and its vector."""

    text: str
    weights: Weights
    vector: Vector


@dataclass(frozen=True)
class Rated:
    """A candidate with its vector and how well it answers, about 0 to 1."""

    candidate: Candidate
    vector: Vector
    cosine: float
    rating: float


@dataclass(frozen=True)
class Chosen:
    """Units of one stretch that belong together: a sentence, or a list with its lead-in.

    ``subject`` is the row they fill where an answer sets things side by side.
    """

    units: tuple[Candidate, ...]
    cosine: float
    rating: float
    subject: str = ""

    @property
    def stretch(self) -> Stretch:
        return self.units[0].stretch

    def holds(self, candidate: Candidate) -> bool:
        """Tell whether the candidate is one of the units; stretches of a revision may overlap."""
        return candidate.stretch.hit.revision == self.stretch.hit.revision and any(
            unit.start == candidate.start for unit in self.units
        )


def rate(sought: Sought, units: Sequence[Candidate], vectors: Vector) -> list[Rated]:
    """Rate candidates for one part of a question, best first; ``vectors`` has a row for each."""
    rated: list[Rated] = []
    cosines = vectors @ sought.vector
    in_list = kind_of(sought.text) is Kind.LIST
    asked_ids = frozenset(specific_identifiers(without_names(sought.text)))
    focus = Weights(dict.fromkeys(focus_of(sought.text), 1.0), sought.weights.ways)
    topic = _Topic.of(sought.text)
    for candidate, vector, cosine in zip(units, vectors, cosines, strict=True):
        rating = (
            _COSINE * float(cosine)
            + _COVERAGE * sought.weights.covered_by(candidate.around)
            + _OWN_COVERAGE * sought.weights.covered_by(candidate.terms)
            + _PASSAGE * candidate.stretch.score
            + suits(sought.text, candidate.unit.text)
            + _place(candidate)
            + (_LISTED if in_list and (candidate.unit.is_item or candidate.leads_in) else 0.0)
            + _identified(candidate, asked_ids)
            + _FOCUSED * focus.covered_by(candidate.around)
            + topic.favours(candidate)
        )
        rated.append(Rated(candidate, vector, float(cosine), rating))
    return sorted(rated, key=lambda each: -each.rating)


@dataclass(frozen=True)
class _Topic:
    """What a question names, for what a section is headed by."""

    terms: frozenset[str]
    defines: bool
    names_source: bool

    @classmethod
    def of(cls, text: str) -> "_Topic":
        defines = kind_of(text) is Kind.DEFINITION
        return cls(frozenset(terms(text)), defines, bool(mentions(text)))

    def favours(self, candidate: Candidate) -> float:
        """Favour the opening of the entry that is asked for; put off what is said again.

        By role and by standard, texts say again what stands first elsewhere.
        """
        heading = terms(candidate.stretch.heading)
        is_headed = bool(heading) and self.terms.issuperset(heading)
        document = candidate.stretch.hit.document.id
        asked_by = {ROLES: is_headed, CROSSWALK: self.names_source}
        if not asked_by.get(document, True):
            return -_SAID_AGAIN
        return _ENTRY if self.defines and is_headed and candidate.order == 0 else 0.0


def _identified(candidate: Candidate, asked: frozenset[str]) -> float:
    """Favour units with the ids that were asked for, and most of all the section about one."""
    own = _opening_id(candidate.shown)
    if (own or subject_identifier(candidate.stretch.heading)) in asked:
        labelled = candidate.leads_in or is_labelled(candidate.shown)
        opens = candidate.order == 0 and not labelled
        return _ABOUT_THE_ID + (2 * _OPENS if opens else 0.0)
    return _NAMES_THE_ID * len(asked & candidate.around) / len(asked) if asked else 0.0


def _opening_id(unit: str) -> str | None:
    """Give the id that a unit begins with, be it after words: "CAF outcome B5.c asks …"."""
    return subject_identifier(unit) or first_identifier(without_names(unit[:_OPENING]))


def _place(candidate: Candidate) -> float:
    """Favour what opens a section, and most of all the section that a question heads."""
    asked = candidate.stretch.heading.endswith("?")
    opens = candidate.order == 0 and not candidate.unit.is_item
    return (_ANSWERS_A_QUESTION if asked else 0.0) + (_OPENS * (1 + asked) if opens else 0.0)


def compose(question: Question, rated: Sequence[Sequence[Rated]]) -> list[Chosen]:
    """Choose what to show; ``rated`` holds the rated candidates of each part of the question.

    The best of each part is chosen, then what adds to it, at most ``MOST_SENTENCES``; a list that
    is the answer is given whole. The answering unit comes first, units of one document together.
    """
    chosen: list[Chosen] = []
    picked: list[Rated] = []
    for part, ranking in zip(question.parts, rated, strict=True):
        best = next((each for each in ranking if not _repeats(each, picked)), None)
        if best is not None:
            found = _with_list(part, best)
            picked += [each for each in ranking if found.holds(each.candidate)]
            chosen = [each for each in chosen if not all(map(found.holds, each.units))]
            chosen.append(found)
    if any(len(each.units) > 1 for each in chosen):
        return _by_source(chosen)
    for each in _more(picked, rated):
        picked.append(each)
        chosen.append(Chosen((each.candidate,), each.cosine, each.rating))
    return _by_source(chosen)


def _more(picked: Sequence[Rated], rated: Sequence[Sequence[Rated]]) -> list[Rated]:
    """Choose what adds to the best; parts of a question take turns, the first one begins."""
    more: list[Rated] = []
    adding = [_near_the_best(picked, ranking) for ranking in rated]
    while adding and len(picked) + len(more) < MOST_SENTENCES:
        turn = adding.pop(0)
        told = [*picked, *more]
        new = next((each for each in turn if _adds(each, told)), None)
        if new is not None:
            more.append(new)
            adding.append(turn)
    return more


def _near_the_best(picked: Sequence[Rated], ranking: Sequence[Rated]) -> Iterator[Rated]:
    best = [each.rating for each in ranking if any(each is one for one in picked)][:1]
    return takewhile(lambda each: bool(best) and each.rating >= _NEXT_AT_LEAST * best[0], ranking)


def _adds(rated: Rated, told: Sequence[Rated]) -> bool:
    return not (rated.candidate.leads_in or _repeats(rated, told) or _adds_nothing(rated, told))


def _adds_nothing(rated: Rated, told: Sequence[Rated]) -> bool:
    """Tell whether nearly all terms of a unit stand in the others taken together."""
    known = frozenset[str]().union(*(each.candidate.terms for each in told))
    return len(rated.candidate.terms - known) <= _NEW_TERMS * len(rated.candidate.terms)


def _repeats(rated: Rated, picked: Sequence[Rated]) -> bool:
    return any(
        rated.candidate is other.candidate
        or float(rated.vector @ other.vector) > _SAME_MEANING
        or _says_the_same(rated.candidate, other.candidate)
        for other in picked
    )


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    """Tell whether most terms of the shorter of two units stand in the other too."""
    shorter = min(len(one.terms), len(other.terms))
    return len(one.terms & other.terms) >= _SAME_TERMS * max(shorter, 1)


def _with_list(part: str, best: Rated) -> Chosen:
    """Take the whole list where the best unit leads into it, or where a list was asked for."""
    candidate = best.candidate
    about = subject_identifier(candidate.stretch.heading) in specific_identifiers(
        without_names(part)
    )
    in_list = kind_of(part) is Kind.LIST
    whole = _list_around(candidate, focus_of(part) if in_list else ())
    if len(whole) == 1:
        return Chosen((candidate,), best.cosine, best.rating)
    asked = in_list and _is_list_of(whole, part)
    wanted = candidate.leads_in or about or asked or _is_topic_of_role(candidate, part)
    return Chosen(whole if wanted else (candidate,), best.cosine, best.rating)


def _is_topic_of_role(candidate: Candidate, part: str) -> bool:
    """Tell whether a question names a role and a topic of its approved definition.

    Who asks what a role decides alone means all of it: a part would pass for the whole.
    """
    heading = terms(candidate.stretch.heading)
    is_role = candidate.stretch.hit.document.source.startswith(ROLE)
    return is_role and bool(heading) and set(heading) <= set(terms(part))


def _is_list_of(units: Sequence[Candidate], part: str) -> bool:
    """Tell whether a list's heading, introduction or most of its items name what was asked for."""
    focus = focus_of(part)
    first = units[0]
    introduced = frozenset() if first.unit.is_item else first.terms
    named = set(terms(first.stretch.heading)) | introduced
    naming = sum(not unit.terms.isdisjoint(focus) for unit in units)
    return not focus or not named.isdisjoint(focus) or naming > _MOST_OF_THEM * len(units)


def _list_around(member: Candidate, focus: Collection[str]) -> tuple[Candidate, ...]:
    """Give the list that a unit belongs to or introduces, its introduction first.

    A sentence before the items introduces them, too, where it names what is asked for (``focus``).
    """
    units = candidates(member.stretch)
    at = next(index for index, each in enumerate(units) if each.order == member.order)
    first = last = at
    while first > 0 and units[first].unit.is_item:
        first -= 1
    while last + 1 < len(units) and units[last + 1].unit.is_item:
        last += 1
    opening = units[first]
    if not (opening.unit.is_item or opening.leads_in or not opening.terms.isdisjoint(focus)):
        first = min(first + 1, at)
    first = max(first, at - MOST_ITEMS)
    if not any(each.unit.is_item for each in units[first : last + 1]):
        return (member,)
    return tuple(units[first : last + 1][: MOST_ITEMS + 1])


def _by_source(chosen: Sequence[Chosen]) -> list[Chosen]:
    """Keep the answering unit first and bring units of one document together, in its order."""
    documents = list(dict.fromkeys(each.stretch.hit.document.id for each in chosen))
    grouped = [
        sorted(
            (each for each in chosen if each.stretch.hit.document.id == document),
            key=lambda each: (each is not chosen[0], each.units[0].start),
        )
        for document in documents
    ]
    return [each for group in grouped for each in group]
