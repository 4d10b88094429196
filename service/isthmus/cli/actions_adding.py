"""`isthmus actions`: say what is to be done, agree to a proposal, and change what was said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated

import typer

from isthmus.actions.changes import (
    AddHelper,
    AddLabel,
    Assign,
    Change,
    Describe,
    LetRead,
    RemoveHelper,
    RemoveLabel,
    Retitle,
    SetDue,
    SetEstimate,
    SetPriority,
    SetRecurrence,
    SetStep,
)
from isthmus.actions.given import NOBODY, action_number, priority_meant, recurrence_meant
from isthmus.actions.model import Draft, Party
from isthmus.actions.worded import Worded
from isthmus.cli.actions_given import ActionId, AsPerson, Place, Said, numbers, place
from isthmus.cli.actions_shown import show_changed, show_notes
from isthmus.cli.output import AsJson, wiring
from isthmus.errors import InvalidError

Owner = Annotated[
    str | None, typer.Option("--owner", metavar="PERSON", help="Who does it, by name or id.")
]
Due = Annotated[
    str | None, typer.Option("--due", help="Until when, in words or as 2026-05-31; `none`.")
]
Step = Annotated[str | None, typer.Option("--step", help="One of the twelve steps, such as 2.4.")]
Priority = Annotated[str | None, typer.Option("--priority", help="low, normal, high or urgent.")]
Label = Annotated[list[str] | None, typer.Option("--label", help="A label; may be repeated.")]
Helper = Annotated[
    list[str] | None, typer.Option("--helper", metavar="PERSON", help="Who helps; repeatable.")
]
Description = Annotated[str | None, typer.Option("--description", help="More about it.")]
Every = Annotated[
    str | None, typer.Option("--every", help="How often it comes again: “every quarter”; `never`.")
]
Estimate = Annotated[
    float | None, typer.Option("--estimate", metavar="HOURS", help="How many hours it takes.")
]
Readers = Annotated[
    list[str] | None, typer.Option("--reader", metavar="GROUP", help="Who may read it; repeatable.")
]


@dataclass(frozen=True)
class Fields:
    """What the options say of an action; None where nothing is said."""

    title: str | None = None
    description: str | None = None
    owner: str | None = None
    due: str | None = None
    step: str | None = None
    priority: str | None = None
    every: str | None = None
    estimate: float | None = None
    readers: list[str] | None = None

    def changes(self, here: Place) -> Iterator[Change]:
        if self.title is not None:
            yield Retitle(self.title)
        if self.description is not None:
            yield Describe(self.description)
        if self.owner is not None:
            yield Assign(here.directory.party(self.owner))
        if self.due is not None:
            yield _due(here, self.due)
        yield from self._rest()

    def _rest(self) -> Iterator[Change]:
        if self.step is not None:
            yield SetStep(self.step)
        if self.priority is not None:
            yield SetPriority(priority_meant(self.priority))
        if self.every is not None:
            yield SetRecurrence(recurrence_meant(self.every))
        if self.estimate is not None:
            yield SetEstimate(self.estimate or None)
        if self.readers is not None:
            yield LetRead(tuple(self.readers))


def register(app: typer.Typer) -> None:
    for command in (add, edit, accept):
        app.command()(command)


def add(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    sentence: Annotated[str, typer.Argument(help="What is to be done, as you would say it.")],
    *,
    owner: Owner = None,
    due: Due = None,
    step: Step = None,
    priority: Priority = None,
    label: Label = None,
    helper: Helper = None,
    description: Description = None,
    every: Every = None,
    estimate: Estimate = None,
    reader: Readers = None,
    propose: Annotated[bool, typer.Option("--propose", help="Only propose it.")] = False,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Add an action: "Maria updates the incident plan by next Friday, step 2.4, high"."""
    here = place(wiring(context), as_person)
    fields = Fields(None, description, owner, due, step, priority, every, estimate, reader)
    draft = _worded(here, sentence, literal=due is not None)
    draft = _with_fields(draft, fields.changes(here))
    draft = replace(
        draft,
        labels=(*draft.labels, *(label or ())),
        helpers=here.directory.parties(helper or ()),
    )
    actions = here.parts.actions
    twins = actions.alike(draft.title, here.by, 2)
    if propose:
        (kept,) = actions.propose([draft], here.hand, sentence)
    else:
        kept = actions.add(draft, here.hand, sentence)
    show_changed(kept, actions.today(here.by), as_json=as_json)
    if not as_json:
        show_notes(kept, twins)


def edit(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    action: ActionId,
    *,
    title: Annotated[str | None, typer.Option(help="What is to be done.")] = None,
    owner: Owner = None,
    due: Due = None,
    step: Step = None,
    priority: Priority = None,
    label: Label = None,
    without_label: Annotated[list[str] | None, typer.Option(help="Take a label away.")] = None,
    helper: Helper = None,
    without_helper: Annotated[list[str] | None, typer.Option(help="Who helps no more.")] = None,
    description: Description = None,
    every: Every = None,
    estimate: Estimate = None,
    reader: Readers = None,
    said: Said = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Change what is said of an action; all or none."""
    here = place(wiring(context), as_person)
    fields = Fields(title, description, owner, due, step, priority, every, estimate, reader)
    changes = [
        *fields.changes(here),
        *(AddLabel(each) for each in label or ()),
        *(RemoveLabel(each) for each in without_label or ()),
        *(AddHelper(each) for each in here.directory.parties(helper or ())),
        *(RemoveHelper(each) for each in here.directory.parties(without_helper or ())),
    ]
    if not changes:
        raise InvalidError("Say what to change: --title, --owner, --due, --step, --priority, …")
    actions = here.parts.actions
    kept = actions.edit(action_number(action), changes, here.hand, said)
    show_changed(kept, actions.today(here.by), as_json=as_json)


def accept(
    context: typer.Context, action: ActionId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """Agree to a proposal: it is open then."""
    here = place(wiring(context), as_person)
    kept = here.parts.actions.accept(numbers([action])[0], here.hand)
    show_changed(kept, here.parts.actions.today(here.by), as_json=as_json)


def _worded(here: Place, sentence: str, *, literal: bool) -> Draft:
    """Understand the sentence; a day that is given beside it leaves that of the sentence be."""
    if literal:
        return Draft(sentence)
    return Worded(here.asked, here.directory, Party(here.by.name, here.by.id)).draft(sentence)


def _due(here: Place, said: str) -> SetDue:
    if not said.strip() or said.strip().casefold() in NOBODY:
        return SetDue(None)
    meant = here.directory.day(said, here.asked)
    return SetDue(meant.day, meant.words)


def _with_fields(draft: Draft, changes: Iterable[Change]) -> Draft:
    for change in changes:
        match change:
            case Assign(owner):
                draft = replace(draft, owner=owner)
            case SetDue(due, words):
                draft = replace(draft, due=due, due_words=words)
            case Describe(description):
                draft = replace(draft, description=description)
            case LetRead(readers):
                draft = replace(draft, readers=readers)
            case _:
                draft = _with_field(draft, change)
    return draft


def _with_field(draft: Draft, change: Change) -> Draft:
    match change:
        case SetStep(step):
            return replace(draft, step=step)
        case SetPriority(priority):
            return replace(draft, priority=priority)
        case SetRecurrence(recurrence):
            return replace(draft, recurrence=recurrence)
        case SetEstimate(hours):
            return replace(draft, estimate=hours)
        case _:
            return draft
