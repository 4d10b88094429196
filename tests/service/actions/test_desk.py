"""Actions are added, changed, moved on, taken back: by those who may, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from isthmus.actions.changes import (
    AddHelper,
    AddLabel,
    Assign,
    Change,
    Describe,
    LetRead,
    RemoveLabel,
    Retitle,
    SetDue,
    SetEstimate,
    SetPriority,
    SetRecurrence,
    SetStep,
)
from isthmus.actions.history import assigned, folded
from isthmus.actions.model import (
    Action,
    Draft,
    EventKind,
    Evidence,
    EvidenceKind,
    Party,
    Priority,
    Recurrence,
    Source,
    SourceKind,
    Status,
    StepSettings,
)
from isthmus.audit.service import Wanted
from isthmus.audit.store import AuditStore
from isthmus.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    UnidentifiedError,
)
from isthmus.people import GUEST, Audience
from kept_actions import (
    ANA,
    BEN,
    BEN_OWNS,
    DRAFT,
    EVE,
    HAL,
    LEA,
    MONDAY,
    RIA,
    SID,
    DeskOfTests,
    by,
)

NOTE = Evidence(EvidenceKind.NOTE, "Signed by the plant manager")


def test_an_action_is_kept_as_it_was_said(desk: DeskOfTests) -> None:
    source = Source(SourceKind.MESSAGE, "we should update the plan", "Ana", "https://chat/1")
    draft = replace(DRAFT, source=source, labels=("Audit", "#audit "), estimate=3.5)
    added = desk.actions.add(draft, by(ANA), "we should update the plan")
    shown = desk.actions.show(added.id, RIA).action
    assert shown == added
    assert (shown.title, shown.owner, shown.helpers) == (
        "Update the incident response plan",
        BEN_OWNS,
        (Party("Hal", "hal"),),
    )
    assert (shown.due, shown.first_due, shown.due_words) == (draft.due, draft.due, "by next Friday")
    assert (shown.status, shown.labels, shown.estimate) == (Status.OPEN, ("audit",), 3.5)
    assert (shown.creator, shown.last, shown.source) == ("ana", 1, source)
    assert shown.name == f"A-{shown.id}"


def test_what_an_action_is_follows_from_its_events(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    changes: list[Change] = [
        Retitle("Renew the plan"),
        Describe("All of it"),
        SetPriority(Priority.URGENT),
        SetStep("2.3"),
        SetEstimate(8),
        SetRecurrence(Recurrence("every quarter")),
        AddHelper(Party("The integrator")),
        AddLabel("audit"),
        LetRead(("plant", "office")),
        SetDue(MONDAY, "today"),
    ]
    for change in changes:
        desk.pass_time(hours=1)
        desk.actions.edit(action, [change], by(BEN))
    desk.actions.block(action, by(BEN), "No answer yet", Party("The vendor"))
    now = desk.actions.show(action, BEN).action
    assert folded(action, desk.actions.history(action, BEN)) == now
    assert now.waiting_for == Party("The vendor")
    assert now.readers == ("office", "plant")


def test_what_says_nothing_new_is_no_event(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA))
    assert desk.actions.edit(action.id, [Retitle(f"  {DRAFT.title} ")], by(BEN)) == action
    assert len(desk.actions.history(action.id, BEN)) == 1


def test_every_event_is_on_the_audit_trail(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA), "said so")
    desk.actions.start(action.id, by(HAL))
    with desk.storage.reading() as connection:
        entries = AuditStore(connection).latest(Wanted(action="action."), 10)
    assert [(e.person, e.action, e.subject) for e in entries] == [
        ("hal", "action.started", action.name),
        ("ana", "action.added", action.name),
    ]
    assert entries[1].details == {
        "title": DRAFT.title,
        "event": "1",
        "said": "said so",
        "via": "test",
    }


# ---- who may


def test_a_stranger_learns_nothing_of_an_action(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    for read in (desk.actions.show, desk.actions.history):
        with pytest.raises(NotFoundError):
            read(action, EVE)
    with pytest.raises(NotFoundError):
        desk.actions.drop(action, by(EVE), "not mine")
    with pytest.raises(NotFoundError, match="A-404"):
        desk.actions.show(404, ANA)


def test_its_owner_creator_and_helpers_see_it_whatever_their_groups(desk: DeskOfTests) -> None:
    draft = replace(DRAFT, readers=("board",))
    action = desk.actions.add(draft, by(ANA)).id
    for person in (ANA, BEN, HAL):
        assert desk.actions.show(action, person).action.id == action
        assert [each.id for each in desk.actions.listed(person).actions] == [action]
    assert desk.actions.listed(LEA).actions == ()


def test_in_a_channel_nobody_sees_what_one_of_them_may_not(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    assert desk.actions.listed(Audience((ANA, RIA))).actions
    assert not desk.actions.listed(Audience((ANA, EVE))).actions
    assert not desk.actions.listed(Audience(())).actions
    with pytest.raises(NotFoundError):
        desk.actions.show(action, Audience((ANA, EVE)))


@pytest.mark.parametrize("person", [ANA, BEN, SID, LEA], ids=lambda each: each.id)
def test_owner_creator_step_lead_and_leads_change_it(person: object, desk: DeskOfTests) -> None:
    desk.actions.set_step(StepSettings("2.4", "sid"), by(LEA))
    action = desk.actions.add(DRAFT, by(ANA)).id
    changed = desk.actions.edit(action, [SetPriority(Priority.HIGH)], by(person))  # type: ignore[arg-type]
    assert changed.priority is Priority.HIGH


def test_a_helper_says_how_it_goes_and_no_more(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    desk.actions.start(action, by(HAL))
    desk.actions.comment(action, "Half of it is there", by(HAL))
    desk.actions.add_evidence(action, NOTE, by(HAL))
    desk.actions.block(action, by(HAL), "The vendor is away")
    assert desk.actions.undo(action, by(HAL)).status is Status.IN_PROGRESS
    desk.actions.edit(action, [SetPriority(Priority.LOW)], by(BEN))
    acts: tuple[Callable[[], Action], ...] = (
        lambda: desk.actions.done(action, by(HAL)),
        lambda: desk.actions.edit(action, [Assign(None)], by(HAL)),
        lambda: desk.actions.undo(action, by(HAL)),
    )
    for refused in acts:
        with pytest.raises(NotAllowedError, match="Only its owner"):
            refused()


def test_a_reader_changes_nothing_but_adds_what_they_own(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    with pytest.raises(NotAllowedError):
        desk.actions.comment(action, "Hello", by(RIA))
    with pytest.raises(NotAllowedError):
        desk.actions.add(DRAFT, by(RIA))
    own = desk.actions.add(Draft("Ask the integrator", owner=Party("", "ria")), by(RIA))
    assert own.owner == Party("Ria", "ria")


def test_a_guest_is_asked_to_sign_in(desk: DeskOfTests) -> None:
    action = desk.actions.add(replace(DRAFT, readers=("everyone",)), by(ANA)).id
    assert desk.actions.show(action, GUEST).allowed == frozenset()
    with pytest.raises(UnidentifiedError):
        desk.actions.comment(action, "Hello", by(GUEST))
    with pytest.raises(UnidentifiedError):
        desk.actions.add(Draft("Do it", owner=Party("Guest", "guest")), by(GUEST))


def test_what_is_shown_as_allowed_is_allowed(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    assert EventKind.DONE in desk.actions.show(action, BEN).allowed
    assert EventKind.DONE not in desk.actions.show(action, HAL).allowed
    assert EventKind.STARTED in desk.actions.show(action, HAL).allowed


def test_nobody_is_named_who_is_not_there(desk: DeskOfTests) -> None:
    with pytest.raises(NotFoundError, match="no person zoe"):
        desk.actions.add(replace(DRAFT, owner=Party("Zoe", "zoe")), by(ANA))


# ---- closing


def test_a_step_may_ask_for_evidence(desk: DeskOfTests) -> None:
    desk.actions.set_step(StepSettings("2.4", evidence=True), by(LEA))
    action = desk.actions.add(DRAFT, by(ANA)).id
    with pytest.raises(InvalidError, match="needs evidence"):
        desk.actions.done(action, by(BEN))
    desk.pass_time(days=1)
    closed = desk.actions.done(action, by(BEN), [NOTE])
    assert closed.status is Status.DONE
    assert closed.evidence == (replace(NOTE, by="ben", at=desk.now),)
    assert closed.status_at == desk.now


def test_the_evidence_of_what_is_closed_is_not_taken_back(desk: DeskOfTests) -> None:
    desk.actions.set_step(StepSettings("2.4", evidence=True), by(LEA))
    action = desk.actions.add(DRAFT, by(ANA)).id
    desk.actions.add_evidence(action, NOTE, by(BEN))
    desk.actions.done(action, by(BEN))
    with pytest.raises(InvalidError, match="needs evidence"):
        desk.actions.undo(action, by(BEN), event=2)


def test_only_a_lead_sets_a_step(desk: DeskOfTests) -> None:
    with pytest.raises(NotAllowedError):
        desk.actions.set_step(StepSettings("2.4"), by(ANA))
    with pytest.raises(NotFoundError):
        desk.actions.set_step(StepSettings("2.4", "nobody"), by(LEA))
    with pytest.raises(InvalidError, match=r"no step 9\.9"):
        desk.actions.set_step(StepSettings("9.9"), by(LEA))
    with pytest.raises(InvalidError, match="Silence"):
        desk.actions.set_step(StepSettings("2.4", silence=0), by(LEA))
    set_ = desk.actions.set_step(StepSettings("2.4", "sid", silence=3), by(LEA))
    settings = desk.actions.step_settings()
    assert set_ in settings
    assert len(settings) == 12


def test_what_waits_for_another_is_not_closed_before_it(desk: DeskOfTests) -> None:
    first, second = (desk.actions.add(replace(DRAFT, title=t), by(ANA)).id for t in ("One", "Two"))
    desk.actions.depend(second, first, by(BEN))
    with pytest.raises(ConflictError, match=f"waits for A-{first}"):
        desk.actions.done(second, by(BEN))
    assert [each.id for each in desk.actions.show(first, BEN).dependents] == [second]
    desk.actions.done(first, by(BEN))
    assert desk.actions.done(second, by(BEN)).status is Status.DONE


def test_nothing_waits_for_itself(desk: DeskOfTests) -> None:
    a, b, c = (desk.actions.add(DRAFT, by(ANA)).id for _ in range(3))
    desk.actions.depend(a, b, by(ANA))
    desk.actions.depend(b, c, by(ANA))
    with pytest.raises(ConflictError, match=f"A-{c} waits for A-{a}, A-{a} waits for A-{b}"):
        desk.actions.depend(c, a, by(ANA))
    with pytest.raises(ConflictError):
        desk.actions.depend(a, a, by(ANA))
    desk.actions.undepend(a, b, by(ANA))
    desk.actions.depend(c, a, by(ANA))
    with pytest.raises(ConflictError, match="would wait for itself"):
        desk.actions.undo(a, by(ANA), event=3)


def test_nothing_waits_for_what_one_may_not_read(desk: DeskOfTests) -> None:
    hidden = desk.actions.add(Draft("Secret", readers=("office",)), by(LEA)).id
    action = desk.actions.add(DRAFT, by(ANA)).id
    with pytest.raises(NotFoundError):
        desk.actions.depend(action, hidden, by(ANA))
    with pytest.raises(NotFoundError):
        desk.actions.add(replace(DRAFT, depends_on=(hidden,)), by(ANA))


def test_a_recurring_action_opens_the_next_exactly_once(desk: DeskOfTests) -> None:
    due = date(2026, 11, 30)
    draft = replace(DRAFT, due=due, recurrence=Recurrence("every quarter"))
    action = desk.actions.add(draft, by(ANA)).id
    closed = desk.actions.done(action, by(BEN))
    following = desk.actions.show(closed.followed_by, BEN).action
    assert (following.due, following.status, following.follows) == (
        date(2027, 2, 28),
        Status.OPEN,
        action,
    )
    assert following.owner == BEN_OWNS
    desk.actions.undo(action, by(BEN))
    desk.actions.redo(action, by(BEN))
    desk.actions.reopen(action, by(BEN), "Not quite")
    desk.actions.done(action, by(BEN))
    assert len(desk.actions.listed(BEN).actions) == 2
    third = desk.actions.done(following.id, by(BEN)).followed_by
    assert desk.actions.show(third, BEN).action.due == date(2027, 5, 30)


def test_who_closes_late_is_not_late_again_at_once(desk: DeskOfTests) -> None:
    draft = replace(DRAFT, due=MONDAY, recurrence=Recurrence("every month"))
    action = desk.actions.add(draft, by(ANA)).id
    desk.pass_time(days=100)
    following = desk.actions.done(action, by(BEN)).followed_by
    due = desk.actions.show(following, BEN).action.due
    assert due is not None
    assert due >= desk.now.date()


# ---- proposals


def test_a_proposal_is_agreed_when_it_is_accepted(desk: DeskOfTests) -> None:
    (proposed,) = desk.actions.propose([DRAFT], by(ANA))
    assert (proposed.status, proposed.first_due) == (Status.PROPOSED, None)
    with pytest.raises(ConflictError, match="Accept it first"):
        desk.actions.done(proposed.id, by(BEN))
    accepted = desk.actions.accept(proposed.id, by(BEN), [SetDue(MONDAY, "today")])
    assert (accepted.status, accepted.first_due, accepted.slips) == (Status.OPEN, MONDAY, 0)


def test_a_proposal_is_discarded_without_a_word(desk: DeskOfTests) -> None:
    (proposed,) = desk.actions.propose([DRAFT], by(ANA))
    assert desk.actions.drop(proposed.id, by(ANA)).status is Status.DROPPED
    action = desk.actions.add(DRAFT, by(ANA)).id
    with pytest.raises(InvalidError, match="why it is dropped"):
        desk.actions.drop(action, by(ANA), "  ")


def test_what_may_be_the_same_is_pointed_out(desk: DeskOfTests) -> None:
    same = desk.actions.add(DRAFT, by(ANA)).id
    desk.actions.add(replace(DRAFT, title="Order new badges"), by(ANA))
    closed = desk.actions.add(DRAFT, by(ANA)).id
    desk.actions.drop(closed, by(ANA), "twice")
    found = desk.actions.alike("Incident response plan updates", RIA)
    assert [each.action.id for each in found] == [same]
    assert desk.actions.alike("Incident response plan updates", EVE) == []
    assert desk.actions.alike("Buy bread", RIA) == []


# ---- who hears


def test_a_new_owner_hears_once_whatever_the_way_in(desk: DeskOfTests) -> None:
    def heard() -> list[str]:
        found = [assigned(action, event) for action, event in desk.told]
        desk.told.clear()
        return [each.name for each in found if each]

    action = desk.actions.add(DRAFT, by(ANA)).id
    assert heard() == ["Ben"]
    desk.actions.edit(action, [Assign(Party("", "lea")), SetDue(MONDAY)], by(ANA))
    assert heard() == ["Lea"]
    desk.actions.edit(action, [Assign(BEN_OWNS)], by(LEA))
    assert heard() == ["Ben"]
    desk.actions.undo(action, by(BEN))
    assert heard() == ["Lea"]
    desk.actions.start(action, by(LEA))
    assert heard() == []
    (proposed,) = desk.actions.propose([DRAFT], by(ANA))
    assert heard() == []
    desk.actions.accept(proposed.id, by(ANA))
    assert heard() == ["Ben"]
    desk.actions.add(DRAFT, by(BEN))
    assert heard() == []


def test_what_hears_of_an_event_and_fails_keeps_nothing(desk: DeskOfTests) -> None:
    def fail(*_: object) -> None:
        raise ConflictError("The queue is full.")

    desk.actions = type(desk.actions)(replace(desk.actions.parts, after=fail))
    with pytest.raises(ConflictError):
        desk.actions.add(DRAFT, by(ANA))
    assert desk.actions.listed(ANA).actions == ()


# ---- two at once


def test_two_who_change_different_things_lose_nothing(desk: DeskOfTests) -> None:
    seen = desk.actions.add(DRAFT, by(ANA)).last
    action = desk.actions.listed(ANA).actions[0].id
    desk.actions.edit(action, [Retitle("Renew the plan")], by(ANA, seen))
    desk.actions.edit(action, [AddLabel("one")], by(ANA, seen))
    desk.actions.edit(action, [AddLabel("two")], by(BEN, seen))
    desk.actions.start(action, by(HAL, seen))
    desk.actions.edit(action, [SetDue(MONDAY)], by(BEN, seen))
    now = desk.actions.show(action, ANA).action
    assert (now.title, now.labels, now.status, now.due) == (
        "Renew the plan",
        ("one", "two"),
        Status.IN_PROGRESS,
        MONDAY,
    )


def test_two_who_change_the_same_are_told(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA))
    desk.actions.edit(action.id, [SetDue(MONDAY)], by(ANA, 1))
    with pytest.raises(StaleError, match=r"Ana changed the due date meanwhile \(event 2\)"):
        desk.actions.edit(action.id, [SetDue(MONDAY + timedelta(1))], by(BEN, 1))
    with pytest.raises(StaleError):
        desk.actions.edit(action.id, [Retitle("Other")], by(BEN, 99))
    assert desk.actions.show(action.id, BEN).action.due == MONDAY


def test_two_at_once_make_no_ring(desk: DeskOfTests) -> None:
    one, other = (desk.actions.add(DRAFT, by(ANA)).id for _ in range(2))

    def depend(pair: tuple[int, int]) -> str:
        try:
            desk.actions.depend(*pair, by(ANA))
        except ConflictError:
            return "refused"
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(depend, [(one, other), (other, one)]))
    assert sorted(said) == ["kept", "refused"]


def test_many_at_once_lose_nothing(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    labels = [f"label {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda e: desk.actions.edit(action, [AddLabel(e)], by(ANA, 1)), labels))
    now = desk.actions.show(action, ANA).action
    assert sorted(now.labels) == sorted(labels)
    assert folded(action, desk.actions.history(action, ANA)) == now


# ---- taken back


def test_any_change_is_taken_back_and_done_again(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    desk.actions.edit(action, [Retitle("Renew the plan"), AddLabel("audit")], by(BEN))
    desk.actions.done(action, by(BEN), [NOTE])
    assert desk.actions.undo(action, by(ANA)).status is Status.OPEN
    assert desk.actions.undo(action, by(ANA)).title == DRAFT.title
    with pytest.raises(ConflictError, match="nothing to undo"):
        desk.actions.undo(action, by(ANA))
    desk.actions.redo(action, by(ANA))
    now = desk.actions.redo(action, by(ANA))
    assert (now.title, now.labels) == ("Renew the plan", ("audit",))
    with pytest.raises(ConflictError, match="nothing to redo"):
        desk.actions.redo(action, by(ANA))
    assert now.status is Status.DONE
    assert [each.text for each in now.evidence] == [NOTE.text]


def test_an_earlier_change_is_taken_back_where_nothing_hangs_on_it(desk: DeskOfTests) -> None:
    action = desk.actions.add(DRAFT, by(ANA)).id
    desk.actions.edit(action, [AddLabel("one")], by(BEN))
    desk.actions.edit(action, [AddLabel("two")], by(BEN))
    desk.actions.edit(action, [SetDue(MONDAY)], by(BEN))
    desk.actions.edit(action, [SetDue(MONDAY + timedelta(days=1))], by(BEN))
    assert desk.actions.undo(action, by(ANA), event=2).labels == ("two",)
    with pytest.raises(ConflictError, match="due date of A-"):
        desk.actions.undo(action, by(ANA), event=4)
    with pytest.raises(NotFoundError, match="Event 1 is none"):
        desk.actions.undo(action, by(ANA), event=1)


def test_a_slip_is_counted_from_the_first_day_that_was_agreed(desk: DeskOfTests) -> None:
    now = desk.actions.add(replace(DRAFT, due=None), by(ANA))
    action = now.id
    for days in (7, 3, 9, 30):
        now = desk.actions.edit(action, [SetDue(MONDAY + timedelta(days=days))], by(BEN))
    assert (now.first_due, now.slips) == (MONDAY + timedelta(days=7), 2)
    assert desk.actions.undo(action, by(BEN)).slips == 1


# ---- many at once


def test_many_are_changed_at_once_and_refusals_are_told(desk: DeskOfTests) -> None:
    ids = [desk.actions.add(DRAFT, by(ANA)).id for _ in range(3)]
    desk.actions.drop(ids[1], by(ANA), "not needed")
    bulk = desk.actions.bulk(
        [*ids, 404, ids[0]],
        lambda keeping, action: keeping.edit(action, [SetDue(MONDAY)], "all at once"),
        by(ANA),
    )
    assert [each.id for each in bulk.done] == [ids[0], ids[2]]
    assert [each.action for each in bulk.refused] == [ids[1], 404]
    assert "Reopen it" in bulk.refused[0].why
    assert [e.said for e in desk.actions.history(ids[0], ANA)] == ["", "all at once"]


def test_one_of_many_that_is_refused_leaves_nothing(desk: DeskOfTests) -> None:
    draft = replace(DRAFT, recurrence=Recurrence("every week"))
    action = desk.actions.add(draft, by(ANA)).id
    too_long = "x" * 10_000
    bulk = desk.actions.bulk([action], lambda k, a: k.done(a, (), too_long), by(ANA))
    assert len(bulk.refused) == 1
    assert [each.id for each in desk.actions.listed(ANA).actions] == [action]


def test_not_too_many_at_once(desk: DeskOfTests) -> None:
    with pytest.raises(InvalidError, match="at most"):
        desk.actions.bulk(range(1001), lambda k, a: k.start(a), by(ANA))


def test_labels_come_and_go(desk: DeskOfTests) -> None:
    action = desk.actions.add(replace(DRAFT, labels=("one", "two")), by(ANA))
    now: Action = desk.actions.edit(action.id, [RemoveLabel("ONE")], by(ANA))
    assert now.labels == ("two",)
