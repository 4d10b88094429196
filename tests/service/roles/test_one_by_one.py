"""News are taken over line by line, and end where taking over all of them does; ids are read."""

from dataclasses import replace
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import InvalidError, NotFoundError
from isthmus.raci.model import Chart
from isthmus.roles.composing import Drawn, compose
from isthmus.roles.editing import line_added, line_changed, line_removed, nice_ids
from isthmus.roles.model import Definition, Topic
from isthmus.roles.refreshing import news, one_taken_over, taken_over
from isthmus.roles.subject import subject_of
from kept_charts import ANA, letter, small

SWAPPED = {("1", "3"): letter("R"), ("1", "4"): letter("A"), ("2", "3"): letter("AR")}


def of(chart: Chart, version: int = 1) -> Definition:
    return compose(subject_of("Plant manager"), [Drawn("c", chart, version)], [])


NOW = of(replace(small(), cells=MappingProxyType({**small().cells, **SWAPPED})), 2).lines


def read(definition: Definition) -> list[tuple[Topic, str, str]]:
    """Give what a reader reads, whatever its ids are."""
    found = ((line.topic, line.in_words, str(line.sources)) for line in definition.lines)
    return sorted(found)


def worked_on() -> Definition:
    """Give a definition in which a person changed one line and took another out."""
    definition = of(small())
    first, second = definition.of(Topic.ACCOUNTABLE)
    return line_removed(second.id)(line_changed(first.id, "Tests patches.", ANA)(definition))


@given(st.randoms(use_true_random=False), st.booleans())
def test_line_by_line_in_any_order_is_as_all_at_once(random: Random, worked: bool) -> None:  # noqa: FBT001 - drawn
    definition = worked_on() if worked else of(small())
    wanted = taken_over(definition, NOW)
    while found := news(definition, NOW):
        left = one_taken_over(definition, NOW, random.choice(found).about)
        assert len(news(left, NOW)) == len(found) - 1, "the others are news as before"
        definition = left
    assert read(definition) == read(wanted)


def test_what_is_no_news_any_more_is_told() -> None:
    definition = of(small())
    about = news(definition, NOW)[0].about
    taken = one_taken_over(definition, NOW, about)
    with pytest.raises(NotFoundError, match="no news any more"):
        one_taken_over(taken, NOW, about)


def test_ids_of_the_nice_framework_are_read_and_others_refused() -> None:
    assert nice_ids(" k1309; DD-WRL-009,K1309 nf-com-007") == ("K1309", "DD-WRL-009", "NF-COM-007")
    assert nice_ids("") == ()
    for wrong in ("K13", "WRL-009", "K1309x", "<b>"):
        with pytest.raises(InvalidError, match="no id of the NICE Framework"):
            nice_ids(wrong)


def test_ids_of_a_line_are_changed_only_where_they_are_said() -> None:
    added = line_added(Topic.COMPETENCES, "The tides.", ANA, ("K1309",))(of(small()))
    line = added.of(Topic.COMPETENCES)[-1]
    assert line.nice == ("K1309",)
    assert line_changed(line.id, "Tides.", ANA)(added).line(line.id).nice == ("K1309",)
    assert line_changed(line.id, line.text, ANA, ())(added).line(line.id).nice == ()
    assert line_changed(line.id, line.text, ANA, ("K1309",))(added) == added
