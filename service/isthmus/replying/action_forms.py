"""The forms of an action: one to edit it, one for a new one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from isthmus.actions.cleaning import LONGEST_SAID, LONGEST_TEXT, LONGEST_TITLE
from isthmus.actions.desk import Shown
from isthmus.actions.model import Action, Draft, EventKind, Party, Priority, Status, named
from isthmus.messages import Entry, Field, Form, Option
from isthmus.people import Person
from isthmus.replying.action_words import standing, step_named
from isthmus.understanding.commands import OpenForm
from isthmus_knowledge.catalogue import catalogue

MOST_PEOPLE: Final = 100  # in one list to choose from; of more, a name is typed
MANY: Final = frozenset({"helpers", "labels", "blocked_by"})
_NEXT: Final[Mapping[Status, tuple[Status, ...]]] = {
    Status.PROPOSED: (Status.OPEN, Status.DROPPED),
    Status.OPEN: (Status.IN_PROGRESS, Status.BLOCKED, Status.DONE, Status.DROPPED),
    Status.IN_PROGRESS: (Status.BLOCKED, Status.DONE, Status.DROPPED),
    Status.BLOCKED: (Status.OPEN, Status.DONE, Status.DROPPED),
    Status.DONE: (Status.OPEN,),
    Status.DROPPED: (Status.OPEN,),
}
_OF_HELPERS: Final = frozenset({Status.IN_PROGRESS, Status.BLOCKED})
_WHY: Final = "Needed to block, drop or reopen it."
_WORDS: Final = ("move {} to Friday", "give {} to Sam", "{} is done: https://…")


def values_of(action: Action) -> dict[str, str]:
    """Give what the fields of the form say of an action; what is new in it is empty."""
    return {
        "title": action.title,
        "description": action.description,
        "owner": _who(action.owner),
        "helpers": "\n".join(map(_who, action.helpers)),
        "due": action.due.isoformat() if action.due else "",
        "priority": action.priority.value,
        "step": action.step,
        "status": action.status.value,
        "reason": "",
        "labels": ", ".join(action.labels),
        "blocked_by": ", ".join(map(named, action.depends_on)),
        "evidence": "",
    }


def edit_form(about: OpenForm, shown: Shown, people: Sequence[Person], today: date) -> Form:
    """Ask what is other about an action; a helper is asked only how it goes."""
    action, values = shown.action, values_of(shown.action)
    edits = EventKind.EDITED in shown.allowed
    described = _described(values, people, (action.owner, *action.helpers)) if edits else ()
    return Form(
        title=f"Edit {action.name}",
        about=about,
        fields=(*described, *_going_on(action, values, edits=edits)),
        submit="Save",
        text=f"{action.title}. {standing(action, today)}",
        words=tuple(each.format(action.name) for each in _WORDS),
    )


def new_form(about: OpenForm, draft: Draft, people: Sequence[Person], text: str) -> Form:
    """Ask what there is to do; what a message says of it is entered already."""
    known = Action(0, draft.title, draft.description, draft.owner, due=draft.due, step=draft.step)
    values = values_of(known)
    wanted = ("title", "owner", "due", "priority", "step", "labels", "description")
    fields = {each.name: each for each in _described(values, people, (draft.owner,))}
    return Form(
        title="Track as an action",
        about=about,
        fields=tuple(fields[name] for name in wanted),
        submit="Track it",
        text=text,
        words=("add action: …",),
    )


def _described(
    values: Mapping[str, str], people: Sequence[Person], parties: Iterable[Party | None]
) -> Iterator[Field]:
    who = _people(people, parties)
    steps = tuple(Option(each.id, step_named(each.id)) for each in catalogue().steps)
    priorities = tuple(Option(each, each.capitalize()) for each in Priority)
    chosen = values["priority"]
    yield Field(
        "title", "What is to be done", value=values["title"], needed=True, longest=LONGEST_TITLE
    )
    yield Field("owner", "Owner", Entry.PERSON, values["owner"], who)
    yield Field("due", "Due", Entry.DAY, values["due"])
    yield Field("priority", "Priority", Entry.CHOICE, chosen, priorities, needed=True)
    yield Field("step", "Step", Entry.CHOICE, values["step"], steps)
    yield Field("helpers", "Helpers", Entry.PEOPLE, values["helpers"], who)
    hint = "Words with commas between them."
    yield Field("labels", "Labels", value=values["labels"], hint=hint)
    yield Field(
        "description", "More", Entry.TEXT, values["description"], longest=min(LONGEST_TEXT, 3_000)
    )


def _going_on(action: Action, values: Mapping[str, str], *, edits: bool) -> Iterator[Field]:
    """Ask how it goes: where it stands, why, what it waits for, what shows that it is done."""
    following = _NEXT[action.status]
    if action.status is Status.BLOCKED and action.resumes:
        following = (action.resumes, *following[1:])
    wanted = [each for each in following if edits or each in _OF_HELPERS]
    options = tuple(Option(e, e.capitalize()) for e in (action.status, *wanted))
    yield Field("status", "Status", Entry.CHOICE, values["status"], options, needed=True)
    yield Field("reason", "Why", value="", hint=_WHY, longest=LONGEST_SAID)
    if edits:
        hint = "Actions that have to be closed first, such as A-12."
        yield Field("blocked_by", "Waits for", value=values["blocked_by"], hint=hint)
    shows = "A link, or a note, that shows it is done."
    yield Field("evidence", "Evidence", value="", hint=shows, longest=3_000)


def _people(people: Sequence[Person], parties: Iterable[Party | None]) -> tuple[Option, ...]:
    """Give those to choose from: everybody, and whoever is named without an account."""
    if not people or len(people) > MOST_PEOPLE:
        return ()
    names = [each.name for each in people]
    known = {e.id: e.name if names.count(e.name) == 1 else f"{e.name} ({e.id})" for e in people}
    others = {_who(each): each.name for each in parties if each}
    return tuple(Option(*each) for each in (others | known).items())


def _who(party: Party | None) -> str:
    return (party.person or party.name) if party else ""


def split(text: str) -> list[str]:
    """Give what stands between commas."""
    return [each.strip() for each in text.replace("\n", ",").split(",") if each.strip()]
