"""Actions as replies: what was understood, what changed, what can be done next by a button."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from isthmus.actions import orders
from isthmus.actions.desk import Shown
from isthmus.actions.hearing import Choice, Heard, Question
from isthmus.actions.listing import Twin
from isthmus.actions.model import Action, Event, Priority, Status, named
from isthmus.actions.telling import lines, told
from isthmus.messages import Button, Buttons, Fact, Facts, Paragraph, Part, Points, Reply, Table
from isthmus.replying.action_words import (
    LONGEST_VALUE,
    changed,
    cut,
    due_told,
    evidence_told,
    party_named,
    source_told,
    standing,
    step_named,
)
from isthmus.understanding.commands import OnAction, OpenForm

MOST_EVENTS: Final = 15
_LONGEST_LABEL: Final = 75  # signs on a button
_FIELDS: Final = (
    ("Other owner", "owner"),
    ("Other date", "due"),
    ("Priority", "priority"),
    ("Step", "step"),
)
_CAN_SAY: Final = (
    "A-17 is done: https://…",
    "move A-17 to end of June",
    "give A-17 to Sam",
    "A-17 waits for A-12",
    "A-17 is blocked: no budget",
    "drop A-17: no longer needed",
)


@dataclass(frozen=True)
class Teller:
    """How people and moments are told to whoever asks: names, and times where they are."""

    name_of: Callable[[str], str]
    zone: str

    def moment(self, at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M}"


# ---- an action


def action_shown(shown: Shown, today: date, public_url: str) -> Iterator[Part]:
    """Show an action with what it hangs on, and what can be done with it."""
    action = shown.action
    yield Paragraph(f"{action.name}: {action.title}. {standing(action, today)}")
    if action.description:
        yield Paragraph(cut(action.description, 2 * LONGEST_VALUE))
    yield Facts((*facts_of(action), Fact("Address", f"{public_url}/actions/{action.id}")))
    if waits := _others(shown.blockers):
        yield Points("Waits for", waits)
    if waiting := _others(shown.dependents):
        yield Points("Waited for by", waiting)
    if action.evidence:
        yield Points("Evidence", tuple(evidence_told(each) for each in action.evidence))
    if buttons := _next_steps(shown):
        yield Buttons("", buttons)


def facts_of(action: Action) -> tuple[Fact, ...]:
    """Give what is said of an action, each with its name; what is not said is left out."""
    repeats = action.recurrence.words if action.recurrence else ""
    values = (
        ("Owner", party_named(action.owner) or "nobody yet"),
        ("Due", due_told(action) or "no date yet"),
        ("Priority", action.priority if action.priority is not Priority.NORMAL else ""),
        ("Step", step_named(action.step)),
        ("Labels", " ".join(f"#{each}" for each in action.labels)),
        ("Helpers", ", ".join(each.name for each in action.helpers)),
        ("Waits for", ", ".join(map(named, action.depends_on))),
        ("Comes again", repeats),
        ("Estimate", f"{action.estimate:g} hours" if action.estimate else ""),
        ("From", source_told(action)),
    )
    return tuple(Fact(name, str(value)) for name, value in values if value)


def _others(actions: Sequence[Action]) -> tuple[str, ...]:
    return tuple(f"{each.name} {each.title} ({each.status})" for each in actions)


def _next_steps(shown: Shown) -> tuple[Button, ...]:
    """Give what can be done with an action where it stands now."""
    action = shown.action
    steps: dict[Status, tuple[tuple[str, orders.Order], ...]] = {
        Status.PROPOSED: (("Accept", orders.Agree()), ("Discard", orders.Drop())),
        Status.OPEN: (("Start", orders.Start()), ("Done", orders.Finish())),
        Status.IN_PROGRESS: (("Done", orders.Finish()),),
        Status.BLOCKED: (("Unblock", orders.Unblock()), ("Done", orders.Finish())),
        Status.DONE: (("Reopen", orders.Reopen()),),
        Status.DROPPED: (("Reopen", orders.Reopen()),),
    }
    offered = tuple(button(label, order, action) for label, order in steps[action.status])
    return (*offered, edit_button(action), button("History", orders.History(), action))


def button(label: str, order: orders.Order, action: Action) -> Button:
    return Button(cut(label, _LONGEST_LABEL), OnAction(order, "", (action.id,), action.last))


def edit_button(action: Action) -> Button:
    """Give the button that opens the form of an action."""
    return Button("Edit", OpenForm("action", str(action.id), action.last))


# ---- a new one


def added_told(
    action: Action,
    questions: Sequence[Question],
    notes: Sequence[str],
    twins: Sequence[Twin],
    public_url: str,
) -> Reply:
    """Tell what was understood of a new action, ask what was not, and offer to change it."""
    same = tuple(
        f"{each.action.name} may be the same: {each.action.title} ({each.action.status})."
        for each in twins
    )
    address = Fact("Address", f"{public_url}/actions/{action.id}")
    parts: list[Part] = [
        Paragraph(f"{action.name} is {_kept(action)}: {action.title}."),
        Facts((*(each for each in facts_of(action) if each.name != "From"), address)),
        *([Points("Note", (*notes, *same))] if (*notes, *same) else []),
        *(asked(question, action) for question in questions),
        Buttons("", _next_to_added(action)),
    ]
    return Reply(tuple(parts))


def _next_to_added(action: Action) -> tuple[Button, ...]:
    """Offer what is most often other than it was understood; the rest is in the form."""
    owner, due = change_buttons(action)[:2]
    undo = button("Undo", orders.Drop("Added by mistake."), action)
    return (owner, due, edit_button(action), button("Done", orders.Finish(), action), undo)


def _kept(action: Action) -> str:
    return "proposed" if action.status is Status.PROPOSED else "added"


def change_buttons(action: Action) -> tuple[Button, ...]:
    return tuple(button(label, orders.AskFor(field), action) for label, field in _FIELDS)


def asked(question: Question, action: Action) -> Buttons:
    return Buttons(question.text, tuple(_choice(each, action) for each in question.choices))


def _choice(choice: Choice, action: Action) -> Button:
    return button(choice.label, choice.order, action)


# ---- a changed one


def heard_told(heard: Heard, today: date, order: orders.Order) -> Reply:
    """Tell what an order changed, field by field, and how to take it back."""
    if heard.question:
        return Reply((asked(heard.question, heard.after),))
    if not heard.is_changed:
        return Reply((Paragraph(f"{heard.after.name} stands so already; nothing was changed."),))
    parts: list[Part] = [Paragraph(changed(heard.before, heard.after, today))]
    if heard.notes:
        parts.append(Points("Note", heard.notes))
    if isinstance(order, orders.Comment):
        return Reply(tuple(parts))
    back = orders.Redo() if isinstance(order, orders.Undo) else orders.Undo()
    label = "Redo" if isinstance(order, orders.Undo) else "Undo"
    parts.append(Buttons("", (button(label, back, heard.after), *_further(heard.after))))
    return Reply(tuple(parts))


def _further(action: Action) -> tuple[Button, ...]:
    if not action.status.is_live:
        return ()
    return (edit_button(action), button("Done", orders.Finish(), action))


def several_told(heards: Sequence[Heard], refused: Sequence[str], today: date) -> Reply:
    """Tell what became of several actions at once."""
    done = tuple(changed(each.before, each.after, today) for each in heards if each.is_changed)
    same = tuple(f"{e.after.name} stands so already." for e in heards if not e.is_changed)
    total = len(heards) + len(refused)
    parts: list[Part] = [Paragraph(f"{len(done)} of {total} actions changed.")]
    if told_ones := (*done, *same, *refused):
        parts.append(Points("What became of them", told_ones))
    return Reply(tuple(parts), failed=not heards)


def history_told(action: Action, events: Sequence[Event], teller: Teller, public_url: str) -> Reply:
    """Tell what happened to an action, the latest last; the first of many are in the console."""
    shown = events[-MOST_EVENTS:]
    rows = tuple(
        (str(e.number), teller.moment(e.at), told(e, teller.name_of), "; ".join(lines(e)))
        for e in shown
    )
    count = "1 event" if len(events) == 1 else f"{len(events)} events"
    parts: list[Part] = [
        Paragraph(f"{action.name} {action.title}: {count}."),
        Table(("No.", "When", "Who did what", "Changes"), rows),
    ]
    if len(events) > len(shown):
        parts.append(
            Paragraph(f"The first {len(events) - len(shown)}: {public_url}/actions/{action.id}")
        )
    return Reply(tuple(parts))


def fields_offered(action: Action) -> Reply:
    return Reply(
        (Buttons(f"What is other about {action.name} {action.title}?", change_buttons(action)),)
    )


def not_understood(action: Action) -> Reply:
    said = tuple(each.replace("A-17", action.name) for each in _CAN_SAY)
    text = f"What is to be done with {action.name} {action.title}? That was not understood."
    return Reply((Paragraph(text), Points("You can say, for example", said)), failed=True)


def actions_offered(command: OnAction, actions: Sequence[Action]) -> tuple[Button, ...]:
    """Give an order as buttons, one for each of some actions."""
    return tuple(
        Button(
            cut(f"{each.name} {each.title}", _LONGEST_LABEL),
            OnAction(command.order, command.words, (each.id,), each.last),
        )
        for each in actions
    )


def which_action(command: OnAction, actions: Sequence[Action]) -> Reply:
    """Ask which action an order is for."""
    if not actions:
        text = (
            "No action is spoken of here. Name it by its number, such as A-17; “my actions” lists "
            "yours."
        )
        return Reply((Paragraph(text),), failed=True)
    return Reply((Buttons("Which action do you mean?", actions_offered(command, actions)),))
