"""Actions as JSON: what the API, the command line and outgoing webhooks give."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from isthmus.actions.desk import Shown
from isthmus.actions.importing import Coming, Plan, Reading
from isthmus.actions.listing import Changed, Counted, Group, Listing, Twin
from isthmus.actions.model import Action, Event, EventKind, Evidence, Party, StepSettings, named
from isthmus.actions.service import Bulk
from isthmus.actions.telling import lines, told

Json = dict[str, Any]


def party_as_json(party: Party | None) -> Json | None:
    return {"name": party.name, "person": party.person or None} if party else None


def action_as_json(action: Action) -> Json:
    """Give all that an action is now; ``number`` counts its events and is its `ETag`."""
    return {
        "id": action.name,
        "title": action.title,
        "description": action.description,
        "status": action.status,
        "owner": party_as_json(action.owner),
        "helpers": [party_as_json(each) for each in action.helpers],
        "due": action.due,
        "due_words": action.due_words,
        "first_due": action.first_due,
        "slips": action.slips,
        "priority": action.priority,
        "step": action.step or None,
        "labels": list(action.labels),
        "reason": action.reason,
        "waiting_for": party_as_json(action.waiting_for),
        "depends_on": [named(each) for each in action.depends_on],
        "source": {name: value for name, value in asdict(action.source).items() if value},
        "evidence": [evidence_as_json(each) for each in action.evidence],
        "estimate": action.estimate,
        "recurrence": action.recurrence.words if action.recurrence else None,
        "follows": named(action.follows) if action.follows else None,
        "followed_by": named(action.followed_by) if action.followed_by else None,
        "readers": list(action.readers),
        "creator": action.creator,
        "created_at": action.created_at,
        "changed_by": action.changed_by,
        "changed_at": action.changed_at,
        "status_at": action.status_at,
        "number": action.last,
    }


def evidence_as_json(evidence: Evidence) -> Json:
    return {
        "kind": evidence.kind,
        "text": evidence.text,
        "title": evidence.title,
        "by": evidence.by,
        "at": evidence.at,
    }


def shown_as_json(shown: Shown) -> Json:
    """Give an action with those it hangs on and what the person may do with it."""
    return action_as_json(shown.action) | {
        "blockers": [brief_as_json(each) for each in shown.blockers],
        "dependents": [brief_as_json(each) for each in shown.dependents],
        "allowed": [kind for kind in EventKind if kind in shown.allowed],
        "asks_for_evidence": shown.settings.evidence,
    }


def brief_as_json(action: Action) -> Json:
    return {
        "id": action.name,
        "title": action.title,
        "status": action.status,
        "owner": party_as_json(action.owner),
        "due": action.due,
    }


def listing_as_json(listing: Listing) -> Json:
    return {
        "items": [action_as_json(each) for each in listing.actions],
        "next": listing.next or None,
    }


def event_as_json(event: Event, name_of: Callable[[str], str] = str) -> Json:
    """Give an event with what it says to a person; ``name_of`` gives the name for an id."""
    return {
        "number": event.number,
        "kind": event.kind,
        "by": event.by,
        "at": event.at,
        "via": event.via,
        "said": event.said,
        "undoes": event.undoes,
        "fields": [each.field for each in event.changes],
        "told": told(event, name_of),
        "changes": list(lines(event)),
    }


def changed_as_json(changed: Changed, name_of: Callable[[str], str] = str) -> Json:
    return {
        "items": [
            {
                "action": brief_as_json(each.action),
                "event": event_as_json(each.event, name_of),
            }
            for each in changed.changes
        ],
        "next": changed.next or None,
    }


def counted_as_json(counted: Counted, groups: list[Group]) -> Json:
    keys = {str(group): key for group, key in zip(groups, counted.keys, strict=True)}
    numbers = {
        name: getattr(counted, name) for name in ("number", "live", "overdue", "hours", "estimated")
    }
    return keys | numbers | ({"owner_name": counted.owner} if Group.OWNER in groups else {})


def bulk_as_json(bulk: Bulk) -> Json:
    return {
        "done": [brief_as_json(each) for each in bulk.done],
        "refused": [{"id": named(each.action), "why": each.why} for each in bulk.refused],
    }


def twin_as_json(twin: Twin) -> Json:
    return brief_as_json(twin.action) | {"likeness": round(twin.likeness, 2)}


def imported_as_json(reading: Reading, plan: Plan) -> Json:
    """Give what a file would add, or added, row by row, and what was not understood."""
    return {
        "added": [brief_as_json(each) for each in plan.added],
        "rows": [coming_as_json(each) for each in plan.comings],
        "not_understood": [vars(each) for each in reading.not_understood],
        "how": list(reading.how),
    }


def coming_as_json(coming: Coming) -> Json:
    draft = coming.row.draft
    return {
        "at": coming.row.at,
        "title": draft.title,
        "owner": party_as_json(draft.owner),
        "due": draft.due,
        "status": coming.row.status,
        "priority": draft.priority,
        "step": draft.step or None,
        "already": coming.already.name if coming.already else None,
        "alike": [twin_as_json(each) for each in coming.twins],
        "comes_in": coming.is_new and not coming.is_open_already,
    }


def settings_as_json(settings: StepSettings) -> Json:
    return {
        "step": settings.step,
        "lead": settings.lead or None,
        "evidence": settings.evidence,
        "silence": settings.silence,
    }
