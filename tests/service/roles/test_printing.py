"""A chart's file holds the approved definitions of its roles, for those who may read both."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from asking_of_tests import AskingOfTests
from isthmus.people import OPERATOR, Person, Rank
from isthmus.raci.desk import Hand
from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.importing import read_charts
from isthmus.raci.importing.opening import pieces_in_process
from isthmus.raci.model import Chart
from isthmus.roles.editing import line_added
from isthmus.roles.model import Topic
from kept_charts import ANA, BEN, EVE, LEA, small

OWNER = Person("own", "Own", frozenset({"office"}), rank=Rank.CONTRIBUTOR)


class Work:
    """A chart with the definitions of its roles; short to write down."""

    def __init__(self, folder: Path) -> None:
        self.asking = AskingOfTests(folder)
        with self.asking.wiring.access() as access:
            for person in (ANA, BEN, LEA, EVE, OWNER):
                access.put_person(person)
        self.charts, self.roles = self.asking.wiring.charts, self.asking.wiring.roles

    def chart(self, *readers: str, by: Person = ANA) -> str:
        return self.charts.begin(small(), Hand(by), readers=readers or ("everyone",)).id

    def define(self, role: str, *readers: str) -> str:
        kept = self.roles.save(role, Hand(ANA), readers or ("everyone",)).id
        self.roles.approve(kept, Hand(LEA))
        return kept

    def written(self, chart: str, by: Person = ANA) -> bytes:
        return export(self.charts.sheet(chart, by), Format.DOCX)

    def printed(self, chart: str, by: Person = ANA) -> list[str]:
        """Give the headings and lines of a chart's file."""
        return [each.text for each in Document(io.BytesIO(self.written(chart, by))).paragraphs]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    opened = Work(tmp_path)
    yield opened
    opened.asking.close()


def test_the_approved_definitions_of_a_charts_roles_are_printed(work: Work) -> None:
    chart = work.chart()
    assert "Role definitions" not in work.printed(chart)
    work.define("IT operations")
    work.define("plant manager")
    work.define("CISO")
    found = work.printed(chart)
    manager, operations = "Plant or site manager", "IT infrastructure and identity operations"
    assert found.index("Role definitions") < found.index(manager) < found.index(operations)
    assert found.count("Purpose") == 2
    assert any(text.startswith("Version 1, approved") and "Lea" in text for text in found)


def test_a_draft_is_not_printed_and_what_changed_since_approval_neither(work: Work) -> None:
    chart = work.chart()
    work.roles.save("IT operations", Hand(ANA))
    assert "Role definitions" not in work.printed(chart)
    kept = work.define("plant manager")
    work.roles.edit(kept, line_added(Topic.DECIDES, "Sleeps late.", BEN), Hand(BEN))
    assert "Role definitions" in work.printed(chart)
    assert not [text for text in work.printed(chart) if "Sleeps late." in text]
    work.roles.approve(kept, Hand(LEA))
    assert [text for text in work.printed(chart) if "Sleeps late." in text]


def test_only_what_whoever_reads_the_chart_may_read_is_printed(work: Work) -> None:
    everybodys, plants = work.chart(), work.chart("plant")
    work.define("plant manager", "plant")
    assert "Role definitions" in work.printed(plants)
    assert "Role definitions" not in work.printed(everybodys)
    assert "Role definitions" not in work.printed(everybodys, OPERATOR)


def test_an_owner_who_is_none_of_the_readers_is_shown_no_definition_of_theirs(work: Work) -> None:
    chart = work.chart("plant", by=OWNER)
    work.define("plant manager", "plant")
    assert "Role definitions" not in work.printed(chart, OWNER)
    assert "Role definitions" not in work.printed(chart, BEN)


def test_the_file_is_read_as_the_same_chart(work: Work) -> None:
    chart = work.chart()
    work.define("plant manager")
    work.define("IT operations")
    reading = read_charts(work.written(chart), "chart.docx", pieces_in_process)
    (read,) = reading.charts
    assert drawn(read.chart) == drawn(work.charts.show(chart, ANA).filed.chart)
    left = [each.text for each in (*reading.not_understood, *read.not_understood)]
    beside = [text for text in left if not text.startswith("Status: ")]
    assert all(text.endswith("lines of text") for text in beside)  # told in one, as beside it


def drawn(chart: Chart) -> tuple[str, list[tuple[str, list[str]]]]:
    rows = [
        (row.activity, ["".join(a.letter for a in chart.cell(row.id, c.id)) for c in chart.columns])
        for row in chart.rows
    ]
    return chart.title, rows
