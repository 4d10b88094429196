"""A terminal shows checked sentences as they come; a program or a file gets the answer whole."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import served
import writing_of_tests as writing
from command_line_of_tests import CommandLine
from isthmus.answers.model import Answer, Asked, Cover, Covering, Sentence
from isthmus.answers.wording import NOTHING
from isthmus.cli.asking import _show_answer
from isthmus.cli.telling import INSTEAD, Telling
from isthmus.messages import Paragraph, Points, Reply, Told
from isthmus.wiring import Wiring

FIRST = f"{writing.WRITTEN}: Patching of OT systems [1]"
OWN = "“The plant manager is accountable for the patch window of each OT system.” [2]"


class Isthmus(CommandLine):
    def wiring(self) -> Wiring:
        return writing.wire(self.data)


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    wiring = writing.wire(tmp_path)
    served.fill(wiring)
    wiring.close()
    return Isthmus(tmp_path)


def asked(*how: str) -> tuple[str, ...]:
    return ("ask", served.QUESTION, *how)


@pytest.mark.parametrize("how", [(), ("--conversation", "new")])
def test_somebody_who_looks_on_sees_each_sentence_once(
    isthmus: Isthmus,
    monkeypatch: pytest.MonkeyPatch,
    how: tuple[str, ...],
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = plain(isthmus(*asked(*how)))
    assert said.count(FIRST) == said.count(OWN) == 1
    assert said.index(FIRST) < said.index(OWN) < said.index(writing.BYLINE)
    assert INSTEAD not in said


@pytest.mark.parametrize("how", [(), ("--conversation", "new")])
def test_a_file_gets_the_answer_whole(isthmus: Isthmus, how: tuple[str, ...]) -> None:
    said = " ".join(isthmus(*asked(*how)).split())
    assert said.count(FIRST) == said.count(OWN) == 1
    assert writing.BYLINE in said


def test_a_program_gets_nothing_but_json(isthmus: Isthmus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    answer = isthmus.json(*asked())
    assert answer["writing"]["model"] == writing.MODEL
    assert [each.get("written", False) for each in answer["sentences"]] == [True, False]


def test_what_is_said_in_plain_words_is_shown_as_it_comes(
    isthmus: Isthmus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = plain(isthmus("say", served.QUESTION))
    assert said.count(FIRST) == said.count(OWN) == 1
    assert said.index(OWN) < said.index(writing.BYLINE)


def plain(said: str) -> str:
    """Leave out colours and the breaks of lines."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", said).split())


# ---- what takes the place of what was told


def answer(*sentences: Sentence, coverage: tuple[Covering, ...] = ()) -> Answer:
    when = datetime(2026, 11, 23, tzinfo=UTC)
    question = Asked("Who?", "ana", ("ana",), when)
    return Answer("a1", question, sentences, (), 0.1, coverage=coverage)


def test_where_another_answer_was_kept_it_is_shown_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling = Telling(watched=True)
    telling.sentence(Sentence("It was told.", (1,), written=True), ())
    assert not telling.has_told(answer(Sentence("It is kept.", (1,))))
    assert INSTEAD in capsys.readouterr().out


def test_where_another_reply_was_kept_it_is_shown_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling = Telling(watched=True)
    telling.paragraph(Told(Paragraph("It was told.", (1,))))
    kept = Reply((Paragraph("It is kept."),))
    assert telling.left_of(kept) == kept.parts
    assert INSTEAD in capsys.readouterr().out


def test_what_was_told_of_a_reply_is_not_shown_again() -> None:
    telling = Telling(watched=True)
    telling.paragraph(Told(Paragraph("It is told.", (1,))))
    note = Points("Note", ("It is old.",))
    assert telling.left_of(Reply((Paragraph("It is told.", (1,)), note))) == (note,)


def test_requirements_are_held_against_documents_in_a_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asks, meets = Sentence("Ask before.", (1,)), Sentence("We ask.", (2,))
    rows = (Covering(0, (1,), Cover.PARTLY), Covering(0, (), Cover.NOT_FOUND))
    _show_answer(answer(asks, meets, coverage=rows), told=False)
    shown = capsys.readouterr().out
    assert "0 of 2 requirements covered, 1 partly, 1 not found." in shown
    for each in ("Ask before. [1]", "We ask. [2]", "partly", NOTHING):
        assert each in shown
