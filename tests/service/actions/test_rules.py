"""What an action is, which status follows which, what changes and words make of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.actions import history, lifecycle
from isthmus.actions.changes import (
    AddHelper,
    AddLabel,
    Assign,
    Change,
    LetRead,
    RemoveHelper,
    Retitle,
    SetDue,
    SetEstimate,
    SetRecurrence,
    SetStep,
    apply_all,
    differences,
    drafted,
    rehelped,
    relabelled,
    with_consequences,
)
from isthmus.actions.cleaning import cleaned_evidence, cleaned_source
from isthmus.actions.dependencies import refuse_cycle
from isthmus.actions.hints import hint
from isthmus.actions.lifecycle import Ready
from isthmus.actions.listing import Page, after_cursor, cursor, likeness, steps_within
from isthmus.actions.model import (
    NOTHING,
    Action,
    Draft,
    Event,
    EventKind,
    Evidence,
    EvidenceKind,
    FieldChange,
    Party,
    Priority,
    Recurrence,
    Source,
    SourceKind,
    Status,
)
from isthmus.actions.telling import lines, told
from isthmus.actions.written import action_as_json, action_of, changes_as_json, changes_of
from isthmus.errors import ConflictError, InvalidError, IsthmusError

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OPEN = replace(drafted(Draft("Test the restore")), id=17, status=Status.OPEN)


# ---- the lifecycle


STEPS: dict[str, Callable[[Action], Action]] = {
    "accept": lifecycle.accepted,
    "start": lifecycle.started,
    "block": lambda action: lifecycle.blocked(action, "The vendor is away"),
    "unblock": lifecycle.unblocked,
    "close": lambda action: lifecycle.done(action, Ready()),
    "drop": lambda action: lifecycle.dropped(action, "Not needed"),
    "reopen": lambda action: lifecycle.reopened(action, "Not done"),
}
FOLLOWING = {
    ("proposed", "accept"): "open",
    ("proposed", "drop"): "dropped",
    ("open", "start"): "in progress",
    ("open", "block"): "blocked",
    ("open", "close"): "done",
    ("open", "drop"): "dropped",
    ("in progress", "block"): "blocked",
    ("in progress", "close"): "done",
    ("in progress", "drop"): "dropped",
    ("blocked", "block"): "blocked",
    ("blocked", "unblock"): "open",
    ("blocked", "close"): "done",
    ("blocked", "drop"): "dropped",
    ("done", "reopen"): "open",
    ("dropped", "reopen"): "open",
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("status", Status)
def test_a_status_follows_only_from_those_it_may(status: Status, step: str) -> None:
    action = replace(OPEN, status=status)
    if following := FOLLOWING.get((status.value, step)):
        assert STEPS[step](action).status == following
    else:
        with pytest.raises(ConflictError, match=f"A-17 is {status}"):
            STEPS[step](action)


def test_what_was_in_progress_goes_on_when_it_is_unblocked() -> None:
    blocked = lifecycle.blocked(lifecycle.started(OPEN), "", Party("The vendor"))
    again = lifecycle.blocked(blocked, "Still nothing")
    assert (blocked.waiting_for, again.waiting_for) == (Party("The vendor"), None)
    assert lifecycle.unblocked(again) == lifecycle.started(OPEN)


def test_what_is_blocked_says_why() -> None:
    with pytest.raises(InvalidError, match="what A-17 waits for"):
        lifecycle.blocked(OPEN, " ")
    assert lifecycle.blocked(replace(OPEN, depends_on=(3,))).status is Status.BLOCKED


def test_reasons_are_asked_for() -> None:
    with pytest.raises(InvalidError, match="why it is dropped"):
        lifecycle.dropped(OPEN, "")
    with pytest.raises(InvalidError, match="why it is opened again"):
        lifecycle.reopened(replace(OPEN, status=Status.DONE), " ")


def test_a_reason_goes_with_its_status() -> None:
    dropped = lifecycle.dropped(OPEN, "Not needed")
    assert dropped.reason == "Not needed"
    assert lifecycle.started(lifecycle.reopened(dropped, "Needed after all")).reason == ""


# ---- what may be said


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft(" "), "needs a title"),
        (Draft("x" * 301), "300 are the most"),
        (Draft("Do", step="7.1"), "There is no step 7.1"),
        (Draft("Do", readers=()), "Name the groups"),
        (Draft("Do", readers=("a,b",)), "no comma"),
        (Draft("Do", estimate=0), "hours above 0"),
        (Draft("Do", estimate=float("nan")), "hours above 0"),
        (Draft("Do", recurrence=Recurrence("now and then")), "does not say how often"),
        (Draft("Do", labels=tuple(map(str, range(101)))), "100 labels are the most"),
        (Draft("Do", source=Source(permalink="javascript:alert(1)")), "https://"),
    ],
)
def test_what_is_no_action_is_refused_in_words(draft: Draft, said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        drafted(draft)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "//evil.example", "ftp://x", "x"])
def test_a_link_leads_to_the_web_or_to_us(text: str) -> None:
    with pytest.raises(InvalidError, match="https://"):
        cleaned_evidence(Evidence(EvidenceKind.LINK, text))
    assert cleaned_source(Source(permalink="/documents/1")).permalink == "/documents/1"


def test_evidence_says_something() -> None:
    with pytest.raises(InvalidError, match="what shows it"):
        cleaned_evidence(Evidence(EvidenceKind.NOTE, " "))


def test_a_title_is_one_line_that_every_database_keeps() -> None:
    assert drafted(Draft(" Test\n the\tbackup\0 \ud800")).title == "Test the backup\ufffd ?"


def test_nothing_in_a_title_turns_what_is_shown_after_it() -> None:
    turned = "Pay \u202eecivres\u202c the \u2066vendor\u2069"
    assert drafted(Draft(turned, owner=Party("Ma\u202eria"))) == drafted(
        Draft("Pay ecivres the vendor", owner=Party("Maria"))
    )


def test_readers_are_kept_in_one_way() -> None:
    assert drafted(Draft("Do", readers=("b", " a", "b"))).readers == ("a", "b")
    assert drafted(Draft("Do", readers=("b", "everyone"))).readers == ("everyone",)


@pytest.mark.parametrize("change", [SetDue(MONDAY), Assign(Party("Ben"))])
def test_what_is_closed_has_its_owner_and_day(change: Change) -> None:
    with pytest.raises(ConflictError, match="Reopen it"):
        apply_all(replace(OPEN, status=Status.DONE), [change])


def test_helpers_are_there_once() -> None:
    action = apply_all(OPEN, [AddHelper(Party("Hal")), AddHelper(Party("  HAL "))])
    assert len(action.helpers) == 1
    assert apply_all(action, [RemoveHelper(Party("hal"))]).helpers == ()


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_a_whole_list_becomes_additions_and_removals(old: list[str], new: list[str]) -> None:
    action = drafted(Draft("Do", labels=tuple(old), helpers=tuple(map(Party, old))))
    changes = [*relabelled(action, new), *rehelped(action, [Party(each) for each in new])]
    now = apply_all(action, changes)
    assert set(now.labels) == set(new)
    assert {each.name for each in now.helpers} == set(new)


def test_a_proposal_has_no_first_day() -> None:
    proposed = drafted(Draft("Do", due=MONDAY))
    assert with_consequences(NOTHING, proposed).first_due is None
    accepted = with_consequences(proposed, lifecycle.accepted(proposed))
    assert (accepted.first_due, accepted.slips) == (MONDAY, 0)


# ---- taking back


def event(number: int, kind: EventKind, *changes: FieldChange, undoes: int = 0) -> Event:
    return Event(number, kind, "ana", NOW, "", changes, "", undoes or None)


def test_what_was_taken_back_is_not_taken_back_again() -> None:
    events = [event(1, EventKind.ADDED), event(2, EventKind.EDITED), event(3, EventKind.STARTED)]
    events.append(event(4, EventKind.UNDONE, undoes=3))
    assert history.to_undo(events).number == 2
    assert history.to_redo(events).number == 3
    events.append(event(5, EventKind.REDONE, undoes=3))
    assert history.to_undo(events).number == 3
    with pytest.raises(ConflictError):
        history.to_redo(events)


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")), st.data())
def test_taking_back_leaves_what_others_added(
    before: set[str], after: set[str], data: st.DataObject
) -> None:
    others = data.draw(st.sets(st.sampled_from("xyz")))
    change = FieldChange("labels", tuple(sorted(before)), tuple(sorted(after)))
    now = replace(OPEN, labels=(*sorted(after), *sorted(others)))
    undone = history.undone(now, event(2, EventKind.EDITED, change))
    assert set(undone.labels) == before | others
    redone = history.redone(undone, event(2, EventKind.EDITED, change))
    assert set(redone.labels) == after | others


# ---- rings


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=12))
def test_no_order_of_dependencies_makes_a_ring(pairs: list[tuple[int, int]]) -> None:
    waits: dict[int, set[int]] = {}
    for action, blocker in pairs:
        reached, front = {blocker}, [blocker]
        while front:
            new = waits.get(front.pop(), set()) - reached
            reached |= new
            front += new
        try:
            refuse_cycle(
                action, [blocker], lambda of: {each: waits[each] for each in of if each in waits}
            )
        except ConflictError:
            assert action in reached
        else:
            assert action not in reached
            waits.setdefault(action, set()).add(blocker)


# ---- words


def test_an_event_says_what_happened() -> None:
    then = apply_all(OPEN, [Retitle("Test it all"), SetDue(MONDAY, "today"), AddLabel("audit")])
    edited = Event(2, EventKind.EDITED, "ana", NOW, "as agreed", differences(OPEN, then))
    assert told(edited, str.title) == (
        "Ana changed the title, the due date and the labels: “as agreed”."
    )
    assert lines(edited) == (
        "the title: Test the restore → Test it all",
        "the due date: nothing → Monday 23 November 2026",
        "the labels: + audit",
    )
    undone = Event(3, EventKind.UNDONE, "ben", NOW, undoes=2)
    assert told(undone, str.title) == "Ben took event 2 back."
    assert told(event(1, EventKind.ADDED), str.title) == "Ana added it."


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("Called them", ": “Called them”."),
        ("Called them.", ": “Called them.”"),
        ("Done?", ": “Done?”"),
        ("and so on…", ": “and so on…”"),
    ],
)
def test_what_was_said_ends_with_one_stop(said: str, ends: str) -> None:
    commented = Event(2, EventKind.COMMENTED, "ana", NOW, said)
    assert told(commented, str.title) == f"Ana commented{ends}"


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_its_words(kind: EventKind) -> None:
    assert told(event(2, kind, undoes=1), str.title).startswith("Ana ")


@pytest.mark.parametrize(
    ("title", "good"),
    [
        ("Update the incident response plan", True),
        ("Quickly check the pumps", True),
        ("The firewall", False),
        ("Updating the plan", False),
        ("Update", False),
        ("Update " + "x" * 120, False),
    ],
)
def test_a_title_that_could_be_better_is_told_so(title: str, good: bool) -> None:  # noqa: FBT001
    assert (hint(title) == "") is good


def test_the_verb_is_suggested() -> None:
    assert "“Update …”" in hint("Updating the plan")


# ---- lists


def test_alike_are_titles_with_the_same_words() -> None:
    assert likeness("Update the plan", "update plans!") == 1
    assert likeness("Update the plan", "Order badges") == 0
    assert likeness("the of", "the of") == 0


def test_a_phase_holds_its_steps() -> None:
    assert steps_within(["3", "1.1"]) == ("1.1", "3", "3.1", "3.2", "3.3")


@pytest.mark.parametrize(
    "text", ["", "x", "é", cursor("a"), cursor(1, 2, 3), cursor("a", "b"), "W10"]
)
def test_a_forged_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="Start with the first"):
        after_cursor(text, [str, int])


def test_a_page_has_its_limits() -> None:
    with pytest.raises(InvalidError):
        Page(limit=0)
    with pytest.raises(InvalidError):
        Page(limit=501)


# ---- written

signs = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
parties = st.builds(Party, signs, signs)
moments = st.datetimes(timezones=st.just(UTC))
evidence = st.builds(
    Evidence, st.sampled_from(EvidenceKind), signs, signs, signs, st.none() | moments
)
sources = st.builds(
    Source,
    st.sampled_from(SourceKind),
    *[signs] * 9,
    st.none() | moments,
)
written_actions = st.builds(
    Action,
    id=st.integers(1),
    title=signs,
    owner=st.none() | parties,
    helpers=st.lists(parties).map(tuple),
    due=st.none() | st.dates(),
    first_due=st.none() | st.dates(),
    slips=st.integers(0, 9),
    priority=st.sampled_from(Priority),
    labels=st.lists(signs).map(tuple),
    status=st.sampled_from(Status),
    resumes=st.none() | st.sampled_from(Status),
    waiting_for=st.none() | parties,
    depends_on=st.lists(st.integers(1)).map(tuple),
    source=sources,
    evidence=st.lists(evidence, max_size=2).map(tuple),
    estimate=st.none() | st.floats(0.5, 100),
    recurrence=st.none() | st.builds(Recurrence, signs, st.none() | st.dates()),
    readers=st.lists(signs).map(tuple),
    created_at=st.none() | moments,
    status_at=st.none() | moments,
    last=st.integers(0),
)


@given(written_actions)
def test_an_action_comes_back_from_json_as_it_was(action: Action) -> None:
    assert action_of(action.id, action_as_json(action)) == action


@given(written_actions, written_actions)
def test_changes_come_back_from_json_as_they_were(one: Action, other: Action) -> None:
    changed = differences(one, other)
    assert changes_of(changes_as_json(changed)) == changed


@given(
    st.lists(
        st.builds(Retitle, st.text(max_size=5))
        | st.builds(SetStep, st.sampled_from(["", "2.4", "x"]))
        | st.builds(SetEstimate, st.none() | st.floats())
        | st.builds(AddLabel, st.text(max_size=3))
        | st.builds(LetRead, st.lists(st.text(max_size=3)).map(tuple))
        | st.builds(SetRecurrence, st.builds(Recurrence, st.text(max_size=9)))
    )
)
def test_changes_make_an_action_or_say_why_not(changes: list[Change]) -> None:
    try:
        now = apply_all(OPEN, changes)
    except IsthmusError:
        return
    assert apply_all(now, []) == now
    assert now.title
    assert now.readers
