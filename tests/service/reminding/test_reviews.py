"""Reviews: who may approve hears of it once, whoever submitted it hears what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from isthmus.errors import NotAllowedError
from isthmus.jobs.handling import Refused
from isthmus.messages import Button, Buttons
from isthmus.people import OPERATOR, Person, Rank
from isthmus.raci import orders
from isthmus.raci.changes import Describe
from isthmus.raci.model import Chart, Filed
from isthmus.raci.rules import findings
from isthmus.raci.service import Keeping
from isthmus.raci.store import ChartStore
from isthmus.reminding.hearing import HearingOfReviews
from isthmus.reminding.model import Arrival
from isthmus.reminding.pressing import Page
from isthmus.reminding.ways import Letter
from isthmus.roles.editing import line_added
from isthmus.roles.model import Definition, Topic
from isthmus.roles.service import Keeping as KeepingRoles
from isthmus.roles.store import RoleStore
from isthmus.understanding.commands import OnChart, OnRole
from kept_charts import letter, small
from kept_reminders import ANA, BEN, KAI, PLANT, Chat, RemindersOfTests, lines

LEA = Person("lea", "Lea", PLANT, "UTC", rank=Rank.LEAD)
MAX = Person("max", "Max", frozenset({"office"}), "UTC", rank=Rank.LEAD)
READERS = ("plant",)
SOON = timedelta(minutes=10)


class Reviews:
    """Charts and role definitions of people, heard of as the service hears of them."""

    def __init__(self, kept: RemindersOfTests, chat: Chat) -> None:
        self.kept, self.chat = kept, chat
        chat.reaches |= {"lea", "max", "eve"}
        kept.people |= {"lea": LEA, "max": MAX}
        del kept.people["ana"]  # of two leads who may read it one is enough

    @contextmanager
    def charts(self, by: Person) -> Iterator[Keeping]:
        with self.kept.working.recording() as act:
            tell = partial(HearingOfReviews(self.kept.parts), act)
            now = self.kept.working.now
            yield Keeping(ChartStore(act.connection), act.audit, findings, by, now, "", tell)

    @contextmanager
    def roles(self, by: Person) -> Iterator[KeepingRoles]:
        with self.kept.working.recording() as act:
            tell = partial(HearingOfReviews(self.kept.parts), act)
            yield KeepingRoles(
                RoleStore(act.connection), act.audit, by, self.kept.working.now, "", tell
            )

    def submitted(self, chart: Chart, by: Person = BEN, said: str = "") -> Filed:
        with self.charts(BEN) as charts:
            filed = charts.begin(chart, readers=READERS)
        with self.charts(by) as charts:
            return charts.submit(filed.id, said)

    def definition(self) -> str:
        """Have Ben submit what a role is there for."""
        with self.roles(BEN) as roles:
            filed = roles.begin(Definition("Plant manager"), readers=READERS)
            roles.edit(filed.id, line_added(Topic.DECIDES, "Opens the window.", BEN))
            return roles.submit(filed.id).id

    def wait(self) -> None:
        self.kept.travel(self.kept.working.now + SOON)

    def to(self, person: Person) -> list[Letter]:
        return [each for each in self.chat.arrived if each.to == f"chat/{person.id}"]


@pytest.fixture
def reviews(kept: RemindersOfTests, chat: Chat) -> Reviews:
    return Reviews(kept, chat)


def buttons(letter: Letter) -> list[Button]:
    return [each for group in letter.reply.of(Buttons) for each in group.buttons]


def test_who_may_approve_a_chart_is_told_once_with_what_it_takes(reviews: Reviews) -> None:
    chart = replace(small(), scope="Line 2")
    filed = reviews.submitted(chart, said="By Friday")
    reviews.wait()
    reviews.kept.to(3)

    [told] = reviews.chat.arrived
    assert told.to == "chat/lea"
    assert told.subject == "Reviews: 1 to approve"
    address = f"https://isthmus.plant.example/charts/{filed.id}"
    assert lines(told.reply)["For you to approve"] == (
        f"Chart “OT patching”, submitted by Ben: “By Friday”; scope: Line 2; 5 warnings; {address}",
    )
    [shown] = reviews.kept.reminding.messages(LEA)
    assert shown.pages == (Page("OT patching", f"/charts/{filed.id}"),)
    assert buttons(told) == [
        Button("Approve", OnChart(orders.Approve(), "Approve", chart=filed.id, seen=2)),
        Button("Show", OnChart(orders.Show(), "show", chart=filed.id)),
    ]


def test_a_role_definition_is_told_alike(reviews: Reviews) -> None:
    definition = reviews.definition()
    reviews.wait()

    [told] = reviews.chat.arrived
    address = f"https://isthmus.plant.example/roles/{definition}"
    assert lines(told.reply)["For you to approve"] == (
        f"Role definition “Plant manager”, submitted by Ben; {address}",
    )
    assert buttons(told) == [
        Button("Approve", OnRole(orders.Approve(), "Approve", definition=definition, seen=3)),
        Button("Show", OnRole(orders.Show(), "show", definition=definition)),
    ]


def test_what_follows_within_minutes_comes_together(reviews: Reviews) -> None:
    reviews.submitted(small())
    reviews.definition()
    reviews.wait()

    [told] = reviews.chat.arrived
    assert told.subject == "Reviews: 2 to approve"


def test_a_chart_with_errors_is_shown_and_not_approved(reviews: Reviews) -> None:
    faulty = small()
    cells = {**faulty.cells, ("1", "4"): letter("A")}
    reviews.submitted(replace(faulty, cells=cells))
    reviews.wait()

    [told] = reviews.chat.arrived
    [said] = lines(told.reply)["For you to approve"]
    assert "2 errors to put right before it can be approved" in said
    assert [each.label for each in buttons(told)] == ["Show"]


def test_whoever_wrote_it_or_submits_it_is_not_asked(reviews: Reviews) -> None:
    with reviews.charts(LEA) as charts:
        written = charts.begin(small("By a lead"), readers=READERS)
    with reviews.charts(BEN) as charts:
        charts.submit(written.id)
    reviews.submitted(small("Submitted by a lead"), by=LEA)
    reviews.wait()

    assert reviews.chat.arrived == []


def approve(reviews: Reviews, chart: str) -> None:
    with reviews.charts(LEA) as charts:
        charts.approve(chart)


def give_back(reviews: Reviews, chart: str) -> None:
    with reviews.charts(LEA) as charts:
        charts.give_back(chart, "Say who decides.")


def edit(reviews: Reviews, chart: str) -> None:
    with reviews.charts(BEN) as charts:
        charts.edit(chart, lambda _: [Describe("Another title", "RACI")])


def hide(reviews: Reviews, chart: str) -> None:
    with reviews.charts(OPERATOR) as charts:
        charts.let_read(chart, ["office"])


def lose_rank(reviews: Reviews, _chart: str) -> None:
    reviews.kept.people["lea"] = replace(LEA, rank=Rank.CONTRIBUTOR)


MEANWHILE = pytest.mark.parametrize("happens", [approve, give_back, edit, hide, lose_rank])


@MEANWHILE
def test_what_is_settled_or_not_theirs_before_it_is_told_is_not_told(
    reviews: Reviews, happens: object
) -> None:
    filed = reviews.submitted(small())
    assert callable(happens)
    happens(reviews, filed.id)
    reviews.wait()

    assert reviews.to(LEA) == []
    assert reviews.kept.messages(LEA) == []


@MEANWHILE
def test_it_is_looked_at_again_when_it_is_sent(reviews: Reviews, happens: object) -> None:
    filed = reviews.submitted(small())
    reviews.chat.replies.append(away())
    reviews.kept.travel(reviews.kept.working.now + timedelta(minutes=4))
    assert callable(happens)
    happens(reviews, filed.id)
    reviews.wait()

    assert reviews.to(LEA) == []
    states = {each.state for each in reviews.kept.deliveries() if each.way == "chat"}
    assert Arrival.NOT_WANTED in states
    [shown] = reviews.kept.reminding.messages(reviews.kept.people["lea"])
    assert shown.reply is None


def away() -> Refused:
    return Refused("It is away.", retry_after=timedelta(minutes=5))


def test_who_may_not_read_it_is_told_nothing(reviews: Reviews) -> None:
    reviews.submitted(small())
    reviews.wait()

    assert reviews.to(MAX) == []
    assert reviews.to(KAI) == []


def test_whoever_submitted_it_hears_that_it_was_approved(reviews: Reviews) -> None:
    filed = reviews.submitted(small())
    reviews.wait()
    approve(reviews, filed.id)
    reviews.wait()
    reviews.kept.to(3)

    [told] = reviews.to(BEN)
    assert told.subject == "Reviews: 1 back from review"
    address = f"https://isthmus.plant.example/charts/{filed.id}"
    assert lines(told.reply)["What you submitted for review"] == (
        f"Chart “OT patching”, approved by Lea; {address}",
    )
    assert [each.label for each in buttons(told)] == ["Show"]


def test_whoever_submitted_it_hears_why_it_was_sent_back(reviews: Reviews) -> None:
    definition = reviews.definition()
    reviews.wait()
    with reviews.roles(LEA) as roles:
        roles.give_back(definition, "Say who stands in.")
    reviews.wait()

    [told] = reviews.to(BEN)
    [said] = lines(told.reply)["What you submitted for review"]
    assert "sent back by Lea: “Say who stands in.”" in said


def test_submitted_again_at_once_only_the_new_review_is_told(reviews: Reviews) -> None:
    filed = reviews.submitted(small())
    give_back(reviews, filed.id)
    with reviews.charts(BEN) as charts:
        charts.submit(filed.id, "Said now")
    reviews.wait()

    assert reviews.to(BEN) == []
    [told] = reviews.to(LEA)
    [said] = lines(told.reply)["For you to approve"]
    assert "submitted by Ben: “Said now”" in said


def test_nobody_is_told_of_what_they_ended_or_what_nobody_submitted(reviews: Reviews) -> None:
    with reviews.charts(BEN) as charts:
        filed = charts.begin(small(), readers=READERS)
    approve(reviews, filed.id)
    again = reviews.submitted(small("Another"))
    with reviews.charts(BEN) as charts:
        charts.give_back(again.id, "Not yet")
    reviews.wait()

    assert reviews.chat.arrived == []


def test_what_is_taken_back_with_its_transaction_is_not_told(reviews: Reviews) -> None:
    with reviews.charts(BEN) as charts:
        filed = charts.begin(small(), readers=READERS)
    with pytest.raises(NotAllowedError), reviews.charts(BEN) as charts:
        charts.approve(charts.submit(filed.id).id)
    reviews.wait()

    assert reviews.chat.arrived == []


def test_mentioned_beside_actions_it_is_one_message(reviews: Reviews) -> None:
    reviews.kept.people["ana"] = ANA
    reviews.kept.add(owner=LEA, days=20)
    reviews.submitted(small())
    reviews.wait()

    [told] = reviews.to(LEA)
    assert told.subject == "Actions: 1 new, 1 to approve"
