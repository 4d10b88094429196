from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import served
from isthmus.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from isthmus.people import Person
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.hearing import Heard, Hearing
from isthmus.raci.hearing.meaning import people_named
from isthmus.raci.model import Chart
from isthmus.raci.orders import Hold, Unclear
from isthmus.raci.words import order_of
from kept_charts import ANA, BEN, LEA, RIA, small

TODAY = date(2026, 11, 23)
PEOPLE = (ANA, BEN, LEA, Person("ben2", "Ben Peeters"))


class Talk:
    """Says sentences about one chart and keeps what it is then."""

    def __init__(self, charts: Charts, chart: Chart) -> None:
        self.charts = charts
        self.hearing = Hearing(charts, lambda said: people_named(PEOPLE, said), TODAY)
        self.id = charts.begin(chart, Hand(ANA)).id

    def __call__(self, text: str, by: Person = ANA) -> Heard:
        order = order_of(text)
        assert order is not None, text
        return self.hearing.carry_out(order, self.id, Hand(by), text)

    @property
    def chart(self) -> Chart:
        return self.charts.show(self.id, ANA).filed.chart

    def letters(self) -> dict[str, list[str]]:
        chart = self.chart
        return {
            row.activity: [
                "".join(a.letter for a in chart.cell(row.id, column.id)) for column in chart.columns
            ]
            for row in chart.rows
        }


@pytest.fixture
def charts(tmp_path: Path) -> Iterator[Charts]:
    wiring = served.wire(tmp_path)
    wiring.storage.migrate()
    with wiring.access() as access:
        for person in PEOPLE:
            access.put_person(person)
    yield wiring.charts
    wiring.close()


@pytest.fixture
def talk(charts: Charts) -> Talk:
    return Talk(charts, small())


def test_a_sentence_changes_the_chart_and_says_what_it_changed(talk: Talk) -> None:
    heard = talk("make IT Ops accountable for the patch test")
    assert talk.letters()["Test patches on a spare controller"] == ["R", "AR"]
    assert any("IT operations" in line and "→" in line for line in heard.lines)


def test_a_column_comes_with_a_letter_in_every_row_and_goes_again_by_undo(talk: Talk) -> None:
    before = talk.letters()
    talk("add a column for Legal, informed everywhere")
    assert [row[-1] for row in talk.letters().values()] == ["I", "I"]
    assert [column.name for column in talk.chart.columns][-1] == "Legal"
    after = talk.letters()
    talk("undo that")
    assert talk.letters() == before
    assert talk("redo").lines == ("Done again.",)
    assert talk.letters() == after
    with pytest.raises(ConflictError, match="nothing to redo"):
        talk("redo that")


def test_rows_are_meant_by_number_by_place_and_by_their_words(talk: Talk) -> None:
    talk("remove the plant manager from row 2")
    assert talk.letters()["Open the window"] == ["", "R"]
    talk("inform the plant manager about opening the window")
    assert talk.letters()["Open the window"] == ["I", "R"]
    talk("remove the last row")
    assert list(talk.letters()) == ["Test patches on a spare controller"]


def test_a_row_is_split_where_its_own_words_are_joined(talk: Talk) -> None:
    talk("rename row 2 to Announce and open the window")
    talk("split row 2")
    assert list(talk.letters())[1:] == ["Announce", "Open the window"]
    with pytest.raises(InvalidError, match="Say into what to split"):
        talk("split row 1")


def test_what_may_mean_several_rows_is_asked_and_each_choice_carries_the_order_out(
    talk: Talk,
) -> None:
    talk("add a row for opening the window at night")
    heard = talk("make IT operations consulted for opening windows")
    assert talk.letters()["Open the window"] == ["A", "R"]
    labels = [choice.label for choice in heard.choices]
    assert labels == ["2. Open the window", "3. Opening the window at night"]
    talk.hearing.carry_out(heard.choices[1].order, talk.id, Hand(ANA), "the second one")
    assert talk.letters()["Opening the window at night"] == ["", "C"]


def test_names_that_mean_nothing_here_are_told_with_what_there_is(talk: Talk) -> None:
    with pytest.raises(NotFoundError, match=r"Its rows are 1\. Test patches"):
        talk("remove the row about training")
    with pytest.raises(NotFoundError, match="Its roles are Plant manager; IT operations"):
        talk("make Legal informed for row 1")


def test_who_has_what_and_why_is_told_from_the_chart(talk: Talk) -> None:
    (line,) = talk("who is accountable for opening the window?").lines
    assert line == "Plant manager is accountable for “Open the window” (proposed). Ana said so."
    assert talk("what does IT operations do?").lines[1:] == (
        "Responsible: Test patches on a spare controller (proposed)",
        "Responsible: Open the window (proposed)",
    )
    assert "Ana said so." in talk("why is the plant manager accountable for row 1?").lines[0]


def test_holders_accept_and_decline_in_words(talk: Talk) -> None:
    talk("Lea holds the plant manager role")
    assert talk("accept my letters for row 1", LEA).lines == ("1 letter accepted.",)
    with pytest.raises(InvalidError, match="Say why"):
        talk("decline row 2", LEA)
    talk("decline row 2 because the shift leader opens it", LEA)
    told = talk("who is accountable for row 2?").lines[0]
    assert "Declined: the shift leader opens it" in told
    hearing = Hearing(talk.charts, lambda _: [BEN, PEOPLE[-1]], TODAY)
    with pytest.raises(InvalidError, match=r"Ben \(ben\), Ben Peeters"):
        hearing.carry_out(Hold("Ben", "plant manager"), talk.id, Hand(ANA))


def test_who_may_not_edit_learns_of_nobody_by_naming_them(talk: Talk) -> None:
    def found(said: str) -> list[Person]:
        raise AssertionError(said)

    hearing = Hearing(talk.charts, found, TODAY)
    with pytest.raises(NotAllowedError):
        hearing.carry_out(Hold("Ben", "plant manager"), talk.id, Hand(RIA))


def test_a_chart_goes_its_way_in_words(talk: Talk) -> None:
    talk("submit it for review")
    assert talk("approve the chart", LEA).lines == ("Approved as version 1.",)
    talk("make IT operations A/R for row 2")
    changed = talk("what changed since the approved version?").lines
    assert changed[0] == "Since version 1:"
    assert any("Open the window" in line for line in changed)


def test_what_changed_in_a_chart_that_nobody_approved_is_told_since_it_was_begun(
    talk: Talk,
) -> None:
    talk("add a row: test the patches")
    begun, *changed = talk("what changed since the approved version?").lines
    assert begun == "It was never approved. Since it was begun:"
    assert changed == ["Added: Test the patches."]


def test_rows_that_are_named_in_small_letters_begin_with_a_capital(talk: Talk) -> None:
    talk("split row 1 into testing patches and installing patches")
    assert [row.activity for row in talk.chart.rows][:2] == [
        "Testing patches",
        "Installing patches",
    ]


def test_a_chart_is_sent_as_a_file(talk: Talk) -> None:
    file = talk("send me the chart as Markdown").file
    assert file is not None
    assert file.name == "OT-patching.md"
    assert "Open the window" in file.content.decode()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-05-31", date(2027, 5, 31)),
        ("1 March 2027", date(2027, 3, 1)),
        ("March 1st, 2027", date(2027, 3, 1)),
        ("in one year", date(2027, 11, 23)),
        ("in 6 months", date(2027, 5, 22)),
    ],
)
def test_a_review_date_is_said(talk: Talk, said: str, day: date) -> None:
    talk(f"set the review date to {said}")
    assert talk.chart.review == day


def test_a_review_date_that_is_none_is_refused(talk: Talk) -> None:
    with pytest.raises(InvalidError, match="is no date"):
        talk("set the review date to 31 of a month")


def test_who_holds_a_role_and_what_waits_for_an_answer_is_told(talk: Talk) -> None:
    assert talk("who holds IT operations?").lines == ("IT operations is held by nobody yet.",)
    talk("IT operations is held by ben")
    assert talk("who holds IT operations?").lines == ("IT operations is held by Ben.",)
    talk("I accept my letters", BEN)
    assert not any("IT operations" in line for line in talk("what is not accepted?").lines)


def test_what_is_said_of_rows_and_not_understood_changes_nothing_and_says_so(talk: Talk) -> None:
    before = talk.letters()
    heard = talk.hearing.carry_out(Unclear(), talk.id, Hand(ANA), "merge rows 1 and 2")
    assert "nothing was changed" in heard.lines[0]
    assert talk.letters() == before
