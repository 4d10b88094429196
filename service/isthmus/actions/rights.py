"""Who may do what with an action; its readers are groups, as those of a document are."""

from typing import Final

from isthmus.actions.model import Action, Draft, EventKind, named
from isthmus.errors import NotAllowedError, NotFoundError
from isthmus.people import Audience, Person, Rank

# What helpers do too: say how it goes, and show it.
PROGRESS: Final = frozenset(
    {
        EventKind.STARTED,
        EventKind.BLOCKED,
        EventKind.UNBLOCKED,
        EventKind.EVIDENCED,
        EventKind.COMMENTED,
    }
)


def may_read(action: Action, person: Person) -> bool:
    return person.may_read(action.readers) or (not person.is_guest and person.id in action.people)


def all_may_read(action: Action, audience: Audience) -> bool:
    return bool(audience.members) and all(may_read(action, each) for each in audience.members)


def may_change(action: Action, person: Person, step_lead: str = "") -> bool:
    """Tell whether somebody may change it: owner, creator, the step's lead, leads."""
    owner = action.owner.person if action.owner else ""
    theirs = person.id in {owner, action.creator, step_lead}
    leads = person.rank.includes(Rank.LEAD)
    return not person.is_guest and may_read(action, person) and (theirs or leads)


def may(action: Action, person: Person, kind: EventKind, step_lead: str = "") -> bool:
    """Tell whether somebody may do such a thing; helpers may say how it goes."""
    helps = not person.is_guest and person.id in {each.person for each in action.helpers}
    return may_change(action, person, step_lead) or (kind in PROGRESS and helps)


def readable(action: Action | None, number: int, audience: Audience) -> Action:
    """Give an action to those who may all read it; raises NotFoundError for anybody else."""
    if action is None or not all_may_read(action, audience):
        raise NotFoundError(
            f"There is no action {named(number)}, or you may not read it. `isthmus actions list` "
            "shows those there are."
        )
    return action


def require(action: Action, person: Person, kind: EventKind, step_lead: str = "") -> Action:
    """Give an action to whoever may do this with it; raises NotAllowedError."""
    if may(action, person, kind, step_lead):
        return action
    person.require(Rank.READER)  # a guest is asked to sign in
    owner = action.owner.name if action.owner else "its creator"
    raise NotAllowedError(
        f"{action.name} belongs to {owner}. Only its owner, its creator, the lead of its step and "
        "leads change it; helpers say how it goes."
    )


def require_adding(draft: Draft, person: Person) -> None:
    """Raise NotAllowedError for who may not add this: contributors add for all, readers for self.

    Raises UnidentifiedError for a guest.
    """
    own = draft.owner is not None and draft.owner.person == person.id
    person.require(Rank.READER if own else Rank.CONTRIBUTOR)
