"""What people ask charts for: every draft is without errors, and holds what it should."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from isthmus.raci.drafting.drafting import Draft, draft
from isthmus.raci.drafting.nearness import ByMeaning, Nearness
from isthmus.raci.drafting.scoping import request_of
from isthmus.raci.letters import Part
from isthmus.raci.model import Chart, Row, Severity
from isthmus.raci.rules import findings
from isthmus_knowledge.catalogue import Side
from isthmus_knowledge.embedding import Embedder

KEYS = {"asks", "letters", "site", "title", "rows", "only", "own", "roles", "accountable"}
KEYS |= {"question", "assumed", "unplaced"}
FEWEST = 40


@dataclass(frozen=True)
class Scope:
    asks: str
    said: dict[str, Any]

    def __str__(self) -> str:
        return self.asks or "nothing"


def scopes() -> list[Scope]:
    text = (Path(__file__).parent / "scopes.yaml").read_text(encoding="utf-8")
    return [Scope(each["asks"], each) for each in yaml.safe_load(text)]


@pytest.fixture(scope="session")
def by_meaning(embedder: Embedder) -> Nearness:
    return ByMeaning(embedder)


@pytest.fixture(params=scopes(), ids=str)
def scope(request: pytest.FixtureRequest) -> Scope:
    found = request.param
    assert isinstance(found, Scope)
    return found


@pytest.fixture(scope="session")
def drafts(by_meaning: Nearness) -> Mapping[str, Draft]:
    return {each.asks: draft(request_of(each.asks), by_meaning) for each in scopes()}


@pytest.fixture
def drawn(scope: Scope, drafts: Mapping[str, Draft]) -> Draft:
    return drafts[scope.asks]


def test_there_are_scopes_enough_and_each_says_only_what_is_known() -> None:
    assert len(scopes()) >= FEWEST
    assert not [key for each in scopes() for key in each.said if key not in KEYS]


def test_a_draft_has_no_error(drawn: Draft) -> None:
    chart = drawn.chart
    if chart.rows:
        assert not [each for each in findings(chart) if each.severity is Severity.ERROR]
        for row in chart.rows:
            deciding = chart.holding(row.id, Part.DECIDES)
            assert len(deciding) == 1
            assert deciding[0].side is not Side.EXTERNAL
            assert chart.holding(row.id, Part.DOES)


def test_every_letter_says_why_it_stands_there(drawn: Draft) -> None:
    for row in drawn.chart.rows:
        for column, assignment in drawn.chart.assignments(row.id):
            assert assignment.basis is not None
            assert assignment.basis.text.endswith("."), (row.activity, column.name)


def test_nobody_in_a_draft_is_left_without_a_letter(drawn: Draft) -> None:
    if drawn.chart.rows:
        used = {column for _, column in drawn.chart.cells}
        assert used == {column.id for column in drawn.chart.columns}


def test_a_draft_is_headed_as_it_was_asked_for(scope: Scope, drawn: Draft) -> None:
    request = request_of(scope.asks)
    assert request.site == scope.said.get("site", "")
    assert drawn.chart.letters == scope.said.get("letters", "RACI")
    assert drawn.chart.title == scope.said.get("title", drawn.chart.title)


def test_a_draft_has_the_rows_that_were_asked_for(scope: Scope, drawn: Draft) -> None:
    ids = {row.catalogue for row in drawn.chart.rows} - {""}
    wanted = set(scope.said.get("rows", []))
    assert wanted <= ids
    assert ids == wanted or not scope.said.get("only")
    own = [row.activity for row in drawn.chart.rows if not row.catalogue]
    assert own == scope.said.get("own", [])


def test_a_draft_has_the_roles_that_were_named(scope: Scope, drawn: Draft) -> None:
    roles = [column.role or column.name for column in drawn.chart.columns]
    assert roles == scope.said.get("roles", roles)


def test_the_right_role_answers(scope: Scope, drawn: Draft) -> None:
    for said, name in scope.said.get("accountable", {}).items():
        row = row_of(drawn.chart, said)
        assert [each.name for each in drawn.chart.holding(row.id, Part.DECIDES)] == [name]


def row_of(chart: Chart, said: str) -> Row:
    return next(row for row in chart.rows if said in {row.catalogue, row.activity})


def test_a_draft_says_what_was_assumed_and_what_has_no_place(scope: Scope, drawn: Draft) -> None:
    for key, texts in (
        ("assumed", drawn.assumed),
        ("unplaced", drawn.unplaced),
        ("question", tuple(each.text for each in drawn.questions)),
    ):
        assert scope.said.get(key, "") in " ".join(texts)
    asked = {text for text in ("question",) if text in scope.said}
    assert bool(drawn.questions) is bool(asked)


def test_what_no_activity_covers_is_said(drawn: Draft) -> None:
    for row in rows_of_their_own(drawn.chart):
        assert any(row.activity in text for text in drawn.unplaced), row.activity


def rows_of_their_own(chart: Chart) -> Iterator[Row]:
    return (row for row in chart.rows if not row.catalogue)
