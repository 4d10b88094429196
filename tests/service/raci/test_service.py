"""Charts are begun, edited, answered for, approved and published, by those who may, on both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.model import Answer
from isthmus.audit.store import Act
from isthmus.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    UnavailableError,
    UnidentifiedError,
)
from isthmus.people import GUEST, OPERATOR, Person, alone
from isthmus.raci.changes import Change, EventKind, PutRow, RemoveRow, SetCell
from isthmus.raci.comparing import Kind
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.editing import Only, column_renamed
from isthmus.raci.letters import Part
from isthmus.raci.listing import Sought
from isthmus.raci.model import Assignment, Chart, Row, State, Status
from isthmus.raci.store import ChartStore
from isthmus.storage import Storage
from kept_charts import ANA, BEN, EVE, LEA, MAX, RIA, large, letter, small

PEOPLE = (ANA, BEN, LEA, MAX, RIA, EVE)


class Work:
    """Charts of people on a real database; short to write down."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        self.asking = AskingOfTests(folder, storage)
        with self.asking.wiring.access() as access:
            for person in PEOPLE:
                access.put_person(person)
        self.charts: Charts = self.asking.wiring.charts

    def begin(self, chart: Chart | None = None, by: Person = ANA, *readers: str) -> str:
        given = {"readers": readers} if readers else {}
        return self.charts.begin(chart or small(), Hand(by, "cli"), "drawn", **given).id

    def edit(self, chart: str, *changes: Change, by: Person = BEN, seen: int | None = None) -> None:
        self.charts.edit(chart, lambda _: changes, Hand(by, "web", seen), "a change")

    def approve(self, chart: str, by: Person = LEA) -> None:
        self.charts.approve(chart, Hand(by))

    def chart(self, chart: str, by: Person = ANA) -> Chart:
        return self.charts.show(chart, by).filed.chart

    def status(self, chart: str) -> Status:
        return self.charts.show(chart, ANA).filed.status

    def kinds(self, chart: str) -> list[EventKind]:
        return [event.kind for event in self.charts.history(chart, ANA)]

    def audited(self, chart: str) -> list[tuple[str, str]]:
        with self.asking.wiring.audited() as trail:
            return [(e.action, e.person) for e in trail.in_order() if e.subject == chart]


@pytest.fixture
def work(tmp_path: Path, storage: Storage) -> Iterator[Work]:
    opened = Work(tmp_path, storage)
    yield opened
    opened.asking.wiring.index.close()


# ---- begin, edit, undo


def test_what_is_begun_is_a_draft_of_whoever_began_it(work: Work) -> None:
    chart = work.begin()
    filed = work.charts.show(chart, ANA).filed
    assert filed.chart == small()
    assert (filed.owner, filed.status, filed.number, filed.version) == ("ana", Status.DRAFT, 1, 0)
    (event,) = work.charts.history(chart, ANA)
    assert (event.kind, event.by, event.via, event.said) == (EventKind.BEGUN, "ana", "cli", "drawn")


def test_no_draft_and_no_file_accepts_a_letter_for_somebody(work: Work) -> None:
    forged = replace(letter("A")[0], state=State.ACCEPTED, decided_by="ria")
    chart = work.begin(replace(small(), cells={("1", "3"): (forged,)}))
    (kept,) = work.chart(chart).cell("1", "3")
    assert (kept.state, kept.decided_by) == (State.PROPOSED, "")


def test_no_draft_and_no_file_says_who_holds_a_role(work: Work) -> None:
    manager, operations = small().columns
    chart = work.begin(replace(small(), columns=(replace(manager, held_by=("ria",)), operations)))
    assert work.chart(chart) == small()
    with pytest.raises(NotAllowedError):
        work.charts.accept(chart, Hand(RIA))


def test_a_guest_answers_for_no_letter(work: Work) -> None:
    chart = work.begin()
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    with pytest.raises(UnidentifiedError):
        work.charts.accept(chart, Hand(GUEST))
    with pytest.raises(UnidentifiedError):
        work.charts.decline(chart, "no", Hand(GUEST))


def test_no_edit_accepts_or_declines_a_letter_for_somebody(work: Work) -> None:
    chart = work.begin()
    for state in (State.ACCEPTED, State.DECLINED):
        forged = Assignment("A", state=state, reason="no", decided_by="ria")
        work.edit(chart, SetCell("1", "4", (forged,)))
        (kept,) = work.chart(chart).cell("1", "4")
        assert (kept.state, kept.reason, kept.decided_by) == (State.PROPOSED, "", "")


def test_an_edit_that_changes_nothing_is_no_event(work: Work) -> None:
    chart = work.begin()
    work.edit(chart, SetCell("1", "4", letter("R")))
    assert work.kinds(chart) == [EventKind.BEGUN]


def test_edits_are_undone_and_redone_one_after_the_other_by_anybody_who_edits(work: Work) -> None:
    chart = work.begin()
    states = [work.chart(chart)]
    for change in (SetCell("1", "4", letter("RC")), RemoveRow("2"), PutRow(Row("5", "Close it"))):
        work.edit(chart, change)
        states.append(work.chart(chart))
    for expected in (*states[2::-1], *states[1:]):
        act = work.charts.undo if len(work.kinds(chart)) < 7 else work.charts.redo
        act(chart, Hand(ANA))
        assert work.chart(chart) == expected
    with pytest.raises(ConflictError, match="nothing to redo"):
        work.charts.redo(chart, Hand(ANA))
    assert work.kinds(chart) == [EventKind.BEGUN, *[EventKind.EDITED] * 3, *[EventKind.UNDONE] * 6]


def test_after_an_undo_and_another_edit_there_is_nothing_to_redo(work: Work) -> None:
    chart = work.begin()
    work.edit(chart, RemoveRow("2"))
    work.charts.undo(chart, Hand(ANA))
    work.edit(chart, RemoveRow("1"))
    with pytest.raises(ConflictError, match="nothing to redo"):
        work.charts.redo(chart, Hand(ANA))
    work.charts.undo(chart, Hand(ANA))
    assert work.chart(chart) == small()
    with pytest.raises(ConflictError, match="nothing to undo"):
        work.charts.undo(chart, Hand(ANA))


def test_an_undo_leaves_alone_what_a_holder_said_since_then(work: Work) -> None:
    chart = work.begin()
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    work.edit(chart, SetCell("1", "3", (*letter("A"), *letter("C"))))
    work.charts.accept(chart, Hand(RIA), Only("1", "3", "A"))
    work.charts.undo(chart, Hand(ANA))
    (left,) = work.chart(chart).cell("1", "3")
    assert (left.letter, left.state, left.decided_by) == ("A", State.ACCEPTED, "ria")


def test_what_was_said_of_another_note_or_another_role_is_asked_again(work: Work) -> None:
    chart = work.begin()
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    work.charts.accept(chart, Hand(RIA))
    (said,) = work.chart(chart).cell("1", "3")
    work.edit(chart, SetCell("1", "3", (replace(said, note="at night"),)))
    assert [state_of(work, chart, row) for row in "12"] == [State.PROPOSED, State.ACCEPTED]
    work.charts.undo(chart, Hand(ANA))
    assert state_of(work, chart, "1") is State.ACCEPTED
    work.charts.edit(chart, lambda known: column_renamed(known, "3", "OEM"), Hand(ANA))
    assert [state_of(work, chart, row) for row in "12"] == [State.PROPOSED, State.PROPOSED]


def test_an_undo_asks_again_what_was_said_of_another_name(work: Work) -> None:
    chart = work.begin()
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    work.charts.edit(chart, lambda known: column_renamed(known, "3", "OEM"), Hand(ANA))
    work.charts.accept(chart, Hand(RIA))
    work.charts.undo(chart, Hand(ANA))
    assert [state_of(work, chart, row) for row in "12"] == [State.PROPOSED, State.PROPOSED]
    work.edit(chart, PutRow(Row("1", "Close the window"), "2"))
    work.charts.accept(chart, Hand(RIA))
    work.charts.undo(chart, Hand(ANA))
    assert [state_of(work, chart, row) for row in "12"] == [State.PROPOSED, State.ACCEPTED]


def test_an_undo_asks_again_what_was_said_by_who_holds_the_role_no_more(work: Work) -> None:
    chart = work.begin()
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    work.charts.accept(chart, Hand(RIA))
    work.charts.undo(chart, Hand(ANA))
    assert work.chart(chart).column("3").held_by == ()
    assert state_of(work, chart, "1") is State.PROPOSED


def state_of(work: Work, chart: str, row: str) -> State:
    return work.chart(chart).cell(row, "3")[0].state


def test_whoever_saw_an_older_state_is_told_and_changes_nothing(work: Work) -> None:
    chart = work.begin()
    work.edit(chart, RemoveRow("2"), seen=1)
    with pytest.raises(StaleError, match="it is at 2, you saw 1"):
        work.edit(chart, RemoveRow("1"), seen=1)
    with pytest.raises(StaleError):
        work.charts.accept(chart, Hand(ANA, seen=1))
    assert work.kinds(chart) == [EventKind.BEGUN, EventKind.EDITED]


def test_a_chart_larger_than_anybody_reads_is_refused(work: Work) -> None:
    rows = tuple(Row(f"r{number}", "Do it") for number in range(1_000))
    with pytest.raises(InvalidError, match="at most"):
        work.begin(replace(small(), rows=(*rows, Row("x", "Do it"))))
    chart = work.begin(Chart("Large", rows=rows))
    with pytest.raises(InvalidError, match="1,001 rows; it has at most 1,000"):
        work.edit(chart, PutRow(Row("x", "Do it")))
    with pytest.raises(InvalidError, match="20,100 places for letters; it has at most 20,000"):
        work.begin(replace(large(201, 100), cells={}))
    with pytest.raises(InvalidError, match="12,030 cells with letters; it has at most 12,000"):
        work.begin(large(401, 30))


# ---- who may


def test_whoever_may_not_read_a_chart_learns_nothing_of_it(work: Work) -> None:
    chart = work.begin(None, ANA, "plant")
    acts: list[Callable[[Hand], object]] = [
        lambda hand: work.charts.show(chart, hand.by),
        lambda hand: work.charts.history(chart, hand.by),
        lambda hand: work.charts.versions(chart, hand.by),
        lambda hand: work.charts.compare(chart, hand.by),
        lambda hand: work.charts.sheet(chart, hand.by),
        lambda hand: work.charts.undo(chart, hand),
        lambda hand: work.charts.accept(chart, hand),
        lambda hand: work.charts.approve(chart, hand),
        lambda hand: work.charts.let_read(chart, ["everyone"], hand),
    ]
    for act in acts:
        for stranger in (EVE, GUEST):
            with pytest.raises(NotFoundError) as told:
                act(Hand(stranger))
            assert "patching" not in str(told.value)
    assert work.charts.listed(EVE) == []
    assert work.charts.burden("Plant manager", EVE).duties == ()


def test_readers_read_contributors_edit_and_guests_only_read_what_everyone_may(work: Work) -> None:
    chart = work.begin()
    assert work.charts.show(chart, GUEST).filed.id == chart
    with pytest.raises(NotAllowedError, match="rank contributor"):
        work.edit(chart, RemoveRow("2"), by=RIA)
    with pytest.raises(UnidentifiedError):
        work.edit(chart, RemoveRow("2"), by=GUEST)
    with pytest.raises(NotAllowedError):
        work.begin(by=RIA)


def test_an_owner_edits_their_own_chart_whatever_their_rank_is_now(work: Work) -> None:
    chart = work.begin(None, ANA, "board")
    work.edit(chart, RemoveRow("2"), by=replace(ANA, rank=RIA.rank))
    assert len(work.chart(chart).rows) == 1


def test_the_owner_lets_others_read_a_draft_and_a_lead_what_was_approved(work: Work) -> None:
    chart = work.begin()
    work.charts.let_read(chart, ["plant", "it"], Hand(ANA))
    work.approve(chart)
    with pytest.raises(NotAllowedError):
        work.charts.let_read(chart, ["everyone"], Hand(ANA))
    work.charts.let_read(chart, ["everyone"], Hand(LEA))
    assert work.charts.show(chart, EVE).filed.readers == ("everyone",)
    with pytest.raises(InvalidError, match="Name the groups"):
        work.charts.let_read(chart, [" "], Hand(LEA))


# ---- acceptance


def test_only_who_holds_a_role_answers_for_its_letters(work: Work) -> None:
    chart = work.begin()
    with pytest.raises(NotAllowedError):
        work.charts.accept(chart, Hand(ANA))
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    with pytest.raises(NotAllowedError):
        work.charts.accept(chart, Hand(RIA), Only("1", "4"))
    work.charts.accept(chart, Hand(RIA, "chat"))
    states = {key: cell[0].state for key, cell in work.chart(chart).cells.items()}
    assert {key for key, state in states.items() if state is State.ACCEPTED} == {
        ("1", "3"),
        ("2", "3"),
    }
    assert work.charts.history(chart, ANA)[-1].via == "chat"


def test_a_letter_is_declined_with_a_reason_that_others_see(work: Work) -> None:
    chart = work.begin()
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    with pytest.raises(InvalidError, match="Say why"):
        work.charts.decline(chart, " ", Hand(RIA), Only("1", "3"))
    work.charts.decline(chart, "It is not my window.", Hand(RIA), Only("1", "3"))
    (declined,) = work.chart(chart).cell("1", "3")
    assert (declined.state, declined.reason) == (State.DECLINED, "It is not my window.")
    with pytest.raises(InvalidError, match="not my window"):
        work.approve(chart)


def test_nobody_holds_a_role_of_a_chart_that_they_may_not_read(work: Work) -> None:
    chart = work.begin(None, ANA, "plant")
    with pytest.raises(InvalidError, match="Eve may not read this chart"):
        work.charts.assign(chart, "3", ["eve"], Hand(ANA))
    with pytest.raises(NotFoundError, match="no person zoe"):
        work.charts.assign(chart, "3", ["zoe"], Hand(ANA))


def test_who_holds_a_role_and_what_they_say_leaves_an_approved_chart_approved(work: Work) -> None:
    chart = work.begin()
    work.approve(chart)
    work.charts.assign(chart, "3", ["ria"], Hand(LEA))
    work.charts.accept(chart, Hand(RIA))
    filed = work.charts.show(chart, ANA).filed
    assert (filed.status, filed.changed_by) == (Status.APPROVED, "ana")


# ---- review and approval


def test_a_chart_goes_to_review_and_comes_back_with_a_reason(work: Work) -> None:
    chart = work.begin()
    with pytest.raises(ConflictError):
        work.charts.give_back(chart, "why", Hand(LEA))
    work.charts.submit(chart, Hand(ANA))
    assert work.status(chart) is Status.IN_REVIEW
    with pytest.raises(ConflictError, match="only a draft"):
        work.charts.submit(chart, Hand(ANA))
    with pytest.raises(InvalidError, match="Say what"):
        work.charts.give_back(chart, "", Hand(LEA))
    work.charts.give_back(chart, "Who tests?", Hand(LEA))
    assert work.status(chart) is Status.DRAFT
    work.charts.submit(chart, Hand(ANA))
    work.edit(chart, SetCell("1", "4", letter("RC")))
    assert work.status(chart) is Status.DRAFT


def test_a_lead_approves_what_somebody_else_changed_last(work: Work) -> None:
    chart = work.begin(by=LEA)
    with pytest.raises(NotAllowedError, match="somebody else has to approve"):
        work.approve(chart, LEA)
    with pytest.raises(NotAllowedError, match="rank lead"):
        work.approve(chart, BEN)
    version = work.charts.approve(chart, Hand(MAX), "as agreed on Monday")
    assert (version.number, version.approved_by, version.chart) == (1, "max", small())
    assert work.status(chart) is Status.APPROVED
    with pytest.raises(ConflictError, match="version 1 already"):
        work.approve(chart, MAX)


def test_undoing_and_redoing_makes_nobody_elses_work_approvable_by_its_author(work: Work) -> None:
    chart = work.begin()
    work.edit(chart, SetCell("1", "4", letter("RC")), by=LEA)
    work.edit(chart, SetCell("2", "4", letter("RC")), by=BEN)
    work.charts.undo(chart, Hand(BEN))
    with pytest.raises(NotAllowedError, match="somebody else"):
        work.approve(chart, LEA)
    work.approve(chart, MAX)


def test_nobody_approves_what_they_began_when_all_edits_of_it_were_taken_back(work: Work) -> None:
    chart = work.begin(by=LEA)
    work.edit(chart, SetCell("1", "4", letter("RC")), by=BEN)
    work.charts.undo(chart, Hand(ANA))
    with pytest.raises(NotAllowedError, match="somebody else"):
        work.approve(chart, LEA)
    work.approve(chart, MAX)


def test_a_chart_with_an_error_is_kept_and_not_approved(work: Work) -> None:
    chart = work.begin()
    work.edit(chart, SetCell("1", "3"))
    assert any(each.rule == "one-accountable" for each in work.charts.show(chart, ANA).findings)
    with pytest.raises(InvalidError, match="with errors is not approved"):
        work.approve(chart)
    assert work.charts.versions(chart, ANA) == []


def test_a_change_makes_a_draft_and_the_version_stays_in_force_until_the_next(work: Work) -> None:
    chart = work.begin()
    work.approve(chart)
    work.edit(chart, SetCell("1", "4", letter("RC")))
    assert work.status(chart) is Status.DRAFT
    assert work.charts.version(chart, ANA).chart == small()
    work.approve(chart, MAX)
    first, second = work.charts.versions(chart, ANA)
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.APPROVED)
    assert first.chart == small()
    assert second.chart.cell("1", "4") == letter("RC")


def test_nothing_is_undone_across_an_approval(work: Work) -> None:
    chart = work.begin()
    work.edit(chart, SetCell("1", "4", letter("RC")))
    work.approve(chart)
    with pytest.raises(ConflictError, match="nothing to undo"):
        work.charts.undo(chart, Hand(ANA))
    work.edit(chart, RemoveRow("2"))
    work.charts.undo(chart, Hand(ANA))
    assert len(work.chart(chart).rows) == 2


def test_who_changed_a_chart_while_it_is_laid_out_is_not_overruled(work: Work) -> None:
    chart = work.begin()
    parts = work.charts.parts
    embedding = parts.readers.embedding()

    def slow() -> object:
        work.edit(chart, SetCell("1", "4", letter("RC")))
        return embedding

    readers = replace(parts.readers, embedding=slow)  # type: ignore[arg-type]
    with pytest.raises(StaleError):
        Charts(replace(parts, readers=readers)).approve(chart, Hand(LEA))
    assert work.charts.versions(chart, ANA) == []
    with work.asking.wiring.reading(alone(OPERATOR)) as library:
        assert library.documents() == []


# ---- looking


def test_charts_are_found_by_words_status_role_and_step(work: Work) -> None:
    chart = work.begin()
    work.begin(Chart("Restore tests", rows=(Row("1", "Restore a backup", "2.4"),)))
    found = {
        "words": Sought(words="spare controllers"),
        "role": Sought(role="Site manager"),  # an alias of the plant manager
        "step": Sought(step="3.2"),
        "phase": Sought(step="3"),
    }
    for name, sought in found.items():
        assert [each.id for each in work.charts.listed(BEN, sought)] == [chart], name
    assert work.charts.listed(BEN, Sought(status=Status.APPROVED)) == []
    assert len(work.charts.listed(BEN)) == 2


def test_any_two_points_of_a_charts_history_are_compared_cell_by_cell(work: Work) -> None:
    chart = work.begin()
    work.approve(chart)
    work.edit(chart, SetCell("1", "4", letter("RC")), SetCell("1", "3"))
    work.edit(chart, PutRow(Row("5", "Close the window")), RemoveRow("2"))
    since = work.charts.compare(chart, ANA)
    assert (since.before.name, since.after.name) == ("version 1", "now")
    assert [each.in_words for each in since.differences] == [
        "Removed: Open the window",
        "Added: Close the window",
        "Test patches on a spare controller, Plant manager: A → nothing",
        "Test patches on a spare controller, IT operations: R → R, C",
    ]
    between = work.charts.compare(chart, ANA, "v1", "3")
    assert [each.kind for each in between.differences] == [Kind.LETTERS, Kind.LETTERS]
    for wrong in ("0", "99", "v7", "yesterday", "v"):
        with pytest.raises((NotFoundError, InvalidError)):
            work.charts.compare(chart, ANA, wrong)


def test_a_role_sees_what_it_has_in_all_charts_and_where_they_disagree(work: Work) -> None:
    work.begin(small("One"))
    other = work.begin(small("Two"))
    assert work.charts.burden("PM", ANA).conflicts == ()
    work.edit(other, SetCell("1", "3", letter("C")), SetCell("1", "4", letter("A")))
    burden = work.charts.burden("site manager", ANA)
    assert burden.role == "Plant manager"
    assert list(burden.parts.items()) == [(Part.DECIDES, 3), (Part.ASKED, 1)]
    ((one, two),) = burden.conflicts
    assert {one.title, two.title} == {"One", "Two"}
    assert {one.decides, two.decides} == {("Plant manager",), ("IT operations",)}


def test_every_act_is_on_the_audit_trail(work: Work) -> None:
    chart = work.begin()
    work.charts.assign(chart, "3", ["ria"], Hand(ANA))
    work.charts.accept(chart, Hand(RIA))
    work.charts.submit(chart, Hand(ANA))
    work.charts.let_read(chart, ["plant"], Hand(LEA))
    work.approve(chart)
    assert work.audited(chart) == [
        ("chart.begun", "ana"),
        ("chart.edited", "ana"),
        ("chart.accepted", "ria"),
        ("chart.submitted", "ana"),
        ("chart.readers", "lea"),
        ("chart.approved", "lea"),
    ]
    assert work.asking.wiring.verify_audit().fault is None


# ---- publishing


def test_an_approved_chart_is_cited_with_its_version_and_date(work: Work) -> None:
    chart = work.begin()
    work.approve(chart)
    answer = work.asking.answer("Who is accountable for testing patches on a spare controller?")
    assert answer.text.startswith("The plant manager is accountable for the activity “Test patches")
    assert answer.citations[0].title == "RACI: OT patching"
    assert answer.citations[0].edition == "version 1, approved 2026-11-22"


def test_a_new_version_supersedes_what_was_cited_before(work: Work) -> None:
    chart = work.begin()
    work.approve(chart)
    work.edit(chart, SetCell("1", "3", letter("C")), SetCell("1", "4", letter("AR")))
    question = "Who is accountable for testing patches on a spare controller?"
    assert "The plant manager is accountable" in work.asking.answer(question).text
    work.approve(chart, MAX)
    answer = work.asking.answer(question)
    assert "IT operations is accountable" in answer.text
    assert {each.edition for each in answer.citations} == {"version 2, approved 2026-11-22"}


def test_nobody_is_answered_from_a_chart_that_they_may_not_read(work: Work) -> None:
    chart = work.begin(None, ANA, "plant")
    work.approve(chart)
    question = "Who is accountable for testing patches on a spare controller?"
    assert isinstance(work.asking.ask(question, RIA), Answer)
    assert not isinstance(work.asking.ask(question, EVE), Answer)
    work.charts.let_read(chart, ["office"], Hand(LEA))
    assert isinstance(work.asking.ask(question, EVE), Answer)
    assert not isinstance(work.asking.ask(question, RIA), Answer)


def test_a_crash_leaves_neither_a_version_nor_its_document(work: Work) -> None:
    chart = work.begin()
    parts = work.charts.parts
    calls = []

    @contextmanager
    def crashing() -> Iterator[Act]:
        with parts.recording() as act:
            yield act
            calls.append(len(ChartStore(act.connection).versions(chart)))
            if calls[-1]:
                raise UnavailableError("The power is gone.")

    with pytest.raises(UnavailableError):
        Charts(replace(parts, recording=crashing)).approve(chart, Hand(LEA))
    assert calls[-1] == 1
    assert work.charts.versions(chart, ANA) == []
    assert work.status(chart) is Status.DRAFT
    with work.asking.wiring.reading(alone(OPERATOR)) as library:
        assert library.documents() == []
