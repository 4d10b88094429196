"""A draft by our rules, with the rows that a language model suggests where one is set up.

What documents say is gathered, then the model is asked with nothing open in the database, and then
it is looked at again who may read what it was shown.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from isthmus.library.approved import was_approved
from isthmus.library.model import Hit
from isthmus.library.reading import LibraryReading
from isthmus.llm.model import Models, NoModels, Purpose, Shown
from isthmus.llm.model import Request as Call
from isthmus.people import Person, alone
from isthmus.raci.documents import Own, with_documents
from isthmus.raci.drafting.drafting import Draft, draft
from isthmus.raci.drafting.nearness import ByMeaning, Embedding
from isthmus.raci.drafting.phrases import words as words_of_scopes
from isthmus.raci.drafting.reasons import PERSONS
from isthmus.raci.drafting.scoping import Request
from isthmus.raci.drafting.suggesting import Suggested, Suggestion, as_title
from isthmus.raci.grounding.reading import OWN
from isthmus.raci.model import Chart, Severity
from isthmus.raci.rights import all_may_read
from isthmus.raci.rules import Thresholds, findings
from isthmus.storage import Storage
from isthmus.wordings.asking import (
    NOTHING_HELD,
    Ours,
    asked,
    is_on,
    list_of,
    listed,
    numbered,
    text_in,
)
from isthmus.wordings.holding import adds_nothing, is_negated, is_plain, telling
from isthmus.wordings.showing import as_shown
from isthmus_knowledge.analysis import stem, words
from isthmus_knowledge.catalogue import Activity, catalogue
from isthmus_prompts import load

LONGEST_TITLE: Final = 100
MOST: Final = 12
_FEWEST_WORDS: Final = 2
_MOST_ROWS: Final = 15  # of a chart for which more is suggested
_MOST_SHOWN: Final = 6
_MOST_FOUND: Final = 24
_TOKENS: Final = 1_500
_OFFERED: Final = 12  # activities of the catalogue
_FEWEST_QUOTED: Final = 12  # characters
_TEXT: Final = {"type": "string"}
_SHAPE: Final = list_of(
    {"title": _TEXT, "near": _TEXT, "step": _TEXT, "section": _TEXT, "quote": _TEXT},
    "activities",
    MOST,
)

Search = Callable[[str, Person, int], Sequence[str]]
"""Gives the ids of the passages nearest to some words that somebody may read."""


def no_passages(_words: str, _by: Person, _top: int) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Proposing:
    storage: Storage
    embedding: Callable[[], Embedding]
    thresholds: Thresholds
    search: Search = no_passages
    models: Models = field(default_factory=NoModels)

    def draft(
        self, request: Request, by: Person, readers: Collection[str], review: date | None = None
    ) -> Draft:
        """Propose a chart from what ``by`` and all ``readers`` of it may read."""
        ours = draft(request, self._nearness, review, self.thresholds)
        drafted = self._fitted(ours, request, by, readers)
        with self.storage.reading() as connection:
            library = Own(LibraryReading(connection, alone(by)), readers)
            return with_documents(drafted, library, self.embedding())

    @cached_property
    def _nearness(self) -> ByMeaning:
        return ByMeaning(self.embedding())

    def _fitted(self, ours: Draft, request: Request, by: Person, readers: Collection[str]) -> Draft:
        """Give the draft with the rows that a model suggests, where it keeps to the rules so."""
        if not (is_on(self.models) and 0 < len(ours.chart.rows) <= _MOST_ROWS):
            return ours
        came = self._suggested(ours, request, by, readers)
        if isinstance(came, Ours):
            return _noting(ours, came.note)
        found = draft(request, self._nearness, ours.chart.review, self.thresholds, came)
        if found == ours or self._is_faulty(found.chart):
            return _noting(ours, NOTHING_HELD.note)
        return replace(found, writer=came.model)

    def _is_faulty(self, chart: Chart) -> bool:
        found = findings(chart, self.thresholds)
        return any(each.severity is Severity.ERROR for each in found)

    def _suggested(
        self, ours: Draft, request: Request, by: Person, readers: Collection[str]
    ) -> Suggested | Ours:
        found = self.search(request.subject, by, _MOST_FOUND)
        shown = self._readable(found, by, readers)[:_MOST_SHOWN]
        asking = _Asking(ours, request, shown, self._offered(ours.chart, request))
        came = asked(self.models, asking.call(by), _SHAPE)
        if isinstance(came, Ours):
            return came
        if len(self._readable([each.id for each in shown], by, readers)) < len(shown):
            return NOTHING_HELD  # it may have been told what not everybody may read any more
        return Suggested(tuple(asking.held(came.values)), came.call.model)

    def _readable(self, found: Sequence[str], by: Person, readers: Collection[str]) -> list[Hit]:
        """Give the passages of own documents that all of these may read, and a model as well."""
        with self.storage.reading() as connection:
            hits = LibraryReading(connection, alone(by)).hits(found)
        return [
            hit
            for hit in hits
            if hit.document.description.collection in OWN
            and not was_approved(hit.document)
            and all_may_read(readers, hit.document.description.readers)
            and self.models.may_see(as_shown(hit))
        ]

    def _offered(self, chart: Chart, request: Request) -> list[Activity]:
        """Give the activities of the catalogue that are near to what the chart is for."""
        there = {row.catalogue for row in chart.rows}
        near = [each.activity for each in self._nearness.nearest(request.subject)][:_OFFERED]
        known = [each for each in catalogue().activities if each.id in there]
        return list(dict.fromkeys((*known, *near)))


@dataclass(frozen=True)
class _Asking:
    """What a model is told of a chart, and what its words are held to."""

    ours: Draft
    request: Request
    shown: Sequence[Hit]
    offered: Sequence[Activity]

    def call(self, by: Person) -> Call:
        inputs = {
            "scope": self.request.title,
            "rows": numbered(row.activity for row in self.ours.chart.rows),
            "sections": "\n".join(self._sections) or self.request.subject,
            "activities": "\n".join(
                f"{each.id} (step {each.step}): {each.name}" for each in self.offered
            ),
        }
        shown: list[Shown] = [as_shown(each) for each in self.shown]
        prompt = load("chart_activities")
        about = self.request.title
        return Call(Purpose.DRAFTING, prompt, inputs, by.id, shown, about, most_tokens=_TOKENS)

    @property
    def _sections(self) -> list[str]:
        return list(dict.fromkeys(row.section for row in self.ours.chart.rows if row.section))

    def held(self, values: Mapping[str, Any]) -> Iterator[Suggestion]:
        """Give what holds: an order in plain words, with nothing in it that no source has."""
        for each in listed(values, "activities", MOST):
            title = as_title(text_in(each, "title"))
            quote, place = self._quoted(text_in(each, "quote"))
            if self._holds(title, text_in(each, "near"), quote):
                yield Suggestion(
                    title,
                    near=text_in(each, "near"),
                    step=text_in(each, "step"),
                    section=text_in(each, "section"),
                    quote=quote,
                    place=place,
                )

    def _holds(self, title: str, near: str, quote: str) -> bool:
        """Tell whether a title is an order in words that were asked for, are ours or are quoted.

        What a passage says counts only where its words are quoted beside the row, and never who.
        """
        said = words(title)
        verbs = words_of_scopes().verbs
        ours = list(self._ours(near))
        known = {word for text in ours for word in words(text)}
        whole = (*ours, quote, *(text for each in self.offered for text in _texts(each)))
        return (
            is_plain(title, LONGEST_TITLE)
            and len(said) >= _FEWEST_WORDS
            and verbs.get(said[0]) == said[0]
            and not is_negated(title)
            and adds_nothing(title, (*ours, quote))
            and telling(title) - {stem(said[0])} <= telling("\n".join(whole))
            and not {each for each in said if each in PERSONS} - known
        )

    def _ours(self, near: str) -> Iterator[str]:
        """Give what a title may name roles from: what was asked, and the activity it is near to."""
        yield self.request.subject
        yield self.request.site
        for each in self.offered:
            if each.id == near:
                yield from _texts(each)

    def _quoted(self, quote: str) -> tuple[str, str]:
        """Give a quote with its place where it stands in what was shown, else nothing."""
        for hit in self.shown if len(quote) >= _FEWEST_QUOTED else ():
            if quote in " ".join(hit.passage.text.split()):
                title, locator = hit.document.description.title, hit.passage.locator
                return quote, f"'{title}' ({locator})" if locator else f"'{title}'"
        return "", ""


def _texts(activity: Activity) -> tuple[str, ...]:
    return (activity.name, activity.doing, *activity.about)


def _noting(drafted: Draft, note: str) -> Draft:
    return replace(drafted, noted=(*drafted.noted, note))
