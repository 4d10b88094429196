"""A definition is put together from charts, the catalogue and documents, each line sourced."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from isthmus.errors import InvalidError
from isthmus.raci.duties import Duty
from isthmus.raci.grounding import Stated
from isthmus.raci.letters import Part
from isthmus.raci.model import Assignment, Chart, Column, Row, State
from isthmus.roles.composing import Drawn, compose
from isthmus.roles.model import DRAFT, Definition, Line, SourceKind, Topic
from isthmus.roles.subject import subject_of, subject_of_column
from isthmus_knowledge.catalogue import Side, catalogue
from isthmus_knowledge.competences import competences
from kept_charts import letter, small

PLANT_MANAGER = "the plant manager"


def texts(definition: Definition, topic: Topic) -> list[str]:
    return [line.text for line in definition.of(topic)]


def with_cells(chart: Chart, **cells: str) -> Chart:
    """Set cells named as in ``r1c3="R"``."""
    said = {(key[1], key[3:]): letter(letters) for key, letters in cells.items()}
    return replace(chart, cells=MappingProxyType({**chart.cells, **said}))


def stated(who: str, part: Part, activity: str, quote: str = "") -> Stated:
    return Stated(Duty(who, part, activity, quote or activity), "Patching", "4.1", "p1", "r1")


@pytest.mark.parametrize("role", catalogue().roles, ids=lambda role: role.id)
def test_each_role_of_the_catalogue_is_defined_without_any_chart(role: object) -> None:
    assert isinstance(role, type(catalogue().roles[0]))
    found = compose(subject_of(role.name), [], [])
    known = competences()[role.id]
    assert (found.name, found.role, found.side) == (role.name, role.id, role.side)
    assert texts(found, Topic.PURPOSE) == [role.purpose]
    assert texts(found, Topic.DECIDES) == list(known.decides)
    assert [line.nice for line in found.of(Topic.COMPETENCES)] == [k.nice for k in known.knows]
    accountable = [a.name for a in catalogue().activities if a.accountable == role.id]
    assert texts(found, Topic.ACCOUNTABLE) == accountable
    assert all(line.sources for line in found.lines)
    assert len({line.id for line in found.lines}) == len(found.lines)


def test_lines_stand_in_the_order_of_the_topics() -> None:
    topics = [line.topic for line in compose(subject_of("OT security lead"), [], []).lines]
    assert topics == sorted(topics, key=list(Topic).index)


def test_a_misspelt_or_other_name_means_the_role_of_the_catalogue() -> None:
    assert subject_of("OT securty lead").name == "OT security lead"
    assert subject_of("OT securty lead").assumed
    assert subject_of("plant manager").role == catalogue().role("PM")


def test_a_name_that_may_mean_several_roles_is_asked_about() -> None:
    with pytest.raises(InvalidError, match=r"Who is 'security': .* or .*\?"):
        subject_of("security")


def test_where_a_chart_has_the_role_its_rows_are_told_and_not_those_of_the_catalogue() -> None:
    found = compose(subject_of("Plant manager"), [Drawn("c", small(), 2)], [])
    assert texts(found, Topic.ACCOUNTABLE) == [
        "Test patches on a spare controller",
        "Open the window",
    ]
    (source,) = found.of(Topic.ACCOUNTABLE)[0].sources
    assert (source.kind, source.id, source.version) == (SourceKind.CHART, "c", "2")
    assert source.in_words == "OT patching (version 2), Test patches on a spare controller"
    assert texts(found, Topic.CONSULTED) == []


def test_a_chart_that_was_never_approved_is_told_as_a_draft() -> None:
    found = compose(subject_of("Plant manager"), [Drawn("c", small())], [])
    (source,) = found.of(Topic.ACCOUNTABLE)[0].sources
    assert source.version == DRAFT
    assert "(draft)" in source.in_words


def test_what_an_approved_chart_lets_a_role_decide_it_decides_alone() -> None:
    subject = subject_of("Plant manager")
    own = set(competences()["PM"].decides)
    draft = texts(compose(subject, [Drawn("c", small())], []), Topic.DECIDES)
    approved = texts(compose(subject, [Drawn("c", small(), 1)], []), Topic.DECIDES)
    assert set(draft) == own
    assert set(approved) - own == {
        "Has the last word on the activity “Test patches on a spare controller”.",
        "Has the last word on the activity “Open the window”.",
    }


def test_where_another_role_has_to_agree_nobody_decides_alone() -> None:
    chart = replace(small(), letters="RAPID", cells=MappingProxyType({}))
    chart = with_cells(chart, r1c3="D", r1c4="A", r2c3="D", r2c4="P")
    found = compose(subject_of("Plant manager"), [Drawn("c", chart, 1)], [])
    decided = [text for text in texts(found, Topic.DECIDES) if text.startswith("Has the last")]
    assert decided == ["Has the last word on the activity “Open the window”."]
    other = compose(subject_of_column(chart.column("4")), [Drawn("c", chart, 1)], [])
    assert texts(other, Topic.AGREES) == ["Test patches on a spare controller"]


@pytest.mark.parametrize(
    ("letters", "said", "topic"),
    [
        ("RASCI", "S", Topic.SUPPORTS),
        ("RACI-VS", "V", Topic.VERIFIES),
        ("RACI-VS", "S", Topic.SIGNS),
        ("RAPID", "R", Topic.RECOMMENDS),
        ("RACI", "C", Topic.CONSULTED),
        ("RACI", "I", Topic.INFORMED),
    ],
)
def test_each_letter_is_told_by_what_it_means_in_its_set(
    letters: str, said: str, topic: Topic
) -> None:
    bare = replace(small(), letters=letters, cells=MappingProxyType({}))
    chart = with_cells(bare, r1c4=said)
    found = compose(subject_of_column(chart.column("4")), [Drawn("c", chart)], [])
    assert texts(found, topic) == ["Test patches on a spare controller"]


def test_whom_a_role_hears_and_tells_is_said_once_for_each_role() -> None:
    columns = (*small().columns, Column("5", "Process safety engineer", "PSE"))
    chart = replace(small(), columns=columns)
    chart = with_cells(chart, r1c5="C", r2c5="C")
    found = compose(subject_of("Plant manager"), [Drawn("c", chart)], [])
    (line,) = found.of(Topic.CONSULTS)
    assert line.text == (
        "The process safety engineer on the activity “Test patches on a spare controller”; "
        "the activity “Open the window”"
    )
    assert len(line.sources) == 2
    its_own = compose(subject_of_column(columns[-1]), [Drawn("c", chart)], [])
    assert texts(its_own, Topic.CONSULTED) == [row.activity for row in chart.rows]
    assert texts(its_own, Topic.CONSULTS) == []


def test_a_declined_letter_is_no_line() -> None:
    declined = (Assignment("A", None, State.DECLINED, reason="no"),)
    chart = replace(small(), cells=MappingProxyType({**small().cells, ("1", "3"): declined}))
    found = compose(subject_of("Plant manager"), [Drawn("c", chart)], [])
    assert texts(found, Topic.ACCOUNTABLE) == ["Open the window"]


def test_what_two_charts_say_is_one_line_with_both_sources() -> None:
    charts = [Drawn("c", small("Leuven"), 1), Drawn("d", small("Gent"))]
    found = compose(subject_of("Plant manager"), charts, [])
    line = found.of(Topic.ACCOUNTABLE)[0]
    assert [source.title for source in line.sources] == ["Leuven", "Gent"]


def test_a_document_gives_a_line_with_its_words() -> None:
    duties = [
        stated("The Plant Manager", Part.DECIDES, "patch window", "shall approve the patch window"),
        stated("The CISO", Part.DECIDES, "security policies"),
        stated("security", Part.DOES, "badges"),
    ]
    found = compose(subject_of("Plant manager"), [], duties)
    quoted = [line for line in found.lines if line.sources[0].kind is SourceKind.PASSAGE]
    assert [(line.topic, line.text) for line in quoted] == [(Topic.ACCOUNTABLE, "Patch window")]
    assert quoted[0].sources[0].in_words == "Patching, 4.1: “shall approve the patch window”"


def test_a_role_of_their_own_is_told_by_charts_and_documents_alone() -> None:
    own = Column("9", "Turbine team", side=Side.OT, aliases=("Turbine crew",))
    chart = replace(small(), columns=(*small().columns, own))
    chart = with_cells(chart, r1c9="C")
    for name in ("turbine team", "Turbine Crew"):
        duties = [stated(f"The {name}", Part.DOES, "turbine checks")]
        found = compose(subject_of(name), [Drawn("c", chart)], duties)
        assert (found.role, texts(found, Topic.PURPOSE)) == ("", [])
        assert texts(found, Topic.CONSULTED) == ["Test patches on a spare controller"]
        assert texts(found, Topic.RESPONSIBLE) == ["Turbine checks"]


def test_an_activity_of_the_catalogue_is_told_as_a_sentence_says_it() -> None:
    activity = catalogue().activity("A29")
    chart = replace(small(), rows=(Row("1", activity.name, catalogue="A29"), small().rows[1]))
    found = compose(subject_of("Plant manager"), [Drawn("c", chart, 1)], [])
    assert f"Has the last word on {activity.doing}." in texts(found, Topic.DECIDES)


def test_a_new_definition_says_what_was_composed() -> None:
    found = compose(subject_of("Plant manager"), [Drawn("c", small())], [])
    assert found.composed == found.lines
    assert found.new_id == str(len(found.lines) + 1)
    assert not any(map(_is_own, found.lines))


def _is_own(line: Line) -> bool:
    return line.is_own
