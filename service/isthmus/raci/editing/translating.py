"""A chart in another set of letters, and what is said about a chart as a whole."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from isthmus.errors import InvalidError, NotFoundError
from isthmus.raci.changes import Change, Describe
from isthmus.raci.editing.cells import changed, part_of, proposed
from isthmus.raci.letters import Letter, LetterSet, Part, letter_set
from isthmus.raci.model import Assignment, Cell, Chart
from isthmus_knowledge.catalogue import catalogue

# What a letter becomes in a set that has none with its part; whoever is out has no letter then.
NEAREST = {
    Part.SUPPORTS: (Part.DOES,),
    Part.RECOMMENDS: (Part.DOES,),
    Part.VERIFIES: (Part.AGREES, Part.ASKED),
    Part.SIGNS: (Part.AGREES, Part.ASKED),
    Part.AGREES: (Part.SIGNS, Part.ASKED),
    Part.ASKED: (Part.TOLD,),
    Part.TOLD: (Part.ASKED,),
}


def described(
    chart: Chart,
    title: str | None = None,
    scope: str | None = None,
    steps: tuple[str, ...] | None = None,
    review: date | None = None,
) -> tuple[Change, ...]:
    """Say what the chart is for, its steps and when it is looked at again; None leaves it so."""
    if title is not None and not title.strip():
        raise InvalidError("A chart needs a title. Say in a few words what it is for.")
    known = [step.id for step in catalogue().steps]
    for step in steps or ():
        if step not in known:
            raise NotFoundError(f"There is no step '{step}'. The steps are {', '.join(known)}.")
    before = _description(chart)
    after = replace(
        before,
        title=before.title if title is None else title.strip(),
        scope=before.scope if scope is None else scope.strip(),
        steps=before.steps if steps is None else steps,
        review=review or before.review,
    )
    return (after,) if after != before else ()


def letters_translated(chart: Chart, name: str) -> tuple[Change, ...]:
    """Write the chart in another set of letters, each by what it does in its row.

    A letter with no equal becomes the nearest one, with a note of what it was. A letter that is
    no longer the same letter is proposed again.
    """
    old, new = chart.letter_set, letter_set(name)
    if old == new:
        return ()
    describe = replace(_description(chart), letters=new.name)
    cells = {key: _cell(cell, old, new) for key, cell in chart.cells.items()}
    return (describe, *changed(chart, cells))


def _cell(cell: Cell, old: LetterSet, new: LetterSet) -> Cell:
    """Translate a cell; what is the letter itself stays before what is only nearest to it."""
    translated = ((_assignment(each, old, new), each) for each in cell)
    found = [(now, now.note != was.note) for now, was in translated if now is not None]
    first: dict[str, Assignment] = {}
    for now, _ in sorted(found, key=lambda pair: pair[1]):
        first.setdefault(now.letter, now)
    return tuple(first[letter] for letter in dict.fromkeys(now.letter for now, _ in found))


def _assignment(assignment: Assignment, old: LetterSet, new: LetterSet) -> Assignment | None:
    if part_of(old, assignment.letter) is None:
        return assignment
    was = old[assignment.letter]
    now = new.of(was.part)
    if now is not None:
        same = assignment.letter == now.letter
        return assignment if same else proposed(replace(assignment, letter=now.letter))
    nearest = _nearest(was.part, new)
    if nearest is None:
        return None
    note = _note(assignment.note, was, old)
    return proposed(replace(assignment, letter=nearest.letter, note=note))


def _nearest(part: Part, letters: LetterSet) -> Letter | None:
    candidates: Iterable[Letter | None] = map(letters.of, NEAREST.get(part, ()))
    return next((each for each in candidates if each is not None), None)


def _note(note: str, was: Letter, old: LetterSet) -> str:
    said = f"{was.letter} ({was.word}) in {old.name}"
    return f"{note}; {said}" if note else said


def _description(chart: Chart) -> Describe:
    return Describe(chart.title, chart.letters, chart.scope, chart.steps, chart.review)
