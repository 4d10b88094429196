"""A reply is told while a language model writes it: once, and said again whole at the end."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import served
import writing_of_tests as writing
from isthmus.answers.model import Answer, Cover, Covering
from isthmus.conversations.service import Asked
from isthmus.messages import Byline, Message, Paragraph, Quote, Reply, Table, Told
from isthmus.people import Audience, Person
from isthmus.replying.answers import asked_told

HIDDEN = "Which turbine caused the forgotten compensating modem controls?"


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[writing.WritingWiring]:
    wiring = writing.wire(tmp_path)
    served.fill(wiring)
    yield wiring
    wiring.close()


def asks(text: str = served.QUESTION, by: Person = served.BEN) -> Message:
    return Message("m1", "chat", "thread", by, text)


def test_what_is_told_is_what_the_reply_begins_with(wiring: writing.WritingWiring) -> None:
    told: list[Told] = []
    reply = wiring.assistant.hear(asks(), told.append)
    assert tuple(each.paragraph for each in told) == reply.of(Paragraph)
    assert tuple(quote for each in told for quote in each.quotes) == reply.of(Quote)
    (byline,) = reply.of(Byline)
    assert byline.text.startswith(writing.BYLINE)


def test_a_second_delivery_gives_the_same_reply_and_tells_nothing_again(
    wiring: writing.WritingWiring,
) -> None:
    told: list[Told] = []
    first = wiring.assistant.hear(asks(), told.append)
    count = len(told)
    assert wiring.assistant.hear(asks(), told.append) == first
    assert len(told) == count > 0


def test_nobody_hears_of_another_ones_answer(wiring: writing.WritingWiring) -> None:
    theirs: list[Told] = []
    wiring.assistant.hear(asks(), theirs.append)
    count = len(theirs)
    wiring.assistant.hear(replace(asks(), id="m2"))
    assert len(theirs) == count


def test_where_somebody_reads_along_only_what_both_may_read_is_told(
    wiring: writing.WritingWiring,
) -> None:
    told: list[Told] = []
    among = replace(asks(HIDDEN, served.ANA), audience=Audience((served.ANA, served.BEN)))
    wiring.assistant.hear(among, told.append)
    assert "canary" not in str(told)


def test_requirements_held_against_documents_are_a_table_whose_cells_are_cited(
    wiring: writing.WritingWiring,
) -> None:
    asked = wiring.inquiry.ask("compensating controls quarter patching?", served.BEN)
    assert isinstance(asked.outcome, Answer)
    reply = _held(asked, (Covering(0, (1,), Cover.PARTLY), Covering(2, (), Cover.NOT_FOUND)))
    assert reply.of(Paragraph)[0].text == "0 of 2 requirements covered, 1 partly, 1 not found."
    (table,) = reply.of(Table)
    assert [row[2] for row in table.rows] == ["partly", "not found"]
    assert "[1]" in table.rows[0][0]
    assert "[2]" in table.rows[0][1]
    assert [each.n for each in reply.of(Quote)] == [1, 2, 3]


def _held(asked: Asked, coverage: tuple[Covering, ...]) -> Reply:
    assert isinstance(asked.outcome, Answer)
    return asked_told(replace(asked, outcome=replace(asked.outcome, coverage=coverage)), (), "")
