"""Lines of a definition in a model's words: which hold, and what stays ours whatever it says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.checking import Checked, Checking, Evidence
from isthmus.library.model import Collection, LicenceClass
from isthmus.llm.model import Purpose, Request, Unavailable
from isthmus.people import OPERATOR
from isthmus.raci.desk import Hand
from isthmus.roles.desk import Roles
from isthmus.roles.model import Definition, Line, Topic
from isthmus.roles.rewording import Drafted, Rewording
from kept_charts import ANA
from scripted_models import Says, ScriptedModels

POLICY = "title: Patching\n\nThe plant manager shall approve the shutdown of the turbine."
OURS = "Approve the shutdown of the turbine"


@dataclass(frozen=True)
class Believing(Checking):
    def check(self, sentence: str, cited: Sequence[Evidence]) -> Checked:
        del cited
        return Checked(sentence, True, 1.0, (), ())  # noqa: FBT003


@dataclass(frozen=True)
class Doubting(Checking):
    def check(self, sentence: str, cited: Sequence[Evidence]) -> Checked:
        del cited
        return Checked(sentence, False, 0.0, ("No.",), ())  # noqa: FBT003


def no_vectors(_: Sequence[str]) -> object:
    raise AssertionError


class Defining:
    def __init__(self, folder: Path, says: Says, checking: type[Checking] = Believing) -> None:
        self.asking = AskingOfTests(folder)
        with self.asking.wiring.access() as access:
            access.put_person(ANA)
        self.models = ScriptedModels(says)
        plain: Roles = self.asking.wiring.roles
        self.plain = plain
        rewording = Rewording(lambda: checking(no_vectors), self.models)  # type: ignore[arg-type]
        self.roles = Roles(replace(plain.parts, rewording=rewording))

    def add(self, **said: object) -> None:
        meta: Any = {"collection": Collection.POLICIES, **said}
        self.asking.wiring.ingest.uploaded("patching.txt", POLICY.encode(), meta, OPERATOR)

    def define(self) -> Drafted:
        return self.roles.define("plant manager", ANA)

    def ours(self) -> Drafted:
        return self.plain.define("plant manager", ANA)


Make = Callable[..., Defining]


@pytest.fixture
def defining(tmp_path: Path) -> Iterator[Make]:
    made: list[Defining] = []

    def make(says: Says, checking: type[Checking] = Believing) -> Defining:
        made.append(Defining(tmp_path, says, checking))
        made[-1].add()
        return made[-1]

    yield make
    for each in made:
        each.asking.close()


def says(text: str, of: str = OURS) -> Says:
    """Say other words for the line with these words, whatever its number is."""

    def said(request: Request) -> Mapping[str, Any]:
        lines = request.inputs["lines"].splitlines()
        number = next((n for n, each in enumerate(lines, 1) if each.endswith(of)), 0)
        return {"lines": [{"line": number, "text": text}]}

    return said


def line_of(definition: Definition, text: str) -> Line | None:
    return next((each for each in definition.lines if each.text == text), None)


def test_a_line_gets_words_that_hold_and_keeps_its_sources(defining: Make) -> None:
    on = defining(says("Approve the turbine's shutdown"))
    found, ours = on.define(), on.ours()
    better, before = line_of(found.definition, "Approve the turbine's shutdown"), None
    before = line_of(ours.definition, OURS)
    assert better
    assert before
    assert (better.sources, better.key, better.topic) == (before.sources, before.key, before.topic)
    assert found.definition.composed == ours.definition.composed
    assert found.assumed[-1] == (
        "One line is worded by scripted, each checked against the sources it stands on."
    )


def test_only_purpose_and_what_it_answers_for_are_asked_about(defining: Make) -> None:
    on = defining(says("x"))
    on.define()
    (request,) = on.models.told
    assert (request.purpose, request.by, request.about) == (Purpose.DRAFTING, "ana", "PM")
    kinds = {each.split(". ", 1)[1].split(":")[0] for each in request.inputs["lines"].splitlines()}
    assert kinds <= {Topic.PURPOSE, Topic.ACCOUNTABLE, Topic.RESPONSIBLE}
    assert request.prompt.filled(**request.inputs)


@pytest.mark.parametrize(
    "text",
    [
        "Approve the shutdown of the turbine within 2 days",
        "Approve the shutdown of the boiler",
        "Do not approve the shutdown of the turbine",
        "Approve the shutdown of the turbine with the CISO",
        "Approve everything",
        "Approve the turbine's shutdown, see https://evil.example",
        "Approve the turbine's shutdown <!channel>",
        "Approve the shutdown of the turbine " * 5,
        "",
        OURS,
        "Approve, the shutdown, of the turbine",
    ],
)
def test_words_that_say_something_else_are_not_shown(defining: Make, text: str) -> None:
    on = defining(says(text))
    found, ours = on.define(), on.ours()
    assert found.definition == ours.definition
    note = "The wording is ours: the language model gave nothing that can be used."
    assert found.assumed == (*ours.assumed, note)


def test_what_the_checker_doubts_is_not_shown(defining: Make) -> None:
    on = defining(says("Approve the turbine's shutdown"), Doubting)
    assert on.define().definition == on.ours().definition


@pytest.mark.parametrize("values", [{}, {"lines": 1}, {"lines": [{"line": 99, "text": "x"}, 3]}])
def test_what_has_another_shape_changes_nothing(defining: Make, values: Mapping[str, Any]) -> None:
    on = defining(lambda _: values)
    assert on.define().definition == on.ours().definition


def test_a_model_that_is_down_leaves_the_definition_as_it_is(defining: Make) -> None:
    on = defining(lambda _: Unavailable.DOWN)
    found, ours = on.define(), on.ours()
    assert found.definition == ours.definition
    assert found.assumed[-1] == "The wording is ours: the language model is not available."


def test_what_is_kept_has_the_words_and_is_no_news_afterwards(defining: Make) -> None:
    on = defining(says("Approve the turbine's shutdown"))
    on.define()
    filed = on.roles.save("plant manager", Hand(ANA))
    assert line_of(filed.definition, "Approve the turbine's shutdown")
    assert on.roles.news(filed.id, ANA) == ()
    assert len(on.models.told) == 1  # the words are remembered


def test_what_no_model_may_see_is_not_told_to_one(tmp_path: Path) -> None:
    on = Defining(tmp_path, says("Approve the turbine's shutdown"))
    on.add(licence=LicenceClass.AI_RESTRICTED, attested_by="Dana")
    assert line_of(on.define().definition, OURS)
    assert not any("turbine" in each.inputs["lines"] for each in on.models.told)
    on.asking.close()


def test_a_source_that_is_closed_meanwhile_leaves_the_line_as_it_was(defining: Make) -> None:
    def closes(request: Request) -> Mapping[str, Any]:
        on.add(readers=frozenset({"office"}))
        found = says("Approve the turbine's shutdown")(request)
        assert isinstance(found, Mapping)
        return found

    on = defining(closes)
    assert line_of(on.define().definition, "Approve the turbine's shutdown") is None
