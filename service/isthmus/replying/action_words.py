"""What is said of an action in a reply: how it stands, whose it is, what is other than before."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from isthmus.actions.dates import spoken
from isthmus.actions.model import Action, Evidence, Party, named
from isthmus_knowledge.catalogue import catalogue

LONGEST_VALUE: Final = 200


def standing(action: Action, today: date) -> str:
    """Say in a sentence how an action stands."""
    why = f": {action.reason}" if action.reason else ""
    if action.waiting_for:
        why = f", waiting for {action.waiting_for.name}{why}"
    late = (today - action.due).days if action.due and action.is_overdue(today) else 0
    overdue = f" It is overdue by {days(late)}." if late else ""
    return f"{action.status.capitalize()}{why}".rstrip(".") + f".{overdue}"


def party_named(party: Party | None) -> str:
    """Give a name; one that is nobody's in the directory says so."""
    if party is None:
        return ""
    return party.name if party.person else f"{party.name} (not in the directory)"


def step_named(step: str) -> str:
    found = next((each for each in catalogue().steps if each.id == step), None)
    return f"{found.id} {found.title}" if found else step


def due_told(action: Action) -> str:
    if action.due is None:
        return f"no date yet (“{action.due_words}”)" if action.due_words else ""
    slipped = f", first {spoken(action.first_due)}" if action.slips and action.first_due else ""
    return f"{spoken(action.due)}{slipped}"


def source_told(action: Action) -> str:
    """Give the words that an action comes from, and where they stand."""
    source = action.source
    where = ", ".join(each for each in (source.title, source.author) if each)
    quote = f"“{cut(source.quote, LONGEST_VALUE)}”" if source.quote else ""
    return " — ".join(each for each in (quote, where) if each)


def evidence_told(evidence: Evidence) -> str:
    return f"{evidence.title}: {evidence.text}" if evidence.title else evidence.text


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def cut(text: str, longest: int) -> str:
    """Cut a text where a word ends."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 2].rpartition(' ')[0]} …"


# ---- what is other


def changed(before: Action, after: Action, today: date) -> str:
    """Say what is other now."""
    said = [line for line in _differences(before, after) if line]
    if not said:
        return f"Noted in the history of {after.name}."
    late = " It is overdue." if after.is_overdue(today) and before.due != after.due else ""
    new = after.followed_by if before.followed_by != after.followed_by else 0
    follows = f" {named(new)} follows it." if new else ""
    return f"{after.name} {after.title}: {'; '.join(said)}.{late}{follows}"


def _differences(before: Action, after: Action) -> Iterator[str]:
    if (before.status, before.reason) != (after.status, after.reason):
        why = f" ({after.reason.rstrip('.')})" if after.reason else ""
        waits = f", waiting for {after.waiting_for.name}" if after.waiting_for else ""
        yield f"{after.status} now{waits}{why}"
    for field, tell in _FIELDS.items():
        if getattr(before, field) != getattr(after, field):
            yield tell(before, after)
    for more, less, values in _MANY:
        old, new = values(before), values(after)
        if came := [each for each in new if each not in old]:
            yield more.format(", ".join(came))
        if went := [each for each in old if each not in new]:
            yield less.format(", ".join(went))


def _owner(before: Action, after: Action) -> str:
    owner = party_named(after.owner) or "nobody"
    return f"{owner} owns it now{_was(party_named(before.owner))}"


def _due(before: Action, after: Action) -> str:
    due = f"due {spoken(after.due)}" if after.due else "it has no date now"
    return due + _was(spoken(before.due) if before.due else "")


def _step(before: Action, after: Action) -> str:
    now = f"step {step_named(after.step)}" if after.step else "it has no step now"
    return now + _was(before.step)


def _was(value: str) -> str:
    return f", it was {value}" if value else ""


Tell = Callable[[Action, Action], str]
_FIELDS: Final[dict[str, Tell]] = {
    "title": lambda before, _: f"called so now, it was “{before.title}”",
    "owner": _owner,
    "due": _due,
    "priority": lambda b, a: f"its priority is {a.priority} now{_was(b.priority)}",
    "step": _step,
    "recurrence": lambda _, a: (
        f"it comes again {a.recurrence}" if a.recurrence else "it comes only once"
    ),
    "estimate": lambda _, a: f"it takes about {a.estimate:g} hours" if a.estimate else "",
    "description": lambda _b, _a: "it has a new description",
}
_MANY: Final[tuple[tuple[str, str, Callable[[Action], list[str]]], ...]] = (
    (
        "it waits for {}",
        "it does not wait for {} any more",
        lambda action: [named(each) for each in action.depends_on],
    ),
    (
        "{} helps now",
        "{} does not help any more",
        lambda action: [each.name for each in action.helpers],
    ),
    (
        "labelled {}",
        "not labelled {} any more",
        lambda action: [f"#{each}" for each in action.labels],
    ),
    (
        "evidence: {}",
        "without the evidence {}",
        lambda action: [cut(evidence_told(each), LONGEST_VALUE) for each in action.evidence],
    ),
)
