"""Rows that a language model suggests for a draft: which activity each is, and whose letters.

The model gives words. Which activity of the catalogue they are near to is measured here, the
letters and their reasons come from that activity, and whatever is near to none asks a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.raci.drafting.nearness import Near, Nearness
from isthmus.raci.drafting.phrases import capital, folded, words
from isthmus.raci.drafting.placing import verbs_of
from isthmus.raci.drafting.reasons import NEAR_ENOUGH, UNLIKE_ANY, Line, Planned
from isthmus.raci.model import Row
from isthmus_knowledge.analysis import stem
from isthmus_knowledge.catalogue import catalogue

MOST_ADDED: Final = 6
_NEAREST: Final = 3  # among which the activity has to be that the model says it is near to


@dataclass(frozen=True)
class Suggestion:
    """Words for a row that were held to their sources; ``near`` is an id of the catalogue or "".

    ``quote`` stands word for word in the passage named ``place``, where one asks for it.
    """

    title: str
    near: str = ""
    step: str = ""
    section: str = ""
    quote: str = ""
    place: str = ""


@dataclass(frozen=True)
class Suggested:
    """What ``model`` suggests for a chart."""

    rows: tuple[Suggestion, ...] = ()
    model: str = ""


NOTHING: Final = Suggested()


Section = tuple[str, list[Planned]]


@dataclass(frozen=True)
class Fitted:
    sections: tuple[Section, ...]
    told: tuple[str, ...] = ()


def fitted(sections: Sequence[Section], suggested: Suggested, nearness: Nearness) -> Fitted:
    """Give the sections with the rows that fit, and tell of each whose words they are."""
    work = _Work([(name, list(rows)) for name, rows in sections], suggested.model, nearness)
    for each in suggested.rows if sections else ():
        work.take(each)
    return Fitted(tuple(work.sections), tuple(work.told))


class _Work:
    def __init__(self, sections: list[Section], model: str, nearness: Nearness) -> None:
        self.sections = sections
        self.told: list[str] = []
        self._model = model
        self._nearness = nearness
        self._added = 0
        self._worded: set[str] = set()

    def take(self, said: Suggestion) -> None:
        if folded(said.title) in {folded(each.row.activity) for each in self._rows}:
            return
        near = self._near(said)
        if near and near.activity.id == said.near and _is_the_same(said.title, near):
            self._take_known(said, near)
        else:
            self._add(said, self._own(said, near))

    @property
    def _rows(self) -> Iterator[Planned]:
        for _, rows in self.sections:
            yield from rows

    def _near(self, said: Suggestion) -> Near | None:
        """Give the activity that it is near to: the one the model says where that is so."""
        found = [e for e in self._nearness.nearest(said.title)[:_NEAREST] if _is_near(e)]
        return next((e for e in found if e.activity.id == said.near), next(iter(found), None))

    def _take_known(self, said: Suggestion, near: Near) -> None:
        """Let a row of the catalogue have the words, or add that row where there is none."""
        activity = near.activity
        if activity.id in self._worded:
            return
        self._worded.add(activity.id)
        for _, rows in self.sections:
            for at, each in enumerate(rows):
                if each.row.catalogue == activity.id:
                    rows[at] = replace(each, row=replace(each.row, activity=said.title))
                    self.told.append(
                        f"'{said.title}' is worded by {self._model} for this chart; in the "
                        f"catalogue it is {activity.id}, '{activity.name}'."
                    )
                    return
        row = Row("", said.title, activity.step, catalogue=activity.id)
        row = replace(row, safety_relevant=activity.safety_relevant)
        self._add(said, Planned(row, Line(activity, suggested_by=self._model)))

    def _own(self, said: Suggestion, near: Near | None) -> Planned:
        if near is None:
            line = Line(UNLIKE_ANY, is_other=True, suggested_by=self._model)
            return Planned(Row("", said.title, _known_step(said.step)), line)
        line = Line(near.activity, is_other=True, suggested_by=self._model)
        return Planned(Row("", said.title, near.activity.step), line)

    def _add(self, said: Suggestion, planned: Planned) -> None:
        if self._added == MOST_ADDED:
            return
        self._added += 1
        self._section(said, planned).append(planned)
        activity = planned.line.activity
        of = f"the letters are those of {activity.id}, '{activity.name}'"
        letters = of if activity.id else "nothing in the catalogue is near it"
        asked = f" {said.place} asks for it: “{said.quote}”" if said.quote else ""
        self.told.append(
            f"'{said.title}' is suggested by {self._model}: {letters}. Remove it where it is not "
            f"wanted.{asked}"
        )

    def _section(self, said: Suggestion, planned: Planned) -> list[Planned]:
        """Give the section that is named, else the first with a row of its step."""
        named = (rows for name, rows in self.sections if folded(name) == folded(said.section))
        of_step = (
            rows
            for _, rows in self.sections
            if any(each.row.step == planned.row.step for each in rows)
        )
        return next(named, None) or next(of_step, self.sections[0][1])


def _is_near(near: Near) -> bool:
    return near.likeness >= NEAR_ENOUGH


def _is_the_same(title: str, near: Near) -> bool:
    """Tell whether a title only words an activity otherwise: as near, and with a verb of it."""
    verb = title.split(maxsplit=1)[0].casefold()
    return near.is_close and stem(words().verbs.get(verb, verb)) in verbs_of(near.activity)


def _known_step(step: str) -> str:
    return step if step in {each.id for each in catalogue().steps} else ""


def as_title(text: str) -> str:
    return capital(text.rstrip(" .!;:"))
