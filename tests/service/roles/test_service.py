"""Definitions are kept, edited, refreshed, approved and published, by those who may, on both."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    UnidentifiedError,
)
from isthmus.people import GUEST, OPERATOR, Person, alone
from isthmus.raci.changes import PutRow, SetCell
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.model import Row, Status
from isthmus.roles.desk import Roles
from isthmus.roles.editing import line_added, line_removed, unreviewed
from isthmus.roles.model import Definition, Event, EventKind, Filed, SourceKind, Topic
from isthmus.roles.refreshing import Kind
from isthmus.roles.store import RoleStore
from isthmus.storage import Storage
from kept_charts import ANA, BEN, EVE, LEA, MAX, NOW, RIA, letter, small

PEOPLE = (ANA, BEN, LEA, MAX, RIA, EVE)
MANAGER = "Plant or site manager"
POLICY = "title: Patching\n\nThe Plant Manager shall approve the shutdown of the turbine."


class Work:
    """Definitions of people on a real database; short to write down."""

    def __init__(self, folder: Path, storage: Storage) -> None:
        self.asking = AskingOfTests(folder, storage)
        with self.asking.wiring.access() as access:
            for person in PEOPLE:
                access.put_person(person)
        self.roles: Roles = self.asking.wiring.roles
        self.charts: Charts = self.asking.wiring.charts

    def save(self, role: str = "plant manager", by: Person = ANA, *readers: str) -> str:
        given = {"readers": readers} if readers else {}
        return self.roles.save(role, Hand(by, "cli"), **given).id

    def add(self, definition: str, text: str, by: Person = BEN, seen: int | None = None) -> Filed:
        edit = line_added(Topic.DECIDES, text, by)
        return self.roles.edit(definition, edit, Hand(by, "web", seen), "a change")

    def approve(self, definition: str, by: Person = LEA) -> None:
        self.roles.approve(definition, Hand(by))

    def approved_chart(self, *readers: str) -> str:
        given = {"readers": readers} if readers else {}
        chart = self.charts.begin(small(), Hand(ANA), "drawn", **given).id
        self.charts.approve(chart, Hand(LEA))
        return chart

    def now(self, definition: str) -> Definition:
        return self.roles.show(definition, ANA).definition

    def status(self, definition: str) -> Status:
        return self.roles.show(definition, ANA).status

    def texts(self, definition: str, topic: Topic) -> list[str]:
        return [line.text for line in self.now(definition).of(topic)]

    def audited(self, definition: str) -> list[tuple[str, str]]:
        with self.asking.wiring.audited() as trail:
            return [(e.action, e.person) for e in trail.in_order() if e.subject == definition]


@pytest.fixture
def work(tmp_path: Path, storage: Storage) -> Iterator[Work]:
    opened = Work(tmp_path, storage)
    yield opened
    opened.asking.wiring.index.close()


# ---- defining and keeping


def test_what_is_kept_is_a_draft_of_whoever_kept_it(work: Work) -> None:
    kept = work.roles.show(work.save(), BEN)
    assert (kept.owner, kept.status, kept.number, kept.version) == ("ana", Status.DRAFT, 1, 0)
    assert kept.definition == work.roles.define("plant manager", ANA).definition
    assert (kept.definition.name, kept.definition.role) == (MANAGER, "PM")
    assert work.audited(kept.id) == [("role.begun", "ana")]


def test_defining_keeps_nothing(work: Work) -> None:
    assert work.roles.define("plant manager", GUEST).definition.lines
    assert work.roles.listed(OPERATOR) == []


def test_keeping_needs_a_contributor(work: Work) -> None:
    for person, error in ((RIA, NotAllowedError), (GUEST, UnidentifiedError)):
        with pytest.raises(error):
            work.save(by=person)


def test_a_role_is_defined_once(work: Work) -> None:
    kept = work.save()
    with pytest.raises(ConflictError, match=kept):
        work.save("site manager", BEN)


def test_all_roles_of_a_chart_are_defined_under_their_names_there(work: Work) -> None:
    chart = work.approved_chart()
    names = [each.definition.name for each in work.roles.define_all(chart, ANA)]
    assert names == ["Plant manager", "IT operations"]
    assert [each.definition.name for each in work.roles.save_all(chart, Hand(ANA))] == names
    assert work.roles.save_all(chart, Hand(BEN)) == []


def test_an_unknown_role_has_an_empty_definition_that_says_so(work: Work) -> None:
    found = work.roles.define("Turbine whisperer", ANA)
    assert found.definition.lines == ()
    assert "says anything of Turbine whisperer" in found.assumed[-1]


# ---- sources


def test_the_approved_version_of_a_chart_counts_and_not_its_draft(work: Work) -> None:
    chart = work.approved_chart()
    work.charts.edit(chart, lambda _: (PutRow(Row("2", "Shut the window")),), Hand(BEN))
    definition = work.roles.define("plant manager", ANA).definition
    said = [line.text for line in definition.of(Topic.ACCOUNTABLE)]
    assert said == ["Test patches on a spare controller", "Open the window"]
    assert {line.sources[0].version for line in definition.of(Topic.ACCOUNTABLE)} == {"1"}


def test_documents_give_lines_with_their_words(work: Work) -> None:
    work.asking.add("patching.txt", POLICY)
    definition = work.roles.define("plant manager", ANA).definition
    sources = [s for line in definition.lines for s in line.sources]
    (quoted,) = [each for each in sources if each.kind is SourceKind.PASSAGE]
    assert quoted.title == "Patching"
    assert "shutdown of the turbine" in quoted.quote
    assert quoted.quote in POLICY


def test_what_charts_and_definitions_were_published_as_is_no_source_again(work: Work) -> None:
    work.approved_chart()
    work.approve(work.save())
    sources = [
        s for line in work.roles.define("plant manager", ANA).definition.lines for s in line.sources
    ]
    assert SourceKind.PASSAGE not in {each.kind for each in sources}


def test_nobody_learns_from_a_definition_what_they_may_not_read(work: Work) -> None:
    work.approved_chart("plant")
    work.asking.add("secret.txt", POLICY, "plant")
    for definition in (
        work.roles.define("plant manager", EVE).definition,
        work.now(work.save()),  # for everyone, though Ana could read more
    ):
        kinds = {source.kind for line in definition.lines for source in line.sources}
        assert kinds == {SourceKind.CATALOGUE}


def test_a_definition_for_those_who_read_the_sources_stands_on_them(work: Work) -> None:
    work.approved_chart("plant")
    work.asking.add("secret.txt", POLICY, "plant")
    kept = work.save("plant manager", ANA, "plant")
    kinds = {source.kind for line in work.now(kept).lines for source in line.sources}
    assert kinds == {SourceKind.CATALOGUE, SourceKind.CHART, SourceKind.PASSAGE}
    with pytest.raises(NotFoundError):
        work.roles.show(kept, EVE)
    assert work.roles.listed(EVE) == []
    assert [each.id for each in work.roles.listed(BEN, "site manager")] == [kept]
    assert work.roles.listed(BEN, "CISO") == []


# ---- editing


def test_a_line_that_somebody_adds_is_theirs(work: Work) -> None:
    kept = work.save()
    line = work.add(kept, "Stops a vendor's session.").definition.of(Topic.DECIDES)[-1]
    assert (line.text, line.sources[0].in_words) == ("Stops a vendor's session.", "written by Ben")


def test_an_edit_of_what_somebody_else_changed_is_refused(work: Work) -> None:
    kept = work.save()
    work.add(kept, "One.", seen=1)
    with pytest.raises(StaleError, match="it is at 2, you saw 1"):
        work.add(kept, "Two.", seen=1)


def test_a_reader_does_not_edit(work: Work) -> None:
    kept = work.save()
    with pytest.raises(NotAllowedError):
        work.add(kept, "Mine.", RIA)


@pytest.mark.parametrize("text", ["Stops\0 a session.", "Stops a\ud800 session."])
def test_what_is_no_text_is_refused(work: Work, text: str) -> None:
    kept = work.save()
    with pytest.raises(InvalidError, match="no text"):
        work.add(kept, text)
    with pytest.raises(InvalidError, match="no text"):
        work.roles.submit(kept, Hand(ANA), text)
    with pytest.raises(InvalidError, match="no text"):
        work.roles.save("CISO", Hand(ANA), (text,))


def test_an_edit_that_says_nothing_new_is_no_event(work: Work) -> None:
    kept = work.save()
    assert work.roles.edit(kept, lambda known: known, Hand(BEN)).number == 1


def test_edits_are_taken_back_and_made_again(work: Work) -> None:
    kept = work.save()
    begun = work.texts(kept, Topic.DECIDES)
    work.add(kept, "One.")
    work.add(kept, "Two.")
    for expected in ([*begun, "One."], begun):
        work.roles.undo(kept, Hand(ANA))
        assert work.texts(kept, Topic.DECIDES) == expected
    with pytest.raises(ConflictError, match="nothing to undo"):
        work.roles.undo(kept, Hand(ANA))
    for expected in ([*begun, "One."], [*begun, "One.", "Two."]):
        work.roles.redo(kept, Hand(ANA))
        assert work.texts(kept, Topic.DECIDES) == expected
    with pytest.raises(ConflictError, match="nothing to redo"):
        work.roles.redo(kept, Hand(ANA))


# ---- approving


def test_nobody_approves_what_they_changed_last(work: Work) -> None:
    kept = work.save(by=LEA)
    with pytest.raises(NotAllowedError, match="You made the last change"):
        work.approve(kept, LEA)
    work.approve(kept, MAX)
    assert work.status(kept) is Status.APPROVED


def test_undoing_what_others_wrote_makes_nobody_another_author(work: Work) -> None:
    kept = work.save(by=LEA)
    work.add(kept, "One.", BEN)
    work.roles.undo(kept, Hand(MAX))
    for author in (LEA, MAX):
        with pytest.raises(NotAllowedError, match="You made the last change"):
            work.approve(kept, author)


def test_approving_needs_a_lead_and_something_new(work: Work) -> None:
    kept = work.save()
    with pytest.raises(NotAllowedError, match="rank lead"):
        work.approve(kept, BEN)
    work.approve(kept)
    with pytest.raises(ConflictError, match="version 1 already"):
        work.approve(kept, MAX)


def test_an_empty_definition_is_not_approved(work: Work) -> None:
    kept = work.save("Turbine whisperer")
    with pytest.raises(InvalidError, match="no lines yet"):
        work.approve(kept)


def test_a_version_never_changes_and_the_next_supersedes_it(work: Work) -> None:
    kept = work.save()
    work.approve(kept)
    before = work.roles.version(kept, ANA)
    work.add(kept, "Stops a vendor's session.")
    assert work.status(kept) is Status.DRAFT
    assert work.roles.version(kept, ANA) == before
    work.approve(kept)
    versions = work.roles.versions(kept, ANA)
    assert [each.status for each in versions] == [Status.SUPERSEDED, Status.APPROVED]
    assert versions[0].definition == before.definition
    compared = work.roles.compare(kept, ANA, "v1", "v2")
    assert [each.in_words for each in compared.differences] == [
        "Added, decides alone: Stops a vendor's session."
    ]


def test_a_definition_goes_to_review_and_is_given_back_with_the_reason(work: Work) -> None:
    kept = work.save()
    work.roles.submit(kept, Hand(ANA))
    assert work.status(kept) is Status.IN_REVIEW
    with pytest.raises(InvalidError, match="what is to be changed"):
        work.roles.give_back(kept, " ", Hand(LEA))
    work.roles.give_back(kept, "The training is missing.", Hand(LEA))
    assert work.status(kept) is Status.DRAFT
    last = work.roles.history(kept, ANA)[-1]
    assert (last.number, last.by, last.said) == (3, "lea", "The training is missing.")


def test_an_approved_definition_answers_questions_with_its_version(work: Work) -> None:
    kept = work.save("OT security lead")
    work.add(kept, "Stops a vendor's session.")
    work.approve(kept)
    answer = work.asking.answer("What does the OT security lead decide alone?")
    cited = {citation.title for citation in answer.citations}
    assert cited == {"Role: OT security lead"}
    said = " ".join(citation.quote for citation in answer.citations)
    assert "Deciding alone, the OT security lead cuts off a remote session" in said
    with work.asking.wiring.reading(alone(OPERATOR)) as library:
        (document,) = [d for d in library.documents() if d.source == f"role:{kept}"]
    assert document.description.edition == "version 1, approved 2026-11-22"


# ---- what changed in the sources


def test_what_charts_say_since_is_shown_and_taken_over_once(work: Work) -> None:
    chart = work.approved_chart()
    kept = work.save()
    work.add(kept, "Stops a vendor's session.")
    assert work.roles.news(kept, BEN) == ()
    added = (PutRow(Row("7", "Close the window")), SetCell("7", "3", letter("A")))
    work.charts.edit(chart, lambda _: (*added, SetCell("7", "4", letter("R"))), Hand(BEN))
    assert work.roles.news(kept, BEN) == ()  # nobody approved it yet
    work.charts.approve(chart, Hand(LEA))
    found = work.roles.news(kept, BEN)
    gained = [each.in_words for each in found if each.kind is Kind.GAINED]
    assert "accountable for, new: Close the window" in gained
    work.roles.refresh(kept, Hand(BEN))
    assert work.roles.news(kept, BEN) == ()
    assert work.texts(kept, Topic.ACCOUNTABLE)[-1] == "Close the window"
    assert "Stops a vendor's session." in work.texts(kept, Topic.DECIDES)


def test_taking_over_is_undone_like_an_edit(work: Work) -> None:
    chart = work.charts.begin(small(), Hand(ANA), "drawn").id
    kept = work.save()
    before = work.now(kept)
    work.charts.approve(chart, Hand(LEA))
    work.roles.refresh(kept, Hand(BEN))
    assert work.now(kept) != before
    work.roles.undo(kept, Hand(BEN))
    assert work.now(kept).says_the_same_as(before)
    assert work.roles.news(kept, BEN) != ()


# ---- the record


def test_events_come_back_as_they_were_written(work: Work) -> None:
    kept = work.save()
    work.add(kept, "One.")
    work.roles.edit(kept, line_removed("1"), Hand(BEN, "web"), "not its purpose")
    events: list[Event] = work.roles.history(kept, ANA)
    assert [(e.number, e.kind, e.by, e.via) for e in events] == [
        (1, "begun", "ana", "cli"),
        (2, "edited", "ben", "web"),
        (3, "edited", "ben", "web"),
    ]
    assert events[-1].definition == work.now(kept)
    assert [action for action, _ in work.audited(kept)] == [
        "role.begun",
        "role.edited",
        "role.edited",
    ]


def test_two_who_write_at_once_do_not_overwrite_each_other(work: Work) -> None:
    kept = work.save()
    filed = work.roles.show(kept, ANA)
    work.add(kept, "One.")
    late = Event(2, EventKind.EDITED, "ana", NOW, "", filed.definition)
    with pytest.raises(ConflictError), work.asking.wiring.storage.transaction() as connection:
        RoleStore(connection).keep(replace(filed, number=2), late)


@pytest.mark.parametrize("point", ["v", "soon", "²", "v²", "99999999999"])
def test_a_point_that_is_none_is_refused(work: Work, point: str) -> None:
    kept = work.save()
    with pytest.raises(InvalidError, match="no point in a definition's history"):
        work.roles.compare(kept, ANA, point)


def test_a_role_is_kept_once_under_whichever_of_its_names(work: Work) -> None:
    kept = work.save("plant manager")
    with pytest.raises(ConflictError, match=kept):
        work.save("site manager")


def test_who_reads_a_definition_is_changed_by_a_lead_once_it_was_approved(work: Work) -> None:
    kept = work.save("plant manager", ANA)
    assert work.roles.let_read(kept, ["plant"], Hand(ANA)).readers == ("plant",)
    work.roles.let_read(kept, ["everyone"], Hand(ANA))
    work.approve(kept)
    with pytest.raises(NotAllowedError):
        work.roles.let_read(kept, ["plant"], Hand(ANA))
    work.roles.let_read(kept, ["nobody-is-in-it"], Hand(LEA))
    with pytest.raises(NotFoundError):
        work.roles.show(kept, BEN)


def test_nobody_is_let_read_what_a_line_stands_on_behind_their_back(work: Work) -> None:
    work.approved_chart("plant")
    kept = work.save("plant manager", ANA, "plant")
    with pytest.raises(InvalidError, match="not all of these groups may read"):
        work.roles.let_read(kept, ["everyone"], Hand(ANA))


def test_the_day_of_the_next_review_can_be_left_open(work: Work) -> None:
    kept = work.save()
    assert work.roles.show(kept, ANA).definition.review
    assert work.roles.edit(kept, unreviewed, Hand(ANA)).definition.review is None
